from collections.abc import Callable
from datetime import timedelta

import pytest

from surveyapp.store import staff
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


def test_the_audit_trail_tells_the_latest_first(store: Store) -> None:
    with store.writing() as c:
        staff.audit(c, "kim", "opened a round", NOW)
        staff.audit(c, "robin", "exported", NOW + MINUTE)
        assert staff.trail(c) == [
            staff.Entry(NOW + MINUTE, "robin", "exported"),
            staff.Entry(NOW, "kim", "opened a round"),
        ]
