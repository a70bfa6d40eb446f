"""Puts a workbook together from a release, the questionnaire that it is about, and a language."""

import io
import re
from collections.abc import Iterable
from datetime import datetime

from babel import Locale
from openpyxl import Workbook

from surveyapp.evaluate import reading, styles
from surveyapp.evaluate.cells import legal
from surveyapp.evaluate.charts import Look
from surveyapp.evaluate.package import fixed_package
from surveyapp.evaluate.paper import Book
from surveyapp.evaluate.sheets import circumstances, codebook, cover, flat, overview, question
from surveyapp.questionnaire.model import Questionnaire
from surveyapp.questionnaire.words import fixed
from surveyapp.release.model import Release
from surveyapp.web import words

LONGEST_NAME = 31


def make_workbook(release: Release, questionnaire: Questionnaire, language: str) -> bytes:
    """The workbook as .xlsx. The same release in the same language gives the same bytes."""
    with words.in_language(language):
        return _make(release, questionnaire, language)


def _make(release: Release, questionnaire: Questionnaire, language: str) -> bytes:
    spoken = words.interface_language(language)
    right_to_left = words.direction(spoken) == "rtl"
    percent = styles.percent_format(Locale.parse(words.locale_of(language)))
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    styles.add_styles(workbook, percent, right_to_left)
    book = Book(workbook, release, questionnaire, language, Look(right_to_left, percent))
    alternatives = _sheets(book)
    properties = workbook.properties
    properties.creator = legal(release.round.responsible) or "surveyapp"
    properties.title = legal(release.round.label)
    properties.subject = legal(book.said(questionnaire.title))
    properties.language = spoken
    out = io.BytesIO()
    workbook.save(out)
    return fixed_package(out.getvalue(), datetime.fromisoformat(release.round.releases), alternatives)


def _sheets(book: Book) -> list[str]:
    """Write the sheets; the alternative texts of their charts, in order."""
    questions = reading.questions(book.release, book.questionnaire)
    first, shares, circle, counts, words_used, *others = _names(
        [
            *map(words.say, (fixed("Cover"), fixed("Overview"), fixed("Language and help"))),
            *map(words.say, (fixed("Flat table"), fixed("Codebook"))),
            *(f"{one.number} {one.screen.id}" for one in questions),
        ]
    )
    by_sheet = dict(zip(others, questions, strict=True))
    contents = [(words_used, words.say(fixed("What the ids stand for, in the words that were asked")))]
    if book.release.blocks:
        contents = [
            (shares, words.say(fixed("The favourable share of each question, women and men side by side"))),
            *((name, book.title(one.screen)) for name, one in by_sheet.items()),
            (circle, words.say(fixed("In which language and how people answered, and who helped"))),
            (counts, words.say(fixed("Every count in a row of its own, for pivot tables"))),
            *contents,
        ]
    cover.write(book, first, contents)
    alternatives = []
    if book.release.blocks:
        overview.write(book, shares, by_sheet)
        alternatives = [text for name, one in by_sheet.items() if (text := question.write(book, name, one))]
        circumstances.write(book, circle)
        flat.write(book, counts)
    codebook.write(book, words_used)
    return alternatives


def _names(wanted: Iterable[str]) -> list[str]:
    """Names that a sheet may have: short, without some signs, and no two alike."""
    found: list[str] = []
    for name in wanted:
        name = re.sub(r"[\[\]:*?/\\\n\t]", " ", legal(name)).strip(" '")[:LONGEST_NAME].strip(" '")
        number, tried = 2, name
        while tried.lower() in {one.lower() for one in found}:
            end = f" {number}"
            tried, number = name[: LONGEST_NAME - len(end)] + end, number + 1
        found.append(tried)
    return found
