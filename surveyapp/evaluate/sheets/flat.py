"""The flat sheet: every count in a row of its own, to pivot."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table, TableStyleInfo

from surveyapp.evaluate import names, reading, styles
from surveyapp.evaluate.paper import Book, Paper
from surveyapp.questionnaire.words import fixed
from surveyapp.release.figures import Figures
from surveyapp.release.model import BlockId, Row, group_of
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

HEADS_OF_CUTS = (fixed("Women, men or others"), fixed("Second variable"), fixed("Its values"))
"""What a round with a second variable has beside."""

COUNT = 3
"""Which of the heads stands above the counts."""

WIDTHS, WIDTH_OF_CUTS = (18, 24, 20, 10, 10, 12, 30, 44, 34), 18

SAYS = fixed(
    "Every count once, without sums. The base is those asked. Not chosen counts those who answered a question "
    "with several choices and left this one out. Counts that are told in words can't be added."
)

Line: TypeAlias = tuple[str | int | None, ...]


def write(book: Book, name: str, shown: Sequence[Figures]) -> None:
    """Write the counts of blocks only: sums of them would be counted twice in a pivot table."""
    heads = HEADS + HEADS_OF_CUTS if book.release.round.second else HEADS
    paper = Paper(book, name, name, (*WIDTHS, *[WIDTH_OF_CUTS] * (len(heads) - len(HEADS))))
    paper.says(SAYS)
    table(paper, heads, lines(book, shown))


def table(paper: Paper, heads: Sequence[str], rows: Iterable[Line]) -> None:
    """Write the rows as a table that can be filtered and pivoted."""
    top, count = paper.row, heads.index(HEADS[COUNT]) + 1
    for column, head in enumerate(heads, 1):
        paper.text(column, words.say(head), styles.HEAD)
    paper.row += 1
    paper.freeze()
    for line in rows:
        for column, value in enumerate(line, 1):
            if isinstance(value, int) or (column == count and value in names.COARSE):
                paper.count(column, value, styles.COUNT)  # type: ignore[arg-type]  # a coarse count is one of two words
            else:
                paper.text(column, value or "", styles.LABEL)
        paper.row += 1
    area = Table(displayName="Figures", ref=f"A{top}:{get_column_letter(len(heads))}{paper.row - 1}")
    area.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    paper.sheet.add_table(area)


def lines(book: Book, shown: Sequence[Figures]) -> Iterator[Line]:
    """The rows of the sheet."""
    for one in shown:
        for column in one.columns[: len(one.table.columns)]:
            group = book.groups.name(column.blocks)
            cut = _cut(book, column.blocks) if book.release.round.second else ()
            for row in one.table.rows:
                question, answer = _words(book, one, row)
                numbers = column.counts[row.id], column.asked, column.not_chosen.get(row.id)
                yield "+".join(column.blocks), one.id, row.id, *numbers, group, question, answer, *cut


def _cut(book: Book, blocks: Sequence[BlockId]) -> tuple[str, str, str]:
    values = {block.id: block.values for block in book.release.blocks}
    of = values[blocks[0]] if len(blocks) == 1 else ()
    return "+".join(dict.fromkeys(map(group_of, blocks))), book.release.round.second or "", ",".join(of)


def _words(book: Book, one: Figures, row: Row) -> tuple[str, str]:
    if one.screen is None:
        return words.say(reading.fact_name(one.id)), book.fact_value(one.id, row)
    return book.title(one.screen), book.said(reading.Question(0, one.screen, one).name(row))
