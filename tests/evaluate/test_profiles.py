"""Export profiles: what they say is checked at once, and no workbook tells more than the standard one."""

import hashlib
import io
import json
import struct
import zipfile
import zlib
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from surveyapp.config import shipped
from surveyapp.evaluate.logo import read_logo
from surveyapp.evaluate.profile import SHEETS, STANDARD, Loaded, Profile, json_schema, load_profile, profiles
from surveyapp.evaluate.refused import ExportRefused
from surveyapp.evaluate.workbook import make_workbook
from surveyapp.release.model import Release
from tests.evaluate.books import Round, all_kinds, case, speaker
from tests.evaluate.ooxml import Package, check_workbook
from tests.release import worlds

LANGUAGES = ("en", "sv", "ar")

STORED = Path(__file__).parents[1] / "release" / "stored.json"


def png(width: int = 40, height: int = 20, more: bytes = b"") -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    pixels = zlib.compress(b"".join(b"\0" + b"\x20\x40\x60" * width for _ in range(height)))
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + more + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def jpeg(width: int = 40, height: int = 20) -> bytes:
    def segment(marker: int, data: bytes) -> bytes:
        return bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data

    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\1\x11\0"
    exif, comment = segment(0xE1, b"Exif\0\0 59.3293 N, Anna"), segment(0xFE, b"made by Anna")
    return b"\xff\xd8" + exif + comment + segment(0xC0, frame) + segment(0xDA, b"\0" * 6) + b"\x12\x34\xff\xd9"


def loaded(folder: Path, text: str, name: str = "own.yaml") -> Loaded:
    (folder / name).write_text(text, encoding="utf-8")
    return load_profile(folder / name, LANGUAGES)


def workbook(round: Round, profile: Profile, language: str = "en") -> bytes:
    with speaker().app_context():
        return make_workbook(round.release, round.questionnaire, language, profile)


def numbers(profile: Profile) -> Counter[object]:
    """Every number of a workbook with the text that begins its row: what a reader is told.

    One statement of a grid has a sheet of another shape than all of them have, so of a grid it is which numbers there
    are.
    """
    book = load_workbook(io.BytesIO(workbook(case("women and men apart"), profile)))
    found: Counter[object] = Counter()
    for sheet in book.worksheets:
        about = sheet.title.split(" ", 1)[-1].split(".")[0]
        rows = [(row, next((str(one) for one in row if isinstance(one, str)), "")) for row in sheet.values]
        told = [(label, value) for row, label in rows for value in row if isinstance(value, int | float)]
        if about == GRID:
            found.update({(about, value) for _, value in told})
        else:
            found.update((sheet.title, label, value) for label, value in told)
    return found


GRID = "group"
"""The grid of `all_kinds`."""


@cache
def standard_numbers() -> Counter[object]:
    return numbers(STANDARD)


# ---- the shipped ones ----


def test_the_shipped_profiles_have_no_fault_and_the_standard_one_is_everything() -> None:
    found = {one.name: one for one in profiles([shipped("exports")], LANGUAGES)}
    assert list(found) == ["standard", "flat", "overview"]
    assert not [fault for one in found.values() for fault in one.faults]
    standard = found["standard"].profile
    assert standard
    assert (standard.sheets, standard.questions, standard.charts) == (STANDARD.sheets, None, True)
    for one in found.values():
        assert one.profile
        assert set(one.profile.titles) >= {"sv", "en"}


def test_the_standard_workbook_of_an_old_release_keeps_its_bytes() -> None:
    """If words or looks of the standard workbook are changed on purpose, so are these figures, and the log says why."""
    release = Release.model_validate_json(STORED.read_bytes())
    asked = worlds.questionnaire(
        worlds.GENDER,
        worlds.HELPER,
        *(worlds.ask(id, kind) for id, kind in STORED_QUESTIONS.items()),
    )
    with speaker().app_context():
        content = make_workbook(release, asked, "en")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        whole = b"".join(name.encode() + archive.read(name) for name in archive.namelist())
    assert hashlib.sha256(whole).hexdigest() == BYTES


STORED_QUESTIONS = {"safe": "scale", "why": "text", "many": "choose-many", "rate": "rating", "secret": "choose-one"}
BYTES = "d31e583bc12624d6d06f2140e3ebe0296144d8d116b906d52cff6a0ac071f2b2"


# ---- what a profile can do, and can't ----


@st.composite
def any_profile(draw: st.DrawFn) -> Profile:
    ids = [screen.id for screen in all_kinds().questions]
    return Profile(
        name="any",
        titles={},
        sheets=tuple(draw(st.lists(st.sampled_from(SHEETS), min_size=1, unique=True))),
        questions=draw(st.none() | st.lists(st.sampled_from(ids), min_size=1, max_size=6, unique=True).map(tuple)),
        charts=draw(st.booleans()),
        organisation=draw(st.sampled_from(["", "Exempelkommun"])),
    )


@given(any_profile())
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
def test_every_number_of_any_profile_stands_in_the_standard_workbook_too(profile: Profile) -> None:
    more = numbers(profile) - standard_numbers()
    assert not more, list(more)[:5]


@given(any_profile())
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
def test_every_workbook_begins_with_the_cover_and_says_what_is_not_promised(profile: Profile) -> None:
    content = workbook(case("women and men apart"), profile)
    check_workbook(content)
    assert workbook(case("women and men apart"), profile) == content
    book = load_workbook(io.BytesIO(content))
    assert book.sheetnames[0] == "Cover"
    text = "\n".join(str(row[0]) for row in book["Cover"].iter_rows(values_only=True))
    for words in (
        "Demo round: all answers are made up.",
        "What is promised",
        "The sizes of groups.",
        "Every figure is",
    ):
        assert words in text
    for sheet in book.worksheets[1:]:
        assert any("Demo round" in str(row[0]) for row in sheet.iter_rows(values_only=True, max_row=6)), sheet.title
        for row in sheet.iter_rows():
            for cell in row:
                if cell.hyperlink:
                    assert str(cell.hyperlink.location).split("'")[1] in book.sheetnames


def test_sheets_and_questions_stand_in_the_profiles_order() -> None:
    first, second = [screen for screen in all_kinds().questions if screen.ask == "scale"][:2]
    profile = Profile("own", {}, ("codebook", "questions"), (second.id, first.id), charts=False)
    content = workbook(case("women and men apart"), profile)
    sheets = load_workbook(io.BytesIO(content)).sheetnames
    assert sheets[:2] == ["Cover", "Codebook"]
    assert [name.split(" ", 1)[1] for name in sheets[2:]] == [second.id, first.id]
    assert not [part for part in Package(content).parts if "chart" in part or "drawing" in part]


def test_a_grids_id_stands_for_its_questions_on_one_sheet() -> None:
    content = workbook(case("women and men apart"), Profile("own", {}, ("questions",), ("group",)))
    assert [name.split(" ", 1)[1] for name in load_workbook(io.BytesIO(content)).sheetnames[1:]] == ["group"]


def test_questions_that_the_round_has_not_are_named_all_of_them() -> None:
    profile = Profile("own", {}, SHEETS, ("chorse", "nothing"))
    with pytest.raises(ExportRefused) as refused:
        workbook(case("women and men apart"), profile)
    assert all(word in str(refused.value) for word in ('"chorse"', '"nothing"', '"chores"', '"own"'))


def test_without_figures_a_profile_gives_the_cover_that_says_so() -> None:
    content = workbook(case("no figures"), Profile("own", {}, ("overview", "flat")))
    assert load_workbook(io.BytesIO(content)).sheetnames == ["Cover"]


# ---- the file ----


def test_every_fault_is_told_at_once_with_its_place_and_the_nearest_name(tmp_path: Path) -> None:
    found = loaded(
        tmp_path,
        'title: {sv: "", xx: hej}\n'
        "sheets: [overview, qestions, cover, flat, flat]\n"
        'questions: [a, "1 b", a]\n'
        "langage: sv\n"
        "language: se\n"
        "charts: yes\n"
        "logo: media/../../x.png\n",
    )
    assert found.profile is None
    places = [(fault.line, fault.column, fault.code) for fault in found.faults]
    assert places == [
        (1, 13, "title-missing"),
        (1, 17, "unknown-language"),
        (2, 20, "unknown-sheet"),
        (2, 30, "cover-named"),
        (2, 43, "named-twice"),
        (3, 16, "id-form"),
        (3, 23, "named-twice"),
        (4, 1, "unknown-key"),
        (5, 11, "unknown-language"),
        (6, 9, "flag-form"),
        (7, 7, "media-outside"),
    ]
    told = {fault.code: str(fault.said) for fault in found.faults}
    assert told["unknown-sheet"].endswith('Did you mean: "questions"?')
    assert told["unknown-key"].endswith('Did you mean: "language"?')


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("- a\n", "empty"),
        ("title: {en: A}\nsheets: []\n", "value-form"),
        ("title: {en: A}\nsheets: overview\n", "value-form"),
        ("sheets: [overview]\n", "key-missing"),
        ("title: A\nsheets: [flat]\n", "text-form"),
        ("title: {}\nsheets: [flat]\n", "title-missing"),
        ("title: {en: A}\nsheets: [flat]\nquestions: some\n", "questions-form"),
        ("title: {en: A}\nsheets: [flat]\nquestions: []\n", "value-form"),
        ("title: {en: A}\nsheets: &a [flat]\n", "anchor"),
        ("title: {en: A\n", "no-yaml"),
        ("title: {en: A}\nsheets: [flat]\nlogo: media/none.png\n", "media-missing"),
        ("title: {en: A}\nsheets: [flat]\nsheets: [codebook]\n", "duplicate-key"),
    ],
)
def test_a_faulty_profile_is_refused(tmp_path: Path, text: str, code: str) -> None:
    found = loaded(tmp_path, text)
    assert found.profile is None
    assert code in {fault.code for fault in found.faults}


def test_a_name_that_is_none_and_a_file_that_is_not_there_are_told(tmp_path: Path) -> None:
    assert loaded(tmp_path, "title: {en: A}\nsheets: [flat]\n", "1 b.yaml").faults[0].code == "file-name"
    assert load_profile(tmp_path / "nowhere.yaml", LANGUAGES).faults[0].code == "no-file"


def test_the_operators_own_profile_comes_before_the_shipped_one(tmp_path: Path) -> None:
    loaded(tmp_path, "title: {en: Ours}\nsheets: [flat]\n", "standard.yaml")
    found = {one.name: one.profile for one in profiles([tmp_path, shipped("exports")], LANGUAGES)}
    assert found["standard"]
    assert found["standard"].titles == {"en": "Ours"}
    assert "overview" in found


def test_the_schema_knows_every_key_and_sheet() -> None:
    schema = json_schema()
    assert set(schema["properties"]) >= {"title", "sheets", "questions", "language", "charts", "organisation", "logo"}
    assert all(f'"{sheet}"' in json.dumps(schema) for sheet in SHEETS)


# ---- the logo ----


@pytest.mark.parametrize(("name", "data"), [("logo.png", png(900, 300)), ("logo.jpg", jpeg(900, 300))])
def test_a_logo_stands_on_the_cover_with_the_organisations_name(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / name).write_bytes(data)
    found = loaded(
        tmp_path, f"title: {{en: A}}\nsheets: [questions]\norganisation: Exempelkommun\nlogo: media/{name}\n"
    )
    assert found.profile, found.faults
    content = workbook(case("women and men apart"), found.profile)
    check_workbook(content)
    assert workbook(case("women and men apart"), found.profile) == content
    package = Package(content)
    (picture,) = [part for part in package.parts if part.startswith("xl/media/")]
    assert b"Anna" not in package.parts[picture]
    (first,) = [to for to in package.related(package.sheets["Cover"]).values() if "drawing" in to]
    assert b'descr="Exempelkommun"' in package.parts[first]
    size = next(one for one in package.trees[first].iter() if one.tag.endswith("}ext"))
    assert int(size.attrib["cx"]) / int(size.attrib["cy"]) == pytest.approx(3, rel=0.05)


@pytest.mark.parametrize(
    "data",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        png()[:-9],
        png(5000, 10),
        png(0, 10),
        jpeg()[:30],
        jpeg(0, 4),
        b"\x89PNG\r\n\x1a\n" + b"\xff" * 40,
        b"\xff\xd8\xff" + b"\0" * 40,
        b"",
    ],
)
def test_what_is_no_whole_picture_is_no_logo(data: bytes) -> None:
    assert read_logo(data) is None


def test_what_a_photograph_tells_beside_its_picture_is_left_out() -> None:
    hidden = struct.pack(">I", 4) + b"tEXt" + b"Anna" + struct.pack(">I", zlib.crc32(b"tEXtAnna"))
    logo = read_logo(png(more=hidden))
    assert logo
    assert logo.data == png()
