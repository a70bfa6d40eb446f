from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from surveyapp.questionnaire.words import Said
from surveyapp.web import words

LANGUAGES = ["sv", "sv-simple", "en", "ar", "prs", "so", "xx"]


@pytest.fixture(autouse=True)
def _inside(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


@pytest.mark.parametrize(
    ("tag", "spoken"),
    [("sv", "sv"), ("sv-simple", "sv"), ("ar", "ar"), ("en", "en"), ("nb", "sv"), ("so", "sv"), ("prs", "sv")],
)
def test_the_interface_speaks_the_nearest_language_that_it_has(tag: str, spoken: str) -> None:
    assert words.interface_language(tag) == spoken


@pytest.mark.parametrize(
    ("tag", "page"), [("sv-simple", "sv-simple"), ("ar", "ar"), ("so", "sv"), ("prs", "sv"), ("en", "en")]
)
def test_a_page_is_marked_with_the_language_that_its_interface_speaks(tag: str, page: str) -> None:
    with words.in_language(tag):
        assert words.page_language() == page


def test_a_sentence_is_said_in_the_readers_language_with_its_gaps_filled() -> None:
    sentence = Said("%(n)s of %(most)s", {"n": 3, "most": 1200})
    with words.in_language("sv"):
        assert words.say(sentence) == "3 av 1\N{NO-BREAK SPACE}200"
        assert words.say("Continue") == "Gå vidare"
        with words.in_language("ar"):
            assert words.say("Continue") == "متابعة"
        assert words.say("Continue") == "Gå vidare"
    with words.in_language("en"):
        assert words.say(sentence) == "3 of 1,200"


def test_a_percent_sign_without_gaps_is_only_a_sign() -> None:
    assert words.say("50 % off") == "50 % off"


def test_a_designers_text_falls_back_to_the_source_language() -> None:
    text = {"sv": "Hej", "en": ""}
    assert [words.said(text, tag, "sv") for tag in ("sv", "en", "ar")] == ["Hej", "Hej", "Hej"]


@pytest.mark.parametrize("tag", LANGUAGES)
def test_dates_and_numbers_have_latin_digits_in_every_language(tag: str) -> None:
    with words.in_language(tag):
        told = [
            words.say_day(date(2026, 11, 25)),
            words.say_moment(datetime(2026, 11, 25, 13, 5, tzinfo=UTC)),
            words.say_number(12345.5),
            words.say_percent(0.62),
        ]
    for one in told:
        assert all(letter.isascii() for letter in one if letter.isdigit()), one
    assert "14:05" in told[1], "a moment is told in the service's time zone"


def test_dates_are_written_as_the_language_does() -> None:
    day = date(2026, 11, 25)
    with words.in_language("sv"):
        assert words.say_day(day) == "25 november 2026"
    with words.in_language("ar"):
        assert words.say_day(day) == "25 نوفمبر 2026"


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("sv", "Svenska"),
        ("sv-simple", "Lätt svenska"),
        ("en", "English"),
        ("ar", "العربية"),
        ("prs", "دری"),
        ("so", "Soomaali"),
        ("tlh", "tlh"),
    ],
)
def test_a_language_is_named_in_itself(tag: str, name: str) -> None:
    assert words.own_name(tag) == name


def test_arabic_persian_and_dari_run_from_right_to_left() -> None:
    assert {words.direction(tag) for tag in ("ar", "fa", "prs")} == {"rtl"}
    assert {words.direction(tag) for tag in ("sv", "sv-simple", "so")} == {"ltr"}


def test_a_text_of_several_paragraphs_is_split_into_heading_and_rest() -> None:
    text = {"sv": "Ett <i>&\r\nTvå\r\n \r\n\r\nTre"}
    with words.in_language("sv"):
        assert words.heading(text, "sv", "sv") == "Ett &lt;i&gt;&amp;<br>\nTvå"
        assert words.below_heading(text, "sv", "sv") == "<p>Tre</p>"
        assert words.below_heading({"sv": "Ett"}, "sv", "sv") == ""
        assert words.paragraphs(text, "sv", "sv") == "<p>Ett &lt;i&gt;&amp;<br>\nTvå</p>\n<p>Tre</p>"


def test_what_only_the_browser_tells_is_followed_where_nobody_has_chosen(client: FlaskClient) -> None:
    for asked, spoken in (("ar", "ar"), ("en-GB,sv;q=0.5", "en"), ("fi", "sv"), ("", "sv")):
        html = client.get("/about", headers={"Accept-Language": asked}).text
        assert f'<html lang="{spoken}"' in html, asked
