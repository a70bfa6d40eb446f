"""The log: one JSON object a line, or plain text on a terminal. It tells what happened, never who did it or to whom.

Only this program's own sentences are written out. Of an exception there is its type, its code and the places in the
program that it came through, but not its message: that may hold an answer. Of another library's message there is the
place that it came from: the servers name addresses and paths in theirs.
"""

import json
import logging
import os
import sys
import threading
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime

from surveyapp.store.errors import StoreFailed

OURS = "surveyapp"

logger = logging.getLogger(OURS)

DETAILS = ("where", "status")
"""What a record may tell besides: the endpoint (never the path) and the status of the answer."""


def to_stderr() -> None:
    """Write this program's news, and others' warnings, to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Plain() if sys.stderr.isatty() else Lines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logger.setLevel(logging.INFO)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a request that waits for a thread is no news
    threading.excepthook = _thread_failed


def _thread_failed(failed: threading.ExceptHookArgs) -> None:
    if failed.exc_value is not None:
        logger.error("A thread failed.", exc_info=failed.exc_value)


def told(record: logging.LogRecord) -> dict[str, object]:
    """What the log tells of a record."""
    ours = record.name.split(".")[0] == OURS
    line: dict[str, object] = {
        "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "what": record.getMessage() if ours else f"{record.name}: {record.module}.{record.funcName}",
    }
    line |= {name: getattr(record, name) for name in DETAILS if hasattr(record, name)}
    error = record.exc_info and record.exc_info[1]
    if isinstance(error, StoreFailed) and "where" in line:  # every request may tell of it: the cause is enough
        line["trace"] = [place for place in trace(error) if not place.startswith(" ")]
    elif error:
        line["trace"] = list(trace(error))
    return line


def trace(error: BaseException) -> Iterator[str]:
    """The exceptions that led to `error`, the first first: type and code of each, and where it passed through."""
    earlier = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if earlier is not None:
        yield from trace(earlier)
    yield f"{type(error).__module__}.{type(error).__qualname__}{_code(error)}"
    for frame, line in traceback.walk_tb(error.__traceback__):
        yield f"  {frame.f_code.co_filename}:{line} {frame.f_code.co_name}"
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            yield from trace(one)


def _code(error: BaseException) -> str:
    """What tells more of a failure than its type: the codes of the system and of the databases hold no values."""
    if isinstance(error, OSError) and error.errno is not None:
        return f" ({os.strerror(error.errno)})"
    code = getattr(error, "sqlite_errorname", None) or getattr(error, "sqlstate", None)
    return f" ({code})" if isinstance(code, str) else ""


class Lines(logging.Formatter):
    """One JSON object a line. Control characters, and everything outside ASCII, are escaped."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        return json.dumps(told(record))


class Plain(logging.Formatter):
    """The same for a person at a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, with the trace below it."""
        line = told(record)
        trace = line.pop("trace", [])
        first = " ".join(_printable(str(value)) for value in line.values())
        return "\n".join([first, *(_printable(place) for place in (trace if isinstance(trace, list) else ()))])


def _printable(text: str) -> str:
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in text)
