import io
import re
import subprocess
import zipfile
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from surveyapp.evaluate.colours import ink_on, lightness
from surveyapp.questionnaire.model import Option, Screen
from surveyapp.release import table
from tests.evaluate.books import APART, CASES, case, made_up_round
from tests.evaluate.ooxml import CHART, DRAWING, Package, check_workbook, references
from tests.release import worlds
from tests.release.recompute import block_table, readings

NAMES = {
    "women": "Women",
    "men": "Men",
    "other": "Other and not told",
    "everyone": "Everyone",
    "women+men": "Women and men",
    "women+men+other": "Women, men, other and not told",
}
WORDS = {"at_most_one": "at most 1", "all_or_all_but_one": "all or all but one"}
DASH = "–"
K = 5
GRIDS = ("group",)
COLOUR = "{http://schemas.openxmlformats.org/drawingml/2006/main}srgbClr"

every_case = pytest.mark.parametrize("name", list(CASES))
cases_with_figures = pytest.mark.parametrize("name", [name for name in CASES if name != "no figures"])


@cache
def content(name: str, language: str = "en") -> bytes:
    return case(name).workbook(language)


@cache
def opened(name: str, language: str = "en") -> Workbook:
    return load_workbook(io.BytesIO(content(name, language)))


@cache
def recomputed(name: str) -> dict[str, dict[str, Any]]:
    round = case(name)
    counted = block_table(round.questionnaire, round.raw, k=5, languages=worlds.LANGUAGES)
    return readings(counted, round.questionnaire)


def cells(sheet: Worksheet) -> list[list[object]]:
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def rows_by_label(sheet: Worksheet) -> dict[str, list[object]]:
    return {str(row[0]): row[1:] for row in cells(sheet) if row[0] is not None}


# ---- the file ----


@every_case
@pytest.mark.parametrize("language", ["sv", "en", "ar"])
def test_the_file_breaks_none_of_the_formats_rules(name: str, language: str) -> None:
    check_workbook(content(name, language))


@every_case
def test_rendering_twice_gives_the_same_bytes(name: str) -> None:
    assert case(name).workbook() == content(name)


def test_the_file_is_stamped_with_the_release_time_alone() -> None:
    with zipfile.ZipFile(io.BytesIO(content("everyone"))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 11, 8, 8, 0, 0)}
        assert archive.namelist() == sorted(archive.namelist())
    properties = opened("everyone").properties
    assert str(properties.created) == str(properties.modified) == "2026-11-08 08:00:00"


@pytest.mark.parametrize("language", ["sv", "en"])
def test_title_and_language_stand_in_the_files_properties(language: str) -> None:
    properties = opened("everyone", language).properties
    assert (properties.title, properties.language) == ("Round", language)


@pytest.mark.parametrize(("language", "from_the_right"), [("sv", False), ("en", False), ("ar", True)])
def test_sheets_read_from_the_languages_own_side(language: str, from_the_right: bool) -> None:
    for sheet in opened("women and men apart", language).worksheets:
        assert bool(sheet.sheet_view.rightToLeft) == from_the_right, sheet.title


def test_sheets_print_on_a4_and_keep_their_heads() -> None:
    book = opened("women and men apart")
    for sheet in book.worksheets:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9), sheet.title
        assert sheet.sheet_properties.pageSetUpPr
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToWidth == 1
        tables = not re.match(r"Cover|Language", sheet.title) and len(cells(sheet)) > 4
        assert bool(sheet.freeze_panes and sheet.print_title_rows) == tables, sheet.title
        for row in sheet.iter_rows():
            assert all(cell.style.startswith("Survey") for cell in row if cell.value is not None), sheet.title


@pytest.mark.parametrize(("kind", "mark"), [("demo", "Demo round"), ("trial", "Trial round"), ("real", None)])
def test_every_sheet_of_a_demo_or_trial_says_so(kind: str, mark: str | None) -> None:
    book = load_workbook(io.BytesIO(made_up_round(APART, kind=kind).workbook()))
    for sheet in book.worksheets:
        marked = [row[0] for row in cells(sheet) if re.match("(Demo|Trial) round", str(row[0]))]
        assert len(marked) == (1 if mark else 0), sheet.title
        assert not mark or str(marked[0]).startswith(mark)


# ---- the figures, against the second program ----


@cases_with_figures
def test_every_question_sheet_holds_what_a_second_program_counts(name: str) -> None:
    seen, questionnaire = dict(recomputed(name)), case(name).questionnaire
    for sheet in opened(name).worksheets:
        numbered = re.fullmatch(r"\d+ (.+)", sheet.title)
        if grid := re.fullmatch(r"\d+–\d+ (.+)", sheet.title):
            statements = [screen for screen in questionnaire.questions if screen.part_of == grid[1]]
            check_grid_sheet(sheet, statements, {screen.id: seen.pop(screen.id) for screen in statements})
        elif numbered:
            screen = questionnaire.screen(numbered[1])
            (check_rank_sheet if screen.ask == "rank" else check_question_sheet)(sheet, screen, seen.pop(screen.id))
    assert [id for id in seen if not id.startswith("$")] == [], "a question has no sheet"


def check_question_sheet(sheet: Worksheet, screen: Screen, told: dict[str, Any]) -> None:
    if told["shown"] == "not_shown":
        assert any("Not shown" in str(row[0]) for row in cells(sheet))
        assert not [value for row in cells(sheet) for value in row if isinstance(value, int | float)]
        return
    rows, columns = rows_by_label(sheet), told["columns"]
    n, names = len(columns), list(columns)
    heads = rows["Answer"]
    assert heads[:n] == [NAMES[name] for name in names]
    assert heads[n : 2 * n] == [f"{NAMES[name]} (of {columns[name]['asked']})" for name in names]
    ids = list(columns[names[0]]["counts"])
    order = list(rows)
    labelled = dict(zip(ids, order[order.index("Answer") + 1 :], strict=False))
    labelled["$not_asked"] = "Not asked"
    for id in ids:
        line = rows[labelled[id]]
        assert line[:n] == [WORDS.get(c := columns[name]["counts"][id], c) for name in names], (sheet.title, id)
        if id != "$not_asked":
            assert [as_share(v) for v in line[n : 2 * n]] == [quotient(columns[x]["shares"].get(id)) for x in names]
        if told["women"] and id != "$not_asked":
            part, base = told["women"].get(id, (0, 0))
            expected = [percentage((part, base)), percentage((base - part, base)), base or DASH]
            assert [*map(as_share, line[2 * n : 2 * n + 2]), line[2 * n + 2]] == expected
    assert rows["Asked"][:n] == [columns[name]["asked"] for name in names]
    favourable = [columns[name].get("favourable") for name in names]
    assert ("Favourable share" in rows) == any(favourable)
    if any(favourable):
        assert [as_share(v) for v in rows["Favourable share"][:n]] == [percentage(pair) for pair in favourable]
        assert rows["Favourable answers"][:n] == [pair[0] if pair else DASH for pair in favourable]
        assert rows["Base of the favourable share"][:n] == [pair[1] if pair else DASH for pair in favourable]
    for label, key in (("Mean", "mean"), ("Median", "median"), ("Gave a number", "rated")):
        numbers = [columns[name].get(key) for name in names]
        assert (label in rows) == any(value is not None for value in numbers)
        if key != "rated":
            enough = [(columns[name].get("rated") or 0) >= K for name in names]
            numbers = [value if its else None for value, its in zip(numbers, enough, strict=True)]
        if label in rows:
            assert rows[label][:n] == [DASH if v is None else pytest.approx(float(v)) for v in numbers]


def check_rank_sheet(sheet: Worksheet, screen: Screen, told: dict[str, Any]) -> None:
    """By the counts that the second program has: points, who gave a place, and below them each group's own table."""
    assert screen.choose
    columns = told["columns"]
    told_rows = cells(sheet)
    labels = [row[0] for row in told_rows]
    first = labels.index("Answer") + 1
    options = [option for option in screen.options if not (option.way_out or option.exclusive)]
    for place, option in enumerate(options):
        line, n = told_rows[first + place][1:], len(columns)
        for m, column in enumerate(columns.values()):
            by_place = [column["counts"][f"{option.id}.{1 + at}"] for at in range(screen.choose)]
            points = sum(count * (screen.choose - at) for at, count in enumerate(by_place))
            voters = sum(column["counts"][f"{one.id}.1"] for one in options)
            assert (line[m], line[2 * n + m]) == (points, sum(by_place))
            assert as_share(line[n + m]) == (points / voters if voters >= K else DASH)
            assert as_share(line[3 * n + m]) == quotient((sum(by_place), column["asked"]))
    starts = [n for n, label in enumerate(labels) if n and told_rows[n][1] == "Place 1"]
    assert len(starts) == len(columns)
    for start, (name, column) in zip(starts, columns.items(), strict=True):
        assert labels[start] == f"{NAMES[name]} (of {column['asked']})"
        answered = column["asked"] - column["counts"]["$not_answered"] - column["counts"]["$rather_not_say"]
        for place, option in enumerate(options):
            by_place = [column["counts"][f"{option.id}.{1 + at}"] for at in range(screen.choose)]
            points = sum(count * (screen.choose - at) for at, count in enumerate(by_place))
            line = told_rows[start + 1 + place][1 : screen.choose + 3]
            assert line == [*by_place, answered - sum(by_place), points]


def check_grid_sheet(sheet: Worksheet, statements: list[Screen], told: dict[str, dict[str, Any]]) -> None:
    """Each table has a group of rows for each statement: counts, the groups' shares, their sums', women and men."""
    tables = grid_tables(sheet, statements)
    for screen in statements:
        columns, women = told[screen.id]["columns"], told[screen.id]["women"]
        ids = [id for id in next(iter(columns.values()))["counts"] if id != "$not_asked"]
        n = len(ids)
        counts = tables["Counts", screen.id]
        assert [line[0] for line in counts] == [NAMES[name] for name in columns]
        for line, column in zip(counts, columns.values(), strict=True):
            assert line[1 : n + 2] == [*(WORDS.get(c := column["counts"][id], c) for id in ids), column["asked"]]
            if screen.favourable:
                pair = column.get("favourable")
                assert [*line[n + 2 : n + 4], as_share(line[n + 4])] == [*(pair or [DASH, DASH]), percentage(pair)]
        shares = tables["Share of those asked", screen.id]
        shares += tables.get(("Share of those asked, groups together", screen.id), [])
        for line, (name, column) in zip(shares, columns.items(), strict=True):
            assert line[0] == f"{NAMES[name]} (of {column['asked']})"
            assert [as_share(v) for v in line[1 : n + 1]] == [quotient(column["shares"].get(id)) for id in ids]
        if women:
            of_women, of_men, bases = tables["Of the women and men who gave the answer", screen.id]
            pairs = [women.get(id, (0, 0)) for id in ids]
            assert [as_share(v) for v in of_women[1 : n + 1]] == [percentage(pair) for pair in pairs]
            assert [as_share(v) for v in of_men[1 : n + 1]] == [percentage((base - part, base)) for part, base in pairs]
            assert bases[1 : n + 1] == [base or DASH for _, base in pairs]


def english(screen: Screen) -> str:
    assert not isinstance(screen.text, str)
    return screen.text["en"]


def grid_tables(sheet: Worksheet, statements: list[Screen]) -> dict[tuple[str, str], list[list[object]]]:
    """The rows of figures by the table and the statement that they stand under."""
    lines = cells(sheet)
    found: dict[tuple[str, str], list[list[object]]] = {}
    table = statement = ""
    for line in lines[1 + next(n for n, line in enumerate(lines) if line[0] == "Answer") :]:
        if not line[0]:
            table = str(line[1]) if line[1] else table
        elif started := [screen for screen in statements if str(line[0]).endswith(f". {english(screen)}")]:
            statement = started[0].id
        elif any(value is not None for value in line[1:]):
            found.setdefault((table, statement), []).append(line)
    return found


def as_share(value: object) -> object:
    return pytest.approx(value) if isinstance(value, int | float) else value


def quotient(pair: tuple[int, int] | None) -> object:
    return DASH if not pair or not pair[1] else pair[0] / pair[1]


def percentage(pair: tuple[int, int] | None) -> object:
    """A quotient, unless its base is so small that it misleads."""
    return quotient(pair) if pair and pair[1] >= K else DASH


@cases_with_figures
def test_the_overview_holds_the_favourable_shares_with_their_bases(name: str) -> None:
    sheet = opened(name)["Overview"]
    blocks = [block.id for block in case(name).release.blocks]
    groups = [*blocks, "+".join(blocks)] if len(blocks) > 1 else blocks
    seen = recomputed(name)
    by_number = {row[0]: row[1:] for row in cells(sheet)}
    for number, screen in enumerate(case(name).questionnaire.questions, 1):
        if screen.id not in seen:
            continue
        for n, group in enumerate(groups):
            pair = seen[screen.id]["columns"].get(group, {}).get("favourable")
            part, base, share = by_number[str(number)][1 + 3 * n : 4 + 3 * n]
            assert (part, base) == (pair or (None, None))
            assert as_share(share) == (percentage(pair) if pair else None)


@cases_with_figures
def test_the_flat_sheet_holds_each_count_of_the_table_once(name: str) -> None:
    seen = recomputed(name)
    expected = {}
    for id, told in seen.items():
        columns = told["columns"]
        for column in list(columns)[: len(columns) - (len(columns) > 1)]:
            for row, count in columns[column]["counts"].items():
                expected[column, id, row] = (WORDS.get(count, count), columns[column].get("asked"))
    rows = cells(opened(name)["Flat table"])
    start = next(n for n, row in enumerate(rows) if row[0] == "Group")
    assert {(row[0], row[1], row[2]): (row[3], row[4]) for row in rows[start + 1 :]} == expected
    assert len(rows) - start - 1 == len(expected)


@cases_with_figures
def test_language_helper_and_way_of_answering_stand_on_a_sheet(name: str) -> None:
    sheet = opened(name)["Language and help"]
    counts = [row[1] for row in cells(sheet) if isinstance(row[1], int)]
    told = [recomputed(name)[id]["columns"] for id in ("$language", "$helper", "$company", "$support", "$mode")]
    assert counts == [n for columns in told for one in columns.values() for n in one["counts"].values()]


# ---- what is not told ----


def test_no_byte_tells_whether_anyone_was_left_out() -> None:
    with_them = case("some left out")
    shown = with_them.given[: len(APART)]
    without = table.make(with_them.release.round, with_them.questionnaire, shown)
    assert len(shown) < len(with_them.given)
    assert replace(with_them, given=shown, release=without).workbook() == content("some left out")


def test_the_covers_sentences_depend_on_no_answer() -> None:
    told = {
        tuple(str(row[0]) for row in cells(opened(name)["Cover"]) if row[1] is None)
        for name in ("women and men apart", "some left out", "other as a third block", "everyone", "no women")
    }
    assert len(told) == 1


@every_case
def test_every_cover_says_what_is_not_promised(name: str) -> None:
    text = "\n".join(str(row[0]) for row in cells(opened(name)["Cover"]))
    for words in (
        "did not all answer alike",
        "Anything against 4 people who tell each other their answers, or one who sends 4 answers by an open link, "
        "on paper or with codes of their own",
        "nobody who counted heads can see that someone answered other or nothing on gender",
        "facts which never change stay hidden from one who compares rounds",
        "The sizes of groups",
    ):
        assert words in text


def test_a_release_without_figures_gives_a_workbook_that_says_so() -> None:
    book = opened("no figures")
    assert book.sheetnames == ["Cover", "Codebook"]
    text = [str(row[0]) for row in cells(book["Cover"])]
    assert "There are no figures: fewer than 5 people answered." in text
    stopped = made_up_round(["woman"] * 2, kind="real", stopped=True)
    text = [str(row[0]) for row in cells(load_workbook(io.BytesIO(stopped.workbook()))["Cover"])]
    assert "There are no figures: the round was stopped." in text


# ---- charts ----


@cache
def charts(name: str, language: str = "en") -> dict[str, ET.Element]:
    package, found = Package(content(name, language)), {}
    for title, part in package.sheets.items():
        for drawing in package.related(part).values():
            if drawing.startswith("xl/drawings/"):
                (chart,) = package.related(drawing).values()
                found[title.split(" ", 1)[1]] = package.trees[chart]
    return found


def values(chart: ET.Element, tag: str) -> list[str]:
    return [one.attrib["val"] for one in chart.iter(CHART + tag)]


@cases_with_figures
def test_each_question_that_may_be_drawn_has_its_chart_and_no_other(name: str) -> None:
    of_grid = {screen.id: screen.part_of for screen in case(name).questionnaire.questions if screen.part_of in GRIDS}
    kinds = {of_grid.get(id, id): "percentStacked" if told["chart"] == "stacked" else "clustered"
             for id, told in recomputed(name).items() if "chart" in told}  # fmt: skip
    assert {id: values(chart, "grouping")[0] for id, chart in charts(name).items()} == kinds


@cases_with_figures
def test_charts_show_the_blocks_and_never_their_sum_beside_them(name: str) -> None:
    blocks = len(case(name).release.blocks)
    for id, chart in charts(name).items():
        if id in GRIDS:
            continue  # the bars of its statements stand below each other
        by_block = recomputed(name)[id]["shown"] == "by_block"
        bars = len(list(chart.iter(CHART + "ser")))
        if values(chart, "grouping") == ["clustered"]:
            assert bars == (blocks if by_block else 1)
            continue
        for formula in (one.findtext(f"{CHART}val/{CHART}numRef/{CHART}f", "") for one in chart.iter(CHART + "ser")):
            ((_, area),) = references(formula)
            columns = re.findall("[A-Z]+", area)
            assert ord(columns[-1]) - ord(columns[0]) + 1 == (blocks if by_block else 1)


@cases_with_figures
def test_fills_that_touch_differ_and_carry_labels_that_can_be_read(name: str) -> None:
    for chart in charts(name).values():
        series = list(chart.iter(CHART + "ser"))
        fills = [fill_of(one) for one in series]
        assert all(abs(lightness(a) - lightness(b)) >= 20 for a, b in pairwise(fills))
        for one, fill in zip(series, fills, strict=True):
            labels = one.find(CHART + "dLbls")
            assert labels is not None
            shown = {child.tag.removeprefix(CHART) for child in labels if child.attrib.get("val") == "1"}
            assert shown == {"showVal"}
            (format,) = labels.iter(CHART + "numFmt")
            assert format.attrib["sourceLinked"] == "0"
            ink = next(labels.iter(COLOUR)).attrib["val"]
            assert ink == (ink_on(fill) if values(chart, "grouping") == ["percentStacked"] else "000000")


def fill_of(series: ET.Element) -> str:
    """Its colour; of a pattern the one below."""
    below = next(series.iter(COLOUR.replace("srgbClr", "bgClr")), series)
    return next(below.iter(COLOUR)).attrib["val"]


def test_a_charts_alternative_text_tells_the_question_and_the_shares() -> None:
    package = Package(content("women and men apart"))
    told = [
        frame.attrib["descr"]
        for part, tree in sorted(package.trees.items())
        if part.startswith("xl/drawings/drawing")
        for frame in tree.iter(DRAWING + "cNvPr")
    ]
    lunch = next(text for text in told if "Where do you eat lunch?" in text)
    assert re.search(r"Women \(of 9\): Here \d+%; At home \d+%; Nowhere \d+%", lunch)
    assert len(set(told)) == len(told) == len(charts("women and men apart"))


# ---- texts ----


def dangerous(text: str) -> bytes:
    """A workbook in which everything that somebody can write is that text."""
    written = {"sv": text}
    options = tuple(Option(id=id, text=written) for id in "xyz")
    screens = (worlds.GENDER, *(worlds.ask(f"q{n}", kind, text=written, options=options)
               for n, kind in enumerate(("choose-one", "choose-many", "text"))))  # fmt: skip
    asked = worlds.questionnaire(*screens).model_copy(update={"title": written})
    return made_up_round(
        APART, asked, label=text, responsible=text, contact=text, sites={"a": text, "b": text}
    ).workbook("sv")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "a\x00\x0bb\uffff", "[a]:*?/\\'", "_x0041_"])
def test_no_text_that_somebody_wrote_becomes_a_formula_or_breaks_the_file(text: str) -> None:
    check_workbook(dangerous(text))


def test_a_text_of_forty_thousand_letters_is_cut_with_a_mark() -> None:
    content = dangerous("å" * 40_000)
    check_workbook(content)
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    assert str(sheet["A1"].value).endswith(" […]")


# ---- another program ----


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Workbooks, and in `again` what LibreOffice writes after reading them."""
    folder = tmp_path_factory.mktemp("office")
    for name, language in (("women and men apart", "sv"), ("three hundred", "ar")):
        (folder / f"{language}.xlsx").write_bytes(content(name, language))
    office = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless"]
    wanted = [
        "--convert-to",
        "xlsx",
        "--outdir",
        str(folder / "again"),
        str(folder / "sv.xlsx"),
        str(folder / "ar.xlsx"),
    ]
    subprocess.run([*office, *wanted], check=True, capture_output=True)
    return folder


@pytest.mark.parametrize("language", ["sv", "ar"])
def test_libreoffice_reads_the_same_values_and_keeps_every_chart(converted: Path, language: str) -> None:
    ours, theirs = (load_workbook(converted / part / f"{language}.xlsx") for part in ("", "again"))
    assert ours.sheetnames == theirs.sheetnames
    for sheet in ours.worksheets:
        other = theirs[sheet.title]
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value not in (None, ""):
                    there = other[cell.coordinate].value
                    same = pytest.approx(cell.value) if isinstance(cell.value, float) else cell.value
                    assert there == same, f"{sheet.title}!{cell.coordinate}"
        assert len(sheet._charts) == len(other._charts)  # type: ignore[attr-defined]
        assert bool(sheet.sheet_view.rightToLeft) == bool(other.sheet_view.rightToLeft)
