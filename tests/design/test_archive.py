"""Zips as they come from people, and as they come from those who wish no good."""

import io
import stat
import struct
import tracemalloc
import warnings
import zipfile
from collections.abc import Callable

import pytest

from surveyapp.design import archive
from surveyapp.design.archive import Refused, questionnaires_in
from surveyapp.questionnaire.load import load_files, load_folder
from tests.running import ALL_KINDS

YAML = b"languages: [sv]\n"
Entry = zipfile.ZipInfo | str


def packed(*entries: tuple[Entry, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    data = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(data, "w", method) as file:
        warnings.simplefilter("ignore")  # a name that is there twice
        for name, content in entries:
            file.writestr(name, content)
    return data.getvalue()


def of_sort(name: str, sort: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.create_system = 3
    entry.external_attr = (sort | 0o777) << 16
    return entry


def folder_as_zip(key: str = "alla") -> bytes:
    """The questionnaire of all kinds under that key, with the one whose screens it uses beside it."""
    files = [(key, ALL_KINDS, file) for file in ALL_KINDS.rglob("*") if file.is_file()]
    beside = ALL_KINDS.parent / "lent_screens"
    files += [(beside.name, beside, file) for file in beside.rglob("*") if file.is_file()]
    return packed(*((f"{name}/{file.relative_to(folder)}", file.read_bytes()) for name, folder, file in files))


def refusal(data: bytes, key: str = "") -> str:
    with pytest.raises(Refused) as refused:
        questionnaires_in(data, key)
    return str(refused.value.said)


def test_a_packed_folder_loads_as_the_folder_does() -> None:
    found = questionnaires_in(folder_as_zip())
    loaded, expected = load_files(found["alla"], "alla", found), load_folder(ALL_KINDS)
    assert set(found) == {"alla", "lent_screens"}
    assert loaded.questionnaire
    assert expected.questionnaire
    assert loaded.questionnaire.screens == expected.questionnaire.screens
    assert loaded.media == expected.media


def test_several_folders_and_what_computers_add() -> None:
    data = packed(
        ("ett/", b""),
        ("ett/questionnaire.yaml", YAML),
        ("ett/media/", b""),
        ("ett/media/a.svg", b"<svg/>"),
        ("två".replace("å", "a") + "/questionnaire.yaml", YAML),
        ("__MACOSX/ett/._questionnaire.yaml", b"x"),
        ("ett/.DS_Store", b"x"),
        ("ett/media/Thumbs.db", b"x"),
    )
    found = questionnaires_in(data)
    assert {key: set(files) for key, files in found.items()} == {
        "ett": {"questionnaire.yaml", "media/a.svg"},
        "tva": {"questionnaire.yaml"},
    }


def test_files_without_a_folder_take_the_key_that_was_written() -> None:
    data = packed(("questionnaire.yaml", YAML), ("media/a.svg", b"<svg/>"))
    assert set(questionnaires_in(data, "lunch")["lunch"]) == {"questionnaire.yaml", "media/a.svg"}
    assert "not in a folder" in refusal(data)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("/etc/questionnaire.yaml", "leads out"),
        ("../questionnaire.yaml", "leads out"),
        ("q/../../questionnaire.yaml", "leads out"),
        ("q/./questionnaire.yaml", "leads out"),
        ("q//questionnaire.yaml", "leads out"),
        ("__MACOSX/../q/questionnaire.yaml", "leads out"),
        ("C:/questionnaire.yaml", "leads out"),
        ("q\\questionnaire.yaml", "has a name that is not taken"),
        ("q/media/\u202egvs.svg", "has a name that is not taken"),
        ("q/media/a\nb.svg", "has a name that is not taken"),
        ("q/media/run.exe", "doesn't belong"),
        ("q/media/inner.zip", "doesn't belong"),
        ("q/media/deep/a.svg", "doesn't belong"),
        ("q/README.md", "doesn't belong"),
        ("outer/q/questionnaire.yaml", "doesn't belong"),
        ("q/questionnaire.yaml/x", "doesn't belong"),
        ("q/other/", "doesn't belong"),
    ],
)
def test_a_name_that_leads_elsewhere_or_belongs_to_nothing_is_refused_by_name(name: str, sentence: str) -> None:
    entry = zipfile.ZipInfo("x")
    entry.filename = name
    said = refusal(packed(("q/questionnaire.yaml", YAML), (entry, b"x")))
    assert sentence in said
    assert "\n" not in said
    assert "\u202e" not in said


@pytest.mark.parametrize("sort", [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFIFO, stat.S_IFSOCK, stat.S_IFDIR])
def test_links_and_devices_are_refused(sort: int) -> None:
    said = refusal(packed(("q/questionnaire.yaml", YAML), (of_sort("q/media/a.svg", sort), b"/etc/passwd")))
    assert said.startswith('"q/media/a.svg" is a link or a device')


def test_a_locked_file_is_refused() -> None:
    data = bytearray(packed(("q/questionnaire.yaml", YAML)))
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(signature) + place
        data[at : at + 2] = struct.pack("<H", 1)
    assert "locked with a password" in refusal(bytes(data))


@pytest.mark.parametrize("names", [("q/media/a.svg", "q/media/a.svg"), ("q/media/a.svg", "q/media/A.SVG")])
def test_a_name_that_is_there_twice_is_refused(names: tuple[str, str]) -> None:
    said = refusal(packed(("q/questionnaire.yaml", YAML), *((name, b"<svg/>") for name in names)))
    assert f'"{names[1]}" is in the zip twice' in said


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_unusual_packing_is_refused(method: int) -> None:
    assert "unusual way" in refusal(packed(("q/questionnaire.yaml", YAML), method=method))


def test_a_file_that_grows_too_much_is_refused_before_it_is_unpacked() -> None:
    bomb = packed(("q/questionnaire.yaml", b"#" * 50_000_000))
    tracemalloc.start()
    assert "grows too much" in refusal(bomb)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5_000_000


def test_a_file_that_lies_about_its_size_is_unpacked_no_further_than_it_may_be() -> None:
    data = bytearray(packed(("q/questionnaire.yaml", b"#" * 50_000_000)))
    for signature, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.index(signature) + place
        data[at : at + 4] = struct.pack("<I", 1000)
    tracemalloc.start()
    refusal(bytes(data))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20_000_000


def test_too_much_together_and_too_large_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    large = packed(
        ("q/questionnaire.yaml", YAML), ("q/media/a.png", bytes(range(256)) * 5000), method=zipfile.ZIP_STORED
    )
    assert refusal(large) == '"q/media/a.png" is too large. Make it smaller.'
    monkeypatch.setattr(archive, "MOST_TOGETHER", 3000)
    parts = [(f"q/media/{n}.png", bytes(range(256)) * 4) for n in range(4)]
    assert "too large when it is unpacked" in refusal(packed(("q/questionnaire.yaml", YAML), *parts))


def test_too_many_files_or_questionnaires() -> None:
    many = packed(*((f"q/media/{n}.svg", b"") for n in range(501)))
    assert "more than 500 files" in refusal(many)
    several = packed(*((f"q{n}/questionnaire.yaml", YAML) for n in range(21)))
    assert "more than 20 questionnaires" in refusal(several)


@pytest.mark.parametrize(
    ("entries", "sentence"),
    [
        ([], "There is no file"),
        ([("q/media/a.svg", b"<svg/>")], 'There is no file "questionnaire.yaml" in the folder "q".'),
        ([("En Enkät/questionnaire.yaml", YAML)], '"En Enkät" is none'),
    ],
)
def test_a_zip_without_a_questionnaire(entries: list[tuple[str, bytes]], sentence: str) -> None:
    assert sentence in refusal(packed(*entries))


@pytest.mark.parametrize(
    "broken",
    [
        lambda data: b"",
        lambda data: b"no zip",
        lambda data: data[: len(data) // 2],
        lambda data: data.replace(b"langu", b"xxxxx", 1) if b"langu" in data else data[:40] + b"\xff" * 9 + data[49:],
    ],
)
def test_what_is_no_zip_or_a_damaged_one(broken: Callable[[bytes], bytes]) -> None:
    assert "no zip that can be read" in refusal(
        broken(packed(("q/questionnaire.yaml", YAML), method=zipfile.ZIP_STORED))
    )


def test_sounds_and_films_come_along_whether_the_folder_is_in_the_zip_or_not() -> None:
    inside = ("questionnaire.yaml", "media/one.mp4", "media/one.vtt", "sound/sv/one.mp3", "sound/sv/recorded.tsv")
    made = f"sound/sv/made/{'0' * 32}.mp3"
    for around in ("alla/", "sound/", ""):
        data = packed(*((f"{around}{name}", YAML) for name in (*inside, made)), (f"{around}sound/sv/", b""))
        assert {key: {*files} for key, files in questionnaires_in(data, "key").items()} == {
            around.rstrip("/") or "key": {*inside, made}
        }
    for foreign in ("alla/sound/sv/one.wav", "alla/sound/sv/notes.txt", "alla/other/one.mp3", "one.mp3"):
        assert foreign in refusal(packed(("alla/questionnaire.yaml", YAML), (foreign, YAML)))
