"""Access codes at the doors: the short address for who has no link, and the throttle that locks no room out."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from werkzeug.test import TestResponse

from surveyapp.store import codes
from surveyapp.store.rounds import Round
from tests.pages import check_page
from tests.respond.participant import Participant
from tests.running import Service


@pytest.fixture
def round(service: Service) -> Round:
    return service.open_round(access="codes")


def printed(service: Service, round: Round, n: int = 1) -> list[str]:
    with service.store.writing() as c:
        return codes.make(c, round, "here", n, service.store.keys)


def write(service: Service, code: str, **more: Any) -> TestResponse:  # noqa: ANN401
    return service.app.test_client().post("/r/", data={"code": code}, **more)


def at(address: str) -> dict[str, dict[str, str]]:
    return {"environ_overrides": {"REMOTE_ADDR": address}}


def test_a_code_alone_leads_to_its_round_and_goes_along_where_no_server_sees_it(service: Service, round: Round) -> None:
    [code] = printed(service, round)
    page = service.app.test_client().get("/r/")
    check_page(page.text)
    assert page.status_code == 200
    led = write(service, f" {code.lower().replace('-', ' ')}")
    assert led.status_code == 303
    there = urlsplit(led.headers["Location"])
    assert (there.path, there.query, there.fragment) == (f"/r/{round.name}/at/here/", "", f"code={code}")
    person = Participant(service, round)
    person.begin(code=code)
    assert "/ask/" in person.at


def test_what_has_become_of_a_code_is_not_told_by_its_short_address(service: Service, round: Round) -> None:
    free, used, revoked = printed(service, round, 3)
    Participant(service, round).begin(code=used)
    with service.store.writing() as c:
        codes.revoke_unused(c, round, None)
    again = printed(service, round)
    told = {write(service, code).headers["Location"].replace(code, "") for code in (free, used, revoked, *again)}
    assert len(told) == 1


def test_a_wrong_code_stays_to_be_mended_and_shows_no_markup(service: Service) -> None:
    answer = write(service, '"><script>2345-6789')
    assert answer.status_code == 422
    check_page(answer.text)
    assert "<script>2345" not in answer.text
    assert 'value="&#34;&gt;&lt;script&gt;2345-6789"' in answer.text


def test_another_sites_page_guesses_no_codes(service: Service) -> None:
    assert write(service, "2345-6789", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 400
    assert write(service, "2345-6789", headers={"Sec-Fetch-Site": "same-origin"}).status_code == 422


def test_who_guesses_must_wait_and_nobody_else(service: Service, round: Round) -> None:
    [code] = printed(service, round)
    guesser = Participant(service, round)
    guesser.open(guesser.door)
    post = {"data": guesser.hidden() | {"code": "2222-2222"}, **at("203.0.113.7")}
    tried = [guesser.client.post(guesser.door, **post).status_code for _ in range(201)]
    assert tried == [422] * 200 + [429]
    right = guesser.client.post(guesser.door, data=guesser.hidden() | {"code": code}, **at("203.0.113.7"))
    assert right.status_code == 429
    check_page(right.text)
    other = Participant(service, round)
    other.open(other.door)
    elsewhere = other.client.post(other.door, data=other.hidden() | {"code": code}, **at("203.0.113.8"))
    assert elsewhere.status_code == 303


def test_the_short_address_is_throttled_too(service: Service, round: Round) -> None:
    [code] = printed(service, round)
    tried = [write(service, "2222-2222", **at("203.0.113.9")).status_code for _ in range(201)]
    assert tried == [422] * 200 + [429]
    assert write(service, code, **at("203.0.113.9")).status_code == 429
    assert write(service, code, **at("203.0.113.10")).status_code == 303


def test_a_room_that_mistypes_gets_in(service: Service, round: Round) -> None:
    begun = 0
    for code in printed(service, round, 30):
        person = Participant(service, round)
        person.open(person.door)
        for wrong in ("2222-2222", "3333-3333"):
            answer = person.client.post(person.door, data=person.hidden() | {"code": wrong}, **at("203.0.113.20"))
            assert answer.status_code == 422
        answer = person.client.post(person.door, data=person.hidden() | {"code": code}, **at("203.0.113.20"))
        begun += answer.status_code == 303
    assert begun == 30
