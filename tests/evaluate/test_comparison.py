"""Rounds side by side: every figure is that of its round, and what differs is told."""

import io
import random
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from surveyapp.evaluate.comparison.sides import compare
from surveyapp.evaluate.comparison.workbook import make_comparison
from surveyapp.evaluate.refused import ExportRefused
from surveyapp.questionnaire.load import load_text
from surveyapp.questionnaire.model import Questionnaire
from tests.evaluate.books import Round, made_up_round, speaker
from tests.evaluate.ooxml import CHART, Package, check_workbook
from tests.release import worlds
from tests.release.recompute import block_table, readings

SHEET = """\
languages: [sv, en]
title: {{sv: "Enkät", en: Survey}}
welcome: {{sv: Hej, en: Hi}}
thanks: {{sv: Tack, en: Thanks}}
screens:
  - {{id: gender, ask: gender}}
  - id: well
    ask: {kind}
    picture: talk
    text: {{sv: "Hur gick det?", en: "{well}"}}
    options:
      - {{id: good, picture: good, text: {{sv: Bra, en: "{good}"}}, favourable: true}}
      - {{id: bad, picture: bad, text: {{sv: Dåligt, en: Bad}}{more}}}
      - {{id: dont_know, picture: dont_know, way_out: true, text: {{sv: Vet inte, en: "Don't know"}}}}
{option}
  - id: liked
    ask: choose-many
    picture: lunch
    text: {{sv: "Vad var bra?", en: "What was good?"}}
    options:
      - {{id: food, picture: lunch, text: {{sv: Maten, en: The food}}}}
      - {{id: talk, picture: talk, text: {{sv: Samtalen, en: The talks}}}}
{last}
"""
ONLY = '  - {id: only, ask: yes-no, picture: lunch, text: {sv: "Lunch?", en: "Lunch?"}}'
SECRET = '  - {id: secret, ask: yes-no, sensitive: true, picture: lunch, text: {sv: "Rädd?", en: "Afraid?"}}'


def written(key: str = "survey", **told: str) -> Questionnaire:
    parts = {"kind": "choose-one", "well": "How did it go?", "good": "Good", "more": "", "option": "", "last": ""}
    found = load_text(SHEET.format(**parts | told), key)
    assert found.questionnaire, [str(fault) for fault in found.faults]
    return found.questionnaire


def round_of(genders: Sequence[str], questionnaire: Questionnaire, name: str, **told: object) -> Round:
    return made_up_round(genders, questionnaire, seed=len(genders), id=name, label=name.title(), **told)


def content(*rounds: Round, language: str = "en") -> bytes:
    with speaker().app_context():
        return make_comparison([(one.release, one.questionnaire) for one in rounds], language)


def opened(*rounds: Round) -> Workbook:
    return load_workbook(io.BytesIO(content(*rounds)))


def cells(sheet: Worksheet) -> list[list[Any]]:
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def text(sheet: Worksheet) -> str:
    return "\n".join(str(value) for row in cells(sheet) for value in row if value is not None)


@cache
def women() -> Round:
    return round_of(["woman"] * 9, written(), "women")


@cache
def both() -> Round:
    return round_of(["woman"] * 7 + ["man"] * 25, written(last=SECRET), "both")


@cache
def staff() -> Round:
    return round_of(
        ["woman"] * 12 + ["man"] * 8,
        written("staff", well="How do you think it went?", good="Well", last=ONLY),
        "staff",
    )


def refusal(*rounds: Round) -> str:
    with pytest.raises(ExportRefused) as refused:
        content(*rounds)
    return str(refused.value)


# ---- the figures ----


@pytest.mark.parametrize("language", ["sv", "en", "ar"])
def test_the_file_breaks_none_of_the_formats_rules_and_its_bytes_are_the_same_again(language: str) -> None:
    rounds = women(), both(), staff()
    check_workbook(content(*rounds, language=language))
    assert content(*rounds, language=language) == content(*rounds, language=language)


def told(round: Round) -> dict[str, Any]:
    counted = block_table(round.questionnaire, round.raw, k=5, languages=worlds.LANGUAGES)
    return readings(counted, round.questionnaire)


HEADS = {"women": "Women", "men": "Men", "everyone": "Everyone", "women+men": "Women and men"}


def expected(rounds: Sequence[Round], id: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for letter, round in zip("ABCDEFGH", rounds, strict=False):
        columns = told(round)[id]["columns"] if id in told(round) else {}
        alone = {name: column for name, column in columns.items() if "+" not in name} or columns
        yield from ((f"{letter}: {HEADS[name]}", column) for name, column in alone.items())


@pytest.mark.parametrize("id", ["well", "liked"])
def test_every_count_and_share_of_a_question_is_that_of_its_round(id: str) -> None:
    rounds = women(), both(), staff()
    sheet = next(sheet for sheet in opened(*rounds).worksheets if sheet.title.endswith(f" {id}"))
    rows = {str(row[0]): row[1:] for row in cells(sheet) if row[0] is not None}
    columns = list(expected(rounds, id))
    n = len(columns)
    assert rows["Answer"][:n] == [head for head, _ in columns]
    assert rows["Answer"][n : 2 * n] == [f"{head} (of {column['asked']})" for head, column in columns]
    labels = {option.id: option.text["en"] for option in women().questionnaire.screen(id).options}  # type: ignore[index]
    labels |= {"$not_answered": "Not answered", "$rather_not_say": "Didn't want to answer"}
    for row, label in labels.items():
        assert rows[label][:n] == [column["counts"][row] for _, column in columns]
        for value, (_, column) in zip(rows[label][n : 2 * n], columns, strict=True):
            part, base = column["shares"][row]
            assert value == pytest.approx(part / base)
    assert rows["Asked"][:n] == [column["asked"] for _, column in columns]
    if id == "well":
        for value, (_, column) in zip(rows["Favourable share"][:n], columns, strict=True):
            part, base = column["favourable"]
            assert value == pytest.approx(part / base)


def test_the_overview_holds_the_favourable_shares_round_by_round() -> None:
    rounds = women(), both(), staff()
    lines = [row for row in cells(opened(*rounds)["Overview"]) if str(row[2])[:3] in ("A. ", "B. ", "C. ")]
    groups = ["women", "men", "everyone", "women+men"]
    for line, round in zip(lines[:3], rounds, strict=True):
        columns = told(round)["well"]["columns"]
        for n, group in enumerate(groups):
            part, base = columns.get(group, {}).get("favourable") or (None, None)
            share = pytest.approx(part / base) if part is not None and base else None
            assert line[3 + 3 * n : 6 + 3 * n] == [part, base, share]


def test_no_number_stands_there_that_is_in_none_of_the_rounds_own_workbooks() -> None:
    rounds = women(), both(), staff()
    alone = {
        value
        for round in rounds
        for sheet in load_workbook(io.BytesIO(round.workbook())).worksheets
        for row in sheet.iter_rows(values_only=True)
        for value in row
        if isinstance(value, int | float)
    }
    k = {5}
    for sheet in opened(*rounds).worksheets:
        found = {value for row in cells(sheet) for value in row if isinstance(value, int | float)}
        assert found <= alone | k, (sheet.title, found - alone)


def test_the_flat_sheet_holds_each_rounds_lines_with_its_name() -> None:
    rounds = women(), both()
    rows = cells(opened(*rounds)["Flat table"])
    start = next(n for n, row in enumerate(rows) if row[0] == "Round")
    for round in rounds:
        own = cells(load_workbook(io.BytesIO(round.workbook()))["Flat table"])
        first = next(n for n, row in enumerate(own) if row[0] == "Group")
        mine = [row[2:] for row in rows[start + 1 :] if row[0] == round.release.round.id]
        assert mine == own[first + 1 :]


def test_coarse_words_stay_words() -> None:
    other = round_of(["woman"] * 8 + ["man"] * 9, written(last=SECRET), "other")
    sheet = next(sheet for sheet in opened(both(), other).worksheets if sheet.title.endswith(" secret"))
    coarse = {count for round in (both(), other) for row in round.release.table("secret").rows for count in row.counts}
    assert ("at most 1" in text(sheet)) == ("at_most_one" in coarse)
    assert bool(coarse & {"at_most_one", "all_or_all_but_one"}) == (not sheet._charts)  # type: ignore[attr-defined]


# ---- what differs ----


def test_changed_wordings_stand_there_with_both_words() -> None:
    sheet = next(sheet for sheet in opened(women(), staff()).worksheets if sheet.title.endswith(" well"))
    found = text(sheet)
    assert "Something differs between the rounds. See below." in found
    for words in ("A (English): How did it go?", "B (English): How do you think it went?", "B (English): Well"):
        assert words in found
    assert "Not comparable" not in found


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"kind": "scale"}, "The kind was choose-one and is scale."),
        ({"more": ", favourable: true"}, "Other answers count as favourable."),
        ({"option": "      - {id: so, picture: talk, text: {sv: Sådär, en: So so}}"}, 'The option "so" is new.'),
    ],
)
def test_what_breaks_the_comparison_is_told_and_not_drawn(told: dict[str, str], said: str) -> None:
    other = round_of(["woman"] * 9, written("other", **told), "other")
    rounds = women(), other
    book = opened(*rounds)
    sheet = next(sheet for sheet in book.worksheets if sheet.title.endswith(" well"))
    assert "Not comparable: something differs that changes the figures." in text(sheet)
    assert said in text(sheet)
    assert "These can't be compared" in text(book["Cover"])
    assert "Not comparable: see its sheet" in text(book["Overview"])
    assert not sheet._charts  # type: ignore[attr-defined]


def test_an_answer_that_only_one_round_has_is_marked() -> None:
    more = written("more", option="      - {id: so, picture: talk, text: {sv: Sådär, en: So so}}")
    other = round_of(["woman"] * 9, more, "other")
    sheet = next(sheet for sheet in opened(women(), other).worksheets if sheet.title.endswith(" well"))
    (line,) = [row for row in cells(sheet) if row[0] == "So so"]
    assert line[1] == "–"
    assert line[-1] == "Was no answer in: A"


def test_questions_that_are_not_in_common_are_listed() -> None:
    sheet = opened(women(), staff())["Not in common"]
    assert ["B. Staff", "only", "Lunch?"] in [row[:3] for row in cells(sheet)]


def test_the_cover_warns_those_who_compare() -> None:
    found = text(opened(women(), both())["Cover"])
    for words in (
        "Facts about a person that never change may be found out",
        "They are never added",
        "No difference is computed here",
        "The rounds don't have the same groups",
        "What is not promised",
        "A. Women",
        "B. Both",
    ):
        assert words in found


# ---- which rounds ----


def test_rounds_of_different_kinds_are_marked_on_every_sheet() -> None:
    book = opened(round_of(["woman"] * 9, written(), "real", kind="real"), both())
    for sheet in book.worksheets:
        marked = [row[0] for row in cells(sheet) if str(row[0]).endswith("all answers are made up.")]
        assert marked == ["B. Both: Demo round: all answers are made up."], sheet.title


def test_what_cannot_be_compared_is_refused_in_words() -> None:
    nothing = round_of(["woman"] * 4, written(), "nothing")
    apart = load_text(SHEET.format(kind="scale", well="?", good="!", more="", option="", last="").replace("well", "a")
                      .replace("liked", "b"), "apart").questionnaire  # fmt: skip
    assert apart
    foreign = round_of(["woman"] * 9, apart, "foreign")
    assert "from 2 to 8 rounds" in refusal(women())
    assert "from 2 to 8 rounds" in refusal(*[women()] * 9)
    assert "named twice" in refusal(women(), women())
    assert "Fewer than two of these rounds have figures" in refusal(women(), nothing)
    assert "no question in common" in refusal(women(), foreign)


def test_a_round_without_figures_stands_on_the_cover_beside_others() -> None:
    nothing = round_of(["woman"] * 4, written(), "nothing")
    book = opened(women(), nothing, both())
    assert "There are no figures: fewer than 5 people answered." in text(book["Cover"])
    check_workbook(content(women(), nothing, both()))


def test_eight_rounds_can_stand_side_by_side() -> None:
    rounds = [round_of(["woman"] * (6 + n) + ["man"] * 6, written(), f"round{n}") for n in range(8)]
    check_workbook(content(*rounds))


def test_the_order_of_the_rounds_is_that_in_which_they_are_named() -> None:
    for rounds in ((women(), both()), (both(), women())):
        found = compare([(one.release, one.questionnaire) for one in rounds])
        assert [side.release.round.id for side in found.sides] == [one.release.round.id for one in rounds]


def test_answers_of_all_rounds_stand_in_one_order() -> None:
    seed = random.Random(3)
    options = [
        f"      - {{id: o{n}, picture: {picture}, text: {{sv: O{n}, en: O{n}}}}}"
        for n, picture in enumerate(("talk", "listen", "walking", "school"))
    ]
    rounds = []
    for n in range(3):
        some = sorted(seed.sample(options, 3))
        rounds.append(round_of(["woman"] * 9, written(f"s{n}", option="\n".join(some)), f"r{n}"))
    (well, _) = compare([(one.release, one.questionnaire) for one in rounds]).shared
    for round in rounds:
        own = [option.id for option in round.questionnaire.screen("well").options]
        merged = [id for id, _ in well.rows() if id in own]
        assert merged == own


# ---- charts ----


def test_a_chart_has_a_bar_for_each_group_of_each_round() -> None:
    package = Package(content(women(), both()))
    charts = [tree for part, tree in package.trees.items() if part.startswith("xl/charts/chart")]
    groupings = [next(chart.iter(CHART + "grouping")).attrib["val"] for chart in charts]
    assert sorted(groupings) == ["clustered", "percentStacked"]
    clustered = charts[groupings.index("clustered")]
    assert len(list(clustered.iter(CHART + "ser"))) == 3
