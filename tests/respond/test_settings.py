"""How I want it: one tap away from every page, and back where one was."""

import re
from html import unescape

import pytest

from surveyapp.config import shipped
from surveyapp.store import responses, tablets
from surveyapp.web.look import CHOICES
from tests.pages import check_page
from tests.respond.participant import Participant
from tests.running import Service

EVERYTHING = {"size": "2", "pictures": "no", "aloud": "no", "contrast": "high", "letters": "clear"}


def door(person: Participant) -> str:
    """Where "How I want it" leads from the page that is shown."""
    [found] = re.findall(r'<a class="look" href="([^"]+)"', person.page)
    return unescape(found)


def door_to_languages(person: Participant) -> str:
    found = re.search(r'<a class="language" href="([^"]+)"', person.page)
    return unescape(found[1]) if found else person.root


def choose(person: Participant, **fields: str) -> Participant:
    """Open the page of choices from the page that is shown, choose, and go where that leads."""
    address = door(person)
    return person.open(address).send(address, **fields)


def chosen_look(person: Participant) -> str | None:
    cookie = person.client.get_cookie("look", path="/")
    return cookie.value if cookie else None


def easy_round(service: Service, **plan: object) -> Participant:
    folder = shipped("questionnaires") / "prova"
    languages = ("sv", "sv-simple", "en", "ar")
    return Participant(service, service.open_round(folder, **{"kind": "trial", "languages": languages} | plan))


def language_stored(service: Service, person: Participant) -> str:
    with service.store.reading() as c:
        response = responses.by_token(c, person.round.id, service.store.keys.token_hash(person.token))
    assert response
    return response.language


def test_from_every_page_one_tap_leads_there_and_done_leads_back(service: Service) -> None:
    person = Participant(service, service.open_round())
    for page in (person.door, f"{person.root}at/here/"):
        at = person.open(page).at
        assert choose(person, size="1").at == at
        assert 'data-size="1"' in person.page
    person.begin()
    while "/ask/" in person.at:
        at = person.at
        assert choose(person, size="2").at == at
        assert 'data-size="2"' in person.page
        person.answer()
    assert choose(person, contrast="dark").at == f"{person.root}summary"
    at = person.open(f"{person.root}ask/gender?change=1").at
    assert choose(person).at == at
    at = person.open(f"{person.root}summary").submit().at
    assert choose(person, pictures="no").at == at
    assert chosen_look(person) == "size=2&pictures=no&contrast=dark"


def writing(service: Service) -> Participant:
    """Somebody whose next answer is in their own words."""
    person = Participant(service, service.open_round()).begin()
    person.open("ask/listens").answer("never")
    return person.open("ask/better")


def test_what_is_written_is_kept_when_another_page_is_opened_first(service: Service) -> None:
    person = writing(service)
    at, there = person.at, door(person)
    sent = person.post_only(answer="Mer <b>te", then=there)
    assert (sent.status_code, sent.headers["Location"]) == (303, there)
    assert "Mer &lt;b&gt;te</textarea>" in person.open(there).send(there).page
    assert person.at == at
    person.open("ask/age")
    at, there = person.at, door(person)
    sent = person.post_only(answer="many", then=there)
    assert (sent.status_code, sent.headers["Location"]) == (303, there), "what is wrong keeps nobody from the help"
    assert person.open(at).page.count("many") == 0


@pytest.mark.parametrize("then", ["https://example.org/", "//example.org/about", "/no/such", "javascript:alert(1)", ""])
def test_what_is_no_page_of_ours_is_not_led_to(service: Service, then: str) -> None:
    person = writing(service)
    location = person.post_only(answer="Mer te", then=then).headers["Location"]
    assert location.startswith(f"{person.root}ask/")
    assert not location.endswith("/better")


def test_a_page_with_an_error_has_the_door_too(service: Service) -> None:
    person = Participant(service, service.open_round()).begin().open("ask/age").answer("x")
    assert person.status == 422
    assert choose(person, size="1").at == f"{person.root}ask/age"


def test_a_page_that_ends_a_visit_has_the_door_too(service: Service) -> None:
    round = service.open_round()
    person = Participant(service, round).begin()
    service.ahead = round.closes - service.now() + round.finishing
    person.open("summary")
    assert person.status == 410
    assert choose(person, size="1").status == 410


@pytest.mark.parametrize(("part", "value"), [(part, value) for part, values in CHOICES.items() for value in values])
def test_each_choice_is_taken_and_shown_as_chosen(service: Service, part: str, value: str) -> None:
    person = Participant(service, service.open_round())
    person.open(person.door)
    choose(person, **EVERYTHING)
    choose(person, **{part: value})
    page = person.open(door(person)).page
    shown = dict(re.findall(r'name="(\w+)" value="(\w+)"[^>]*checked', page))
    assert shown.items() <= {**EVERYTHING, part: value}.items()
    assert {"size", "contrast", "letters", "pictures"} <= shown.keys()


def test_what_participants_read_beside_a_round_looks_as_they_want_it_too(service: Service) -> None:
    person = Participant(service, service.open_round())
    person.open(person.door)
    choose(person, size="2")
    for address in ("/about?language=ar", "/accessibility", "/"):
        assert 'data-size="2"' in person.open(address).page, address


def test_all_is_forgotten_when_all_is_as_usual(service: Service) -> None:
    person = Participant(service, service.open_round())
    person.open(person.door)
    choose(person, **EVERYTHING)
    assert chosen_look(person)
    choose(person, **{part: usual for part, (usual, *_) in CHOICES.items()})
    assert chosen_look(person) is None


def test_asking_38_whoever_chooses_nothing_gets_no_cookie_but_the_visits_own(service: Service) -> None:
    person = Participant(service, service.open_round()).begin().walk({}).submit()
    assert {name for name, _ in person.cookies()} == {"visit"}


@pytest.mark.parametrize(
    "forged", ["https://evil.example/", "//evil.example", "../../login", "thanks", "start_anew", "ask"]
)
def test_it_leads_to_no_page_but_ours(service: Service, forged: str) -> None:
    person = Participant(service, service.open_round())
    for query in (f"page={forged}", f"page=ask&screen_id={forged}", f"page=languages&site={forged}", f"from={forged}"):
        address = f"{person.root}look?{query}"
        person.open(address)
        response = person.post_only(address, size="1")
        assert response.status_code == 303
        for leads in (person.back, response.headers["Location"], door_to_languages(person)):
            assert re.fullmatch(rf"{person.root}([\w-]+/)*[\w-]*", leads.partition("?")[0]), leads


def test_nothing_is_taken_from_a_form_that_is_not_ours(service: Service) -> None:
    person = Participant(service, service.open_round()).begin()
    response = person.client.post(f"{person.root}look?page=summary", data={"size": "3", "token": "forged"})
    assert response.status_code == 422
    check_page(response.text)
    assert chosen_look(person) is None


def test_what_is_no_choice_changes_nothing(service: Service) -> None:
    person = Participant(service, service.open_round())
    person.open(person.door)
    choose(person, size="<b>", pictures="maybe", contrast="high")
    assert chosen_look(person) == "contrast=high"


# ---- language and easy words -----------------------------------------------------------------------------------------


def test_easy_words_are_offered_where_the_round_has_them_and_chosen_in_mid_visit(service: Service) -> None:
    person = easy_round(service).begin()
    at = person.at
    assert choose(person, easy="sv-simple").at == at
    assert language_stored(service, person) == "sv-simple"
    page = person.open(door(person)).page
    assert re.search(r'name="easy" value="sv-simple"[^>]* checked', page)
    person.send(person.at, easy="sv")
    assert language_stored(service, person) == "sv"


def test_before_a_visit_easy_words_lead_to_the_same_page_in_them(service: Service) -> None:
    person = easy_round(service)
    person.open(person.door)
    assert choose(person, easy="sv-simple").at == person.door.replace("/sv/", "/sv-simple/")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_language_without_easy_words_offers_none(service: Service, language: str) -> None:
    person = easy_round(service)
    person.open(person.door.replace("/sv/", f"/{language}/"))
    assert 'name="easy"' not in person.open(door(person)).page


def test_a_language_that_is_not_offered_is_not_taken(service: Service) -> None:
    person = easy_round(service).begin()
    choose(person, easy="ar")
    assert language_stored(service, person) == "sv"


def test_the_language_is_one_tap_away_and_what_was_chosen_is_kept(service: Service) -> None:
    person = easy_round(service)
    assert choose(person.open(person.door), size="1", languages="1").at == f"{person.root}at/here/"
    person.begin()
    at = person.at
    assert choose(person, size="2", languages="1").at.startswith(f"{person.root}language")
    assert person.back == at
    assert chosen_look(person) == "size=2"


@pytest.mark.parametrize(("language", "offered"), [("sv", True), ("en", True), ("ar", False)])
def test_clear_letters_are_offered_to_readers_of_latin_letters(service: Service, language: str, offered: bool) -> None:
    person = Participant(service, service.open_round(), language)
    person.open(person.door)
    assert ('name="letters"' in person.open(door(person)).page) is offered


@pytest.mark.parametrize("language", ["sv", "en", "ar"])
def test_asking_9_and_10_every_choice_is_a_card_with_a_picture_and_words(service: Service, language: str) -> None:
    person = Participant(service, service.open_round(), language)
    person.open(person.door)
    page = person.open(door(person)).page
    cards = re.findall(r'<label class="card">(.*?)</label>', page, re.DOTALL)
    assert len(cards) == len(re.findall('type="radio"', page)) >= 10
    for card in cards:
        assert "<img" in card or 'class="sample"' in card
        assert re.search(r'class="words">\s*\S', card)


@pytest.mark.parametrize("page", ["company", "summary"])
def test_in_a_visit_the_choices_are_in_its_language_whatever_the_browser_asks_for(service: Service, page: str) -> None:
    person = Participant(service, service.open_round(), "ar").begin()
    person.open(f"{person.root}look?page={page}")
    assert '<html lang="ar" dir="rtl"' in person.page


def test_on_a_shared_tablet_the_choice_ends_with_the_browser_and_with_the_visit(service: Service) -> None:
    round = service.open_round()
    with service.store.writing() as c:
        code = tablets.make_code(c, round, "here", service.store.keys)
    person = Participant(service, round).open("tablet/").send("tablet/", code=code).begin()
    address = door(person)
    answer = person.open(address).post_only(address, size="3")
    assert [cookie for cookie in answer.headers.getlist("Set-Cookie") if "look=" in cookie and "Max-Age" not in cookie]
    person.open("go-on")
    assert 'data-size="3"' in person.page
    person.open("tablet/done?page=summary").send("tablet/next")
    assert 'data-size="3"' not in person.page
    assert chosen_look(person) is None


def test_support_that_was_used_is_stored_with_the_response(service: Service) -> None:
    person = easy_round(service).begin()
    choose(person, **EVERYTHING, easy="sv-simple")
    person.walk({}).submit()
    with service.store.reading() as c:
        [row] = responses.submitted(c, person.round.id)
    used = {"large_text", "no_pictures", "high_contrast", "clear_letters", "easy_language"}
    assert row.support == dict.fromkeys(used, True)
