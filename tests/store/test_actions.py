from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from surveyapp.store import actions, rounds, study_tables
from surveyapp.store.actions import ActionPlan, Stand
from surveyapp.store.engine import Store
from surveyapp.store.errors import StoreRefused
from surveyapp.store.rounds import Round
from tests.store.conftest import NOW, TODAY, Open

DECIDED = Stand("decided", {}, "head of the workshop", date(2027, 4, 1), date(2027, 3, 20))
NO = replace(DECIDED, state="no", why={"sv": "Det finns inga pengar."}, due=None)


@pytest.fixture
def round(open_round: Open) -> Round:
    return open_round(kind="trial")


def plan(round: Round) -> ActionPlan:
    return ActionPlan(None, round.id, {"sv": "En bänk"}, "carpentry", ())


def test_an_action_comes_back_with_its_whole_history(store: Store, round: Round) -> None:
    with store.writing() as c:
        begun = actions.begin(c, plan(round), DECIDED, "kim", NOW, TODAY)
        actions.go_on(c, begun, NO, "lo", NOW + timedelta(days=1))
    with store.reading() as c:
        (found,) = actions.actions(c, round_id=round.id)
        assert actions.actions(c) == [found] == [actions.action_by_id(c, begun.id)]
        assert actions.actions(c, study_id=1) == []
    assert (found.title, found.picture, found.begun, found.round_id) == (
        {"sv": "En bänk"},
        "carpentry",
        TODAY,
        round.id,
    )
    assert [(event.number, event.who, event.state, event.at) for event in found.events] == [
        (1, "kim", "decided", NOW),
        (2, "lo", "no", NOW + timedelta(days=1)),
    ]
    assert found.now.why == {"sv": "Det finns inga pengar."}
    assert (found.events[0].due, found.now.due) == (date(2027, 4, 1), None)


def test_its_history_only_grows(store: Store, round: Round) -> None:
    """Whatever this file offers is called: no event that was there is another one, or gone, afterwards."""

    def rows() -> set[tuple[object, ...]]:
        event = study_tables.action_event.c
        columns = (event.id, event.action_id, event.number, event.at, event.who, event.state, event.owner, event.due)
        with store.reading() as c:
            return {tuple(row) for row in c.execute(select(*columns))}

    with store.writing() as c:
        action = actions.begin(c, plan(round), DECIDED, "kim", NOW, TODAY)
    before = rows()
    for stand in (NO, replace(DECIDED, state="done"), replace(DECIDED, owner="another"), DECIDED):
        with store.writing() as c:
            action = actions.go_on(c, action, stand, "kim", NOW)  # even of what somebody has read long ago
        assert before < rows()
        before = rows()
    with store.writing() as c:
        actions.translate(c, action, {**action.title, "ar": "مقعد"})
    assert rows() == before
    writes = {
        name
        for name, one in vars(actions).items()
        if callable(one) and getattr(one, "__module__", "") == actions.__name__
    }
    assert {name for name in writes if name[0].islower()} == {
        "begin",
        "go_on",
        "translate",
        "only_adds",
        "actions",
        "action_by_id",
        "remove",  # with the whole round or study, and nothing less
    }


def test_two_who_go_on_at_once_are_both_kept(store: Store, round: Round) -> None:
    with store.writing() as c:
        action = actions.begin(c, plan(round), DECIDED, "kim", NOW, TODAY)
    for who in ("lo", "mo"):
        with store.writing() as c:
            actions.go_on(c, action, replace(DECIDED, state="under_way"), who, NOW)
    with store.reading() as c:
        found = actions.action_by_id(c, action.id)
    assert found
    assert [(event.number, event.who) for event in found.events] == [(1, "kim"), (2, "lo"), (3, "mo")]


@pytest.mark.parametrize("stand", [replace(NO, why={}), replace(NO, why={"sv": "  "}), replace(DECIDED, owner=" ")])
def test_no_needs_a_why_and_everything_somebody_responsible(store: Store, round: Round, stand: Stand) -> None:
    with pytest.raises(StoreRefused), store.writing() as c:
        actions.begin(c, plan(round), stand, "kim", NOW, TODAY)
    with store.reading() as c:
        assert actions.actions(c) == []


def test_what_an_action_is_called_is_translated_and_never_changed(store: Store, round: Round) -> None:
    with store.writing() as c:
        action = actions.begin(c, plan(round), DECIDED, "kim", NOW, TODAY)
        assert actions.translate(c, action, {"sv": "En bänk", "ar": "مقعد"}).title == {"sv": "En bänk", "ar": "مقعد"}
    for title in ({"sv": "En stol", "ar": "مقعد"}, {"sv": "En bänk"}):
        with pytest.raises(StoreRefused), store.writing() as c:
            actions.translate(c, action, title)


def test_it_comes_of_a_study_or_a_round(store: Store, round: Round) -> None:
    for both in (replace(plan(round), round_id=None), replace(plan(round), study_id=7)):
        with pytest.raises(KeyError), store.writing() as c:
            actions.begin(c, both, DECIDED, "kim", NOW, TODAY)


def test_it_is_overdue_the_day_after_it_should_have_been_done(store: Store, round: Round) -> None:
    with store.writing() as c:
        action = actions.begin(c, plan(round), DECIDED, "kim", NOW, TODAY)
        assert not action.is_overdue(date(2027, 4, 1))
        assert action.is_overdue(date(2027, 4, 2))
        assert not actions.go_on(c, action, replace(DECIDED, due=None), "kim", NOW).is_overdue(date(2037, 1, 1))
        assert not actions.go_on(c, action, replace(DECIDED, state="done"), "kim", NOW).is_overdue(date(2037, 1, 1))


def test_a_round_that_is_removed_takes_its_actions_along(store: Store, open_round: Open, round: Round) -> None:
    other = open_round(kind="trial")
    with store.writing() as c:
        actions.begin(c, plan(round), DECIDED, "kim", NOW, TODAY)
        kept = actions.begin(c, plan(other), DECIDED, "kim", NOW, TODAY)
        rounds.remove(c, round)
        assert actions.actions(c) == [kept]
        events = select(study_tables.action_event.c.action_id)
        assert list(c.execute(events).scalars()) == [kept.id]
