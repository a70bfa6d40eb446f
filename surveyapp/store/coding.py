"""What analysts and staff make of statements: codes on parts of them, what can be done, and quotes."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from sqlalchemy import delete, insert, select, update

from surveyapp.questionnaire.words import Said
from surveyapp.store import study_tables, tables, turns
from surveyapp.store.engine import Connection
from surveyapp.store.errors import StoreRefused
from surveyapp.store.heard import Heard, heard, hold

Sorted: TypeAlias = Literal["can_do", "cannot_now", "can_ease"]


@dataclass(frozen=True)
class Code:
    """A label of the analysts', under another one or at the top."""

    id: int
    study_id: int
    parent_id: int | None
    name: str
    description: str


@dataclass(frozen=True)
class Coding:
    """A code on a part of a statement: from `start` to before `end`, in letters of the wording of that id."""

    id: int
    code_id: int
    statement_id: int
    wording_id: int
    start: int
    end: int
    who: str


_code = study_tables.code.c
_coding = study_tables.coding.c
_sorting = study_tables.sorting.c
_quote = study_tables.quote.c

# ---- codes ----


def codes(c: Connection, study_id: int) -> list[Code]:
    """The codes of a study, by name."""
    rows = c.execute(select(study_tables.code).where(_code.study_id == study_id))
    return sorted((Code(**row._asdict()) for row in rows), key=lambda code: (code.name.casefold(), code.id))


def add_code(c: Connection, study_id: int, name: str, description: str, parent_id: int | None = None) -> Code:
    """Add a code. Refused if one of that name stands at the same place."""
    turns.take(c, "codes", study_id)
    code = Code(tables.new_id(), study_id, parent_id, name, description)
    _refuse_misplaced(code, codes(c, study_id))
    c.execute(insert(study_tables.code).values(**vars(code)))
    return code


def change_code(c: Connection, code: Code, name: str, description: str, parent_id: int | None) -> None:
    """Rename, describe or move a code. What is under it comes along."""
    turns.take(c, "codes", code.study_id)
    changed = replace(code, name=name, description=description, parent_id=parent_id)
    _refuse_misplaced(changed, codes(c, code.study_id))
    c.execute(
        update(study_tables.code)
        .where(_code.id == code.id)
        .values(name=name, description=description, parent_id=parent_id)
    )


def remove_code(c: Connection, code: Code) -> None:
    """Remove a code that nothing is coded with, and that has none under it."""
    turns.take(c, "codes", code.study_id)
    if any(one.parent_id == code.id for one in codes(c, code.study_id)):
        raise StoreRefused(Said("There are codes under this one. Move or remove them first."))
    if c.execute(select(_coding.id).where(_coding.code_id == code.id).limit(1)).first():
        raise StoreRefused(Said("Statements are coded with this. Remove the code from them first."))
    c.execute(delete(study_tables.code).where(_code.id == code.id))


def under(code_id: int, listed: Collection[Code]) -> set[int]:
    """The ids of a code and of all those under it."""
    found = {code_id}
    while more := {code.id for code in listed if code.parent_id in found} - found:
        found |= more
    return found


def _refuse_misplaced(code: Code, there: Collection[Code]) -> None:
    if code.parent_id is not None:
        if code.parent_id not in {one.id for one in there}:
            raise StoreRefused(Said("This has been removed."))
        if code.parent_id in under(code.id, there):
            raise StoreRefused(Said("A code can't stand under itself."))
    for one in there:
        if one.id != code.id and one.parent_id == code.parent_id and one.name.casefold() == code.name.casefold():
            raise StoreRefused(Said("There is a code of that name at this place already."))


# ---- codes on statements ----


def codings(c: Connection, study_id: int) -> list[Coding]:
    """Every code on a part of a statement of the study, by statement and place."""
    rows = c.execute(
        select(study_tables.coding)
        .join(study_tables.code, _code.id == _coding.code_id)
        .where(_code.study_id == study_id)
        .order_by(_coding.statement_id, _coding.start, _coding.end, _coding.id)
    )
    return [Coding(**row._asdict()) for row in rows]


def put_code(
    c: Connection, study_id: int, code_id: int, statement_id: int, wording_id: int, part: tuple[int, int], who: str
) -> None:
    """Put a code on a part of a statement, from a letter to before another; twice is once.

    Refused if the words are no longer those that the analyst saw.
    """
    there = hold(c, study_id, statement_id).get(statement_id)
    turns.take(c, "codes", study_id)
    start, end = part
    if there is None or code_id not in {code.id for code in codes(c, study_id)}:
        raise StoreRefused(Said("This has been removed."))
    if there.statement.wording_id != wording_id:
        raise StoreRefused(Said("The words have changed meanwhile. Read them again."))
    if not 0 <= start < end <= len(there.statement.text):
        raise StoreRefused(Said("Choose the last word so that it doesn't stand before the first."))
    same = (
        (_coding.code_id == code_id)
        & (_coding.statement_id == statement_id)
        & (_coding.start == start)
        & (_coding.end == end)
    )
    c.execute(delete(study_tables.coding).where(same))
    coding = Coding(tables.new_id(), code_id, statement_id, wording_id, start, end, who)
    c.execute(insert(study_tables.coding).values(**vars(coding)))


def take_code_off(c: Connection, study_id: int, coding_id: int) -> None:
    """Take a code off a statement of the study. One that is gone already is gone."""
    of_study = select(_code.id).where(_code.study_id == study_id)
    c.execute(delete(study_tables.coding).where(_coding.id == coding_id, _coding.code_id.in_(of_study)))


# ---- what can be done ----


def sortings(c: Connection, study_id: int) -> dict[int, Sorted]:
    """What staff have said of statements, by statement."""
    rows = c.execute(select(_sorting.statement_id, _sorting.sorted).where(_sorting.study_id == study_id))
    return {row.statement_id: row.sorted for row in rows}


def sort_statements(c: Connection, study_id: int, wanted: Mapping[int, Sorted | None]) -> None:
    """Say of statements what can be done, or (`None`) that it is not known yet. Those that are gone are left out."""
    there = hold(c, study_id, *wanted)
    turns.take(c, "sorting", study_id)
    c.execute(
        delete(study_tables.sorting).where(_sorting.study_id == study_id, _sorting.statement_id.in_(list(wanted)))
    )
    rows = [
        {"statement_id": id, "study_id": study_id, "sorted": said}
        for id, said in wanted.items()
        if said and id in there
    ]
    if rows:
        c.execute(insert(study_tables.sorting), rows)


# ---- quotes ----


def why_not_quoted(one: Heard) -> Said | None:
    """Why others may not read the words of a statement, or `None` if they may."""
    if one.speaker is None:
        return Said("Nobody can be asked whether others may read this: it is not known who said it.")
    if one.speaker.withdrawn:
        return Said("The speaker has withdrawn.")
    if not (one.speaker.agrees_notes and one.speaker.agrees_quotes):
        return Said("The speaker does not agree that others read their words.")
    if one.statement.outcome == "rejected":
        return Said("It was rejected when it was read back.")
    if one.statement.outcome not in ("confirmed", "changed"):
        return Said("It has not been confirmed yet. Read it back first.")
    return None


def quotes(c: Connection, study_id: int) -> dict[int, str]:
    """The quotes of a study that others may read as things stand now, by statement."""
    rows = c.execute(select(_quote.statement_id, _quote.text).where(_quote.study_id == study_id))
    chosen: dict[int, str] = {row.statement_id: row.text for row in rows}
    return {
        one.statement.id: chosen[one.statement.id]
        for one in heard(c, study_id)
        if one.statement.id in chosen and why_not_quoted(one) is None
    }


def quote(c: Connection, study_id: int, statement_id: int, text: str) -> None:
    """Let others read a statement in these words. Refused without the speaker's yes, or before it is confirmed."""
    one = hold(c, study_id, statement_id).get(statement_id)
    if one is None:
        raise StoreRefused(Said("This has been removed."))
    why_not = why_not_quoted(one)
    if why_not:
        raise StoreRefused(why_not)
    unquote(c, study_id, statement_id)
    c.execute(insert(study_tables.quote).values(statement_id=statement_id, study_id=study_id, text=text))


def unquote(c: Connection, study_id: int, statement_id: int) -> None:
    """Take a quote back. Statements without one stay without."""
    c.execute(delete(study_tables.quote).where(_quote.study_id == study_id, _quote.statement_id == statement_id))
