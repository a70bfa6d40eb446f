"""How many have answered, as far as staff may know while a round is open."""

from datetime import date, datetime
from typing import Literal, TypeAlias

from sqlalchemy import bindparam, func, insert, select, update

from surveyapp.store import tables, turns
from surveyapp.store.engine import Connection
from surveyapp.store.responses import count_submitted
from surveyapp.store.rounds import Round, rounds, shared

Shown: TypeAlias = tuple[Literal["fewer", "at_least", "exactly"], int]

_SHOWN = select(tables.counter).where(tables.counter.c.round_id == bindparam("round"))


def nightly(c: Connection, now: datetime, today: date) -> None:
    """Set the counters of the open real rounds to how it stood last midnight, whenever this is called.

    `today` is the local day. A counter is a multiple of k, and never falls.
    """
    turns.take(c, "night")
    for round in rounds(c):
        if round.kind == "real" and round.state(now) == "open":
            _set(c, round, now, today)


def shown(c: Connection, round: Round, now: datetime) -> Shown | None:
    """What staff see. Nothing unless the round is open: after it the release tells, or nobody does.

    A real round: fewer than k, or at least a multiple of k. A trial or demo: exactly how many, as it is now.
    """
    if round.kind != "real":
        return ("exactly", count_submitted(c, round.id)) if round.takes_answers(now) else None
    if round.state(now) != "open":
        return None
    row = c.execute(_SHOWN, {"round": round.id}).first()
    return ("at_least", row.at_least) if row and row.at_least else ("fewer", round.k)


def _set(c: Connection, round: Round, now: datetime, today: date) -> None:
    there = c.execute(_SHOWN, {"round": round.id}).first()
    if there and there.midnight >= today:
        return
    present = shared(c, round.id)
    if present is None or present.state(now) != "open":
        return
    response = tables.response.c
    before = c.execute(
        select(func.count())
        .select_from(tables.response)
        .where(response.state == "submitted", response.round_id == round.id, response.day < today)
    ).scalar_one()
    at_least = max(before // round.k * round.k, there.at_least if there else 0)
    if there:
        change = update(tables.counter).where(tables.counter.c.round_id == round.id)
        c.execute(change.values(at_least=at_least, midnight=today))
    else:
        c.execute(insert(tables.counter), {"round_id": round.id, "at_least": at_least, "midnight": today})
