"""The action board, and its wall for everyone."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from surveyapp.followup.board import in_turn
from surveyapp.store.actions import Action, Event, State
from surveyapp.store.rounds import Round
from tests.accounts.staff import Person
from tests.evaluate.test_routes import released_trial
from tests.followup.conftest import a_study
from tests.running import Service

HOSTILE = '"><script>alert(1)</script>{{ 7*7 }}=cmd|x'
ROLE = "chef för verkstaden"


@pytest.fixture(scope="module")
def round(service: Service) -> Round:
    return service.open_round(label="Hemlig etikett")


def put(person: Person, name: str, **fields: str) -> str:
    """Put an action on the board; its address."""
    given = {"title_sv": "En bänk", "state": "proposed", "owner": ROLE, "picture": "carpentry", **fields}
    answer = person.post(f"/followup/{name}/actions/add", **given)
    assert answer.status_code == 303, re.findall(r'class="error".*', answer.text)
    return answer.headers["Location"]


def test_an_action_is_followed_from_proposal_to_no_and_its_history_is_shown(service: Service, round: Round) -> None:
    moderator = Person(service, "moderator")
    there = put(moderator, round.name, due="2030-12-31", next_meeting="2030-01-15")
    no = {"state": "no", "owner": ROLE, "why_sv": "", "due": "", "next_meeting": ""}
    answer = moderator.post(f"{there}go-on", **no)
    assert answer.status_code == 422
    assert "Write why nothing will be done about it." in answer.text
    assert moderator.post(f"{there}go-on", **no | {"why_sv": "Det är för dyrt."}).status_code == 303
    page = Person(service, "evaluator").get(there).text
    history = page.partition('id="history"')[2]
    assert history.index("Det är för dyrt.") < history.index("31 December 2030")  # the newest comes first
    assert page.count("<bdi>moderator</bdi>") == 2
    assert "Write down how it stands now" not in page
    again = moderator.post(f"{there}go-on", **no | {"why_sv": "Det är för dyrt."})
    assert (again.status_code, "Nothing is new" in again.text) == (422, True)


@pytest.mark.parametrize(
    "owner", ["Anna Svensson", "kim@example.org", "moderator", " ", "chef Kim Lo", "070-123 45 67"]
)
def test_whoever_is_responsible_is_a_role_and_no_name(service: Service, round: Round, owner: str) -> None:
    answer = Person(service, "moderator").post(
        f"/followup/{round.name}/actions/add", title_sv="En bänk", state="proposed", owner=owner, picture="idea"
    )
    assert answer.status_code == 422
    assert 'id="owner-error"' in answer.text


def test_an_action_needs_its_title_in_the_source_and_gets_other_languages_later(service: Service, round: Round) -> None:
    designer = Person(service, "designer")
    fields = {"state": "proposed", "owner": ROLE, "picture": "idea"}
    answer = designer.post(f"/followup/{round.name}/actions/add", title_ar="مقعد", **fields)
    assert (answer.status_code, 'id="title_sv-error"' in answer.text) == (422, True)
    there = put(designer, round.name)
    assert designer.get(f"/followup/wall/{round.name}?language=ar").text.count("مقعد") == 0
    assert designer.post(f"{there}translate", title_ar="مقعد", title_en="A bench").status_code == 303
    assert designer.get(f"/followup/wall/{round.name}?language=ar").text.count("مقعد") == 1
    assert designer.get(f"{there}translate").status_code == 404


def test_an_action_leads_back_to_the_improvement_and_to_its_theme_for_who_may_see_it(service: Service) -> None:
    study, improvement = a_study(service)
    moderator = Person(service, "moderator")
    begun = moderator.get(f"/followup/{study.name}/actions/add?improvement={improvement.id}").text
    assert "Varmare i verkstaden</textarea>" in begun
    there = put(moderator, study.name, improvements=str(improvement.id))
    page = moderator.get(there).text
    assert "Varmare i verkstaden" in page
    assert f"/groups/{study.name}/improvements/#improvement-{improvement.id}" in page
    assert "Hur det känns" in page
    assert "Det drar kallt" not in page
    others = Person(service, "designer").get(there).text
    assert "Varmare i verkstaden" in others
    assert "Hur det känns" not in others
    wall = Person(service).get(f"/followup/wall/{study.name}").text
    assert "Hur det känns" not in wall


def test_overdue_ones_come_first_then_by_their_day() -> None:
    def action(id: int, state: State, due: date | None) -> Action:
        event = Event(state, {}, ROLE, due, None, 1, datetime(2027, 3, 9, tzinfo=UTC), "kim")
        return Action(None, 1, {"sv": "x"}, "idea", (), id, today, (event,))

    today = date(2027, 3, 10)
    day = timedelta(days=1)
    found = [
        action(1, "done", today - 9 * day),
        action(2, "proposed", None),
        action(3, "decided", today + day),
        action(4, "under_way", today - day),
        action(5, "no", None),
        action(6, "proposed", today - 2 * day),
        action(7, "decided", today),
    ]
    assert [one.id for one in in_turn(found, today)] == [6, 4, 7, 3, 2, 1, 5]


def test_the_overview_names_overdue_ones_first_and_leads_to_one_study_or_round(own_service: Service) -> None:
    designer = Person(own_service, "designer")
    one, other = own_service.open_round(label="Ena"), own_service.open_round(label="Andra")
    put(designer, one.name, title_sv="I tid", due="2090-01-01")
    put(designer, other.name, title_sv="Försenad", due="2020-01-01")
    page = designer.get("/followup/").text
    assert page.index("Försenad") < page.index("Overdue</strong>") < page.index("I tid")
    assert "Försenad" not in designer.get(f"/followup/{one.name}/").text
    assert "Försenad" in designer.get(f"/followup/{other.name}/").text


def test_the_wall_tells_nothing_internal_and_strings_on_it_are_harmless(service: Service) -> None:
    round = service.open_round(label="Hemlig etikett")
    moderator = Person(service, "moderator")
    there = put(moderator, round.name, title_sv=HOSTILE, title_ar=HOSTILE, due="2020-02-29", owner="chef " + HOSTILE)
    no = {"state": "no", "owner": "chef", "why_sv": "Nej. " + HOSTILE, "due": "", "next_meeting": ""}
    assert moderator.post(f"{there}go-on", **no).status_code == 303
    put(moderator, round.name, title_sv="Bordet", due="2020-02-29")
    for address in (f"/followup/wall/{round.name}", f"/followup/wall/{round.name}/print"):
        for language in ("sv", "ar"):
            page = Person(service).get(f"{address}?language={language}").text
            assert "<script>alert" not in page
            assert "&lt;script&gt;alert" in page
            for internal in ("Hemlig etikett", "moderator", "designer", "csrf", "/followup/actions/", there):
                assert internal not in page.partition("<main")[2].partition("</main>")[0], internal
    page = Person(service, language="sv").get(f"/followup/wall/{round.name}?language=sv").text
    assert [found for found in re.findall(r'<section class="(\w+)"', page)] == [
        "proposed",
        "decided",
        "under_way",
        "done",
        "no",
    ]
    assert re.search(r"<span>lördag</span> <b>29</b> <span>februari 2020</span>", page)
    assert "Nej. " in page


def test_a_wall_has_a_name_that_nobody_guesses_and_a_ballot_has_none(service: Service) -> None:
    ballot = service.open_round(ballot=True)
    for name in ("nothing", ballot.name, "1"):
        assert Person(service).get(f"/followup/wall/{name}").status_code == 404
    answer = Person(service).get(f"/followup/wall/{released_trial(service, 5, 'x').name}")
    assert "connect-src 'self'" in answer.headers["Content-Security-Policy"]
