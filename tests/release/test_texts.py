"""The list of texts: of those whom the figures are about, and of nobody else. No heading tells more than figures do."""

from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import strategies as st

from surveyapp.questionnaire.model import Answer
from surveyapp.release import table, texts
from surveyapp.release.make import make_release
from surveyapp.store import open_answers, questionnaires, responses, rounds
from surveyapp.store.engine import Store
from surveyapp.store.open_answers import OpenAnswer
from surveyapp.store.responses import Submitted
from surveyapp.store.rounds import Round
from tests.release.test_once import MINUTE, NOW, PLAN
from tests.release.worlds import GENDER, Given, ask, facts, holds, questionnaire, when

DEFINITION = questionnaire(
    GENDER,
    ask("a"),
    ask("good", "text"),
    ask("why", "text", when("a", "x")),
    ask("secret", "text", sensitive=True),
)


def wrote(gender: str, a: str = "y", **written: Answer | None) -> dict[str, Answer | None]:
    asked = {"good": None, "secret": None} | ({"why": None} if a == "x" else {})
    return {"gender": gender, "a": a} | asked | written


def people(women: int, men: int, other: int) -> list[dict[str, Answer | None]]:
    """Everybody wrote who they are, and nothing else."""
    sizes = {"woman": women, "man": men, "other": other}
    return [wrote(gender, good=f"{gender} {n}") for gender, size in sizes.items() for n in range(size)]


def listed(given: list[dict[str, Answer | None]], k: int = 5) -> list[tuple[str | None, str]]:
    responses = [Given(n, "north", "sv", answers) for n, answers in enumerate(given)]
    release = table.make(facts(k), DEFINITION, responses)
    return sorted(texts.collected(DEFINITION, release, responses), key=str)


# ---- whose texts -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sizes", "listed_ones"),
    [
        ((6, 7, 0), {"woman", "man"}),
        ((6, 7, 4), {"woman", "man"}),
        ((6, 7, 5), {"woman", "man", "other"}),
        ((6, 4, 4), {"woman", "man", "other"}),
        ((0, 9, 0), {"man"}),
        ((2, 1, 1), set()),
    ],
)
def test_the_list_holds_the_texts_of_those_whom_the_figures_are_about(
    sizes: tuple[int, int, int], listed_ones: set[str]
) -> None:
    found = [text for _, text in listed(people(*sizes))]
    assert {text.split()[0] for text in found} == listed_ones
    assert len(found) == sum(
        n for n, gender in zip(sizes, ("woman", "man", "other"), strict=True) if gender in listed_ones
    )


@st.composite
def left_out(draw: st.DrawFn) -> list[dict[str, Answer | None]]:
    """Up to k − 1 of other and not told, with whatever texts."""
    some = []
    for _ in range(draw(st.integers(0, 4))):
        a = draw(st.sampled_from("xyz"))
        written: dict[str, Answer | None] = {
            "good": draw(st.none() | st.just("left out")),
            "secret": draw(st.none() | st.just("left out too")),
        }
        if a == "x":
            written["why"] = draw(st.none() | st.just("and this"))
        some.append(wrote(draw(st.sampled_from(["other", "rather_not_say"])), a, **written))
    return some


COUNTED = [*people(6, 6, 0), *[wrote("man", "x", why=f"because {n}", secret=f"hush {n}") for n in range(4)]]


def the_left_out_change_nothing(others: list[dict[str, Answer | None]]) -> None:
    assert listed([*COUNTED, *others]) == listed(COUNTED)


def test_those_who_are_left_out_change_nothing_in_the_list() -> None:
    """Four were asked why; a fifth who is left out doesn't bring the heading back."""
    holds(the_left_out_change_nothing, left_out())


@pytest.mark.parametrize("fault", ["everybody is held", "headings follow all"])
def test_the_check_sees_those_who_are_left_out(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    right = texts.collected

    def faulty(questionnaire, release, given):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
        given = list(given)
        if fault == "everybody is held":
            blocks = (*release.blocks, release.blocks[0].model_copy(update={"id": "other"}))
            yield from right(questionnaire, release.model_copy(update={"blocks": blocks}), given)
            return
        asked = sum("why" in one.answers for one in given)
        for question, text in right(questionnaire, release, given):
            yield ("why" if asked >= 5 and text.startswith("because") else question), text

    monkeypatch.setattr(texts, "collected", faulty)
    with pytest.raises(AssertionError):
        holds(the_left_out_change_nothing, left_out())


# ---- headings --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("asked", "heading"), [(4, None), (5, "why")])
def test_texts_of_a_question_that_too_few_were_asked_stand_without_it(asked: int, heading: str | None) -> None:
    given = [*people(6, 6, 0), *[wrote("man", "x", why="because") for _ in range(asked)]]
    assert {question for question, text in listed(given) if text == "because"} == {heading}


@pytest.mark.parametrize(("written", "heading"), [(1, None), (4, "secret"), (11, None), (12, None)])
def test_a_heading_tells_no_count_that_the_figures_have_in_words(written: int, heading: str | None) -> None:
    given = [wrote("woman" if n % 2 else "man", secret="hush" if n < written else None) for n in range(12)]
    assert {question for question, _ in listed(given)} == {heading}


@pytest.mark.parametrize("nothing", [None, "rather_not_say", "  "])
def test_what_is_no_text_is_not_listed(nothing: str | None) -> None:
    assert listed([wrote("woman", good=nothing) for _ in range(6)]) == []


# ---- with the store --------------------------------------------------------------------------------------------------


def round_of(store: Store, given: list[dict[str, Answer | None]]) -> Round:
    with store.writing() as c:
        questionnaires.publish(c, DEFINITION, {}, NOW.date())
        round = rounds.open_round(c, replace(PLAN, questionnaire_version=DEFINITION.version), NOW)
        rows = [Submitted("north", "sv", None, date(2027, 3, 10), answers) for answers in given]
        responses.insert_submitted(c, round, rows)
    return round


def stored(store: Store, round: Round) -> list[OpenAnswer]:
    with store.reading() as c:
        return open_answers.page(c, round.id, ["good", "why", "secret"], False, 0, 10_000)


def test_the_list_opens_with_the_release_and_is_made_once(store: Store) -> None:
    round = round_of(store, people(8, 9, 2))
    make_release(store, round, round.releases - MINUTE)
    assert stored(store, round) == []
    make_release(store, round, round.releases)
    made = stored(store, round)
    assert len(made) == 17
    assert all(one.mark is None for one in made)
    make_release(store, round, round.releases + MINUTE)
    assert stored(store, round) == made
    with store.reading() as c:
        assert open_answers.count_shown(c, round.id) == 0


def test_no_figures_and_a_stopped_round_give_no_list(store: Store) -> None:
    few, stopped = round_of(store, people(2, 2, 0)), round_of(store, people(8, 8, 0))
    with store.writing() as c:
        stopped = rounds.stop(c, stopped, NOW)
    for round in (few, stopped):
        assert make_release(store, round, round.releases)
        assert stored(store, round) == []


def test_a_list_that_fails_leaves_no_release(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    round = round_of(store, people(8, 9, 0))
    with monkeypatch.context() as patch:
        patch.setattr(open_answers, "AT_ONCE", 0)
        with pytest.raises(ValueError, match="range"):
            make_release(store, round, round.releases)
    with store.reading() as c:
        present = rounds.round_by_id(c, round.id)
    assert present
    assert not present.released


def test_the_order_and_the_ids_of_texts_tell_nothing_of_the_responses(store: Store) -> None:
    """Two texts of one person stand no nearer to each other than others, and no id is a response's."""
    given = [wrote("woman" if n % 2 else "man", "x", good=f"{n} a", why=f"{n} b") for n in range(200)]
    Random(1).shuffle(given)
    round = round_of(store, given)
    make_release(store, round, round.releases)
    made = stored(store, round)
    goods = [one.text.split()[0] for one in made if one.question == "good"]
    whys = [one.text.split()[0] for one in made if one.question == "why"]
    with store.reading() as c:
        of_responses = {one.id for one in responses.submitted(c, round.id)}
        arrived = [str(one.answers["good"]).split()[0] for one in responses.submitted(c, round.id)]
    assert not of_responses & {one.id for one in made}
    assert sorted(goods) == sorted(whys) == sorted(arrived)
    for order in (goods, whys):
        assert sum(a == b for a, b in zip(order, arrived, strict=True)) < 10
    assert sum(a == b for a, b in zip(goods, whys, strict=True)) < 10
