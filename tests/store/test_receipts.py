"""Receipts lead back to one response of one round, on any device."""

import pytest

from surveyapp.store import nightly, receipts, releases, responses
from surveyapp.store.engine import Store
from tests.store.conftest import DAY, NOW, TODAY, Open
from tests.store.test_codes import make, start, states
from tests.store.test_responses import begin, found, row


def test_a_paused_visit_is_found_by_its_receipt_in_its_round_alone(store: Store, open_round: Open) -> None:
    round, other = open_round(), open_round()
    id = begin(store, round)
    with store.writing() as c:
        assert receipts.pause(c, round, id, "receipt")
        assert not receipts.pause(c, other, id, "another")
        response = receipts.response_of(c, round.id, "receipt")
        assert response
        assert response.id == id
        assert receipts.response_of(c, other.id, "receipt") is None
        assert not receipts.take(c, round.id, "receipt")
        assert receipts.take(c, other.id, "receipt")
    assert found(store, round) is None, "the device knows it no more"


def test_it_is_gone_on_with_on_another_device_and_waits_for_that_over_midnights(store: Store, open_round: Open) -> None:
    round = open_round()
    id = begin(store, round)
    with store.writing() as c:
        receipts.pause(c, round, id, "receipt")
    with store.writing() as c:
        nightly.free_idle_codes(c, NOW, TODAY + 3 * DAY)
        assert receipts.go_on(c, round, id, "new token", NOW + DAY, TODAY + DAY)
    response = found(store, round, "new token")
    assert response
    assert (response.state, response.day) == ("started", TODAY + DAY)


def test_after_closing_nothing_is_gone_on_with_and_the_night_lets_go_of_it(store: Store, open_round: Open) -> None:
    round = open_round(access="codes")
    (code,) = make(store, round)
    id = start(store, round, code)
    assert isinstance(id, int)
    late = round.closes + DAY
    with store.writing() as c:
        receipts.pause(c, round, id, "receipt")
        nightly.free_idle_codes(c, late, TODAY + 30 * DAY)
        assert not receipts.go_on(c, round, id, "new token", late, TODAY)
    assert states(store) == [("wood", "free", None)]


def test_one_whose_code_was_freed_is_not_gone_on_with_but_one_by_an_open_link_is(
    store: Store, open_round: Open
) -> None:
    by_code, by_link = open_round(access="codes"), open_round()
    (code,) = make(store, by_code)
    with_code, without = start(store, by_code, code), begin(store, by_link)
    assert isinstance(with_code, int)
    with store.writing() as c:
        nightly.free_idle_codes(c, NOW, TODAY + 3 * DAY)
        assert not receipts.go_on(c, by_code, with_code, "new", NOW, TODAY)
        assert receipts.go_on(c, by_link, without, "new", NOW, TODAY)


@pytest.mark.parametrize("submitted", [True, False])
def test_what_is_withdrawn_is_emptied_and_found_no_more(store: Store, open_round: Open, submitted: bool) -> None:
    round = open_round(access="codes")
    (code,) = make(store, round)
    id = start(store, round, code)
    assert isinstance(id, int)
    with store.writing() as c:
        responses.keep(c, round, id, {"good": "yes"}, TODAY, NOW)
        responses.note_support(c, round, id, {"large_text": True})
        if submitted:
            assert (
                responses.submit(c, round, id, 1, {"good": "yes"}, "staff", TODAY, NOW, receipt_hash="receipt")
                == "submitted"
            )
            responses.burn_code(c, id)
        else:
            assert receipts.pause(c, round, id, "receipt")
    with store.writing() as c:
        assert receipts.withdraw(c, round, id)
        assert not receipts.withdraw(c, round, id)
        assert receipts.response_of(c, round.id, "receipt") is None
        left = row(c, id)
        assert list(responses.submitted(c, round.id)) == []
    assert left["state"] == "withdrawn"
    assert (left["answers"], left["support"], left["helper"], left["token_hash"]) == ({}, {}, None, None)
    assert states(store) == [("wood", "burnt", None)]


def test_a_withdrawal_after_the_release_leaves_it_as_it_is(store: Store, open_round: Open) -> None:
    round = open_round()
    id = begin(store, round)
    with store.writing() as c:
        responses.submit(c, round, id, 0, {"good": "yes"}, None, TODAY, NOW, receipt_hash="receipt")
        releases.begin(c, round.id)
        releases.mark_counted(c, round.id)
        releases.finish(c, round.id, b"figures", "hash")
    with store.writing() as c:
        assert receipts.withdraw(c, round, id)
        assert releases.read(c, round.id) == b"figures"


def test_a_receipt_that_was_given_at_a_pause_stays_at_the_submit(store: Store, open_round: Open) -> None:
    round = open_round()
    id = begin(store, round)
    with store.writing() as c:
        receipts.pause(c, round, id, "receipt")
        receipts.go_on(c, round, id, "token", NOW, TODAY)
        responses.submit(c, round, id, 0, {}, None, TODAY, NOW)
        assert receipts.response_of(c, round.id, "receipt")
