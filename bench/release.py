"""Release and workbook of 10,000 and of 100,000 responses to 50 questions, each in a process of its own.

From a file, and in the same run from a PostgreSQL server whose disk is waited for.
"""

import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from bench.check import questionnaire
from surveyapp import demo
from surveyapp.config import from_environment
from surveyapp.questionnaire.load import load_text
from surveyapp.store import questionnaires, responses, rounds
from tests.databases import Database, Files, Server, running_server

GOAL_SECONDS, GOAL_MB, GOAL_TIMES = 10.0, 150, 11
SIZES = (10_000, 100_000)
QUESTIONS = 50


def fill(database: Database, n: int) -> None:
    """A closed demo round of `n` responses to 50 questions, gender among them."""
    gender = '  - {id: gender, ask: gender, text: {sv: "Är du kvinna eller man?"}}\n'
    loaded = load_text(questionnaire(QUESTIONS - 1).replace("screens:\n", "screens:\n" + gender), "bench")
    assert loaded.questionnaire is not None, loaded.faults[:3]
    store = database.open()
    now = datetime.now(UTC)
    with store.writing() as c:
        questionnaires.publish(c, loaded.questionnaire, loaded.media, now.date())
        plan = rounds.Plan(
            label="bench",
            questionnaire_version=loaded.questionnaire.version,
            kind="demo",
            languages=("sv",),
            sites=demo.SITES,
            k=5,
            breakdown="gender",
            opens=now - timedelta(days=2),
            closes=now - timedelta(hours=3),
            releases=now - timedelta(hours=1),
            access="open",
            facts=demo.FACTS,
        )
        round = rounds.open_round(c, plan, now - timedelta(days=3))
        genders = [None] * n
        responses.insert_submitted(
            c, round, demo.made_up_responses(loaded.questionnaire, round, genders, now.date(), Random(1))
        )
    store.close()


def measured(data: str, database: str) -> None:
    """In a process of its own: make the release and the workbook, and print seconds and peak memory.

    The first line is the seconds of the release, and of both.
    """
    from surveyapp.app import create_app
    from surveyapp.evaluate.workbook import make_workbook
    from surveyapp.release.make import make_release
    from surveyapp.web import here, words

    app = create_app(from_environment({"SURVEYAPP_DATA": data, "SURVEYAPP_DATABASE": database}))
    with app.app_context(), words.in_language("sv"):
        store = here.store()
        with store.reading() as c:
            round = rounds.rounds(c)[0]
            definition = questionnaires.questionnaire(c, round.questionnaire_version)
        started = time.perf_counter()
        release = make_release(store, round, datetime.now(UTC))
        middle = time.perf_counter()
        assert release is not None
        workbook = make_workbook(release, definition, "sv")
        end = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(middle - started, end - started)
    print(
        f"release {middle - started:.2f} s, workbook {end - middle:.2f} s ({len(workbook):,} bytes), "
        f"together {end - started:.2f} s (goal {GOAL_SECONDS:.0f} s), peak memory {peak:.0f} MB (goal {GOAL_MB} MB)"
    )


def measure(database: Database, n: int) -> tuple[float, float]:
    """Seconds of the release, and of release and workbook."""
    fill(database, n)
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            f"from bench.release import measured; measured({str(database.key_file.parent)!r}, {database.address!r})",
        ],
        check=True,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parent.parent,
    )
    seconds, in_words = told.stdout.strip().splitlines()
    print(f"    {n:7,} × {QUESTIONS}: {in_words}", flush=True)
    release, both = map(float, seconds.split())
    return release, both


def run() -> None:
    with (
        tempfile.TemporaryDirectory() as made,
        running_server(fsync="on", full_page_writes="on", autovacuum="on") as socket,
    ):
        alone: list[float] = []
        for name in ("file", "server"):
            folder = Path(made) / name
            folder.mkdir()
            databases = Files(folder) if name == "file" else Server(socket, folder)
            print("  on a file" if name == "file" else "  on PostgreSQL", flush=True)
            together: list[float] = []
            for n in SIZES:
                data = folder / str(n)
                data.mkdir()
                release, both = measure(databases.empty(data), n)
                together.append(both)
            alone.append(release)
            times = together[-1] / together[0]
            print(f"    ten times the responses take {times:.1f} times as long (goal at most {GOAL_TIMES})", flush=True)
    ratio = alone[1] / alone[0]
    print(f"  the release of {SIZES[-1]:,} takes {ratio:.2f} times as long on PostgreSQL as on a file")
