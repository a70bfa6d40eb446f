"""What whoever watches the service is told."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from surveyapp.serving.ticking import do_what_is_due
from surveyapp.store.tables import NEWEST_SCHEMA
from tests.running import Service, make_service


@pytest.fixture
def service(tmp_path: Path) -> Service:
    return make_service(tmp_path)


def test_a_service_that_is_well_says_so_and_nothing_else(service: Service) -> None:
    answer = service.app.test_client().get("/healthz")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert "Set-Cookie" not in answer.headers
    assert answer.json == {"ok": True, "database": True, "schema": NEWEST_SCHEMA, "tick_minutes": None}
    service.store.close()


def test_a_timer_that_stands_still_is_seen(service: Service) -> None:
    do_what_is_due(service.app.extensions["surveyapp"])
    client = service.app.test_client()
    assert client.get("/healthz").json["tick_minutes"] == 0  # type: ignore[index]
    service.ahead = timedelta(minutes=61)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json["tick_minutes"]) == (200, 61)  # type: ignore[index]
    service.store.close()


def test_a_database_of_another_schema_is_not_well(service: Service) -> None:
    with service.store.writing() as c:
        c.execute(text("UPDATE alembic_version SET version_num = 'newer'"))
    answer = service.app.test_client().get("/healthz")
    assert answer.status_code == 503
    assert answer.json is not None
    assert not answer.json["ok"]
    service.store.close()
