"""Sounds and films over HTTP: where players stand, in which language, and in parts."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from surveyapp.config import shipped
from surveyapp.questionnaire.load import FILE, load_folder
from surveyapp.questionnaire.model import Questionnaire
from surveyapp.questionnaire.sound import lacking
from surveyapp.store import responses
from surveyapp.store.rounds import Round
from surveyapp.web import words
from surveyapp.web.assets import STATIC
from tests.questionnaire.test_sound import CAPTIONS, MP3, MP4, WITH_FILM, made
from tests.questionnaire.writing import choice, screens
from tests.respond.participant import Participant
from tests.running import Service

PROVA = shipped("questionnaires") / "prova"

Opened = Callable[[str, dict[str, bytes], str], Round]

PLAYER = re.compile(r'<audio controls preload="none" src="([^"]+)" aria-label="[^":]+: ([^"]+)"></audio>')


@pytest.fixture
def opened(service: Service, tmp_path: Path) -> Opened:
    """Opens a round of a questionnaire of that key, with these files."""

    def open_round(key: str, files: dict[str, bytes], yaml: str) -> Round:
        for name, data in {FILE: yaml.encode(), **files}.items():
            (tmp_path / key / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / key / name).write_bytes(data)
        return service.open_round(tmp_path / key)

    return open_round


@pytest.fixture
def prova(service: Service) -> Round:
    return service.open_round(PROVA, languages=("sv", "sv-simple", "en", "ar"))


def test_each_language_has_players_of_its_own(service: Service, prova: Round) -> None:
    heard = {}
    for language in ("sv", "sv-simple", "en", "ar"):
        heard[language] = dict(PLAYER.findall(Participant(service, prova, language).begin().page))
        assert len(heard[language]) == 4, language
    assert "Kaffe" in heard["sv"].values()
    assert "Coffee" in heard["en"].values()
    assert not {*heard["sv"]} & {*heard["ar"]}
    assert {src for src, said in heard["sv-simple"].items() if said == "Kaffe"} < {*heard["sv"]}, "the same words"


def test_a_sound_is_sent_whole_and_in_parts_and_only_by_its_round(service: Service, prova: Round) -> None:
    person = Participant(service, prova).begin()
    address = PLAYER.findall(person.page)[0][0]
    whole = person.client.get(address)
    assert (whole.status_code, whole.mimetype) == (200, "audio/mpeg")
    assert whole.headers["Accept-Ranges"] == "bytes"
    assert "immutable" in whole.headers["Cache-Control"]
    for asked, part in (("bytes=0-1", whole.data[:2]), ("bytes=100-", whole.data[100:]), ("bytes=-5", whole.data[-5:])):
        answer = person.client.get(address, headers={"Range": asked})
        assert (answer.status_code, answer.data) == (206, part)
    assert answer.headers["Content-Range"] == f"bytes {len(whole.data) - 5}-{len(whole.data) - 1}/{len(whole.data)}"
    assert person.client.get(address, headers={"Range": "bytes=99999999-"}).status_code == 416
    other = service.open_round()
    assert person.client.get(address.replace(prova.name, other.name)).status_code == 404


def test_that_something_was_read_aloud_is_kept_as_support(service: Service, prova: Round) -> None:
    person = Participant(service, prova).begin()
    assert '<input type="hidden" name="heard">' in person.page
    person.answer("coffee", heard="1").walk({}).submit()
    Participant(service, prova).begin().walk({}).submit()
    with service.store.reading() as c:
        kept = [row.support for row in responses.submitted(c, prova.id)]
    assert sorted(kept, key=len) == [{}, {"read_aloud": True}]


def test_a_film_stands_above_the_question_with_captions(service: Service, opened: Opened) -> None:
    round = opened("prov", {"media/one.mp4": MP4, "media/one.vtt": CAPTIONS}, WITH_FILM)
    person = Participant(service, round).begin()
    film = re.search(r'<video class="film" controls preload="none" playsinline src="([^"]+)"', person.page)
    captions = re.search(r'<track kind="captions" src="([^"]+)" srclang="sv" label="Svenska" default>', person.page)
    assert film
    assert captions
    assert film.start() < person.page.index("<h1>")
    assert person.client.get(film[1]).mimetype == "video/mp4"
    answer = person.client.get(captions[1])
    assert (answer.content_type, answer.data) == ("text/vtt; charset=utf-8", CAPTIONS)
    assert "<video" not in Participant(service, round, "ar").begin().page


def test_a_text_that_falls_back_is_read_in_the_language_that_it_is_in(service: Service, opened: Opened) -> None:
    head = "languages: [sv, ar]\ntitle: {sv: Prov}\nwelcome: {sv: Hej}\nthanks: {sv: Tack}\n"
    round = opened("prov", {made("Fråga"): MP3}, screens(choice("one"), head=head))
    assert [said for _, said in PLAYER.findall(Participant(service, round, "ar").begin().page)] == ["Fråga"]


def test_the_script_is_small() -> None:
    assert len(STATIC["read.js"].compressed) < 3_000


def test_only_what_a_computer_made_is_marked_so(service: Service, opened: Opened) -> None:
    hidden = '<p class="voice hint" hidden>'
    for name, files in (("made", {made("Fråga"): MP3}), ("recorded", recorded())):
        page = Participant(service, opened(name, files, screens(choice("one")))).begin().page
        assert len(PLAYER.findall(page)) == 1
        assert (hidden in page) == (name == "recorded")


def recorded() -> dict[str, bytes]:
    hash = made("Fråga").rpartition("/")[2].removesuffix(".mp3")
    return {"sound/sv/one.mp3": MP3 + b"\1", "sound/sv/recorded.tsv": f"one\t{hash}\n".encode()}


def test_the_shipped_questionnaire_lacks_no_sound(service: Service) -> None:
    questionnaire = load_folder(PROVA).questionnaire
    assert questionnaire is not None
    assert {language: _silent(service, questionnaire, PROVA, language) for language in questionnaire.languages} == {
        "sv": [],
        "sv-simple": [],
        "en": [],
        "ar": [],
    }


def _silent(service: Service, questionnaire: Questionnaire, folder: Path, language: str) -> list[str]:
    with service.app.app_context(), words.in_language(language):
        state = lacking(questionnaire, folder, language, words.say)
        return [line.text for line in (*state.silent, *state.stale)] + list(state.superfluous)
