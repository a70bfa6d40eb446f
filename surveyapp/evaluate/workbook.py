"""Puts a workbook together from a release, the questionnaire that it is about, and a language."""

from datetime import datetime

from surveyapp.evaluate import reading
from surveyapp.evaluate.binding import About, begin, finish, sheet_names
from surveyapp.evaluate.paper import Book
from surveyapp.evaluate.sheets import circumstances, codebook, cover, flat, overview, question
from surveyapp.questionnaire.model import Questionnaire
from surveyapp.questionnaire.words import fixed
from surveyapp.release.model import Release
from surveyapp.web import words


def make_workbook(release: Release, questionnaire: Questionnaire, language: str) -> bytes:
    """The workbook as .xlsx. The same release in the same language gives the same bytes."""
    with words.in_language(language):
        workbook, look = begin(language)
        book = Book(workbook, release, questionnaire, language, look)
        alternatives = _sheets(book)
        about = About(
            creator=release.round.responsible,
            title=release.round.label,
            subject=book.said(questionnaire.title),
            released=datetime.fromisoformat(release.round.releases),
        )
        return finish(workbook, language, about, alternatives)


def _sheets(book: Book) -> list[str]:
    """Write the sheets; the alternative texts of their charts, in order."""
    questions = reading.questions(book.release, book.questionnaire)
    first, shares, circle, counts, words_used, *others = sheet_names(
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
