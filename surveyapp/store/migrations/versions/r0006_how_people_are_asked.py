"""Receipts, shared tablets, who else was there, and how a round treats those who answer."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    # SQLite would copy the table to alter more, and what points at rounds forbids that: there the defaults stay.
    filled = {
        "round": (
            sa.Column("own_supervisor_may_help", sa.Boolean(), nullable=False, server_default=sa.true()),
            sa.Column("proxy_allowed", sa.Boolean(), nullable=False, server_default=sa.false()),
            sa.Column("idle_minutes", sa.Integer(), nullable=False, server_default="3"),
            sa.Column("idle_keeps", sa.Boolean(), nullable=False, server_default=sa.false()),
            sa.Column("help_now", sa.Text(), nullable=False, server_default=""),
            sa.Column("results_told", sa.Text(), nullable=False, server_default=""),
        ),
        "response": (sa.Column("proxy", sa.Boolean(), nullable=False, server_default=sa.false()),),
    }
    for table, columns in filled.items():
        for column in columns:
            op.add_column(table, column)
            if op.get_bind().dialect.name != "sqlite":
                op.alter_column(table, column.name, server_default=None)
    op.add_column("round", sa.Column("receipt_until", sa.Date(), nullable=True))
    op.add_column("response", sa.Column("receipt_hash", sa.String(length=64), nullable=True))
    op.add_column("response", sa.Column("company", sa.Text(), nullable=True))
    op.create_index("ix_response_receipt_hash", "response", ["receipt_hash"], unique=False)
    id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "tablet_code",
        sa.Column("id", id, autoincrement=False, nullable=False),
        sa.Column("round_id", sa.BigInteger(), nullable=False),
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.CheckConstraint("state IN ('usable', 'revoked')", name=op.f("ck_tablet_code_state")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_tablet_code_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tablet_code")),
    )
    op.create_index("ix_tablet_code_round_id", "tablet_code", ["round_id"], unique=False)
    op.create_table(
        "tablet",
        sa.Column("id", id, autoincrement=False, nullable=False),
        sa.Column("tablet_code_id", sa.BigInteger(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["tablet_code_id"], ["tablet_code.id"], name=op.f("fk_tablet_tablet_code_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tablet")),
    )
    op.create_index("ix_tablet_token_hash", "tablet", ["token_hash"], unique=False)
    op.create_index("ix_tablet_tablet_code_id", "tablet", ["tablet_code_id"], unique=False)
    op.create_table(
        "failed_guess",
        sa.Column("id", id, autoincrement=False, nullable=False),
        sa.Column("about", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failed_guess")),
    )
    op.create_index("ix_failed_guess_about", "failed_guess", ["about"], unique=False)
    op.create_index("ix_failed_guess_source", "failed_guess", ["source"], unique=False)
    op.drop_table("login_failure")  # of the last quarter of an hour
