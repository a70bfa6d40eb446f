"""The examination that every registered kind takes, and what each adds to it."""

from random import Random

import pytest
from werkzeug.datastructures import MultiDict

from surveyapp.questionnaire.conditions import agrees
from surveyapp.questionnaire.kinds import KINDS, AnswerForm, kind_of
from surveyapp.questionnaire.kinds.forms import MOST_CHARACTERS
from surveyapp.questionnaire.model import RATHER_NOT_SAY, Answer, Comparison, Screen
from surveyapp.questionnaire.words import Said
from tests.questionnaire.writing import choice, questionnaire

MANY = """[
  {id: a, picture: yes, text: {sv: A}}, {id: b, picture: no, text: {sv: B}}, {id: c, picture: idea, text: {sv: C}},
  {id: none, picture: none, exclusive: true, text: {sv: Ingen}},
  {id: dunno, picture: dont_know, way_out: true, text: {sv: Vet ej}}]"""
ALL = questionnaire(
    choice("choose-one"),
    choice("choose-many", "at_most: 2, ", MANY, ask="choose-many"),
    "  - {id: gender, ask: gender}\n",
    "  - {id: helper, ask: helper}\n",
    "  - {id: yes-no, ask: yes-no, picture: idea, text: {sv: Fråga}}\n",
    choice("scale", ask="scale"),
    "  - {id: rating, ask: rating, picture: pain, text: {sv: Ont}, ends: [{sv: Lite}, {sv: Mycket}]}\n",
    "  - {id: text, ask: text, picture: idea, text: {sv: Berätta}}\n",
    "  - {id: information, ask: information, text: {sv: Läs}}\n",
)


def posted(screen: Screen, **values: str | list[str]) -> AnswerForm:
    """The form after this was posted."""
    pairs = [(key, one) for key, value in values.items() for one in ([value] if isinstance(value, str) else value)]
    return kind_of(screen).form(screen)(formdata=MultiDict(pairs))


def wrong(form: AnswerForm) -> str:
    """The error of a form that has one; it is a whole sentence."""
    assert not form.validate()
    (errors,) = form.errors.values()
    (said,) = errors
    assert isinstance(said, Said)
    return str(said)


def as_posted(answer: Answer) -> dict[str, str | list[str]]:
    """How a browser would post that answer."""
    return {"answer": str(answer) if isinstance(answer, str | int) else list(answer)}


def test_the_examination_knows_every_kind() -> None:
    assert {screen.ask for screen in ALL.screens} == KINDS.keys()


QUESTIONS = pytest.mark.parametrize("screen", ALL.questions, ids=lambda screen: screen.id)


@QUESTIONS
def test_a_skipped_question_is_no_error_and_no_answer(screen: Screen) -> None:
    for form in (posted(screen), posted(screen, answer="")):
        assert form.validate()
        assert form.given() is None
        assert form.chosen() == frozenset()


@QUESTIONS
def test_a_posted_blank_takes_the_kept_answer_away(screen: Screen) -> None:
    form = kind_of(screen).form(screen)(formdata=MultiDict(), kept=kind_of(screen).made_up(screen, Random(1)))
    assert form.validate()
    assert form.given() is None


@QUESTIONS
def test_refusing_is_an_answer_of_every_question(screen: Screen) -> None:
    name = "rather_not_say" if screen.ask == "text" else "answer"
    form = posted(screen, **{name: RATHER_NOT_SAY})
    assert form.validate()
    assert form.given() == RATHER_NOT_SAY
    assert form.chosen() == {RATHER_NOT_SAY}
    again = kind_of(screen).form(screen)(kept=RATHER_NOT_SAY)
    assert (again.chosen(), again.written()) == (frozenset({RATHER_NOT_SAY}), "")
    assert len(kind_of(screen).spoken(screen, RATHER_NOT_SAY)) == 1


@QUESTIONS
def test_a_made_up_answer_goes_through_the_form_and_counts_in_known_rows(screen: Screen) -> None:
    kind, random = kind_of(screen), Random(7)
    for _ in range(200):
        answer = kind.made_up(screen, random)
        assert answer is not None
        form = posted(screen, **as_posted(answer))
        assert form.validate(), form.errors
        assert form.given() == answer
        kept = kind.form(screen)(kept=list(answer) if isinstance(answer, tuple) else answer)
        assert (kept.chosen(), kept.written()) == (form.chosen(), form.written())
        assert kind.spoken(screen, answer)
        if answer != RATHER_NOT_SAY:
            counted = kind.counted(screen, answer)
            assert set(counted) <= kind.rows(screen).keys()
            assert len(counted) == 1 or kind.overlapping


@QUESTIONS
def test_no_row_is_called_as_the_release_calls_its_own(screen: Screen) -> None:
    assert not [row for row in kind_of(screen).rows(screen) if row.startswith("$") or row == RATHER_NOT_SAY]


@QUESTIONS
def test_each_value_that_a_condition_may_name_is_agreed_with_by_some_answer(screen: Screen) -> None:
    kind = kind_of(screen)
    for value in kind.values(screen):
        answer: Answer = (value,) if kind.overlapping else value
        form = posted(screen, **as_posted(answer))
        assert form.validate()
        given = form.given()
        assert given is not None
        assert agrees(Comparison(of=screen.id, any_of=(value,)), given)


@pytest.mark.parametrize("forged", ["metal", "Till vänster", "<b>", "11", "-1", "1.0", "٣", "\x00", "left,right"])
def test_what_was_never_offered_is_refused(forged: str) -> None:
    for screen in ALL.questions:
        if screen.ask != "text":
            form = posted(screen, answer=forged)
            assert "on this page" in wrong(form)
            assert form.chosen() == {forged}


@pytest.mark.parametrize("id", ["choose-one", "gender", "helper", "yes-no", "scale", "rating"])
def test_two_answers_to_a_question_of_one_are_refused(id: str) -> None:
    screen = ALL.screen(id)
    first, second = kind_of(screen).values(screen)[:2]
    assert "Choose one" in wrong(posted(screen, answer=[first, second]))


@pytest.mark.parametrize("alone", ["none", "dunno", RATHER_NOT_SAY])
def test_what_stands_alone_is_not_mixed(alone: str) -> None:
    assert "stand together" in wrong(posted(ALL.screen("choose-many"), answer=["a", alone]))
    assert posted(ALL.screen("choose-many"), answer=[alone]).validate()


def test_too_many_are_refused_and_stay_chosen() -> None:
    form = posted(ALL.screen("choose-many"), answer=["a", "b", "c"])
    assert wrong(form) == "Choose at most 2. You have chosen 3, so take some away."
    assert form.chosen() == {"a", "b", "c"}


def test_what_is_chosen_is_kept_in_the_declared_order_and_once() -> None:
    form = posted(ALL.screen("choose-many"), answer=["b", "a", "b"])
    assert form.validate()
    assert form.given() == ("a", "b")


def test_a_rating_is_kept_as_a_number() -> None:
    form = posted(ALL.screen("rating"), answer="0")
    assert form.validate()
    assert form.given() == 0
    assert [kind_of(ALL.screen("rating")).value(row) for row in ("0", "10")] == [0, 10]


def test_a_text_that_is_too_long_is_refused_and_stays_in_the_field() -> None:
    form = posted(ALL.screen("text"), answer="x" * (MOST_CHARACTERS + 1))
    assert wrong(form) == "Your text has 1001 characters. Write at most 1000."
    assert form.written() == "x" * (MOST_CHARACTERS + 1)
    assert posted(ALL.screen("text"), answer="x" * MOST_CHARACTERS).validate()


def test_a_text_beside_refusing_is_refused_and_stays() -> None:
    form = posted(ALL.screen("text"), answer="Hej", rather_not_say=RATHER_NOT_SAY)
    assert "Take one of them away" in wrong(form)
    assert (form.written(), form.chosen()) == ("Hej", frozenset({RATHER_NOT_SAY}))


def test_control_characters_are_taken_out_of_a_text() -> None:
    form = posted(ALL.screen("text"), answer=" Hej\x00\x1b[31m\r\n\ud800då\ufffe \u200fمرحبا ")
    assert form.validate()
    assert form.given() == "Hej[31m\ndå \u200fمرحبا"
    one_line = ALL.screen("text").model_copy(update={"lines": 1})
    assert posted(one_line, answer="a\r\nb").written() == "a b"


def test_a_participants_words_are_never_taken_for_a_message_of_the_interface() -> None:
    (words,) = kind_of(ALL.screen("text")).spoken(ALL.screen("text"), "Yes")
    assert not isinstance(words, str)
    assert words["ar"] == words.get("so") == "Yes"
