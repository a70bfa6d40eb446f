"""Opens the database of one organisation. What is SQLite's or PostgreSQL's own stands in the file of that name."""

from abc import ABC, abstractmethod
from contextlib import AbstractContextManager
from pathlib import Path

from sqlalchemy import Connection as Connection

from surveyapp.questionnaire.words import Said
from surveyapp.store.errors import StoreRefused
from surveyapp.store.keys import Keys


class Store(ABC):
    """The database of one organisation, and its key. Open it in the process that uses it, not before a fork.

    Reading and writing raise `StoreFailed` if the database itself fails.
    """

    keys: Keys

    @abstractmethod
    def reading(self) -> AbstractContextManager[Connection]:
        """A connection that sees one state of the database and can't change it. It waits for nobody."""

    @abstractmethod
    def writing(self) -> AbstractContextManager[Connection]:
        """A transaction: durable when the block ends, undone if it raises.

        Whoever reads before writing takes the turn at it first (`turns`), for others may be writing too.
        """

    @abstractmethod
    def shuffle(self, c: Connection, round_id: int) -> None:
        """Write the rows of a round anew in the order of their random keys. Its turn must be taken."""

    @abstractmethod
    def rewrite(self) -> bool:
        """Clear away what is left of rows that were changed, moved or deleted. False if a reader stood in the way."""

    def backup(self, to: Path) -> None:  # noqa: ARG002
        """A whole copy in one moment, whatever is being written. Refused for a server, which has its own way."""
        raise StoreRefused(
            Said("The database is on a PostgreSQL server. Copy it with pg_dump, or by the server's own backup.")
        )

    @abstractmethod
    def close(self) -> None:
        """Let go of the database."""


def open_store(database_url: str, key_file: Path, *, migrating: bool = False) -> Store:
    """Open the database. An empty one is made; an older SQLite file is copied and migrated.

    Raises `StoreRefused` if it is a newer program's, of another key, or an older one on a server: several machines may
    be at work on that, so it is migrated only when somebody says so.
    """
    if database_url.startswith("postgresql:"):
        from surveyapp.store.postgresql import open_postgresql  # its driver may not be installed

        return open_postgresql(database_url, key_file, migrating=migrating)
    from surveyapp.store.sqlite import open_sqlite

    return open_sqlite(database_url, key_file)
