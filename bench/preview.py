"""The designer's pages of a questionnaire of 300 screens, beside one of 30."""

import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from flask.testing import FlaskClient

from bench.check import questionnaire
from surveyapp.app import create_app
from surveyapp.config import from_environment
from surveyapp.questionnaire.load import load_text
from surveyapp.questionnaire.model import Questionnaire
from surveyapp.store import questionnaires, staff
from surveyapp.web import here

SIZES = (30, 300)
PAGES = ("preview", "map", "texts", "walk")
TIMES = 5


def loaded(n: int) -> Questionnaire:
    found = load_text(questionnaire(n), f"stor{n}").questionnaire
    assert found is not None
    return found


def measured(client: FlaskClient, address: str) -> tuple[float, int]:
    """The shortest of a few times, and the bytes of the page."""
    seconds, size = [], 0
    for _ in range(TIMES):
        started = time.perf_counter()
        answer = client.get(address)
        seconds.append(time.perf_counter() - started)
        assert answer.status_code == 200, f"{address}: {answer.status}"
        size = len(answer.data)
    return min(seconds), size


def run() -> None:
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(from_environment({"SURVEYAPP_DATA": str(Path(folder) / "data")}))
        small, large = (loaded(n) for n in SIZES)
        with app.app_context(), here.store().writing() as c:
            for one in (small, large):
                questionnaires.publish(c, one, {}, datetime.now(UTC).date())
            staff.add(c, "bench", "no password", frozenset({"designer"}))
            user = staff.user_by_name(c, "bench")
        assert user is not None
        client = app.test_client()
        with client.session_transaction() as session:
            session.update(user=user.name, id=str(user.id), generation=user.generation)
        for page in PAGES:
            few, many = (measured(client, f"/design/versions/{one.version}/{page}") for one in (small, large))
            print(
                f"  {page:8} {SIZES[0]} screens {few[0] * 1000:6.0f} ms {few[1]:9,} bytes; "
                f"{SIZES[1]} screens {many[0] * 1000:6.0f} ms {many[1]:9,} bytes"
            )
