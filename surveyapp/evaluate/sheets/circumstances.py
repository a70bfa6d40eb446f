"""The sheet of language, helper, support on the screen and way of answering."""

from surveyapp.evaluate import reading, styles
from surveyapp.evaluate.paper import Book, Paper
from surveyapp.questionnaire.words import Said, fixed
from surveyapp.release.figures import Figures
from surveyapp.web import words


def write(book: Book, name: str) -> None:
    """One small table for each, over all blocks together."""
    paper = Paper(book, name, name, (70, 18, 22))
    paper.says(
        Said(
            "These figures are for all groups together. Values with fewer than %(k)s people stand together in one row.",
            {"k": book.release.round.k},
        )
    )
    for one in reading.facts(book.release, book.questionnaire):
        paper.row += 1
        paper.says(reading.fact_name(one.id), styles.HEADING)
        if one.columns:
            _table(book, paper, one)
        else:
            paper.says(
                fixed("Not shown: by how many were asked, or could answer what, the figures could point at someone.")
            )


def _table(book: Book, paper: Paper, one: Figures) -> None:
    (column,) = one.columns
    group = book.groups.name(column.blocks)
    paper.text(1, "", styles.HEAD)
    paper.text(2, words.say(fixed("Count")), styles.HEAD_FIGURE)
    paper.text(3, words.say(Said("%(group)s (of %(base)s)", {"group": group, "base": column.size})), styles.HEAD_FIGURE)
    paper.row += 1
    for row in one.table.rows:
        paper.text(1, book.fact_value(one.id, row), styles.LABEL)
        paper.count(2, column.counts[row.id], styles.COUNT)
        paper.share(3, column.shares.get(row.id), aside=False)
        paper.row += 1
