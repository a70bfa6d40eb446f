"""The flat sheet: every count in a row of its own, to pivot."""

from collections.abc import Iterator, Sequence

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table, TableStyleInfo

from surveyapp.evaluate import names, reading, styles
from surveyapp.evaluate.paper import Book, Paper
from surveyapp.questionnaire.words import fixed
from surveyapp.release.figures import Figures
from surveyapp.release.model import Count, Row
from surveyapp.web import words

HEADS = (
    fixed("Group"),
    fixed("Question id"),
    fixed("Answer id"),
    fixed("Count"),
    fixed("Base"),
    fixed("Not chosen"),
    fixed("Group in words"),
    fixed("Question in words"),
    fixed("Answer in words"),
)

Line = tuple[str, str, str, Count, int | None, int | None, str, str, str]


def write(book: Book, name: str, shown: Sequence[Figures]) -> None:
    """Write the counts of blocks only: sums of them would be counted twice in a pivot table."""
    paper = Paper(book, name, name, (18, 24, 20, 10, 10, 12, 30, 44, 34))
    paper.says(
        fixed(
            "Every count once, without sums. The base is those asked. Not chosen counts those who answered a question "
            "with several choices and left this one out. Counts that are told in words can't be added."
        )
    )
    top = paper.row
    for column, head in enumerate(HEADS, 1):
        paper.text(column, words.say(head), styles.HEAD)
    paper.row += 1
    paper.freeze()
    for line in lines(book, shown):
        for column, value in enumerate(line, 1):
            if isinstance(value, int) or (column == 4 and value in names.COARSE):
                paper.count(column, value, styles.COUNT)  # type: ignore[arg-type]  # a coarse count is one of two words
            else:
                paper.text(column, value or "", styles.LABEL)
        paper.row += 1
    table = Table(displayName="Figures", ref=f"A{top}:{get_column_letter(len(HEADS))}{paper.row - 1}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    paper.sheet.add_table(table)


def lines(book: Book, shown: Sequence[Figures]) -> Iterator[Line]:
    """The rows of the sheet."""
    for one in shown:
        for column in one.columns[: len(one.table.columns)]:
            group = words.say(names.column(column.blocks))
            for row in one.table.rows:
                question, answer = _words(book, one, row)
                numbers = column.counts[row.id], column.asked, column.not_chosen.get(row.id)
                yield "+".join(column.blocks), one.id, row.id, *numbers, group, question, answer


def _words(book: Book, one: Figures, row: Row) -> tuple[str, str]:
    if one.screen is None:
        return words.say(reading.fact_name(one.id)), book.fact_value(one.id, row)
    return book.title(one.screen), book.said(reading.Question(0, one.screen, one).name(row))
