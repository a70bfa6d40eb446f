"""Databases that really fail under a running service, and what participants are told: the truth, and what to do."""

import http.client
import json
import os
import resource
import shutil
import signal
import socket
import sqlite3
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from surveyapp.store import responses
from tests.databases import Server, running_server
from tests.serving.process import Browser, Running, begun, kept, prepared, served, until

NOT_KEPT, MAYBE_KEPT = "Your answer was not kept", "Perhaps your answer was not kept"

OWN_DISK = 'mount -t tmpfs -o size=2m tmpfs "$0" && cp -a "$1"/. "$0" && shift && exec "$@"'
"""A small disk of the service's own, in a name space of its own, so that nobody needs to be root."""


READ_ONLY = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$@"'


def can_have_a_disk() -> bool:
    return subprocess.run(["unshare", "-rm", "mount", "-t", "tmpfs", "x", "/mnt"], capture_output=True).returncode == 0


@contextmanager
def no_file_grows(running: Running) -> Iterator[None]:
    """The system refuses to let the process write any file any further."""
    before = resource.prlimit(running.process.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    yield
    resource.prlimit(running.process.pid, resource.RLIMIT_FSIZE, before)


@contextmanager
def full(disk: Path) -> Iterator[None]:
    """Nothing more fits on the disk."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(512))
        except OSError:
            pass
    yield
    filler.unlink()


def check_told(visit: Browser, title: str, language: str) -> None:
    assert visit.status == 503
    assert int(visit.headers["Retry-After"]) > 0
    assert f"<h1>{title}</h1>" in visit.page or language != "en"
    assert f'<html lang="{language}"' in visit.page


@pytest.mark.parametrize("language", ["sv", "en"])
def test_an_answer_that_can_not_be_written_is_sent_again_by_one_press(tmp_path: Path, language: str) -> None:
    data = tmp_path / "data"
    with prepared(data) as (service, round), served(data) as running:
        visit = begun(running, round, language).post(answer="often")
        with no_file_grows(running):
            visit.post(answer="Mer sallad <b> & ett 'hemligt' ord")
            check_told(visit, MAYBE_KEPT, language)  # the disk confirmed nothing, and denied nothing
            visit.post()
            check_told(visit, MAYBE_KEPT, language)
            assert kept(service, round, visit) == {"good": "often"}
        visit.post()
        assert visit.status == 200
        assert kept(service, round, visit) == {"good": "often", "more": "Mer sallad <b> & ett 'hemligt' ord"}
        running.stop()
        _, log = running.end()
        assert "hemligt" not in log
        assert round.name not in log
        told = [json.loads(line) for line in log.splitlines()]
        assert [line["where"] for line in told] == ["respond.keep"] * 2
        assert "SQLITE_IOERR" in log


@pytest.mark.skipif(not can_have_a_disk(), reason="this machine lets nobody mount a disk of their own")
def test_a_full_disk_is_told_and_costs_no_answer_that_was_kept(tmp_path: Path) -> None:
    source, data = tmp_path / "source", tmp_path / "data"
    data.mkdir()
    with prepared(source) as (_, round):
        pass
    before = ("unshare", "-rm", "sh", "-c", OWN_DISK, str(data), str(source))
    with served(data, before=before) as running:
        disk = Path(f"/proc/{running.process.pid}/root{data}")
        visit = begun(running, round, "en").post(answer="often")
        with full(disk):
            check_told(visit.post(answer="More salad"), NOT_KEPT, "en")
            summary = running.browser(f"/r/{round.name}/summary")
            summary.cookie = visit.cookie
            assert "Often" in summary.get("/r/" + round.name + "/ask/good").page  # reading goes on
        visit.post()
        assert visit.path.endswith("/summary")
        assert "More salad" in visit.page
        visit.post()
        assert "/thanks/" in visit.path
        shutil.copytree(disk, tmp_path / "after")
        with closing(sqlite3.connect(tmp_path / "after/surveyapp.sqlite")) as database:
            assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            (stored,) = database.execute("SELECT answers FROM response WHERE state = 'submitted'").fetchone()
        assert json.loads(stored) == {"good": "often", "more": "More salad"}


@pytest.mark.skipif(not can_have_a_disk(), reason="this machine lets nobody mount a disk of their own")
def test_a_disk_that_can_not_be_written_to_is_told_in_a_sentence(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with prepared(data):
        pass
    before = ("unshare", "-rm", "sh", "-c", READ_ONLY, str(data))
    with (
        pytest.raises(AssertionError, match="can't be used: Read-only file system") as told,
        served(data, before=before),
    ):
        pass
    assert "Traceback" not in str(told.value)


# ---- a database server -----------------------------------------------------------------------------------------------


class Line:
    """The line between the service and its database server. It breaks when something is passed on, once.

    The server gets it, and the service hears nothing more: not even what the server had said at once.
    """

    def __init__(self, folder: Path, server: Path) -> None:
        self._server = str(server / SOCKET)
        self._breaks_after = b""
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(str(folder / SOCKET))
        self._listening.listen()
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def break_after(self, said: bytes) -> None:
        self._breaks_after = said

    def close(self) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()
        self._listening.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            server.connect(self._server)
            # Each end has a thread that reads it, and closes it when there is nothing more.
            self._threads += [
                threading.Thread(target=self._pass_on, args=ends) for ends in ((client, server), (server, client))
            ]
            for thread in self._threads[-2:]:
                thread.start()

    def _pass_on(self, source: socket.socket, to: socket.socket) -> None:
        with suppress(OSError), source:
            while said := source.recv(65536):
                if self._breaks_after and self._breaks_after in said:
                    self._breaks_after = b""
                    source.shutdown(socket.SHUT_RDWR)
                to.sendall(said)
            to.shutdown(socket.SHUT_RDWR)


SOCKET = ".s.PGSQL.5432"


def test_when_the_line_is_lost_in_the_moment_of_storing_nothing_is_claimed(server: Server, tmp_path: Path) -> None:
    database = server.empty(tmp_path)
    with tempfile.TemporaryDirectory() as folder, closing(Line(Path(folder), server.folder)) as line:
        by_line = database.address.replace(str(server.folder), folder)
        with (
            prepared(tmp_path / "data", database) as (service, round),
            served(tmp_path / "data", "--workers", "1", settings={"SURVEYAPP_DATABASE": by_line}) as running,
        ):
            visit = begun(running, round, "en").post(answer="often")
            line.break_after(b"COMMIT")
            check_told(visit.post(answer="More salad"), MAYBE_KEPT, "en")
            visit.post()
            assert (visit.status, visit.path) == (200, f"/r/{round.name}/summary")
            assert kept(service, round, visit) == {"good": "often", "more": "More salad"}
            line.break_after(b"COMMIT")
            check_told(visit.post(), "Perhaps your answers have not been sent", "en")
            visit.post()
            assert "/thanks/" in visit.path
            with service.store.reading() as c:
                assert responses.count_submitted(c, round.id) == 1


def test_a_database_server_that_is_killed_under_the_service(tmp_path: Path) -> None:
    with running_server() as folder:
        made = tmp_path / "made"
        made.mkdir()
        database = Server(folder, made).empty(tmp_path)
        with (
            prepared(tmp_path / "data", database) as (_, round),
            served(tmp_path / "data", "--workers", "1", settings={"SURVEYAPP_DATABASE": database.address}) as running,
        ):
            visit = begun(running, round, "en").post(answer="often")
            health = http.client.HTTPConnection("127.0.0.1", running.port, timeout=60)
            with closing(health):
                health.request("GET", "/healthz")
                assert health.getresponse().read().startswith(b'{"database":true,"ok":true')
                os.kill(int((folder / "data/postmaster.pid").read_text().split()[0]), signal.SIGQUIT)
                until(lambda: not (folder / "data/postmaster.pid").exists())
                check_told(visit.post(answer="More salad"), NOT_KEPT, "en")
                check_told(visit.get(f"/r/{round.name}/ask/good"), "This page can't be shown just now", "sv")
                check_told(visit.get("/"), "The service can't do that just now", "sv")
                assert visit.get("/about").status == 200
                health.request("GET", "/healthz")
                answer = health.getresponse()
                assert (answer.status, json.loads(answer.read())["database"]) == (503, False)
