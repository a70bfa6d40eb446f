"""A service of its own for a bench: a data folder, a demo, and `surveyapp serve` in a process of its own."""

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode

BIN = Path(sys.executable).parent


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def wait_for(port: int) -> None:
    """Return when something listens on the port; `TimeoutError` after 30 s."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError(f"nothing listens on {port}")


@contextmanager
def serving(command: list[str], port: int, environment: dict[str, str]) -> Iterator[None]:
    """Run a server until the block ends."""
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)


@dataclass(frozen=True)
class Service:
    """Where the bench's service answers, and the link of its open demo round."""

    address: str
    round_link: str
    environment: dict[str, str]


@contextmanager
def demo_service(*options: str, database: str | None = None) -> Iterator[Service]:
    """A fresh demo, served with these options, from a file or from the database of that address."""
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        address = f"http://127.0.0.1:{port}"
        environment = os.environ | {"SURVEYAPP_DATA": folder, "SURVEYAPP_PUBLIC_ADDRESS": address}
        if database:
            environment["SURVEYAPP_DATABASE"] = database
        told = subprocess.run([BIN / "surveyapp", "demo"], env=environment, check=True, capture_output=True, text=True)
        link = re.search(r"(http\S+/r/\S+)", told.stdout)
        assert link, told.stdout
        with serving([str(BIN / "surveyapp"), "serve", "--port", str(port), *options], port, environment):
            yield Service(address, link[1], environment)


@dataclass
class Visitor:
    """A participant without a browser: follows redirects, keeps the cookie."""

    jar: CookieJar
    opener: urllib.request.OpenerDirector

    @classmethod
    def new(cls) -> "Visitor":
        jar = CookieJar()
        return cls(jar, urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar)))

    def get(self, url: str) -> tuple[str, str]:
        """The final address and the page."""
        with self.opener.open(url, timeout=20) as answer:
            return answer.geturl(), answer.read().decode()

    def post(self, url: str, fields: dict[str, str]) -> tuple[str, str]:
        """The final address and the page after the redirect."""
        with self.opener.open(url, urlencode(fields).encode(), timeout=20) as answer:
            return answer.geturl(), answer.read().decode()

    @property
    def cookie(self) -> str:
        """The Cookie header."""
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.jar)


def hidden(page: str, name: str) -> str:
    """The value of a hidden field."""
    field = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)
    assert field, f"no field {name}"
    value = re.search(r'value="([^"]*)"', field[0])
    assert value
    return value[1]


def start_visit(link: str, language: str = "sv") -> tuple[Visitor, str, str]:
    """A visit at its first screen: the visitor, the screen's address and its page."""
    visitor = Visitor.new()
    address, page = visitor.get(f"{link}{language}/")
    return visitor, *visitor.post(address, {"token": hidden(page, "token")})
