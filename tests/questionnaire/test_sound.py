"""What can be heard: only sounds in the folder, only where just these words stand, and films only with captions."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from surveyapp.questionnaire import film, sound
from surveyapp.questionnaire.load import FILE, Loaded, load_files, load_folder
from surveyapp.questionnaire.sound import hash_of, lacking, lines, sound_of
from tests.questionnaire.writing import choice, screens

MP3 = b"\xff\xfb\x90\x64" + b"\0" * 40
ID3 = b"ID3\x04" + b"\0" * 40
MP4 = b"\0\0\0\x20ftypisom" + b"\0" * 40
WEBM = b"\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm" + b"\0" * 40
CAPTIONS = "WEBVTT\n\n00:00.000 --> 00:02.500\nFråga\n".encode()

HEAD = "languages: [sv, ar]\ntitle: {sv: Prov}\nwelcome: {sv: Hej}\nthanks: {sv: Tack}\n"
YAML = screens(choice("one"), head=HEAD)
WITH_FILM = YAML.replace("picture: idea", "film: {sv: {file: media/one.mp4, captions: media/one.vtt}}, picture: idea")


def loaded(given: Mapping[str, bytes], yaml: str = YAML) -> Loaded:
    return load_files({FILE: yaml.encode(), **given}, "prov")


def made(text: str, language: str = "sv") -> str:
    return f"sound/{language}/made/{hash_of(text)}.mp3"


def noted(**recordings: str) -> bytes:
    return "".join(f"{name}\t{hash_of(text)}\n" for name, text in recordings.items()).encode()


def say(message: str) -> str:
    return message


def test_without_sounds_the_version_is_what_it_was() -> None:
    questionnaire = loaded({}).questionnaire
    assert questionnaire is not None
    assert b"sound" not in questionnaire.canonical()
    assert b"film" not in questionnaire.canonical()


def test_a_sound_is_heard_wherever_its_words_stand_and_nowhere_else() -> None:
    found = loaded({made("Fråga"): MP3, made("Till vänster"): ID3})
    assert not found.advice
    questionnaire = found.questionnaire
    assert questionnaire is not None
    assert sound_of(questionnaire, "sv", "Fråga") == made("Fråga")
    assert sound_of(questionnaire, "sv-simple", " Fråga\n") == made("Fråga"), "easy Swedish is Swedish"
    assert sound_of(questionnaire, "ar", "Fråga") is None
    assert sound_of(questionnaire, "sv", "Fråga?") is None
    assert found.media[made("Fråga")] == MP3
    assert questionnaire.media.keys() == {made("Fråga"), made("Till vänster")}


def test_a_recording_goes_before_a_made_file() -> None:
    questionnaire = loaded(
        {"sound/sv/one.mp3": ID3, "sound/sv/recorded.tsv": noted(one="Fråga"), made("Fråga"): MP3}
    ).questionnaire
    assert questionnaire is not None
    assert sound_of(questionnaire, "sv", "Fråga") == "sound/sv/one.mp3"
    assert questionnaire.media.keys() == {"sound/sv/one.mp3"}, "what nobody hears is not kept"


def test_a_recording_of_other_words_is_stale_and_not_heard() -> None:
    given = {"sound/sv/one.mp3": ID3, "sound/sv/recorded.tsv": noted(one="En gammal fråga"), made("Nej"): MP3}
    questionnaire = loaded(given).questionnaire
    assert questionnaire is not None
    assert sound_of(questionnaire, "sv", "Fråga") is None
    state = lacking(questionnaire, given, "sv", say)
    assert [(line.name, line.text) for line in state.stale] == [("one", "Fråga")]
    assert state.superfluous == (made("Nej"),)
    assert [line.name for line in state.silent] == ["one", "one.left", "one.right", "rather_not_say"]


def test_a_recording_that_nobody_has_noted_is_told() -> None:
    found = loaded({"sound/sv/one.mp3": ID3})
    assert [(advice.code, advice.line, advice.column) for advice in found.advice] == [("sound-not-noted", 1, 13)]
    assert found.questionnaire is not None
    assert not found.questionnaire.sounds


def test_what_is_heard_of_every_kind() -> None:
    questionnaire = load_folder(Path(__file__).parents[1] / "all_kinds").questionnaire
    assert questionnaire is not None
    heard = {line.name: line.text for line in lines(questionnaire, "sv", say)}
    assert heard["pain"] == questionnaire.screen("pain").text["sv"]  # type: ignore[index]
    assert heard["pain.0"].startswith("0: ")
    assert heard["pain.10"].startswith("10: ")
    assert heard["group"], "a grid's common question"
    assert heard["group.fun"]
    assert heard["gender.woman"] == "Woman"
    assert heard["gender.rather_not_say"] == "I don't want to answer"
    assert len({*heard.values()}) == len(heard), "each text once"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"sound/sv/one.mp3": b"RIFF" + b"\0" * 40}, "sound-format"),
        ({"sound/sv/one.ogg": MP3}, "sound-format"),
        ({"sound/sv/one.mp3": MP3 + b"\0" * sound.MOST_BYTES}, "sound-too-large"),
        ({"sound/sv/made/one.mp3": MP3}, "sound-place"),
        ({"sound/sv/more/one.mp3": MP3}, "sound-place"),
        ({"sound/sv/recorded.tsv": b"one\tx\n"}, "sound-table"),
        ({"sound/sv/recorded.tsv": noted(one="a") + noted(one="b")}, "sound-table"),
        ({made(str(n)): MP3 + b"\0" * (sound.MOST_BYTES - 100) for n in range(41)}, "sound-too-large"),
    ],
)
def test_what_is_no_sound_is_a_fault(given: dict[str, bytes], code: str) -> None:
    found = loaded(given)
    assert found.questionnaire is None
    assert [(fault.code, fault.line, fault.column) for fault in found.faults] == [(code, 1, 13)]


def test_sounds_of_other_languages_are_told_and_left_out() -> None:
    found = loaded({"sound/en/one.mp3": MP3, "sound/one.mp3": MP3})
    assert [advice.code for advice in found.advice] == ["sound-language", "sound-language"]
    assert found.questionnaire is not None
    assert not found.media


def test_a_folder_on_disk_is_read_as_one_in_memory_and_no_link_leads_out(tmp_path: Path) -> None:
    folder = tmp_path / "prov"
    for name, data in {FILE: YAML.encode(), made("Fråga"): MP3}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    in_memory = loaded({made("Fråga"): MP3})
    assert load_folder(folder).questionnaire == in_memory.questionnaire
    (tmp_path / "secret.mp3").write_bytes(MP3)
    (folder / "sound/sv/one.mp3").symlink_to(tmp_path / "secret.mp3")
    assert [fault.code for fault in load_folder(folder).faults] == ["sound-outside"]


def test_a_used_screen_brings_its_sounds_and_its_film_and_no_others() -> None:
    lender = {
        FILE: WITH_FILM.encode(),
        made("Fråga"): MP3,
        made("Nobody says this"): MP3,
        "media/one.mp4": MP4,
        "media/one.vtt": CAPTIONS,
    }
    ours = screens("  - use: lender.one\n", head=HEAD)
    found = load_files({FILE: ours.encode()}, "prov", {"lender": lender})
    assert found.questionnaire is not None, found.faults
    heard = sound_of(found.questionnaire, "sv", "Fråga")
    assert heard == f"sound/lender/sv/made/{hash_of('Fråga')}.mp3"
    shown = found.questionnaire.screen("one").film["sv"]
    assert (shown.file, shown.captions) == ("media/lender/one.mp4", "media/lender/one.vtt")
    assert found.media == {heard: MP3, shown.file: MP4, shown.captions: CAPTIONS}


def test_a_film_comes_with_its_captions() -> None:
    found = loaded({"media/one.mp4": MP4, "media/one.vtt": CAPTIONS}, WITH_FILM)
    assert found.questionnaire is not None, found.faults
    assert found.media == {"media/one.mp4": MP4, "media/one.vtt": CAPTIONS}


@pytest.mark.parametrize(
    ("yaml", "given", "code"),
    [
        (WITH_FILM.replace(", captions: media/one.vtt", ""), {"media/one.mp4": MP4}, "missing"),
        (WITH_FILM, {"media/one.mp4": MP4}, "media-missing"),
        (WITH_FILM, {"media/one.mp4": WEBM, "media/one.vtt": CAPTIONS}, "film-format"),
        (WITH_FILM, {"media/one.mp4": b"GIF89a", "media/one.vtt": CAPTIONS}, "film-format"),
        (WITH_FILM, {"media/one.mp4": MP4 + bytes(film.MOST_BYTES), "media/one.vtt": CAPTIONS}, "film-too-large"),
        (WITH_FILM, {"media/one.mp4": MP4, "media/one.vtt": b"Hello"}, "captions-format"),
        (WITH_FILM.replace("{sv: {file", "{en: {file"), {"media/one.mp4": MP4, "media/one.vtt": CAPTIONS}, "film-lang"),
        (WITH_FILM.replace("media/one.mp4", "../one.mp4"), {"media/one.vtt": CAPTIONS}, ""),
    ],
)
def test_a_film_that_not_all_can_follow_is_a_fault(yaml: str, given: dict[str, bytes], code: str) -> None:
    found = loaded(given, yaml)
    assert found.questionnaire is None
    assert code in found.faults[0].code
    assert found.faults[0].line > 4, "at the film"


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("WEBVTT\n\n00:00.000 --> 00:02.500\nHej", True),
        ("\ufeffWEBVTT - a\r\n\r\nNOTE b\r\n\r\n1\r\n00:00:00.000 --> 01:00:02.500 align:start\r\nHej\r\ndu", True),
        ("WEBVTT\n\n00:00.000 --> 00:02.500\n<b>Hej</b>", True),
        ("WEBVTT", False),
        ("WEBVTT\n\nNOTE nothing", False),
        ("WEBVTT\n\n00:00.000 --> 00:02.500\n", False),
        ("WEBVTT\n\n00:02.500 --> 00:02.500\nHej", False),
        ("WEBVTT\n\n00:03.000 --> 00:04.000\nHej\n\n00:01.000 --> 00:02.000\nHej", False),
        ("WEBVTT\n\n0:00 --> 0:02\nHej", False),
        ("WEBVTT\n\n00:00.000 --> 00:02.500\n<script>Hej</script>", False),
        ("WEBVTT\n\nSTYLE\n::cue {color: red}\n\n00:00.000 --> 00:02.500\nHej", False),
        ("1\n00:00:00,000 --> 00:00:02,500\nHej", False),
    ],
)
def test_captions_are_strict_webvtt(text: str, good: bool) -> None:
    assert film.are_captions(text.encode()) is good
