from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from surveyapp.store import staff, tables
from surveyapp.store.engine import Connection, Store
from surveyapp.store.errors import StoreRefused
from tests.store.conftest import NOW

MINUTE = timedelta(minutes=1)


@pytest.fixture
def kim(store: Store) -> staff.User:
    with store.writing() as c:
        staff.add(c, "kim", "argon2 hash", {"designer", "evaluator"})
        user = staff.user_by_name(c, "kim")
    assert user
    return user


def test_a_user_comes_back(store: Store, kim: staff.User) -> None:
    assert (kim.name, kim.roles, kim.password_hash) == ("kim", frozenset({"designer", "evaluator"}), "argon2 hash")
    with store.reading() as c:
        assert staff.users(c) == [kim]
        assert staff.user_by_name(c, "Kim") is None


def test_a_name_is_taken_once(store: Store, kim: staff.User) -> None:
    with store.writing() as c:
        with pytest.raises(StoreRefused, match="kim already"):
            staff.add(c, "kim", "x", {"designer"})
        staff.add(c, "robin", "x", {"designer"})
        assert [user.name for user in staff.users(c)] == ["kim", "robin"]


CHANGES: list[Callable[[Connection], None]] = [
    lambda c: staff.change_password(c, "kim", "new hash"),
    lambda c: staff.change_roles(c, "kim", {"analyst"}),
    lambda c: staff.end_sessions(c, "kim"),
]


def test_every_change_ends_the_users_sessions(store: Store, kim: staff.User) -> None:
    for generation, change in enumerate(CHANGES, start=1):
        with store.writing() as c:
            change(c)
            user = staff.user_by_name(c, "kim")
        assert user
        assert user.generation == generation
    assert user
    assert (user.password_hash, user.roles) == ("new hash", frozenset({"analyst"}))


@pytest.mark.parametrize("change", [*CHANGES, lambda c: staff.remove(c, "kim")])
def test_who_is_not_there_cannot_be_changed(
    store: Store, kim: staff.User, change: Callable[[Connection], None]
) -> None:
    with store.writing() as c:
        staff.remove(c, "kim")
        assert staff.users(c) == []
        with pytest.raises(StoreRefused, match="no user named kim"):
            change(c)


def test_an_account_is_throttled_after_five_failures_from_anywhere(store: Store) -> None:
    with store.writing() as c:
        for n in range(5):
            assert not staff.throttled(c, "kim", f"source {n}", NOW)
            staff.note_failure(c, "kim", f"source {n}", NOW)
        assert staff.throttled(c, "kim", "source 9", NOW)
        assert staff.throttled(c, "KIM", "source 9", NOW)
        assert not staff.throttled(c, "robin", "source 0", NOW)


def test_a_source_is_throttled_after_twenty_failures_on_any_account(store: Store) -> None:
    with store.writing() as c:
        for n in range(20):
            assert not staff.throttled(c, f"name {n}", "source", NOW)
            staff.note_failure(c, f"name {n}", "source", NOW)
        assert staff.throttled(c, "kim", "source", NOW)
        assert not staff.throttled(c, "kim", "another", NOW)


def test_the_throttle_lets_go_after_a_quarter_of_an_hour_and_forgets(store: Store) -> None:
    with store.writing() as c:
        for n in range(5):
            staff.note_failure(c, "kim", "source", NOW + n * MINUTE)
        assert staff.throttled(c, "kim", "source", NOW + 15 * MINUTE - timedelta(microseconds=1))
        assert not staff.throttled(c, "kim", "source", NOW + 15 * MINUTE)
        staff.note_failure(c, "robin", "source", NOW + 60 * MINUTE)
        assert c.execute(select(func.count()).select_from(tables.login_failure)).scalar() == 1


def test_the_right_password_forgives_ones_own_failures_and_nobody_elses(store: Store) -> None:
    with store.writing() as c:
        for source in ("own", "own", "attacker", "attacker", "attacker"):
            staff.note_failure(c, "kim", source, NOW)
        staff.forgive(c, "kim", "own")
        assert not staff.throttled(c, "kim", "own", NOW)
        staff.note_failure(c, "kim", "attacker", NOW)
        staff.note_failure(c, "kim", "attacker", NOW)
        assert staff.throttled(c, "kim", "attacker", NOW)


def test_a_password_typed_as_a_name_is_not_stored_as_it_is(store: Store) -> None:
    with store.writing() as c:
        staff.note_failure(c, "correct horse", "source", NOW)
        (failure,) = c.execute(select(tables.login_failure)).all()
    assert "correct" not in str(failure)


def test_the_audit_trail_tells_the_latest_first(store: Store) -> None:
    with store.writing() as c:
        staff.audit(c, "kim", "opened a round", NOW)
        staff.audit(c, "robin", "exported", NOW + MINUTE)
        assert staff.trail(c) == [
            staff.Entry(NOW + MINUTE, "robin", "exported"),
            staff.Entry(NOW, "kim", "opened a round"),
        ]
