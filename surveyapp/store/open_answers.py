"""What people wrote, of a release: each text by itself, and what reviewers decide about it.

Evaluators see what was decided before the last midnight. So that a mark never shows the moment it is made, a mark first
passes on what was decided on earlier days, as the work of the night does.
"""

import secrets
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Literal, TypeAlias

from sqlalchemy import ColumnElement, Select, bindparam, case, func, insert, select, update

from surveyapp.store import tables, turns
from surveyapp.store.engine import Connection

Mark: TypeAlias = Literal["show", "shorten", "dont_show"]

AT_ONCE = 1000

_text = tables.open_answer.c


@dataclass(frozen=True)
class OpenAnswer:
    """A text as reviewers have it. `question` is none where so few were asked that it stands without its question."""

    id: int
    question: str | None
    text: str
    mark: Mark | None
    shorter: str | None


@dataclass(frozen=True)
class Decision:
    """What a reviewer decides about a text. `shorter` stands in its place, if it is to be shortened."""

    mark: Mark | None
    shorter: str | None = None


_OPEN_ANSWER = select(*(_text[part.name] for part in fields(OpenAnswer)))
_DECIDE = (
    update(tables.open_answer)
    .where(_text.id == bindparam("id_"), _text.round_id == bindparam("round"))
    .values(mark=bindparam("mark_"), shorter=bindparam("shorter_"), decided=bindparam("day"))
)


def add(c: Connection, round_id: int, texts: Sequence[tuple[str | None, str]]) -> None:
    """Store texts, each with its question or none, shuffled: neither ids nor places tell which came together."""
    shuffled = list(texts)
    secrets.SystemRandom().shuffle(shuffled)
    ids = sorted(tables.new_id() for _ in shuffled)
    rows = [
        {"id": id, "round_id": round_id, "question": question, "text": text}
        for id, (question, text) in zip(ids, shuffled, strict=True)
    ]
    for start in range(0, len(rows), AT_ONCE):
        c.execute(insert(tables.open_answer), rows[start : start + AT_ONCE])


def rounds_with_texts(c: Connection) -> dict[int, int]:
    """The ids of the rounds that have texts, and how many of these are not marked yet."""
    unmarked = func.count().filter(_text.mark.is_(None))
    return {id: n for id, n in c.execute(select(_text.round_id, unmarked).group_by(_text.round_id))}


def count(c: Connection, round_id: int, unmarked: bool = False) -> int:
    """How many texts a round has, or how many of them are not marked yet."""
    return int(c.execute(select(func.count()).where(*_those(round_id, unmarked))).scalar_one())


def page(c: Connection, round_id: int, order: Sequence[str], unmarked: bool, start: int, most: int) -> list[OpenAnswer]:
    """Texts for reviewers: by question in that order, those without one last, and within it by their random ids."""
    wanted = _in_order(_OPEN_ANSWER.where(*_those(round_id, unmarked)), order)
    return [OpenAnswer(*row) for row in c.execute(wanted.offset(start).limit(most))]


def of_ids(c: Connection, round_id: int, ids: Collection[int], order: Sequence[str]) -> list[OpenAnswer]:
    """Those of these texts that the round has, in the order of the pages."""
    wanted = _in_order(_OPEN_ANSWER.where(_text.round_id == round_id, _text.id.in_(ids)), order)
    return [OpenAnswer(*row) for row in c.execute(wanted)]


def decide(c: Connection, round_id: int, decisions: Mapping[int, Decision], day: date) -> None:
    """Mark texts, on that local day. They are shown so, or not, from the next midnight on."""
    pass_on(c, day)
    if decisions:
        c.execute(
            _DECIDE,
            [
                {"id_": id, "round": round_id, "mark_": one.mark, "shorter_": one.shorter, "day": day}
                for id, one in decisions.items()
            ],
        )


def pass_on(c: Connection, today: date) -> None:
    """Show what was decided before that local day, and nothing else. A second call changes nothing."""
    turns.take(c, "night")
    c.execute(
        update(tables.open_answer)
        .where(_text.decided < today)
        .values(shown=case((_text.mark == "show", _text.text), else_=_text.shorter), decided=None)
    )


def shown(
    c: Connection, round_id: int, order: Sequence[str], start: int = 0, most: int | None = None
) -> list[tuple[str | None, str]]:
    """The texts that evaluators see, each with its question or none, in the order of the pages."""
    wanted = _in_order(select(_text.question, _text.shown).where(*_seen(round_id)), order)
    return [(question, text) for question, text in c.execute(wanted.offset(start).limit(most))]


def count_shown(c: Connection, round_id: int) -> int:
    """How many texts evaluators see."""
    return int(c.execute(select(func.count()).where(*_seen(round_id))).scalar_one())


def _those(round_id: int, unmarked: bool) -> Iterator[ColumnElement[bool]]:
    yield _text.round_id == round_id
    if unmarked:
        yield _text.mark.is_(None)


def _seen(round_id: int) -> Iterator[ColumnElement[bool]]:
    yield _text.round_id == round_id
    yield _text.shown.is_not(None)


def _in_order(wanted: Select[Any], order: Sequence[str]) -> Select[Any]:
    places = {question: place for place, question in enumerate(order)}
    place = case(places, value=_text.question, else_=len(places)) if places else None
    return wanted.order_by(*([] if place is None else [place]), _text.id)
