"""What is written once and asked of several things, or with options that depend on earlier answers, as flat screens."""

import pytest

from surveyapp.questionnaire.model import Answer, Comparison, Topic
from surveyapp.questionnaire.path import final_answers, path, walk
from tests.questionnaire.writing import HEAD, choice, codes, loaded, questionnaire

PRESENTED = """\
  - id: presented
    ask: choose-many
    picture: talk
    text: {sv: Vilka}
    options:
      - {id: carpentry, picture: carpentry, text: {sv: Snickeri}}
      - {id: textile, picture: sewing, text: {sv: Textil}, show_if: {$site: [north, south]}}
      - {id: other, picture: other, text: {sv: Annat}, own_words: true}
      - {id: none, picture: none, text: {sv: Ingen}, exclusive: true}
      - {id: unsure, picture: dont_know, text: {sv: Vet inte}, way_out: true}
"""
DECLINED = choice("declined", options="{chosen_in: presented}", ask="choose-many")
WHY = choice("why", "for_each: {chosen_in: declined}, ")
GRID = """\
  - id: workshop
    ask: grid
    picture: tools
    text: {sv: Din verkstad}
    options:
      - {id: always, picture: always, favourable: true, text: {sv: Alltid}}
      - {id: never, picture: never, text: {sv: Aldrig}}
    statements:
      - {id: safe, picture: safe, text: {sv: Jag är trygg}}
      - {id: afraid, picture: afraid, text: {sv: Jag är rädd}, favourable: [never], sensitive: true}
"""
ALL = questionnaire(PRESENTED, DECLINED, WHY, GRID)
NORTH = {"$site": "north"}


def test_only_what_was_chosen_can_be_chosen_again_and_is_asked_about() -> None:
    answers: dict[str, Answer | None] = {
        "presented": ("carpentry", "textile"),
        "declined": ("textile",),
        "why.textile": "left",
    }
    way = {screen.id: screen for screen in path(ALL, answers, NORTH)}
    assert [option.id for option in way["declined"].options] == ["carpentry", "textile"]
    assert list(way) == ["presented", "declined", "why.textile", "workshop.safe", "workshop.afraid"]
    why = way["why.textile"]
    assert why.about == Topic(text={"sv": "Textil"}, pictures=("sewing",))
    assert (why.part_of, why.show_if) == ("why", Comparison(of="declined", any_of=("textile",)))


@pytest.mark.parametrize("answer", [None, ("none",), ("unsure",), "rather_not_say"])
def test_where_nothing_was_chosen_nothing_is_asked(answer: tuple[str, ...] | str | None) -> None:
    ids = [screen.id for screen in path(ALL, {"presented": answer, "declined": ("carpentry",)}, NORTH)]
    assert ids == ["presented", "workshop.safe", "workshop.afraid"]


def test_an_answer_counts_without_what_is_not_offered_any_more() -> None:
    answers: dict[str, Answer | None] = {
        "presented": ("carpentry", "textile"),
        "declined": ("carpentry", "textile"),
        "why.textile": "left",
    }
    assert final_answers(ALL, answers, {"$site": "west"}) == {
        "presented": ("carpentry",),
        "declined": ("carpentry",),
        "why.carpentry": None,
        "workshop.safe": None,
        "workshop.afraid": None,
    }
    answers["presented"] = ("textile",)
    counted = {screen.id: answer for screen, answer in walk(ALL, answers, {"$site": "west"})}
    assert counted["presented"] is None
    assert "declined" not in counted


def test_one_chosen_option_that_is_hidden_now_is_no_answer() -> None:
    one = questionnaire(
        choice("one"),
        choice(
            "two",
            options="[{id: a, picture: yes, text: {sv: A}, show_if: {one: left}}, {id: b, picture: no, text: {sv: B}}, "
            "{id: c, picture: idea, text: {sv: C}}]",
        ),
        choice("three", "show_if: {two: a}, "),
    )
    assert final_answers(one, {"one": "left", "two": "a"}, {}) == {"one": "left", "two": "a", "three": None}
    assert final_answers(one, {"one": "right", "two": "a", "three": "left"}, {}) == {"one": "right", "two": None}


def test_a_grid_is_a_scale_for_each_statement_under_one_question() -> None:
    safe, afraid = ALL.screen("workshop.safe"), ALL.screen("workshop.afraid")
    assert (safe.ask, safe.text, safe.part_of) == ("scale", {"sv": "Jag är trygg"}, "workshop")
    assert safe.about == afraid.about == Topic(text={"sv": "Din verkstad"}, pictures=("tools",))
    assert (safe.favourable, afraid.favourable) == (("always",), ("never",))
    assert (safe.sensitive, afraid.sensitive) == (False, True)


def test_own_words_are_asked_for_each_thing() -> None:
    own = "[{id: a, picture: yes, text: {sv: A}}, {id: b, picture: no, text: {sv: B}, own_words: true}]"
    each = questionnaire(PRESENTED, choice("why", "for_each: {chosen_in: presented}, ", own))
    words = each.screen("why.carpentry.own_words")
    assert (words.show_if, words.about) == (
        Comparison(of="why.carpentry", any_of=("b",)),
        Topic(text={"sv": "Snickeri"}, pictures=("carpentry",)),
    )


def test_what_options_read_makes_a_question_sensitive() -> None:
    found = questionnaire(
        choice("one", "sensitive: true, "),
        choice("two", options="{chosen_in: one}"),
        choice(
            "three",
            options="[{id: a, picture: yes, text: {sv: A}, show_if: {$language: sv}}, "
            "{id: b, picture: no, text: {sv: B}}, {id: c, picture: idea, text: {sv: C}}]",
        ),
    )
    assert found.screen("two").sensitive
    assert found.screen("three").sensitive
    assert found.screen("three").option_reads == ("$language",)


GENDER = "  - {id: gender, ask: gender}\n"
WOMEN = "[{id: a, picture: yes, text: {sv: A}, show_if: {gender: woman}}, {id: b, picture: no, text: {sv: B}}]"


@pytest.mark.parametrize(
    ("screens", "code"),
    [
        ((GENDER, choice("one", "sensitive: true, ", WOMEN)), "sensitive-reads-gender"),
        (
            (
                choice("one", "sensitive: true, "),
                choice("two"),
                choice("three", "show_if: {two: left}, ", options="{chosen_in: one}"),
            ),
            "sensitive-beside-another",
        ),
        ((choice("one", options="{chosen_in: noone}"),), "unknown-question"),
        ((choice("one", options="{chosen_in: one}"),), "reads-later"),
        ((choice("one", "for_each: {chosen_in: two}, "), choice("two")), "reads-later"),
        ((GENDER, choice("one", "for_each: {chosen_in: gender}, ")), "nothing-chosen"),
        (
            ("  - {id: t, ask: text, pictures: false, text: {sv: T}}\n", choice("one", options="{chosen_in: t}")),
            "nothing-chosen",
        ),
        ((choice("one", "practice: true, "), choice("two", options="{chosen_in: one}")), "reads-no-question"),
        (
            (PRESENTED, WHY.replace("declined", "presented"), choice("two", "show_if: {why: left}, ")),
            "several-questions",
        ),
        ((GRID, choice("two", "show_if: {workshop: always}, ")), "several-questions"),
        ((GRID.replace("grid\n", "grid\n    for_each: {chosen_in: workshop}\n"),), "grid-for-each"),
        ((GRID.replace("id: afraid, ", "id: safe, "),), "statement-id-twice"),
        ((GRID.replace("[never]", "[nevr]"),), "unknown-favourable"),
        ((GRID.replace("picture: safe, ", ""),), "picture-missing"),
        ((GRID.replace("picture: safe, ", "bild: safe, "),), "unknown-key"),
        ((choice("one"), choice("two", "favourable: [up], ", "{chosen_in: one}")), "unknown-favourable"),
        ((choice("one"), choice("two", options="{chosen_in: one, and: two}")), "unknown-key"),
        ((choice("one", options=WOMEN),), "unknown-question"),
        ((choice("why", "echo: why, "),), "unknown-echo"),
    ],
)
def test_what_is_refused(screens: tuple[str, ...], code: str) -> None:
    found = codes(*screens)
    assert code in found, found


def test_a_fault_in_a_condition_of_a_shared_option_is_told_where_the_option_stands() -> None:
    sets = "option_sets:\n  s:\n    - {id: a, picture: yes, text: {sv: A}, show_if: {first: lfet}}\n"
    sets += "    - {id: b, picture: no, text: {sv: B}}\n    - {id: c, picture: idea, text: {sv: C}}\n"
    found = loaded(choice("first"), choice("one", options="s"), choice("two", options="s"), head=HEAD + sets)
    (fault,) = found.faults
    assert (fault.code, fault.line, fault.screen) == ("unknown-answer", 7, None)


def test_a_short_file_that_asks_for_millions_of_screens_is_refused_at_the_screen_that_goes_over() -> None:
    options = "[" + ", ".join(f"{{id: o{n}, text: {{sv: O {n}}}}}" for n in range(150)) + "]"
    many = choice("many", "pictures: false, ", options, ask="choose-many")
    each = [choice(f"q{n}", "pictures: false, for_each: {chosen_in: many}, ", "{chosen_in: many}") for n in range(20)]
    found = loaded(many, *each)
    (fault,) = [fault for fault in found.faults if fault.code == "too-many-screens"]
    assert (fault.screen, found.questionnaire) == ("q0", None)
