"""What is done at midnight, so that its hour tells nothing. Each may be done twice."""

from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, delete, exists, insert, or_, select, update

from surveyapp.store import rounds, tables, turns
from surveyapp.store.engine import Connection, Store
from surveyapp.store.responses import FREE

_response = tables.response.c
_code = tables.access_code.c


def free_idle_codes(c: Connection, now: datetime, today: date) -> None:
    """Give up the visits whose last answer was kept before yesterday, and free their codes for a new one.

    They take no more answers, also those that came by an open link. One that a receipt leads back to is waited for
    while its round takes answers. `today` is the local day of `now`.
    """
    turns.take(c, "night")
    burn_left_over(c)
    waits = exists().where(
        tables.round.c.id == _response.round_id,
        tables.round.c.stopped.is_(None),
        tables.round.c.closes > now - rounds.FINISHING,
    )
    # First the responses: one that is being submitted is seen as submitted, and keeps its code.
    c.execute(
        update(tables.response)
        .where(_response.state == "started", _response.day < today - timedelta(days=1))
        .where(or_(_response.receipt_hash.is_(None), ~waits))
        .values(state="unfinished", token_hash=None)
    )
    c.execute(update(tables.access_code).where(_code.state == "bound", _of_a("unfinished")).values(**FREE))
    # What somebody left on a shared tablet, and the tablet itself did not end.
    throws_away = exists().where(tables.round.c.id == _response.round_id, tables.round.c.idle_keeps.is_(False))
    c.execute(
        delete(tables.response).where(_response.state == "unfinished", _response.mode == "shared_tablet", throws_away)
    )


def burn_left_over(c: Connection) -> None:
    """Burn the codes of submitted responses that a crash left bound between the submit's two transactions."""
    c.execute(
        update(tables.access_code)
        .where(_code.state == "bound", _of_a("submitted"))
        .values(state="burnt", response_id=None)
    )


def leave_no_order(store: Store, today: date) -> None:
    """Rewrite the database, once each day; what a reader stood in the way of is tried again at the next call.

    A round that is released was shuffled then.
    """
    with store.reading() as c:
        last = c.execute(select(tables.night.c.rewritten)).scalar()
        unreleased = [round.id for round in rounds.rounds(c) if not round.released]
    if last is not None and last >= today:
        return
    for id in unreleased:
        with store.writing() as c:
            if rounds.held(c, id):
                store.shuffle(c, id)
    if store.rewrite():
        with store.writing() as c:
            turns.take(c, "night")
            c.execute(delete(tables.night))
            c.execute(insert(tables.night), {"rewritten": today})


def forget_answers(c: Connection, today: date) -> None:
    """Delete the responses, texts and codes of every round whose answers were to be kept until a day that is past.

    The release stays, and so no second one can be made.
    """
    over = select(tables.round.c.id).where(tables.round.c.kept_until < today)
    for table in (tables.counted, tables.access_code, tables.response, tables.open_answer):
        c.execute(delete(table).where(table.c.round_id.in_(over)))


def _of_a(state: str) -> ColumnElement[bool]:
    """That the code is bound to a response in that state."""
    return exists().where(_response.id == _code.response_id, _response.state == state)
