"""Opens the database. What is SQLite's own stands here and nowhere else."""

import fcntl
import json
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection as Connection
from sqlalchemy import Engine, create_engine, event, insert, make_url, select
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from surveyapp.questionnaire.words import Said
from surveyapp.store import keys, tables
from surveyapp.store.errors import StoreRefused
from surveyapp.store.keys import Keys
from surveyapp.store.transactions import transaction

BUSY_SECONDS = 30
READERS = 16


class Store:
    """The database of one organisation, and its key. Open it in the process that uses it, not before a fork."""

    def __init__(self, readers: Engine, writers: Engine, lock: "WriteLock", keys: Keys) -> None:
        self.keys = keys
        self._readers = readers
        self._writers = writers
        self._lock = lock

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the database and can't change it. It waits for nobody.

        Here as in `writing`, `StoreFailed` is raised if the database itself fails.
        """
        with transaction(self._readers) as c:
            yield c

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction: durable when the block ends, undone if it raises. One at a time over all processes."""
        with self._lock, transaction(self._writers) as c:
            yield c

    def rewrite(self) -> bool:
        """Write the file anew in the order of its keys, and empty the write-ahead log.

        Where a row lies in its page, and where it stands in the log, tells when it was stored. False if a reader stood
        in the way of emptying the log.
        """
        # A connection of its own: one of the pool's may hold a statement that somebody left unfinished.
        with self._lock, closing(sqlite3.connect(str(self._writers.url.database), isolation_level=None)) as own:
            own.execute("PRAGMA secure_delete = ON")
            own.execute("PRAGMA temp_store = MEMORY")
            own.execute("VACUUM")
            (busy, _, _) = own.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            return bool(busy == 0)

    def close(self) -> None:
        """Let go of connections and lock."""
        self._readers.dispose()
        self._writers.dispose()
        self._lock.close()


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


def open_store(database_url: str, key_file: Path) -> Store:
    """Open the database, made or migrated first where that is needed.

    Raises `StoreRefused` if the database is newer than the program, or belongs to another key.
    """
    file = Path(make_url(database_url).database or "").absolute()
    os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))  # SQLite's other files take its permissions from this one
    lock = WriteLock(file.with_name(file.name + ".lock"))
    writers = _engine(database_url, size=1, begin="BEGIN IMMEDIATE")
    readers = _engine(database_url, size=READERS, begin="BEGIN", query_only="ON")
    try:
        with lock:
            store = Store(readers, writers, lock, keys.read_or_make(key_file))
            _migrate(writers, file)
            _check_key(writers, store.keys, key_file)
    except BaseException:
        writers.dispose()
        lock.close()
        raise
    return store


def _engine(database_url: str, *, size: int, begin: str, **pragmas: str) -> Engine:
    engine = create_engine(
        database_url,
        pool_size=size,
        max_overflow=0,
        hide_parameters=True,  # an error in the log must not tell what someone answered
        connect_args={"timeout": BUSY_SECONDS, "isolation_level": None},
        json_serializer=write_json,
        json_deserializer=read_json,
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


def write_json(value: object) -> str:
    """JSON as it is stored."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def read_json(text: str) -> Any:  # noqa: ANN401
    """Stored JSON, with its lists as tuples: what leaves the store is frozen."""
    if text == "{}":  # most responses' `support`
        return {}
    value = json.loads(text)
    return _frozen(value) if "[" in text and isinstance(value, list | dict) else value


def _frozen(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, list):
        return tuple(_frozen(item) if isinstance(item, list | dict) else item for item in value)
    for key, item in value.items():
        if isinstance(item, list | dict):
            value[key] = _frozen(item)
    return value


def _migrate(engine: Engine, file: Path) -> None:
    with transaction(engine) as c:
        found = _schema(c)
    if found == tables.NEWEST_SCHEMA:
        return
    from surveyapp.store import migrate  # Alembic takes half a second to import

    if found is not None:
        if not migrate.is_known(found):
            raise StoreRefused(
                Said("The database was made by a newer version of the program. Install that version, or a later one.")
            )
        _copy(file, file.with_name(f"{file.name}.before-{tables.NEWEST_SCHEMA}"))
    with transaction(engine) as c:
        migrate.upgrade(c)


def _schema(c: Connection) -> str | None:
    there = c.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").scalar()
    return c.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() if there else None


def _copy(file: Path, to: Path) -> None:
    """A whole copy in one moment, whatever is being written."""
    to.unlink(missing_ok=True)
    os.close(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    source, copy = sqlite3.connect(file), sqlite3.connect(to)
    try:
        source.backup(copy)
    finally:
        copy.close()
        source.close()


def _check_key(engine: Engine, keys: Keys, key_file: Path) -> None:
    fingerprint = keys.secret("key check").hex()
    with transaction(engine) as c:
        stored = c.execute(select(tables.key_check.c.fingerprint)).scalar()
        if stored is None:
            c.execute(insert(tables.key_check).values(fingerprint=fingerprint))
        elif stored != fingerprint:
            raise StoreRefused(
                Said(
                    "The key in %(file)s is not the one that this database was made with. "
                    "No access code would work. Put the right key file back.",
                    {"file": str(key_file)},
                )
            )
