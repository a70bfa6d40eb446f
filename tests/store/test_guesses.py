"""The throttle of guesses at passwords, codes and receipts."""

from datetime import timedelta

from sqlalchemy import func, select

from surveyapp.store import guesses, tables
from surveyapp.store.engine import Store
from surveyapp.store.guesses import ACCESS_CODE, LOG_IN, RECEIPT, Guess
from tests.store.conftest import NOW, TODAY

MINUTE = timedelta(minutes=1)


def test_a_thing_is_throttled_after_failures_from_anywhere(store: Store) -> None:
    with store.writing() as c:
        for n in range(5):
            assert not guesses.throttled(c, Guess("kim", f"source {n}"), LOG_IN, NOW)
            guesses.note(c, Guess("kim", f"source {n}"), NOW)
        assert guesses.throttled(c, Guess("kim", "source 9"), LOG_IN, NOW)
        assert not guesses.throttled(c, Guess("robin", "source 0"), LOG_IN, NOW)


def test_a_source_is_throttled_after_failures_at_anything(store: Store) -> None:
    with store.writing() as c:
        for n in range(20):
            assert not guesses.throttled(c, Guess(f"name {n}", "source"), LOG_IN, NOW)
            guesses.note(c, Guess(f"name {n}", "source"), NOW)
        assert guesses.throttled(c, Guess("kim", "source"), LOG_IN, NOW)
        assert not guesses.throttled(c, Guess("kim", "another"), LOG_IN, NOW)


def test_a_room_of_people_behind_one_address_may_mistype_their_codes(store: Store) -> None:
    room = Guess("round", "the room")
    with store.writing() as c:
        for _ in range(199):
            guesses.note(c, room, NOW)
        assert not guesses.throttled(c, room, ACCESS_CODE, NOW)
        assert guesses.throttled(c, room, RECEIPT, NOW)
        guesses.note(c, room, NOW)
        assert guesses.throttled(c, room, ACCESS_CODE, NOW)
        assert not guesses.throttled(c, Guess("round", "next door"), ACCESS_CODE, NOW)


def test_the_throttle_lets_go_after_its_time_and_forgets(store: Store) -> None:
    own = Guess("kim", "source")
    with store.writing() as c:
        for n in range(5):
            guesses.note(c, own, NOW + n * MINUTE)
        assert guesses.throttled(c, own, LOG_IN, NOW + 15 * MINUTE - timedelta(microseconds=1))
        assert not guesses.throttled(c, own, LOG_IN, NOW + 15 * MINUTE)
        guesses.note(c, Guess("robin", "source"), NOW + 70 * MINUTE)
        assert c.execute(select(func.count()).select_from(tables.failed_guess)).scalar() == 1


def test_the_right_word_forgives_ones_own_failures_and_nobody_elses(store: Store) -> None:
    own, attacker = Guess("kim", "own"), Guess("kim", "attacker")
    with store.writing() as c:
        for guess in (own, own, attacker, attacker, attacker):
            guesses.note(c, guess, NOW)
        guesses.forgive(c, own)
        assert not guesses.throttled(c, own, LOG_IN, NOW)
        guesses.note(c, attacker, NOW)
        guesses.note(c, attacker, NOW)
        assert guesses.throttled(c, attacker, LOG_IN, NOW)


def test_what_was_typed_is_hashed_under_the_services_key(store: Store) -> None:
    about = store.keys.guess_about("log-in", "correct horse")
    assert about == store.keys.guess_about("log-in", "CORRECT HORSE")
    assert about != store.keys.guess_about("receipt", "correct horse")
    assert "correct" not in about
    assert store.keys.guess_source("code", "192.0.2.7", TODAY) != store.keys.guess_source("log-in", "192.0.2.7", TODAY)
