"""What conditions mean: a table that any other program can be run against."""

import json
from pathlib import Path
from typing import Any

import pytest

from surveyapp.questionnaire.conditions import holds
from surveyapp.questionnaire.load import load_text
from surveyapp.questionnaire.model import Questionnaire
from surveyapp.questionnaire.path import final_answers, path
from tests.questionnaire.writing import LEFT_OR_RIGHT, choice, codes, questionnaire

HERE = Path(__file__).parent
TABLE: list[dict[str, Any]] = json.loads((HERE / "conditions.json").read_text())
FACTS = {"$site": "north", "$language": "sv", "$wave": "after"}


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["case"])
def test_a_condition_holds_as_the_table_says(row: dict[str, Any]) -> None:
    last = f"  - {{id: last, ask: information, text: {{sv: Sist}}, show_if: {json.dumps(row['if'])}}}\n"
    loaded = load_text((HERE / "conditions.yaml").read_text() + last, "villkor")
    # a condition on a sensitive question and another is refused for questions; this screen asks nothing
    assert loaded.questionnaire is not None, list(map(str, loaded.faults))
    condition = loaded.questionnaire.screen("last").show_if
    assert condition is not None
    assert holds(condition, row["answers"], FACTS) is row["holds"]
    # and so it does for the questionnaire that was stored and read again
    again = Questionnaire.model_validate_json(loaded.questionnaire.canonical()).screen("last").show_if
    assert again == condition


BRANCHES = questionnaire(
    choice("one"),
    choice("two", "show_if: {one: left}, "),
    choice("three", "show_if: {two: right}, "),
    choice("four", "show_if: {not: {three: left}}, "),
)


def test_an_answer_on_a_hidden_screen_opens_nothing_and_is_dropped() -> None:
    stale = {"one": "right", "two": "right", "three": "left", "four": "left"}
    assert [screen.id for screen in path(BRANCHES, stale, {})] == ["one", "four"]
    assert final_answers(BRANCHES, stale, {}) == {"one": "right", "four": "left"}


def test_every_question_on_the_way_has_an_entry_also_when_left_empty() -> None:
    assert final_answers(BRANCHES, {"one": "left", "two": "rather_not_say"}, {}) == {
        "one": "left",
        "two": "rather_not_say",
        "four": None,
    }


def test_practice_and_information_are_on_the_way_and_keep_nothing() -> None:
    found = questionnaire(
        choice("try", "practice: true, "), "  - {id: read, ask: information, text: {sv: Läs}}\n", choice("one")
    )
    assert [screen.id for screen in path(found, {"try": "left"}, {})] == ["try", "read", "one"]
    assert final_answers(found, {"try": "left"}, {}) == {"one": None}


def test_own_words_are_asked_when_that_option_is_chosen() -> None:
    own = LEFT_OR_RIGHT.replace("text: {sv: Till höger}}", "text: {sv: Annat}, own_words: true}")
    found = questionnaire(choice("one", options=own))
    words = found.screen("one.own_words")
    assert (words.ask, words.text, words.echo, words.lines) == ("text", {"sv": "Annat"}, "one", 1)
    assert [screen.id for screen in path(found, {"one": "left"}, {})] == ["one"]
    assert [screen.id for screen in path(found, {"one": "right"}, {})] == ["one", "one.own_words"]


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        ("{two: left}", "reads-later"),
        ("{last: left}", "reads-later"),
        ("{noone: left}", "unknown-question"),
        ("{one: lfet}", "unknown-answer"),
        ("{one: [left, up]}", "unknown-answer"),
        ("{one: {at_least: 1}}", "no-number"),
        ("{one: []}", "condition-form"),
        ("{one: [[left]]}", "condition-form"),
        ("{}", "condition-form"),
        ("left", "value-form"),
        ("{all: []}", "condition-form"),
        ("{any: {one: left}}", "condition-form"),
        ("{not: [one]}", "condition-form"),
        ("{try: left}", "reads-no-question"),
        ("{read: answered}", "reads-no-question"),
        ("{back: {at_least: 11}}", "number-out-of-range"),
        ("{back: {at_least: 3.0}}", "number-out-of-range"),
        ("{back: {at_lest: 3}}", "unknown-comparison"),
        ("{back: {at_least: 6, at_most: 5}}", "bounds-crossed"),
        ("{back: 11}", "unknown-answer"),
        ("{tell: hej}", "unknown-answer"),
        ("{many: {at_least: 3}}", "number-out-of-range"),
        ("{$wave: first}", ""),
        ("{age: {at_least: 25}}", ""),
        ("{age: {at_most: 24}}", ""),
        ("{age: {at_least: 25, at_most: 44}}", ""),
        ("{age: {at_least: 45, at_most: 24}}", "bounds-crossed"),
        ("{age: {at_least: 26}}", "no-edge"),
        ("{age: {at_most: 25}}", "no-edge"),
        ("{age: 25}", "unknown-answer"),
        ("{age: answered}", ""),
        ("{age: rather_not_say}", ""),
        ("{born: {at_least: 2000-01-01}}", ""),
        ("{born: {at_most: 1999-12-31}}", ""),
        ("{born: {at_most: 2000-01-01}}", "no-edge"),
        ("{born: {at_least: 2000}}", "no-edge"),
        ("{sum: {at_least: 1}}", "no-bands"),
        ("{sum: answered}", ""),
        ("{rank: left}", ""),
        ("{rank: [left, right]}", ""),
        ("{rank: {at_least: 1}}", "no-number"),
        ("{$sight: north}", "unknown-fact"),
        ("{$language: en}", "unknown-language"),
        ("{$helper: staff}", "unknown-question"),
        ("{$site: answered, one: left}", ""),
    ],
)
def test_a_condition_that_can_mean_nothing_is_refused(condition: str, code: str) -> None:
    found = codes(
        choice("try", "practice: true, "),
        "  - {id: read, ask: information, text: {sv: Läs}}\n",
        choice("one"),
        choice("many", ask="choose-many"),
        "  - {id: back, ask: rating, pictures: false, text: {sv: Ont}, ends: [{sv: Lite}, {sv: Mycket}]}\n",
        "  - {id: tell, ask: text, pictures: false, text: {sv: Berätta}}\n",
        "  - {id: age, ask: number, pictures: false, text: {sv: Ålder}, bands: [25, 45]}\n",
        "  - {id: sum, ask: number, pictures: false, text: {sv: Summa}}\n",
        "  - {id: born, ask: date, pictures: false, text: {sv: Född}, bands: [2000-01-01]}\n",
        choice("rank", "choose: 2, ", ask="rank"),
        choice("last", f"show_if: {condition}, "),
        choice("two"),
    )
    assert found == ([code] if code else [])
