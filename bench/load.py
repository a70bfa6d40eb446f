"""A question's GET and an answer's durable POST on `surveyapp serve`, as ratios to a hello world in the same minute:
on a file by threads and by processes, and on a PostgreSQL server whose disk is waited for.

Driven by wrk (Debian's package) with 8 connections. Each measured pair is: hello, service, hello; the ratio is to the
mean of the two hellos. Every visit that posts is a visit of its own, so that posts don't share a row.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bench.service import BIN, demo_service, free_port, hidden, serving, start_visit
from surveyapp.cli.serving import THREADS
from tests.databases import Server, running_server

CONNECTIONS, SECONDS, VISITS = 8, 4, 64
GOAL_GET, GOAL_POST, GOAL_P99_MS = 0.5, 0.25, 25.0

REPORT = """
done = function(summary, latency, requests)
  local e = summary.errors
  io.write(string.format("RESULT %f %f %d\\n", summary.requests / summary.duration * 1e6,
    latency:percentile(99) / 1000, e.connect + e.read + e.write + e.status + e.timeout))
end
"""


@dataclass(frozen=True)
class Result:
    """Requests a second, 99th percentile in ms, and errors (answers of 400 and over among them)."""

    per_second: float
    p99_ms: float
    errors: int


def wrk(url: str, script: str) -> Result:
    """Drive `url` by wrk with a Lua script."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as lua:
        lua.write(script + REPORT)
        lua.flush()
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-s", lua.name, url]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = re.search(r"RESULT (\S+) (\S+) (\d+)", told)
    assert found, told
    return Result(float(found[1]), float(found[2]), int(found[3]))


def gets(visits: list[tuple[str, str, str]]) -> str:
    """A script that gets the question of each visit in turn."""
    wanted = ",\n".join(f"{{{json.dumps(path)}, {json.dumps(cookie)}}}" for path, cookie, _ in visits)
    return f"""
local visits = {{{wanted}}}
local n = 0
request = function()
  n = n % #visits + 1
  return wrk.format("GET", visits[n][1], {{Cookie = visits[n][2]}})
end
"""


def posts(visits: list[tuple[str, str, str]]) -> str:
    """A script that posts an answer in each visit in turn."""
    wanted = ",\n".join(
        f"{{{json.dumps(path)}, {json.dumps(cookie)}, {json.dumps(body)}}}" for path, cookie, body in visits
    )
    return f"""
local visits = {{{wanted}}}
local n = 0
request = function()
  n = n % #visits + 1
  local headers = {{Cookie = visits[n][2], ["Content-Type"] = "application/x-www-form-urlencoded"}}
  return wrk.format("POST", visits[n][1], headers, visits[n][3])
end
"""


def prepared_visits(link: str, address: str) -> list[tuple[str, str, str]]:
    """Visits that stand at their first kept question: its path, the cookie, and the body that answers it."""
    visits = []
    for _ in range(VISITS):
        visitor, url, page = start_visit(link)
        while 'name="answer"' not in page or "/ask/try" in url:  # the practice keeps nothing
            url, page = visitor.post(url, {"token": hidden(page, "token")})
        option = re.search(r'name="answer"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="answer"', page)
        assert option
        body = f"token={hidden(page, 'token')}&answer={option[1] or option[2]}"
        visits.append((url.removeprefix(address), visitor.cookie, body))
    return visits


@dataclass(frozen=True)
class Setup:
    """A way to serve, and the hello world that its speed is held against: on the same server, as many threads."""

    name: str
    options: tuple[str, ...]
    workers: int = 0
    threads: int = THREADS

    def hello(self, port: int) -> list[str]:
        """The command that serves hello world."""
        if self.workers:
            gunicorn = (
                "-k",
                "gthread",
                "-w",
                str(self.workers),
                "--threads",
                str(self.threads),
                "--log-level",
                "error",
            )
            return [str(BIN / "gunicorn"), *gunicorn, "-b", f"127.0.0.1:{port}", "bench.hello:app"]
        return [sys.executable, str(Path(__file__).with_name("hello.py")), str(port), str(self.threads)]


ON_A_FILE = (
    Setup("SQLite, one process of 8 threads (waitress)", ()),
    Setup("SQLite, one process of 4 threads (waitress)", ("--threads", "4"), threads=4),
    Setup("SQLite, one process of 2 threads (waitress)", ("--threads", "2"), threads=2),
    Setup("SQLite, 2 processes of 4 threads (gunicorn gthread)", ("--workers", "2", "--threads", "4"), 2, 4),
)
ON_A_SERVER = Setup(
    "PostgreSQL, 2 processes of 4 threads (gunicorn gthread)", ("--workers", "2", "--threads", "4"), 2, 4
)


def measure(setup: Setup, database: str | None = None) -> None:
    """Measure one way to serve, and print what came out."""
    port = free_port()
    hello = f"http://127.0.0.1:{port}/"
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent)}
    print(f"  {setup.name}", flush=True)
    with serving(setup.hello(port), port, environment), demo_service(*setup.options, database=database) as service:
        visits = prepared_visits(service.round_link, service.address)
        wrk(hello, "")
        wrk(service.address + visits[0][0], gets(visits))
        for name, script, goal in (("GET", gets(visits), GOAL_GET), ("POST", posts(visits), GOAL_POST)):
            before = wrk(hello, "")
            ours = wrk(service.address + visits[0][0], script)
            after = wrk(hello, "")
            ratio = ours.per_second / ((before.per_second + after.per_second) / 2)
            print(
                f"    question {name}: {ratio:.2f} of hello world (goal {goal}), {ours.per_second:,.0f} a second, "
                f"p99 {ours.p99_ms:.1f} ms (goal {GOAL_P99_MS:.0f}), {ours.errors} errors; "
                f"hello {before.per_second:,.0f} and {after.per_second:,.0f} a second, p99 {before.p99_ms:.1f} ms",
                flush=True,
            )


def run() -> None:
    if shutil.which("wrk") is None:
        sys.exit("  This bench needs wrk: apt-get install wrk")
    for setup in ON_A_FILE:
        measure(setup)
    with running_server(fsync="on", full_page_writes="on") as folder, tempfile.TemporaryDirectory() as made:
        measure(ON_A_SERVER, Server(folder, Path(made)).empty(Path(made)).address)
