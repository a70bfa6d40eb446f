"""A process that is killed, wherever it is, leaves nothing half-done, and all that it has acknowledged."""

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select

from surveyapp.release.model import Release
from surveyapp.store import migrate, questionnaires, releases, responses, rounds, tables
from surveyapp.store.responses import Submitted
from tests.databases import Database, Files, Server
from tests.store.conftest import NOW, PLAN, QUESTIONNAIRE, TODAY
from tests.store.test_copying import fill
from tests.store.test_migrations import fill as fill_old
from tests.store.test_migrations import raw

ROOT = Path(__file__).parents[2]


def kills(job: str, database: Database, *more: str) -> int:
    """How many processes were killed until one lived to the end of the job."""
    told = subprocess.run(
        [sys.executable, "-m", "tests.store.killing", job, database.address, str(database.key_file), *more],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert told.returncode == 0, told.stderr
    return int(told.stdout)


@pytest.mark.parametrize(("job", "least"), [("answering", 15), ("releasing", 12), ("tidying", 8)])
def test_of_a_process_killed_at_its_work_what_it_acknowledged_is_there_and_nothing_half_done(
    database: Database, job: str, least: int
) -> None:
    assert kills(job, database) >= least


def test_a_migration_that_is_killed_is_begun_anew(empty: Database) -> None:
    with raw(empty) as c:
        migrate.upgrade(c, "0001")
        fill_old(c, "0001", empty)
    assert kills("migrating", empty) >= 2


def test_a_copy_that_is_killed_leaves_the_server_empty(files: Files, server: Server, tmp_path: Path) -> None:
    with files.ready(tmp_path) as file:
        store = file.open()
        fill(store)
        store.close()
        assert kills("copying", file, server.empty(tmp_path).address) >= 6


TWO = """
import sys
from datetime import datetime
from pathlib import Path
from surveyapp.release.make import make_release
from surveyapp.store import rounds
from surveyapp.store.engine import open_store

store = open_store(sys.argv[1], Path(sys.argv[2]))
with store.reading() as c:
    [round] = rounds.rounds(c)
print("ready", flush=True)
sys.stdin.readline()
release = make_release(store, round, round.releases)
print(release.hash)
"""


def test_two_services_at_once_make_one_release_and_both_find_it(database: Database) -> None:
    store = database.open()
    with store.writing() as c:
        questionnaires.publish(c, QUESTIONNAIRE, {}, TODAY)
        round = rounds.open_round(c, PLAN, NOW)
        responses.insert_submitted(c, round, [Submitted("wood", "sv", None, TODAY, {"good": "yes"})] * 200)
    services = [
        subprocess.Popen(
            [sys.executable, "-c", TWO, database.address, database.key_file],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    for service in services:
        assert service.stdout
        assert service.stdout.readline() == "ready\n"
    for service in services:
        assert service.stdin
        service.stdin.write("now\n")
        service.stdin.flush()
    told = {service.communicate()[0] for service in services}
    assert [service.returncode for service in services] == [0, 0]
    assert len(told) == 1
    with store.reading() as c:
        stored = releases.read(c, round.id)
        assert stored
        assert Release.model_validate_json(stored).hash == told.pop().strip()
        assert c.execute(select(func.count()).select_from(tables.counted)).scalar() == 200
    store.close()
