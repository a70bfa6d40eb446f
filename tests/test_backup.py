"""A copy that is made while answers come in, put back somewhere else, and gone on with."""

import shutil
import sqlite3
import stat
import subprocess
import threading
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from random import Random

from surveyapp import demo
from surveyapp.release.make import make_release
from surveyapp.store import releases, responses
from surveyapp.store.rounds import Round
from tests.databases import Server
from tests.running import Service, make_service
from tests.serving.process import LUNCH, SURVEYAPP, Running, begun, environment, kept, prepared, served


def backup(data: Path, file: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([SURVEYAPP, "backup", file], env=environment(data), capture_output=True, text=True)


def test_a_copy_made_while_people_answer_is_gone_on_with(tmp_path: Path) -> None:
    data, copy, restored = tmp_path / "data", tmp_path / "copy.sqlite", tmp_path / "restored"
    with prepared(data) as (service, round), served(data) as running:
        released = release(service)
        before = stored_release(service, released)
        visit = begun(running, round).post(answer="often")
        stopped = threading.Event()
        crowd = [threading.Thread(target=answer_until, args=(running, round, stopped)) for _ in range(3)]
        for one in crowd:
            one.start()
        done = backup(data, copy)
        stopped.set()
        for one in crowd:
            one.join()
        assert done.returncode == 0, done.stderr
        assert str(data / "key") in done.stdout
        at_copy = visit.path, visit.cookie
        visit.post(answer="efter kopian")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert not list(tmp_path.glob("*.part*"))
    with closing(sqlite3.connect(copy)) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]

    restored.mkdir()
    shutil.copy(copy, restored / "surveyapp.sqlite")
    shutil.copy(data / "key", restored)
    with served(restored) as running:
        again = running.browser(at_copy[0])
        again.cookie = at_copy[1]
        again.get().post(answer="i kopian")
        assert again.path.endswith("/summary")
        assert "i kopian" in again.page
    service = make_service(restored)
    assert kept(service, round, again) == {"good": "often", "more": "i kopian"}
    assert stored_release(service, released) == before
    service.store.close()


def release(service: Service) -> Round:
    """A round of last week with its release."""
    service.ahead = -timedelta(days=10)
    round = service.open_round(LUNCH, languages=("sv", "en"), breakdown="none", label="Förra omgången")
    service.ahead = timedelta()
    made = demo.made_up_responses(LUNCH, round, [None] * 20, service.today(), Random(1))
    with service.store.writing() as c:
        responses.insert_submitted(c, round, made)
    assert make_release(service.store, round, service.now())
    return round


def stored_release(service: Service, round: Round) -> bytes:
    with service.store.reading() as c:
        stored = releases.read(c, round.id)
    assert stored
    return stored


def answer_until(running: Running, round: Round, stopped: threading.Event) -> None:
    """One person after the other answers."""
    while not stopped.is_set():
        assert "/thanks/" in begun(running, round).post(answer="never").post(answer="mer").post().path


def test_a_copy_replaces_nothing_and_leaves_nothing_half_done(tmp_path: Path) -> None:
    data, copy = tmp_path / "data", tmp_path / "copy.sqlite"
    with prepared(data):
        copy.write_text("yesterday's")
        done = backup(data, copy)
        assert done.returncode == 1
        assert "not overwritten" in done.stderr
        assert copy.read_text() == "yesterday's"
        done = backup(data, tmp_path / "no/such/folder")
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
    assert {file.name for file in tmp_path.iterdir()} == {"data", "copy.sqlite"}


def test_a_database_server_is_copied_by_its_own_tool(server: Server, tmp_path: Path) -> None:
    address = {"SURVEYAPP_DATABASE": server.empty(tmp_path).address}
    told = subprocess.run(
        [SURVEYAPP, "backup", tmp_path / "copy"],
        env=environment(tmp_path / "data") | address,
        capture_output=True,
        text=True,
    )
    assert told.returncode == 1
    assert "pg_dump" in told.stderr
