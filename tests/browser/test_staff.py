"""Staff pages in a real browser: every page at three sizes, the straight way of a designer, and forms over https."""

import re
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from werkzeug.serving import make_server

from surveyapp.store import rounds
from surveyapp.store.rounds import Site
from tests.accounts.staff import add_staff
from tests.browser.conftest import Size, examine_in_every_window, log_in
from tests.browser.walk import follow
from tests.running import ALL_KINDS, Service, make_service

pytestmark = pytest.mark.browser

NewPage = Callable[..., Page]


@pytest.mark.parametrize(("size", "language"), [("phone", "sv"), ("laptop", "en")])
def test_every_staff_page_keeps_what_all_pages_promise(
    staffed: Service, new_page: NewPage, size: Size, language: str
) -> None:
    sites = (Site("norr", "Verkstaden i norr"), Site("soder", "Verkstaden i söder"))
    real = staffed.open_round(access="codes", sites=sites)
    trial = staffed.open_round(kind="trial", label="Ett försök med alla frågor")
    page = new_page(size, locale=language)

    def see(name: str) -> None:
        examine_in_every_window(page, f"staff-{language}-{size}-{name}")

    def look(path: str, name: str) -> None:
        page.goto(staffed.address + path)
        see(name)

    def send(name: str) -> None:
        follow(page, page.locator("main form button").last)
        see(name)

    look("/accessibility", "accessibility")
    look("/login", "log-in")
    send("log-in-errors")
    log_in(page, staffed.address, "administrator")
    look("/design/", "overview")
    look(f"/design/versions/{real.questionnaire_version}", "version")
    look(f"/design/versions/{real.questionnaire_version}/open", "open")
    page.fill("#sites", "Norr\nNorr")
    page.fill("#closes", "2026-10-25 02:30")
    send("open-errors")
    look(f"/design/rounds/{real.name}", "real-round")
    look(f"/design/rounds/{trial.name}", "trial-round")
    look(f"/design/rounds/{real.name}/postpone", "postpone")
    look(f"/design/rounds/{real.name}/stop", "stop")
    send("stop-errors")
    look(f"/design/rounds/{trial.name}/remove", "remove")
    look(f"/design/rounds/{real.name}/codes", "codes")
    send("codes-made")
    look(f"/design/rounds/{real.name}/codes/replace", "codes-replace")
    send("codes-replace-errors")
    look(f"/design/rounds/{real.name}/tablets", "tablets")
    send("tablets-made")
    look("/design/shared-tablets", "locking")
    look("/users", "users")
    look("/add-user", "add-user")
    send("add-user-errors")
    look("/users/designer", "change-user")
    look("/users/designer/remove", "remove-user")
    look("/trail", "trail")
    look("/account", "account")
    look("/design/rounds/none", "not-found")


def test_a_designer_opens_fills_closes_and_removes_a_trial_by_keyboard_and_without_javascript(
    staffed: Service, new_page: NewPage
) -> None:
    version = staffed.publish(ALL_KINDS)
    page = new_page("laptop", java_script_enabled=False, locale="en")
    log_in(page, staffed.address, "designer")
    page.goto(f"{staffed.address}/design/versions/{version}/open")
    page.locator("#kind").press("Space")
    page.locator("#sites").press_sequentially("north = North")
    page.locator("#label").press("ControlOrMeta+a")
    page.keyboard.type("By keyboard")
    page.keyboard.press("Enter")
    page.wait_for_url("**/design/rounds/**")
    expect(page.locator("[role=status]")).to_have_text("The round is set up.")
    page.locator("#n").press("Enter")
    expect(page.locator("main")).to_contain_text("40, as it stands now")
    page.get_by_role("button", name="Close the trial now").press("Enter")
    expect(page.locator("main")).to_contain_text("Released")
    page.get_by_role("link", name="Remove the round").press("Enter")
    page.locator("#sure").press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**/design/")
    expect(page.locator("main")).not_to_contain_text("By keyboard")


def test_a_refused_form_puts_the_focus_on_what_is_wrong(staffed: Service, new_page: NewPage) -> None:
    page = new_page("laptop", locale="en")
    page.goto(f"{staffed.address}/login")
    page.locator("main button").click()
    expect(page.locator(".faults")).to_be_focused()
    expect(page).to_have_title(re.compile("^Error: "))
    page.locator(".faults a").first.click()
    expect(page.locator("#name")).to_be_focused()


# ---- https -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def secure_service(tmp_path: Path) -> Iterator[Service]:
    """A service that is reached by https, with a certificate that it has signed itself."""
    certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    openssl = shutil.which("openssl")
    assert openssl, "openssl is missing; `make test` installs it"
    command = (
        f"{openssl} req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -keyout {key} -out {certificate}"
    )
    subprocess.run(command.split(), check=True, capture_output=True)
    service = make_service(tmp_path, "https://127.0.0.1")
    add_staff(service)
    server = make_server("127.0.0.1", 0, service.app, threaded=True, ssl_context=(str(certificate), str(key)))
    service.address = f"https://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield service
    server.shutdown()
    thread.join(timeout=5)
    server.server_close()


def test_a_staff_form_is_taken_over_https(secure_service: Service, new_page: NewPage) -> None:
    """Over https a form is taken only with a Referer of our own, which the staff pages' policy must let through."""
    round = secure_service.open_round()
    page = new_page("laptop", locale="en", ignore_https_errors=True)
    log_in(page, secure_service.address, "designer")
    [cookie] = [cookie for cookie in page.context.cookies() if cookie["name"] == "staff"]
    assert cookie["secure"]
    assert cookie["httpOnly"]
    page.goto(f"{secure_service.address}/design/rounds/{round.name}/postpone")
    page.locator("main form button").click()
    page.wait_for_url(f"**/design/rounds/{round.name}")
    with secure_service.store.reading() as c:
        put_off = rounds.round_by_id(c, round.id)
    assert put_off
    assert put_off.closes - round.closes > timedelta(days=6)
