"""Release and workbook of 10,000 and of 100,000 responses to 50 questions, each in a process of its own."""

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
from surveyapp.store.engine import open_store

GOAL_SECONDS, GOAL_MB, GOAL_TIMES = 10.0, 150, 11
SIZES = (10_000, 100_000)
QUESTIONS = 50


def fill(data: Path, n: int) -> None:
    """A closed demo round of `n` responses to 50 questions, gender among them."""
    gender = '  - {id: gender, ask: gender, text: {sv: "Är du kvinna eller man?"}}\n'
    loaded = load_text(questionnaire(QUESTIONS - 1).replace("screens:\n", "screens:\n" + gender), "bench")
    assert loaded.questionnaire is not None, loaded.faults[:3]
    data.mkdir(parents=True)
    store = open_store(f"sqlite:///{data / 'surveyapp.sqlite'}", data / "key")
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


def measured(data: Path) -> None:
    """In a process of its own: make the release and the workbook, and print seconds and peak memory."""
    from surveyapp.app import create_app
    from surveyapp.evaluate.workbook import make_workbook
    from surveyapp.release.make import make_release
    from surveyapp.web import here, words

    app = create_app(from_environment({"SURVEYAPP_DATA": str(data)}))
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
    print(end - started)
    print(
        f"release {middle - started:.2f} s, workbook {end - middle:.2f} s ({len(workbook):,} bytes), "
        f"together {end - started:.2f} s (goal {GOAL_SECONDS:.0f} s), peak memory {peak:.0f} MB (goal {GOAL_MB} MB)"
    )


def run() -> None:
    seconds = []
    for n in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            data = Path(folder) / "data"
            fill(data, n)
            command = [
                sys.executable,
                "-c",
                f"from pathlib import Path; from bench.release import measured; measured(Path({str(data)!r}))",
            ]
            told = subprocess.run(command, check=True, capture_output=True, text=True, cwd=Path(__file__).parent.parent)
            together, in_words = told.stdout.strip().splitlines()
            seconds.append(float(together))
            print(f"  {n:7,} × {QUESTIONS}: {in_words}")
    few, many = seconds
    print(f"  ten times the responses take {many / few:.1f} times as long (goal at most {GOAL_TIMES})")
