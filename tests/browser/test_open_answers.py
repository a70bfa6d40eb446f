"""Reviewing what people wrote, in a real browser: without scripts, by keyboard, on a tablet and a phone."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from surveyapp.release.tick import tick
from surveyapp.store.rounds import Round
from tests.browser.conftest import Size, examine, log_in
from tests.browser.walk import follow
from tests.evaluate.test_open_answers import HOSTILE, people, released
from tests.running import Service

pytestmark = pytest.mark.browser

TEXTS = (
    *HOSTILE,
    "Ring Lena Karlsson på 070-174 06 05, hon bor på Sagogatan 3",
    "اتصلوا بي على ٠٧٠-١٧٤٠٦٣٠",
    "Bra mat",
)


@pytest.fixture
def round(staffed: Service) -> Round:
    return released(staffed, people(*TEXTS), "Texter att läsa")


@pytest.mark.parametrize(("size", "language"), [("tablet", "sv"), ("phone", "en")])
def test_a_reviewer_marks_texts_without_scripts(
    service: Service, round: Round, new_page: Callable[..., Page], size: Size, language: str
) -> None:
    page = new_page(size, locale=language)
    log_in(page, service.address, "reviewer")
    page.goto(f"{service.address}/texts/")
    examine(page, f"texts-{language}-{size}-rounds")
    page.goto(f"{service.address}/texts/{round.name}/review")
    examine(page, f"texts-{language}-{size}-review")
    plain = new_page(size, locale=language, java_script_enabled=False)
    log_in(plain, service.address, "reviewer")
    plain.goto(f"{service.address}/texts/{round.name}/review")
    text = plain.locator("fieldset.text", has_text="Lena Karlsson")
    text.locator("summary").press("Enter")
    text.locator("textarea").fill("Ring")
    text.locator("input[type=radio][value=shorten]").check()
    plain.locator("fieldset.text", has_text="Bra mat").locator("input[type=radio][value=show]").focus()
    plain.keyboard.press("Space")
    with plain.expect_navigation():
        plain.locator("main form button").press("Enter")
    expect(plain.locator("[role=status]")).to_have_count(1)
    expect(text.locator("input[type=radio][value=shorten]")).to_be_checked()


def test_what_is_wrong_is_told_beside_the_text(service: Service, round: Round, new_page: Callable[..., Page]) -> None:
    page = new_page("tablet", locale="en")
    log_in(page, service.address, "reviewer")
    page.goto(f"{service.address}/texts/{round.name}/review")
    text = page.locator("fieldset.text", has_text="rad ett")
    text.locator("input[type=radio][value=shorten]").check()
    follow(page, page.locator("main form button"))
    examine(page, "texts-en-tablet-wrong")
    follow_up = page.locator(".faults a")
    expect(follow_up).to_have_count(1)
    follow_up.press("Enter")
    expect(text.locator("input[type=radio]").first).to_be_focused()


def test_an_evaluator_reads_the_next_day_what_is_shown(
    service: Service, round: Round, new_page: Callable[..., Page]
) -> None:
    page = new_page("tablet", locale="sv")
    log_in(page, service.address, "administrator")
    page.goto(f"{service.address}/texts/{round.name}/review")
    for choice in page.locator("fieldset.text input[type=radio][value=show]").all():
        choice.check()
    follow(page, page.locator("main form button"))
    service.ahead = timedelta(days=1)
    tick(service.store, service.now(), service.app.extensions["surveyapp"].config.zone)
    page.goto(f"{service.address}/evaluate/{round.name}")
    follow(page, page.locator(f"a[href='/texts/{round.name}']"))
    examine(page, "texts-sv-tablet-shown")
    with page.expect_download() as download:
        page.locator("a.button").first.click()
    assert download.value.suggested_filename.endswith(".xlsx")
