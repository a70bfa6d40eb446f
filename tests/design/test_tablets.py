import re
from datetime import timedelta

import pytest

from surveyapp.store import staff, tablets
from surveyapp.store.rounds import Round, Site
from tests.accounts.staff import Person
from tests.pages import check_page
from tests.running import Service

CODE = re.compile(r"<code>(\w{4}-\w{4})</code>")


@pytest.fixture(scope="module")
def designer(service: Service) -> Person:
    return Person(service, "designer")


@pytest.fixture
def round(service: Service) -> Round:
    return service.open_round(sites=(Site("norr", "Norr"), Site("soder", "Söder")))


def page_of(round: Round) -> str:
    return f"/design/rounds/{round.name}/tablets"


def make(designer: Person, round: Round, site: str) -> str:
    there = page_of(round)
    made = designer.post(f"{there}/{site}", page=there, once=designer.field(there, "once"))
    check_page(made.text)
    [code] = CODE.findall(made.text)
    return str(code)


def works(service: Service, round: Round, code: str) -> bool:
    with service.store.reading() as c:
        return tablets.is_code(c, round, service.store.keys.tablet_code_id(code))


def test_a_tablets_code_is_shown_once_and_a_new_one_makes_it_worthless(
    service: Service, designer: Person, round: Round
) -> None:
    first, other_site = make(designer, round, "norr"), make(designer, round, "soder")
    assert first not in designer.get(page_of(round)).text
    assert works(service, round, first)
    second = make(designer, round, "norr")
    assert [works(service, round, code) for code in (first, second, other_site)] == [False, True, True]
    with service.store.reading() as c:
        assert staff.trail(c, 1)[0].what == f"made a code for shared tablets at norr in the round {round.name}"


def test_a_reload_makes_no_second_code(service: Service, designer: Person, round: Round) -> None:
    fields = {name: designer.field(page_of(round), name) for name in ("csrf_token", "once")}
    [code] = CODE.findall(designer.send(f"{page_of(round)}/norr", **fields).text)
    again = designer.send(f"{page_of(round)}/norr", **fields)
    assert again.status_code == 422
    check_page(again.text)
    assert not CODE.findall(again.text)
    assert works(service, round, code)


def test_a_revoked_code_shares_no_tablet(service: Service, designer: Person, round: Round) -> None:
    code = make(designer, round, "norr")
    gone = designer.post(f"{page_of(round)}/norr/revoke", page=page_of(round))
    assert gone.status_code == 303
    assert not works(service, round, code)
    with service.store.reading() as c:
        assert staff.trail(c, 1)[0].what == f"revoked the code for shared tablets at norr in the round {round.name}"
    assert "/revoke" not in designer.get(page_of(round)).text


def test_a_round_that_is_over_shares_no_tablets(service: Service, designer: Person, round: Round) -> None:
    assert designer.get(f"/design/rounds/{round.name}/tablets").status_code == 200
    assert designer.send(f"{page_of(round)}/nowhere", csrf_token=designer.field(page_of(round), "csrf_token"))
    service.ahead = timedelta(days=9)
    assert designer.get(page_of(round)).status_code == 404
    service.ahead = timedelta()


def test_the_page_about_locking_tells_what_nobody_has_tried(designer: Person) -> None:
    page = designer.get("/design/shared-tablets").text
    check_page(page)
    assert "We have not tried them" in page
    assert "--disable-pinch" not in page
