"""What columns of all tables are made of. The one `MetaData` that they stand in is here too."""

import secrets
from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Integer,
    MetaData,
    TypeDecorator,
)
from sqlalchemy.dialects.postgresql import JSONB


class Moment(TypeDecorator[datetime]):
    """A moment: aware, in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Only an aware one can be stored."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """SQLite keeps no zone, so UTC is put back."""
        return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


def new_id() -> int:
    """A random 63-bit integer."""
    return secrets.randbits(63)


def id_column() -> Column[int]:
    """The key of a table whose rows have one id."""
    # On SQLite only "INTEGER" makes the key the row's own place.
    return Column(
        "id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False, nullable=False
    )


def key_of(table: str) -> Column[int]:
    """A part of the key: the id of a row of that table."""
    return Column(
        f"{table}_id",
        BigInteger().with_variant(Integer, "sqlite"),
        ForeignKey(f"{table}.id"),
        primary_key=True,
        autoincrement=False,
        nullable=False,
    )


def of(table: str, *, nullable: bool = False) -> Column[int]:
    """The column that names a row of that table by its id."""
    return Column(f"{table}_id", BigInteger, ForeignKey(f"{table}.id"), nullable=nullable)


def one_of(column: str, *values: str) -> CheckConstraint:
    """That a column holds one of these words."""
    return CheckConstraint(f"{column} IN ({', '.join(map(repr, values))})", name=column)


document = JSON().with_variant(JSONB(), "postgresql")

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)
