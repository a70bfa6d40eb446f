"""What was said is read back to those who are there; the first wording is kept; who was away counts as not asked."""

from datetime import timedelta

import pytest

from surveyapp.store import notes, studies
from surveyapp.store.notes import ReadingBack
from tests.accounts.staff import Person
from tests.focusgroup.voices import Voices, voices
from tests.running import Service


@pytest.fixture
def there(service: Service) -> Voices:
    """The second meeting of the first group has begun; its third speaker is away."""
    made = voices(service.store, service.today())
    with made.store.writing() as c:
        studies.set_present(c, made.meetings[0][1], [one.id for one in made.speakers[0][:2]])
    return made


@pytest.fixture
def moderator(service: Service) -> Person:
    return Person(service, "moderator")


def page_of(there: Voices, meeting: int = 1) -> str:
    return f"/groups/{there.study.name}/meetings/{there.meetings[0][meeting].id}"


def wording(there: Voices, statement: int) -> str:
    return str(there.heard(statement).statement.wording_id)


def test_a_statement_is_confirmed_by_those_who_are_there(there: Voices, moderator: Person) -> None:
    statement = there.say("Det drar kallt")
    page = f"{page_of(there)}/reading-back"
    sent = moderator.post(f"{page}/{statement}", page=page, outcome="confirmed", wording=wording(there, statement))
    assert sent.status_code == 303
    read = there.heard(statement).statement
    assert read.outcome == "confirmed"
    assert read.read_back
    assert set(read.read_back.present) == {one.id for one in there.speakers[0][:2]}
    assert "Asked: D1, D2. Not asked: D3." in moderator.get(page).text
    for outcome in ("read_back", "rejected", "confirmed"):
        moderator.post(f"{page}/{statement}", page=page, outcome=outcome, wording=wording(there, statement))
        assert there.heard(statement).statement.outcome == outcome
    # words that are changed after that are a draft again
    there.reword(statement, "Det drar varmt")
    assert there.heard(statement).statement.outcome == "draft"
    assert "The words were changed after that." in moderator.get(page).text


def test_changed_words_are_kept_beside_the_first_ones(there: Voices, moderator: Person) -> None:
    statement = there.say("Det drar kallt")
    page = f"{page_of(there)}/reading-back"
    fields = {"outcome": "changed", "wording": wording(there, statement)}
    for text in ("", "Det drar kallt"):
        assert moderator.post(f"{page}/{statement}", page=page, text=text, **fields).status_code == 422
    moderator.post(f"{page}/{statement}", page=page, text="Det drar iskallt", **fields)
    one = there.heard(statement)
    assert (one.statement.text, one.statement.first) == ("Det drar iskallt", "Det drar kallt")
    assert one.statement.outcome == "changed"
    assert one.meeting.number == 1
    shown = moderator.get(page).text
    assert "Det drar iskallt" in shown
    assert "First written down as:" in shown
    # somebody else still looks at the old words: nothing is overwritten
    late = moderator.post(f"{page}/{statement}", page=page, text="Något annat", **fields)
    assert (late.status_code, "Read them again." in late.text) == (422, True)
    # later readings hold, whatever their ids are
    for outcome in ("rejected", "confirmed", "rejected"):
        now = wording(there, statement)
        moderator.post(f"{page}/{statement}", page=page, outcome=outcome, wording=now)
        assert there.heard(statement).statement.outcome == outcome
    with there.store.reading() as c:
        assert len(notes.read(c, ReadingBack, there.meetings[0][1].id)) == 4


@pytest.mark.parametrize("apart", [1, -1])
def test_words_of_a_note_taker_who_was_cut_off_meanwhile_do_not_count_as_agreed_to(
    there: Voices, moderator: Person, apart: int
) -> None:
    statement = there.say("Det drar kallt")
    page = f"{page_of(there)}/reading-back"
    fields = {"outcome": "changed", "wording": wording(there, statement)}
    moderator.post(f"{page}/{statement}", page=page, text="Det drar iskallt", **fields)
    agreed = there.heard(statement).statement
    there.reword(statement, "Det drar varmt", id=agreed.wording_id + apart, stamp=agreed.stamp)
    now = there.heard(statement).statement
    held = ("Det drar varmt", "draft") if apart > 0 else ("Det drar iskallt", "changed")
    assert (now.text, now.outcome) == held


def test_nothing_is_read_back_to_nobody(there: Voices, moderator: Person) -> None:
    statement = there.say("Det drar kallt")
    page = f"{page_of(there, 0)}/reading-back"
    answer = moderator.post(f"{page}/{statement}", page=page, outcome="confirmed", wording=wording(there, statement))
    assert (answer.status_code, "Nobody is marked as here." in answer.text) == (422, True)
    assert there.heard(statement).statement.outcome == "draft"


def test_only_the_groups_own_words_are_read_back(there: Voices, moderator: Person) -> None:
    others = there.say("Vi i B har det bra", group=1)
    there.say("Vi i A fryser")
    page = f"{page_of(there)}/reading-back"
    assert "Vi i B" not in moderator.get(page).text
    sent = moderator.post(f"{page}/{others}", page=page, outcome="confirmed", wording=wording(there, others))
    assert sent.status_code == 404
    assert there.heard(others).statement.outcome == "draft"
    assert moderator.post(f"{page}/{others}", page=page, outcome="sure", wording="1").status_code == 400


def test_the_second_meeting_opens_with_what_the_first_one_said_and_names_nobody(
    there: Voices, moderator: Person
) -> None:
    there.say("Det drar kallt")
    there.say("Radion är på hela dagen", theme="noise", by="several")
    there.say("Så sa jag inte", outcome="rejected")
    there.say("Översatt av mig", by="interpreter")
    there.say("Sagt i dag", meeting=1)
    there.say("Andra gruppen", group=1)
    page = f"{page_of(there)}/said-before"
    first, second = moderator.get(page).text, moderator.get(f"{page}?step=2&language=ar").text
    assert "Det drar kallt" in first
    assert "Radion är på hela dagen" in second
    assert 'lang="ar" dir="rtl"' in second
    assert "الضجيج" in second
    for other in ("Så sa jag inte", "Översatt av mig", "Sagt i dag", "Andra gruppen", "D1", "moderator"):
        assert other not in first + second
    assert moderator.get(f"{page}?step=3").status_code == 404
    assert moderator.get(f"{page}?language=fi").status_code == 404
    with there.store.writing() as c:
        notes.withdraw(c, there.speakers[0][0], there.day + timedelta(days=1))
    assert "Det drar kallt" not in moderator.get(page).text
