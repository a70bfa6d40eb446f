import io
from xml.etree import ElementTree as ET

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell

from surveyapp.evaluate.cells import CUT, LONGEST, legal, put_text, shortened
from surveyapp.evaluate.styles import TEXT, add_styles
from tests.evaluate.ooxml import Package, cell_texts

DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "=cmd|' /C calc'!A0", "#N/A", "2026-01-01", "1e5", "TRUE"]


def written(text: str) -> bytes:
    workbook = Workbook()
    add_styles(workbook, "0%", right_to_left=False)
    cell = workbook.worksheets[0].cell(1, 1)
    assert isinstance(cell, Cell)
    put_text(cell, text, TEXT)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def stored(content: bytes) -> str:
    package = Package(content)
    return cell_texts(package.trees["xl/worksheets/sheet1.xml"]).get((1, 1), "")


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_text_stays_a_text_whatever_it_begins_with(text: str) -> None:
    content = written(text)
    cell = load_workbook(io.BytesIO(content)).worksheets[0]["A1"]
    assert (cell.value, cell.data_type) == (text, "s")
    assert cell.quotePrefix == text.startswith(("=", "+", "-", "@", "\t"))
    assert stored(content) == text


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("a\x00b\x07c\x1bd\x7f", "a␀b␇c␛d␡"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("half \ud83d of a pair", "half � of a pair"),
        ("no\ufffecharacter\uffff", "no�character�"),
        ("plain text, Svenska åäö, العربية, 😀", "plain text, Svenska åäö, العربية, 😀"),
        ("]]> & <b>", "]]> & <b>"),
    ],
)
def test_what_xml_cannot_hold_is_shown_in_its_place(text: str, held: str) -> None:
    assert legal(text) == held
    assert stored(written(text)) == held


def test_a_text_that_looks_like_an_escape_is_not_read_as_one() -> None:
    assert stored(written("_x0041_ and _x000D_")) == "_x005F_x0041_ and _x005F_x000D_"
    assert stored(written("_x41_ max_x_")) == "_x41_ max_x_"


@pytest.mark.parametrize("text", ["a" * 40_000, "😀" * 20_000, "=" + "_x0041_" * 8_000, "\x00" * 40_000])
def test_a_text_that_is_too_long_is_cut_with_a_mark(text: str) -> None:
    held = stored(written(text))
    assert held.endswith(CUT)
    assert len(held.encode("utf-16-le")) // 2 in (LONGEST, LONGEST - 1)
    assert ET.fromstring(f"<t>{held}</t>").text == held


def test_the_longest_text_that_fits_is_not_cut() -> None:
    assert shortened("å" * LONGEST, LONGEST) == "å" * LONGEST
    assert len(shortened("å" * (LONGEST + 1), LONGEST)) == LONGEST
