"""A service in a process of its own, as an operator starts it, and a participant who speaks plain HTTP to it."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import IO
from urllib.parse import urlencode

from surveyapp.questionnaire.model import Answers, Option, Questionnaire, Screen
from surveyapp.store import responses
from surveyapp.store.rounds import Round
from tests.databases import Database
from tests.pages import check_page
from tests.running import Service, make_service

SURVEYAPP = Path(sys.executable).with_name("surveyapp")
PATIENCE = 60
"""Seconds after which something is held to be stuck. Nothing is asserted about how long anything takes."""

LUNCH = Questionnaire(
    key="lunch",
    languages=("sv", "en"),
    title={"sv": "Lunchen", "en": "The lunch"},
    welcome={"sv": "Hej", "en": "Hello"},
    thanks={"sv": "Tack", "en": "Thanks"},
    screens=(
        Screen(
            id="good",
            ask="choose-one",
            text={"sv": "Är lunchen god?", "en": "Is the lunch good?"},
            options=(
                Option(id="often", text={"sv": "Ofta", "en": "Often"}),
                Option(id="never", text={"sv": "Aldrig", "en": "Never"}),
            ),
        ),
        Screen(id="more", ask="text", text={"sv": "Mer?", "en": "More?"}),
    ),
)


@contextmanager
def prepared(data: Path, database: Database | None = None, **plan: object) -> Iterator[tuple[Service, Round]]:
    """A data folder with an open round, looked at from here. Its database is in it, unless another is given."""
    service = make_service(data, database=database)
    try:
        yield service, service.open_round(LUNCH, languages=("sv", "en"), **plan)
    finally:
        service.store.close()


def until(true: Callable[[], bool]) -> None:
    """Wait for something that another process does."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)


def environment(data: Path) -> dict[str, str]:
    """What the service's own process is told."""
    return {"PATH": os.environ["PATH"], "SURVEYAPP_DATA": str(data), "LANG": "C.UTF-8"}


@dataclass
class Running:
    """A running service."""

    port: int
    process: subprocess.Popen[str]
    browsers: "list[Browser]" = field(default_factory=list)

    def browser(self, path: str) -> "Browser":
        """A new browser, whose connection is closed in the end."""
        self.browsers.append(Browser(self.port, path))
        return self.browsers[-1]

    def stop(self, number: int = signal.SIGTERM) -> None:
        """Send a signal, and wait until nothing listens any more."""
        self.process.send_signal(number)
        until(lambda: not self.listens())

    def listens(self) -> bool:
        """Whether a new connection is taken."""
        with socket.socket() as tried:
            return tried.connect_ex(("127.0.0.1", self.port)) == 0

    def end(self) -> tuple[int, str]:
        """Its exit status, and what it wrote into the log."""
        _, log = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, log


@contextmanager
def served(
    data: Path, *options: str, before: Sequence[str] = (), settings: Mapping[str, str] | None = None
) -> Iterator[Running]:
    """`surveyapp serve` on that data folder. `before` stands before the command."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [*before, str(SURVEYAPP), "serve", "--port", str(port), *options],
        env=environment(data) | dict(settings or {}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    running = Running(port, process)
    try:
        assert process.stdout is not None
        assert "Serving on" in process.stdout.readline(), process.communicate()[1]
        yield running
    finally:
        for browser in running.browsers:
            browser.connection.close()
        if process.poll() is None:
            process.terminate()
        try:
            process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise
        except ValueError:  # read to its end already
            _close(process.stdout, process.stderr)


def _close(*files: IO[str] | None) -> None:
    for file in files:
        if file:
            file.close()


@dataclass
class Browser:
    """Somebody's browser: one connection, the visit's cookie, and the page that was shown last."""

    port: int
    path: str
    cookie: str = ""
    status: int = 0
    page: str = ""
    headers: http.client.HTTPMessage = field(default_factory=http.client.HTTPMessage)

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)

    def get(self, path: str = "") -> "Browser":
        """Open a page, and go where it leads."""
        return self._ask("GET", path or self.path, None, {})

    def post(self, **fields: str) -> "Browser":
        """Send the form that is shown, with what it hides, and go where that leads."""
        return self._ask("POST", self.path, self.body(**fields), FORM)

    def body(self, **fields: str) -> bytes:
        """What the form that is shown sends."""
        return urlencode(self.hidden() | fields).encode()

    def hidden(self) -> dict[str, str]:
        """What the form that is shown hides."""
        found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', self.page)
        return {name: unescape(value) for name, value in found}

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> "Browser":
        self.connection.request(method, path, body, headers | {"Cookie": self.cookie})
        return self.take(self.connection.getresponse(), path)

    def take(self, answer: http.client.HTTPResponse, path: str) -> "Browser":
        """Show an answer, or go where it leads."""
        page = answer.read().decode()
        if given := answer.headers.get("Set-Cookie"):
            self.cookie = given.split(";")[0]
        if answer.status in (302, 303, 308):
            return self._ask("GET", answer.headers["Location"], None, {})
        self.path, self.status, self.page, self.headers = path, answer.status, page, answer.headers
        check_page(page)
        return self


FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def begun(running: Running, round: Round, language: str = "sv") -> Browser:
    """A visit at its first question."""
    return running.browser(f"/r/{round.name}/at/here/{language}/").get().post()


def kept(service: Service, round: Round, visit: Browser) -> Answers:
    """What the database holds of a visit under way."""
    with service.store.reading() as c:
        found = responses.by_token(c, round.id, service.store.keys.token_hash(visit.cookie.partition("=")[2]))
    assert found
    return found.answers
