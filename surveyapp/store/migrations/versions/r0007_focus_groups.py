"""Focus groups: studies, meetings, what is written down in them, codes, ballots, actions and feedback."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0007"
down_revision = "0006"

big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
document = sa.JSON().with_variant(JSONB(), "postgresql")
moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    # SQLite would copy the table to alter more, and what points at rounds forbids that: there the default stays.
    op.add_column("round", sa.Column("ballot", sa.Boolean(), nullable=False, server_default=sa.false()))
    if op.get_bind().dialect.name != "sqlite":
        op.alter_column("round", "ballot", server_default=None)
    op.add_column("round", sa.Column("finished", sa.Date(), nullable=True))
    op.create_table(
        "guide",
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("published", sa.Date(), nullable=False),
        sa.Column("title", document, nullable=False),
        sa.Column("definition", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_guide")),
    )
    op.create_table(
        "study",
        sa.Column("id", big, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("guide_version", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("languages", document, nullable=False),
        sa.Column("k", sa.Integer(), nullable=False),
        sa.Column("responsible", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("legal_ground", sa.Text(), nullable=False),
        sa.Column("kept_until", sa.Date(), nullable=True),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("help_now", sa.Text(), nullable=False),
        sa.Column("results_told", sa.Text(), nullable=False),
        sa.Column("begun", sa.Date(), nullable=False),
        sa.Column("finished", sa.Date(), nullable=True),
        sa.CheckConstraint("kind IN ('real', 'trial', 'demo')", name=op.f("ck_study_kind")),
        sa.CheckConstraint("k >= 3", name=op.f("ck_study_k")),
        sa.ForeignKeyConstraint(["guide_version"], ["guide.version"], name=op.f("fk_study_guide_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_study")),
        sa.UniqueConstraint("name", name=op.f("uq_study_name")),
    )
    op.create_table(
        "action",
        sa.Column("id", big, autoincrement=False, nullable=False),
        sa.Column("study_id", sa.BigInteger(), nullable=True),
        sa.Column("round_id", sa.BigInteger(), nullable=True),
        sa.Column("title", document, nullable=False),
        sa.Column("picture", sa.Text(), nullable=False),
        sa.Column("begun", sa.Date(), nullable=False),
        sa.CheckConstraint("study_id IS NULL OR round_id IS NULL", name=op.f("ck_action_one_origin")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_action_round_id")),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_action_study_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action")),
    )
    op.create_table(
        "ballot",
        sa.Column("id", big, autoincrement=False, nullable=False),
        sa.Column("study_id", sa.BigInteger(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("voters", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("choose", sa.Integer(), nullable=False),
        sa.Column("by_gender", sa.Boolean(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("beside_id", sa.BigInteger(), nullable=True),
        sa.Column("round_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("method IN ('rank', 'dots', 'yes_no')", name=op.f("ck_ballot_method")),
        sa.CheckConstraint("step IN ('ideas', 'round_table', 'merge', 'vote')", name=op.f("ck_ballot_step")),
        sa.CheckConstraint("voters IN ('participants', 'staff')", name=op.f("ck_ballot_voters")),
        sa.ForeignKeyConstraint(["beside_id"], ["ballot.id"], name=op.f("fk_ballot_beside_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_ballot_round_id")),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_ballot_study_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballot")),
    )
    op.create_index("ix_ballot_study_id", "ballot", ["study_id"], unique=False)
    op.create_table(
        "code",
        sa.Column("id", big, autoincrement=False, nullable=False),
        sa.Column("study_id", sa.BigInteger(), nullable=False),
        sa.Column("parent_id", sa.BigInteger(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["code.id"], name=op.f("fk_code_parent_id")),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_code_study_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code")),
    )
    op.create_index("ix_code_study_id", "code", ["study_id"], unique=False)
    op.create_table(
        "feedback",
        sa.Column("id", big, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("study_id", sa.BigInteger(), nullable=True),
        sa.Column("round_id", sa.BigInteger(), nullable=True),
        sa.Column("languages", document, nullable=False),
        sa.Column("asked", sa.Date(), nullable=False),
        sa.Column("published", sa.Date(), nullable=True),
        sa.CheckConstraint("(study_id IS NULL) <> (round_id IS NULL)", name=op.f("ck_feedback_one_origin")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_feedback_round_id")),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_feedback_study_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
        sa.UniqueConstraint("name", name=op.f("uq_feedback_name")),
        sa.UniqueConstraint("round_id", name=op.f("uq_feedback_round_id")),
        sa.UniqueConstraint("study_id", name=op.f("uq_feedback_study_id")),
    )
    op.create_table(
        "focus_group",
        sa.Column("id", big, autoincrement=False, nullable=False),
        sa.Column("study_id", sa.BigInteger(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("composition", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("composition IN ('women', 'men', 'mixed')", name=op.f("ck_focus_group_composition")),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_focus_group_study_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_focus_group")),
    )
    op.create_index("ix_focus_group_study_id", "focus_group", ["study_id"], unique=False)
    op.create_table(
        "quote",
        sa.Column("statement_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("study_id", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_quote_study_id")),
        sa.PrimaryKeyConstraint("statement_id", name=op.f("pk_quote")),
    )
    op.create_table(
        "sorting",
        sa.Column("statement_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("study_id", sa.BigInteger(), nullable=False),
        sa.Column("sorted", sa.Text(), nullable=False),
        sa.CheckConstraint("sorted IN ('can_do', 'cannot_now', 'can_ease')", name=op.f("ck_sorting_sorted")),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_sorting_study_id")),
        sa.PrimaryKeyConstraint("statement_id", name=op.f("pk_sorting")),
    )
    op.create_table(
        "study_release",
        sa.Column("study_id", big, autoincrement=False, nullable=False),
        sa.Column("released", sa.Date(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("json", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_study_release_study_id")),
        sa.PrimaryKeyConstraint("study_id", name=op.f("pk_study_release")),
    )
    op.create_table(
        "action_event",
        sa.Column("id", big, autoincrement=False, nullable=False),
        sa.Column("action_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("why", document, nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("next_meeting", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "state IN ('proposed', 'decided', 'under_way', 'done', 'no')", name=op.f("ck_action_event_state")
        ),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name=op.f("fk_action_event_action_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_event")),
        sa.UniqueConstraint("action_id", "number", name=op.f("uq_action_event_action_id")),
    )
    op.create_table(
        "coding",
        sa.Column("id", big, autoincrement=False, nullable=False),
        sa.Column("code_id", sa.BigInteger(), nullable=False),
        sa.Column("statement_id", sa.BigInteger(), nullable=False),
        sa.Column("wording_id", sa.BigInteger(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["code_id"], ["code.id"], name=op.f("fk_coding_code_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coding")),
        sa.UniqueConstraint("code_id", "statement_id", "start", "end", name=op.f("uq_coding_code_id")),
    )
    op.create_index("ix_coding_statement_id", "coding", ["statement_id"], unique=False)
    op.create_table(
        "feedback_line",
        sa.Column("id", big, autoincrement=False, nullable=False),
        sa.Column("feedback_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("picture", sa.Text(), nullable=False),
        sa.Column("said", document, nullable=False),
        sa.Column("did", document, nullable=False),
        sa.Column("wont", document, nullable=False),
        sa.Column("action_id", sa.BigInteger(), nullable=True),
        sa.Column("figure", document, nullable=True),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name=op.f("fk_feedback_line_action_id")),
        sa.ForeignKeyConstraint(["feedback_id"], ["feedback.id"], name=op.f("fk_feedback_line_feedback_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_line")),
    )
    op.create_index("ix_feedback_line_feedback_id", "feedback_line", ["feedback_id"], unique=False)
    op.create_table(
        "improvement",
        sa.Column("id", big, autoincrement=False, nullable=False),
        sa.Column("study_id", sa.BigInteger(), nullable=False),
        sa.Column("focus_group_id", sa.BigInteger(), nullable=True),
        sa.Column("text", document, nullable=False),
        sa.Column("picture", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("merged_into_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["focus_group_id"], ["focus_group.id"], name=op.f("fk_improvement_focus_group_id")),
        sa.ForeignKeyConstraint(["merged_into_id"], ["improvement.id"], name=op.f("fk_improvement_merged_into_id")),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_improvement_study_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_improvement")),
    )
    op.create_index("ix_improvement_study_id", "improvement", ["study_id"], unique=False)
    op.create_table(
        "meeting",
        sa.Column("id", big, autoincrement=False, nullable=False),
        sa.Column("focus_group_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("moderator", sa.Text(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("arrived", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "relation IN ('outsider', 'staff', 'own_supervisor', 'peer')", name=op.f("ck_meeting_relation")
        ),
        sa.CheckConstraint("state IN ('planned', 'under_way', 'ended')", name=op.f("ck_meeting_state")),
        sa.ForeignKeyConstraint(["focus_group_id"], ["focus_group.id"], name=op.f("fk_meeting_focus_group_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint("focus_group_id", "number", name=op.f("uq_meeting_focus_group_id")),
    )
    op.create_table(
        "speaker",
        sa.Column("id", big, autoincrement=False, nullable=False),
        sa.Column("focus_group_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("gender", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("interpreter", sa.Boolean(), nullable=False),
        sa.Column("support_person", sa.Boolean(), nullable=False),
        sa.Column("agrees_notes", sa.Boolean(), nullable=False),
        sa.Column("agrees_quotes", sa.Boolean(), nullable=False),
        sa.Column("agrees_recording", sa.Boolean(), nullable=False),
        sa.Column("told", document, nullable=False),
        sa.Column("withdrawn", sa.Date(), nullable=True),
        sa.CheckConstraint("gender IN ('woman', 'man', 'other')", name=op.f("ck_speaker_gender")),
        sa.ForeignKeyConstraint(["focus_group_id"], ["focus_group.id"], name=op.f("fk_speaker_focus_group_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speaker")),
        sa.UniqueConstraint("focus_group_id", "number", name=op.f("uq_speaker_focus_group_id")),
    )
    op.create_table(
        "told",
        sa.Column("id", big, autoincrement=False, nullable=False),
        sa.Column("feedback_id", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint("how IN ('meeting', 'poster', 'letter', 'page', 'talk')", name=op.f("ck_told_how")),
        sa.ForeignKeyConstraint(["feedback_id"], ["feedback.id"], name=op.f("fk_told_feedback_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_told")),
    )
    op.create_index("ix_told_feedback_id", "told", ["feedback_id"], unique=False)
    op.create_table(
        "action_improvement",
        sa.Column("action_id", big, autoincrement=False, nullable=False),
        sa.Column("improvement_id", big, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name=op.f("fk_action_improvement_action_id")),
        sa.ForeignKeyConstraint(
            ["improvement_id"], ["improvement.id"], name=op.f("fk_action_improvement_improvement_id")
        ),
        sa.PrimaryKeyConstraint("action_id", "improvement_id", name=op.f("pk_action_improvement")),
    )
    op.create_table(
        "attendance",
        sa.Column("meeting_id", big, autoincrement=False, nullable=False),
        sa.Column("speaker_id", big, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_attendance_meeting_id")),
        sa.ForeignKeyConstraint(["speaker_id"], ["speaker.id"], name=op.f("fk_attendance_speaker_id")),
        sa.PrimaryKeyConstraint("meeting_id", "speaker_id", name=op.f("pk_attendance")),
    )
    op.create_table(
        "ballot_choice",
        sa.Column("ballot_id", big, autoincrement=False, nullable=False),
        sa.Column("improvement_id", big, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_ballot_choice_ballot_id")),
        sa.ForeignKeyConstraint(["improvement_id"], ["improvement.id"], name=op.f("fk_ballot_choice_improvement_id")),
        sa.PrimaryKeyConstraint("ballot_id", "improvement_id", name=op.f("pk_ballot_choice")),
    )
    op.create_table(
        "improvement_source",
        sa.Column("improvement_id", big, autoincrement=False, nullable=False),
        sa.Column("statement_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["improvement_id"], ["improvement.id"], name=op.f("fk_improvement_source_improvement_id")
        ),
        sa.PrimaryKeyConstraint("improvement_id", "statement_id", name=op.f("pk_improvement_source")),
    )
    op.create_table(
        "reading_back",
        sa.Column("id", big, autoincrement=False, nullable=False),
        sa.Column("meeting_id", sa.BigInteger(), nullable=False),
        sa.Column("arrived", sa.Integer(), nullable=False),
        sa.Column("writer", sa.Text(), nullable=False),
        sa.Column("statement_id", sa.BigInteger(), nullable=False),
        sa.Column("stamp", sa.BigInteger(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("present", document, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('read_back', 'confirmed', 'changed', 'rejected')", name=op.f("ck_reading_back_outcome")
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_reading_back_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading_back")),
        sa.UniqueConstraint("meeting_id", "arrived", name=op.f("uq_reading_back_meeting_id")),
    )
    op.create_index("ix_reading_back_statement_id", "reading_back", ["statement_id"], unique=False)
    op.create_table(
        "theme_time",
        sa.Column("id", big, autoincrement=False, nullable=False),
        sa.Column("meeting_id", sa.BigInteger(), nullable=False),
        sa.Column("arrived", sa.Integer(), nullable=False),
        sa.Column("writer", sa.Text(), nullable=False),
        sa.Column("theme", sa.Text(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_theme_time_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme_time")),
        sa.UniqueConstraint("meeting_id", "arrived", name=op.f("uq_theme_time_meeting_id")),
    )
    op.create_table(
        "turn",
        sa.Column("id", big, autoincrement=False, nullable=False),
        sa.Column("meeting_id", sa.BigInteger(), nullable=False),
        sa.Column("arrived", sa.Integer(), nullable=False),
        sa.Column("writer", sa.Text(), nullable=False),
        sa.Column("theme", sa.Text(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("interpreted", sa.Boolean(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("speaker_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("(who = 'speaker') = (speaker_id IS NOT NULL)", name=op.f("ck_turn_speaker_named")),
        sa.CheckConstraint(
            "who IN ('speaker', 'several', 'unknown', 'moderator', 'interpreter', 'support_person')",
            name=op.f("ck_turn_who"),
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_turn_meeting_id")),
        sa.ForeignKeyConstraint(["speaker_id"], ["speaker.id"], name=op.f("fk_turn_speaker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_turn")),
        sa.UniqueConstraint("meeting_id", "arrived", name=op.f("uq_turn_meeting_id")),
    )
    op.create_table(
        "wording",
        sa.Column("id", big, autoincrement=False, nullable=False),
        sa.Column("meeting_id", sa.BigInteger(), nullable=False),
        sa.Column("arrived", sa.Integer(), nullable=False),
        sa.Column("writer", sa.Text(), nullable=False),
        sa.Column("statement_id", sa.BigInteger(), nullable=False),
        sa.Column("stamp", sa.BigInteger(), nullable=False),
        sa.Column("theme", sa.Text(), nullable=False),
        sa.Column("sort", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("speaker_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("(who = 'speaker') = (speaker_id IS NOT NULL)", name=op.f("ck_wording_speaker_named")),
        sa.CheckConstraint("sort IN ('verbatim', 'reworded', 'summary', 'interpreted')", name=op.f("ck_wording_sort")),
        sa.CheckConstraint(
            "who IN ('speaker', 'several', 'unknown', 'moderator', 'interpreter', 'support_person')",
            name=op.f("ck_wording_who"),
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_wording_meeting_id")),
        sa.ForeignKeyConstraint(["speaker_id"], ["speaker.id"], name=op.f("fk_wording_speaker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wording")),
        sa.UniqueConstraint("meeting_id", "arrived", name=op.f("uq_wording_meeting_id")),
    )
    op.create_index("ix_wording_statement_id", "wording", ["statement_id"], unique=False)
