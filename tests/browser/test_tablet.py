"""A shared tablet in a real browser, with its cache of pages gone by on: what the next person can find of the one
before. The numbers in messages are those of the list of checks for shared tablets."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Error, Page

from surveyapp.store import tablets
from surveyapp.store.rounds import Round
from tests.browser.conftest import examine
from tests.browser.walk import ANSWERS, fill, follow, screen_of
from tests.running import Service

pytestmark = pytest.mark.browser

CANARY = "KANARIEFAGEL"


def share(page: Page, service: Service, round: Round) -> str:
    """Make the browser a shared tablet of the round; the address of its start page."""
    with service.store.writing() as c:
        code = tablets.make_code(c, round, "here", service.store.keys)
    page.goto(f"{service.link(round)}tablet/")
    page.fill("#code", code)
    follow(page, page.locator("main button"))
    return page.url


def begin(page: Page) -> None:
    follow(page, page.locator(".begin a").first)
    follow(page, page.locator("#start"))


def answer_up_to(page: Page, screen: str) -> None:
    while screen_of(page) != screen:
        fill(page, ANSWERS.get(screen_of(page)))
        follow(page, page.locator("button.next").first)


def next_person(page: Page) -> None:
    follow(page, page.locator("footer a", has_text=re.compile("Nästa person|Next person")))
    follow(page, page.locator("form[action$=next] button"))


@pytest.fixture
def round(service: Service) -> Round:
    return service.open_round()


def leave_an_answer(page: Page) -> str:
    """Answer as somebody who writes down something of their own, and stay there with it; the screen's address."""
    begin(page)
    answer_up_to(page, "better")
    page.locator("main textarea").fill(CANARY)
    follow(page, page.locator("button.next").first)
    follow(page, page.locator("a.back"))
    assert page.locator("main textarea").input_value() == CANARY
    return page.url


def nothing_is_left(page: Page, start: str) -> None:
    assert CANARY not in page.content()
    assert CANARY not in "".join(
        page.locator("textarea, input[type=text]").evaluate_all("all => all.map(one => one.value)")
    )
    assert page.url.split("?")[0] == start, page.url


def test_nothing_of_the_person_before_can_be_had_back(
    service: Service, new_page: Callable[..., Page], round: Round
) -> None:
    page = new_page("tablet")
    start = share(page, service, round)
    address = leave_an_answer(page)
    next_person(page)
    nothing_is_left(page, start)
    for _ in range(4):  # 1: the cache of pages gone by
        page.go_back(wait_until="load")
        page.wait_for_url(start)
        nothing_is_left(page, start)
    for _ in range(2):  # 4
        page.go_forward(wait_until="load")
        page.wait_for_url(start)
        nothing_is_left(page, start)
    with page.expect_navigation(wait_until="load"):
        page.evaluate("history.go(-2)")
    page.wait_for_url(start)
    nothing_is_left(page, start)
    page.goto(address)  # 5
    nothing_is_left(page, start)
    page.reload()
    nothing_is_left(page, start)
    kept = page.evaluate("""async () => JSON.stringify([{...localStorage}, {...sessionStorage},
        await caches.keys(), await indexedDB.databases()])""")
    assert kept == "[{},{},[],[]]", "3: nothing is stored in the browser"
    assert {cookie["name"] for cookie in page.context.cookies()} == {"visit", "tablet"}, "3"
    begin(page)
    answer_up_to(page, "better")
    assert page.locator("main textarea").input_value() == "", "two people, a minute apart"
    assert page.locator("main form").first.get_attribute("autocomplete") == "off", "10"


def test_a_choice_that_was_not_sent_is_gone_too(service: Service, new_page: Callable[..., Page], round: Round) -> None:
    page = new_page("tablet")
    start = share(page, service, round)
    begin(page)
    answer_up_to(page, "better")
    page.locator("main textarea").fill(CANARY)
    page.goto(start)
    page.go_back(wait_until="load")
    page.wait_for_url(start)
    nothing_is_left(page, start)


def test_offline_the_page_gone_by_leads_to_the_start_page(
    service: Service, new_page: Callable[..., Page], round: Round
) -> None:
    page = new_page("tablet")
    start = share(page, service, round)
    leave_an_answer(page)
    next_person(page)
    page.context.set_offline(True)  # 2
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):  # it isn't kept, and can't be fetched
        page.go_back(wait_until="commit")
    page.context.set_offline(False)
    page.goto(start)


def test_an_idle_visit_is_warned_about_and_then_ended(
    service: Service, new_page: Callable[..., Page], round: Round
) -> None:
    page = new_page("tablet")
    page.clock.install()
    start = share(page, service, round)
    begin(page)
    answer_up_to(page, "gender")
    page.locator("input[value=woman]").check()
    at = page.url
    for _ in range(11):  # 7: as often as one likes
        page.clock.fast_forward("02:59")
        assert not page.locator("dialog[open]").count(), "not yet"
        page.clock.fast_forward("00:02")
        page.locator("dialog[open]").wait_for()
        assert page.evaluate("document.activeElement.textContent.trim()") != ""
        page.locator("dialog button").click()
        assert page.locator("input[value=woman]").is_checked()
    page.clock.fast_forward("03:01")
    page.locator("dialog[open]").wait_for()
    assert page.locator("dialog [role=status]").text_content() != ""
    page.keyboard.press("Escape")  # 9: it means that somebody is there
    assert not page.locator("dialog[open]").count()
    assert page.url == at
    page.clock.fast_forward("03:01")
    page.locator("dialog[open]").wait_for()
    with page.expect_navigation():
        page.clock.fast_forward("01:01")
    page.wait_for_url(f"{start}?rested=1")
    assert page.locator(".notice").count() == 1, "it says what has happened"


def test_touching_anything_counts_as_being_there(service: Service, new_page: Callable[..., Page], round: Round) -> None:
    page = new_page("tablet")
    page.clock.install()
    share(page, service, round)
    begin(page)
    for touch in (
        lambda: page.keyboard.press("Tab"),
        lambda: page.locator("h1").click(),
        lambda: page.mouse.wheel(0, 10),
        lambda: page.evaluate("document.querySelector('main').dispatchEvent(new Event('timeupdate'))"),  # 8: listening
    ):
        page.clock.fast_forward("02:50")
        touch()
        page.clock.run_for(50)
        page.clock.fast_forward("02:50")
        assert not page.locator("dialog[open]").count()


def test_the_warning_is_accessible(service: Service, new_page: Callable[..., Page], round: Round) -> None:
    page = new_page("tablet")
    page.clock.install()
    share(page, service, round)
    examine(page, "tablet-start")
    begin(page)
    page.clock.fast_forward("03:01")
    page.locator("dialog[open]").wait_for()
    examine(page, "tablet-still-here")


def test_the_thank_you_makes_way_by_itself(service: Service, new_page: Callable[..., Page], round: Round) -> None:
    page = new_page("tablet")
    page.clock.install()
    start = share(page, service, round)
    begin(page)
    while "/thanks/" not in page.url:
        follow(page, page.locator("button.next").first)
    page.clock.fast_forward("00:21")
    page.wait_for_url(start)


def test_two_tablets_of_one_round_are_apart(service: Service, new_page: Callable[..., Page], round: Round) -> None:
    with service.store.writing() as c:
        code = tablets.make_code(c, round, "here", service.store.keys)
    pages = []
    for _ in range(2):  # 11
        page = new_page("tablet")
        page.goto(f"{service.link(round)}tablet/")
        page.fill("#code", code)
        follow(page, page.locator("main button"))
        begin(page)
        pages.append(page)
    first, second = pages
    answer_up_to(first, "gender")
    next_person(first)
    assert screen_of(second)
    follow(second, second.locator("button.next").first)
    assert screen_of(second)


def test_a_tablet_that_starts_anew_shows_the_start_page(
    service: Service, new_page: Callable[..., Page], round: Round
) -> None:
    page = new_page("tablet")
    start = share(page, service, round)
    leave_an_answer(page)
    page.goto(service.link(round))  # 14: a kiosk opens its link again
    nothing_is_left(page, start)
