from typing import Any

import pytest

from surveyapp.accounts import passwords
from surveyapp.store import staff
from surveyapp.store.staff import User
from tests.accounts.staff import Person
from tests.running import Service

NEW: dict[str, Any] = {"name": "Åsa.Berg", "roles": ["designer", "evaluator"], "password": "three easy words"}


def user(service: Service, name: str) -> User | None:
    with service.store.reading() as c:
        return staff.user_by_name(c, name)


def latest_of_the_trail(service: Service) -> tuple[str, str]:
    with service.store.reading() as c:
        entry = staff.trail(c, 1)[0]
    return entry.who, entry.what


def test_an_administrator_adds_a_user_who_can_then_enter(own_service: Service) -> None:
    administrator = Person(own_service, "administrator")
    assert administrator.post("/add-user", **NEW).status_code == 303
    added = user(own_service, "Åsa.Berg")
    assert added
    assert added.roles == {"designer", "evaluator"}
    assert latest_of_the_trail(own_service) == ("administrator", "added the user Åsa.Berg as designer, evaluator")
    entered = Person(own_service).post("/login", name="Åsa.Berg", password=NEW["password"])
    assert entered.headers["Location"] == "/design/"
    assert latest_of_the_trail(own_service) == ("Åsa.Berg", "logged in")
    assert "Åsa.Berg" in administrator.get("/users").text
    assert "logged in" in administrator.get("/trail").text


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "designer"}, "name"),
        ({"name": "a/b"}, "name"),
        ({"name": "two words"}, "name"),
        ({"name": "x" * 61}, "name"),
        ({"roles": []}, "roles"),
        ({"roles": ["king"]}, "roles"),
        ({"password": "short"}, "password"),
        ({"password": ""}, "password"),
    ],
)
def test_what_is_wrong_about_a_new_user_stands_beside_the_field(
    service: Service, wrong: dict[str, Any], field: str
) -> None:
    page = Person(service, "administrator").post("/add-user", **(NEW | wrong))
    assert page.status_code == 422
    assert f'id="{field}-error"' in page.text
    assert not user(service, "Åsa.Berg")


def test_changing_the_roles_or_the_password_ends_the_users_sessions(own_service: Service) -> None:
    administrator, designer = Person(own_service, "administrator"), Person(own_service, "designer")
    assert administrator.post("/users/designer", roles=["evaluator"], password="").status_code == 303
    assert designer.get("/account").status_code == 303
    changed = user(own_service, "designer")
    assert changed
    assert changed.roles == {"evaluator"}

    evaluator = Person(own_service, "designer")
    administrator.post("/users/designer", roles=["evaluator"], password="quite another one")
    assert evaluator.get("/account").status_code == 303
    changed = user(own_service, "designer")
    assert changed
    assert passwords.fits("quite another one", changed.password_hash)


def test_a_user_is_removed_after_a_yes_and_one_added_by_the_same_name_is_another(own_service: Service) -> None:
    administrator, designer = Person(own_service, "administrator"), Person(own_service, "designer")
    assert administrator.post("/users/designer/remove").status_code == 422
    assert user(own_service, "designer")
    assert administrator.post("/users/designer/remove", sure="y").status_code == 303
    assert not user(own_service, "designer")
    administrator.post("/add-user", **(NEW | {"name": "designer"}))
    assert designer.get("/account").status_code == 303


def test_the_last_administrator_stays(own_service: Service) -> None:
    administrator = Person(own_service, "administrator")
    demoted: dict[str, Any] = {"roles": ["designer"], "password": ""}
    for address, fields in (("/users/administrator", demoted), ("/users/administrator/remove", {"sure": "y"})):
        refused = administrator.post(address, **fields)
        assert refused.status_code == 422
        assert "This is the last administrator." in refused.text
    administrator.post("/users/designer", roles=["administrator"], password="")
    assert administrator.post("/users/administrator/remove", sure="y").status_code == 303


def test_a_user_who_is_not_there_is_not_found(service: Service) -> None:
    administrator = Person(service, "administrator")
    assert administrator.get("/users/nobody").status_code == 404
    assert administrator.get("/users/nobody/remove").status_code == 404
