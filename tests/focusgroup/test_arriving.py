"""What devices write down in a meeting arrives once, in whatever order and however often it is sent."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from surveyapp.focusgroup.meeting.arriving import LONGEST, MOST_SECONDS, MOST_STAMP
from surveyapp.store import notes, studies
from surveyapp.store.notes import Turn, Wording
from surveyapp.store.studies import Meeting
from tests.accounts.staff import Person, add_staff
from tests.databases import Database
from tests.focusgroup.voices import Voices, voices
from tests.running import Service, make_service

Item = dict[str, Any]


@dataclass(frozen=True)
class Device:
    """A browser in which the screen of meetings is open."""

    person: Person
    there: Voices
    token: str

    @classmethod
    def of(cls, service: Service, there: Voices, role: Any = "moderator") -> "Device":  # noqa: ANN401
        person = Person(service, role)
        return cls(person, there, person.field(_address(there, there.meetings[0][0]), "csrf_token"))

    def send(self, meeting: Meeting, items: list[Any], since: int = 0) -> Item:
        """Send notes; what is answered."""
        answer = self.person.client.post(
            _address(self.there, meeting) + "notes",
            json={"since": since, "notes": items},
            headers={**self.person.headers, "X-CSRFToken": self.token},
        )
        assert answer.status_code == 200, answer.text
        found: Item = answer.json or {}
        return found

    def fetch(self, meeting: Meeting, since: int) -> Item:
        """What has arrived since."""
        answer = self.person.client.get(f"{_address(self.there, meeting)}notes?since={since}")
        found: Item = answer.json or {}
        return found


def _address(there: Voices, meeting: Meeting) -> str:
    return f"/groups/{there.study.name}/meetings/{meeting.id}/"


@pytest.fixture
def there(service: Service) -> Voices:
    return voices(service.store, service.today())


@pytest.fixture
def device(service: Service, there: Voices) -> Device:
    return Device.of(service, there)


@pytest.fixture
def on_both(database: Database, tmp_path: Path) -> Iterator[Service]:
    """A service on each database."""
    service = make_service(tmp_path, database=database)
    add_staff(service)
    yield service
    service.store.close()


def item(id: int, **changed: object) -> Item:
    """A note as a device sends it."""
    plain: Item = {
        "kind": "wording",
        "id": str(id),
        "statement": str(id + 1000),
        "stamp": 1,
        "theme": "comfort",
        "who": "several",
        "speaker": None,
        "sort": "verbatim",
        "text": f"Nummer {id}",
    }
    return plain | changed


def statements(there: Voices, meeting: Meeting) -> list[tuple[object, ...]]:
    """What holds, without what tells one meeting from another or one order from another."""
    with there.store.reading() as c:
        found = notes.statements_of(c, meeting.id)
    return sorted((one.id >> 1, one.text, one.first, one.theme, one.who, one.sort) for one in found)


# ---- in any order, any number of times, on both databases ----


def two_queues(own: str, last_bit: int) -> list[Item]:
    """What two devices wrote, about statements of their own and of each other. The last bit tells meetings apart."""
    random = Random(own)
    ids = random.sample(range(2**40), 12)
    return [
        item(
            id << 1 | last_bit,
            statement=str(Random(f"{own} {id % 4}").getrandbits(50) << 1 | last_bit),
            stamp=random.randint(1, 3),
            theme=random.choice(["comfort", "noise"]),
            text=f"{id}",
            removed=random.random() < 0.1,
        )
        for id in ids
    ]


@given(seed=st.integers(0, 10_000))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_part_of_two_queues_any_number_of_times_in_any_order_gives_the_same_statements(
    seed: int, on_both: Service
) -> None:
    there = voices(on_both.store, on_both.today(), label=f"Omgång {seed}")
    devices = [Device.of(on_both, there), Device.of(on_both, there, "administrator")]
    once, often = there.meetings[0]
    own = f"{seed} {there.study.id}"  # an id is used once in a database
    devices[0].send(once, two_queues(own, 0))
    random, again = Random(own), two_queues(own, 1)
    ids = {note["id"] for note in again}
    taken: set[str] = set()
    known: list[dict[str, Item]] = [{}, {}]
    cursors = [0, 0]
    while taken != ids or random.random() < 0.5:
        n = random.randint(0, 1)
        answer = devices[n].send(often, random.choices(again, k=random.randint(1, 9)), cursors[n])
        assert answer["refused"] == []
        taken.update(answer["taken"])
        known[n].update({note["id"]: note for note in answer["notes"]})
        cursors[n] = answer["arrived"]
    assert statements(there, often) == statements(there, once)
    for n in (0, 1):  # and each device has heard of all
        known[n].update({note["id"]: note for note in devices[n].fetch(often, cursors[n])["notes"]})
        assert set(known[n]) == ids


def test_two_who_write_at_once_lose_nothing(on_both: Service) -> None:
    there = voices(on_both.store, on_both.today())
    meeting = there.meetings[0][0]
    devices = [Device.of(on_both, there), Device.of(on_both, there, "administrator")]

    def write(n: int) -> None:
        for k in range(10):
            own, common = item(100 * n + k + 101), item(100 * n + k + 150, statement="7", stamp=k + 1)
            devices[n].send(meeting, [own, common])

    with ThreadPoolExecutor(2) as both:
        list(both.map(write, (0, 1)))
    with there.store.reading() as c:
        wordings = notes.read(c, Wording, meeting.id)
        last = {one.id: one for one in notes.statements_of(c, meeting.id)}
    assert [one.arrived for one in wordings] == list(range(1, 41))
    assert len(last) == 21
    assert last[7].text == "Nummer 259"  # the highest stamp, and of two the higher id


# ---- each by itself ----

BAD: dict[str, Item] = {
    "no such theme": {"theme": "weather"},
    "a theme that is no text": {"theme": ["comfort"]},
    "no such speaker": {"who": "speaker", "speaker": "5"},
    "a speaker who is no number": {"who": "speaker", "speaker": "D1"},
    "nobody known": {"who": "the boss"},
    "no words": {"text": " \n "},
    "words that are no text": {"text": {"a": 1}},
    "too long": {"text": "x" * (LONGEST + 1)},
    "no known sort": {"sort": "rumour"},
    "a stamp too high": {"stamp": MOST_STAMP + 1},
    "a stamp below": {"stamp": -1},
    "a stamp that is none": {"stamp": True},
    "an id of 64 bits": {"id": str(2**63)},
    "an id that is no number": {"id": "\u0663"},
    "a statement without an id": {"statement": None},
    "a kind that is none": {"kind": "poem"},
    "a turn without an end": {"kind": "turn"},
    "a turn of days": {"kind": "turn", "seconds": MOST_SECONDS + 1},
    "a time that is none": {"kind": "theme_time", "seconds": 1.5},
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
def test_a_note_that_is_wrong_is_told_and_keeps_none_back(device: Device, there: Voices, bad: Item) -> None:
    wrong, meeting = item(2) | bad, there.meetings[0][0]
    base = there.speakers[0][0].id  # no two tests have notes of the same id in the module's one database
    good = [item(base ^ 1), item(base ^ 2)]
    answer = device.send(meeting, [good[0], wrong, good[1]])
    assert answer["taken"] == [good[0]["id"], good[1]["id"]]
    (refused,) = answer["refused"]
    assert refused["id"] in (wrong["id"], None)
    assert refused["why"].endswith(".")
    assert len(statements(there, meeting)) == 2


@pytest.mark.parametrize("nonsense", [None, [], {"notes": {}, "since": 0}, {"notes": [], "since": "1"}, {"notes": []}])
def test_what_is_no_list_of_notes_is_refused_as_a_whole(device: Device, there: Voices, nonsense: object) -> None:
    address = _address(there, there.meetings[0][0]) + "notes"
    headers = {"X-CSRFToken": device.token}
    assert device.person.client.post(address, json=nonsense, headers=headers).status_code == 400
    items: list[Any] = ["x", None, 5, [], {}]
    assert [one["id"] for one in device.send(there.meetings[0][0], items)["refused"]] == [None] * 5


def test_nobody_sends_without_the_token_of_a_page(device: Device, there: Voices) -> None:
    meeting = there.meetings[0][0]
    answer = device.person.client.post(_address(there, meeting) + "notes", json={"since": 0, "notes": [item(1)]})
    assert answer.status_code == 400
    assert statements(there, meeting) == []


def test_who_does_not_agree_to_notes_is_not_written_down_but_their_time_is(
    device: Device, there: Voices, service: Service
) -> None:
    meeting, speaker = there.meetings[0][0], there.speakers[0][0]
    with there.store.writing() as c:
        studies.change_speaker(c, speaker, _plan(speaker, agrees_notes=False))
    said = {"who": "speaker", "speaker": str(speaker.id)}
    answer = device.send(
        meeting, [item(speaker.id ^ 1, **said), item(speaker.id ^ 2, kind="turn", seconds=9, interpreted=True, **said)]
    )
    assert [one["id"] for one in answer["refused"]] == [str(speaker.id ^ 1)]
    with there.store.reading() as c:
        (turn,) = notes.read(c, Turn, meeting.id)
        assert notes.read(c, Wording, meeting.id) == []
    assert (turn.seconds, turn.interpreted, turn.writer) == (9, True, "moderator")


def test_a_speaker_of_another_group_is_none_here(device: Device, there: Voices) -> None:
    stranger = there.speakers[1][0]
    answer = device.send(there.meetings[0][0], [item(stranger.id ^ 1, who="speaker", speaker=str(stranger.id))])
    assert len(answer["refused"]) == 1


def test_words_that_come_late_of_one_who_withdrew_are_not_kept(device: Device, there: Voices) -> None:
    meeting, speaker = there.meetings[0][0], there.speakers[0][0]
    with there.store.writing() as c:
        notes.withdraw(c, speaker, there.day)
    device.send(meeting, [item(speaker.id ^ 1, who="speaker", speaker=str(speaker.id), text="Hemligt")])
    assert "Hemligt" not in device.person.get(_address(there, meeting)).text
    with there.store.reading() as c:
        assert [one.text for one in notes.read(c, Wording, meeting.id)] == [""]


# ---- without scripts ----


def test_the_form_adds_a_statement_and_says_what_is_wrong(device: Device, there: Voices) -> None:
    meeting = there.meetings[0][0]
    address = _address(there, meeting)
    fields = {"theme": "noise", "who": f"speaker:{there.speakers[0][1].id}", "sort": "summary"}
    answer = device.person.post(f"{address}write", page=address, text="Det <b>låter</b>\r\nmycket", **fields)
    assert answer.status_code == 303
    with there.store.reading() as c:
        (one,) = notes.statements_of(c, meeting.id)
    assert (one.text, one.theme, one.sort) == ("Det <b>låter</b>\nmycket", "noise", "summary")
    assert one.speaker_id == there.speakers[0][1].id
    assert "Det <b>" not in device.person.get(address).text
    empty = device.person.post(f"{address}write", page=address, text=" ", **fields)
    assert (empty.status_code, "There are no words in it." in empty.text) == (422, True)


def test_who_is_here_is_said_and_the_meeting_begins_and_ends(device: Device, there: Voices, service: Service) -> None:
    meeting, (first, _, third) = there.meetings[0][0], there.speakers[0]
    address = _address(there, meeting)
    device.person.post(f"{address}present", page=address, present=[first.id, third.id, 5, "x"])
    for state in ("under_way", "ended"):
        assert device.person.post(f"{address}state", page=address, state=state).status_code == 303
        with there.store.reading() as c:
            found = studies.meeting_by_id(c, meeting.id)
        assert found
        assert found.state == state
    with there.store.reading() as c:
        assert studies.present(c, meeting.id)[meeting.id] == {first.id, third.id}


# ---- what the group sees ----

NOT_YET = "/listen.svg"


def test_the_group_sees_whether_everyone_was_heard_and_nobodys_name_or_number(device: Device, there: Voices) -> None:
    meeting, speakers = there.meetings[0][0], there.speakers[0]
    with there.store.writing() as c:
        studies.set_present(c, meeting, [one.id for one in speakers])
    address = _address(there, meeting) + "together"

    def turns(*of: int) -> None:
        device.send(
            meeting,
            [item(speakers[n].id ^ 9, kind="turn", seconds=30, who="speaker", speaker=str(speakers[n].id)) for n in of],
        )

    turns(0, 1)
    page = device.person.get(address).text
    assert NOT_YET in page
    shown = page.partition("<main")[2]
    assert not any(one.pseudonym in shown or str(one.id) in shown for one in speakers)
    turns(2)
    assert NOT_YET not in device.person.get(address).text


def _plan(speaker: studies.Speaker, **changed: object) -> studies.SpeakerPlan:
    known: dict[str, Any] = {
        name: getattr(speaker, name) for name in studies.SpeakerPlan.__dataclass_fields__
    } | changed
    return studies.SpeakerPlan(**known)
