"""Turns: whoever writes about the same thing waits for the other, on however many nodes.

On SQLite one writer is at work at a time, so each has every turn there. On PostgreSQL writers go side by side, and a
turn is an advisory lock: it costs no write, its queue is fair, and it ends with the transaction.

A transaction takes its turns before it writes. One that takes several takes them in this order, so that no two wait
for each other: the night, a visit, a round.
"""

import hashlib

from sqlalchemy import BigInteger, bindparam, func, select

from surveyapp.store.transactions import ONE_WRITER, Connection

_TAKE = select(func.pg_advisory_xact_lock(bindparam("key", type_=BigInteger)))
_SHARE = select(func.pg_advisory_xact_lock_shared(bindparam("key", type_=BigInteger)))


def take(c: Connection, *what: object) -> None:
    """Wait until nobody else has a turn or a share at it, and have it until the transaction ends."""
    if not c.get_execution_options().get(ONE_WRITER):
        c.execute(_TAKE, {"key": _key(what)})


def share(c: Connection, *what: object) -> None:
    """Wait until nobody has a turn at it, and share it with others until the transaction ends."""
    if not c.get_execution_options().get(ONE_WRITER):
        c.execute(_SHARE, {"key": _key(what)})


def _key(what: tuple[object, ...]) -> int:
    return int.from_bytes(hashlib.blake2b(repr(what).encode(), digest_size=8).digest(), "big", signed=True)
