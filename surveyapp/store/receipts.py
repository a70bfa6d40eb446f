"""Receipts: what opens a response again. The store has their keyed hashes alone; each is of one response of a round."""

from dataclasses import fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, exists, select, update

from surveyapp.store import tables, turns
from surveyapp.store.engine import Connection
from surveyapp.store.responses import Response
from surveyapp.store.rounds import Round, shared

_response = tables.response.c
_OPENED_BY = select(*(_response[part.name] for part in fields(Response))).where(
    _response.receipt_hash == bindparam("hash"), _response.round_id == bindparam("round")
)
_TAKEN = select(exists().where(_response.receipt_hash == bindparam("hash"), _response.round_id == bindparam("round")))


def take(c: Connection, round_id: int, receipt_hash: str) -> bool:
    """Whether no response has that receipt. If so, nobody else gets it until the transaction ends."""
    turns.take(c, "receipt", receipt_hash)
    return not c.execute(_TAKEN, {"hash": receipt_hash, "round": round_id}).scalar_one()


def response_of(c: Connection, round_id: int, receipt_hash: str) -> Response | None:
    """The response that the receipt opens, whatever its state; none if it is withdrawn."""
    row = c.execute(_OPENED_BY, {"hash": receipt_hash, "round": round_id}).first()
    return Response(*row) if row else None


def pause(c: Connection, round: Round, response_id: int, receipt_hash: str) -> bool:
    """End the visit on its device, so that the receipt alone leads back. False if it isn't under way any more."""
    turns.share(c, "round", round.id)
    paused = (
        update(tables.response)
        .where(_response.id == response_id, _response.round_id == round.id, _response.state == "started")
        .values(token_hash=None, receipt_hash=receipt_hash)
    )
    return c.execute(paused).rowcount == 1


def go_on(c: Connection, round: Round, response_id: int, token_hash: str, now: datetime, day: date) -> bool:
    """Take a response that isn't submitted up again, on another device or on the same. False if it can't be.

    One whose code was freed can't: the code may have begun another.
    """
    present = shared(c, round.id)
    if present is None or not present.takes_answers(now):
        return False
    may_be = ("started",) if round.access == "codes" else ("started", "unfinished")
    taken_up = (
        update(tables.response)
        .where(_response.id == response_id, _response.round_id == round.id, _response.state.in_(may_be))
        .values(state="started", token_hash=token_hash, day=day)
    )
    return c.execute(taken_up).rowcount == 1


def withdraw(c: Connection, round: Round, response_id: int) -> bool:
    """Empty a response for good. What stays is that there was one: a release that has counted it isn't changed.

    Its code, if it is bound still, is burnt. False if it is withdrawn already.
    """
    turns.take(c, "round", round.id)
    nothing: dict[str, Any] = {
        "state": "withdrawn",
        "answers": {},
        "support": {},
        "helper": None,
        "proxy": False,
        "company": None,
        "token_hash": None,
        "receipt_hash": None,
    }
    emptied = c.execute(
        update(tables.response)
        .where(_response.id == response_id, _response.round_id == round.id, _response.state != "withdrawn")
        .values(**nothing, revision=_response.revision + 1)
    )
    code = tables.access_code.c
    c.execute(update(tables.access_code).where(code.response_id == response_id).values(state="burnt", response_id=None))
    return emptied.rowcount == 1
