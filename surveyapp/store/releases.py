"""Releases: begun once, stored once, never changed. A response is counted in one of them at most, ever."""

from sqlalchemy import BigInteger, bindparam, delete, insert, literal, select, update
from sqlalchemy.exc import IntegrityError

from surveyapp.questionnaire.words import Said
from surveyapp.store import tables, turns
from surveyapp.store.engine import Connection
from surveyapp.store.errors import StoreRefused

_READ = select(tables.release.c.json).where(tables.release.c.round_id == bindparam("round"))


def begin(c: Connection, round_id: int) -> bool:
    """Claim the round's only release. False if it is made already, by whichever node. The counter goes."""
    turns.take(c, "round", round_id)
    try:
        with c.begin_nested():
            c.execute(insert(tables.release), {"round_id": round_id, "hash": None, "json": None})
    except IntegrityError:
        return False
    c.execute(delete(tables.counter).where(tables.counter.c.round_id == round_id))
    return True


def mark_counted(c: Connection, round_id: int) -> None:
    """Mark every submitted response of the round as counted. Refused if one of them is counted already.

    Those that a release leaves out are marked too: a mark that they alone lack would point at them.
    """
    response = tables.response.c
    theirs = (
        select(response.id, literal(round_id, BigInteger))
        .where(response.state == "submitted", response.round_id == round_id)
        .order_by(response.id)
    )
    try:
        with c.begin_nested():
            c.execute(insert(tables.counted).from_select(["response_id", "round_id"], theirs))
    except IntegrityError:
        raise StoreRefused(Said("A response is counted in one release only, and one of these is already.")) from None


def finish(c: Connection, round_id: int, json: bytes, hash: str) -> None:
    """Store the release, in the transaction that began it. It never changes."""
    stored = c.execute(
        update(tables.release)
        .where(tables.release.c.round_id == round_id, tables.release.c.json.is_(None))
        .values(json=json, hash=hash)
    )
    if stored.rowcount != 1:
        raise StoreRefused(Said("The round has its release already, and a release never changes."))


def read(c: Connection, round_id: int) -> bytes | None:
    """The release's canonical JSON."""
    found: bytes | None = c.execute(_READ, {"round": round_id}).scalar()
    return found
