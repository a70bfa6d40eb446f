"""The workbook of a study's release."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.table import Table, TableStyleInfo

from surveyapp.evaluate import names, styles
from surveyapp.evaluate.binding import About, begin, finish, sheet_names
from surveyapp.evaluate.charts import Look
from surveyapp.evaluate.paper import Paper
from surveyapp.evaluate.study import reading
from surveyapp.evaluate.study.reading import Told
from surveyapp.questionnaire.words import fixed
from surveyapp.release.model import Count
from surveyapp.release.study import Topic
from surveyapp.web import words

NAMES = (
    fixed("Cover"),
    fixed("Themes"),
    fixed("Codes"),
    fixed("Quotes"),
    fixed("Balance"),
    fixed("Votes"),
    fixed("Actions"),
    fixed("Flat table"),
)

NUMBER = 18
"""How wide a column of figures is; its head stands over them."""


@dataclass(frozen=True)
class StudyBook:
    """A workbook of one study while it is written."""

    workbook: Workbook
    look: Look
    told: Told

    @property
    def marks(self) -> Sequence[str]:
        """See `paper.Bound.marks`."""
        return [words.say(self.told.mark)] if self.told.mark else []


def make_study_workbook(told: Told) -> bytes:
    """The workbook as .xlsx. The same release, votes and board in the same language give the same bytes."""
    with words.in_language(told.language):
        workbook, look = begin(told.language)
        book = StudyBook(workbook, look, told)
        called = sheet_names(map(words.say, NAMES))
        _cover(book, called[0])
        _topics(book, called[1], fixed("Theme"), [(told.theme(one.name), one) for one in told.release.themes])
        _topics(book, called[2], fixed("Code"), [(one.name, one) for one in told.release.codes])
        _quotes(book, called[3])
        _balance(book, called[4])
        _votes(book, called[5])
        _rows(book, called[6], ACTION_HEADS, (40, 20, 30, 20, 50), told.action_lines())
        _flat(book, called[7])
        facts = told.release.study
        about = About(facts.responsible, facts.label, told.said(told.guide.title), told.released)
        return finish(workbook, told.language, about, [])


ACTION_HEADS = (fixed("Action"), fixed("State"), fixed("Responsible"), fixed("By when"), fixed("Why not"))
VOTE_HEADS = (
    fixed("Vote"),
    fixed("Question"),
    fixed("Choice"),
    fixed("Group"),
    fixed("Voters"),
    fixed("Points or votes"),
)
FLAT_HEADS = (fixed("What"), fixed("Id"), fixed("Group"), fixed("Figure"), fixed("Count"), fixed("Base"))


def _cover(book: StudyBook, name: str) -> None:
    told, k = book.told, book.told.release.study.k
    paper = Paper(book, name, told.release.study.label, (48, 70, 16))
    paper.says(fixed("Whom this is about"), styles.HEADING)
    if reason := reading.no_figures(told.release):
        paper.says(reason, styles.MARK)
    for block in told.release.blocks:
        paper.text(1, words.say(names.BLOCKS[block.gender]), styles.LABEL)
        paper.number(2, block.size, styles.COUNT_FIRST)
        paper.row += 1
    paper.row += 1
    paper.says(fixed("Groups"), styles.HEADING)
    for composition, n in told.groups():
        paper.text(1, composition, styles.LABEL)
        paper.number(2, n, styles.COUNT_FIRST)
        paper.row += 1
    paper.row += 1
    paper.says(fixed("Who moderated"), styles.HEADING)
    for column, head in enumerate(MODERATED_HEADS, 1):
        paper.text(column, words.say(head), styles.HEAD)
    paper.row += 1
    for moderator, relation, meetings in told.moderated():
        paper.text(1, moderator, styles.LABEL)
        paper.text(2, relation, styles.LABEL)
        paper.number(3, meetings, styles.COUNT)
        paper.row += 1
    paper.row += 1
    paper.says(fixed("The study"), styles.HEADING)
    for fact, value in told.facts():
        if value:
            paper.text(1, words.say(fact), styles.LABEL)
            paper.text(2, value, styles.LABEL, to=3)
            paper.row += 1
    paper.row += 1
    for heading, sentences in (
        (fixed("How those who took part are protected"), reading.rule(k)),
        (fixed("What is not promised"), reading.not_promised()),
        (fixed("What may be concluded"), reading.conclusions()),
    ):
        paper.says(heading, styles.HEADING)
        for sentence in sentences:
            paper.says(sentence, styles.TEXT)
        paper.row += 1


MODERATED_HEADS = (fixed("Moderator"), fixed("To the participants"), fixed("Meetings"))


def _topics(book: StudyBook, name: str, head: str, topics: Iterable[tuple[str, Topic]]) -> None:
    heads = book.told.heads()
    rows = [(title, *book.told.cells(topic)) for title, topic in topics]
    _rows(book, name, [words.say(head), *heads], (44, *[NUMBER] * len(heads)), rows)


def _quotes(book: StudyBook, name: str) -> None:
    told = book.told
    rows = [
        (told.theme(theme), quote.text, told.speaker(quote) or reading.NONE)
        for theme in (*(topic.name for topic in told.release.themes), None)
        for quote in told.quotes(theme)
    ]
    _rows(book, name, (fixed("Theme"), fixed("What was said"), fixed("Speaker")), (40, 80, 20), rows)


def _balance(book: StudyBook, name: str) -> None:
    heads = (fixed("Group"), fixed("Balance in time"), fixed("Balance in turns"))
    _rows(book, name, heads, (30, NUMBER, NUMBER), book.told.balance())


def _votes(book: StudyBook, name: str) -> None:
    rows = [(one.ballot, one.question, one.choice, one.group, one.voters, one.figure) for one in book.told.vote_lines()]
    _rows(book, name, VOTE_HEADS, (30, 44, 44, 24, NUMBER, NUMBER), rows)


def _rows(
    book: StudyBook,
    name: str,
    heads: Sequence[str],
    widths: Sequence[int],
    rows: Iterable[Sequence[str | float | Count | None]],
) -> Paper:
    """A sheet with one table. Numbers stay numbers, counts told in words are words, and what isn't told is a dash."""
    paper = Paper(book, name, name, widths)
    top = paper.row
    for column, head in enumerate(heads, 1):
        paper.text(column, words.say(head), styles.HEAD_FIGURE if widths[column - 1] == NUMBER else styles.HEAD)
    paper.row += 1
    paper.freeze()
    for row in rows:
        for column, value in enumerate(row, 1):
            if isinstance(value, float):
                paper.number(column, value, styles.MEAN)
            elif value is None or isinstance(value, int) or value in names.COARSE:
                paper.count(column, value, styles.COUNT)  # type: ignore[arg-type]  # a coarse count is one of two words
            else:
                paper.text(column, value, styles.LABEL)
        paper.row += 1
    if paper.row == top + 1:
        paper.says(fixed("Nothing is told here."))
    return paper


def _flat(book: StudyBook, name: str) -> None:
    """Every figure in a row of its own, with ids that are the same in every language."""
    release = book.told.release
    rows: list[tuple[str | int | None, ...]] = []
    for what, topics in (("theme", release.themes), ("code", release.codes)):
        for topic in topics:
            for block, spread in zip(release.blocks, topic.spread, strict=True):
                rows.append((what, topic.name, block.id, "persons", spread.persons, block.size))
                rows.append((what, topic.name, block.id, "mentions", spread.mentions, block.size))
    paper = _rows(book, name, FLAT_HEADS, (14, 40, 20, 16, NUMBER, NUMBER), rows)
    if rows:
        head = paper.row - len(rows) - 1
        table = Table(displayName="Figures", ref=f"A{head}:{get_column_letter(len(FLAT_HEADS))}{paper.row - 1}")
        table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
        paper.sheet.add_table(table)
