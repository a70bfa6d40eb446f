"""What the store says when the database itself fails: nothing is half kept, and what is not known is not claimed."""

import sqlite3
import traceback
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from surveyapp.store import tables, turns
from surveyapp.store.engine import Store
from surveyapp.store.errors import StoreFailed, StoreRefused
from tests.databases import Database, on_postgresql, on_sqlite
from tests.store.conftest import NOW
from tests.store.test_engine import note, notes


@on_sqlite
def test_a_full_disk_keeps_nothing_and_says_so(store: Store) -> None:
    with store.writing() as c:
        note(c, "before")
        pages = c.exec_driver_sql("PRAGMA page_count").scalar()
        c.exec_driver_sql(f"PRAGMA max_page_count = {pages}")  # the disk ends here
    with pytest.raises(StoreFailed) as failed, store.writing() as c:  # noqa: PT012
        for _ in range(1000):
            note(c, "more than there is room for " * 100)
    assert failed.value.kept == "no"
    assert "nothing was changed" in str(failed.value)
    with store.reading() as c:
        assert notes(c) == {"before"}


@on_sqlite
def test_a_database_that_cannot_be_written_to_is_read_still(store: Store) -> None:
    with store.writing() as c:
        note(c, "before")
        c.exec_driver_sql("PRAGMA query_only = ON")
    with pytest.raises(StoreFailed) as failed, store.writing() as c:
        note(c, "after")
    assert failed.value.kept == "no"
    with store.reading() as c:
        assert notes(c) == {"before"}


@on_sqlite
def test_a_writer_that_waits_too_long_gives_up(store: Store, tmp_path: Path) -> None:
    with store.writing() as c:
        c.exec_driver_sql("PRAGMA busy_timeout = 1")
    other = sqlite3.connect(tmp_path / "surveyapp.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")  # a program that doesn't know the lock file
    with pytest.raises(StoreFailed) as failed, store.writing() as c:
        note(c, "never")
    other.execute("ROLLBACK")
    other.close()
    assert failed.value.kept == "no"
    with store.writing() as c:
        assert notes(c) == set()


@on_sqlite
def test_a_file_that_is_no_database_is_no_mistake_of_the_program(database: Database, tmp_path: Path) -> None:
    for file in tmp_path.glob("surveyapp.sqlite*"):
        file.write_bytes(b"something else " * 1000)
    with pytest.raises(StoreFailed):
        database.open()


def test_a_mistake_in_a_statement_is_no_failure_of_the_database(store: Store) -> None:
    with pytest.raises(IntegrityError), store.writing() as c:  # noqa: PT012
        for _ in range(2):
            c.execute(insert(tables.audit), {"id": 1, "at": NOW, "who": "test", "what": "twice"})


# ---- a server --------------------------------------------------------------------------------------------------------


def end_connections(store: Store) -> None:
    """What the server does to everybody when it is stopped."""
    with store.reading() as c:
        c.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@on_postgresql
def test_a_connection_that_is_lost_in_the_middle_keeps_nothing_and_the_next_one_works(
    store: Store, database: Database
) -> None:
    other = database.open()
    with pytest.raises(StoreFailed) as failed, store.writing() as c:  # noqa: PT012
        note(c, "half-done")
        end_connections(other)
        note(c, "half-done too")
    assert failed.value.kept == "no"
    with store.writing() as c:
        assert notes(c) == set()
        note(c, "after")
    other.close()


@on_postgresql
def test_a_connection_that_is_lost_while_storing_may_have_kept_all(store: Store, database: Database) -> None:
    other = database.open()
    with pytest.raises(StoreFailed) as failed, store.writing() as c:  # noqa: PT012
        note(c, "who knows")
        end_connections(other)
    assert failed.value.kept == "unknown"
    with store.reading() as c:
        assert notes(c) in (set(), {"who knows"})
    other.close()


@on_postgresql
def test_connections_that_the_server_has_closed_are_noticed_before_anything_is_lost(
    store: Store, database: Database
) -> None:
    with store.reading(), store.writing() as c:
        note(c, "before")
    other = database.open()
    end_connections(other)
    other.close()
    with store.writing() as c:
        note(c, "after")
    with store.reading() as c:
        assert notes(c) == {"before", "after"}


@on_postgresql
def test_a_server_that_takes_no_writing_is_read_still(store: Store) -> None:
    with pytest.raises(StoreFailed) as failed, store.writing() as c:  # noqa: PT012
        c.exec_driver_sql("SET TRANSACTION READ ONLY")  # as a standby is
        note(c, "never")
    assert failed.value.kept == "no"
    with store.reading() as c:
        assert notes(c) == set()


@on_postgresql
def test_two_that_wait_for_each_other_are_parted_and_one_is_refused_cleanly(store: Store) -> None:
    both_hold = Barrier(2)

    def write(mine: str, theirs: str) -> str:
        try:
            with store.writing() as c:
                turns.take(c, mine)
                note(c, mine)
                both_hold.wait()
                turns.take(c, theirs)
        except StoreFailed as failed:
            return failed.kept
        return "kept"

    with ThreadPoolExecutor(2) as pool:
        ends = list(pool.map(write, ("a", "b"), ("b", "a")))
    assert sorted(ends) == ["kept", "no"]
    with store.reading() as c:
        assert notes(c) == {("a", "b")[ends.index("kept")]}


@on_postgresql
def test_a_server_that_is_not_there_is_told_without_the_password(empty: Database) -> None:
    away = Database("postgresql://someone:secret@127.0.0.1:1/surveys", empty.key_file)
    with pytest.raises(StoreFailed) as failed:
        away.open()
    assert failed.value.kept == "no"
    assert "secret" not in "".join(traceback.format_exception(failed.value))


@on_postgresql
def test_a_server_that_acknowledges_before_it_stores_is_refused(empty: Database) -> None:
    with pytest.raises(StoreRefused, match="synchronous_commit"):
        Database(f"{empty.address}&options=-c%20synchronous_commit%3Doff", empty.key_file).open()
