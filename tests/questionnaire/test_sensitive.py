"""Sensitivity is inherited over any chain, and the two forms that would give an answer away are refused."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.questionnaire.writing import LEFT_OR_RIGHT, choice, codes, loaded, questionnaire

GENDER = "  - {id: gender, ask: gender}\n"
HELPER = "  - {id: helper, ask: helper}\n"
SENSITIVE = "sensitive: true, "


def test_what_reads_a_sensitive_question_at_any_distance_is_sensitive() -> None:
    own = LEFT_OR_RIGHT.replace("}, {", ", own_words: true}, {")
    found = questionnaire(
        choice("a", SENSITIVE),
        choice("b", "show_if: {a: left}, "),
        choice("c", "show_if: {not: {any: [{b: left}]}}, ", own),
        choice("d", "show_if: {c: right}, "),
        choice("e"),
    )
    assert [screen.id for screen in found.questions if screen.sensitive] == ["a", "b", "c", "c.own_words", "d"]


@pytest.mark.parametrize("fact", ["$language: sv", "$helper: staff", "helper: staff"])
def test_language_and_helper_are_sensitive_questions(fact: str) -> None:
    found = questionnaire(HELPER, choice("a", f"show_if: {{{fact}}}, "))
    assert found.screen("a").sensitive
    assert found.screen("a").reads in (("$language",), ("$helper",))


def test_the_site_is_not() -> None:
    found = questionnaire(choice("a", "show_if: {$site: north}, "))
    assert not found.screen("a").sensitive
    assert found.screen("a").reads == ("$site",)


def test_a_sensitive_question_that_reads_gender_is_refused_at_any_distance() -> None:
    near = [GENDER, choice("a", SENSITIVE + "show_if: {gender: woman}, ")]
    assert codes(*near) == ["sensitive-reads-gender"]
    far = [
        GENDER,
        choice("a", "show_if: {not: {gender: woman}}, "),
        choice("b", "show_if: {a: left}, "),
        choice("c", SENSITIVE + "show_if: {b: left}, "),
        choice("d", "show_if: {c: left}, "),  # follows from c, and is not told again
    ]
    found = loaded(*far)
    assert [(fault.code, fault.screen) for fault in found.faults] == [("sensitive-reads-gender", "c")]
    assert codes(*[screen.replace(SENSITIVE, "") for screen in far]) == []


@pytest.mark.parametrize(
    "condition",
    [
        "{a: left, b: left}",
        "{any: [{b: left}, {not: {a: left}}]}",
        "{a: left, $site: north}",
        "{b: left, $language: sv}",
    ],
)
def test_a_condition_that_reads_a_sensitive_question_reads_no_other(condition: str) -> None:
    assert codes(choice("a", SENSITIVE), choice("b"), choice("c", f"show_if: {condition}, ")) == [
        "sensitive-beside-another"
    ]


def test_a_condition_may_read_one_sensitive_question_twice() -> None:
    assert codes(choice("a", SENSITIVE), choice("b", "show_if: {any: [{a: left}, {a: right}]}, ")) == []


def test_a_screen_without_a_question_may_be_shown_by_anything() -> None:
    read = "  - {id: c, ask: information, text: {sv: Läs}, show_if: {a: left, gender: man}}\n"
    assert codes(GENDER, choice("a", SENSITIVE), read) == []


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_over_random_graphs_what_loads_has_neither_form(data: st.DataObject) -> None:
    n = data.draw(st.integers(2, 7))
    written, declared, read = [GENDER], {"gender": False}, {"gender": set[str]()}
    for i in range(n):
        id = f"q{i}"
        reads = data.draw(st.lists(st.sampled_from(sorted(read)), max_size=2, unique=True))
        declared[id], read[id] = data.draw(st.booleans()), set(reads)
        parts = ", ".join(f"{{{of}: {'woman' if of == 'gender' else 'left'}}}" for of in reads)
        show = f"show_if: {{any: [{parts}]}}, " if reads else ""
        written.append(choice(id, (SENSITIVE if declared[id] else "") + show))

    def reaches(id: str, goal: str) -> bool:
        return any(of == goal or reaches(of, goal) for of in read[id])

    def sensitive(id: str) -> bool:
        return declared[id] or any(sensitive(of) for of in read[id])

    bad = any(
        (sensitive(id) and reaches(id, "gender")) or (len(read[id]) > 1 and any(map(sensitive, read[id])))
        for id in read
    )
    found = loaded(*written)
    assert (found.questionnaire is None) == bad
    if found.questionnaire is not None:
        assert {screen.id for screen in found.questionnaire.screens if screen.sensitive} == set(filter(sensitive, read))
