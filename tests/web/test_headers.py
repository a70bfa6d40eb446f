import pytest
from flask import Flask
from flask.testing import FlaskClient

PAGES = ["/", "/about", "/r/real/sv/safe", "/design/page", "/no/such/page", "/r/nothing", "/fail/403"]


@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_closed_to_other_sites_scripts_and_caches(client: FlaskClient, address: str) -> None:
    headers = client.get(address).headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


def test_no_page_learns_where_a_participant_was(client: FlaskClient) -> None:
    for address in ("/r/real/sv/safe", "/r/nothing"):
        assert client.get(address).headers["Referrer-Policy"] == "no-referrer"


def test_staff_forms_keep_their_origin(client: FlaskClient) -> None:
    assert client.get("/design/page").headers["Referrer-Policy"] == "same-origin"


def test_a_service_on_https_is_never_left_for_http(client: FlaskClient, https_app: Flask) -> None:
    assert "Strict-Transport-Security" not in client.get("/about").headers
    assert "max-age=" in https_app.test_client().get("/about").headers["Strict-Transport-Security"]
