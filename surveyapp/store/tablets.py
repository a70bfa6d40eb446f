"""Shared tablets: a code that staff write on them, and the token by which each is known afterwards.

A tablet's token names the tablet. Nothing leads from it to a response.
"""

import secrets
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, exists, insert, select, update

from surveyapp.store import tables
from surveyapp.store.codes import LENGTH, LETTERS, normalise
from surveyapp.store.engine import Connection
from surveyapp.store.keys import Keys
from surveyapp.store.rounds import Round

_code = tables.tablet_code.c
_tablet = tables.tablet.c


@dataclass(frozen=True)
class Tablet:
    """A tablet that people share: where it stands."""

    id: int
    round_id: int
    site: str


_BY_TOKEN = (
    select(_tablet.id, _code.round_id, _code.site)
    .join(tables.tablet_code, _code.id == _tablet.tablet_code_id)
    .where(_tablet.token_hash == bindparam("hash"), _code.round_id == bindparam("round"), _code.state == "usable")
)
_USABLE = select(_code.id).where(
    _code.id == bindparam("id"), _code.round_id == bindparam("round"), _code.state == "usable"
)


def make_code(c: Connection, round: Round, site: str, keys: Keys) -> str:
    """Make a code for the tablets of a site, and return it, this once. The former one of that site is worthless."""
    if site not in {known.id for known in round.sites}:
        raise ValueError(f"the round has no site {site}")
    revoke(c, round, site)
    code = normalise("".join(secrets.choice(LETTERS) for _ in range(LENGTH)))
    c.execute(
        insert(tables.tablet_code),
        {"id": keys.tablet_code_id(code), "round_id": round.id, "site": site, "state": "usable"},
    )
    return code


def has_code(c: Connection, round: Round, site: str) -> bool:
    """Whether tablets can be shared at that site."""
    usable = exists().where(_code.round_id == round.id, _code.site == site, _code.state == "usable")
    return bool(c.execute(select(usable)).scalar_one())


def revoke(c: Connection, round: Round, site: str) -> None:
    """Make the code of that site worthless. The tablets that it was written on are none of the round's any more."""
    former = select(_code.id).where(_code.round_id == round.id, _code.site == site)
    c.execute(delete(tables.tablet).where(_tablet.tablet_code_id.in_(former)))
    c.execute(update(tables.tablet_code).where(_code.id.in_(former)).values(state="revoked"))


def share(c: Connection, round: Round, code_id: int, token_hash: str) -> bool:
    """Make the device with that token a shared tablet of the round. False if the code is none of the round's."""
    if not is_code(c, round, code_id):
        return False
    c.execute(insert(tables.tablet), {"id": tables.new_id(), "tablet_code_id": code_id, "token_hash": token_hash})
    return True


def is_code(c: Connection, round: Round, code_id: int) -> bool:
    """Whether that is the key of a code for the tablets of the round."""
    return c.execute(_USABLE, {"id": code_id, "round": round.id}).first() is not None


def by_token(c: Connection, round_id: int, token_hash: str) -> Tablet | None:
    """The tablet of that round with that token."""
    row = c.execute(_BY_TOKEN, {"hash": token_hash, "round": round_id}).first()
    return Tablet(*row) if row else None


def end(c: Connection, tablet: Tablet) -> None:
    """Share the tablet no more."""
    c.execute(delete(tables.tablet).where(_tablet.id == tablet.id))
