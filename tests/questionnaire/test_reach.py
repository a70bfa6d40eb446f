"""A screen is refused as never shown exactly when no answers lead to it."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveyapp.questionnaire.load import load_text
from surveyapp.questionnaire.model import Answer
from surveyapp.questionnaire.path import path
from tests.questionnaire.writing import LEFT_OR_RIGHT, choice, codes, screens

RATING = "  - {id: r, ask: rating, picture: pain, text: {sv: Ont}, ends: [{sv: Lite}, {sv: Mycket}]}\n"
MORE = """, {id: x, picture: yes, text: {sv: X}},
  {id: n, picture: none, exclusive: true, text: {sv: Ingen}}]"""
MANY = choice("m", "at_most: 2, ", LEFT_OR_RIGHT[:-1] + MORE, "choose-many")


@pytest.mark.parametrize(
    ("condition", "reached"),
    [
        ("{all: [{a: left}, {a: right}]}", False),
        ("{a: left, not: {a: [left, right]}}", False),
        ("{a: rather_not_say, not: {a: answered}}", True),
        ("{not: {any: [{a: answered}, {a: rather_not_say}]}}", True),
        ("{b: left, a: left}", False),
        ("{b: left, a: right}", True),
        ("{all: [{r: {at_least: 5}}, {r: {at_most: 4}}]}", False),
        ("{all: [{r: {at_least: 4}}, {r: {at_most: 4}}]}", True),
        ("{all: [{r: {at_least: 4}}, {r: rather_not_say}]}", False),
        ("{all: [{m: left}, {m: right}]}", True),
        ("{all: [{m: left}, {m: right}, {m: x}]}", False),
        ("{all: [{m: left}, {m: n}]}", False),
        ("{m: {at_least: 3}}", False),
        ("{all: [{m: {at_least: 2}}, {not: {m: [left, right]}}]}", False),
        ("{all: [{$site: north}, {$site: south}]}", False),
        ("{not: {$site: [north, south]}}", True),
        ("{not: {$language: sv}}", False),
    ],
)
def test_a_condition_that_can_never_hold_is_told(condition: str, reached: bool) -> None:
    found = codes(
        choice("a"), choice("b", "show_if: {a: right}, "), RATING, MANY, choice("last", f"show_if: {condition}, ")
    )
    assert found == ([] if reached else ["never-shown"])


def test_what_hangs_on_a_screen_that_is_never_shown_is_told_once() -> None:
    never = choice("b", "show_if: {all: [{a: left}, {a: right}]}, ")
    assert codes(choice("a"), never, choice("c", "show_if: {b: left}, ")) == ["never-shown"]


def test_a_condition_of_many_questions_is_let_through_when_there_is_no_proof() -> None:
    asked = [choice(f"q{i}") for i in range(40)]
    parts = ", ".join(f"{{any: [{{q{i}: left}}, {{q{(i * 7 + 3) % 40}: right}}]}}" for i in range(40))
    hard = choice("last", f"show_if: {{all: [{parts}, {{q0: left}}, {{q0: right}}]}}, ")
    assert codes(*asked, hard) in ([], ["never-shown"])


ANSWERS: list[Answer | None] = ["left", "right", "rather_not_say", None]


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_over_random_graphs_never_shown_is_what_trying_every_answer_finds(data: st.DataObject) -> None:
    def condition(earlier: list[str], depth: int) -> str:
        form = data.draw(st.sampled_from(["is", "is", "all", "any", "not"] if depth else ["is"]))
        if form == "is":
            value = data.draw(st.sampled_from(["left", "right", "rather_not_say", "answered", "[left, right]"]))
            return f"{{{data.draw(st.sampled_from(earlier))}: {value}}}"
        if form == "not":
            return f"{{not: {condition(earlier, depth - 1)}}}"
        return f"{{{form}: [{condition(earlier, depth - 1)}, {condition(earlier, depth - 1)}]}}"

    ids = [f"q{i}" for i in range(data.draw(st.integers(2, 4)))]
    shows = {id: condition(ids[:i], 2) for i, id in enumerate(ids) if i and data.draw(st.booleans())}
    written = [choice(id, f"show_if: {shows[id]}, " if id in shows else "") for id in ids]
    told = {fault.screen for fault in load_text(screens(*written), "prov").faults}

    # the same, without the conditions that were told, is loaded and tried out in every way
    for id in ids:
        rest = [
            choice(i, f"show_if: {shows[i]}, " if i in shows and i not in told - {id} else "")
            for i in ids[: ids.index(id)]
        ]
        alone = load_text(screens(*rest), "prov").questionnaire if rest else None
        if alone is None or id not in shows or told & set(ids[: ids.index(id)]):
            continue
        found = load_text(screens(*rest, choice(id)), "prov").questionnaire
        goal = load_text(
            screens(*rest, f"  - {{id: {id}, ask: information, text: {{sv: x}}, show_if: {shows[id]}}}\n"), "prov"
        )
        reached = goal.questionnaire is not None and any(
            id in {screen.id for screen in path(goal.questionnaire, dict(zip(ids, some, strict=False)), {})}
            for some in product(ANSWERS, repeat=len(rest))
        )
        assert found is not None
        assert reached == (id not in told)
