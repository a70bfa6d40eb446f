"""A transaction on either database, and what becomes of it when the database itself fails."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection as Connection
from sqlalchemy import Engine
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, NotSupportedError, ProgrammingError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from surveyapp.store.errors import StoreFailed

ONE_WRITER = "one_writer"
"""The option of a connection on which nobody else writes at the same time."""

MISTAKES = (DataError, IntegrityError, NotSupportedError, ProgrammingError)
"""What is wrong with a statement or its values. Anything else is wrong with the database."""


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """Committed when the block ends, undone if it raises. Raises `StoreFailed` if the database fails."""
    committing = False
    try:
        with engine.connect() as c, c.begin():
            yield c
            committing = True
    except (NoConnectionFree, engine.dialect.loaded_dbapi.Error) as error:  # the driver's own comes from a begin
        raise StoreFailed("no") from error
    except DBAPIError as error:
        if isinstance(error, MISTAKES):
            raise
        raise StoreFailed("unknown" if committing and _may_be_stored(error) else "no") from error


def _may_be_stored(error: DBAPIError) -> bool:
    """Whether a commit may have been done though it failed: its answer was lost, or the disk didn't confirm."""
    code: str = getattr(error.orig, "sqlite_errorname", "")
    return error.connection_invalidated or code.startswith("SQLITE_IOERR")
