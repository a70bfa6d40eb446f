"""Responses: one row each, from the start of a visit to the submit. Of when there is the day, never the time.

An answer is merged so that `null` stays: a question that was left empty has been seen. Whatever depends on the round
takes a share of the round's turn first, so that nobody closes, stops or releases it in between.
"""

from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from functools import cache
from itertools import islice
from typing import Any, Literal, NamedTuple, TypeAlias

from sqlalchemy import Update, and_, bindparam, delete, exists, func, insert, or_, select, update

from surveyapp.questionnaire.model import Answers
from surveyapp.store import tables, turns
from surveyapp.store.documents import Merged, entries
from surveyapp.store.engine import Connection as Connection
from surveyapp.store.rounds import FINISHING, Round, shared

State: TypeAlias = Literal["started", "unfinished", "submitted", "withdrawn"]
Mode: TypeAlias = Literal["own_device", "shared_tablet", "paper"]
Company: TypeAlias = Literal["alone", "somebody", "helped", "rather_not_say"]
Refusal: TypeAlias = Literal["unknown-code", "used-code", "not-open"]
Outcome: TypeAlias = Literal["submitted", "changed", "not-open", "gone"]


@dataclass(frozen=True)
class Response:
    """What one respondent gave in one round."""

    id: int
    round_id: int
    site: str
    language: str
    state: State
    answers: Answers
    revision: int
    support: Mapping[str, Any]
    mode: Mode
    helper: str | None
    day: date
    receipt_hash: str | None
    proxy: bool
    company: Company | None


@dataclass(frozen=True)
class Submitted:
    """A submitted response that comes whole: made up, or on paper."""

    site: str
    language: str
    helper: str | None
    day: date
    answers: Answers
    support: Mapping[str, Any] = field(default_factory=dict)
    mode: Mode = "own_device"
    proxy: bool = False
    company: Company | None = None


class Counted(NamedTuple):
    """A submitted response as a release reads it: no day, no revision."""

    id: int
    site: str
    language: str
    helper: str | None
    support: Mapping[str, Any]
    mode: Mode
    answers: Answers
    proxy: bool = False
    company: Company | None = None


_response = tables.response.c
_code = tables.access_code.c

_takes_answers = (
    exists()
    .where(tables.round.c.id == _response.round_id)
    .where(tables.round.c.stopped.is_(None))
    .where(tables.round.c.opens <= bindparam("now"))
    .where(
        or_(
            tables.round.c.closes > bindparam("now"),
            and_(
                tables.round.c.kind != "trial",
                ~tables.round.c.ballot,
                tables.round.c.closes > bindparam("closed_after"),
            ),
        )
    )
    .where(~exists().where(tables.release.c.round_id == tables.round.c.id))
)
"""That the round takes answers still. Part of the statement that stores them, so nothing comes in between."""

_BY_TOKEN = select(*(_response[part.name] for part in fields(Response))).where(
    _response.token_hash == bindparam("hash"), _response.round_id == bindparam("round")
)
_STATE = select(_response.state, _response.revision, _takes_answers.label("open")).where(
    _response.id == bindparam("id")
)
_LANGUAGE = (
    update(tables.response)
    .where(_response.id == bindparam("id_"), _response.state == "started")
    .values(language=bindparam("language_"))
)
_BIND = (
    update(tables.access_code)
    .where(_code.id == bindparam("code"), _code.round_id == bindparam("round"), _code.state == "free")
    .values(state="bound", response_id=bindparam("response"))
    .returning(_code.site)
)
_CODE_STATE = select(_code.state).where(_code.id == bindparam("code"), _code.round_id == bindparam("round"))
_SUBMIT = (
    update(tables.response)
    .where(
        _response.id == bindparam("id_"),
        _response.round_id == bindparam("round"),
        _response.state == "started",
        _response.revision == bindparam("revision_"),
        _takes_answers,
    )
    .values(
        state="submitted",
        answers=bindparam("answers_"),
        helper=bindparam("helper_"),
        day=bindparam("day_"),
        revision=_response.revision + 1,
        token_hash=None,
        receipt_hash=func.coalesce(bindparam("receipt_"), _response.receipt_hash),
    )
)
_SUBMIT_WITH_CODE = _SUBMIT.where(exists().where(_code.response_id == _response.id, _code.state == "bound"))
_BURN = (
    update(tables.access_code)
    .where(
        _code.response_id == bindparam("of_response"),
        _code.state == "bound",
        exists().where(_response.id == _code.response_id, _response.state == "submitted"),
    )
    .values(state="burnt", response_id=None)
)
_SUBMITTED = (
    select(
        _response.id,
        _response.site,
        _response.language,
        _response.helper,
        _response.support,
        _response.mode,
        _response.answers,
        _response.proxy,
        _response.company,
    )
    .where(_response.state == "submitted", _response.round_id == bindparam("round"))
    .order_by(_response.id)
)
_COUNT = (
    select(func.count())
    .select_from(tables.response)
    .where(_response.state == "submitted", _response.round_id == bindparam("round"))
)

BATCH = 500

FREE: dict[str, Any] = {"state": "free", "response_id": None}
"""What a code is that can start a visit."""


def start(
    c: Connection,
    round: Round,
    site: str,
    language: str,
    token_hash: str,
    now: datetime,
    day: date,
    code: int | None,
    *,
    mode: Mode = "own_device",
    proxy: bool = False,
) -> int | Refusal:
    """Begin a visit. With a code, the code is bound and the response made in one transaction; the code knows the site.

    A code that is bound is refused like a burnt one, from any device but the one that began: who holds the list of
    codes could otherwise read the answers of a visit under way, or put an end to it. Whoever has lost their device
    can begin anew when the code is freed, the second midnight after their last answer.

    Sent twice with one token, it begins one visit.
    """
    turns.take(c, "visit", token_hash)
    begun = by_token(c, round.id, token_hash)
    if begun:
        return begun.id
    present = shared(c, round.id)
    if present is None or not present.takes_starts(now):
        return "not-open"
    id = tables.new_id()
    if present.access == "codes":
        given = {"code": code, "round": round.id}
        bound = c.execute(_BIND, {**given, "response": id}).scalar()
        if bound is None:
            state = c.execute(_CODE_STATE, given).scalar()
            return "used-code" if state in ("bound", "burnt") else "unknown-code"
        site = bound
    elif site not in {known.id for known in present.sites}:
        raise ValueError(f"the round has no site {site}")
    c.execute(
        insert(tables.response),
        {
            "id": id,
            "round_id": round.id,
            "site": site,
            "state": "started",
            "language": language,
            "support": {},
            "helper": None,
            "mode": mode,
            "day": day,
            "revision": 0,
            "token_hash": token_hash,
            "answers": {},
            "receipt_hash": None,
            "proxy": proxy,
            "company": None,
        },
    )
    return id


def by_token(c: Connection, round_id: int, token_hash: str) -> Response | None:
    """The visit under way in that round that this is the token of."""
    row = c.execute(_BY_TOKEN, {"hash": token_hash, "round": round_id}).first()
    return Response(*row) if row else None


def keep(
    c: Connection,
    round: Round,
    response_id: int,
    answers: Answers,
    day: date,
    now: datetime,
) -> bool:
    """Merge answers into a visit under way, in one statement. False if the visit is over, or the round is closed."""
    turns.share(c, "round", round.id)
    values = {"id_": response_id, "round": round.id, "day_": day, **_moments(now), **entries(answers)}
    return c.execute(_merge(len(answers)), values).rowcount == 1


def set_language(c: Connection, round: Round, response_id: int, language: str) -> None:
    """Go on in another language."""
    turns.share(c, "round", round.id)
    c.execute(_LANGUAGE, {"id_": response_id, "language_": language})


def note_support(c: Connection, round: Round, response_id: int, support: Mapping[str, Any]) -> None:
    """Keep all the support that a visit under way has used."""
    _note(c, round, response_id, support=dict(support))


def note_company(c: Connection, round: Round, response_id: int, company: Company | None) -> None:
    """Keep who else was there, as the participant of a visit under way says."""
    _note(c, round, response_id, company=company)


def leave(c: Connection, round: Round, response_id: int, *, keeps: bool) -> None:
    """End a visit that somebody walked away from: its answers are kept as unfinished, or thrown away.

    Its code is free for a new one.
    """
    turns.share(c, "round", round.id)
    under_way = (_response.id == response_id, _response.state == "started")
    if keeps:
        left = c.execute(update(tables.response).where(*under_way).values(state="unfinished", token_hash=None))
    else:
        left = c.execute(delete(tables.response).where(*under_way))
    if left.rowcount:
        c.execute(update(tables.access_code).where(_code.response_id == response_id).values(**FREE))


def submit(
    c: Connection,
    round: Round,
    response_id: int,
    revision: int,
    answers: Answers,
    helper: str | None,
    day: date,
    now: datetime,
    receipt_hash: str | None = None,
) -> Outcome:
    """Replace the answers by the final ones and end the visit: its token finds nothing any more.

    A receipt that was given before stays, unless there is another.

    "changed": another answer was kept after `revision`. "gone": it is submitted or given up already.
    """
    turns.share(c, "round", round.id)
    statement = _SUBMIT_WITH_CODE if round.access == "codes" else _SUBMIT
    values = {
        "id_": response_id,
        "round": round.id,
        "revision_": revision,
        "answers_": dict(answers),
        "helper_": helper,
        "day_": day,
        "receipt_": receipt_hash,
        **_moments(now),
    }
    if c.execute(statement, values).rowcount == 1:
        return "submitted"
    found = c.execute(_STATE, {"id": response_id, **_moments(now)}).first()
    if found is None or found.state != "started":
        return "gone"
    if not found.open:
        return "not-open"
    return "changed" if found.revision != revision else "gone"


def burn_code(c: Connection, response_id: int) -> None:
    """Burn the code of a submitted response. With it goes what linked the two. In a transaction after the submit's."""
    c.execute(_BURN, {"of_response": response_id})


def submitted(c: Connection, round_id: int) -> Generator[Counted, None, None]:
    """The submitted responses of a round in the order of their ids, read as they are asked for.

    Close it if it may be left before its end: an unfinished read stands in the way of other writers.
    """
    with c.execute(_SUBMITTED, {"round": round_id}, execution_options={"yield_per": BATCH}) as rows:
        for row in rows:
            yield Counted(*row)


def count_submitted(c: Connection, round_id: int) -> int:
    """How many responses are submitted. Only a trial's or demo's may be shown."""
    return int(c.execute(_COUNT, {"round": round_id}).scalar_one())


def insert_submitted(c: Connection, round: Round, rows: Iterable[Submitted]) -> None:
    """Store responses that come whole."""
    turns.share(c, "round", round.id)
    waiting = iter(rows)
    while batch := list(islice(waiting, BATCH)):
        c.execute(
            insert(tables.response),
            [
                {
                    "id": id,
                    "round_id": round.id,
                    "site": row.site,
                    "state": "submitted",
                    "language": row.language,
                    "support": dict(row.support),
                    "helper": row.helper,
                    "mode": row.mode,
                    "day": row.day,
                    "revision": 0,
                    "token_hash": None,
                    "answers": dict(row.answers),
                    "receipt_hash": None,
                    "proxy": row.proxy,
                    "company": row.company,
                }
                for id, row in zip(sorted(tables.new_id() for _ in batch), batch, strict=True)
            ],
        )


@cache
def _merge(n: int) -> Update:
    """The statement that merges `n` answers."""
    return (
        update(tables.response)
        .where(
            _response.id == bindparam("id_"),
            _response.round_id == bindparam("round"),
            _response.state == "started",
            _takes_answers,
        )
        .values(
            answers=Merged(_response.answers, n),
            day=bindparam("day_"),
            revision=_response.revision + 1,
        )
    )


def _note(c: Connection, round: Round, response_id: int, **facts: Any) -> None:  # noqa: ANN401
    turns.share(c, "round", round.id)
    c.execute(update(tables.response).where(_response.id == response_id, _response.state == "started").values(**facts))


def _moments(now: datetime) -> dict[str, Any]:
    return {"now": now, "closed_after": now - FINISHING}
