"""Shipped questionnaires on a phone: of each the first page, its heaviest screens, and one screen of every kind."""

from collections.abc import Callable
from random import Random

import pytest
from playwright.sync_api import Page, expect

from surveyapp import demo
from surveyapp.questionnaire.model import Answer, Screen
from surveyapp.questionnaire.path import path
from tests.browser.conftest import examine
from tests.browser.walk import FIELD, follow
from tests.questionnaires.shipped import FOLDER, LANGUAGES, SHIPPED, questionnaire
from tests.respond.participant import Participant
from tests.running import Service

pytestmark = pytest.mark.browser

IN_SWEDISH = (
    *(f"rekrytering-{view}" for view in ("brukare", "chef", "kandidat", "personal", "gemensamt")),
    *("digitalt", "jobbtrappan", "medarbetare", "samgaende", "fem-viktigaste"),
)
IN_OTHERS = {"halsodag": "so", "nojdhet": "so", "jamstalldhet": "ar", "prova": "ar"}
AFTER = {"digitalt": "after"}
"""The wave that more is asked in."""


def way_through(key: str, language: str) -> tuple[dict[str, Answer | None], tuple[Screen, ...]]:
    """Of a few made-up visits the longest: its answers, and the screens on its way."""
    whole, wave = questionnaire(key), AFTER.get(key, "")
    visits = []
    for seed in range(10):
        answers = demo.made_up(whole, "here", language, Random(seed), wave=wave)
        visits.append((answers, path(whole, answers, {"$site": "here", "$language": language, "$wave": wave})))
    return max(visits, key=lambda visit: len(visit[1]))


def answered(service: Service, page: Page, key: str, language: str) -> tuple[Participant, tuple[Screen, ...]]:
    """Someone who has answered all in that language, and whose visit goes on in the browser; the screens of the way."""
    round = service.open_round(FOLDER / key, languages=LANGUAGES[key], wave=AFTER.get(key, ""))
    answers, way = way_through(key, language)
    visitor = Participant(service, round, language).begin().walk(answers)
    (cookie,) = (cookie for cookie in (visitor.client._cookies or {}).values() if cookie.key == "visit")
    page.context.add_cookies([{"name": "visit", "value": cookie.value, "domain": "127.0.0.1", "path": cookie.path}])
    return visitor, way


def shown(screen: Screen, language: str) -> int:
    """How many characters there are to read."""
    words = (screen.text, *(option.text for option in screen.options))
    return sum(len(text if isinstance(text, str) else text[language]) for text in words)


def test_each_is_fit_for_a_phone(service: Service, new_page: Callable[..., Page]) -> None:
    page = new_page("phone")
    kinds: set[str] = set()
    for key in IN_SWEDISH:
        visitor, way = answered(service, page, key, "sv")
        page.goto(service.address + visitor.door)
        examine(page, f"questionnaire-{key}-0-information")
        longest = max(way, key=lambda screen: shown(screen, "sv"))
        most = max(way, key=lambda screen: len(screen.options))
        for screen in way:
            if screen in (longest, most) or screen.ask not in kinds:
                page.goto(f"{service.address}{visitor.root}ask/{screen.id}")
                examine(page, f"questionnaire-{key}-{screen.id}")
                kinds.add(screen.ask)
    assert kinds == {screen.ask for key in SHIPPED for screen in questionnaire(key).screens}


def test_other_languages_are_fit_for_a_phone(service: Service, new_page: Callable[..., Page]) -> None:
    """The information, what there is most to read of, an error, and the summary."""
    page = new_page("phone")
    for key, language in IN_OTHERS.items():
        visitor, way = answered(service, page, key, language)
        address = service.address + visitor.root
        page.goto(service.address + visitor.door)
        examine(page, f"questionnaire-{key}-{language}-0-information")
        longest = max(way, key=lambda screen: shown(screen, language))
        page.goto(f"{address}ask/{longest.id}")
        examine(page, f"questionnaire-{key}-{language}-{longest.id}")
        page.goto(f"{address}summary")
        examine(page, f"questionnaire-{key}-{language}-summary")
        page.goto(f"{address}ask/{next(screen.id for screen in way if screen.ask == 'text')}")
        page.locator(FIELD).fill("1234 " * 201)
        follow(page, page.locator("button.next"))
        expect(page.locator(".faults")).to_be_visible()
        examine(page, f"questionnaire-{key}-{language}-error")
