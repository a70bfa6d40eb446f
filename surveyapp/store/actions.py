"""Actions: what the organisation does about what was said, or does not, and why.

How an action stands is added, and never changed: its history only grows.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Literal, TypeAlias

from sqlalchemy import ColumnElement, delete, func, insert, select, true, update

from surveyapp.questionnaire.words import Said
from surveyapp.store import study_tables, tables, turns
from surveyapp.store.engine import Connection
from surveyapp.store.errors import StoreRefused

State: TypeAlias = Literal["proposed", "decided", "under_way", "done", "no"]
Texts: TypeAlias = Mapping[str, str]
"""A text in several languages: each language's tag with it."""


@dataclass(frozen=True)
class ActionPlan:
    """What is fixed when an action begins. It comes of a study or of a round; `improvements` are ids of the study's."""

    study_id: int | None
    round_id: int | None
    title: Texts
    picture: str
    improvements: tuple[int, ...]


@dataclass(frozen=True)
class Stand:
    """How an action stands. `owner` is a role, no name. `why` is why nothing is done, where the state is `no`."""

    state: State
    why: Texts
    owner: str
    due: date | None
    next_meeting: date | None


@dataclass(frozen=True)
class Event(Stand):
    """How an action stood from then on, and who of the staff wrote it down."""

    number: int
    at: datetime
    who: str


@dataclass(frozen=True)
class Action(ActionPlan):
    """An action with its history, of which there is always a first event."""

    id: int
    begun: date
    events: tuple[Event, ...]

    @property
    def now(self) -> Event:
        """How it stands now."""
        return self.events[-1]

    def is_overdue(self, day: date) -> bool:
        """Whether it should have been done before that day, and is neither done nor refused."""
        return self.now.state not in ("done", "no") and self.now.due is not None and self.now.due < day


_action = study_tables.action.c
_event = study_tables.action_event.c
_of_improvement = study_tables.action_improvement.c


def begin(c: Connection, plan: ActionPlan, stand: Stand, who: str, now: datetime, day: date) -> Action:
    """Put a new action on the board. `KeyError` if it comes of neither a study nor a round, or of both."""
    if (plan.study_id is None) == (plan.round_id is None):
        raise KeyError("an action comes of a study or of a round")
    id = tables.new_id()
    values = {"title": dict(plan.title), "picture": plan.picture, "begun": day}
    c.execute(insert(study_tables.action).values(id=id, study_id=plan.study_id, round_id=plan.round_id, **values))
    rows = [{"action_id": id, "improvement_id": one} for one in dict.fromkeys(plan.improvements)]
    if rows:
        c.execute(insert(study_tables.action_improvement), rows)
    _add(c, id, stand, who, now)
    return _there(c, id)


def go_on(c: Connection, action: Action, stand: Stand, who: str, now: datetime) -> Action:
    """Write down how an action stands from now on. What stood before stays in its history."""
    turns.take(c, "action", action.id)
    _add(c, _there(c, action.id).id, stand, who, now)
    return _there(c, action.id)


def translate(c: Connection, action: Action, title: Texts) -> Action:
    """Add the title in languages that it lacks. Refused where it would say something else than before."""
    turns.take(c, "action", action.id)
    present = _there(c, action.id)
    if not only_adds(present.title, title):
        raise StoreRefused(Said("What the action is called can't be changed. Put a new one on the board."))
    c.execute(update(study_tables.action).where(_action.id == action.id).values(title=dict(title)))
    return _there(c, action.id)


def only_adds(before: Texts, after: Texts) -> bool:
    """Whether every text of `before` is in `after` as it was."""
    return all(after.get(language) == text for language, text in before.items())


def actions(c: Connection, *, study_id: int | None = None, round_id: int | None = None) -> list[Action]:
    """The actions of a study or of a round, or all there are, the oldest first."""
    if study_id is None and round_id is None:
        return _read(c, true())
    return _read(c, _from(study_id, round_id))


def action_by_id(c: Connection, id: int) -> Action | None:
    """The action of that id."""
    return next(iter(_read(c, _action.id == id)), None)


def remove(c: Connection, *, study_id: int | None = None, round_id: int | None = None) -> None:
    """Remove the actions of a study or of a round that is itself removed. What is told of them goes before."""
    theirs = select(_action.id).where(_from(study_id, round_id))
    for table in (study_tables.action_improvement, study_tables.action_event):
        c.execute(delete(table).where(table.c.action_id.in_(theirs)))
    c.execute(delete(study_tables.action).where(_from(study_id, round_id)))


def _add(c: Connection, id: int, stand: Stand, who: str, now: datetime) -> None:
    if stand.state == "no" and not any(text.strip() for text in stand.why.values()):
        raise StoreRefused(Said("Write why nothing will be done about it."))
    if not stand.owner.strip():
        raise StoreRefused(Said("Write who is responsible for it, as a role."))
    last = c.execute(select(func.max(_event.number)).where(_event.action_id == id)).scalar() or 0
    values = {part.name: getattr(stand, part.name) for part in fields(Stand)} | {"why": dict(stand.why)}
    row = {"id": tables.new_id(), "action_id": id, "number": last + 1, "at": now, "who": who}
    c.execute(insert(study_tables.action_event).values(**row, **values))


def _from(study_id: int | None, round_id: int | None) -> ColumnElement[bool]:
    return _action.study_id == study_id if study_id is not None else _action.round_id == round_id


def _read(c: Connection, which: ColumnElement[bool]) -> list[Action]:
    ids = select(_action.id).where(which)
    events: dict[int, list[Event]] = defaultdict(list)
    columns = [_event[part.name] for part in fields(Event)]
    for row in c.execute(select(_event.action_id, *columns).where(_event.action_id.in_(ids)).order_by(_event.number)):
        plain = row._asdict()
        events[plain.pop("action_id")].append(Event(**plain))
    improvements: dict[int, list[int]] = defaultdict(list)
    for action_id, improvement_id in c.execute(
        select(_of_improvement.action_id, _of_improvement.improvement_id)
        .where(_of_improvement.action_id.in_(ids))
        .order_by(_of_improvement.improvement_id)
    ):
        improvements[action_id].append(improvement_id)
    rows = c.execute(select(study_tables.action).where(which).order_by(_action.begun, _action.id))
    return [
        Action(**row._asdict(), improvements=tuple(improvements[row.id]), events=tuple(events[row.id])) for row in rows
    ]


def _there(c: Connection, id: int) -> Action:
    found = action_by_id(c, id)
    if found is None:
        raise StoreRefused(Said("This has been removed."))
    return found
