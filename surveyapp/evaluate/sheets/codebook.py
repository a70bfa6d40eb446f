"""The codebook: what every id of the flat sheet stands for, in the words that were asked."""

from collections.abc import Sequence

from surveyapp.evaluate import styles
from surveyapp.evaluate.paper import Book, Paper
from surveyapp.questionnaire.kinds import kind_of
from surveyapp.questionnaire.model import Screen
from surveyapp.questionnaire.words import fixed
from surveyapp.web import words

HEADS = (
    fixed("Question"),
    fixed("Text"),
    fixed("Kind of question"),
    fixed("Sensitive"),
    fixed("Asked depending on"),
    fixed("Answer"),
    fixed("Text of the answer"),
    fixed("Offered depending on"),
    fixed("Favourable"),
    fixed("Way out"),
)


def write(book: Book, name: str, screens: Sequence[Screen]) -> None:
    """One row for each answer of each question; a text question has one row."""
    paper = Paper(book, name, name, (22, 46, 14, 11, 20, 20, 40, 20, 12, 10))
    for column, head in enumerate(HEADS, 1):
        paper.text(column, words.say(head), styles.HEAD)
    paper.row += 1
    paper.freeze()
    for screen in screens:
        top = paper.row
        for row, text in kind_of(screen).rows(screen).items() or [("", "")]:
            _row(book, paper, screen, row, book.said(text))
        paper.keep_together(top)


def _row(book: Book, paper: Paper, screen: Screen, row: str, text: str) -> None:
    yes = words.say(fixed("Yes"))
    option = next((option for option in screen.options if option.id == row.partition(".")[0]), None)  # a rank's place
    values = (
        screen.id,
        book.title(screen),
        screen.ask,
        yes if screen.sensitive else "",
        ", ".join(screen.reads),
        row,
        text,
        ", ".join(option.reads) if option else "",
        yes if row in screen.favourable else "",
        yes if option and option.way_out else "",
    )
    for column, value in enumerate(values, 1):
        paper.text(column, value, styles.LABEL)
    paper.row += 1
