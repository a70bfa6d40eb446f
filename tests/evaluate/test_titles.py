"""A question is named in full wherever a reader meets it: what it is about, and what is asked."""

import io
from collections import Counter

import pytest
from openpyxl import load_workbook

from surveyapp.evaluate import reading
from surveyapp.evaluate.comparison.workbook import make_comparison
from surveyapp.questionnaire.model import Option, Topic
from tests.evaluate.books import APART, all_kinds, case, made_up_round, speaker
from tests.release import worlds

THINGS = [screen for screen in all_kinds().questions if screen.part_of]


def test_no_two_questions_have_the_same_title() -> None:
    with speaker().app_context():
        titles = Counter(str(reading.title(screen, all_kinds())) for screen in all_kinds().questions)
    assert len(THINGS) > 3
    assert titles.most_common(1)[0][1] == 1


def test_what_it_is_about_stands_on_every_sheet_that_names_a_question() -> None:
    round = case("women and men apart")
    book = load_workbook(io.BytesIO(round.workbook("en")))
    for sheet in ("Overview", "Flat table", "Codebook", "Cover"):
        text = "\n".join(str(cell) for row in book[sheet].iter_rows(values_only=True) for cell in row if cell)
        for screen in THINGS:
            assert screen.about
            about, asked = (part["en"] for part in (screen.about.text, screen.text) if not isinstance(part, str))
            assert about in text, (sheet, screen.id)
            if sheet != "Cover":
                assert f"{about} – {asked}" in text, (sheet, screen.id)


def test_what_it_is_about_stands_in_a_comparison_too() -> None:
    one, other = case("women and men apart"), made_up_round(APART, id="another")
    with speaker().app_context():
        content = make_comparison([(round.release, round.questionnaire) for round in (one, other)], "en")
    book = load_workbook(io.BytesIO(content))
    for sheet in ("Cover", "Overview"):
        text = "\n".join(str(cell) for row in book[sheet].iter_rows(values_only=True) for cell in row if cell)
        assert "How is it in the group? – " in text, sheet


@pytest.mark.parametrize(
    ("about", "title"),
    [
        ({"sv": "Sång", "en": "Song"}, {"sv": "Sång – q", "en": "Song – q"}),
        ({"sv": "Sång"}, {"sv": "Sång – q"}),
        ("Yes", {"sv": "Ja – q", "en": "Yes – q"}),
    ],
)
def test_a_title_is_in_the_languages_that_all_its_parts_have(about: str | dict[str, str], title: object) -> None:
    screen = worlds.ask("q", "choose-one", text={"sv": "q", "en": "q"}).model_copy(update={"about": Topic(text=about)})
    asked = worlds.questionnaire(screen).model_copy(update={"languages": ("sv", "en")})
    with speaker().app_context():
        assert reading.title(screen, asked) == title


def test_own_words_are_named_after_what_they_are_about_too() -> None:
    about, other = Topic(text={"sv": "Sång"}), {"sv": "Annat"}
    screen = worlds.ask("q", "choose-one", text={"sv": "Hur?"}, options=(Option(id="o", text=other),))
    screen = screen.model_copy(update={"about": about})
    own = worlds.ask("q.own_words", "text", text=other).model_copy(update={"about": about, "own_words_of": "q"})
    asked = worlds.questionnaire(screen, own)
    with speaker().app_context():
        assert reading.title(own, asked) == {"sv": "Sång – Hur? – Annat"}
