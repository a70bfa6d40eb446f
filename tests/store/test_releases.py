from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import insert, select

from surveyapp.store import releases, responses, rounds, tables
from surveyapp.store.engine import Store
from surveyapp.store.errors import StoreRefused
from surveyapp.store.responses import Submitted
from surveyapp.store.rounds import Round
from tests.store.conftest import TODAY, Open
from tests.store.test_responses import begin


def fill(store: Store, round: Round, n: int) -> None:
    with store.writing() as c:
        responses.insert_submitted(c, round, [Submitted("wood", "sv", None, TODAY, {"good": "yes"})] * n)


def release(store: Store, round: Round, json: bytes = b"{}") -> bool:
    with store.writing() as c:
        if not releases.begin(c, round.id):
            return False
        releases.mark_counted(c, round.id)
        releases.finish(c, round.id, json, "hash")
        return True


def test_a_release_is_read_back_byte_for_byte(store: Store, open_round: Open) -> None:
    round = open_round()
    with store.reading() as c:
        assert releases.read(c, round.id) is None
    assert release(store, round, '{"å":1}'.encode())
    with store.reading() as c:
        assert releases.read(c, round.id) == '{"å":1}'.encode()
        after = rounds.round_by_id(c, round.id)
    assert after
    assert after.released


def test_a_release_is_made_once_and_never_changes(store: Store, open_round: Open) -> None:
    round = open_round()
    assert release(store, round, b"first")
    assert not release(store, round, b"second")
    with store.writing() as c, pytest.raises(StoreRefused):
        releases.finish(c, round.id, b"third", "hash")
    with store.reading() as c:
        assert releases.read(c, round.id) == b"first"


def test_of_many_at_once_one_makes_the_release(store: Store, open_round: Open) -> None:
    round = open_round()
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda n: release(store, round, str(n).encode()), range(8)))
    assert sorted(made) == [False] * 7 + [True]
    with store.reading() as c:
        assert releases.read(c, round.id) == str(made.index(True)).encode()


def test_a_release_that_fails_is_not_begun(store: Store, open_round: Open) -> None:
    round = open_round()
    fill(store, round, 3)
    with pytest.raises(ZeroDivisionError), store.writing() as c:  # noqa: PT012
        releases.begin(c, round.id)
        releases.mark_counted(c, round.id)
        raise ZeroDivisionError
    assert release(store, round)


def test_every_submitted_response_is_marked_and_no_other(store: Store, open_round: Open) -> None:
    round, other = open_round(), open_round()
    fill(store, round, 5)
    fill(store, other, 2)
    begin(store, round)
    release(store, round)
    with store.reading() as c:
        marked = set(c.execute(select(tables.counted.c.response_id)).scalars())
        assert marked == {one.id for one in responses.submitted(c, round.id)}
        assert len(marked) == 5


def test_a_response_is_in_no_second_release_even_if_the_store_is_asked_directly(store: Store, open_round: Open) -> None:
    round, other = open_round(), open_round()
    fill(store, round, 5)
    with store.writing() as c:
        one = next(responses.submitted(c, round.id)).id
        c.execute(insert(tables.counted), {"response_id": one, "round_id": other.id})
    with pytest.raises(StoreRefused, match="one release only"), store.writing() as c:  # noqa: PT012
        assert releases.begin(c, round.id)
        releases.mark_counted(c, round.id)
    with store.reading() as c:
        assert releases.read(c, round.id) is None
        assert list(c.execute(select(tables.counted.c.response_id)).scalars()) == [one]


def test_a_second_marking_is_refused(store: Store, open_round: Open) -> None:
    round = open_round()
    fill(store, round, 3)
    release(store, round)
    with store.writing() as c, pytest.raises(StoreRefused):
        releases.mark_counted(c, round.id)
