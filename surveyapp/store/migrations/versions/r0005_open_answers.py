"""What people wrote in their own words, for reviewers to read before it is shown."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "open_answer",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("round_id", sa.BigInteger(), nullable=False),
        sa.Column("question", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=True),
        sa.Column("shorter", sa.Text(), nullable=True),
        sa.Column("decided", sa.Date(), nullable=True),
        sa.Column("shown", sa.Text(), nullable=True),
        sa.CheckConstraint("mark IN ('show', 'shorten', 'dont_show')", name=op.f("ck_open_answer_mark")),
        sa.CheckConstraint(
            "(shorter IS NOT NULL) = (coalesce(mark, '') = 'shorten')", name=op.f("ck_open_answer_shorter")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_open_answer_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_open_answer")),
    )
    op.create_index(op.f("ix_open_answer_round_id"), "open_answer", ["round_id"], unique=False)
