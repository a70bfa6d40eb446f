"""A receipt leads back to one response: to go on, to look, to withdraw, and nobody else can."""

import re
from datetime import timedelta
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from surveyapp.respond import receipt_words
from surveyapp.store import tables
from surveyapp.store.rounds import Asking, Round
from tests.respond.participant import Participant
from tests.running import Service

DAY = timedelta(days=1)


def with_receipts(service: Service) -> Round:
    until = (service.now() + 10 * DAY).date()
    return service.open_round(asking=Asking(receipt_until=until))


def words_on(page: str) -> list[str]:
    """The three words that a page shows, with their pictures."""
    shown = re.findall(r'<li><span class="tiles"><img src="([^"]+)"[^>]*></span><b>([^<]+)</b></li>', page)
    assert len(shown) == 3
    return [unescape(word) for _, word in shown]


def tell(person: Participant, typed: list[str], do: str | None = None) -> Participant:
    person.open("receipt")
    return person.send(word=typed, **({"do": do} if do else {}))


def states(service: Service, round: Round) -> list[tuple[str, object]]:
    of = tables.response.c
    with service.store.reading() as c:
        found = c.execute(select(of.state, of.answers).where(of.round_id == round.id))
        return [(state, answers) for state, answers in found]


def test_the_thank_you_shows_three_words_that_open_the_answers_on_another_device(service: Service) -> None:
    round = with_receipts(service)
    words = words_on(Participant(service, round).begin().walk({"gender": "man"}).submit().page)
    other = tell(Participant(service, round), words[::-1])
    assert other.status == 200
    assert "Man" in other.page
    assert "De här svaren är skickade." in other.page or "These answers are sent." in other.page
    assert states(service, round)[0][0] == "submitted"


def test_the_words_are_shown_again_at_a_reload_but_not_after_the_next_visit_has_begun(service: Service) -> None:
    round = with_receipts(service)
    person = Participant(service, round).begin().walk({}).submit()
    first = words_on(person.page)
    assert words_on(person.open(person.at).page) == first
    thanks = person.at
    person.begin()
    assert 'class="receipt"' not in person.open(thanks).page


def test_the_store_holds_no_word_and_no_two_responses_have_one_receipt(service: Service) -> None:
    round = with_receipts(service)
    receipts = {frozenset(words_on(Participant(service, round).begin().walk({}).submit().page)) for _ in range(4)}
    assert len(receipts) == 4
    with service.store.reading() as c:
        of = tables.response.c
        hashes = [hash for (hash,) in c.execute(select(of.receipt_hash).where(of.round_id == round.id))]
    assert len(set(hashes)) == 4
    assert all(re.fullmatch("[0-9a-f]{64}", hash) for hash in hashes)


def test_a_round_without_that_day_gives_no_receipts_and_offers_no_pause(service: Service) -> None:
    person = Participant(service, service.open_round()).begin()
    assert "/pause" not in person.page
    assert person.open("pause").status == 404
    assert person.open("receipt").status == 404
    person.open("ask/gender")
    assert 'class="receipt"' not in person.walk({}).submit().page


def test_a_pause_ends_the_visit_on_the_device_and_the_words_lead_back(service: Service) -> None:
    round = with_receipts(service)
    person = Participant(service, round).begin().answer().answer("man")
    at = person.screen
    person.open(re.search(r'href="([^"]*/pause[^"]*)"', person.page)[1].replace("&amp;", "&"))  # type: ignore[index]
    person.send("pause")
    words = words_on(person.page)
    assert "/paused/" in person.at
    assert person.open("go-on").at == f"{person.root}at/here/", "the device knows the visit no more"
    other = tell(Participant(service, round), words)
    assert 'name="do" value="go-on"' in other.page
    assert tell(other, words, "go-on").screen == at
    other.walk({}).submit()
    assert states(service, round)[0][0] == "submitted"
    assert "Man" in tell(Participant(service, round), words).page, "the words of the pause lead there still"


def test_what_is_withdrawn_is_gone_and_what_cannot_be_undone_is_said_before(service: Service) -> None:
    round = with_receipts(service)
    words = words_on(Participant(service, round).begin().walk({"gender": "man"}).submit().page)
    person = tell(Participant(service, round), words)
    asked = tell(person, words, "withdraw")
    assert states(service, round) == [("submitted", states(service, round)[0][1])], "asked first"
    assert 'value="withdraw-surely"' in asked.page
    tell(person, words, "withdraw-surely")
    assert states(service, round) == [("withdrawn", {})]
    assert tell(person, words).status == 422


def test_after_the_release_the_page_says_that_the_figures_stay(service: Service) -> None:
    from surveyapp.release.tick import tick

    round = with_receipts(service)
    words = words_on(Participant(service, round).begin().walk({}).submit().page)
    before = tell(Participant(service, round), words).page
    service.ahead = round.releases - service.now() + timedelta(minutes=1)
    tick(service.store, service.now(), ZoneInfo("Europe/Stockholm"))
    after = tell(Participant(service, round), words)
    assert after.status == 200
    assert after.page != before
    assert 'value="go-on"' not in after.page
    assert tell(after, words, "withdraw-surely").status == 200


def test_when_the_day_has_passed_the_words_lead_nowhere(service: Service) -> None:
    round = with_receipts(service)
    words = words_on(Participant(service, round).begin().walk({}).submit().page)
    service.ahead = 11 * DAY
    person = Participant(service, round)
    assert person.open("receipt").status == 404
    assert person.post_only("receipt", word=words).status_code == 404


def test_a_wrong_word_is_told_with_what_it_may_be_and_nothing_else(service: Service) -> None:
    round = with_receipts(service)
    some = receipt_words.all_words()
    person = tell(Participant(service, round), [some[3].names["sv"], some[5].names["sv"], some[9].names["sv"]])
    assert person.status == 422
    assert "word-0-error" not in person.page, "all three are words"
    person = tell(Participant(service, round), [some[3].names["sv"], "qqqqq", ""])
    assert person.status == 422
    assert "word-1-error" in person.page


def test_guessing_is_throttled(service: Service) -> None:
    round = with_receipts(service)
    words = words_on(Participant(service, round).begin().walk({}).submit().page)
    wrong = [word.names["sv"] for word in receipt_words.all_words() if word.names["sv"] not in words][:3]
    guesser = Participant(service, round)
    for _ in range(10):
        assert tell(guesser, wrong).status == 422
    assert tell(guesser, wrong).status == 429
    assert tell(guesser, words).status == 429, "the right words too, for now"
    service.ahead = timedelta(hours=1, minutes=1)
    assert tell(guesser, words).status == 200


@pytest.mark.parametrize("language", ["sv", "en", "ar"])
def test_the_words_are_those_of_the_readers_language_and_open_in_another(service: Service, language: str) -> None:
    round = with_receipts(service)
    words = words_on(Participant(service, round, language).begin().walk({}).submit().page)
    assert set(words) <= {word.names[language] for word in receipt_words.all_words()}
    assert tell(Participant(service, round, "sv"), words).status == 200


def test_a_picture_of_a_word_is_served_and_no_other_file(service: Service) -> None:
    round = with_receipts(service)
    client = service.app.test_client()
    known = receipt_words.all_words()[0].picture
    assert client.get(f"/r/{round.name}/word/{known}.svg").mimetype == "image/svg+xml"
    assert client.get(f"/r/{round.name}/word/1F4A3FF.svg").status_code == 404
