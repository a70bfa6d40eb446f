"""Other ways through a visit: two buttons alone, a screen reader, and the pages beside the way."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page

from surveyapp.store import tablets
from surveyapp.store.rounds import Asking
from tests.browser.conftest import Size, examine, examine_in_every_window
from tests.browser.test_visit import submitted
from tests.browser.walk import ANSWERS, begin, fill, follow, screen_of
from tests.running import Service

pytestmark = pytest.mark.browser

NewPage = Callable[..., Page]

HEARD = Path(__file__).parent / "heard"


def press_up_to(page: Page, selector: str) -> None:
    """Go onward until the focus is there."""
    for _ in range(80):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is never reached on {page.url}")


def test_asking_18_two_buttons_are_enough_onward_and_press(service: Service, new_page: NewPage) -> None:
    round = service.open_round(languages=("sv",))
    page = new_page("phone")
    page.goto(service.link(round))
    press_up_to(page, "#start")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    chosen = {}
    while screen := screen_of(page):
        given = ANSWERS.get(screen)
        values = given if isinstance(given, tuple) else (str(given),) if given is not None else ()
        for value in values:
            option = f'main [value="{value}"]:is(input[type=radio], input[type=checkbox], button)'
            if page.locator(option).count():
                press_up_to(page, option)
                page.keyboard.press("Enter")
                chosen[screen] = given
        press_up_to(page, "button.next")
        with page.expect_navigation():
            page.keyboard.press("Enter")
    for _ in ("company", "summary"):
        press_up_to(page, "button.next")
        with page.expect_navigation():
            page.keyboard.press("Enter")
    assert "/thanks/" in page.url
    (kept,) = submitted(service, round)
    assert {id: kept[id] for id in chosen if id != "try"} == {id: of for id, of in chosen.items() if id != "try"}
    assert len(chosen) > 8


def test_asking_8_each_kind_is_heard_as_it_was_reviewed(service: Service, new_page: NewPage) -> None:
    round = service.open_round(languages=("sv",))
    page = new_page("phone")
    page.goto(service.link(round))
    follow(page, page.locator("#start"))
    seen = set()
    while screen := screen_of(page):
        heard = re.sub(r" +- /url: .*\n", "", page.locator("main").aria_snapshot() + "\n")
        seen.add(screen)
        file = HEARD / f"{screen}.yaml"
        assert heard == file.read_text(), f"{screen} is heard otherwise than {file.name} says"
        fill(page, ANSWERS.get(screen))
        follow(page, page.locator("button.next"))
    assert seen == {file.stem for file in HEARD.iterdir()}


@pytest.mark.parametrize(("size", "language"), [("phone", "sv"), ("tablet", "ar")])
def test_the_pages_beside_the_way(service: Service, new_page: NewPage, size: Size, language: str) -> None:
    asking = Asking(
        own_supervisor_may_help=False,
        proxy_allowed=True,
        receipt_until=(service.now() + timedelta(days=3)).date(),
        help_now="Kuratorn: 0500-12 34 56",
        results_told="På husmötet den 3 mars.",
    )
    round = service.open_round(asking=asking)
    page = new_page(size)

    def look(name: str) -> None:
        examine_in_every_window(page, f"beside-{name}-{language}-{size}")

    begin(page, service.link(round), language)
    for door in ("help", "pause"):
        with page.expect_navigation():
            page.locator(f"footer a[href*={door}]").click()
        look(door)
        follow(page, page.locator("a.back"))
    page.goto(f"{service.link(round)}pause?page=ask&screen_id=try")
    follow(page, page.locator("main form button"))
    look("paused")
    words = page.locator(".receipt b").all_text_contents()
    page.goto(f"{service.link(round)}receipt?language={language}")
    look("receipt")
    page.locator("#word-0").fill(f"{words[0]}x")
    follow(page, page.locator("button.next"))
    assert page.evaluate("document.activeElement.classList.contains('faults')"), "24"
    look("receipt-mistyped")
    for place, word in enumerate(words):
        page.locator(f"#word-{place}").fill(word)
    follow(page, page.locator("button.next"))
    look("opened")
    follow(page, page.locator("button.next"))
    while screen_of(page):
        fill(page, {**ANSWERS, "helper": "own_supervisor"}.get(screen_of(page)))
        follow(page, page.locator("button.next"))
    assert page.locator(".notice.warning").count() == 1
    look("company")
    follow(page, page.locator("button.next"))
    follow(page, page.locator("button.next"))
    look("thanks")
    page.goto(f"{service.link(round)}receipt?language={language}")
    for place, word in enumerate(words):
        page.locator(f"#word-{place}").fill(word)
    follow(page, page.locator("button.next"))
    look("opened-sent")
    follow(page, page.locator("button[value=withdraw]"))
    look("withdraw")
    follow(page, page.locator("button[value=withdraw-surely]"))
    look("withdrawn")


def test_the_pages_of_a_shared_tablet(service: Service, new_page: NewPage) -> None:
    round = service.open_round()
    page = new_page("tablet")
    with service.store.writing() as c:
        code = tablets.make_code(c, round, "here", service.store.keys)
    page.goto(f"{service.link(round)}tablet/")
    examine(page, "tablet-code")
    page.fill("#code", "AAAA-AAAA")
    follow(page, page.locator("main button"))
    examine(page, "tablet-code-wrong")
    page.fill("#code", code)
    follow(page, page.locator("main button"))
    follow(page, page.locator(".begin a").first)
    follow(page, page.locator("#start"))
    examine(page, "tablet-first")
    page.goto(f"{service.link(round)}tablet/still-here?page=ask&screen_id=try")
    examine(page, "tablet-still-here-plain")
    page.goto(f"{service.link(round)}tablet/done?page=ask&screen_id=try")
    examine(page, "tablet-done")
    page.goto(f"{service.link(round)}tablet/leave")
    examine(page, "tablet-leave")
