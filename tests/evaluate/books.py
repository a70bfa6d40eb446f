"""Workbooks for tests: made from raw answers of a fixed seed, by the service's own release."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask

from surveyapp import demo
from surveyapp.evaluate.workbook import make_workbook
from surveyapp.questionnaire.load import load_folder
from surveyapp.questionnaire.model import Questionnaire
from surveyapp.release import table
from surveyapp.release.model import Release
from surveyapp.web import words
from tests.release.worlds import Given, facts
from tests.running import ALL_KINDS

LANGUAGES = ("sv", "en", "ar")


@cache
def all_kinds() -> Questionnaire:
    questionnaire = load_folder(ALL_KINDS).questionnaire
    assert questionnaire
    return questionnaire


@cache
def speaker() -> Flask:
    """An application that can speak, and no more: a workbook needs no store. Its Arabic catalogue may be empty."""
    app = Flask("speaker")
    app.extensions["surveyapp"] = SimpleNamespace(config=SimpleNamespace(zone=ZoneInfo("Europe/Stockholm")))
    words.init(app, Path(__file__).parents[2] / "translations")
    return app


@dataclass(frozen=True)
class Round:
    """Who answered what, and the release of it."""

    questionnaire: Questionnaire
    given: tuple[Given, ...]
    release: Release

    @property
    def raw(self) -> list[dict[str, Any]]:
        """As the second program reads it."""
        return [{"answers": one.answers, "language": one.language, "site": one.site} for one in self.given]

    def workbook(self, language: str = "en") -> bytes:
        with speaker().app_context():
            return make_workbook(self.release, self.questionnaire, language)


def made_up_round(
    genders: Sequence[str], questionnaire: Questionnaire | None = None, seed: int = 1, **told: object
) -> Round:
    """A round with one made-up response for each of the genders."""
    random, asked = Random(seed), questionnaire or all_kinds()
    given = tuple(
        Given(id, "here", random.choice(LANGUAGES), demo.made_up(asked, "here", "sv", random, gender))
        for id, gender in enumerate(genders)
    )
    about = facts().model_copy(update={"questionnaire": asked.key, "version": asked.version, "kind": "demo"} | told)
    return Round(asked, given, table.make(about, asked, given))


APART = ["woman"] * 9 + ["man"] * 12
CASES = {
    "women and men apart": APART,
    "some left out": [*APART, "other", "rather_not_say"],
    "other as a third block": [*APART, *["other"] * 6],
    "everyone": ["woman"] * 3 + ["man"] * 12,
    "no women": ["man"] * 14,
    "three hundred": ["woman"] * 150 + ["man"] * 140 + ["other"] * 10,
    "no figures": ["woman"] * 4,
}


@cache
def case(name: str) -> Round:
    return made_up_round(CASES[name])
