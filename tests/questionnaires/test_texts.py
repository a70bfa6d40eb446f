"""The questionnaires that are shipped: complete, easy to read, and asking what they are there to ask."""

import re

import pytest

from surveyapp.questionnaire.complete import missing_texts
from surveyapp.questionnaire.model import Screen
from surveyapp.questionnaire.readability import (
    EASY_LINE,
    EASY_LIX,
    EASY_SENTENCE,
    ORDINARY_LIX,
    ORDINARY_SENTENCE,
    lix,
    sentences,
    words,
)
from tests.questionnaires.shipped import LANGUAGES, SHIPPED, SWEDISH_AND_ENGLISH, loaded, questionnaire, texts

EQUALITY = "jamstalldhet"

WORKSHOPS = {
    "carpentry",
    "textile",
    "laundry",
    "cleaning",
    "shop",
    "catering",
    "transport",
    "computer",
    "inlay",
    "sanitation",
}

ASKED_OF_EVERYONE = {
    "how people learnt of the workshops": "learned",
    "which were presented to them": "presented",
    "who chose": "who_chose",
    "which they turned down": "declined",
    "whether there are obstacles, physical or mental": "obstacle",
    "which they could imagine working in": "imagine",
    "whether they want a mixed group": "group",
    "who helped them to answer": "helper",
    "their gender": "gender",
}

ASKED_OF_SOME = {
    "why they turned workshops down": ("why_declined", "declined"),
    "what the obstacles are": ("obstacle_kind", "obstacle"),
    "where the obstacles are": ("obstacle_where", "obstacle"),
    "why they want that group": ("why_group", "group"),
}

LISTS_OF_WORKSHOPS = ("presented", "declined", "imagine", "obstacle_where")

WORDS_THAT_MUST_BE_LONG = {"Arbetsförmedlingen", "Försäkringskassan", "verkstäderna", "municipality"}


def screen(id: str) -> Screen:
    return questionnaire(EQUALITY).screen(id)


@pytest.mark.parametrize("key", SHIPPED)
def test_a_shipped_questionnaire_loads_without_faults(key: str) -> None:
    assert not loaded(key).faults
    assert questionnaire(key).key == key


@pytest.mark.parametrize("key", SHIPPED)
def test_the_check_has_no_advice_but_on_words_that_must_be_long_and_who_helped(key: str) -> None:
    left = [
        str(advice)
        for advice in loaded(key).advice
        if advice.code != "helper-late"  # they have been asked in this order already
        if advice.code != "long-word" or advice.said.gaps["word"] not in WORDS_THAT_MUST_BE_LONG
    ]
    assert left == []


@pytest.mark.parametrize("key", SHIPPED)
def test_every_text_is_there_in_every_language(key: str) -> None:
    assert questionnaire(key).languages == LANGUAGES[key]
    assert missing_texts(questionnaire(key), LANGUAGES[key]) == []


@pytest.mark.parametrize("key", SHIPPED)
def test_arabic_is_in_arabic_letters_and_nothing_else_is(key: str) -> None:
    for language in LANGUAGES[key]:
        for text in texts(key, language):
            if language == "ar":
                assert re.search("[\u0621-\u064a]", text)
                assert not re.search("[A-Za-z]", text), text
            else:
                assert not re.search("[\u0600-\u06ff]", text)


@pytest.mark.parametrize("key", [key for key in SHIPPED if "so" in LANGUAGES.get(key, ())])
def test_somali_is_written_with_the_letters_of_somali_and_is_no_copy(key: str) -> None:
    """A word left from Swedish or English shows: Somali has neither p, v and z nor letters with marks."""
    for text in texts(key, "so"):
        assert re.fullmatch(r"[A-OQ-UWXYa-oq-uwxy'.,:?!\- \n]+", text), text
    for language in SWEDISH_AND_ENGLISH:
        assert not set(texts(key, "so")) & set(texts(key, language))


@pytest.mark.parametrize("key", SHIPPED)
@pytest.mark.parametrize(
    ("language", "most_lix", "most_words"),
    [("sv", ORDINARY_LIX, ORDINARY_SENTENCE), ("sv-simple", EASY_LIX, EASY_SENTENCE)],
)
def test_swedish_is_easy_to_read(key: str, language: str, most_lix: int, most_words: int) -> None:
    assert lix("\n".join(texts(key, language))) < most_lix
    long = [s for text in texts(key, language) for s in sentences(text) if len(words(s)) > most_words]
    assert long == []


@pytest.mark.parametrize("key", SHIPPED)
def test_easy_swedish_has_one_short_sentence_on_a_line(key: str) -> None:
    for text in texts(key, "sv-simple"):
        for line in text.split("\n"):
            assert len(line) <= EASY_LINE, line
            assert len(sentences(line)) <= 1, line


@pytest.mark.parametrize("key", SHIPPED)
def test_a_practice_screen_comes_first_and_gender_is_asked(key: str) -> None:
    assert questionnaire(key).screens[0].practice
    assert questionnaire(key).screen("gender").ask == "gender"


def test_the_equality_survey_has_fourteen_screens_or_more() -> None:
    assert sum(screen.own_words_of is None for screen in questionnaire(EQUALITY).screens) >= 14
    assert len(questionnaire(EQUALITY).questions) >= 14


@pytest.mark.parametrize("id", LISTS_OF_WORKSHOPS)
def test_all_ten_workshops_stand_in_every_list_of_them(id: str) -> None:
    assert {option.id for option in screen(id).options if not option.exclusive and not option.way_out} == WORKSHOPS


@pytest.mark.parametrize("fact", ASKED_OF_EVERYONE)
def test_what_the_workshops_asked_is_asked_of_everyone(fact: str) -> None:
    asked = screen(ASKED_OF_EVERYONE[fact])
    assert asked.is_question
    assert asked.show_if is None


@pytest.mark.parametrize("fact", ASKED_OF_SOME)
def test_a_follow_up_hangs_on_one_question_only(fact: str) -> None:
    """One that hangs on two is hidden in more cases."""
    id, on = ASKED_OF_SOME[fact]
    assert screen(id).reads == (on,)


def test_no_screen_hangs_on_more_than_one_question() -> None:
    assert all(len(screen.reads) <= 1 for screen in questionnaire(EQUALITY).screens)


def test_obstacles_and_all_that_follows_from_them_are_sensitive_and_nothing_else_is_but_who_helped() -> None:
    sensitive = {screen.id for screen in questionnaire(EQUALITY).screens if screen.sensitive}
    assert sensitive == {"obstacle", "obstacle_kind", "obstacle_kind.own_words", "obstacle_where", "helper"}


def test_a_follow_up_shows_the_answer_that_it_asks_about() -> None:
    for id in ("told_missing", "why_declined", "why_group"):
        assert screen(id).echo == screen(id).reads[0]


def test_turning_down_none_leads_to_no_why() -> None:
    named = screen("why_declined").show_if
    assert named is not None
    assert set(getattr(named, "any_of", ())) == WORKSHOPS


def test_the_short_questionnaire_has_a_scale_a_rating_a_list_and_a_text() -> None:
    short = [screen for screen in questionnaire("prova").screens if screen.own_words_of is None]
    assert len(short) <= 6
    assert {"scale", "rating", "choose-many", "text", "gender"} <= {screen.ask for screen in short}
