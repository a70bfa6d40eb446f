"""What participants of a study or a round are told of what became of it, and when and how they were told.

Once they have been told, what they were told stays as it is: lines and languages can be added.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal, TypeAlias

from sqlalchemy import ColumnElement, delete, func, insert, select, update

from surveyapp.questionnaire.words import Said, fixed
from surveyapp.store import actions, study_tables, tables, turns
from surveyapp.store.actions import Action, Texts, only_adds
from surveyapp.store.engine import Connection
from surveyapp.store.errors import StoreRefused

How: TypeAlias = Literal["meeting", "poster", "letter", "page", "talk"]

NOT_TOLD = fixed(
    "Write down first what the participants were told, when and how, and what will not be done and why. "
    "Then it can be marked as finished."
)
NO_WHY = fixed(
    "Something will not be done, and the participants are not told why. Write a line about it: "
    "what they said, and why it won't be done."
)
TOLD_ALREADY = fixed("The participants have been told this, so it stays as it is. Add a line instead.")

_feedback, _line, _told = study_tables.feedback.c, study_tables.feedback_line.c, study_tables.told.c


@dataclass(frozen=True)
class Figure:
    """A figure of a round's release: how many gave that answer. `round` is the round's name."""

    round: str
    question: str
    row: str


@dataclass(frozen=True)
class LinePlan:
    """You said, we did, we won't because: each in several languages. `did` or `wont` may be empty."""

    picture: str
    said: Texts
    did: Texts
    wont: Texts
    action_id: int | None
    figure: Figure | None


@dataclass(frozen=True)
class Line(LinePlan):
    """A line of a feedback."""

    id: int
    position: int


@dataclass(frozen=True)
class Telling:
    """On which day and how the participants were told, and where if not everywhere."""

    day: date
    how: How
    site: str
    note: str


@dataclass(frozen=True)
class Feedback:
    """What the participants of a study or a round are told. `name` stands in the address of its page.

    `languages` begin with the source. `asked` is the day on which the asking ended. `published` is the day from which
    everyone can read the page.
    """

    id: int
    name: str
    study_id: int | None
    round_id: int | None
    languages: tuple[str, ...]
    asked: date
    published: date | None
    lines: tuple[Line, ...]
    told: tuple[Telling, ...]

    @property
    def answered(self) -> date | None:
        """The day on which participants were told first."""
        return min((telling.day for telling in self.told), default=None)


def of(c: Connection, *, study_id: int | None = None, round_id: int | None = None) -> Feedback | None:
    """What is told of a study or a round, if anybody has begun to write it."""
    return next(iter(_read(c, _about(study_id, round_id))), None)


def named(c: Connection, name: str) -> Feedback | None:
    """The feedback of that name."""
    return next(iter(_read(c, _feedback.name == name)), None)


def every(c: Connection) -> list[Feedback]:
    """All that is told of anything."""
    return _read(c, _feedback.id.is_not(None))


def begin(
    c: Connection, name: str, languages: tuple[str, ...], asked: date, *, study_id: int | None, round_id: int | None
) -> Feedback:
    """What is told of a study or a round, begun if it was not. `name` is one that nobody guesses."""
    turns.take(c, "feedback", study_id, round_id)
    found = of(c, study_id=study_id, round_id=round_id)
    if found:
        return found
    row = {"name": name, "languages": list(languages), "asked": asked, "published": None}
    about = {"study_id": study_id, "round_id": round_id}
    c.execute(insert(study_tables.feedback).values(id=tables.new_id(), **row, **about))
    return _there(of(c, study_id=study_id, round_id=round_id))


def add_line(c: Connection, feedback: Feedback, plan: LinePlan) -> None:
    """Add a line at the end."""
    present = _held(c, feedback)
    last = c.execute(select(func.max(_line.position)).where(_line.feedback_id == present.id)).scalar() or 0
    values = _values(c, plan, present)
    c.execute(
        insert(study_tables.feedback_line).values(
            id=tables.new_id(), feedback_id=present.id, position=last + 1, **values
        )
    )


def change_line(c: Connection, feedback: Feedback, line: Line, plan: LinePlan) -> None:
    """Write a line anew. What participants have been told is only translated."""
    present = _held(c, feedback)
    before = next((one for one in present.lines if one.id == line.id), None)
    if before is None:
        raise StoreRefused(Said("This has been removed."))
    if present.told and not _only_translates(before, plan):
        raise StoreRefused(Said(TOLD_ALREADY))
    c.execute(update(study_tables.feedback_line).where(_line.id == line.id).values(**_values(c, plan, present)))


def remove_line(c: Connection, feedback: Feedback, line: Line) -> None:
    """Take a line away, unless participants have been told it."""
    present = _held(c, feedback)
    if present.told:
        raise StoreRefused(Said(TOLD_ALREADY))
    c.execute(
        delete(study_tables.feedback_line).where(_line.id == line.id, _line.feedback_id == present.id),
    )


def figure_rounds(c: Connection, *, study_id: int | None, round_id: int | None) -> list[str]:
    """The names of the rounds whose releases figures may come from: the round itself, or the study's ballots."""
    ballot = study_tables.ballot.c
    ids = [round_id] if study_id is None else select(ballot.round_id).where(ballot.study_id == study_id)
    return list(c.execute(select(tables.round.c.name).where(tables.round.c.id.in_(ids))).scalars())


def unexplained(c: Connection, feedback: Feedback) -> list[Action]:
    """The actions that are a "no", and that no line says so of with a why in the source language."""
    source = feedback.languages[0]
    explained = {line.action_id for line in feedback.lines if line.wont.get(source, "").strip()}
    found = actions.actions(c, study_id=feedback.study_id, round_id=feedback.round_id)
    return [one for one in found if one.now.state == "no" and one.id not in explained]


def publish(c: Connection, feedback: Feedback, day: date) -> None:
    """Let everyone read the page. Refused while there is nothing to read, or a "no" is told without why."""
    present = _held(c, feedback)
    if not present.lines:
        raise StoreRefused(Said("Write first what the participants said, and what came of it."))
    _refuse_unexplained(c, present)
    c.execute(update(study_tables.feedback).where(_feedback.id == present.id).values(published=day))


def tell(c: Connection, feedback: Feedback, telling: Telling, asked: date) -> None:
    """Record when and how participants were told. `asked` is the day on which the asking ended, as it is known now.

    Refused before there is something to tell, on a day before the asking ended, and while a "no" is told without why.
    """
    present = _held(c, feedback)
    if not present.lines:
        raise StoreRefused(Said("Write first what the participants said, and what came of it."))
    if not present.told:
        c.execute(update(study_tables.feedback).where(_feedback.id == present.id).values(asked=asked))
    if telling.day < (present.asked if present.told else asked):
        raise StoreRefused(Said("On that day the participants had not been asked everything yet."))
    _refuse_unexplained(c, present)
    c.execute(insert(study_tables.told).values(id=tables.new_id(), feedback_id=present.id, **asdict(telling)))


def refuse_untold(c: Connection, *, study_id: int | None = None, round_id: int | None = None) -> None:
    """Refuse unless it is recorded what the participants were told, when and how, and what will not be done and why."""
    found = of(c, study_id=study_id, round_id=round_id)
    if found is None or not found.lines or not found.told:
        raise StoreRefused(Said(NOT_TOLD))
    _refuse_unexplained(c, found)


def remove(c: Connection, *, study_id: int | None = None, round_id: int | None = None) -> None:
    """Remove what is told of a study or a round that is itself removed."""
    theirs = select(_feedback.id).where(_about(study_id, round_id))
    for table in (study_tables.feedback_line, study_tables.told):
        c.execute(delete(table).where(table.c.feedback_id.in_(theirs)))
    c.execute(delete(study_tables.feedback).where(_about(study_id, round_id)))


def _refuse_unexplained(c: Connection, feedback: Feedback) -> None:
    if unexplained(c, feedback):
        raise StoreRefused(Said(NO_WHY))


def _only_translates(before: LinePlan, after: LinePlan) -> bool:
    alike = (before.picture, before.action_id, before.figure) == (after.picture, after.action_id, after.figure)
    texts = ((before.said, after.said), (before.did, after.did), (before.wont, after.wont))
    # A part that was empty was not told, so it is not translated but new.
    return alike and all(only_adds(old, new) and (bool(old) or not new) for old, new in texts)


def _values(c: Connection, plan: LinePlan, feedback: Feedback) -> dict[str, object]:
    source = feedback.languages[0]
    if not plan.said.get(source, "").strip():
        raise StoreRefused(Said("Write what the participants said."))
    if not plan.did.get(source, "").strip() and not plan.wont.get(source, "").strip():
        raise StoreRefused(Said("Write what was done, or why it won't be done."))
    texts = {"said": dict(plan.said), "did": dict(plan.did), "wont": dict(plan.wont)}
    names = figure_rounds(c, study_id=feedback.study_id, round_id=feedback.round_id)
    if plan.figure and plan.figure.round not in names:
        raise StoreRefused(Said("A figure can only come from what was asked here."))
    figure = asdict(plan.figure) if plan.figure else None
    return {"picture": plan.picture, **texts, "action_id": plan.action_id, "figure": figure}


def _held(c: Connection, feedback: Feedback) -> Feedback:
    """The feedback as it stands now. Until the transaction ends nobody else changes it."""
    turns.take(c, "feedback", feedback.study_id, feedback.round_id)
    return _there(of(c, study_id=feedback.study_id, round_id=feedback.round_id))


def _there(found: Feedback | None) -> Feedback:
    if found is None:
        raise StoreRefused(Said("This has been removed."))
    return found


def _about(study_id: int | None, round_id: int | None) -> ColumnElement[bool]:
    return _feedback.study_id == study_id if study_id is not None else _feedback.round_id == round_id


def _read(c: Connection, which: ColumnElement[bool]) -> list[Feedback]:
    found = [row._asdict() for row in c.execute(select(study_tables.feedback).where(which).order_by(_feedback.id))]
    return [
        Feedback(
            **row | {"languages": tuple(row["languages"])}, lines=_lines(c, row["id"]), told=_tellings(c, row["id"])
        )
        for row in found
    ]


def _lines(c: Connection, id: int) -> tuple[Line, ...]:
    rows = c.execute(select(study_tables.feedback_line).where(_line.feedback_id == id).order_by(_line.position))
    return tuple(_read_line(row._asdict()) for row in rows)


def _read_line(plain: Mapping[str, Any]) -> Line:
    figure = Figure(**plain["figure"]) if plain["figure"] else None
    return Line(**{name: value for name, value in plain.items() if name != "feedback_id"} | {"figure": figure})


def _tellings(c: Connection, id: int) -> tuple[Telling, ...]:
    columns = (_told.day, _told.how, _told.site, _told.note)
    rows = c.execute(select(*columns).where(_told.feedback_id == id).order_by(_told.day, _told.id))
    return tuple(Telling(*row) for row in rows)
