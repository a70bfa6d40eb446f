"""What the log tells, and what it never does."""

import io
import json
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from surveyapp.serving import logs
from tests.serving.process import begun, prepared, served


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What a logger of this program and one of a library write."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.Lines())
    loggers = [logging.getLogger(name) for name in ("surveyapp", "waitress")]
    for logger in loggers:
        logger.addHandler(handler)
    yield stream
    for logger in loggers:
        logger.removeHandler(handler)


def failing(answer: str) -> None:
    try:
        int(answer)
    except ValueError as error:
        raise KeyError(answer) from error


def test_an_exception_is_told_without_its_values(written: io.StringIO) -> None:
    try:
        failing("canary")
    except KeyError:
        logs.logger.exception("It failed.", extra={"where": "respond.keep", "status": 500})
    line = json.loads(written.getvalue())
    assert (line["level"], line["what"], line["where"], line["status"]) == ("error", "It failed.", "respond.keep", 500)
    assert line["trace"][0] == "builtins.ValueError"
    assert any("test_logs.py" in place and place.endswith(" failing") for place in line["trace"])
    assert "canary" not in written.getvalue()


def test_a_system_s_code_is_told(written: io.StringIO) -> None:
    try:
        Path("/nowhere/canary").read_text()
    except OSError:
        logs.logger.exception("It failed.")
    assert "No such file or directory" in written.getvalue()
    assert "canary" not in written.getvalue()


def test_what_a_library_says_is_not_repeated(written: io.StringIO) -> None:
    logging.getLogger("waitress").error("Exception while serving /r/canary from 192.0.2.7")
    assert json.loads(written.getvalue())["what"].startswith("waitress: test_logs.test_what")
    assert "canary" not in written.getvalue()


def test_a_line_is_a_line_whatever_stands_in_it(written: io.StringIO) -> None:
    logs.logger.error("one\ntwo\x1b[31m\x85\u2028")
    assert written.getvalue().count("\n") == 1
    assert written.getvalue().isascii()
    assert "\x1b" not in written.getvalue()
    record = logging.LogRecord("surveyapp", logging.ERROR, "", 0, "one\ntwo\x1b[31m", (), None)
    assert logs.Plain().format(record).endswith(r"one\ntwo\x1b[31m")


def test_a_request_that_fails_leaves_no_participant_in_the_log(tmp_path: Path) -> None:
    """A row that was spoiled by hand makes a visit fail, with its values in the exception and in the frames."""
    data = tmp_path / "data"
    with prepared(data) as (_, round), served(data) as running:
        visit = begun(running, round, "en")
        with closing(sqlite3.connect(data / "surveyapp.sqlite")) as database:
            database.execute("UPDATE response SET day = 'canary-day'")
            database.commit()
        visit.post(answer="canary-answer")
        assert visit.status == 500
        running.stop()
        status, log = running.end()
        (line,) = [json.loads(line) for line in log.splitlines()]
    assert status == 0
    assert (line["what"], line["where"], line["status"]) == ("A request failed.", "respond.keep", 500)
    assert "builtins.ValueError" in line["trace"]
    for secret in ("canary", round.name, visit.cookie.partition("=")[2], "127.0.0.1", "/r/"):
        assert secret not in log
