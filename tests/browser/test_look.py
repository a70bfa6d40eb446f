"""Pages as people have chosen to have them, in a real browser: text size, colours, letters, pictures."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, Response, expect

from surveyapp.web.look import COOKIE, PATH
from tests.browser.conftest import SIZES, examine, fits, shoot
from tests.browser.walk import begin, follow
from tests.running import Service

pytestmark = pytest.mark.browser

NewPage = Callable[..., Page]

KINDS = ("try", "gender", "chores", "listens", "pain", "better", "symbol", "age", "began", "group.fun", "three")
"""A screen of each kind that there is."""

SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-block-end: 2em !important }"""


def wanting(page: Page, service: Service, look: str) -> Page:
    """The page of someone who has chosen this look."""
    page.context.add_cookies([{"name": COOKIE, "value": look, "url": f"{service.address}{PATH}"}])
    return page


def pages(page: Page, service: Service, language: str, screens: tuple[str, ...] = KINDS) -> Iterator[str]:
    """Open one page of every kind after the other; their names."""
    link = service.link(service.open_round())
    page.goto(link)
    yield "languages"
    page.goto(f"{link}at/here/{language}/")
    yield "information"
    page.locator("#start").click()
    page.wait_for_url("**/ask/**")
    for screen in screens:
        page.goto(f"{link}ask/{screen}")
        yield screen
    page.locator(".look").click()
    page.locator("#done").wait_for()
    yield "look"
    page.goto(f"{link}thanks/{language}")
    yield "thanks"
    page.goto(f"{service.address}/r/nothing/")
    yield "error"


@pytest.mark.parametrize("language", ["sv", "ar"])
def test_asking_13_and_14_the_largest_text_fits_every_window(
    service: Service, new_page: NewPage, language: str
) -> None:
    page = wanting(new_page("phone"), service, "size=3&letters=clear")
    for name in pages(page, service, language):
        for window, (width, height) in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            fits(page)
            if name in ("pain", "look", "listens"):
                shoot(page, f"look-{language}-{window}-{name}")
        page.evaluate(
            "css => { const s = new CSSStyleSheet(); s.replaceSync(css); document.adoptedStyleSheets = [s] }", SPACED
        )
        fits(page)
        assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") == 32


@pytest.mark.parametrize(
    ("look", "language"), [("contrast=high", "ar"), ("contrast=dark", "sv"), ("contrast=light&letters=clear", "sv")]
)
def test_asking_12_and_31_every_contrast_passes_axe_whatever_the_device_says(
    service: Service, new_page: NewPage, look: str, language: str
) -> None:
    page = new_page("phone", color_scheme="dark" if "light" in look else "light", reduced_motion="reduce")
    wanting(page, service, look)
    for name in pages(page, service, language):
        examine(page, f"look-{look}-{name}" if name in ("look", "chores", "information") else None)
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert dark == {"high": "rgb(0, 0, 0)", "dark": "rgb(28, 25, 20)"}.get(look.partition("=")[2], "rgb(250, 245, 236)")


def test_asking_31_in_forced_colours_and_at_a_wish_for_contrast_the_choices_stand_out(
    service: Service, new_page: NewPage
) -> None:
    page = new_page("phone", forced_colors="active", contrast="more", color_scheme="dark")
    for name in pages(page, service, "sv", ("gender", "pain")):
        fits(page)
        if page.locator("input[type=radio]").count():
            page.locator("input[type=radio]").first.check()
            chosen, other = (
                page.locator(f".card:has({state})").first.evaluate("e => getComputedStyle(e).borderTopWidth")
                for state in (":checked", "input:not(:checked)")
            )
            assert chosen != other, name


def test_asking_11_what_is_chosen_is_marked_by_more_than_colour(service: Service, new_page: NewPage) -> None:
    for look in ("contrast=light", "contrast=dark", "contrast=high"):
        page = wanting(new_page("phone"), service, look)
        for _ in pages(page, service, "sv", ("gender", "chores")):
            if page.locator(".card input").count():
                page.locator(".card input").first.check()
                assert page.locator(".card:has(:checked)").first.evaluate(MARKS) != page.locator(
                    ".card:has(input:not(:checked))"
                ).first.evaluate(MARKS)


MARKS = """card => [getComputedStyle(card).fontWeight, getComputedStyle(card).boxShadow.replace(/.*\\)/, ''),
    getComputedStyle(card.querySelector('input'), '::before').borderBlockEndWidth].join()"""


def test_asking_16_text_is_large_plain_and_in_short_lines(service: Service, new_page: NewPage) -> None:
    page = new_page("laptop")
    for name in pages(page, service, "sv", ("chores", "listens", "better", "three")):
        assert page.evaluate(HARD_TO_READ) == [], name
        assert page.evaluate(LONGEST_LINE) <= 65, name


HARD_TO_READ = """[...document.querySelectorAll('main h1, main p, main li, main label, main button, main dt, main dd')]
    .filter(e => e.offsetParent && e.innerText && !e.matches('.unseen, .progress')).filter(e => {
        const style = getComputedStyle(e), letters = parseFloat(style.fontSize)
        return letters < 20 || style.fontStyle != 'normal' || style.textTransform != 'none'
            || style.textAlign == 'justify' || parseFloat(style.lineHeight) < 1.2 * letters
    }).map(e => e.outerHTML.slice(0, 100))"""

LONGEST_LINE = """Math.max(...[...document.querySelectorAll('main p, main dd')].filter(e => e.offsetParent).map(e => {
    const tops = {}, walker = document.createTreeWalker(e, NodeFilter.SHOW_TEXT)
    for (let node; node = walker.nextNode();) {
        for (let i = 0; i < node.length; i++) {
            const range = document.createRange()
            range.setStart(node, i)
            range.setEnd(node, i + 1)
            const top = range.getBoundingClientRect().top
            tops[top] = (tops[top] ?? 0) + 1
        }
    }
    return Math.max(0, ...Object.values(tops))
}))"""


def test_asking_9_without_pictures_no_picture_is_seen_but_those_of_the_doors(
    service: Service, new_page: NewPage
) -> None:
    page = wanting(new_page("phone"), service, "pictures=no")
    for name in pages(page, service, "sv", ("gender", "chores", "listens")):
        seen = page.locator("main .tiles, main img").evaluate_all("all => all.filter(e => e.offsetParent).length")
        assert (seen > 0) is (name == "look"), name
        if name not in ("look", "error"):
            assert page.locator("header .look .tiles").is_visible()
        fits(page)


def test_what_is_written_is_there_again_after_a_look_at_another_page(service: Service, new_page: NewPage) -> None:
    page = new_page("phone")
    shown = pages(page, service, "sv", ("listens",))
    next(name for name in shown if name == "listens")
    page.locator("[value=never]").check()
    follow(page, page.locator("button.next"))
    page.goto(page.url.rsplit("/", 1)[0] + "/better")
    at = page.url
    page.locator("#answer").fill("Mer te")
    follow(page, page.locator("header .look"))
    follow(page, page.locator("#done"))
    assert page.url == at
    assert page.locator("#answer").input_value() == "Mer te"
    page.locator("#answer").fill("Mer kaffe")
    follow(page, page.locator(".way .back"))
    follow(page, page.locator("button.next"))
    assert page.locator("#answer").input_value() == "Mer kaffe"


def test_asking_18_and_19_it_is_chosen_by_keyboard_and_seen_at_once(service: Service, new_page: NewPage) -> None:
    page = new_page("laptop")
    page.goto(f"{service.link(service.open_round())}at/here/sv/")
    follow(page, page.locator("#start"))
    at = page.url
    _tab_to(page, ".look")
    page.keyboard.press("Enter")
    page.locator("#done").wait_for()
    before = page.locator("h1").evaluate("e => getComputedStyle(e).fontSize")
    _tab_to(page, "input[name=size]")
    page.keyboard.press("ArrowDown")
    expect(page.locator("html")).to_have_attribute("data-size", "1")
    assert page.locator("h1").evaluate("e => getComputedStyle(e).fontSize") != before
    _tab_to(page, "input[name=contrast]")
    page.keyboard.press("ArrowUp")
    expect(page.locator("html")).to_have_attribute("data-contrast", "high")
    _tab_to(page, "#done")
    page.keyboard.press("Enter")
    page.wait_for_url(at)
    assert page.evaluate("({...document.documentElement.dataset})") == {"size": "1", "contrast": "high"}


def _tab_to(page: Page, selector: str) -> None:
    for _ in range(40):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            "getComputedStyle(document.activeElement.closest('.card') ?? document.activeElement).outlineStyle"
        )
        assert seen != "none"
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"the keyboard never reaches {selector}")


def test_asking_38_without_javascript_pages_are_as_one_has_chosen(service: Service, new_page: NewPage) -> None:
    page = new_page("phone", java_script_enabled=False)
    page.goto(f"{service.link(service.open_round())}at/here/sv/")
    follow(page, page.locator(".look"))
    for part, value in {"size": "1", "contrast": "dark", "letters": "clear"}.items():
        page.locator(f'[name="{part}"][value="{value}"]').check()
    follow(page, page.locator("#done"))
    follow(page, page.locator("#start"))
    for _ in range(3):
        html = page.locator("html")
        marks = [html.get_attribute(f"data-{part}") for part in ("size", "contrast", "letters")]
        assert marks == ["1", "dark", "clear"]
        follow(page, page.locator("button.next"))


def test_clear_letters_come_only_for_who_has_chosen_them(service: Service, new_page: NewPage) -> None:
    for look, expected in (("size=1", 0), ("letters=clear", 2)):
        page = wanting(new_page("phone"), service, look)
        sent = answers_to(page)
        for _ in pages(page, service, "sv", ("listens",)):
            page.evaluate("document.fonts.ready")
        assert len({response.url for response in sent if ".ttf" in response.url}) == expected
        assert not page.evaluate("[...document.fonts].some(font => font.status == 'error')")


def test_the_first_screen_with_its_pictures_is_at_most_60_kb(service: Service, new_page: NewPage) -> None:
    link = service.link(service.open_round())
    begun = new_page("phone")
    begin(begun, link)
    [token] = [cookie["value"] for cookie in begun.context.cookies() if cookie["name"] == "visit"]
    for place in ("at/here/sv/", "ask/chores", "look?page=summary"):
        page = new_page("phone")
        page.context.add_cookies([{"name": "visit", "value": token, "url": link}])
        sent = answers_to(page)
        page.goto(link + place, wait_until="networkidle")
        files, drawings = sum("/pictures/" in response.url for response in sent), page.locator(".tiles svg").count()
        assert (drawings if "/ask/" in page.url else files) > 3
        total = sum(response.request.sizes()["responseBodySize"] for response in sent)
        assert total <= 60_000, f"{place} is {total} bytes"


def answers_to(page: Page) -> list[Response]:
    """What the page will be sent from now on."""
    sent: list[Response] = []

    def note(response: Response) -> None:
        sent.append(response)

    page.on("response", note)
    return sent
