"""How the screens of every kind are drawn: what only a real browser can measure."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import waitress
from playwright.sync_api import Page

from surveyapp.store.engine import open_store
from tests.browser.conftest import examine, fits
from tests.web.conftest import Settings, make_app
from tests.web.screens import ALL_KINDS

pytestmark = pytest.mark.browser

NewPage = Callable[..., Page]

EVERY = [screen.id for screen in ALL_KINDS.screens]

SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-block-end: 2em !important }"""

DOUBLED = "html { font-size: 200% !important }"

SMALL = """[...document.querySelectorAll('main a, main label, button, summary, header a, footer a, input, textarea')]
    .filter(e => e.offsetParent && !e.closest('h1') && !(e.matches('input') && e.closest('label')))
    .map(e => [e.outerHTML.slice(0, 90), e.getBoundingClientRect().height, e.getBoundingClientRect().width])
    .filter(([, height, width]) => height < 44 || width < 44)"""

LOW_CARDS = """[...document.querySelectorAll('.card')].filter(e => e.getBoundingClientRect().height < 64).length"""

CROWDED = """[...document.querySelectorAll('.cards')]
    .map(e => getComputedStyle(e).rowGap).filter(gap => parseFloat(gap) < 8)"""

SMALL_LETTERS = """[...document.querySelectorAll('main h1, main p, main label, main button, main textarea')]
    .filter(e => !e.matches('.unseen, .progress') && parseFloat(getComputedStyle(e).fontSize) < 20)
    .map(e => e.outerHTML.slice(0, 90))"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The shared room alone, with a page for every kind."""
    folder = tmp_path_factory.mktemp("drawn")
    store = open_store(f"sqlite:///{folder / 'test.sqlite'}", folder / "key")
    settings = Settings(Path(__file__).parents[2] / "translations")
    server = waitress.create_server(make_app(store, settings), host="127.0.0.1", port=0, threads=4, ident=None)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}/r/trial"
    server.close()
    thread.join(timeout=5)
    store.close()


@pytest.mark.parametrize(("language", "scheme"), [("ar", "light"), ("sv", "dark")])
def test_every_kind_passes_axe_in_light_and_dark_and_its_targets_are_large(
    new_page: NewPage, address: str, language: str, scheme: str
) -> None:
    page = new_page("phone", color_scheme=scheme)
    blocked: list[str] = []
    page.on("console", lambda message: blocked.append(message.text))
    for id in EVERY:
        page.goto(f"{address}/{language}/{id}")
        examine(page)
        assert page.evaluate(SMALL) == [], id
        assert page.evaluate(LOW_CARDS) == 0, id
        assert page.evaluate(CROWDED) == [], id
        assert page.evaluate(SMALL_LETTERS) == [], id
    assert not blocked, "the policy of the page blocks nothing of our own"


@pytest.mark.parametrize("language", ["sv", "ar"])
def test_text_may_be_spaced_doubled_and_read_at_four_hundred_percent(
    new_page: NewPage, address: str, language: str
) -> None:
    phone, zoomed = new_page("phone"), new_page("zoomed")
    for id in EVERY:
        zoomed.goto(f"{address}/{language}/{id}")
        fits(zoomed)
        phone.goto(f"{address}/{language}/{id}")
        for css in (SPACED, DOUBLED):
            _style(phone, css)
            fits(phone)


def _style(page: Page, css: str) -> None:
    """Put a reader's own style in place of the one before. No policy of the page forbids it."""
    page.evaluate(
        "css => { const s = new CSSStyleSheet(); s.replaceSync(css); document.adoptedStyleSheets = [s] }", css
    )


@pytest.mark.parametrize("colours", ["none", "active"])
def test_the_focus_is_seen_at_every_stop_and_goes_in_reading_order(
    new_page: NewPage, address: str, colours: str
) -> None:
    page = new_page("phone", forced_colors=colours)
    page.goto(f"{address}/sv/presented")
    order = []
    for _ in range(16):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            """() => { const e = document.activeElement, style = getComputedStyle(e.closest('.card') ?? e),
                box = e.getBoundingClientRect(),
                over = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)
            return {name: e.value || e.className || e.tagName, seen: style.outlineStyle != 'none',
                covered: !(e.contains(over) || over?.contains(e))} }"""
        )
        assert stop["seen"], stop
        assert not stop["covered"], stop
        order.append(stop["name"])
    assert order[:4] == ["skip", "language", "back", "SUMMARY"]
    assert order[4:16] == [
        "carpentry", "sewing", "cooking", "gardening", "transport", "computer", "cleaning", "other", "none",
        "dont_know", "rather_not_say", "button next",
    ]  # fmt: skip


@pytest.mark.parametrize("colours", ["none", "active"])
def test_what_is_chosen_is_marked_by_more_than_colour(new_page: NewPage, address: str, colours: str) -> None:
    page = new_page("phone", forced_colors=colours)
    page.goto(f"{address}/sv/safe")
    page.locator("label", has_text="Ofta").click()
    marked = "e => { const s = getComputedStyle(e); return [s.borderTopWidth, s.boxShadow, s.fontWeight].join() }"
    assert page.locator("label", has_text="Ofta").evaluate(marked) != page.locator("label", has_text="Ibland").evaluate(
        marked
    )
    assert page.url.endswith("/safe"), "choosing goes nowhere by itself"


def test_steps_are_a_row_on_a_tablet_and_a_column_on_a_phone(new_page: NewPage, address: str) -> None:
    for size, rows in (("phone", 5), ("tablet", 1)):
        page = new_page(size)
        page.goto(f"{address}/sv/safe")
        tops = page.locator(".scale .card").evaluate_all("cards => cards.map(e => e.getBoundingClientRect().top)")
        assert len(set(tops)) == rows


def test_an_answer_that_stands_alone_unticks_the_others(new_page: NewPage, address: str) -> None:
    page = new_page("phone")
    page.goto(f"{address}/sv/presented")
    chosen = "() => [...document.querySelectorAll(':checked')].map(e => e.value)"
    for value, expected in (
        ("sewing", ["sewing"]),
        ("cooking", ["sewing", "cooking"]),
        ("none", ["none"]),
        ("dont_know", ["dont_know"]),
        ("carpentry", ["carpentry"]),
    ):
        page.locator(f'label:has([value="{value}"])').click()
        assert page.evaluate(chosen) == expected


@pytest.mark.parametrize("scripts", [True, False])
def test_an_error_takes_the_focus_and_its_link_leads_to_the_answer(
    new_page: NewPage, address: str, scripts: bool
) -> None:
    page = new_page("phone", java_script_enabled=scripts)
    page.goto(f"{address}/sv/words")
    page.locator("#answer").fill("x")
    page.locator("label", has=page.locator("[name=rather_not_say]")).click()
    page.locator(".next").click()
    assert page.locator(".faults:focus").count() == 1
    page.locator(".faults a").click()
    assert page.locator("#answer:focus").count() == 1
    if scripts:
        examine(page)


def test_a_form_is_sent_once_however_fast_the_button_is_pressed(new_page: NewPage, address: str) -> None:
    page = new_page("phone")
    page.goto(f"{address}/sv/safe")
    sent = page.evaluate(
        """() => { let n = 0; const form = document.forms[0]
            addEventListener('submit', e => { if (!e.defaultPrevented) n++; e.preventDefault() })
            form.requestSubmit(); form.requestSubmit(); return n }"""
    )
    assert sent == 1
