"""The examination that every registered kind takes, and what each adds to it."""

import re
from random import Random

import pytest
from werkzeug.datastructures import MultiDict

from surveyapp.questionnaire.conditions import agrees
from surveyapp.questionnaire.kinds import KINDS, AnswerForm, kind_of
from surveyapp.questionnaire.kinds.forms import MOST_CHARACTERS, DateForm, RankForm
from surveyapp.questionnaire.kinds.text import InTheirWords
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
    "  - {id: number, ask: number, picture: calendar, text: {sv: Ålder}, unit: {sv: år}, min: 15, max: 110, "
    "bands: [25, 45, 46]}\n",
    "  - {id: date, ask: date, picture: calendar, text: {sv: Född}, min: 1920-01-01, max: 2020-12-31, "
    "bands: [1980-01-01, 2000-01-01]}\n",
    choice("rank", "choose: 3, ", MANY, ask="rank"),
)

WRITTEN = {"text", "number", "date"}
"""The kinds where something is written, so that "I don't want to answer" has a name of its own."""


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
    if isinstance(answer, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", answer):
        year, month, day = answer.split("-")
        return {"day": str(int(day)), "month": str(int(month)), "year": year}
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
    name = "rather_not_say" if screen.ask in WRITTEN else "answer"
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
def test_each_answer_between_two_bounds_counts_in_rows_of_its_own(screen: Screen) -> None:
    """A condition splits no row: how many were asked can't tell what a row hides."""
    kind = kind_of(screen)
    if screen.ask not in ("number", "date", "rating"):
        return
    bounds = kind.bounds(screen)
    assert bounds is not None
    for bound in bounds.at_least:
        sides: dict[bool, set[str]] = {True: set(), False: set()}
        random = Random(3)
        for _ in range(500):
            answer = kind.made_up(screen, random)
            assert answer is not None
            holds = agrees(Comparison.model_validate({"of": screen.id, "at_least": bound}), answer)
            sides[holds] |= set(kind.counted(screen, answer))
        assert not sides[True] & sides[False]


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
        if screen.ask not in WRITTEN:
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
    assert isinstance(words, InTheirWords)
    assert words["ar"] == words.get("so") == "Yes"


@pytest.mark.parametrize(
    ("written", "kept"),
    [("15", 15), (" 1 10 ", 110), ("٢٥", 25), ("۴۴", 44), ("44 år", 44), ("\u200f77", 77), ("015", 15)],
)
def test_a_number_is_taken_in_every_scripts_digits_and_with_spaces(written: str, kept: int) -> None:
    form = posted(ALL.screen("number"), answer=written)
    assert form.validate(), form.errors
    assert form.given() == kept


@pytest.mark.parametrize("written", ["14", "111", "-20", "25.5", "1e2", "tjugo", "9" * 5000, "=1+1", "²⁵", "Ⅻ", "0x1F"])
def test_what_is_no_number_of_the_range_is_refused_with_the_range_and_stays(written: str) -> None:
    form = posted(ALL.screen("number"), answer=written)
    assert not form.validate()
    if len(written) < 1000:
        assert wrong(form) == "Write a whole number from 15 to 110, with digits."
    assert form.written() == written


def test_a_number_without_a_range_is_not_negative() -> None:
    anything = ALL.screen("number").model_copy(update={"least": None, "most": None})
    assert wrong(posted(anything, answer="-1")) == "Write a whole number, with digits. The smallest is 0."
    below = anything.model_copy(update={"least": -5})
    form = posted(below, answer="\u22123")
    assert form.validate()
    assert form.given() == -3


def test_numbers_and_days_are_published_in_their_bands_or_not_at_all() -> None:
    number, date = ALL.screen("number"), ALL.screen("date")
    rows = kind_of(number).rows(number)
    assert [(row, str(name["sv"] if isinstance(name, InTheirWords) else name)) for row, name in rows.items()] == [
        ("under_25", "Under 25"),
        ("25_to_44", "25 to 44"),
        ("45_to_45", "45"),
        ("46_or_more", "46 or more"),
    ]
    counted = [kind_of(number).counted(number, n) for n in (15, 24, 25, 44, 45, 46, 110)]
    assert [row for (row,) in counted] == [
        *("under_25", "under_25", "25_to_44", "25_to_44", "45_to_45", "46_or_more", "46_or_more")
    ]
    assert list(kind_of(date).rows(date)) == ["before_1980-01-01", "1980-01-01_to_1999-12-31", "2000-01-01_or_later"]
    days = ("1979-12-31", "1980-01-01", "1999-12-31", "2000-01-01")
    assert [list(kind_of(date).rows(date)).index(kind_of(date).counted(date, day)[0]) for day in days] == [0, 1, 1, 2]
    for screen in (number.model_copy(update={"bands": ()}), date.model_copy(update={"day_bands": ()})):
        assert list(kind_of(screen).rows(screen)) == ["answered"]
        assert kind_of(screen).counted(screen, "1999-12-31" if screen.ask == "date" else 33) == ["answered"]


@pytest.mark.parametrize(
    ("day", "month", "year", "said"),
    [
        ("31", "2", "1990", "There is no such day"),
        ("1", "13", "1990", "There is no such day"),
        ("1", "1", "90", "four of them for the year"),
        ("1", "", "1990", "Write the day, the month and the year"),
        ("en", "1", "1990", "Write the day, the month and the year"),
        ("1", "1", "1919", "Write a day from 1920-01-01 to 2020-12-31."),
        ("1", "1", "99999", "There is no such day"),
    ],
)
def test_what_is_no_day_of_the_range_is_refused_and_stays(day: str, month: str, year: str, said: str) -> None:
    form = posted(ALL.screen("date"), day=day, month=month, year=year)
    assert said in wrong(form)
    assert form.written() == f"{day} {month} {year}"


def test_a_day_is_kept_as_iso_text_and_shown_in_its_fields_again() -> None:
    form = posted(ALL.screen("date"), day=" 7", month="٠٣", year="1990")
    assert form.validate()
    assert form.given() == "1990-03-07"
    again = kind_of(ALL.screen("date")).form(ALL.screen("date"))(kept="1990-03-07")
    assert isinstance(again, DateForm)
    assert again.parts() == {"day": "7", "month": "3", "year": "1990"}


@pytest.mark.parametrize("id", ["number", "date"])
def test_something_written_beside_refusing_is_refused(id: str) -> None:
    written = {"answer": "30"} if id == "number" else {"day": "1", "month": "1", "year": "1990"}
    assert "Take one of them away" in wrong(posted(ALL.screen(id), rather_not_say=RATHER_NOT_SAY, **written))


def test_a_rank_keeps_the_order_that_was_given_and_counts_each_place() -> None:
    rank = ALL.screen("rank")
    form = posted(rank, answer=["c", "a", "c"])
    assert form.validate()
    assert form.given() == ("c", "a")
    assert kind_of(rank).counted(rank, ("c", "a")) == ["c.1", "a.2"]
    assert kind_of(rank).spoken(rank, ("c", "a")) == [{"sv": "1. C"}, {"sv": "2. A"}]
    assert list(kind_of(rank).rows(rank))[:4] == ["a.1", "a.2", "a.3", "b.1"]
    assert list(kind_of(rank).rows(rank))[-2:] == ["none", "dunno"]


def test_each_press_of_a_card_gives_or_takes_its_place_and_the_page_comes_back() -> None:
    rank = ALL.screen("rank")

    def pressed(order: list[str], press: str) -> tuple[str, ...]:
        form = posted(rank, answer=order, press=press)
        assert not form.validate()
        assert not form.errors
        assert isinstance(form, RankForm)
        return form.order

    assert pressed([], "b") == ("b",)
    assert pressed(["b"], "a") == ("b", "a")
    assert pressed(["b", "a", "c"], "b") == ("a", "c")
    assert pressed(["b", "a"], "none") == ("none",)
    assert pressed(["none"], RATHER_NOT_SAY) == (RATHER_NOT_SAY,)
    assert pressed([RATHER_NOT_SAY], "a") == ("a",)
    assert "on this page" in wrong(posted(rank, press="forged"))


def test_one_place_too_many_is_refused_also_by_a_press() -> None:
    rank = ALL.screen("rank").model_copy(update={"choose": 2})
    assert "Choose at most 2" in wrong(posted(rank, answer=["a", "b"], press="c"))
    assert "Choose at most 2" in wrong(posted(rank, answer=["a", "b", "c"]))
    assert "stand together" in wrong(posted(rank, answer=["a", "none"]))
