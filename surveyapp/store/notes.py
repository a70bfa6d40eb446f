"""What is written down in a meeting: a set that only grows, so that it is the same in whatever order it arrives.

Each note has an id that the writing device made. A note that arrives again changes nothing. Two people who write about
the same statement at once overwrite nothing: both wordings are kept, and the one of the highest stamp holds.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence, Set
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from operator import attrgetter
from typing import Literal, TypeAlias, TypeVar

from sqlalchemy import Table, delete, insert, select, update

from surveyapp.store import studies, study_tables, turns
from surveyapp.store.engine import Connection
from surveyapp.store.studies import Meeting, Speaker

Who: TypeAlias = Literal["speaker", "several", "unknown", "moderator", "interpreter", "support_person"]
Sort: TypeAlias = Literal["verbatim", "reworded", "summary", "interpreted"]
Outcome: TypeAlias = Literal["draft", "read_back", "confirmed", "changed", "rejected"]


@dataclass(frozen=True)
class _Note:
    id: int
    meeting_id: int
    writer: str
    arrived: int
    """The place among the meeting's notes; 0 for one that has not arrived yet."""


@dataclass(frozen=True)
class Wording(_Note):
    """A statement as somebody wrote it down; `removed` takes it away. Stamps grow with each change of a statement."""

    statement_id: int
    stamp: int
    theme: str
    who: Who
    speaker_id: int | None
    sort: Sort
    text: str
    removed: bool = False


@dataclass(frozen=True)
class Turn(_Note):
    """A time that somebody spoke for."""

    theme: str
    who: Who
    speaker_id: int | None
    seconds: int
    interpreted: bool


@dataclass(frozen=True)
class ThemeTime(_Note):
    """A time that a theme was talked about for."""

    theme: str
    seconds: int


@dataclass(frozen=True)
class ReadingBack(_Note):
    """A statement was read back. `present` are the ids of the speakers who were there; others were not asked."""

    statement_id: int
    stamp: int
    outcome: Outcome
    present: tuple[int, ...]
    day: date


Note: TypeAlias = Wording | Turn | ThemeTime | ReadingBack
N = TypeVar("N", Wording, Turn, ThemeTime, ReadingBack)

TABLES: dict[type[Note], Table] = {
    Wording: study_tables.wording,
    Turn: study_tables.turn,
    ThemeTime: study_tables.theme_time,
    ReadingBack: study_tables.reading_back,
}


@dataclass(frozen=True)
class Statement:
    """What was said, as it holds now. `first` is how it was written down first. `read_back` is the last reading."""

    id: int
    meeting_id: int
    theme: str
    who: Who
    speaker_id: int | None
    sort: Sort
    text: str
    first: str
    wording_id: int
    stamp: int
    """That of its present wording."""
    writer: str
    read_back: ReadingBack | None

    @property
    def outcome(self) -> Outcome:
        """Where it stands with those who said it. Words that were changed after the last reading are a draft again.

        A reading has the next stamp after that of the words that were read. A new wording from it has the same, and the
        same id: somebody else's may have been written at the same time.
        """
        back = self.read_back
        if back is None:
            return "draft"
        holds = back.id == self.wording_id if back.outcome == "changed" else back.stamp > self.stamp
        return back.outcome if holds else "draft"


def write(c: Connection, meeting: Meeting, notes: Sequence[Note]) -> int:
    """Keep the notes that are not there yet. Returns how many notes the meeting has now.

    Of a speaker who has withdrawn nothing is kept but that there was something.
    """
    turns.take(c, "meeting", meeting.id)
    withdrawn = studies.withdrawn(c, meeting.focus_group_id)
    words = study_tables.wording.c
    gone = (
        set(c.execute(select(words.statement_id).where(words.speaker_id.in_(withdrawn))).scalars())
        if withdrawn
        else set[int]()
    )
    known = {
        id
        for table in {TABLES[type(note)] for note in notes}
        for id in c.execute(select(table.c.id).where(table.c.id.in_([note.id for note in notes]))).scalars()
    }
    new: dict[int, Note] = {}
    for note in notes:
        if note.id not in known:
            new.setdefault(note.id, note)
    of = study_tables.meeting.c
    counting = update(study_tables.meeting).where(of.id == meeting.id).values(arrived=of.arrived + len(new))
    last: int = c.execute(counting.returning(of.arrived)).scalar_one()
    rows: dict[Table, list[dict[str, object]]] = defaultdict(list)
    for arrived, note in enumerate(new.values(), start=last - len(new) + 1):
        kept = _without_words(note) if _is_of(note, withdrawn, gone) else note
        row = asdict(replace(kept, meeting_id=meeting.id, arrived=arrived))
        if isinstance(note, ReadingBack):
            row["present"] = [str(id) for id in note.present]  # JSON numbers end at 53 bits
        rows[TABLES[type(note)]].append(row)
    for table, its in rows.items():
        c.execute(insert(table), its)
    return last


def read(c: Connection, sort: type[N], *meeting_ids: int, since: int = 0) -> list[N]:
    """The notes of one sort of these meetings, in the order that they arrived in."""
    table = TABLES[sort]
    columns = [table.c[part.name] for part in fields(sort)]
    rows = c.execute(
        select(*columns)
        .where(table.c.meeting_id.in_(meeting_ids), table.c.arrived > since)
        .order_by(table.c.meeting_id, table.c.arrived)
    )
    if sort is ReadingBack:
        return [sort(**row._asdict() | {"present": tuple(map(int, row.present))}) for row in rows]
    return [sort(**row._asdict()) for row in rows]


def statements(wordings: Iterable[Wording], readings: Iterable[ReadingBack]) -> list[Statement]:
    """What holds of these notes, in the order that the statements arrived in. Removed ones are left out."""
    by_statement: dict[int, list[Wording]] = defaultdict(list)
    for wording in wordings:
        by_statement[wording.statement_id].append(wording)
    last = {reading.statement_id: reading for reading in sorted(readings, key=_order)}
    found = []
    for id, its in by_statement.items():
        its.sort(key=_order)
        now = its[-1]
        if not now.removed:
            found.append(
                Statement(
                    id=id,
                    meeting_id=its[0].meeting_id,
                    theme=now.theme,
                    who=now.who,
                    speaker_id=now.speaker_id,
                    sort=now.sort,
                    text=now.text,
                    first=its[0].text,
                    wording_id=now.id,
                    stamp=now.stamp,
                    writer=its[0].writer,
                    read_back=last.get(id),
                )
            )
    return found


def statements_of(c: Connection, *meeting_ids: int) -> list[Statement]:
    """The statements of these meetings, wherever they were read back."""
    wordings = read(c, Wording, *meeting_ids)
    table = study_tables.reading_back.c
    where = c.execute(
        select(table.meeting_id).distinct().where(table.statement_id.in_({one.statement_id for one in wordings}))
    ).scalars()
    return statements(wordings, read(c, ReadingBack, *where))


def withdraw(c: Connection, speaker: Speaker, day: date) -> None:
    """Take away what a speaker has said, wherever it is kept, and that they spoke. A trace without content stays."""
    for meeting_id in sorted(
        c.execute(
            select(study_tables.meeting.c.id).where(study_tables.meeting.c.focus_group_id == speaker.focus_group_id)
        ).scalars()
    ):
        turns.take(c, "meeting", meeting_id)
    words, talk = study_tables.wording, study_tables.turn
    theirs = select(words.c.statement_id).where(words.c.speaker_id == speaker.id)
    c.execute(update(study_tables.speaker).where(study_tables.speaker.c.id == speaker.id).values(withdrawn=day))
    for table in (study_tables.coding, study_tables.quote, study_tables.sorting, study_tables.improvement_source):
        c.execute(delete(table).where(table.c.statement_id.in_(theirs)))
    c.execute(update(words).where(words.c.statement_id.in_(theirs)).values(text=""))
    c.execute(update(talk).where(talk.c.speaker_id == speaker.id).values(seconds=0))


_order = attrgetter("stamp", "id")


def _is_of(note: Note, speaker_ids: Set[int], statement_ids: Set[int]) -> bool:
    """Whether it tells what one of these speakers said, or something of these statements of theirs."""
    if isinstance(note, Wording):
        return note.speaker_id in speaker_ids or note.statement_id in statement_ids
    return isinstance(note, Turn) and note.speaker_id in speaker_ids


def _without_words(note: Note) -> Note:
    if isinstance(note, Wording):
        return replace(note, text="")
    return replace(note, seconds=0) if isinstance(note, Turn) else note
