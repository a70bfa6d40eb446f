"""A store in a file. One process writes at a time, and readers wait for nobody."""

import fcntl
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from surveyapp.store import documents, keys, schema, tables
from surveyapp.store.engine import Store
from surveyapp.store.keys import Keys
from surveyapp.store.transactions import ONE_WRITER, transaction

BUSY_SECONDS = 30
READERS = 16


class WriteLock:
    """One writer at a time, queueing in front of the database instead of trying again and again inside it.

    The lock file holds between processes. It belongs to the open file, so a thread lock holds within this one.
    """

    def __init__(self, file: Path) -> None:
        self._threads = threading.Lock()
        self._file = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)

    def __enter__(self) -> None:
        """Wait for the turn."""
        self._threads.acquire()
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX)
        except BaseException:
            self._threads.release()
            raise

    def __exit__(self, *_: object) -> None:
        """Let the next one in."""
        fcntl.flock(self._file, fcntl.LOCK_UN)
        self._threads.release()

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)


class SqliteStore(Store):
    """A store in a file."""

    def __init__(self, file: Path, readers: Engine, writers: Engine, lock: WriteLock, keys: Keys) -> None:
        self.keys = keys
        self._file = file
        self._readers = readers
        self._writers = writers
        self._lock = lock

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the database and can't change it. It waits for nobody."""
        with transaction(self._readers) as c:
            yield c

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction. One at a time over all processes."""
        with self._lock, transaction(self._writers) as c:
            yield c

    def shuffle(self, c: Connection, round_id: int) -> None:
        """Nothing: the random key of a row is its place."""

    def rewrite(self) -> bool:
        """Write the file anew in the order of its keys, and empty the write-ahead log.

        Where a row lies in its page, and where it stands in the log, tells when it was stored. False if a reader stood
        in the way of emptying the log.
        """
        # A connection of its own: one of the pool's may hold a statement that somebody left unfinished.
        with self._lock, closing(sqlite3.connect(self._file, isolation_level=None)) as own:
            own.execute("PRAGMA secure_delete = ON")
            own.execute("PRAGMA temp_store = MEMORY")
            own.execute("VACUUM")
            (busy, _, _) = own.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            return bool(busy == 0)

    def backup(self, to: Path) -> None:
        """A whole copy in one moment, whatever is being written."""
        copy(self._file, to)

    def close(self) -> None:
        """Let go of connections and lock."""
        self._readers.dispose()
        self._writers.dispose()
        self._lock.close()


def open_sqlite(database_url: str, key_file: Path) -> SqliteStore:
    """Open the file, made or migrated first where that is needed. It is copied beside itself before it is migrated."""
    file = Path(make_url(database_url).database or "").absolute()
    os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))  # SQLite's other files take its permissions from this one
    lock = WriteLock(file.with_name(file.name + ".lock"))
    writers = _engine(file, size=1, begin="BEGIN IMMEDIATE").execution_options(**{ONE_WRITER: True})
    readers = _engine(file, size=READERS, begin="BEGIN", query_only="ON")
    try:
        with lock:
            store = SqliteStore(file, readers, writers, lock, keys.read_or_make(key_file))
            with transaction(writers) as c:
                found = schema.found(c)
            if found not in (None, tables.NEWEST_SCHEMA):
                copy(file, file.with_name(f"{file.name}.before-{tables.NEWEST_SCHEMA}"))
            with transaction(writers) as c:
                if found != tables.NEWEST_SCHEMA:
                    schema.bring(c)
                schema.check_key(c, store.keys, key_file)
    except BaseException:
        writers.dispose()
        lock.close()
        raise
    return store


def copy(file: Path, to: Path) -> None:
    """A whole copy of a database in one moment, whatever is being written. It is the owner's alone."""
    to.unlink(missing_ok=True)
    os.close(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(to)) as target:
        source.backup(target)


def _engine(file: Path, *, size: int, begin: str, **pragmas: str) -> Engine:
    engine = create_engine(
        f"sqlite:///{file}",
        pool_size=size,
        max_overflow=0,
        hide_parameters=True,  # an error in the log must not tell what someone answered
        connect_args={"timeout": BUSY_SECONDS, "isolation_level": None},
        json_serializer=documents.write_json,
        json_deserializer=documents.read_json,
    )
    pragmas = {
        "journal_mode": "WAL",
        "synchronous": "FULL",
        "secure_delete": "ON",
        "foreign_keys": "ON",
        "temp_store": "MEMORY",  # a large sort would leave answers in a file beside the database
    } | pragmas

    @event.listens_for(engine, "connect")
    def on_connect(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        for name, value in pragmas.items():
            cursor.execute(f"PRAGMA {name} = {value}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def on_begin(c: Connection) -> None:
        cursor = c.connection.cursor()  # SQLAlchemy's own way takes longer than SQLite
        cursor.execute(begin)
        cursor.close()

    return engine
