import fcntl
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import insert, inspect, select
from sqlalchemy.exc import DBAPIError

from surveyapp.store import migrate as migrations
from surveyapp.store import tables, turns
from surveyapp.store.engine import Connection, Store, open_store
from surveyapp.store.errors import StoreRefused
from tests.databases import Database, on_postgresql, on_sqlite
from tests.store.conftest import NOW

ROOT = Path(__file__).parents[2]


def note(c: Connection, what: str) -> None:
    c.execute(insert(tables.audit), {"id": tables.new_id(), "at": NOW, "who": "test", "what": what})


def notes(c: Connection) -> set[str]:
    return set(c.execute(select(tables.audit.c.what)).scalars())


def test_what_a_block_wrote_is_there_after_it_and_gone_if_it_raised(store: Store) -> None:
    with store.writing() as c:
        note(c, "kept")
    with pytest.raises(ZeroDivisionError), store.writing() as c:  # noqa: PT012
        note(c, "undone")
        raise ZeroDivisionError
    with store.reading() as c:
        assert notes(c) == {"kept"}


def test_a_reader_sees_one_state_waits_for_nobody_and_cannot_write(store: Store) -> None:
    with store.reading() as reader:
        assert notes(reader) == set()
        with store.writing() as c:
            note(c, "new")
            assert notes(reader) == set()
        assert notes(reader) == set()
        with pytest.raises(DBAPIError, match=r"read-?only"):
            note(reader, "never")
    with store.reading() as reader:
        assert notes(reader) == {"new"}


@on_sqlite
def test_every_connection_is_durable_and_wipes_what_it_deletes(store: Store) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "foreign_keys": 1, "busy_timeout": 30_000}
    for opened in (store.reading, store.writing):
        with opened() as c:
            assert {name: c.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted} == wanted


@on_sqlite
def test_a_writer_holds_the_lock_file_and_a_reader_does_not(store: Store, tmp_path: Path) -> None:
    other = os.open(tmp_path / "surveyapp.sqlite.lock", os.O_RDWR)
    with store.reading():
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
        fcntl.flock(other, fcntl.LOCK_UN)
    with store.writing(), pytest.raises(BlockingIOError):
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
    fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
    os.close(other)


def test_writers_of_many_threads_and_two_processes_lose_nothing(store: Store, database: Database) -> None:
    other = database.open()  # its lock file is opened apart, as another process would

    def write(n: int) -> None:
        with (store, other)[n % 2].writing() as c:
            turns.take(c, "counting")
            (highest,) = c.execute(select(tables.audit.c.id).order_by(tables.audit.c.id.desc()).limit(1)).first() or (
                0,
            )
            c.execute(insert(tables.audit), {"id": highest + 1, "at": NOW, "who": "test", "what": str(n)})

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(80)))
    with store.reading() as c:
        assert set(c.execute(select(tables.audit.c.id)).scalars()) == set(range(1, 81))
    other.close()


KILLED = """
import sys
from pathlib import Path
from surveyapp.store.engine import open_store
from tests.store.test_engine import note

store = open_store(sys.argv[1], Path(sys.argv[2]))
for n in range(20):
    with store.writing() as c:
        note(c, f"acknowledged {n}")
    print(n, flush=True)
with store.writing() as c:
    for n in range(5000):
        note(c, f"half-done {n}")
    print("in the middle", flush=True)
    sys.stdin.read()
"""


def test_a_process_killed_in_the_middle_leaves_what_it_acknowledged_and_nothing_half_done(
    store: Store, database: Database
) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, database.address, database.key_file],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert process.stdout
    assert process.stdin
    told = [process.stdout.readline().strip() for _ in range(21)]
    process.kill()
    process.wait()
    process.stdout.close()
    process.stdin.close()
    assert told[-1] == "in the middle"
    with store.writing() as c:  # the lock died with the process
        assert notes(c) == {f"acknowledged {n}" for n in range(20)}


@on_sqlite
def test_the_database_and_all_beside_it_are_the_owners_alone(store: Store, tmp_path: Path) -> None:
    with store.writing() as c:
        note(c, "something")
    files = {file.name: stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()}
    assert set(files) >= {"surveyapp.sqlite", "surveyapp.sqlite-wal", "surveyapp.sqlite.lock", "key"}
    assert set(files.values()) == {0o600}


def test_processes_that_start_at_once_make_one_database(empty: Database) -> None:
    with ThreadPoolExecutor(4) as pool:
        opened = list(pool.map(lambda _: empty.open(), range(4)))
    for one in opened:
        with one.writing() as c:
            note(c, "there")
        one.close()


@on_sqlite
def test_truncating_empties_the_write_ahead_log(store: Store, tmp_path: Path) -> None:
    wal = tmp_path / "surveyapp.sqlite-wal"
    with store.writing() as c:
        note(c, "something")
    assert wal.stat().st_size > 0
    assert store.rewrite()
    assert wal.stat().st_size == 0
    with store.reading() as c:
        assert notes(c) == {"something"}


# ---- the key, and older and newer schemas ----------------------------------------------------------------------------


def test_a_database_does_not_start_with_another_key(store: Store, database: Database) -> None:
    database.key_file.unlink()
    with pytest.raises(StoreRefused, match="Put the right key file back"):
        database.open()


def test_a_start_without_a_migration_needs_no_alembic(database: Database) -> None:
    database.open().close()
    program = (
        "import sys; from pathlib import Path; from surveyapp.store.engine import open_store; "
        "open_store(sys.argv[1], Path(sys.argv[2])).close(); print('alembic' in sys.modules)"
    )
    told = subprocess.run(
        [sys.executable, "-c", program, database.address, database.key_file],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    assert told.stdout.strip() == "False"


SECOND = """
from alembic import op
import sqlalchemy as sa

revision = "next"
down_revision = "{newest}"


def upgrade() -> None:
    op.create_table("added", sa.Column("id", sa.Integer, primary_key=True))
    {then}
"""


def with_a_second_migration(folder: Path, monkeypatch: pytest.MonkeyPatch, then: str = "pass") -> None:
    scripts = shutil.copytree(migrations.SCRIPTS, folder / "migrations", ignore=shutil.ignore_patterns("__pycache__"))
    (scripts / "versions" / "next.py").write_text(SECOND.format(then=then, newest=tables.NEWEST_SCHEMA))
    monkeypatch.setattr(migrations, "SCRIPTS", scripts)
    monkeypatch.setattr(tables, "NEWEST_SCHEMA", "next")


def migrate(database: Database) -> None:
    open_store(database.address, database.key_file, migrating=True).close()


def names(file: Path) -> set[str]:
    with closing(sqlite3.connect(file)) as c:
        return {name for (name,) in c.execute("SELECT name FROM sqlite_master")}


@on_sqlite
def test_an_older_database_is_copied_beside_itself_and_then_migrated(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = database.open()
    with store.writing() as c:
        note(c, "old")
    store.close()
    with_a_second_migration(tmp_path, monkeypatch)
    store = database.open()
    with store.reading() as c:
        assert notes(c) == {"old"}
    store.close()
    copy = tmp_path / "surveyapp.sqlite.before-next"
    assert "added" in names(tmp_path / "surveyapp.sqlite")
    assert "added" not in names(copy)
    assert "audit" in names(copy)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600


@on_postgresql
def test_an_older_database_on_a_server_is_refused_until_it_is_migrated(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_a_second_migration(tmp_path, monkeypatch)
    with pytest.raises(StoreRefused, match="surveyapp migrate"):
        database.open()
    with ThreadPoolExecutor(3) as pool:
        for node in [pool.submit(migrate, database) for _ in range(3)]:
            node.result()
    store = database.open()
    with store.reading() as c:
        assert "added" in inspect(c).get_table_names()
    store.close()


def test_a_migration_that_fails_leaves_the_database_as_it_was(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        with_a_second_migration(tmp_path, patch, then="raise ZeroDivisionError")
        with pytest.raises(ZeroDivisionError):
            migrate(database)
    store = database.open()
    with store.reading() as c:
        assert "added" not in inspect(c).get_table_names()
    store.close()


@pytest.mark.parametrize("open", [Database.open, migrate])
def test_a_database_of_a_newer_program_is_refused(
    store: Store, database: Database, open: Callable[[Database], object]
) -> None:
    with store.writing() as c:
        c.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreRefused, match="newer version"):
        open(database)


def test_a_database_of_another_program_is_left_alone(store: Store, database: Database) -> None:
    with store.writing() as c:
        c.exec_driver_sql("DROP TABLE alembic_version")
    with pytest.raises(StoreRefused, match="another program"):
        database.open()
