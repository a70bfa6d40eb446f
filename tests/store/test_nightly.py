from datetime import date, timedelta

import pytest
from sqlalchemy import select

from surveyapp.store import nightly, releases, responses, tables
from surveyapp.store.engine import Store
from surveyapp.store.rounds import Round
from tests.store.conftest import DAY, NOW, TODAY, Open
from tests.store.test_codes import make, start, states, submit
from tests.store.test_responses import begin, found, row


def midnight(store: Store, today: date) -> None:
    with store.writing() as c:
        nightly.free_idle_codes(c, NOW, today)


@pytest.fixture
def round(open_round: Open) -> Round:
    return open_round(access="codes")


@pytest.mark.parametrize(("days", "freed"), [(0, False), (1, False), (2, True), (3, True)])
def test_a_code_is_freed_at_the_second_midnight_after_the_last_answer(
    store: Store, round: Round, days: int, freed: bool
) -> None:
    (code,) = make(store, round)
    id = start(store, round, code)
    assert isinstance(id, int)
    midnight(store, TODAY + days * DAY)
    midnight(store, TODAY + days * DAY)
    with store.reading() as c:
        state = row(c, id)["state"]
    assert states(store) == [("wood", "free", None) if freed else ("wood", "bound", id)]
    assert state == ("unfinished" if freed else "started")


def test_a_kept_answer_makes_the_day_new(store: Store, round: Round) -> None:
    (code,) = make(store, round)
    id = start(store, round, code)
    assert isinstance(id, int)
    with store.writing() as c:
        responses.keep(c, round, id, {"good": "yes"}, TODAY + DAY, NOW)
    midnight(store, TODAY + 2 * DAY)
    assert states(store) == [("wood", "bound", id)]
    midnight(store, TODAY + 3 * DAY)
    assert states(store) == [("wood", "free", None)]


def test_an_unfinished_response_takes_no_more_answers_and_its_code_starts_a_new_one(store: Store, round: Round) -> None:
    (code,) = make(store, round)
    old = start(store, round, code)
    assert isinstance(old, int)
    midnight(store, TODAY + 2 * DAY)
    assert found(store, round, "token") is None
    with store.writing() as c:
        assert not responses.keep(c, round, old, {"good": "no"}, TODAY, NOW)
    assert submit(store, round, old) == "gone"
    new = start(store, round, code, "new token")
    assert isinstance(new, int)
    assert new != old
    assert submit(store, round, new) == "submitted"
    with store.reading() as c:
        assert [one.id for one in responses.submitted(c, round.id)] == [new]


def test_a_visit_by_open_link_left_as_long_is_unfinished_too(store: Store, open_round: Open) -> None:
    round = open_round()
    id = begin(store, round)
    midnight(store, TODAY + 2 * DAY)
    assert found(store, round) is None
    with store.reading() as c:
        assert row(c, id)["state"] == "unfinished"


def test_what_is_submitted_stays_so(store: Store, round: Round) -> None:
    (code,) = make(store, round)
    id = start(store, round, code)
    assert isinstance(id, int)
    submit(store, round, id)
    midnight(store, TODAY + 30 * DAY)
    with store.reading() as c:
        assert responses.count_submitted(c, round.id) == 1
    assert states(store) == [("wood", "burnt", None)]


def test_a_code_that_a_crash_left_between_the_submits_two_transactions_is_burnt(store: Store, round: Round) -> None:
    (code,) = make(store, round)
    id = start(store, round, code)
    assert isinstance(id, int)
    submit(store, round, id)
    assert states(store) == [("wood", "bound", id)]
    midnight(store, TODAY)
    assert states(store) == [("wood", "burnt", None)]
    assert start(store, round, code, "another") == "used-code"


def test_freeing_and_giving_up_are_one_transaction(store: Store, round: Round) -> None:
    (code,) = make(store, round)
    id = start(store, round, code)
    with pytest.raises(ZeroDivisionError), store.writing() as c:  # noqa: PT012
        nightly.free_idle_codes(c, NOW, TODAY + 2 * DAY)
        raise ZeroDivisionError
    assert states(store) == [("wood", "bound", id)]
    assert found(store, round, "token") is not None


def test_the_database_is_written_anew_once_each_day(store: Store, round: Round) -> None:
    make(store, round)
    for day in (TODAY, TODAY, TODAY + DAY):
        nightly.leave_no_order(store, day)
        with store.reading() as c:
            assert c.execute(select(tables.night.c.rewritten)).scalars().all() == [day]


def test_a_free_code_stays_free_however_long(store: Store, round: Round) -> None:
    make(store, round)
    midnight(store, TODAY + timedelta(days=400))
    assert states(store) == [("wood", "free", None)]


def test_answers_are_deleted_after_the_day_until_which_they_are_kept(store: Store, open_round: Open) -> None:
    round = open_round()
    assert round.facts.kept_until
    id = begin(store, round)
    with store.writing() as c:
        responses.submit(c, round, id, 0, {"good": "yes"}, None, TODAY, NOW)
        releases.begin(c, round.id)
        releases.mark_counted(c, round.id)
        releases.finish(c, round.id, b"{}", "h")
    for day, left in ((round.facts.kept_until, 1), (round.facts.kept_until + DAY, 0)):
        with store.writing() as c:
            nightly.forget_answers(c, day)
            assert responses.count_submitted(c, round.id) == left
            assert not releases.begin(c, round.id), "the release stays, and no second one is made"
