"""The texts that are shown as a workbook of its own, a sheet for each heading."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from openpyxl import Workbook
from openpyxl.styles import Alignment

from surveyapp.evaluate import names, styles
from surveyapp.evaluate.binding import About, begin, finish, sheet_names
from surveyapp.evaluate.charts import Look
from surveyapp.evaluate.open_answers import cautions
from surveyapp.evaluate.open_answers.listing import Section, sections
from surveyapp.evaluate.paper import Paper
from surveyapp.questionnaire.kinds import Sayable
from surveyapp.questionnaire.model import Questionnaire
from surveyapp.questionnaire.words import fixed
from surveyapp.release.model import Release
from surveyapp.web import words

AS_ITS_LETTERS_SAY = 0
"""The reading order of a text that may be in any language."""


@dataclass(frozen=True)
class TextBook:
    """The workbook while it is written. See `paper.Bound`."""

    workbook: Workbook
    look: Look
    marks: Sequence[str]


def make_workbook(
    release: Release, questionnaire: Questionnaire, texts: Sequence[tuple[str | None, str]], language: str
) -> bytes:
    """The workbook as .xlsx. The same list of the same round in the same language gives the same bytes."""

    def said(text: Sayable) -> str:
        return words.said(text, language, questionnaire.source)

    facts = release.round
    with words.in_language(language):
        workbook, look = begin(language)
        mark = names.mark(facts.kind)
        book = TextBook(workbook, look, [words.say(mark)] if mark else [])
        numbers = {screen.id: number for number, screen in enumerate(questionnaire.questions, 1)}
        listed = sections(questionnaire, texts)
        cover, *called = sheet_names(
            [
                words.say(fixed("Cover")),
                *(
                    f"{numbers[one.screen.id]} {one.screen.id}" if one.screen else words.say(fixed("Without question"))
                    for one in listed
                ),
            ]
        )
        paper = Paper(book, cover, facts.label, (34, 92))
        paper.across(said(questionnaire.title), styles.HEADING)
        paper.row += 1
        for sentence in cautions.about_the_list():
            paper.says(sentence, styles.TEXT)
        paper.row += 1
        paper.says(fixed("The sheets"), styles.HEADING)
        for name, section in zip(called, listed, strict=True):
            paper.text(1, name, styles.LINK, link=name)
            paper.text(2, said(section.heading), styles.LABEL)
            paper.row += 1
        if not listed:
            paper.says(fixed("No text is shown yet."), styles.TEXT)
        for name, section in zip(called, listed, strict=True):
            _sheet(book, name, said(section.heading), section)
        about = About(
            creator=facts.responsible,
            title=facts.label,
            subject=said(questionnaire.title),
            released=datetime.fromisoformat(facts.releases),
        )
        return finish(workbook, language, about, [])


def _sheet(book: TextBook, name: str, heading: str, section: Section[str]) -> None:
    paper = Paper(book, name, heading, (126,))
    paper.row += 1
    paper.freeze(columns=0)
    for text in section.texts:
        paper.text(1, text, styles.LABEL)
        paper.sheet.cell(paper.row, 1).alignment = Alignment(
            horizontal="right" if book.look.right_to_left else "left",
            vertical="top",
            wrap_text=True,
            readingOrder=AS_ITS_LETTERS_SAY,
        )
        paper.row += 1
