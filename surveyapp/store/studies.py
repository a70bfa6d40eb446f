"""Studies: their groups, who speaks in them, and the meetings. A speaker has a number, and no name anywhere."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any, Literal, TypeAlias, TypeVar

from sqlalchemy import Row, delete, func, insert, select, update

from surveyapp.questionnaire.words import Said
from surveyapp.store import actions, feedback, rounds, study_tables, tables, turns
from surveyapp.store.engine import Connection
from surveyapp.store.errors import StoreRefused
from surveyapp.store.rounds import SMALLEST_K, Facts, Kind, address_name

Composition: TypeAlias = Literal["women", "men", "mixed"]
Gender: TypeAlias = Literal["woman", "man", "other"]
Told: TypeAlias = Literal["read_aloud", "interpreter", "pictures"]
Relation: TypeAlias = Literal["outsider", "staff", "own_supervisor", "peer"]
MeetingState: TypeAlias = Literal["planned", "under_way", "ended"]

T = TypeVar("T")


@dataclass(frozen=True)
class StudyPlan:
    """What is fixed when a study begins. `facts` and the two texts after it are told to the participants."""

    label: str
    guide_version: str
    kind: Kind
    languages: tuple[str, ...]
    k: int
    facts: Facts
    help_now: str
    results_told: str


@dataclass(frozen=True)
class Study(StudyPlan):
    """All groups that talk by one guide. `finished` is the day from which nothing more is owed to the participants."""

    id: int
    name: str
    begun: date
    finished: date | None


@dataclass(frozen=True)
class GroupPlan:
    """A group as it is put together, and why it is women, men or mixed."""

    label: str
    site: str
    composition: Composition
    reason: str


@dataclass(frozen=True)
class Group(GroupPlan):
    """A focus group of a study."""

    id: int
    study_id: int


@dataclass(frozen=True)
class SpeakerPlan:
    """What is known of a speaker: never who it is. `told` is how they were told what they agreed to."""

    gender: Gender | None
    language: str
    interpreter: bool
    support_person: bool
    agrees_notes: bool
    agrees_quotes: bool
    agrees_recording: bool
    told: tuple[Told, ...]


@dataclass(frozen=True)
class Speaker(SpeakerPlan):
    """A member of a group. Of one who has withdrawn no words are left."""

    id: int
    focus_group_id: int
    number: int
    withdrawn: date | None

    @property
    def pseudonym(self) -> str:
        """D1, D2, … in their group."""
        return f"D{self.number}"


@dataclass(frozen=True)
class MeetingPlan:
    """When a group meets. `moderator` is a role, no name; `relation` is what they are to the participants."""

    day: date
    moderator: str
    relation: Relation


@dataclass(frozen=True)
class Meeting(MeetingPlan):
    """One sitting of a group. `arrived` counts what has been written down in it."""

    id: int
    focus_group_id: int
    number: int
    state: MeetingState
    arrived: int


_study = study_tables.study.c
_group = study_tables.focus_group.c
_speaker = study_tables.speaker.c
_meeting = study_tables.meeting.c
_attendance = study_tables.attendance.c


def begin(c: Connection, plan: StudyPlan, day: date) -> Study:
    """Store a new study."""
    if plan.k < SMALLEST_K:
        raise StoreRefused(
            Said("The smallest group that figures may be about must be %(k)s or more.", {"k": SMALLEST_K})
        )
    plain = asdict(plan)
    id = tables.new_id()
    c.execute(
        insert(study_tables.study).values(
            id=id, name=address_name(plan.label), begun=day, finished=None, **plain.pop("facts"), **plain
        )
    )
    return _there(study_by_id(c, id))


def studies(c: Connection) -> list[Study]:
    """All studies, the newest first."""
    rows = c.execute(select(study_tables.study).order_by(_study.begun.desc(), _study.label))
    return [_read_study(row) for row in rows]


def study_named(c: Connection, name: str) -> Study | None:
    """The study of that name."""
    row = c.execute(select(study_tables.study).where(_study.name == name)).one_or_none()
    return _read_study(row) if row else None


def study_by_id(c: Connection, id: int) -> Study | None:
    """The study of that id."""
    row = c.execute(select(study_tables.study).where(_study.id == id)).one_or_none()
    return _read_study(row) if row else None


def held(c: Connection, id: int) -> Study:
    """The study as it stands now. Until the transaction ends nobody else who holds it changes anything in it."""
    turns.take(c, "study", id)
    return _there(study_by_id(c, id))


def finish(c: Connection, study: Study, day: date) -> None:
    """Mark a study as finished: its participants have been told what became of it. Refused before that."""
    feedback.refuse_untold(c, study_id=study.id)
    c.execute(update(study_tables.study).where(_study.id == study.id).values(finished=day))


def remove(c: Connection, study: Study) -> None:
    """Remove a trial or demo study with all that belongs to it, the rounds of its ballots too."""
    if study.kind == "real":
        raise StoreRefused(Said("A real study can't be removed."))
    held(c, study.id)
    t = study_tables
    groups = select(_group.id).where(_group.study_id == study.id)
    meetings = select(_meeting.id).where(_meeting.focus_group_id.in_(groups))
    ballots = select(t.ballot.c.id).where(t.ballot.c.study_id == study.id)
    codes = select(t.code.c.id).where(t.code.c.study_id == study.id)
    theirs = select(t.improvement.c.id).where(t.improvement.c.study_id == study.id)
    votes = c.execute(select(t.ballot.c.round_id).where(t.ballot.c.study_id == study.id)).scalars().all()
    for id in filter(None, votes):
        round = rounds.round_by_id(c, id)
        if round:
            rounds.remove(c, round)
    feedback.remove(c, study_id=study.id)
    actions.remove(c, study_id=study.id)
    for table in (t.wording, t.turn, t.theme_time, t.reading_back, t.attendance):
        c.execute(delete(table).where(table.c.meeting_id.in_(meetings)))
    c.execute(delete(t.coding).where(t.coding.c.code_id.in_(codes)))
    c.execute(delete(t.ballot_choice).where(t.ballot_choice.c.ballot_id.in_(ballots)))
    c.execute(delete(t.improvement_source).where(t.improvement_source.c.improvement_id.in_(theirs)))
    c.execute(update(t.code).where(t.code.c.study_id == study.id).values(parent_id=None))
    c.execute(update(t.ballot).where(t.ballot.c.study_id == study.id).values(beside_id=None))
    c.execute(update(t.improvement).where(t.improvement.c.study_id == study.id).values(merged_into_id=None))
    for table in (t.code, t.ballot, t.improvement, t.sorting, t.quote, t.study_release):
        c.execute(delete(table).where(table.c.study_id == study.id))
    for table in (t.meeting, t.speaker):
        c.execute(delete(table).where(table.c.focus_group_id.in_(groups)))
    c.execute(delete(t.focus_group).where(_group.study_id == study.id))
    c.execute(delete(t.study).where(_study.id == study.id))


# ---- groups and speakers ----


def add_group(c: Connection, study: Study, plan: GroupPlan) -> Group:
    """Add a group to a study."""
    id = tables.new_id()
    c.execute(insert(study_tables.focus_group).values(id=id, study_id=study.id, **asdict(plan)))
    return _there(group_by_id(c, id))


def groups(c: Connection, study_id: int) -> list[Group]:
    """The groups of a study, by label."""
    rows = c.execute(
        select(study_tables.focus_group).where(_group.study_id == study_id).order_by(_group.label, _group.id)
    )
    return [Group(**row._asdict()) for row in rows]


def group_by_id(c: Connection, id: int) -> Group | None:
    """The group of that id."""
    row = c.execute(select(study_tables.focus_group).where(_group.id == id)).one_or_none()
    return Group(**row._asdict()) if row else None


def add_speaker(c: Connection, group: Group, plan: SpeakerPlan) -> Speaker:
    """Add a speaker to a group, with its next number."""
    turns.take(c, "group", group.id)
    last = c.execute(select(func.max(_speaker.number)).where(_speaker.focus_group_id == group.id)).scalar() or 0
    id = tables.new_id()
    c.execute(
        insert(study_tables.speaker).values(
            id=id, focus_group_id=group.id, number=last + 1, withdrawn=None, **asdict(plan)
        )
    )
    return _there(speaker_by_id(c, id))


def change_speaker(c: Connection, speaker: Speaker, plan: SpeakerPlan) -> None:
    """Correct what is known of a speaker."""
    c.execute(update(study_tables.speaker).where(_speaker.id == speaker.id).values(**asdict(plan)))


def speakers(c: Connection, *group_ids: int) -> list[Speaker]:
    """The speakers of these groups, by number."""
    rows = c.execute(
        select(study_tables.speaker)
        .where(_speaker.focus_group_id.in_(group_ids))
        .order_by(_speaker.focus_group_id, _speaker.number)
    )
    return [_read_speaker(row) for row in rows]


def withdrawn(c: Connection, group_id: int) -> set[int]:
    """The ids of a group's speakers who have withdrawn."""
    left = select(_speaker.id).where(_speaker.focus_group_id == group_id, _speaker.withdrawn.is_not(None))
    return set(c.execute(left).scalars())


def speaker_by_id(c: Connection, id: int) -> Speaker | None:
    """The speaker of that id."""
    row = c.execute(select(study_tables.speaker).where(_speaker.id == id)).one_or_none()
    return _read_speaker(row) if row else None


# ---- meetings ----


def plan_meeting(c: Connection, group: Group, plan: MeetingPlan) -> Meeting:
    """Plan a group's next meeting."""
    turns.take(c, "group", group.id)
    last = c.execute(select(func.max(_meeting.number)).where(_meeting.focus_group_id == group.id)).scalar() or 0
    id = tables.new_id()
    c.execute(
        insert(study_tables.meeting).values(
            id=id, focus_group_id=group.id, number=last + 1, state="planned", arrived=0, **asdict(plan)
        )
    )
    return _there(meeting_by_id(c, id))


def meetings(c: Connection, *group_ids: int) -> list[Meeting]:
    """The meetings of these groups, in order."""
    rows = c.execute(
        select(study_tables.meeting)
        .where(_meeting.focus_group_id.in_(group_ids))
        .order_by(_meeting.focus_group_id, _meeting.number)
    )
    return [Meeting(**row._asdict()) for row in rows]


def meeting_by_id(c: Connection, id: int) -> Meeting | None:
    """The meeting of that id."""
    row = c.execute(select(study_tables.meeting).where(_meeting.id == id)).one_or_none()
    return Meeting(**row._asdict()) if row else None


def meeting_of(c: Connection, study_name: str, id: int) -> tuple[Study, Group, Meeting] | None:
    """A meeting of the study of that name, with its group."""
    parts = (study_tables.study, study_tables.focus_group, study_tables.meeting)
    row = c.execute(
        select(*parts)
        .join(parts[1], parts[1].c.study_id == _study.id)
        .join(parts[2], parts[2].c.focus_group_id == parts[1].c.id)
        .where(_study.name == study_name, _meeting.id == id)
    ).one_or_none()
    if row is None:
        return None
    study, group, meeting = ({column.name: row._mapping[column] for column in table.columns} for table in parts)
    return _study_of(study), Group(**group), Meeting(**meeting)


def set_state(c: Connection, meeting: Meeting, state: MeetingState) -> None:
    """Say that a meeting is planned, under way or ended."""
    c.execute(update(study_tables.meeting).where(_meeting.id == meeting.id).values(state=state))


def set_present(c: Connection, meeting: Meeting, speaker_ids: Sequence[int]) -> None:
    """Say which speakers of the group are in a meeting. Ids of others are left out."""
    turns.take(c, "meeting", meeting.id)
    c.execute(delete(study_tables.attendance).where(_attendance.meeting_id == meeting.id))
    of_group = {speaker.id for speaker in speakers(c, meeting.focus_group_id)}
    rows = [{"meeting_id": meeting.id, "speaker_id": id} for id in dict.fromkeys(speaker_ids) if id in of_group]
    if rows:
        c.execute(insert(study_tables.attendance), rows)


def present(c: Connection, *meeting_ids: int) -> dict[int, frozenset[int]]:
    """For each of these meetings the ids of the speakers who are in it."""
    found: dict[int, set[int]] = {id: set() for id in meeting_ids}
    for meeting_id, speaker_id in c.execute(
        select(_attendance.meeting_id, _attendance.speaker_id).where(_attendance.meeting_id.in_(meeting_ids))
    ):
        found[meeting_id].add(speaker_id)
    return {id: frozenset(ids) for id, ids in found.items()}


def _there(found: T | None) -> T:
    if found is None:
        raise StoreRefused(Said("This has been removed."))
    return found


def _read_study(row: Row[Any]) -> Study:
    return _study_of(row._asdict())


def _study_of(plain: dict[str, Any]) -> Study:
    facts = Facts(**{part.name: plain.pop(part.name) for part in fields(Facts)})
    return Study(**plain | {"facts": facts, "languages": tuple(plain["languages"])})


def _read_speaker(row: Row[Any]) -> Speaker:
    plain = row._asdict()
    return Speaker(**plain | {"told": tuple(plain["told"])})
