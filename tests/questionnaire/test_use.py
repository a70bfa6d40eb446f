"""Screens that several questionnaires share."""

from pathlib import Path

import pytest

from surveyapp.questionnaire.complete import missing_texts
from surveyapp.questionnaire.load import Loaded, load_folder, load_text
from surveyapp.questionnaire.model import Questionnaire
from tests.questionnaire.writing import HEAD, choice, screens

SHARED = """\
languages: [en, sv, ar]
title: {en: Shared}
welcome: {en: Hello}
thanks: {en: Thanks}
option_sets:
  often:
    - {id: always, picture: always, favourable: true, text: {en: Always, sv: Alltid, ar: دائمًا}}
    - {id: never, picture: media/never.png, text: {en: Never, sv: Aldrig}}
screens:
  - id: safe
    ask: scale
    picture: [safe, media/house.png]
    text: {en: Are you safe?, sv: Är du trygg?}
    options: often
  - id: english
    ask: text
    picture: idea
    text: {en: Only English}
  - id: broken
    ask: scale
    text: {en: A, sv: A}
  - id: follow
    ask: text
    picture: idea
    text: {sv: Varför?}
    show_if: {safe: never}
  - use: third.deep
  - use: third.round
"""
WITHOUT_MEDIA = SHARED.replace(", media/house.png", "").replace("media/never.png", "never")
THIRD = screens(choice("deep"), "  - {use: shared.round}\n")
PNG = b"\x89PNG\r\n\x1a\n"


def loads(*written: str, key: str = "mine", **others: str) -> Loaded:
    """What becomes of a questionnaire that uses others."""
    return load_text(screens(*written), key, {"shared": WITHOUT_MEDIA, "third": THIRD} | others)


def test_a_used_screen_is_as_it_is_written_there_in_our_languages(tmp_path: Path) -> None:
    questionnaire = folder(tmp_path, "  - {use: shared.safe}\n  - {use: shared.follow}\n").questionnaire
    assert questionnaire is not None
    safe = questionnaire.screen("safe")
    assert (safe.ask, safe.text, safe.favourable) == ("scale", {"sv": "Är du trygg?"}, ("always",))
    assert [option.text for option in safe.options] == [{"sv": "Alltid"}, {"sv": "Aldrig"}]
    assert safe.pictures == ("safe", "media/shared/house.png")
    assert questionnaire.screen("follow").reads == ("safe",)


def test_its_media_come_along_and_are_told_from_our_own(tmp_path: Path) -> None:
    found = folder(tmp_path, choice("own").replace("idea", "media/house.png") + "  - {use: shared.safe}\n")
    assert found.media == {
        "media/house.png": PNG + b"mine",
        "media/shared/house.png": PNG + b"house",
        "media/shared/never.png": PNG + b"never",
    }
    assert found.questionnaire is not None
    assert found.questionnaire.media.keys() == found.media.keys()


def test_two_files_that_would_have_one_name_are_refused(tmp_path: Path) -> None:
    (tmp_path / "mine" / "media" / "shared").mkdir(parents=True)
    (tmp_path / "mine" / "media" / "shared" / "house.png").write_bytes(PNG)
    own = choice("own").replace("idea", "media/shared/house.png")
    assert "media-twice" in [fault.code for fault in folder(tmp_path, own + "  - {use: shared.safe}\n").faults]


def folder(around: Path, *written: str) -> Loaded:
    """A questionnaire in a folder beside the shared one."""
    for key, text, files in (
        ("mine", screens(*written), {"house.png": b"mine"}),
        ("shared", SHARED, {"house.png": b"house", "never.png": b"never"}),
        ("third", THIRD, {}),
    ):
        (around / key / "media").mkdir(parents=True, exist_ok=True)
        (around / key / "questionnaire.yaml").write_text(text)
        for name, content in files.items():
            (around / key / "media" / name).write_bytes(PNG + content)
    return load_folder(around / "mine")


def test_a_use_of_a_use_is_followed_and_a_circle_is_refused() -> None:
    found = loads("  - {use: shared.deep}\n").questionnaire
    assert found is not None
    assert found.screen("deep").ask == "choose-one"
    (fault,) = loads(choice("one"), "  - {use: shared.round}\n").faults
    assert (fault.code, fault.line, fault.column) == ("use-circle", 7, 11)


@pytest.mark.parametrize(
    ("use", "code"),
    [
        ("{use: shard.safe}", "unknown-questionnaire"),
        ("{use: shared.saef}", "unknown-used-screen"),
        ("{use: shared.broken}", "used-faulty"),
        ("{use: notyaml.x}", "used-faulty"),
        ("{use: shared.english}", "source-text-missing"),
        ("{use: mine.one}", "use-circle"),
        ("{use: safe}", "use-form"),
        ("{use: ../shared.safe}", "use-form"),
        ("{use: [shared, safe]}", "use-form"),
        ("{use: shared.safe, id: other}", "beside-use"),
        ("{use: shared.follow}", "unknown-question"),
    ],
)
def test_what_is_refused_is_told_where_it_is_used(use: str, code: str) -> None:
    found = loads(choice("one"), f"  - {use}\n", notyaml="a: [")
    assert [(fault.code, fault.line) for fault in found.faults] == [(code, 7)], list(map(str, found.faults))


def test_the_nearest_questionnaire_and_screen_are_named() -> None:
    (fault,) = loads("  - {use: shard.safe}\n").faults
    assert '"shared"' in str(fault)
    assert "both folders as one zip" in str(fault)
    (fault,) = loads("  - {use: shared.saef}\n").faults
    assert '"safe"' in str(fault)


def test_a_screen_used_twice_or_written_too_is_told() -> None:
    codes = [fault.code for fault in loads("  - {use: shared.safe}\n  - {use: shared.safe}\n").faults]
    assert codes == ["screen-id-twice"]


def test_a_text_that_the_used_screen_lacks_is_missing_here() -> None:
    head = HEAD.replace("[sv]", "[sv, ar]")
    text = screens("  - {use: shared.safe}\n", head=head)
    found = load_text(text, "mine", {"shared": WITHOUT_MEDIA})
    assert found.questionnaire is not None
    told = [str(fault) for fault in missing_texts(found.questionnaire, ["ar"], found.places, "f")]
    assert [line.split(":")[1] for line in told[3:]] == ["6", "6"]
    assert "options: never" in told[-1]


def test_a_link_out_of_the_folder_around_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "out" / "secret").mkdir(parents=True)
    (tmp_path / "out" / "secret" / "questionnaire.yaml").write_text(WITHOUT_MEDIA)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "secret").symlink_to(tmp_path / "out" / "secret")
    found = folder(tmp_path / "in", "  - {use: secret.safe}\n")
    assert [fault.code for fault in found.faults] == ["unknown-questionnaire"]


def test_it_is_stored_whole() -> None:
    found = loads("  - {use: third.deep}\n").questionnaire
    assert found is not None
    again = Questionnaire.model_validate_json(found.canonical())
    assert again.version == found.version


def test_using_of_many_questionnaires_has_an_end() -> None:
    many = {f"k{n}": screens(choice(f"s{n}")) for n in range(30)}
    found = loads(*(f"  - {{use: k{n}.s{n}}}\n" for n in range(30)), **many)
    assert {fault.code for fault in found.faults} == {"too-many-used"}
    large = "# " + "x" * 3_000_000
    found = loads("  - {use: k0.s0}\n  - {use: k1.s1}\n", k0=many["k0"] + large, k1=many["k1"] + large)
    assert [fault.code for fault in found.faults] == ["too-many-used"]


def test_a_long_chain_of_uses_is_followed_to_its_end() -> None:
    chain = {f"k{n}": screens(f"  - {{use: k{n + 1}.x}}\n") for n in range(25)}
    (fault,) = loads("  - {use: k0.x}\n", **chain).faults
    assert fault.code == "too-many-used"
