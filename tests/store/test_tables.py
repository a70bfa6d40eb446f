"""The shape that keeps PostgreSQL, and many nodes, possible."""

import re
from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Column, Date, DateTime, Integer, MetaData, Sequence, String, Table, Time, create_engine
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from surveyapp.store import migrate, tables
from surveyapp.store.engine import Connection, Store
from surveyapp.store.postgresql import connect
from surveyapp.store.tables import metadata
from tests.databases import Database, on_postgresql, on_sqlite

OF_RESPONSES = ("response", "access_code", "counted", "counter", "release")


def faults(metadata: MetaData) -> Iterator[str]:
    for table in metadata.tables.values():
        for constraint in table.constraints | table.indexes:
            if not constraint.name:
                yield f"{table}: a constraint without a name"
        for column in table.columns:
            if column.primary_key and column.autoincrement is not False and isinstance(column.type, Integer):
                yield f"{column}: a counter of the database"
            if column.server_default is not None or column.server_onupdate is not None:
                yield f"{column}: a default of the database"
            if column.default is not None:
                yield f"{column}: a default or a sequence"
            if getattr(column.type, "collation", None):
                yield f"{column}: a collation of the database"


def test_nothing_in_the_tables_ties_them_to_one_database() -> None:
    assert list(faults(metadata)) == []


@pytest.mark.parametrize(
    "column",
    [
        Column("id", Integer, primary_key=True),
        Column("id", Integer, Sequence("s")),
        Column("at", DateTime, server_default="now()"),
        Column("name", String(collation="sv_SE")),
        Column("name", String, unique=True),
    ],
)
def test_the_lint_sees_what_it_is_for(column: Column[object]) -> None:
    planted = MetaData()
    Table("planted", planted, column)
    assert list(faults(planted))


def test_postgresql_would_take_the_tables() -> None:
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    for table in metadata.sorted_tables:
        statement = str(CreateTable(table).compile(dialect=dialect))
        assert "SERIAL" not in statement
        assert "IDENTITY" not in statement
        assert table.primary_key.columns


def test_what_belongs_to_a_response_has_its_id_in_its_key() -> None:
    for table in metadata.tables.values():
        if "response_id" in table.columns and table.name != "access_code":
            assert "response_id" in table.primary_key.columns
        unique = [index for index in table.indexes if index.unique]
        assert not unique or table.name not in OF_RESPONSES


@pytest.mark.parametrize("table", OF_RESPONSES)
def test_of_responses_and_codes_there_are_days_and_never_times(table: str) -> None:
    for column in metadata.tables[table].columns:
        assert not isinstance(column.type, (DateTime, Time, tables.Moment)), column
        assert isinstance(column.type, Date) == (column.name in ("day", "midnight"))
        assert not {"address", "ip", "agent", "user", "referrer", "time"} & set(column.name.split("_")), column


def test_alembic_finds_nothing_to_change_after_the_migrations(store: Store) -> None:
    with store.reading() as c:
        assert compare_metadata(MigrationContext.configure(c), metadata) == []
    assert migrate.newest() == tables.NEWEST_SCHEMA


@on_sqlite
def test_the_migrations_make_these_tables(store: Store) -> None:
    fresh = create_engine("sqlite://")
    metadata.create_all(fresh)
    with store.reading() as migrated, fresh.connect() as made:
        assert _schema(migrated) == _schema(made)
    fresh.dispose()


@on_postgresql
def test_the_migrations_make_these_tables_on_a_server(store: Store, empty: Database) -> None:
    fresh = connect(empty.address)
    metadata.create_all(fresh)
    with store.reading() as migrated, fresh.connect() as made:
        assert _catalogue(migrated) == _catalogue(made)
    fresh.dispose()


def _catalogue(c: Connection) -> set[tuple[object, ...]]:
    """Each column and constraint, as the server tells them."""
    columns = c.exec_driver_sql(
        "SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default "
        "FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'alembic_version'"
    )
    constraints = c.exec_driver_sql(
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE connamespace = 'public'::regnamespace AND conrelid <> coalesce(to_regclass('alembic_version'), 0)"
    )
    indexes = c.exec_driver_sql("SELECT indexdef FROM pg_indexes WHERE tablename <> 'alembic_version'")
    return {tuple(row) for rows in (columns, constraints, indexes) for row in rows}


def _schema(c: Connection) -> set[tuple[str, tuple[str, ...]]]:
    """Each table's statement as its parts, in any order: Alembic writes constraints in another one.

    A column that was added to rows that were there needs a default on SQLite, which can't take it back.
    """
    rows = c.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE sql NOT NULL")
    return {
        (row.name, tuple(sorted(_parts(" ".join(re.sub(r" DEFAULT ('\w*'|\d)", "", row.sql).split())))))
        for row in rows
        if row.name != "alembic_version"
    }


def _parts(statement: str) -> Iterator[str]:
    """What stands between the commas of a statement, brackets inside it left whole."""
    depth, part = 0, ""
    for sign in statement:
        depth += (sign == "(") - (sign == ")")
        if (sign == "," and depth == 1) or (sign == "(" and depth == 1) or (sign == ")" and depth == 0):
            yield part.strip()
            part = ""
        else:
            part += sign
    yield part.strip()


@on_sqlite
def test_the_key_of_a_response_is_its_place_so_that_the_order_of_rows_tells_nothing(store: Store) -> None:
    ids = [tables.new_id() for _ in range(200)]
    assert all(0 <= id < 2**63 for id in ids)
    assert max(ids) > 2**60
    assert ids != sorted(ids)
    with store.reading() as c:
        for table in ("response", "access_code"):
            columns = c.exec_driver_sql(f"PRAGMA table_info({table})").all()
            assert [(row.name, row.type) for row in columns if row.pk] == [("id", "INTEGER")]
