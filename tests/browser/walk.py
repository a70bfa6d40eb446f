"""A visit in a real browser: from the link, screen by screen, to the summary."""

import re
from collections.abc import Callable, Mapping

from playwright.sync_api import Locator, Page

from surveyapp.questionnaire.model import RATHER_NOT_SAY, Answer

ANSWERS: dict[str, Answer | None] = {
    "try": "bread",
    "gender": "man",
    "where": "here",
    "eats_here": "no",
    "chores": ("cleaning", "other"),
    "chores.own_words": "Blommor",
    "listens": "never",
    "afraid": "dont_know",
    "pain": 4,
    "better": "Mer tid",
    "symbol": RATHER_NOT_SAY,
    "age": 44,
    "began": "2024-02-29",
    "guide": "leader",
    "heavy": ("cleaning",),
    "why_heavy.cleaning": "always",
    "group.fun": "sometimes",
    "group.loud": "never",
    "three": ("pay", "food", "people"),
    "bus": "foot",
    "helper": "staff",
}

FIELD = "main textarea, main input[type=text]"

OWN_NAMES = {"sv": "Svenska", "en": "English", "ar": "العربية"}


def nothing(_page: Page, _name: str) -> None:
    """What is done with each page when nothing is."""


Each = Callable[[Page, str], None]


def screen_of(page: Page) -> str:
    """The id of the screen that is shown; empty on other pages."""
    found = re.search(r"/ask/([^?]+)", page.url)
    return found[1] if found else ""


def follow(page: Page, what: Locator) -> None:
    """Press a link or a button, and wait until the page that it leads to is there."""
    with page.expect_navigation(wait_until="load"):
        what.click()


def begin(page: Page, link: str, language: str = "sv", each: Each = nothing) -> None:
    """From the link to the first screen."""
    page.goto(link)
    each(page, "1-languages")
    follow(page, page.get_by_role("link", name=OWN_NAMES[language], exact=True))
    each(page, "2-information")
    follow(page, page.locator("#start"))
    assert screen_of(page)


def fill(page: Page, answer: Answer | None) -> None:
    """Fill in the screen that is shown."""
    if answer is None:
        return
    if page.locator("[name=day]").count() and answer != RATHER_NOT_SAY:
        for name, part in zip(("year", "month", "day"), str(answer).split("-"), strict=True):
            page.locator(f"[name={name}]").fill(part)
        return
    if page.locator("[name=press]").count():
        for value in answer if isinstance(answer, tuple) else (answer,):
            page.locator(f'[name=press][value="{value}"]').click()
            page.locator(f'[name=press][value="{value}"][aria-pressed=true]').wait_for()
        return
    if page.locator(FIELD).count() and answer != RATHER_NOT_SAY:
        page.locator(FIELD).fill(str(answer))
        return
    for value in answer if isinstance(answer, tuple) else (answer,):
        page.locator(f'input[value="{value}"]').check()


def walk(page: Page, answers: Mapping[str, Answer | None] = ANSWERS, each: Each = nothing) -> None:
    """Answer screen by screen up to the summary. `each` is called with every page, filled in."""
    number = 3
    while screen := screen_of(page):
        fill(page, answers.get(screen))
        each(page, f"{number}-{screen}")
        follow(page, page.locator("button.next"))
        number += 1
    if page.url.endswith("/company"):
        page.locator('input[value="alone"]').check()
        each(page, f"{number}-company")
        follow(page, page.locator("button.next"))
    assert page.url.endswith("/summary")
    each(page, f"{number}-summary")


def submit(page: Page, each: Each = nothing) -> None:
    """Send the answers."""
    follow(page, page.locator("button.next"))
    assert "/thanks/" in page.url
    each(page, "thanks")
