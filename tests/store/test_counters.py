from datetime import date, datetime

import pytest
from sqlalchemy import delete, select

from surveyapp.store import counters, releases, responses, rounds, tables
from surveyapp.store.engine import Store
from surveyapp.store.responses import Submitted
from surveyapp.store.rounds import Round
from tests.store.conftest import DAY, NOW, PLAN, TODAY, Open
from tests.store.test_responses import begin


def answer(store: Store, round: Round, n: int, day: date = TODAY) -> None:
    with store.writing() as c:
        responses.insert_submitted(c, round, [Submitted("wood", "sv", None, day, {})] * n)


def midnight(store: Store, now: datetime) -> None:
    with store.writing() as c:
        counters.nightly(c, now, now.date())


def shown(store: Store, round: Round, now: datetime = NOW) -> counters.Shown | None:
    with store.reading() as c:
        return counters.shown(c, round, now)


def test_a_real_rounds_counter_stands_still_between_midnights(store: Store, open_round: Open) -> None:
    round = open_round()
    answer(store, round, 12)
    assert shown(store, round) == ("fewer", 5)
    midnight(store, NOW)
    assert shown(store, round) == ("fewer", 5), "they came today"
    midnight(store, NOW + DAY)
    answer(store, round, 50, TODAY + DAY)
    midnight(store, NOW + DAY)
    assert shown(store, round) == ("at_least", 10)


def test_a_late_tick_tells_how_it_stood_at_midnight(store: Store, open_round: Open) -> None:
    round = open_round()
    answer(store, round, 7, TODAY)
    answer(store, round, 7, TODAY + DAY)
    midnight(store, NOW + DAY)
    assert shown(store, round) == ("at_least", 5)


@pytest.mark.parametrize(
    ("n", "told"),
    [(0, ("fewer", 5)), (4, ("fewer", 5)), (5, ("at_least", 5)), (9, ("at_least", 5)), (10, ("at_least", 10))],
)
def test_it_is_a_multiple_of_k(store: Store, open_round: Open, n: int, told: counters.Shown) -> None:
    round = open_round()
    answer(store, round, n)
    midnight(store, NOW + DAY)
    assert shown(store, round) == told


def test_it_never_falls(store: Store, open_round: Open) -> None:
    round = open_round()
    answer(store, round, 11)
    midnight(store, NOW + DAY)
    with store.writing() as c:
        c.execute(delete(tables.response))
    midnight(store, NOW + 2 * DAY)
    assert shown(store, round) == ("at_least", 10)


def test_visits_under_way_are_not_counted(store: Store, open_round: Open) -> None:
    round = open_round(k=3)
    for n in range(5):
        begin(store, round, f"token {n}")
    midnight(store, NOW + DAY)
    assert shown(store, round) == ("fewer", 3)


def test_it_is_shown_while_the_round_is_open_and_gone_after_the_release(store: Store, open_round: Open) -> None:
    round = open_round()
    answer(store, round, 11)
    midnight(store, NOW + DAY)
    assert shown(store, round, PLAN.opens - DAY) is None
    assert shown(store, round, PLAN.closes) is None
    with store.writing() as c:
        releases.begin(c, round.id)
        assert c.execute(select(tables.counter)).all() == []
        released = rounds.round_by_id(c, round.id)
    assert released
    assert shown(store, released) is None
    midnight(store, NOW + 2 * DAY)
    with store.reading() as c:
        assert c.execute(select(tables.counter)).all() == []


@pytest.mark.parametrize("kind", ["trial", "demo"])
def test_a_trials_counter_is_exact_and_live(store: Store, open_round: Open, kind: str) -> None:
    round = open_round(kind=kind)
    answer(store, round, 2)
    assert shown(store, round) == ("exactly", 2)
    answer(store, round, 1)
    assert shown(store, round) == ("exactly", 3)
    assert shown(store, round, PLAN.releases) is None
