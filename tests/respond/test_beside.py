"""Help at hand, who else was there, answering for another, and what a round forbids."""

import re

import pytest
from sqlalchemy import select

from surveyapp.store import tables
from surveyapp.store.rounds import Asking
from tests.respond.participant import Participant
from tests.running import Service


def row(person: Participant) -> tuple[object, ...]:
    of = tables.response.c
    with person.service.store.reading() as c:
        return tuple(c.execute(select(of.company, of.proxy, of.helper).where(of.round_id == person.round.id)).one())


def alone(service: Service, **asking: object) -> Participant:
    person = Participant(service, service.open_round(asking=Asking(**asking)))  # type: ignore[arg-type]
    person.company = None
    return person


def to_company(person: Participant, helper: str = "nobody") -> Participant:
    while "/ask/" in person.at:
        person.answer(helper if person.screen == "helper" else None)
    return person


def test_help_is_one_tap_away_and_leads_back_to_the_same_screen(service: Service) -> None:
    person = alone(service, help_now="Kuratorn: 0500-00 00 00\n<b>Chefen</b>").begin().answer()
    at = person.at
    (url,) = re.findall(r'<a class="help" href="([^"]+)"', person.page)
    person.open(url.replace("&amp;", "&"))
    assert "Kuratorn: 0500-00 00 00" in person.page
    assert "&lt;b&gt;Chefen" in person.page
    assert person.open(person.back).at == at
    for page in ("", "summary"):
        assert 'class="help" href=' in person.open(page).page, "27: the same place on every page"


@pytest.mark.parametrize("told", ["alone", "somebody", "rather_not_say"])
def test_the_participant_is_asked_at_the_end_whether_somebody_was_there(service: Service, told: str) -> None:
    person = to_company(alone(service).begin())
    assert person.at == f"{person.root}company"
    assert person.chosen() == []
    assert person.answer(told).at == f"{person.root}summary"
    person.submit()
    assert row(person)[0] == told


def test_who_was_helped_after_all_says_by_whom(service: Service) -> None:
    person = to_company(alone(service).begin())
    assert person.answer("helped").screen == "helper"
    assert person.answer("staff").at == f"{person.root}summary"
    person.submit()
    assert row(person) == ("helped", False, "staff")


def test_who_has_said_who_helped_is_not_asked_again(service: Service) -> None:
    person = to_company(alone(service).begin(), "interpreter")
    assert person.answer("helped").at == f"{person.root}summary"


def test_a_skipped_or_unknown_answer_is_none(service: Service) -> None:
    person = to_company(alone(service).begin())
    person.answer("<script>").submit()
    assert row(person)[0] == "rather_not_say"


def test_answering_for_another_is_marked_and_only_where_the_round_allows_it(service: Service) -> None:
    person = alone(service, proxy_allowed=True)
    assert 'name="proxy"' in person.open(person.door).page
    assert person.chosen() == [], "4: nothing is chosen beforehand"
    person.begin(proxy="yes")
    assert row(person)[1] is True
    other = alone(service)
    assert 'name="proxy"' not in other.open(other.door).page
    other.begin(proxy="yes")
    assert row(other)[1] is False


def test_a_round_that_forbids_ones_own_supervisor_says_so_first_and_when_one_helps(service: Service) -> None:
    person = alone(service, own_supervisor_may_help=False)
    assert "handledare" in person.open(person.door).page or "supervisor" in person.page
    person.begin()
    while person.screen != "helper":
        person.answer()
    person.answer("own_supervisor")
    assert 'class="notice warning"' in person.page
    assert 'class="notice warning"' not in alone(service).open(person.door).page


def test_where_and_when_the_results_are_told_stands_at_the_end(service: Service) -> None:
    round = service.open_round(kind="real", asking=Asking(results_told="På mötet <i>den 3 mars</i>"))
    page = Participant(service, round).begin().walk({}).submit().page
    assert "På mötet &lt;i&gt;den 3 mars" in page
