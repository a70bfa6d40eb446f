"""All texts on one page, for a meeting where people read them aloud and say what is hard."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from flask import abort, request
from flask.typing import ResponseReturnValue

from surveyapp.accounts.guard import open_to
from surveyapp.design.blueprint import blueprint
from surveyapp.design.showing import page_with_media
from surveyapp.design.versions import known
from surveyapp.questionnaire import readability
from surveyapp.questionnaire.model import Questionnaire, Screen, Words
from surveyapp.questionnaire.words import Said, fixed


class Piece(NamedTuple):
    """A piece of a text, and whether it is a long word."""

    text: str
    long: bool


@dataclass(frozen=True)
class Sentence:
    """A sentence with the mark that ends it; `long` if it has more words than is good."""

    pieces: tuple[Piece, ...]
    long: bool


@dataclass(frozen=True)
class Part:
    """One text of the questionnaire. `about` says what it is; an option has its id and pictures."""

    about: Said
    words: Words
    id: str = ""
    pictures: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """What is read together: a screen, or the words before and after them all (`screen` is none)."""

    title: Said
    parts: tuple[Part, ...]
    screen: Screen | None = None


def sections(questionnaire: Questionnaire) -> Iterator[Section]:
    """Everything that is read, in the order of reading. What the interface says itself is left out."""
    yield Section(
        Said("Before the first question"),
        (Part(Said("Title"), questionnaire.title), Part(Said("Welcome"), questionnaire.welcome)),
    )
    for number, screen in enumerate(questionnaire.screens, 1):
        if screen.own_words_of is None:  # its text is the option's
            yield Section(Said("Screen %(number)s", {"number": number}), tuple(_parts(screen)), screen)
    yield Section(Said("After the last question"), (Part(Said("Thanks"), questionnaire.thanks),))


def _parts(screen: Screen) -> Iterator[Part]:
    if screen.about is not None:
        yield Part(Said("Above the question"), screen.about.text, pictures=screen.about.pictures)
    yield Part(Said("Question") if screen.ask != "information" else Said("Text"), screen.text, "", screen.pictures)
    if screen.why is not None:
        yield Part(Said("Why do we ask?"), screen.why)
    for sentence, end in zip((fixed("The lowest step"), fixed("The highest step")), screen.ends or (), strict=False):
        yield Part(Said(sentence), end)
    if screen.unit is not None:
        yield Part(Said("Unit"), screen.unit)
    for option in screen.options:
        yield Part(Said("Answer"), option.text, option.id, option.pictures)


def paragraphs(text: str, language: str) -> Iterator[tuple[Sentence, ...]]:
    """A text line by line, with what may be hard to read marked."""
    for line in text.splitlines():
        if line.strip():
            yield tuple(_sentences(line, language))


def _sentences(line: str, language: str) -> Iterator[Sentence]:
    most = readability.EASY_SENTENCE if readability.is_easy(language) else readability.ORDINARY_SENTENCE
    start = 0
    for end in (*(found.end() for found in readability.SENTENCE_END.finditer(line)), len(line)):
        sentence = line[start:end]
        if sentence.strip():
            long = len(readability.words(sentence)) > most
            yield Sentence(tuple(_pieces(sentence, language)), long)
        start = end


def _pieces(sentence: str, language: str) -> Iterator[Piece]:
    marks_words = language.split("-")[0] in readability.LIX_LANGUAGES
    start = 0
    for found in readability.WORD.finditer(sentence):
        if marks_words and len(found[0]) >= readability.LONG_WORD:
            yield Piece(sentence[start : found.start()], False)
            yield Piece(found[0], True)
            start = found.end()
    yield Piece(sentence[start:], False)


@blueprint.get("/versions/<version>/texts")
@open_to("designer")
def texts(version: str) -> ResponseReturnValue:
    """All texts in the languages that were chosen: every one, unless told otherwise."""
    questionnaire = known(version).questionnaire
    chosen = request.args.getlist("language") or list(questionnaire.languages)
    if not {*chosen} <= {*questionnaire.languages}:
        abort(404)
    return page_with_media(
        "design/texts.html",
        questionnaire,
        languages=[language for language in questionnaire.languages if language in chosen],
        sections=sections(questionnaire),
        paragraphs=paragraphs,
    )
