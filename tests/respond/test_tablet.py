"""A shared tablet: begun and ended by staff, and between two people nothing is left. The numbers are of the checks."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from surveyapp.store import nightly, tables, tablets
from surveyapp.store.rounds import Asking, Round
from tests.respond.participant import Participant
from tests.running import Service


def code_of(service: Service, round: Round, site: str = "here") -> str:
    with service.store.writing() as c:
        return tablets.make_code(c, round, site, service.store.keys)


def shared(service: Service, round: Round) -> Participant:
    """A tablet that staff have shared."""
    tablet = Participant(service, round).open("tablet/")
    return tablet.send("tablet/", code=code_of(service, round).lower().replace("-", " "))


def states(service: Service, round: Round) -> list[tuple[str, str]]:
    of = tables.response.c
    with service.store.reading() as c:
        return [(state, mode) for state, mode in c.execute(select(of.state, of.mode).where(of.round_id == round.id))]


@pytest.fixture
def round(service: Service) -> Round:
    return service.open_round()


def test_a_wrong_code_shares_nothing_and_the_right_one_shows_the_start_page(service: Service, round: Round) -> None:
    device = Participant(service, round).open("tablet/")
    assert device.send("tablet/", code="AAAA-AAAA").status == 422
    assert "tablet" not in dict(device.cookies())
    tablet = shared(service, round)
    assert (tablet.at, tablet.status) == (f"{tablet.root}tablet/", 200)
    assert f'href="{tablet.door}"' in tablet.page
    assert tablet.open("").at == f"{tablet.root}tablet/", "the link leads to the start page"


def test_what_is_answered_there_is_marked_as_such_and_sent_as_anywhere(service: Service, round: Round) -> None:
    tablet = shared(service, round)
    tablet.begin().walk({"gender": "woman"}).submit()
    assert f'href="{tablet.root}tablet/"' in tablet.page
    assert states(service, round) == [("submitted", "shared_tablet")]


@pytest.mark.parametrize(("keeps", "left"), [(True, [("unfinished", "shared_tablet")]), (False, [])])
def test_the_next_person_begins_anew_and_the_visit_before_is_kept_or_not_as_the_round_says(
    service: Service, keeps: bool, left: list[tuple[str, str]]
) -> None:
    round = service.open_round(asking=Asking(idle_keeps=keeps))
    tablet = shared(service, round).begin().answer().answer("woman")
    old = tablet.token
    tablet.open("tablet/done?page=ask&screen_id=gender")
    assert 'action="' in tablet.page
    response = tablet.post_only("tablet/next")
    assert (response.status_code, response.headers["Location"]) == (303, f"{tablet.root}tablet/")
    tablet.open("tablet/")
    assert states(service, round) == left
    assert tablet.token != old
    assert tablet.open("ask/gender").at == f"{tablet.root}tablet/", "5: a question opened by hand leads to the start"
    assert tablet.begin().chosen() == []


def test_the_start_page_forgets_whoever_was_before(service: Service, round: Round) -> None:
    tablet = shared(service, round).begin()
    tablet.client.set_cookie("look", "size=2", path="/", httponly=True)
    before = tablet.token
    response = tablet.client.get(f"{tablet.root}tablet/")
    assert response.headers["Clear-Site-Data"] == '"cache"'
    assert response.headers["Cache-Control"] == "no-store"
    cookies = response.headers.getlist("Set-Cookie")
    assert any(cookie.startswith("visit=") and before not in cookie and "HttpOnly" in cookie for cookie in cookies)
    assert any(cookie.startswith("look=;") for cookie in cookies), "12: language and text size return to usual"


def test_a_reset_pressed_twice_is_one(service: Service, round: Round) -> None:
    tablet = shared(service, round).begin()
    form = tablet.open("tablet/done").hidden()
    for _ in range(2):  # 6
        response = tablet.client.post(f"{tablet.root}tablet/next", data=form)
        assert response.status_code == 303
    other = shared(service, round).begin().answer()
    tablet.client.post(f"{tablet.root}tablet/next", data=form)
    assert "/ask/" in other.open("go-on").at, "another tablet's visit goes on"  # 11


def test_an_idle_visit_that_the_tablet_itself_did_not_end_is_ended_by_the_night(service: Service, round: Round) -> None:
    shared(service, round).begin().answer().answer("woman")
    with service.store.writing() as c:
        nightly.free_idle_codes(c, service.now(), service.today() + timedelta(days=3))
    assert states(service, round) == []


def test_a_page_without_scripts_asks_whether_somebody_is_there(service: Service, round: Round) -> None:
    tablet = shared(service, round).begin()
    assert f'<noscript><meta http-equiv="refresh" content="180;url={tablet.root}tablet/still-here' in tablet.page
    asked = tablet.client.get(f"{tablet.root}tablet/still-here?page=ask&screen_id=gender")
    assert asked.headers["Refresh"] == f"60; url={tablet.root}tablet/?rested=1"
    assert f'href="{tablet.root}ask/gender"' in asked.text
    off = service.open_round(asking=Asking(idle_minutes=0))
    assert "http-equiv" not in shared(service, off).begin().page
    assert "http-equiv" not in Participant(service, round).begin().page, "29: no limit on an own device"


def test_only_the_code_ends_the_sharing_and_guessing_at_it_is_throttled(service: Service, round: Round) -> None:
    code = code_of(service, round)
    tablet = Participant(service, round).open("tablet/").send("tablet/", code=code)
    tablet.open("tablet/leave")
    for _ in range(20):
        assert tablet.send("tablet/leave", code="AAAA-AAAA").status == 422
    tablet.send("tablet/leave", code=code)
    assert "tablet" in dict(tablet.cookies()), "too many guesses"
    service.ahead = timedelta(hours=1, minutes=1)
    tablet.open("tablet/leave").send("tablet/leave", code=code)
    assert "tablet" not in dict(tablet.cookies())
    assert tablet.open("tablet/").page.count('name="code"') == 1


def test_no_page_of_a_shared_tablet_leads_out(service: Service) -> None:
    round = service.open_round(asking=Asking(help_now="Ring 1177", receipt_until=service.today()))
    tablet = shared(service, round)
    pages = [tablet.page, tablet.begin().page, tablet.open("help").page, tablet.open("ask/gender").page]
    pages += [tablet.open("tablet/done").page, tablet.open("receipt").page]
    tablet.open("go-on")
    pages.append(tablet.walk({}).submit().page)
    for page in pages:  # 15
        assert "target=" not in page
        assert "mailto:" not in page
        assert "tel:" not in page
        assert "http://" not in page
        assert "/about" not in page, "40"
        assert page.count("/accessibility") == page.count("/accessibility</bdi>") == 1, "40: text, no link"
        assert page.count("autocomplete") >= page.count("<form"), "39"


def test_a_tablet_of_a_round_that_is_over_says_so_and_can_be_left(service: Service, round: Round) -> None:
    tablet = shared(service, round)
    service.ahead = round.closes - service.now() + timedelta(days=1)
    assert tablet.open("tablet/").status == 200
    assert "/at/here/" not in tablet.page
    assert tablet.open("at/here/sv/").at == f"{tablet.root}tablet/"
