"""`surveyapp copy` and `surveyapp migrate` as an operator types them: from a file to a server, and from old to new."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from surveyapp.store import tables
from tests.databases import Database, Server
from tests.store.test_migrations import REVISIONS, raw
from tests.test_cli import Shell, stranger

OLD = REVISIONS[0]


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(stranger(tmp_path))


def filled(shell: Shell) -> str:
    """A file with a trial round and 30 made-up responses; the round's name."""
    shell("load", "lunch")
    name = re.search(r"/r/([^/]+)/", shell("round", "open", "lunch", "--trial"))
    assert name
    shell("round", "fill", name[1], "--n", "30")
    return name[1]


def make_old(database: Database) -> None:
    """An empty database becomes one of the first version of the program."""
    from surveyapp.store import migrate

    with raw(database) as c:
        migrate.upgrade(c, OLD)


def revision(database: Database) -> str:
    with raw(database) as c:
        found = c.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
    return str(found)


def test_a_file_is_copied_to_a_server_and_what_is_told_is_what_is_there(
    shell: Shell, server: Server, tmp_path: Path
) -> None:
    name = filled(shell)
    target = server.empty(tmp_path)
    told = shell("copy", "--to", target.address)
    lines = re.findall(r"^  (\w+) +(\d+)  ([0-9a-f]{16})$", told, re.MULTILINE)
    assert [table for table, _, _ in lines] == [table.name for table in tables.metadata.sorted_tables]
    with closing(sqlite3.connect(tmp_path / "data/surveyapp.sqlite")) as file, psycopg.connect(target.address) as there:
        for table, rows, _ in lines:
            count = f"SELECT count(*) FROM {table}"
            arrived = there.execute(count.encode()).fetchone()
            assert file.execute(count).fetchone() == arrived == (int(rows),), table
    assert dict((table, int(rows)) for table, rows, _ in lines)["response"] == 30
    assert len({sha256 for _, rows, sha256 in lines if rows != "0"}) > 3, "hashes of what differs differ"
    shell.environment["SURVEYAPP_DATABASE"] = target.address
    assert name in shell("round", "list")


def test_a_target_that_is_not_empty_is_refused_and_left_as_it_was(shell: Shell, server: Server, tmp_path: Path) -> None:
    filled(shell)
    with server.ready(tmp_path) as target:
        assert "isn't empty" in shell("copy", "--to", target.address, expect=1)
        with psycopg.connect(target.address) as there:
            assert there.execute("SELECT count(*) FROM response").fetchone() == (0,)


@pytest.mark.parametrize("address", ["sqlite:///other.sqlite", "mysql://db/surveyapp"])
def test_only_a_server_of_postgresql_is_copied_to(shell: Shell, address: str) -> None:
    assert "must begin with postgresql://" in shell("copy", "--to", address, expect=1)


def test_an_old_database_on_a_server_is_refused_until_it_is_migrated(
    shell: Shell, server: Server, tmp_path: Path
) -> None:
    old = server.empty(tmp_path)
    make_old(old)
    shell.environment["SURVEYAPP_DATABASE"] = old.address
    assert "surveyapp migrate" in shell("round", "list", expect=1)
    assert revision(old) == OLD, "to look changes nothing"
    assert "fits this version" in shell("migrate")
    assert revision(old) == tables.NEWEST_SCHEMA
    assert "no rounds" in shell("round", "list")


def test_a_file_is_copied_beside_itself_before_it_is_migrated(shell: Shell, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir(0o700)
    old = Database(f"sqlite:///{data / 'surveyapp.sqlite'}", data / "key")
    make_old(old)
    assert "fits this version" in shell("migrate")
    assert revision(old) == tables.NEWEST_SCHEMA
    [copy] = data.glob("surveyapp.sqlite.before-*")
    assert copy.stat().st_mode & 0o077 == 0, "as readable as the database itself"
    assert revision(Database(f"sqlite:///{copy}", data / "key")) == OLD
