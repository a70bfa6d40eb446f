from collections.abc import Mapping
from typing import Any

import pytest

from surveyapp.questionnaire.difference import VERDICTS, Difference, differences
from surveyapp.questionnaire.load import load_folder
from surveyapp.questionnaire.model import Comparison, Option, Questionnaire, Screen, Topic
from tests.running import ALL_KINDS

OFTEN = tuple(
    Option(id=id, text={"sv": sv, "en": en}, pictures=(id,))
    for id, sv, en in (("always", "Alltid", "Always"), ("often", "Ofta", "Often"), ("never", "Aldrig", "Never"))
)
DONT_KNOW = Option(id="dont_know", text={"sv": "Vet inte"}, way_out=True)


def question(id: str, **parts: Any) -> Screen:  # noqa: ANN401
    given = {"ask": "scale", "text": {"sv": f"Fråga {id}?", "en": f"Question {id}?"}, "options": OFTEN}
    return Screen.model_validate({"id": id, **given, **parts})


def questionnaire(*screens: Screen, **parts: Any) -> Questionnaire:  # noqa: ANN401
    words = {name: {"sv": name} for name in ("title", "welcome", "thanks")}
    return Questionnaire.model_validate({"key": "q", "languages": ("sv", "en"), **words, "screens": screens, **parts})


OLD = questionnaire(question("a"), question("b"), question("c"))


def changed(**parts: Any) -> list[Difference]:  # noqa: ANN401
    """What differs when one question changes so."""
    return list(differences(OLD, questionnaire(question("a"), question("b", **parts), question("c"))))


def test_a_questionnaire_doesnt_differ_from_itself() -> None:
    shipped = load_folder(ALL_KINDS).questionnaire
    assert shipped
    assert differences(shipped, Questionnaire.model_validate(shipped.model_dump())) == ()


def test_a_question_that_is_new_breaks_nothing_and_one_that_is_gone_can_be_compared_with_nothing() -> None:
    new = questionnaire(question("a"), question("c"), question("d"))
    told = {one.screen: (str(one.said), one.breaks) for one in differences(OLD, new)}
    assert told == {
        "d": ("The question is new. There is nothing to compare it with.", False),
        "b": ("The question is taken away.", True),
    }


@pytest.mark.parametrize(
    ("order", "moved"),
    [("abcde", ""), ("bcdea", "a"), ("eabcd", "e"), ("acbde", "c"), ("edcba", "edcb"), ("axbyc", "")],
)
def test_only_what_must_be_moved_counts_as_moved(order: str, moved: str) -> None:
    old = questionnaire(*map(question, "abcde"))
    new = questionnaire(*map(question, order))
    told = {one.screen for one in differences(old, new) if "another place" in one.said.message}
    # of two neighbours that change places either one may be told
    assert told == set(moved) or (order == "acbde" and told == {"b"}) or (order == "edcba" and len(told) == 4)


@pytest.mark.parametrize(
    ("parts", "sentence", "weight"),
    [
        ({"ask": "choose-one"}, "The kind was scale and is choose-one.", "breaks"),
        ({"practice": True}, "practice", "breaks"),
        ({"show_if": Comparison(of="a", any_of=("never",))}, "The condition is another", "breaks"),
        ({"favourable": ("always",)}, "favourable", "breaks"),
        ({"bands": (25,)}, "bands", "breaks"),
        ({"day_bands": ("2027-01-01",)}, "bands", "breaks"),
        ({"at_most": 2}, "How many may be chosen", "breaks"),
        ({"choose": 2}, "put in order", "breaks"),
        ({"options": OFTEN[:2]}, 'The option "never" is taken away.', "breaks"),
        ({"options": (*OFTEN, Option(id="x", text={"sv": "X"}))}, 'The option "x" is new.', "breaks"),
        ({"options": (*OFTEN, DONT_KNOW)}, 'The option "dont_know" is new.', "look"),
        ({"options": OFTEN[::-1]}, "The steps of the scale stand in another order.", "breaks"),
        (
            {"options": (*OFTEN[:2], OFTEN[2].model_copy(update={"way_out": True}))},
            "is a way out",
            "breaks",
        ),
        ({"options": (*OFTEN[:2], OFTEN[2].model_copy(update={"pictures": ()}))}, "The picture of the option", "look"),
        ({"sensitive": True}, "sensitive", "look"),
        ({"pictures": ("home",)}, "The picture beside the question", "look"),
        ({"ends": ({"sv": "Lågt"}, {})}, "lowest step", "look"),
        ({"why": {"sv": "Därför."}}, "Why do we ask?", "look"),
        ({"unit": {"sv": "år"}}, "unit", "look"),
        ({"about": Topic(text={"sv": "Snickeri"})}, "What stands above", "look"),
        ({"lines": 4}, "room to write", "harmless"),
    ],
)
def test_what_differs_and_whether_it_breaks_the_comparison(
    parts: Mapping[str, Any], sentence: str, weight: str
) -> None:
    [found] = changed(**parts)
    assert sentence in str(found.said)
    assert (found.screen, found.weight, found.breaks) == ("b", weight, weight == "breaks")
    assert found.verdict == VERDICTS[found.weight]


def test_one_more_option_takes_nothing_from_the_others_where_several_can_be_chosen() -> None:
    old, new = (questionnaire(question("b", ask="choose-many", options=options)) for options in (OFTEN, OFTEN[:2]))
    assert [one.weight for one in differences(old, new)] == ["look"]
    reordered = questionnaire(question("b", ask="choose-many", options=OFTEN[::-1]))
    assert [str(one.said) for one in differences(old, reordered)] == ["The options stand in another order."]


def test_a_new_wording_is_to_be_looked_at_and_a_mended_translation_is_harmless() -> None:
    [source] = changed(text={"sv": "Hur går det?", "en": "Question b?"})
    assert (source.weight, source.language, source.before, source.after) == ("look", "sv", "Fråga b?", "Hur går det?")
    [translation] = changed(text={"sv": "Fråga b?", "en": "How is it?"})
    assert (translation.weight, translation.language) == ("harmless", "en")
    [missing] = changed(text={"sv": "Fråga b?"})
    assert (missing.weight, missing.after) == ("harmless", "")


def test_a_language_that_is_new_is_told_once_and_not_for_each_text() -> None:
    everything = load_folder(ALL_KINDS).questionnaire
    assert everything
    fewer = everything.model_copy(update={"languages": everything.languages[:-1]})
    [new] = differences(fewer, everything)
    assert (new.screen, new.language, new.weight) == (None, everything.languages[-1], "harmless")
    [gone] = differences(everything, fewer)
    assert gone.weight == "look"


def test_words_around_the_questions_change_no_answer() -> None:
    for name in ("title", "welcome", "thanks"):
        [found] = differences(OLD, questionnaire(*OLD.screens, **{name: {"sv": "Annat"}}))
        assert (found.screen, found.weight) == (None, "harmless")


def test_a_picture_is_the_same_by_what_it_holds() -> None:
    old = questionnaire(question("a", pictures=("media/a.svg",)), media={"media/a.svg": "1" * 64})
    renamed = questionnaire(question("a", pictures=("media/b.svg",)), media={"media/b.svg": "1" * 64})
    redrawn = questionnaire(question("a", pictures=("media/a.svg",)), media={"media/a.svg": "2" * 64})
    assert differences(old, renamed) == ()
    assert [one.weight for one in differences(old, redrawn)] == ["look"]
