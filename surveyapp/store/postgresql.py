"""A store on a PostgreSQL server. Several nodes write at the same time, each row and each turn at its own pace.

Writing is READ COMMITTED: a statement sees what was stored before it began, so what must not change between two
statements is held by a turn, or stands in the condition of the one that writes. Reading is one snapshot.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, delete, event, insert, make_url, select, text
from sqlalchemy.pool import ConnectionPoolEntry

from surveyapp.questionnaire.words import Said
from surveyapp.store import documents, keys, schema, tables, turns
from surveyapp.store.engine import Store
from surveyapp.store.errors import StoreRefused
from surveyapp.store.keys import Keys
from surveyapp.store.transactions import transaction

try:
    import psycopg
    from psycopg.types.string import StrDumperUnknown
except ImportError:
    raise StoreRefused(
        Said("A PostgreSQL database needs one more package. Install it: pip install 'surveyapp[pg]'")
    ) from None

CONNECTIONS = 8
CONNECTIONS_AT_MOST = 32
"""Of one process. It opens no more than it has threads."""

CONNECTING = {
    "connect_timeout": 10,
    "tcp_user_timeout": 30_000,  # a server that has vanished fails within half a minute, not after hours
    "application_name": "surveyapp",
    "client_encoding": "utf8",
    # A pooler may give each transaction another connection, and that knows no statement that was prepared.
    "prepare_threshold": None,
}

SESSION = {
    "lock_timeout": "30s",
    "tcp_keepalives_idle": "30",  # what a node that has vanished holds is let go within a minute
    "tcp_keepalives_interval": "10",
    "tcp_keepalives_count": "3",
}

OF_VISITS = (tables.response, tables.access_code)
"""The tables whose rows are written while people answer."""


class PostgresqlStore(Store):
    """A store on a PostgreSQL server."""

    def __init__(self, engine: Engine, keys: Keys) -> None:
        self.keys = keys
        self._writers = engine
        self._readers = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        self._by_statement = engine.execution_options(isolation_level="AUTOCOMMIT")

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A snapshot that can't be changed. It waits for nobody."""
        with transaction(self._readers) as c:
            yield c

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction beside others."""
        with transaction(self._writers) as c:
            yield c

    def shuffle(self, c: Connection, round_id: int) -> None:
        """Write the rows of a round anew in the order of their random keys, all by one transaction.

        Where a row lies, and by which transaction, tells when it was stored.
        """
        for table in OF_VISITS:
            gone = delete(table).where(table.c.round_id == round_id).returning(*table.c).cte("gone")
            c.execute(insert(table).from_select(table.c.keys(), select(gone).order_by(gone.c.id)))

    def rewrite(self) -> bool:
        """Free the places of rows that have been changed, moved or deleted, for others to be written over them."""
        with transaction(self._by_statement) as c:
            c.execute(text(f"VACUUM {', '.join(table.name for table in (*OF_VISITS, tables.counted))}"))
        return True

    def close(self) -> None:
        """Close the connections."""
        self._writers.dispose()


def open_postgresql(address: str, key_file: Path, *, migrating: bool) -> PostgresqlStore:
    """Open the database. An empty one is made; an older one is refused, unless it is to be migrated.

    Several nodes may start at once, and share the database: none of them changes it under the others' feet.
    """
    engine = connect(address)
    try:
        store = PostgresqlStore(engine, keys.read_or_make(key_file))
        with store.writing() as c:
            check_server(c)
            turns.take(c, "schema")
            found = schema.found(c)
            if found not in (None, tables.NEWEST_SCHEMA) and not migrating:
                raise StoreRefused(
                    Said(
                        "The database is from an older version of the program. Stop the service on every machine, "
                        "make a backup, and run: surveyapp migrate"
                    )
                )
            if found != tables.NEWEST_SCHEMA:
                schema.bring(c)
            schema.check_key(c, store.keys, key_file)
    except BaseException:
        engine.dispose()
        raise
    return store


def check_server(c: Connection) -> None:
    """Refuse a server that is set up so that answers could be lost."""
    if c.execute(text("SHOW synchronous_commit")).scalar() == "off":
        raise StoreRefused(Said("The database server has synchronous_commit off: answers could be lost. Set it to on."))
    if c.execute(text("SHOW server_encoding")).scalar() != "UTF8":
        raise StoreRefused(Said("The database can't hold every language. Make it anew with the encoding UTF8."))


def connect(address: str) -> Engine:
    """Connections to the server of that address, made as they are needed."""
    engine = create_engine(
        _driven(make_url(address)),
        pool_size=CONNECTIONS,
        max_overflow=CONNECTIONS_AT_MOST - CONNECTIONS,
        pool_pre_ping=True,  # what the server has closed since is noticed before a transaction begins
        hide_parameters=True,  # an error in the log must not tell what someone answered
        isolation_level="READ COMMITTED",
        connect_args=CONNECTING,
        json_serializer=documents.write_json,
        json_deserializer=_read_json,
    )

    @event.listens_for(engine, "connect")
    def on_connect(connection: psycopg.Connection, _record: ConnectionPoolEntry) -> None:
        connection.adapters.register_dumper(str, _TextDumper)
        for name, value in SESSION.items():
            connection.execute("SELECT set_config(%s, %s, false)", (name, value))
        connection.commit()

    return engine


class _TextDumper(StrDumperUnknown):
    """Gives text without NUL to the server."""

    def dump(self, obj: str) -> bytes:
        return super().dump(documents.without_nul(obj))  # type: ignore[return-value]


def _read_json(data: bytes) -> object:
    return documents.read_json(data.decode())


def _driven(address: URL) -> URL:
    return address.set(drivername="postgresql+psycopg")
