"""A vote as people meet it: a slip's code on a phone and a tablet, and the large pages for the group."""

import re
from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Page

from surveyapp.store import ballots, rounds
from tests.browser.conftest import examine, in_window, log_in
from tests.focusgroup.test_ballots import a_ballot, option_ids
from tests.focusgroup.test_ballots import vote as vote_without_browser
from tests.running import Service

GENDERS = ("woman", "man")


def vote(page: Page, door: str, code: str, gender: str, presses: tuple[int, ...]) -> None:
    page.goto(door)
    page.fill("#code", code)
    page.locator("#start").click()
    page.locator(f"input[value={gender}]").check(force=True)
    page.locator("main .next").click()
    for n in presses:
        page.locator("button[name=press]").nth(n).press("Enter")


def test_eight_people_vote_and_the_group_reads_the_result(staffed: Service, new_page: Callable[..., Page]) -> None:
    study, ballot, _ = a_ballot(staffed)
    at = f"{staffed.address}/groups/{study.name}/ballots/{ballot.id}"
    staff = new_page("tablet")
    log_in(staff, staffed.address, "moderator")
    for step in ("round_table", "merge"):
        staff.goto(f"{at}/{step}")
        examine(staff, f"ballot-{step}")
    staff.goto(f"{at}/vote")
    examine(staff, "ballot-vote")
    staff.fill("#n", "8")
    staff.get_by_role("button", name=re.compile("slip|lapp", re.I)).click()
    codes = staff.locator(".letters code").all_inner_texts()
    examine(staff, "ballot-slips")
    with staffed.store.reading() as c:
        found = ballots.by_id(c, ballot.id)
        assert found
        round = rounds.round_by_id(c, found.round_id or 0)
    assert round
    door = f"{staffed.address}/r/{round.name}/at/all/sv/"
    person = new_page("phone")
    first, second, *_ = option_ids(staffed, ballot)
    for n, code in enumerate(codes):
        if n not in (0, 4):  # the others' pages are the same, and a client is quicker
            vote_without_browser(staffed, round, code, GENDERS[n % 2], [first, second] if n < 5 else [second, first])
            continue
        in_window(person, "tablet" if n else "phone")
        vote(person, door, code, GENDERS[n % 2], (0, 1))
        examine(person, f"ballot-voting-{n}")
        person.locator("main .next").click()
        person.locator("main .next").click()
        person.wait_for_url("**/thanks/**")
    examine(person, "ballot-thanks")
    staff.goto(f"{at}/vote/paper")
    examine(staff, "ballot-paper")
    staff.goto(f"{at}/vote/show")
    examine(staff, "ballot-vote-show")
    staffed.ahead += timedelta(minutes=21)
    for page in ("result", "result/show"):
        staff.goto(f"{at}/{page}")
        examine(staff, f"ballot-{page.replace('/', '-')}")
    assert "Varmare" in staff.locator(".large li").first.inner_text()
