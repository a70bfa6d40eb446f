from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from surveyapp.accounts import demo_logins, passwords
from surveyapp.store import staff
from tests.accounts.staff import PASSWORD, Person, add_staff
from tests.running import Service, make_service


def attempt(service: Service, name: str, password: str = "wrong", source: str = "192.0.2.1") -> int:
    person = Person(service)
    person.client.environ_base["REMOTE_ADDR"] = source
    return person.post("/login", name=name, password=password).status_code


def is_in(person: Person) -> bool:
    return person.get("/account").status_code == 200


# ---- coming in -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("asked_for", ["/design/", "/account", "/users?x=1"])
def test_logging_in_leads_to_the_page_that_was_asked_for(service: Service, asked_for: str) -> None:
    person = Person(service)
    to_login = person.get(asked_for)
    assert to_login.status_code == 303
    page = to_login.headers["Location"]
    entered = person.post("/login", page=page, name="administrator", password=PASSWORD, next=person.field(page, "next"))
    assert (entered.status_code, entered.headers["Location"]) == (303, asked_for)


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://example.org/design/",
        "//example.org/design/",
        "/\\example.org/",
        "//design/",
        "/nowhere",
        "/design",
        "javascript:alert(1)",
        "",
    ],
)
def test_no_link_leads_from_logging_in_to_a_place_that_is_not_ours(service: Service, elsewhere: str) -> None:
    entered = Person(service).post("/login", name="designer", password=PASSWORD, next=elsewhere)
    assert (entered.status_code, entered.headers["Location"]) == (303, "/design/")


def test_a_wrong_name_and_a_wrong_password_look_alike(own_service: Service) -> None:
    person = Person(own_service)
    wrong_password = person.post("/login", name="designer", password="wrong password")
    wrong_name = person.post("/login", name="someone", password="wrong password")
    assert wrong_password.status_code == wrong_name.status_code == 422
    assert person.without_tokens(wrong_password.text).replace("designer", "") == person.without_tokens(
        wrong_name.text
    ).replace("someone", "")


def test_who_is_logged_in_already_is_led_on_from_the_log_in_page(service: Service) -> None:
    assert Person(service, "designer").get("/login").headers["Location"] == "/design/"
    assert Person(service, "analyst").get("/login").headers["Location"] == "/groups/"


def test_errors_stand_beside_the_field_in_the_summary_and_in_the_title(service: Service) -> None:
    page = Person(service).post("/login", name="", password="").text
    assert "<title>Error: Log in" in page
    assert '<a href="#name">Write your user name.</a>' in page
    assert 'id="name-error"' in page
    assert 'aria-describedby="name-error"' in page
    assert "autofocus" in page


# ---- too many attempts -----------------------------------------------------------------------------------------------


def test_the_sixth_attempt_on_an_account_in_fifteen_minutes_is_refused_whoever_tries(own_service: Service) -> None:
    assert [attempt(own_service, "designer", source=f"192.0.2.{n}") for n in range(5)] == [422] * 5
    assert attempt(own_service, "designer", PASSWORD, source="192.0.2.9") == 429
    assert attempt(own_service, "Designer ", PASSWORD, source="192.0.2.9") == 429
    assert attempt(own_service, "evaluator", PASSWORD, source="192.0.2.9") == 303
    own_service.ahead = timedelta(minutes=15, seconds=1)
    assert attempt(own_service, "designer", PASSWORD) == 303


def test_the_twenty_first_attempt_of_a_source_is_refused_whatever_the_account(own_service: Service) -> None:
    assert [attempt(own_service, f"someone-{n}") for n in range(20)] == [422] * 20
    assert attempt(own_service, "designer", PASSWORD) == 429
    assert attempt(own_service, "designer", PASSWORD, source="192.0.2.2") == 303


def test_logging_in_often_with_the_right_password_is_no_failure(own_service: Service) -> None:
    assert [attempt(own_service, "designer", PASSWORD) for _ in range(7)] == [303] * 7


def test_many_attempts_at_once_over_two_workers_are_no_way_around_the_limit(own_service: Service) -> None:
    other_worker = make_service(own_service.app.extensions["surveyapp"].config.data)
    with ThreadPoolExecutor(12) as pool:
        workers = [own_service, other_worker] * 6
        codes = list(pool.map(lambda worker: attempt(worker, "designer"), workers))
    assert sorted(codes) == [422] * 5 + [429] * 7


# ---- the session -----------------------------------------------------------------------------------------------------


def test_what_a_session_held_before_logging_in_is_dropped(service: Service) -> None:
    person = Person(service)
    with person.client.session_transaction() as session:
        session["planted"] = "by a stranger"
        session["language"] = "sv"
    token_before = person.field("/login", "csrf_token")
    person.post("/login", name="designer", password=PASSWORD)
    with person.client.session_transaction() as session:
        assert "planted" not in session
        assert session["language"] == "sv"
    assert person.send("/account", csrf_token=token_before, present="x", new="y").status_code == 400


def test_logging_out_ends_the_session_for_who_has_kept_its_cookie_too(service: Service) -> None:
    person, thief = Person(service, "designer"), Person(service)
    thief.client.set_cookie("staff", person.cookie("staff"))
    assert is_in(thief)
    assert person.post("/logout", page="/account").status_code == 303
    assert not is_in(person)
    assert not is_in(thief)


def test_a_session_ends_after_half_a_day(own_service: Service) -> None:
    person = Person(own_service, "designer")
    assert own_service.app.config["PERMANENT_SESSION_LIFETIME"] == timedelta(hours=12)
    own_service.app.config["PERMANENT_SESSION_LIFETIME"] = timedelta(seconds=-1)
    assert not is_in(person)


def test_a_new_password_ends_the_other_sessions_and_not_ones_own(own_service: Service) -> None:
    here, there = Person(own_service, "designer"), Person(own_service, "designer")
    changed = here.post("/account", present=PASSWORD, new="quite another one")
    assert changed.status_code == 303
    assert is_in(here)
    assert not is_in(there)
    with own_service.store.reading() as c:
        assert [entry.what for entry in staff.trail(c)] == ["changed their own password"]
    assert attempt(own_service, "designer", "quite another one") == 303
    assert attempt(own_service, "designer", PASSWORD) == 422


def test_nobody_changes_a_password_without_knowing_it_and_guessing_it_is_throttled(own_service: Service) -> None:
    person = Person(own_service, "designer")
    for _ in range(5):
        refused = person.post("/account", present="a guess", new="quite another one")
        assert refused.status_code == 422
        assert "This is not your present password." in refused.text
    assert "too many attempts" in person.post("/account", present=PASSWORD, new="quite another one").text


@pytest.mark.parametrize(
    ("public_address", "secure"), [("http://127.0.0.1:8000", False), ("https://survey.example.org", True)]
)
def test_the_cookie_is_for_the_server_alone(
    public_address: str, secure: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    service = make_service(tmp_path_factory.mktemp("service"), public_address)
    [cookie] = Person(service).get("/login").headers.getlist("Set-Cookie")
    assert cookie.startswith("staff=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert ("Secure" in cookie) == secure


def test_participants_pages_neither_need_nor_set_a_staff_cookie(service: Service) -> None:
    link = f"/r/{service.open_round().name}/at/here/sv/"
    for role in (None, "designer"):
        page = Person(service, role).get(link)
        assert page.status_code == 200
        assert not [cookie for cookie in page.headers.getlist("Set-Cookie") if cookie.startswith("staff=")]


# ---- language --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "spoken"), [("en", "en"), ("sv,en;q=0.5", "sv"), ("ar", "sv"), ("de", "sv"), ("", "sv")]
)
def test_staff_pages_speak_the_browsers_language_or_else_swedish(service: Service, wanted: str, spoken: str) -> None:
    assert f'<html lang="{spoken}"' in Person(service, language=wanted).get("/login").text


def test_a_chosen_language_stays_through_logging_in_and_comes_back_to_the_page(service: Service) -> None:
    person = Person(service, language="en")
    person.post("/language", page="/login", language="sv", next="/login")
    assert '<html lang="sv"' in person.get("/login").text
    person.post("/login", name="designer", password=PASSWORD)
    assert '<html lang="sv"' in person.get("/account").text
    for page in ("/design/", "/login?next=/account"):
        assert person.post("/language", page="/account", language="en", next=page).headers["Location"] == page
    assert '<html lang="en"' in person.get("/design/").text


# ---- passwords -------------------------------------------------------------------------------------------------------


def test_a_password_is_kept_as_argon2id_and_a_short_one_is_refused() -> None:
    stored = passwords.hashed(PASSWORD)
    assert stored.startswith("$argon2id$")
    assert passwords.fits(PASSWORD, stored)
    assert not passwords.fits(PASSWORD + "!", stored)
    assert not passwords.fits(PASSWORD, None)
    assert passwords.refusal("x" * 11)
    assert not passwords.refusal("x" * 12)
    assert passwords.refusal("x" * 1001)


def test_demo_log_ins_are_random_kept_where_only_the_owner_reads_and_made_once(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("service")
    service, file = make_service(folder), folder / "demo-logins.txt"
    made = demo_logins.make(service.store, file)
    assert demo_logins.make(service.store, file) == made
    assert file.stat().st_mode & 0o777 == 0o600
    assert len({password for _, password in made}) == len(made)
    for name, password in made:
        assert attempt(service, name, password) == 303
    add_staff(service)
    demo_logins.remove(service.store, file)
    assert not file.exists()
    with service.store.reading() as c:
        assert {user.name for user in staff.users(c)} == {
            "designer",
            "evaluator",
            "reviewer",
            "analyst",
            "moderator",
            "administrator",
        }
