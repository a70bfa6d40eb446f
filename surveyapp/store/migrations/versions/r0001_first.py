"""The first tables."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None

big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
document = sa.JSON().with_variant(JSONB(), "postgresql")
moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "night",
        sa.Column("rewritten", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("rewritten", name=op.f("pk_night")),
    )
    op.create_table(
        "audit",
        sa.Column("id", big, autoincrement=False, nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_table(
        "key_check",
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("pk_key_check")),
    )
    op.create_table(
        "login_failure",
        sa.Column("id", big, autoincrement=False, nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_failure")),
    )
    op.create_index("ix_login_failure_account", "login_failure", ["account"], unique=False)
    op.create_index("ix_login_failure_source", "login_failure", ["source"], unique=False)
    op.create_table(
        "medium",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("mimetype", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_medium")),
    )
    op.create_table(
        "questionnaire",
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("published", sa.Date(), nullable=False),
        sa.Column("title", document, nullable=False),
        sa.Column("definition", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_questionnaire")),
    )
    op.create_table(
        "staff_user",
        sa.Column("id", big, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("roles", document, nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_user")),
        sa.UniqueConstraint("name", name=op.f("uq_staff_user_name")),
    )
    op.create_table(
        "round",
        sa.Column("id", big, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("questionnaire_version", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("languages", document, nullable=False),
        sa.Column("sites", document, nullable=False),
        sa.Column("k", sa.Integer(), nullable=False),
        sa.Column("breakdown", sa.Text(), nullable=False),
        sa.Column("opens", moment, nullable=False),
        sa.Column("closes", moment, nullable=False),
        sa.Column("releases", moment, nullable=False),
        sa.Column("access", sa.Text(), nullable=False),
        sa.Column("responsible", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("legal_ground", sa.Text(), nullable=False),
        sa.Column("kept_until", sa.Date(), nullable=True),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("postponed", sa.Integer(), nullable=False),
        sa.Column("stopped", moment, nullable=True),
        sa.CheckConstraint("access IN ('open', 'codes')", name=op.f("ck_round_access")),
        sa.CheckConstraint("breakdown IN ('gender', 'none')", name=op.f("ck_round_breakdown")),
        sa.CheckConstraint("kind IN ('real', 'trial', 'demo')", name=op.f("ck_round_kind")),
        sa.CheckConstraint("k >= 3", name=op.f("ck_round_k")),
        sa.CheckConstraint("postponed BETWEEN 0 AND 2", name=op.f("ck_round_postponed")),
        sa.ForeignKeyConstraint(
            ["questionnaire_version"], ["questionnaire.version"], name=op.f("fk_round_questionnaire_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round")),
        sa.UniqueConstraint("name", name=op.f("uq_round_name")),
    )
    op.create_table(
        "access_code",
        sa.Column("id", big, autoincrement=False, nullable=False),
        sa.Column("round_id", sa.BigInteger(), nullable=False),
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("response_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(state = 'bound') = (response_id IS NOT NULL)", name=op.f("ck_access_code_response_only_while_bound")
        ),
        sa.CheckConstraint("state IN ('free', 'bound', 'burnt', 'revoked')", name=op.f("ck_access_code_state")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_access_code_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_code")),
    )
    op.create_index("ix_access_code_response_id", "access_code", ["response_id"], unique=False)
    op.create_index("ix_access_code_round_id", "access_code", ["round_id"], unique=False)
    op.create_table(
        "counter",
        sa.Column("round_id", big, autoincrement=False, nullable=False),
        sa.Column("at_least", sa.Integer(), nullable=False),
        sa.Column("midnight", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_counter_round_id")),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_counter")),
    )
    op.create_table(
        "release",
        sa.Column("round_id", big, autoincrement=False, nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=True),
        sa.Column("json", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_release_round_id")),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_release")),
    )
    op.create_table(
        "response",
        sa.Column("id", big, autoincrement=False, nullable=False),
        sa.Column("round_id", sa.BigInteger(), nullable=False),
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("support", document, nullable=False),
        sa.Column("helper", sa.Text(), nullable=True),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("answers", document, nullable=False),
        sa.CheckConstraint("mode IN ('own_device', 'shared_tablet', 'paper')", name=op.f("ck_response_mode")),
        sa.CheckConstraint(
            "state IN ('started', 'unfinished', 'submitted', 'withdrawn')", name=op.f("ck_response_state")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_response_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response")),
    )
    op.create_index("ix_response_state_round_id", "response", ["state", "round_id"], unique=False)
    op.create_index("ix_response_token_hash", "response", ["token_hash"], unique=False)
    op.create_table(
        "counted",
        sa.Column("response_id", big, autoincrement=False, nullable=False),
        sa.Column("round_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["response_id"], ["response.id"], name=op.f("fk_counted_response_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_counted_round_id")),
        sa.PrimaryKeyConstraint("response_id", name=op.f("pk_counted")),
    )
    op.create_index("ix_counted_round_id", "counted", ["round_id"], unique=False)
