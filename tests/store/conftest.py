import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from surveyapp.questionnaire.model import Questionnaire, Screen
from surveyapp.store import questionnaires, rounds
from surveyapp.store.engine import Store, open_store
from surveyapp.store.rounds import Facts, Plan, Round, Site

NOW = datetime(2027, 3, 10, 13, 37, 42, 123456, UTC)
TODAY = date(2027, 3, 10)
DAY = timedelta(days=1)

QUESTIONNAIRE = Questionnaire(
    key="lunch",
    languages=("sv", "ar"),
    title={"sv": "Lunchen"},
    welcome={"sv": "Hej"},
    thanks={"sv": "Tack"},
    screens=(Screen(id="good", ask="yes-no", text={"sv": "Är lunchen god?"}),),
)

PLAN = Plan(
    label="Verkstäder i norr",
    questionnaire_version=QUESTIONNAIRE.version,
    kind="real",
    languages=("sv", "ar"),
    sites=(Site("wood", "Snickeriet"), Site("sew", "Syateljén")),
    k=5,
    breakdown="gender",
    opens=NOW - timedelta(hours=1),
    closes=NOW + 7 * DAY,
    releases=NOW + 8 * DAY,
    access="open",
    facts=Facts("Kommunen", "Kim", "Artikel 6.1 e", date(2028, 12, 31), "D-1"),
)

Open = Callable[..., Round]


def database(folder: Path) -> tuple[str, Path]:
    return f"sqlite:///{folder / 'surveyapp.sqlite'}", folder / "key"


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an empty database: to copy it is quicker than to migrate."""
    folder = tmp_path_factory.mktemp("made")
    open_store(*database(folder)).close()
    return folder


@pytest.fixture
def store(tmp_path: Path, made: Path) -> Iterator[Store]:
    for name in ("surveyapp.sqlite", "key"):
        shutil.copy(made / name, tmp_path)
    opened = open_store(*database(tmp_path))
    yield opened
    opened.close()


@pytest.fixture
def open_round(store: Store) -> Open:
    """Opens a round of the plan, changed as told."""

    def opened(**changes: Any) -> Round:  # noqa: ANN401
        with store.writing() as c:
            questionnaires.publish(c, QUESTIONNAIRE, {}, TODAY)
            return rounds.open_round(c, replace(PLAN, **changes), NOW)

    return opened
