"""What the store says when the database itself fails: nothing is half kept, and what is not known is not claimed."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from surveyapp.store import tables
from surveyapp.store.engine import Store, open_store
from surveyapp.store.errors import StoreFailed
from tests.store.conftest import NOW, database
from tests.store.test_engine import note, notes


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


def test_a_database_that_cannot_be_written_to_is_read_still(store: Store) -> None:
    with store.writing() as c:
        note(c, "before")
        c.exec_driver_sql("PRAGMA query_only = ON")
    with pytest.raises(StoreFailed) as failed, store.writing() as c:
        note(c, "after")
    assert failed.value.kept == "no"
    with store.reading() as c:
        assert notes(c) == {"before"}


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


def test_a_file_that_is_no_database_is_no_mistake_of_the_program(tmp_path: Path) -> None:
    open_store(*database(tmp_path)).close()
    for file in tmp_path.glob("surveyapp.sqlite*"):
        file.write_bytes(b"something else " * 1000)
    with pytest.raises(StoreFailed):
        open_store(*database(tmp_path))


def test_a_mistake_in_a_statement_is_no_failure_of_the_database(store: Store) -> None:
    with pytest.raises(IntegrityError), store.writing() as c:  # noqa: PT012
        for _ in range(2):
            c.execute(insert(tables.audit), {"id": 1, "at": NOW, "who": "test", "what": "twice"})
