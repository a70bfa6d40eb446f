"""The tables of focus groups, and of what became of what was said.

- What is written down in a meeting is a set that only grows: ids are made by the device that writes, and what has
  arrived twice is there once. What holds now follows from the whole set, in whatever order it came.
- A speaker has no name anywhere.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from surveyapp.store.columns import Moment, document, id_column, key_of, metadata, of, one_of

# ---- studies, groups, meetings ----

guide = Table(
    "guide",
    metadata,
    Column("version", String(64), primary_key=True),
    Column("key", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("published", Date, nullable=False),
    Column("title", document, nullable=False),
    Column("definition", LargeBinary, nullable=False),
)
"""A version of a moderator's guide, whole. The highest number of a key is the one that was loaded last."""

study = Table(
    "study",
    metadata,
    id_column(),
    Column("name", Text, nullable=False, unique=True),
    Column("label", Text, nullable=False),
    Column("guide_version", String(64), ForeignKey("guide.version"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("languages", document, nullable=False),
    Column("k", Integer, nullable=False),
    Column("responsible", Text, nullable=False),
    Column("contact", Text, nullable=False),
    Column("legal_ground", Text, nullable=False),
    Column("kept_until", Date),
    Column("reference", Text, nullable=False),
    Column("help_now", Text, nullable=False),
    Column("results_told", Text, nullable=False),
    Column("begun", Date, nullable=False),
    Column("finished", Date),
    one_of("kind", "real", "trial", "demo"),
    CheckConstraint("k >= 3", name="k"),
)

study_release = Table(
    "study_release",
    metadata,
    key_of("study"),
    Column("released", Date, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("json", LargeBinary, nullable=False),
)

focus_group = Table(
    "focus_group",
    metadata,
    id_column(),
    of("study"),
    Column("label", Text, nullable=False),
    Column("site", Text, nullable=False),
    Column("composition", Text, nullable=False),
    Column("reason", Text, nullable=False),
    one_of("composition", "women", "men", "mixed"),
    Index("ix_focus_group_study_id", "study_id"),
)

speaker = Table(
    "speaker",
    metadata,
    id_column(),
    of("focus_group"),
    Column("number", Integer, nullable=False),
    Column("gender", Text),
    Column("language", Text, nullable=False),
    Column("interpreter", Boolean, nullable=False),
    Column("support_person", Boolean, nullable=False),
    Column("agrees_notes", Boolean, nullable=False),
    Column("agrees_quotes", Boolean, nullable=False),
    Column("agrees_recording", Boolean, nullable=False),
    Column("told", document, nullable=False),
    Column("withdrawn", Date),
    one_of("gender", "woman", "man", "other"),
    UniqueConstraint("focus_group_id", "number"),
)
"""A member of a group, as D1, D2, … `told` lists how they were told what they agreed to."""

meeting = Table(
    "meeting",
    metadata,
    id_column(),
    of("focus_group"),
    Column("number", Integer, nullable=False),
    Column("day", Date, nullable=False),
    Column("state", Text, nullable=False),
    Column("moderator", Text, nullable=False),
    Column("relation", Text, nullable=False),
    Column("arrived", Integer, nullable=False),
    one_of("state", "planned", "under_way", "ended"),
    one_of("relation", "outsider", "staff", "own_supervisor", "peer"),
    UniqueConstraint("focus_group_id", "number"),
)
"""`moderator` is a role, no name. `arrived` counts what has been written down in it."""

attendance = Table("attendance", metadata, key_of("meeting"), key_of("speaker"))

# ---- what is written down in a meeting: rows are added, and never changed ----


def _written() -> list[Column[int] | Column[str]]:
    return [
        id_column(),
        of("meeting"),
        Column("arrived", Integer, nullable=False),
        Column("writer", Text, nullable=False),
    ]


def _who() -> list[Column[str] | Column[int] | CheckConstraint]:
    return [
        Column("who", Text, nullable=False),
        of("speaker", nullable=True),
        one_of("who", "speaker", "several", "unknown", "moderator", "interpreter", "support_person"),
        CheckConstraint("(who = 'speaker') = (speaker_id IS NOT NULL)", name="speaker_named"),
    ]


wording = Table(
    "wording",
    metadata,
    *_written(),
    Column("statement_id", BigInteger, nullable=False),
    Column("stamp", BigInteger, nullable=False),
    Column("theme", Text, nullable=False),
    Column("sort", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("removed", Boolean, nullable=False),
    *_who(),
    one_of("sort", "verbatim", "reworded", "summary", "interpreted"),
    UniqueConstraint("meeting_id", "arrived"),
    Index("ix_wording_statement_id", "statement_id"),
)
"""A statement as somebody wrote it down. Of a statement's wordings the one of the highest stamp (then id) holds, and
the first is kept. A speaker's words are emptied when the speaker withdraws."""

turn = Table(
    "turn",
    metadata,
    *_written(),
    Column("theme", Text, nullable=False),
    Column("seconds", Integer, nullable=False),
    Column("interpreted", Boolean, nullable=False),
    *_who(),
    UniqueConstraint("meeting_id", "arrived"),
)
"""A time that somebody spoke for."""

theme_time = Table(
    "theme_time",
    metadata,
    *_written(),
    Column("theme", Text, nullable=False),
    Column("seconds", Integer, nullable=False),
    UniqueConstraint("meeting_id", "arrived"),
)
"""A time that a theme was talked about for."""

reading_back = Table(
    "reading_back",
    metadata,
    *_written(),
    Column("statement_id", BigInteger, nullable=False),
    Column("stamp", BigInteger, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("present", document, nullable=False),
    Column("day", Date, nullable=False),
    one_of("outcome", "read_back", "confirmed", "changed", "rejected"),
    UniqueConstraint("meeting_id", "arrived"),
    Index("ix_reading_back_statement_id", "statement_id"),
)
"""A statement was read back in a meeting: what became of it, and which speakers were there (their ids as text)."""

# ---- what analysts and the group make of it ----

code = Table(
    "code",
    metadata,
    id_column(),
    of("study"),
    Column("parent_id", BigInteger, ForeignKey("code.id")),
    Column("name", Text, nullable=False),
    Column("description", Text, nullable=False),
    Index("ix_code_study_id", "study_id"),
)
"""A label of the analysts', in a tree."""

coding = Table(
    "coding",
    metadata,
    id_column(),
    of("code"),
    Column("statement_id", BigInteger, nullable=False),
    Column("wording_id", BigInteger, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("who", Text, nullable=False),
    UniqueConstraint("code_id", "statement_id", "start", "end"),
    Index("ix_coding_statement_id", "statement_id"),
)
"""A code on a part of a statement: from `start` to before `end`, letters of that wording."""

sorting = Table(
    "sorting",
    metadata,
    Column("statement_id", BigInteger, primary_key=True, autoincrement=False),
    of("study"),
    Column("sorted", Text, nullable=False),
    one_of("sorted", "can_do", "cannot_now", "can_ease"),
)
"""What the staff say of a statement."""

quote = Table(
    "quote",
    metadata,
    Column("statement_id", BigInteger, primary_key=True, autoincrement=False),
    of("study"),
    Column("text", Text, nullable=False),
)
"""A statement, or a shorter form of it, that analysts let others read."""

improvement = Table(
    "improvement",
    metadata,
    id_column(),
    of("study"),
    of("focus_group", nullable=True),
    Column("text", document, nullable=False),
    Column("picture", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("merged_into_id", BigInteger, ForeignKey("improvement.id")),
    Index("ix_improvement_study_id", "study_id"),
)
"""What a group wants changed, in its languages."""

improvement_source = Table(
    "improvement_source",
    metadata,
    key_of("improvement"),
    Column("statement_id", BigInteger, primary_key=True, autoincrement=False),
)
"""The statements that an improvement was built from."""

ballot = Table(
    "ballot",
    metadata,
    id_column(),
    of("study"),
    Column("label", Text, nullable=False),
    Column("voters", Text, nullable=False),
    Column("method", Text, nullable=False),
    Column("choose", Integer, nullable=False),
    Column("by_gender", Boolean, nullable=False),
    Column("step", Text, nullable=False),
    Column("beside_id", BigInteger, ForeignKey("ballot.id")),
    of("round", nullable=True),
    one_of("voters", "participants", "staff"),
    one_of("method", "rank", "dots", "yes_no"),
    one_of("step", "ideas", "round_table", "merge", "vote"),
    Index("ix_ballot_study_id", "study_id"),
)
"""A secret vote. Its votes are the responses of its round, which is there from the step `vote` on. `beside` is the
ballot on the same improvements whose voice weighs the same."""

ballot_choice = Table(
    "ballot_choice",
    metadata,
    key_of("ballot"),
    key_of("improvement"),
    Column("position", Integer, nullable=False),
)

# ---- what became of it ----

action = Table(
    "action",
    metadata,
    id_column(),
    of("study", nullable=True),
    of("round", nullable=True),
    Column("title", document, nullable=False),
    Column("picture", Text, nullable=False),
    Column("begun", Date, nullable=False),
    CheckConstraint("study_id IS NULL OR round_id IS NULL", name="one_origin"),
)
"""What the organisation does, or does not. Its state is that of its last event."""

action_improvement = Table("action_improvement", metadata, key_of("action"), key_of("improvement"))

action_event = Table(
    "action_event",
    metadata,
    id_column(),
    of("action"),
    Column("number", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("who", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("why", document, nullable=False),
    Column("owner", Text, nullable=False),
    Column("due", Date),
    Column("next_meeting", Date),
    one_of("state", "proposed", "decided", "under_way", "done", "no"),
    UniqueConstraint("action_id", "number"),
)
"""How an action stood from then on: rows are added, and never changed."""

feedback = Table(
    "feedback",
    metadata,
    id_column(),
    Column("name", Text, nullable=False, unique=True),
    of("study", nullable=True),
    of("round", nullable=True),
    Column("languages", document, nullable=False),
    Column("asked", Date, nullable=False),
    Column("published", Date),
    CheckConstraint("(study_id IS NULL) <> (round_id IS NULL)", name="one_origin"),
    UniqueConstraint("study_id"),
    UniqueConstraint("round_id"),
)
"""What the participants of a study or a round are told. `name` stands in the address of its page."""

feedback_line = Table(
    "feedback_line",
    metadata,
    id_column(),
    of("feedback"),
    Column("position", Integer, nullable=False),
    Column("picture", Text, nullable=False),
    Column("said", document, nullable=False),
    Column("did", document, nullable=False),
    Column("wont", document, nullable=False),
    of("action", nullable=True),
    Column("figure", document),
    Index("ix_feedback_line_feedback_id", "feedback_id"),
)
"""You said, we did, we won't because: in the languages of the feedback. `figure` names one of a release."""

told = Table(
    "told",
    metadata,
    id_column(),
    of("feedback"),
    Column("day", Date, nullable=False),
    Column("how", Text, nullable=False),
    Column("site", Text, nullable=False),
    Column("note", Text, nullable=False),
    one_of("how", "meeting", "poster", "letter", "page", "talk"),
    Index("ix_told_feedback_id", "feedback_id"),
)
"""When and how the participants were told."""
