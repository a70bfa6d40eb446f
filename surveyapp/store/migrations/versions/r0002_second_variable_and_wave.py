"""A round may cut its blocks by a second variable, and belong to a wave."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    # SQLite would copy the table to alter more, and what points at rounds forbids that: there the default stays.
    op.add_column("round", sa.Column("second", sa.Text(), nullable=True))
    op.add_column("round", sa.Column("wave", sa.Text(), nullable=False, server_default=""))
    if op.get_bind().dialect.name != "sqlite":
        op.alter_column("round", "wave", server_default=None)
