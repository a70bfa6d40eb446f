"""Workbooks and pages of a round whose blocks are cut by a second variable, against the second program."""

import io
import re
from functools import cache
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from surveyapp import demo
from surveyapp.evaluate import cautions, colours
from surveyapp.evaluate.groups import Groups
from surveyapp.release import table
from surveyapp.release.model import Group
from surveyapp.web import words
from tests.evaluate.books import APART, LANGUAGES, Round, all_kinds, made_up_round, speaker
from tests.evaluate.ooxml import check_workbook
from tests.release import worlds
from tests.release.recompute import block_table, readings
from tests.release.worlds import Given, facts

SITES = {"north": "The north", "south": "The south", "east": "The <east> & more"}


@cache
def cut_round(n: int = 60, second: str = "$site", breakdown: str = "gender") -> Round:
    """So many women, nearly as many men, a few others; few of the men are in the east."""
    random, asked = Random(4), all_kinds()
    given = []
    for id, gender in enumerate(["woman"] * n + ["man"] * (n - 8) + ["other"] * 7):
        site = "east" if id % (3 if gender == "woman" else 17) == 0 else "south" if id % 5 < 2 else "north"
        answers = demo.made_up(asked, site, "sv", random, gender)
        given.append(Given(id, site, random.choice(LANGUAGES), answers))
    plan = facts(5, breakdown, second).model_copy(
        update={"questionnaire": asked.key, "version": asked.version, "sites": SITES}
    )
    return Round(asked, tuple(given), table.make(plan, asked, given))


@cache
def content(language: str, breakdown: str) -> bytes:
    return cut_round(breakdown=breakdown).workbook(language)


@cache
def opened(breakdown: str = "gender") -> Workbook:
    return load_workbook(io.BytesIO(content("en", breakdown)))


def seen(round: Round) -> dict[str, dict[str, Any]]:
    plan = round.release.round
    raw = [vars(one) for one in round.given]
    counted = block_table(
        round.questionnaire,
        raw,
        k=5,
        languages=worlds.LANGUAGES,
        breakdown=plan.breakdown,
        second=plan.second,
        sites=list(SITES),
    )
    return readings(counted, round.questionnaire)


def rows(sheet: Worksheet) -> list[list[object]]:
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def numbered(book: Workbook) -> dict[str, Worksheet]:
    found = {sheet.title: re.fullmatch(r"\d+ (.+)", sheet.title) for sheet in book.worksheets}
    return {name[1]: book[title] for title, name in found.items() if name}


@pytest.mark.parametrize("breakdown", ["gender", "none"])
def test_the_sheets_hold_what_a_second_program_counts(breakdown: str) -> None:
    told, sheets = seen(cut_round(breakdown=breakdown)), numbered(opened(breakdown))
    several = 0
    for id, sheet in sheets.items():
        if told[id]["shown"] != "by_block" or cut_round().questionnaire.screen(id).choose:
            continue  # a rank has a table for each group, cut or not
        several += 1
        columns = list(told[id]["columns"].values())
        lines = rows(sheet)
        tops = [at for at, line in enumerate(lines) if line[0] == "Answer"]
        counts, shares = (lines[at + 1 :] for at in tops)
        ids = [row for row in columns[0]["counts"] if row != "$not_asked"]
        for at, row in enumerate(ids):
            assert counts[at][1 : 1 + len(columns)] == [column["counts"][row] for column in columns], (id, row)
            for cell, column in zip(shares[at][1:], columns, strict=False):
                part = column["shares"].get(row)
                assert cell == (pytest.approx(part[0] / part[1]) if part else "–"), (id, row)
        asked = [line for line in lines if line[0] == "Asked"]
        assert asked[0][1 : 1 + len(columns)] == [column["asked"] for column in columns]
    assert several > 3


def test_columns_stand_under_women_and_men_and_a_remainder_is_named_by_its_values() -> None:
    heads = rows(numbered(opened())["where"])
    top = next(at for at, line in enumerate(heads) if line[0] == "Answer")
    assert heads[top - 1][1:9] == ["Women", None, None, "Men", None, "Other and not told", "Together", None]
    assert heads[top][1:10] == [
        *SITES.values(),
        "The north",
        "The south; The <east> & more (put together)",
        "All",
        "Women",
        "Men",
        "Women, men, other and not told",
    ]
    below = next(line for line in heads[top + 1 :] if line[0] == "Answer")
    assert str(below[5]).startswith("Men – The south; The <east> & more (put together) (of ")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_file_breaks_none_of_the_formats_rules(language: str) -> None:
    check_workbook(content(language, "gender"))


def test_the_flat_sheet_tells_group_variable_and_values_of_each_row() -> None:
    lines = rows(opened()["Flat table"])
    at = next(n for n, line in enumerate(lines) if line[0] == "Group")
    assert lines[at][-3:] == ["Women, men or others", "Second variable", "Its values"]
    there = {line[0]: tuple(line[-3:]) for line in lines[at + 1 :]}
    assert there["women:north"] == ("women", "$site", "north")
    assert there["men:south,east"] == ("men", "$site", "south,east")
    together = next(cut for group, cut in there.items() if "+" in str(group))
    assert together[:2] == ("women+men+other", "$site")
    assert not together[2]
    assert "$language" in {line[1] for line in lines}


def test_the_overview_has_women_and_men_side_by_side_and_a_row_for_each_value() -> None:
    lines = rows(opened()["Overview"])
    told = seen(cut_round())["listens"]["columns"]
    at = next(n for n, line in enumerate(lines) if line[1] == "Does the group listen to you?")
    parts = {line[1]: line for line in lines[at + 1 : at + 5]}
    assert lines[at][2:4] == list(told["women:north+women:south+women:east"]["favourable"])
    assert parts["The north"][2:4] == list(told["women:north"]["favourable"])
    assert parts["The north"][5:7] == list(told["men:north"]["favourable"])
    assert parts["The south; The <east> & more (put together)"][2] in (None, "")
    assert parts["The south; The <east> & more (put together)"][5:7] == list(told["men:south,east"]["favourable"])


def test_the_cover_says_the_rule_in_the_same_words_whoever_answered() -> None:
    few, many = cut_round(6), cut_round()
    assert {block.gender for block in few.release.blocks} == {"everyone"}
    said = [list(map(str, cautions.rule(one.release, one.questionnaire))) for one in (few, many)]
    assert said[0] == said[1]
    assert any("second variable" in sentence for sentence in said[0])
    assert ["Second variable", "Place"] in [line[:2] for line in rows(opened()["Cover"])]
    sizes = {line[0]: line[1] for line in rows(opened()["Cover"])}
    assert sizes["Women – The north"] == many.release.blocks[0].size
    assert sizes["Women"] == 60


def test_the_cover_tells_which_values_there_are_and_how_they_were_put_together() -> None:
    release = cut_round().release
    size = {block.id: block.size for block in release.blocks}
    where = {line[0]: line[1] for line in rows(opened()["Cover"])}
    assert ["The parts by: Place", None] in [line[:2] for line in rows(opened()["Cover"])]
    assert where["The north"] == f"Women: {size['women:north']}. Men: {size['men:north']}."
    joined = f"Men: {size['men:south,east']}, put together with The south."
    assert where["The <east> & more"] == f"Women: {size['women:east']}. {joined}"


def test_a_cover_without_parts_says_that_no_group_was_split() -> None:
    one_site = made_up_round(APART, second="$site", sites={"here": "Here", "there": "There"})
    cover = rows(load_workbook(io.BytesIO(one_site.workbook()))["Cover"])
    told = {line[0]: line[1] for line in cover if line[0] in ("Here", "There")}
    assert told == dict.fromkeys(["Here", "There"], "Women: not split. Men: not split.")


def test_where_women_and_men_were_put_together_otherwise_a_sentence_says_so() -> None:
    sentence = "So their parts differ here. Compare parts that hold the same values."
    for name in ("where", "three"):
        assert any(str(line[0]).endswith(sentence) for line in rows(numbered(opened())[name])), name
    for sheet in ("Overview", "Cover"):
        assert any(str(line[0]).endswith(sentence) for line in rows(opened()[sheet])), sheet
    assert not any("put together. " in str(line[0]) for line in rows(numbered(opened())["where"]))


def test_an_option_that_some_were_offered_says_so_and_of_whom_the_percentages_are() -> None:
    sheet = rows(numbered(opened("none"))["guide"])
    assert any(line[0] == "Someone in the north (offered to some only)" for line in sheet)
    assert any("The percentages are of all who were asked the question." in str(line[0]) for line in sheet)
    codebook = rows(opened("none")["Codebook"])
    at = next(line for line in codebook if line[0] == "Question").index("Offered depending on")
    offered = {(line[0], line[5]): line[at] for line in codebook}
    assert offered["guide", "north"] == "$site"
    assert not offered["guide", "friend"]


@pytest.mark.parametrize(
    ("second", "name"),
    [("$language", "Women – Svenska"), ("where", "Women – At home"), ("$helper", "Women – No, I answered by myself")],
)
def test_values_are_named_in_the_words_that_were_asked(second: str, name: str) -> None:
    round = cut_round(90, second)
    with speaker().app_context(), words.in_language("en"):
        groups = Groups(round.release, round.questionnaire, lambda text: words.said(text, "en", "sv"))
        assert name in [groups.name([block.id]) for block in round.release.blocks]
        assert groups.variable


@pytest.mark.parametrize(
    "groups",
    [
        ["women", "women", "men", "men", "other"],
        ["women", "men", "men", "other"],
        ["everyone"] * 5,
        ["women", "women", "men", "men"],
    ],
)
def test_fills_of_parts_that_touch_are_told_apart(groups: list[Group]) -> None:
    fills = colours.apart(groups)
    assert fills
    assert len(set(fills)) == len(groups)
    for one, other in pairwise(fills):
        assert abs(colours.lightness(one) - colours.lightness(other)) >= 20


def test_a_ranks_parts_have_tables_of_their_own_below_the_whole_groups() -> None:
    lines = rows(numbered(opened())["three"])
    top = next(at for at, line in enumerate(lines) if line[0] == "Answer")
    whole = ["Women", "Men", "Other and not told", "Women, men, other and not told"]
    assert lines[top][1:5] == whole
    below = [str(line[0]).rsplit(" (of ")[0] for line in lines[top:] if str(line[1]).startswith("Place")]
    names = [
        *(f"Women – {site}" for site in SITES.values()),
        "Men – The north",
        "Men – The south; The <east> & more (put together)",
    ]
    assert below == [*names, "Other and not told", "Women", "Men", whole[-1]]


def test_parts_that_are_too_many_to_be_told_apart_are_drawn_as_whole_groups() -> None:
    assert colours.apart(("women", "women", "women", "men")) is None
    sheet = numbered(opened())["chores"]
    (chart,) = sheet._charts  # type: ignore[attr-defined]
    assert len(chart.series) == 3
