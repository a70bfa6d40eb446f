"""Where a visit goes: forward, back, from the summary, and when a total may be told."""

from collections.abc import Mapping

import pytest

from surveyapp.questionnaire.model import Answer, Comparison, Condition, Option, Questionnaire, Screen
from surveyapp.questionnaire.way import Progress, Way


def question(id: str, show_if: Condition | None = None, *reads: str) -> Screen:
    yes_or_no = tuple(Option(id=option, text={"sv": option}) for option in ("yes", "no"))
    return Screen(id=id, ask="yes-no", text={"sv": id}, options=yes_or_no, show_if=show_if, reads=reads)


def when(of: str, value: str = "yes") -> tuple[Condition, str]:
    return Comparison(of=of, any_of=(value,)), of


def to_read(id: str, show_if: Condition | None = None, *reads: str) -> Screen:
    return Screen(id=id, ask="information", text={"sv": id}, show_if=show_if, reads=reads)


def way(screens: list[Screen], answers: Mapping[str, Answer | None] | None = None, site: str = "north") -> Way:
    text = {"sv": "x"}
    written = Questionnaire(key="x", languages=("sv",), title=text, welcome=text, thanks=text, screens=tuple(screens))
    return Way(written, answers or {}, {"$site": site, "$language": "sv"})


PRACTICE = Screen(id="try", ask="yes-no", text={"sv": "try"}, practice=True)
WORK = [PRACTICE, to_read("about"), question("a"), question("b", *when("a")), question("c")]


def id_of(screen: Screen | None) -> str | None:
    return screen.id if screen else None


def test_one_screen_leads_to_the_next_and_the_last_to_the_summary() -> None:
    on_branch = way(WORK, {"a": "yes"})
    assert [id_of(on_branch.after(id)) for id in ("try", "about", "a", "b", "c")] == ["about", "a", "b", "c", None]
    assert [id_of(on_branch.before(id)) for id in ("try", "about", "a", "b", "c")] == [None, "try", "about", "a", "b"]


def test_a_branch_that_is_left_is_passed_over_both_ways() -> None:
    left = way(WORK, {"a": "no", "b": "yes"})
    assert id_of(left.after("a")) == "c"
    assert id_of(left.before("c")) == "a"
    assert "b" not in left.final_answers


def test_a_stale_tab_on_a_screen_that_is_off_the_way_leads_on_from_there() -> None:
    left = way(WORK, {"a": "no"})
    assert left.on_way("b") is None
    assert id_of(left.after("b")) == "c"


@pytest.mark.parametrize(
    ("answers", "goes_on_at"),
    [
        ({}, "try"),
        ({"a": "yes"}, "b"),
        ({"a": None}, "c"),
        ({"a": "no", "c": None}, None),
        ({"a": "yes", "c": "no"}, "b"),
    ],
)
def test_a_visit_goes_on_at_the_first_question_that_was_not_seen(
    answers: dict[str, Answer | None], goes_on_at: str | None
) -> None:
    assert id_of(way(WORK, answers).first_unseen) == goes_on_at


def test_a_change_from_the_summary_leads_back_to_it() -> None:
    assert way(WORK, {"a": "no", "c": "yes"}).after_change("a") is None


def test_a_change_that_opens_a_branch_leads_through_it_with_what_stands_before_it_to_be_read() -> None:
    a, b = question("a"), question("b", *when("a"))
    branch = [a, to_read("before_b", *when("a")), b, question("c"), question("d", *when("a"))]
    assert id_of(way(branch, {"a": "yes", "c": "yes"}).after_change("a")) == "before_b"
    assert id_of(way(branch, {"a": "yes", "c": "yes"}).after_change("before_b")) == "b"
    assert id_of(way(branch, {"a": "yes", "b": None, "c": "yes"}).after_change("b")) == "d"
    assert way(branch, {"a": "yes", "b": None, "c": "yes", "d": "no"}).after_change("d") is None


def test_the_number_counts_questions_and_neither_practice_nor_what_is_only_read() -> None:
    plain = way([PRACTICE, to_read("about"), question("a"), question("b")])
    assert plain.progress("try") is None
    assert plain.progress("about") is None
    assert plain.progress("a") == Progress(1, 2)
    assert plain.progress("b") == Progress(2, 2)


def test_no_total_is_told_while_an_answer_can_still_change_it() -> None:
    assert way(WORK).progress("a") == Progress(1, None)
    assert way(WORK, {"a": "yes"}).progress("a") == Progress(1, None), "this very question may be changed"
    assert way(WORK, {"a": "yes"}).progress("b") == Progress(2, 3)
    assert way(WORK, {"a": "no"}).progress("c") == Progress(2, 2)


def test_a_total_that_hangs_on_a_question_that_was_jumped_over_is_not_told() -> None:
    assert way([question("a"), question("b"), question("c", *when("a"))]).progress("b") == Progress(2, None)


def test_facts_of_the_visit_change_nothing_any_more() -> None:
    asked = [question("a"), question("b", *when("$site", "south"))]
    assert way(asked).progress("a") == Progress(1, 1)
    assert way(asked, site="south").progress("a") == Progress(1, 2)


def test_a_chain_that_is_closed_for_certain_leaves_the_total_reliable() -> None:
    chain = [question("a"), question("b", *when("a")), question("c", *when("b")), question("d")]
    assert way([question("first"), *chain], {"first": "no", "a": "no"}).progress("d") == Progress(3, 3)
    assert way([*chain[:1], question("x"), *chain[1:]], {"a": "no"}).progress("x") == Progress(2, 3)
    assert way([*chain[:1], question("x"), *chain[1:]], {"a": "yes"}).progress("x") == Progress(2, None)


def test_who_helped_is_read_from_its_question() -> None:
    asked = [question("helper"), question("a"), question("b", Comparison(of="$helper", any_of=("yes",)), "$helper")]
    assert way(asked, {"helper": "yes"}).progress("a") == Progress(2, 3)
    assert way(asked).progress("helper") == Progress(1, None)
