"""Visits in a real browser, as people with different needs have them."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from surveyapp.store import codes, responses
from surveyapp.store.rounds import Round
from tests.browser.conftest import SIZES, Size, examine, fits, in_window, shoot
from tests.browser.walk import ANSWERS, FIELD, begin, follow, screen_of, submit, walk
from tests.running import Service

pytestmark = pytest.mark.browser

NewPage = Callable[..., Page]

KEPT = {id: answer for id, answer in ANSWERS.items() if id != "try"}


def submitted(service: Service, round: Round) -> list[dict[str, object]]:
    with service.store.reading() as c:
        return [dict(row.answers) for row in responses.submitted(c, round.id)]


CHOSEN = ("information", "where", "chores", "pain", "better", "summary")
"""The pages that are examined in the dark and in forced colours too."""


@pytest.mark.parametrize(("language", "size", "kind"), [("sv", "phone", "demo"), ("ar", "tablet", "trial")])
def test_a_whole_visit_with_every_page_examined(
    service: Service, new_page: NewPage, language: str, size: Size, kind: str
) -> None:
    """In one walk each page is seen in every window, with wider and larger text, in the dark and in forced colours."""
    round = service.open_round(kind=kind)
    page = new_page(size, locale="sv-SE", reduced_motion="reduce")
    titles: list[str] = []

    def each(page: Page, name: str) -> None:
        examine(page, f"visit-{language}-{size}-{name}")
        titles.append(page.title())
        for seen_in in SIZES:
            in_window(page, seen_in)
            fits(page)
            if seen_in != "zoomed":
                _targets_are_large(page, name)
        shoot(page, f"zoomed-{language}-{name}")
        in_window(page, "phone")
        for style in (WIDER_TEXT, LARGER_TEXT):
            assert page.evaluate(RESTYLE, style), "the style is not applied"
            fits(page)
        page.evaluate(RESTYLE, "")
        in_window(page, size)
        _in_other_colours(page, f"{language}-{name}")

    begin(page, service.link(round), language, each)
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    walk(page, each=each)
    submit(page, each)
    assert submitted(service, round) == [KEPT]
    assert len(set(titles)) == len(titles), "every title tells where one is"


def _targets_are_large(page: Page, name: str) -> None:
    for box in page.evaluate(TARGETS):
        assert box["height"] >= (64 if box["card"] else 44) - 0.5, f"{name}: {box} is too low to hit"
        assert box["width"] >= 44, f"{name}: {box} is too narrow to hit"


def _in_other_colours(page: Page, name: str) -> None:
    page.emulate_media(color_scheme="dark", forced_colors="none")
    if name.endswith(CHOSEN):
        examine(page, f"dark-{name}")
    page.emulate_media(color_scheme="dark", forced_colors="active")
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    if name.endswith(CHOSEN):
        # axe reads the page's own colours, and what is seen are the reader's
        examine(page, f"forced-colours-{name}", without=("color-contrast",))
    if page.locator(".card :checked").count():
        assert page.evaluate(BORDERS) >= 2, f"on {name} nothing tells the chosen card from the others"
    page.emulate_media(color_scheme="light", forced_colors="none")


WIDER_TEXT = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
p { margin-block-end: 2em !important }"""
LARGER_TEXT = "html { font-size: 200% !important }"

RESTYLE = """style => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(style)
    const plain = getComputedStyle(document.querySelector('h1'))
    const before = [plain.letterSpacing, plain.fontSize].join()
    document.adoptedStyleSheets = [sheet]
    return [plain.letterSpacing, plain.fontSize].join() != before
}"""

BORDERS = """new Set([...document.querySelectorAll('.card')].map(card => {
    const style = getComputedStyle(card)
    return style.borderTopWidth + style.borderTopColor
})).size"""

TARGETS = """[...document.querySelectorAll(
    '.card, button, summary, textarea, input[type=text], main a, header a, footer a')]
.filter(e => !e.matches('.skip') && !e.closest('p, .faults')).map(e => {
    const box = e.getBoundingClientRect()
    return {text: e.innerText.slice(0, 30), card: e.matches('.card'), width: box.width, height: box.height}
})"""


def test_by_keyboard_alone_with_the_focus_always_in_sight(service: Service, new_page: NewPage) -> None:
    round = service.open_round(languages=("sv",))
    page = new_page("laptop")
    page.goto(service.link(round))
    _tab_to(page, "#start")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ask/**")
    while screen := screen_of(page):
        given = ANSWERS.get(screen)
        for value in given if isinstance(given, tuple) else (given,) if given is not None else ():
            _choose_by_keyboard(page, str(value))
        _tab_to(page, "button.next")
        at = page.url
        page.keyboard.press("Enter")
        page.wait_for_function("at => location.href !== at", arg=at)
    page.wait_for_url("**/company")
    for following in ("**/summary", "**/thanks/**"):
        _tab_to(page, "button.next")
        page.keyboard.press("Enter")
        page.wait_for_url(following)
    assert submitted(service, round) == [KEPT]


def _choose_by_keyboard(page: Page, value: str) -> None:
    if page.locator("[name=day]").count():
        for name, part in zip(("day", "month", "year"), reversed(value.split("-")), strict=True):
            _tab_to(page, f"[name={name}]")
            page.keyboard.type(part)
        return
    if page.locator("[name=press]").count():  # the cards of a rank are buttons, and the focus stays on the one pressed
        _tab_to(page, f'[name=press][value="{value}"]')
        page.keyboard.press("Space")
        assert page.locator(f'[name=press][value="{value}"]').get_attribute("aria-pressed") == "true"
        return
    if page.locator(FIELD).count() and value != "rather_not_say":
        _tab_to(page, FIELD)
        page.keyboard.type(value)
        return
    wanted = page.locator(f'input[value="{value}"]')
    if wanted.get_attribute("type") == "checkbox":
        _tab_to(page, f'input[value="{value}"]')
        page.keyboard.press("Space")
    else:  # a group of radio buttons is one stop, and arrows go on inside it
        _tab_to(page, "input[type=radio]")
        page.keyboard.press("Space")
        for _ in range(page.locator("input[type=radio]").count()):
            if wanted.is_checked():
                break
            page.keyboard.press("ArrowDown")
    assert wanted.is_checked()


def _tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is there. Each stop on the way must show the focus, on itself or on its card."""
    for _ in range(60):
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUS_IN_SIGHT), page.evaluate("document.activeElement.outerHTML")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"the keyboard never reaches {selector} on {page.url}")


FOCUS_IN_SIGHT = """() => {
    const focused = document.activeElement, card = focused.closest('.card') ?? focused
    if (focused === document.body) return true
    const style = getComputedStyle(card), box = card.getBoundingClientRect()
    const seen = document.elementFromPoint(
        Math.min(Math.max(box.x + box.width / 2, 0), innerWidth - 1),
        Math.min(Math.max(box.y + box.height / 2, 0), innerHeight - 1))
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 && card.contains(seen)
}"""


def test_without_javascript(service: Service, new_page: NewPage) -> None:
    round = service.open_round()
    page = new_page(java_script_enabled=False)
    begin(page, service.link(round), "sv")
    page.locator(".language").click()
    page.get_by_role("button", name="English", exact=True).click()
    page.get_by_role("link", name="Back").first.click()
    page.locator("#start").click()
    walk(page)
    page.locator('a[href*="ask/where"]').click()
    page.locator('input[value="home"]').check()
    page.locator("button.next").click()
    assert page.url.endswith("/summary")
    submit(page)
    assert submitted(service, round) == [{id: a for id, a in KEPT.items() if id != "eats_here"} | {"where": "home"}]


def test_an_error_takes_the_focus_and_leads_to_the_field(service: Service, new_page: NewPage) -> None:
    page = new_page()
    begin(page, service.link(service.open_round()), "sv")
    page.goto(re.sub(r"/ask/.*", "/ask/chores", page.url))
    for value in ("cooking", "cleaning", "laundry", "other"):
        page.locator(f'input[value="{value}"]').check()
    with page.expect_response(lambda response: response.request.method == "POST") as posted:
        page.locator("button.next").click()
    assert posted.value.status == 422
    expect(page.locator(".faults")).to_be_focused()
    assert re.match(r"\S+: ", page.title())
    examine(page, "error-chores")
    page.locator(".faults a").click()
    assert page.evaluate("document.activeElement.matches('#answer, fieldset')")
    assert page.locator("input:checked").count() == 4


def test_choosing_moves_nothing_and_an_exclusive_answer_clears_the_others(service: Service, new_page: NewPage) -> None:
    page = new_page()
    begin(page, service.link(service.open_round()), "sv")
    page.goto(re.sub(r"/ask/.*", "/ask/chores", page.url))
    at = page.url
    page.locator('input[value="cooking"]').check()
    page.locator('input[value="nothing"]').check()
    assert [box.get_attribute("value") for box in page.locator("input:checked").all()] == ["nothing"]
    assert page.url == at


def test_the_whole_card_is_the_target(service: Service, new_page: NewPage) -> None:
    page = new_page()
    begin(page, service.link(service.open_round()), "sv")
    card = page.locator(".card").first
    box = card.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] - 6, box["y"] + box["height"] / 2)
    assert card.locator("input").is_checked()


def test_a_code_opens_one_visit_and_is_refused_the_second_time(service: Service, new_page: NewPage) -> None:
    round = service.open_round(access="codes")
    with service.store.writing() as c:
        [code] = codes.make(c, round, "here", 1, service.store.keys)
    page = new_page()
    page.goto(f"{service.link(round)}at/here/sv/")
    page.locator("#code").fill(code.lower().replace("-", " "))
    examine(page, "code-first")
    page.locator("#start").click()
    walk(page, {})
    submit(page)
    second = new_page("tablet")
    second.goto(f"{service.link(round)}at/here/sv/")
    second.locator("#code").fill(code)
    second.locator("#start").click()
    expect(second.locator(".faults")).to_be_focused()
    assert second.locator("#code").input_value() == code
    examine(second, "code-second")
    assert len(submitted(service, round)) == 1


def test_back_and_forward_after_the_submit_show_no_answer(service: Service, new_page: NewPage) -> None:
    page = new_page()
    begin(page, service.link(service.open_round()), "sv")
    walk(page)
    submit(page)
    for _ in range(len(ANSWERS) + 4):
        page.go_back(wait_until="commit")
        _shows_no_answer(page)
    for _ in range(4):
        page.go_forward(wait_until="commit")
        _shows_no_answer(page)


def _shows_no_answer(page: Page) -> None:
    page.locator("h1").wait_for()
    assert page.locator("input:checked").count() == 0, page.url
    text = page.locator("body").inner_text() + "".join(box.input_value() for box in page.locator(FIELD).all())
    assert not any(words in text for words in ("Blommor", "Mer tid", "Städning")), page.url


def test_back_in_mid_visit_shows_the_kept_answer(service: Service, new_page: NewPage) -> None:
    page = new_page()
    begin(page, service.link(service.open_round()), "sv")
    page.locator("button.next").click()
    page.locator('input[value="woman"]').check()
    page.locator("button.next").click()
    page.wait_for_url("**/about_lunch")
    page.go_back(wait_until="commit")
    assert page.locator('input[value="woman"]').is_checked()
    page.reload()
    assert page.locator('input[value="woman"]').is_checked()
    page.locator("button.next").click()
    page.locator(".back").click()
    assert page.locator('input[value="woman"]').is_checked()


def test_two_tabs_are_one_visit_and_a_stale_one_is_told(service: Service, new_page: NewPage) -> None:
    round = service.open_round()
    page = new_page()
    begin(page, service.link(round), "sv")
    walk(page)
    tab = page.context.new_page()
    tab.goto(re.sub(r"/summary", "/ask/gender?change=1", page.url))
    tab.locator('input[value="woman"]').check()
    tab.locator("button.next").click()
    tab.wait_for_url("**/summary")
    page.locator("button.next").click()  # what it shows is outdated, so it is shown again
    expect(page.locator(".faults")).to_be_focused()
    examine(page, "changed-elsewhere")
    submit(page)
    follow(tab, tab.locator("button.next"))
    assert "/thanks/" not in tab.url
    examine(tab, "ended")
    assert [answers["gender"] for answers in submitted(service, round)] == ["woman"]


def test_button_pressed_twice_fast_sends_one_response(service: Service, new_page: NewPage) -> None:
    round = service.open_round()
    page = new_page()
    begin(page, service.link(round), "sv")
    walk(page, {})
    page.locator("button.next").dblclick(no_wait_after=True)
    page.wait_for_url("**/thanks/**")
    assert len(submitted(service, round)) == 1


@pytest.mark.parametrize("state", ["not-yet", "closed", "finishing", "several-sites", "unknown", "go-on"])
def test_the_plain_pages(service: Service, new_page: NewPage, state: str) -> None:
    from datetime import timedelta

    from surveyapp.store.rounds import Site

    page = new_page()
    plan: dict[str, Any] = {}
    if state == "not-yet":
        plan = {"opens": service.now() + timedelta(days=1)}
    if state == "several-sites":
        plan = {"sites": (Site("north", "Norra"), Site("south", "Södra")), "kind": "trial"}
    round = service.open_round(**plan)
    if state in ("closed", "finishing", "go-on"):
        begin(page, service.link(round), "ar" if state == "closed" else "sv")
        follow(page, page.locator("button.next"))
        service.ahead = timedelta(days=7, minutes={"closed": 61, "finishing": 10, "go-on": -100}[state])
    here = service.link(round)
    page.goto(
        {"unknown": here.replace(round.name, "unknown"), "finishing": page.url, "go-on": f"{here}at/here/sv/"}.get(
            state, here
        )
    )
    examine(page, f"plain-{state}")
