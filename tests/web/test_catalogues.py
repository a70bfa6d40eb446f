"""The interface's catalogues: complete, fresh, the same gaps in every language, and easy Swedish for participants."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from surveyapp.questionnaire.readability import ORDINARY_LIX, ORDINARY_SENTENCE, lix, sentences, words

REPOSITORY = Path(__file__).parents[2]
FOLDER = REPOSITORY / "translations"
LANGUAGES = sorted(file.parent.parent.name for file in FOLDER.glob("*/LC_MESSAGES/messages.po"))

GAP = re.compile(r"%\((\w+)\)s")
SENTENCE_ENDS: dict[str, tuple[str, ...]] = {".": (".",), "?": ("?", "؟"), ":": (":",)}
MARKS = {"fixed", "Said"}
FOR_PARTICIPANTS = ("surveyapp/respond/", "surveyapp/web/templates/", "surveyapp/questionnaire/kinds/")
FOR_STAFF = "surveyapp/web/templates/staff.html"


@cache
def catalogue(file: Path) -> Catalog:
    with file.open("rb") as source:
        return read_po(source)


def messages(file: Path) -> list[Message]:
    return [message for message in catalogue(file) if message.id]


def language(tag: str) -> list[Message]:
    return messages(FOLDER / tag / "LC_MESSAGES" / "messages.po")


def pairs(tag: str) -> list[tuple[str, str]]:
    """Each message and its translation."""
    return [(str(message.id), str(message.string)) for message in language(tag)]


@cache
def in_sources() -> dict[str, set[str]]:
    """The messages of the sources, and in which files each stands."""
    with (FOLDER / "babel.cfg").open(encoding="utf-8") as mapping:
        methods, options = parse_mapping_cfg(mapping)  # type: ignore[no-untyped-call]  # Babel's types have gaps
    found = defaultdict(set)
    keywords = DEFAULT_KEYWORDS | dict.fromkeys(MARKS)
    for file, _, message, _, _ in extract_from_dir(REPOSITORY, methods, options, keywords):
        assert isinstance(message, str), f"{file} has a plural, which no test here knows: {message}"
        found[message].add(file)
    return found


def marked() -> Iterator[str]:
    """The messages that Python's own parser finds marked, whole, however they are split over lines."""
    for file in (REPOSITORY / "surveyapp").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                if name in MARKS:
                    yield str(node.args[0].value)


def test_swedish_and_arabic_are_there() -> None:
    assert {"sv", "ar"} <= set(LANGUAGES)


def test_what_is_extracted_is_what_is_marked() -> None:
    """Babel takes any string inside a call for a message: a key, or a part of a sentence put together."""
    of_python = {message for message, files in in_sources().items() if any(file.endswith(".py") for file in files)}
    assert of_python == set(marked())


def test_the_template_is_fresh() -> None:
    """If not: `make catalogues`, then translate what is new."""
    template = {
        str(message.id): {file for file, _ in message.locations} for message in messages(FOLDER / "messages.pot")
    }
    assert template == in_sources()


@pytest.mark.parametrize("tag", LANGUAGES)
def test_no_message_is_missing_unused_or_doubtful(tag: str) -> None:
    known = {message.id for message in language(tag)}
    assert known == set(in_sources())
    assert [message.id for message in language(tag) if not message.string] == []
    assert [message.id for message in language(tag) if message.fuzzy] == []
    assert not catalogue(FOLDER / tag / "LC_MESSAGES" / "messages.po").obsolete


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_translation_has_the_gaps_of_its_message(tag: str) -> None:
    for message, translated in pairs(tag):
        assert sorted(GAP.findall(translated)) == sorted(GAP.findall(message)), message


@pytest.mark.parametrize("tag", LANGUAGES)
def test_messages_hold_no_html_and_no_sign_that_filling_the_gaps_would_take_for_one(tag: str) -> None:
    for pair in pairs(tag):
        for text in pair:
            assert not re.search(r"</?[a-z]|&\w+;", text, re.I), text
            assert "%" not in GAP.sub("", text), text
            assert text == text.strip(), text


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_sentence_ends_as_its_message_does(tag: str) -> None:
    for message, translated in pairs(tag):
        if message[-1] in SENTENCE_ENDS:
            assert translated.endswith(SENTENCE_ENDS[message[-1]]), message


def swedish_for_participants() -> list[str]:
    return [
        str(message.string)
        for message in language("sv")
        if any(file.startswith(FOR_PARTICIPANTS) and file != FOR_STAFF for file, _ in message.locations)
    ]


def test_participants_swedish_is_easy_to_read() -> None:
    texts = swedish_for_participants()
    assert len(texts) > 50
    assert lix("\n".join(texts)) < ORDINARY_LIX


def test_participants_swedish_has_short_sentences() -> None:
    long = [s for text in swedish_for_participants() for s in sentences(text) if len(words(s)) > ORDINARY_SENTENCE]
    assert long == []
