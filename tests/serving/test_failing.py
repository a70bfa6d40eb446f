"""Databases that really fail under a running service, and what participants are told: the truth, and what to do."""

import json
import resource
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.serving.process import Browser, Running, begun, kept, prepared, served

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
