"""docs/adding-a-language.md, done: a language is one catalogue, and no code."""

import shutil
from pathlib import Path

import pytest
from flask import Flask

from surveyapp.app import create_app
from surveyapp.config import from_environment, shipped
from surveyapp.questionnaire.words import Said
from surveyapp.web import words
from tests.pages import check_page

HEAD = """msgid ""
msgstr ""
"Language: fi\\n"
"Content-Type: text/plain; charset=utf-8\\n"

"""

FINNISH = {
    "About this service": "Tietoa palvelusta",
    "Your answers": "Vastauksesi",
    "Question %(step)s of %(steps)s": "Kysymys %(step)s / %(steps)s",
}


def in_finnish(template: str) -> str:
    """The template with some of its messages translated, as somebody would who has begun."""
    text = HEAD + template
    for message, translated in FINNISH.items():
        assert f'msgid "{message}"\nmsgstr ""' in text, "the template has lost a message; choose another"
        text = text.replace(f'msgid "{message}"\nmsgstr ""', f'msgid "{message}"\nmsgstr "{translated}"')
    return text


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    folder = tmp_path / "translations"
    shutil.copytree(shipped("translations"), folder)
    catalogue = folder / "fi" / "LC_MESSAGES" / "messages.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text(in_finnish((folder / "messages.pot").read_text("utf-8")), "utf-8")
    return create_app(
        from_environment({"SURVEYAPP_DATA": str(tmp_path / "data"), "SURVEYAPP_TRANSLATIONS": str(folder)})
    )


def test_a_page_speaks_the_new_language_and_english_where_it_is_not_translated(app: Flask) -> None:
    page = app.test_client().get("/about", headers={"Accept-Language": "fi"}).text
    check_page(page)
    assert '<html lang="fi" dir="ltr">' in page
    assert "Tietoa palvelusta" in page
    assert "No name, address or phone is stored with an answer." in page


def test_the_new_language_is_offered_by_its_own_name_and_fills_gaps(app: Flask) -> None:
    with app.app_context():
        assert "fi" in words.languages()
        assert words.own_name("fi") == "Suomi"
        with words.in_language("fi"):
            assert words.page_language() == "fi"
            question = Said("Question %(step)s of %(steps)s", {"step": 3, "steps": 12})
            assert words.say(question) == "Kysymys 3 / 12"


@pytest.mark.parametrize(("tag", "name"), [("so", "Soomaali"), ("ar", "العربية"), ("sv", "Svenska")])
def test_the_shipped_languages_are_called_by_their_own_names(app: Flask, tag: str, name: str) -> None:
    with app.app_context():
        assert tag in words.languages()
        assert words.own_name(tag) == name
