"""`surveyapp speak`: a real voice speaks, old files go, and recordings are noted but never touched."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from surveyapp.cli import main
from surveyapp.questionnaire.load import load_folder
from surveyapp.questionnaire.sound import hash_of, is_mp3
from surveyapp.questionnaire.voice import NoVoice, voice_of
from tests.questionnaire.writing import choice, screens

HEAD = "languages: [sv, so]\ntitle: {sv: Prov}\nwelcome: {sv: Hej}\nthanks: {sv: Tack}\n"
YAML = screens(choice("one"), head=HEAD).replace("text: {sv: Fråga}", "text: {sv: Fråga, so: Su'aal}")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SURVEYAPP_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("SURVEYAPP_LANGUAGE", "en")
    folder = tmp_path / "prov"
    folder.mkdir()
    (folder / "questionnaire.yaml").write_text(YAML)
    return folder


def run(*arguments: object) -> Result:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def made(folder: Path, language: str = "sv") -> set[str]:
    return {file.stem for file in (folder / "sound" / language / "made").glob("*.mp3")}


def test_what_lacks_sound_gets_it_and_what_nothing_says_goes(folder: Path) -> None:
    assert "nothing is read aloud in sv" in run("check", folder).output
    assert "sv: 4 made, 0 deleted." in run("speak", folder, "--language", "sv").output
    texts = {"Fråga", "Till vänster", "Till höger", "Jag vill inte svara"}
    assert made(folder) == {hash_of(text) for text in texts}
    assert all(is_mp3(file.read_bytes()) for file in (folder / "sound/sv/made").iterdir())
    assert load_folder(folder).faults == ()
    (folder / "questionnaire.yaml").write_text(YAML.replace("Till höger", "Åt höger"))
    told = run("check", folder).output
    assert 'sv: no sound says one.right: "Åt höger".' in told
    assert "1 made sounds" in told
    assert "sv: 1 made, 1 deleted." in run("speak", folder, "--language", "sv").output
    assert "sv: 0 made, 0 deleted." in run("speak", folder, "--language", "sv").output


def test_a_language_without_a_voice_is_refused_with_a_sentence(folder: Path) -> None:
    result = run("speak", folder, "--language", "so")
    assert result.exit_code == 1
    assert "so: espeak-ng does not speak this language. People have to record it" in result.output
    assert not (folder / "sound").exists()
    assert run("speak", folder).exit_code == 0, "the others are made"
    assert made(folder)
    assert not made(folder, "so")
    for language in ("so", "prs"):
        with pytest.raises(NoVoice), voice_of(language):
            pass


def test_a_recording_is_noted_goes_before_and_grows_old(folder: Path) -> None:
    run("speak", folder, "--language", "sv")
    recording = folder / "sound/so/one.mp3"
    recording.parent.mkdir(parents=True)
    recording.write_bytes(next((folder / "sound/sv/made").iterdir()).read_bytes())
    assert "nobody has noted what they say: one." in run("check", folder).output
    assert 'so: one.mp3 says "Su\'aal".' in run("speak", folder, "--language", "so", "--recorded").output
    questionnaire = load_folder(folder).questionnaire
    assert questionnaire is not None
    assert questionnaire.sounds["so"] == {hash_of("Su'aal"): "sound/so/one.mp3"}
    (folder / "questionnaire.yaml").write_text(YAML.replace("Su'aal", "Su'aal?"))
    assert 'so: the recording one.mp3 is out of date: the words are now "Su\'aal?".' in run("check", folder).output
    run("speak", folder, "--language", "so", "--recorded")
    assert "out of date" in run("check", folder).output, "only a name says that it was made anew"
    run("speak", folder, "--language", "so", "--recorded", "one")
    assert "out of date" not in run("check", folder).output
    assert recording.exists()


def test_two_languages_in_turn_speak_with_their_own_voices() -> None:
    lengths = []
    for language in ("sv", "en", "sv"):
        with voice_of(language) as voice:
            lengths.append(len(voice.says("Hur mycket tyckte du om lunchen i dag, och varför det?")))
    assert lengths[0] == lengths[2] != lengths[1]
