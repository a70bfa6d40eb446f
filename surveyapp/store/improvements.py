"""What groups want changed: improvements, built from statements and linked back to them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, insert, select, update

from surveyapp.questionnaire.words import Said
from surveyapp.store import study_tables, tables, turns
from surveyapp.store.engine import Connection
from surveyapp.store.errors import StoreRefused
from surveyapp.store.heard import hold

_improvement = study_tables.improvement.c
_source = study_tables.improvement_source.c


@dataclass(frozen=True)
class Improvement:
    """What a group wants changed. `text` is in the study's languages, `sources` are the ids of statements.

    One that was merged into another lives on in it.
    """

    id: int
    study_id: int
    focus_group_id: int | None
    text: Mapping[str, str]
    picture: str
    position: int
    merged_into_id: int | None
    sources: frozenset[int]


def add(
    c: Connection,
    study_id: int,
    text: Mapping[str, str],
    picture: str,
    sources: Collection[int] = (),
    focus_group_id: int | None = None,
) -> Improvement:
    """Add an improvement after those that there are. Statements that are gone are left out of its sources."""
    there = hold(c, study_id, *sources)
    turns.take(c, "improvements", study_id)
    last = c.execute(select(func.max(_improvement.position)).where(_improvement.study_id == study_id)).scalar() or 0
    id = tables.new_id()
    c.execute(
        insert(study_tables.improvement).values(
            id=id,
            study_id=study_id,
            focus_group_id=focus_group_id,
            text=dict(text),
            picture=picture,
            position=last + 1,
            merged_into_id=None,
        )
    )
    _link(c, id, there)
    return one(c, id)


def change(
    c: Connection, improvement: Improvement, text: Mapping[str, str], picture: str, sources: Collection[int]
) -> None:
    """Change the words, the picture or the statements that it came from. Those that are gone are left out."""
    there = hold(c, improvement.study_id, *sources)
    turns.take(c, "improvements", improvement.study_id)
    c.execute(
        update(study_tables.improvement)
        .where(_improvement.id == improvement.id)
        .values(text=dict(text), picture=picture)
    )
    c.execute(delete(study_tables.improvement_source).where(_source.improvement_id == improvement.id))
    _link(c, improvement.id, there)


def merge(c: Connection, improvement: Improvement, into: Improvement) -> None:
    """Let one live on in another: the statements that it came from follow."""
    hold(c, into.study_id, *improvement.sources)
    turns.take(c, "improvements", into.study_id)
    source, target = one(c, improvement.id), one(c, into.id)
    if source.study_id != target.study_id or source.id == target.id:
        raise StoreRefused(Said("Choose another improvement of the same study."))
    if source.merged_into_id or target.merged_into_id:
        raise StoreRefused(Said("One of them has been put together with another already."))
    c.execute(
        update(study_tables.improvement)
        .where((_improvement.id == source.id) | (_improvement.merged_into_id == source.id))
        .values(merged_into_id=target.id)
    )
    _link(c, target.id, source.sources - target.sources)


def put_in_order(c: Connection, study_id: int, ids: Sequence[int]) -> None:
    """Give these improvements of the study the places 1, 2, … in this order; the others follow as they stood."""
    turns.take(c, "improvements", study_id)
    there = [improvement.id for improvement in of_study(c, study_id, merged=True)]
    wanted = [id for id in dict.fromkeys(ids) if id in there]
    for position, id in enumerate([*wanted, *(id for id in there if id not in wanted)], 1):
        c.execute(update(study_tables.improvement).where(_improvement.id == id).values(position=position))


def of_study(c: Connection, study_id: int, *, merged: bool = False) -> list[Improvement]:
    """The improvements of a study in their order; those that live on in others only if `merged`."""
    where = _improvement.study_id == study_id
    rows = c.execute(
        select(study_tables.improvement)
        .where(where if merged else where & _improvement.merged_into_id.is_(None))
        .order_by(_improvement.position, _improvement.id)
    ).all()
    sources = _sources(c, [row.id for row in rows])
    return [Improvement(**row._asdict(), sources=sources[row.id]) for row in rows]


def one(c: Connection, id: int) -> Improvement:
    """The improvement of that id. Refused if it is not there (any more)."""
    row = c.execute(select(study_tables.improvement).where(_improvement.id == id)).one_or_none()
    if row is None:
        raise StoreRefused(Said("This has been removed."))
    return Improvement(**row._asdict(), sources=_sources(c, [id])[id])


def _link(c: Connection, id: int, sources: Iterable[int]) -> None:
    rows = [{"improvement_id": id, "statement_id": statement} for statement in sorted(set(sources))]
    if rows:
        c.execute(insert(study_tables.improvement_source), rows)


def _sources(c: Connection, ids: Sequence[int]) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for id, statement in c.execute(
        select(_source.improvement_id, _source.statement_id).where(_source.improvement_id.in_(ids))
    ):
        found[id].add(statement)
    return defaultdict(frozenset, {id: frozenset(statements) for id, statements in found.items()})
