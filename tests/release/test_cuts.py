"""Blocks cut by a second variable, by hand."""

from collections.abc import Mapping, Sequence

import pytest

from surveyapp.questionnaire.model import All, Answer, Condition, Questionnaire, Screen
from surveyapp.release import figures, table
from surveyapp.release.blocks import partition
from surveyapp.release.model import Release, Table
from tests.release.worlds import GENDER, HELPER, Given, ask, facts, given_by, offering, questionnaire, when

DEFINITION = questionnaire(GENDER, ask("when", options=[{"id": id, "text": {"sv": id}} for id in ("am", "pm", "eve")]))


def blocks_of(of: dict[str, dict[str, int]], k: int = 5, by_gender: bool = True) -> list[tuple[str, int]]:
    """The blocks, of so many of each gender with each value."""
    nobody = {value: 0 for sizes in of.values() for value in sizes}
    sizes = {gender: {**nobody, **of.get(gender, {})} for gender in ("women", "men", "other")}
    return [(block.id, block.size) for block in partition(sizes, k, by_gender)]  # type: ignore[arg-type]


def test_women_and_men_are_cut_each_for_themselves() -> None:
    women, men = {"north": 7, "south": 6, "east": 8}, {"north": 2, "south": 9, "east": 4}
    assert blocks_of({"women": women, "men": men}) == [
        ("women:north", 7),
        ("women:south", 6),
        ("women:east", 8),
        ("men:south", 9),
        ("men:north,east", 6),
    ]


def test_the_smallest_other_value_joins_a_remainder_that_is_too_small_and_of_equals_the_first_declared() -> None:
    sizes = {"north": 7, "south": 6, "east": 6, "west": 1}
    assert blocks_of({"other": sizes}, by_gender=False) == [
        ("everyone:north", 7),
        ("everyone:east", 6),
        ("everyone:south,west", 7),
    ]


def test_whether_anybody_has_a_value_is_not_told() -> None:
    for n in range(3):
        cut = blocks_of({"other": {"north": 7, "south": 9, "east": n}}, by_gender=False)
        assert cut == [("everyone:south", 9), ("everyone:north,east", 7 + n)]


def test_a_cut_that_leaves_one_part_leaves_the_group_whole() -> None:
    assert blocks_of({"women": {"north": 4, "south": 4}, "men": {"north": 5, "south": 5}}) == [
        ("women", 8),
        ("men:north", 5),
        ("men:south", 5),
    ]


def test_other_and_not_told_are_never_cut() -> None:
    whole = {"north": 5, "south": 5}
    assert blocks_of({"women": whole, "men": whole, "other": whole})[-1] == ("other", 10)


def test_everyone_is_cut_where_women_and_men_do_not_stand_apart() -> None:
    of = {"women": {"north": 5, "south": 4}, "men": {"north": 1, "south": 1}, "other": {"north": 0, "south": 1}}
    assert blocks_of(of) == [("everyone:north", 6), ("everyone:south", 6)]


# ---- from answers ----------------------------------------------------------------------------------------------------


def people(definition: Questionnaire, *groups: tuple[int, Mapping[str, Answer | None], str]) -> list[Given]:
    """So many of each, with those answers, at that site."""
    everyone = [(answers, site) for n, answers, site in groups for _ in range(n)]
    return [given_by(definition, n, dict(answers), site, "sv") for n, (answers, site) in enumerate(everyone)]


def released(definition: Questionnaire, second: str, responses: Sequence[Given], k: int = 3) -> Release:
    return table.make(facts(k, second=second), definition, responses)


def test_who_left_the_question_empty_or_did_not_want_to_answer_stand_last_as_one_value() -> None:
    release = released(
        DEFINITION,
        "when",
        people(
            DEFINITION,
            (3, {"gender": "woman", "when": "eve"}, "north"),
            (2, {"gender": "woman", "when": None}, "north"),
            (2, {"gender": "woman", "when": "rather_not_say"}, "north"),
            (3, {"gender": "woman", "when": "am"}, "north"),
            (3, {"gender": "woman", "when": "pm"}, "north"),
            (3, {"gender": "man", "when": "am"}, "north"),
        ),
    )
    assert [block.values for block in release.blocks] == [("am",), ("pm",), ("eve",), ("$not_answered",), ()]


NORTH = questionnaire(GENDER, ask("a"), ask("only_north", show_if=when("$site", "north")))


def test_what_reads_the_second_variable_is_shown_where_blocks_stand_apart_by_it() -> None:
    woman, man = {"gender": "woman", "a": "x", "only_north": "y"}, {"gender": "man", "a": "x", "only_north": "z"}
    apart = people(NORTH, (4, woman, "north"), (3, woman, "south"), (5, man, "north"), (3, man, "south"))
    release = released(NORTH, "$site", apart)
    assert release.table("only_north").shown == "by_block"
    assert [row.counts for row in release.table("only_north").rows if row.id == "$not_asked"] == [(0, 3, 0, 3)]
    pooled = [*apart[:-1]]  # two men of the south, who are put together with those of the north
    assert released(NORTH, "$site", pooled).table("only_north") == Table(id="only_north", shown="not_shown")


def test_what_reads_the_second_variable_is_not_shown_beside_others_who_are_not_cut() -> None:
    woman, man = {"gender": "woman", "only_north": "y"}, {"gender": "man", "only_north": "z"}
    cut = people(NORTH, (4, woman, "north"), (3, woman, "south"), (5, man, "north"), (3, man, "south"))
    others = people(NORTH, (3, {"gender": "other", "only_north": "z"}, "north"))
    release = released(NORTH, "$site", [*cut, *others])
    assert release.blocks[-1].id == "other"
    assert release.table("only_north").shown == "not_shown"


def test_a_site_that_is_no_second_variable_is_read_as_ever() -> None:
    woman, man = {"gender": "woman", "a": "x", "only_north": "y"}, {"gender": "man", "a": "x", "only_north": "z"}
    given = people(NORTH, (4, woman, "north"), (3, woman, "south"), (5, man, "north"), (1, man, "south"))
    assert table.make(facts(3), NORTH, given).table("only_north").shown == "by_block"


@pytest.mark.parametrize("second", ["$site", "$language", "$helper", "when", "age", "day", "back"])
def test_the_second_variable_has_no_table_and_cuts(second: str) -> None:
    definition = questionnaire(
        *DEFINITION.screens,
        HELPER,
        ask("age", "number", bands=(25, 45)),
        ask("day", "date", day_bands=("2026-01-01",)),
        ask("back", "rating"),
    )
    ways: list[dict[str, Answer | None]] = [
        {"when": "am", "helper": "staff", "age": 24, "day": "2025-12-31", "back": 0},
        {"when": "pm", "helper": "nobody", "age": 45, "day": "2026-01-01", "back": 10},
    ]
    responses = [
        given_by(definition, n, {"gender": gender, **ways[n % 2]}, ("north", "south")[n % 2], ("sv", "en")[n % 2])
        for n, gender in enumerate(["woman"] * 10 + ["man"] * 10)
    ]
    release = released(definition, second, responses, k=5)
    assert [(block.gender, block.size) for block in release.blocks] == [
        ("women", 5),
        ("women", 5),
        ("men", 5),
        ("men", 5),
    ]
    assert second not in [one.id for one in release.tables]
    every = {"$site", "$language", "$helper", "when", "age", "day", "back", "$support", "$mode", "$company"}
    assert {one.id for one in release.tables} == every - {second, "$site"}


def test_a_sensitive_question_that_depends_on_the_second_variable_is_not_shown() -> None:
    """No round with it opens; were one made all the same, who was asked would follow from the blocks."""
    definition = questionnaire(
        *DEFINITION.screens, ask("b", show_if=when("when", "am")), ask("c", show_if=when("b", "x"), sensitive=True)
    )
    given = [
        (n, {"gender": gender, "when": time, "b": "x", "c": "y"}, "north")
        for gender in ("woman", "man")
        for n, time in ((6, "am"), (5, "pm"))
    ]
    release = released(definition, "when", people(definition, *given))
    assert release.table("b").shown == "by_block"
    assert release.table("c").shown == "not_shown"


def test_columns_are_blocks_then_the_sums_of_women_and_men_then_all() -> None:
    woman, man = {"gender": "woman", "a": "x"}, {"gender": "man", "a": "y"}
    given = people(NORTH, (4, woman, "north"), (3, woman, "south"), (5, man, "north"), (3, man, "south"))
    release = released(NORTH, "$site", given)
    a, *_ = figures.figures(release, NORTH)
    women, men = ("women:north", "women:south"), ("men:north", "men:south")
    assert [column.blocks for column in a.columns] == [*((id,) for id in (*women, *men)), women, men, (*women, *men)]
    assert [column.asked for column in a.columns] == [4, 3, 5, 3, 7, 8, 15]
    assert (a.women_asked and (a.women_asked.part, a.women_asked.base)) == (7, 15)
    alone = figures.figures(table.make(facts(3, "none", "$site"), NORTH, given), NORTH)[0]
    assert [column.groups for column in alone.columns] == [("everyone",)] * 3


def options_of_a_site(*sites: str) -> Screen:
    return ask(
        "place",
        options=[
            {"id": "x", "text": {"sv": "x"}},
            {"id": "y", "text": {"sv": "y"}, "show_if": when("$site", *sites), "reads": ("$site",)},
        ],
        favourable=(),
    )


def test_options_that_only_some_of_a_block_are_offered_hide_the_question() -> None:
    definition = questionnaire(GENDER, options_of_a_site("north"))
    woman, man = {"gender": "woman", "place": "x"}, {"gender": "man", "place": "x"}
    given = people(definition, (4, woman, "north"), (3, woman, "south"), (5, man, "north"), (2, man, "south"))
    assert released(definition, "$site", given).table("place").shown == "not_shown"
    definition = questionnaire(GENDER, options_of_a_site("north", "south"))
    assert released(definition, "$site", given).table("place").shown == "by_block"


def test_options_never_tell_more_finely_than_what_they_read() -> None:
    options = [
        {"id": "x", "text": {"sv": "x"}},
        {"id": "y", "text": {"sv": "y"}, "show_if": when("a", "x"), "reads": ("a",)},
    ]
    for sensitive in (True, False):
        definition = questionnaire(GENDER, ask("a", sensitive=sensitive), ask("b", options=options, favourable=()))
        given = people(
            definition,
            *((5, {"gender": gender, "a": a, "b": "y"}, "north") for gender in ("woman", "man") for a in "xz"),
        )
        b = table.make(facts(3), definition, given).table("b")
        assert (b.shown, b.coarse) == (("together", True) if sensitive else ("by_block", False))


def shown_of(offer: Condition, *given: tuple[str, Mapping[str, Answer | None]]) -> str:
    """How finely `b` is shown, which offers y so; those people have answered `a` and `c` before."""
    b = offering(ask("b"), {"y": offer})
    definition = questionnaire(GENDER, ask("a"), ask("c"), b)
    responses = people(definition, *((1, {"gender": gender, **answers}, "north") for gender, answers in given))
    return table.make(facts(3), definition, responses).table("b").shown


def test_an_option_for_another_gender_is_not_told_by_block() -> None:
    everyone: list[tuple[str, dict[str, Answer | None]]] = [
        (gender, {"b": "x"}) for gender in ("woman", "man", "rather_not_say") for _ in range(3)
    ]
    offer = when("gender", "woman", "other")
    assert shown_of(offer, *everyone) == "by_block"
    assert shown_of(offer, *everyone, *[("other", {"b": "y"})] * 2) == "together"
    assert shown_of(when("gender", "other"), *everyone, ("other", {"b": "y"})) == "not_shown"


def test_an_option_that_reads_two_answers_is_offered_to_enough_and_kept_from_enough() -> None:
    both = All(all=(when("a", "x"), when("c", "x")))
    some: list[tuple[str, dict[str, Answer | None]]] = [("woman", {"a": "x", "c": "x", "b": "y"})] * 3
    others: list[tuple[str, dict[str, Answer | None]]] = [("woman", {"a": "x", "c": "z", "b": "x"})] * 3
    assert shown_of(both, *some, *others) == "by_block"
    assert shown_of(both, *some, *others[1:]) == "not_shown"
    assert shown_of(both, *some[1:], *others) == "not_shown"


def test_an_option_that_nobody_is_offered_hides_nothing() -> None:
    everyone: list[tuple[str, dict[str, Answer | None]]] = [("woman", {"a": "x", "b": "x"})] * 4
    assert shown_of(when("a", "y"), *everyone) == "by_block"
    some: list[tuple[str, dict[str, Answer | None]]] = [("woman", {"a": "y", "b": "y"})]
    assert shown_of(when("a", "y"), *everyone, *some) == "not_shown"
    assert shown_of(when("a", "y"), *everyone, *some * 3) == "by_block"
    assert shown_of(when("a", "y"), *everyone[:2], *some * 3) == "not_shown"
