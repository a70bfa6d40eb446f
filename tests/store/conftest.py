from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from surveyapp.questionnaire.model import Questionnaire, Screen
from surveyapp.store import questionnaires, rounds
from surveyapp.store.engine import Store
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


@pytest.fixture
def open_round(store: Store) -> Open:
    """Opens a round of the plan, changed as told."""

    def opened(**changes: Any) -> Round:  # noqa: ANN401
        with store.writing() as c:
            questionnaires.publish(c, QUESTIONNAIRE, {}, TODAY)
            return rounds.open_round(c, replace(PLAN, **changes), NOW)

    return opened
