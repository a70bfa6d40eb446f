import pytest
from flask import Flask
from flask.testing import FlaskClient

from surveyapp.web.errors import ADVICE, TITLES
from tests.pages import check_page


def test_every_error_has_a_title_and_says_what_to_do() -> None:
    assert TITLES.keys() == ADVICE.keys()


@pytest.mark.parametrize("code", [400, 403, 404, 405, 409, 410, 413, 415, 422, 429, 503])
def test_an_error_is_a_page_of_our_own(client: FlaskClient, code: int) -> None:
    response = client.get(f"/fail/{code}")
    assert response.status_code == code
    assert response.mimetype == "text/html"


def test_a_failure_is_a_page_that_tells_nothing_of_its_cause(app: Flask) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    response = app.test_client().get("/fail/500")
    assert response.status_code == 500
    check_page(response.text)
    assert "secret" not in response.text


def test_what_was_asked_for_is_never_repeated(client: FlaskClient) -> None:
    for address in ("/%3Cscript%3Ecanary", "/r/canary/sv/x", "/about?canary=<b>"):
        assert "canary" not in client.get(address).text


def test_an_error_speaks_the_readers_language(client: FlaskClient) -> None:
    assert '<html lang="ar" dir="rtl">' in client.get("/nothing", headers={"Accept-Language": "ar"}).text


def test_a_wrong_method_still_names_the_right_ones(client: FlaskClient) -> None:
    response = client.post("/about")
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]
