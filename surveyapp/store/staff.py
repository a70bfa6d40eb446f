"""Staff users and the audit trail."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from surveyapp.questionnaire.words import Said
from surveyapp.store import tables, turns
from surveyapp.store.engine import Connection
from surveyapp.store.errors import StoreRefused


@dataclass(frozen=True)
class User:
    """A member of the staff. Sessions of an earlier generation have ended."""

    id: int
    name: str
    roles: frozenset[str]
    password_hash: str
    generation: int


@dataclass(frozen=True)
class Entry:
    """One entry of the audit trail."""

    at: datetime
    who: str
    what: str


_user = tables.staff_user.c
_USERS = select(tables.staff_user).order_by(_user.name)
_BY_NAME = select(tables.staff_user).where(_user.name == bindparam("name"))
_TRAIL = select(tables.audit.c.at, tables.audit.c.who, tables.audit.c.what).order_by(tables.audit.c.at.desc())


def users(c: Connection) -> list[User]:
    """Everyone, by name."""
    return [_read(row) for row in c.execute(_USERS)]


def held_users(c: Connection) -> list[User]:
    """Everyone, by name. Nobody else can ask for them so, to change them, until the transaction ends."""
    turns.take(c, "users")
    return users(c)


def user_by_name(c: Connection, name: str) -> User | None:
    """The user of exactly that name."""
    row = c.execute(_BY_NAME, {"name": name}).first()
    return _read(row) if row else None


def add(c: Connection, name: str, password_hash: str, roles: Collection[str]) -> None:
    """Add a user. Refused if the name is taken."""
    try:
        with c.begin_nested():
            c.execute(
                insert(tables.staff_user),
                {
                    "id": tables.new_id(),
                    "name": name,
                    "roles": sorted(roles),
                    "password_hash": password_hash,
                    "generation": 0,
                },
            )
    except IntegrityError:
        raise StoreRefused(
            Said("There is a user named %(name)s already. Choose another name.", {"name": name})
        ) from None


def change_password(c: Connection, name: str, password_hash: str) -> None:
    """A new password. Every session of the user ends."""
    _change(c, name, password_hash=password_hash)


def change_roles(c: Connection, name: str, roles: Collection[str]) -> None:
    """Other roles. Every session of the user ends."""
    _change(c, name, roles=sorted(roles))


def end_sessions(c: Connection, name: str) -> None:
    """Every session of the user ends."""
    _change(c, name)


def remove(c: Connection, name: str) -> None:
    """Remove a user. What the audit trail tells of them stays."""
    if c.execute(delete(tables.staff_user).where(_user.name == name)).rowcount != 1:
        raise _unknown(name)


def audit(c: Connection, who: str, what: str, now: datetime) -> None:
    """Write down what a member of the staff has done."""
    c.execute(insert(tables.audit), {"id": tables.new_id(), "at": now, "who": who, "what": what})


def trail(c: Connection, limit: int = 1000) -> list[Entry]:
    """The audit trail, the latest first."""
    return [Entry(*row) for row in c.execute(_TRAIL.limit(limit))]


def _change(c: Connection, name: str, **values: Any) -> None:  # noqa: ANN401
    changed = c.execute(
        update(tables.staff_user).where(_user.name == name).values(generation=_user.generation + 1, **values)
    )
    if changed.rowcount != 1:
        raise _unknown(name)


def _unknown(name: str) -> StoreRefused:
    return StoreRefused(Said("There is no user named %(name)s.", {"name": name}))


def _read(row: Row[Any]) -> User:
    return User(row.id, row.name, frozenset(row.roles), row.password_hash, row.generation)
