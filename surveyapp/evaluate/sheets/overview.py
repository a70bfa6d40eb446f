"""The overview: the favourable share of each question, women and men side by side."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from surveyapp.evaluate import names, reading, styles
from surveyapp.evaluate.paper import Book, Paper
from surveyapp.evaluate.reading import Question
from surveyapp.questionnaire.words import fixed
from surveyapp.release.figures import Column
from surveyapp.release.model import BlockId, Group, group_of
from surveyapp.web import words

NUMBER_WIDTH, TEXT_WIDTH, FIGURE_WIDTH, NOTE_WIDTH = 6, 42, 8, 30
FAVOURABLE = fixed(
    "The favourable share: of those who answered, the part whose answer is favourable. "
    "Those who chose a way out, such as don't know, are not counted in it."
)

FIRST = 3
"""The first column of figures."""


def write(book: Book, name: str, questions: Sequence[Question], sheets: Mapping[str, str]) -> None:
    """Write it. `sheets` are those that the questions' numbers lead to, by the questions' ids."""
    groups = _groups(book)
    paper = Paper(book, name, name, (NUMBER_WIDTH, TEXT_WIDTH, *[FIGURE_WIDTH] * 3 * len(groups), NOTE_WIDTH))
    paper.says(FAVOURABLE)
    paper.says(reading.few(book.k))
    if joined := reading.put_together(book.release):
        paper.says(joined)
    heads(paper, groups)
    for question in questions:
        sheet = sheets.get(question.screen.id)
        paper.text(1, str(question.number), styles.LINK if sheet else styles.LABEL, link=sheet)
        paper.text(2, book.title(question.screen), styles.LABEL)
        shown = {column.blocks: column for column in question.figures.columns}
        for n, group in enumerate(groups):
            favourable(paper, FIRST + 3 * n, shown.get(group), book.k)
        said = note(question)
        paper.text(FIRST + 3 * len(groups), words.say(said) if said else "", styles.LABEL_ASIDE)
        paper.row += 1
        if book.groups.cut and question.figures.table.shown == "by_block" and question.screen.favourable:
            _parts(book, paper, groups, shown)


def _parts(
    book: Book, paper: Paper, groups: list[tuple[BlockId, ...]], shown: Mapping[tuple[BlockId, ...], Column]
) -> None:
    """A row for each value of the second variable, or for those that were put together; not all groups have it."""
    parts: dict[tuple[str, ...], dict[Group, BlockId]] = {}
    for block in book.release.blocks:
        if block.values:
            parts.setdefault(block.values, {})[block.gender] = block.id
    for of in parts.values():
        paper.text(1, "", styles.LABEL_ASIDE)
        paper.text(2, book.groups.values(list(of.values())[:1]), styles.LABEL_ASIDE)
        for n, group in enumerate(groups):
            of_one = {group_of(id) for id in group}
            part = of.get(of_one.pop()) if len(of_one) == 1 else None
            favourable(paper, FIRST + 3 * n, shown.get((part,)) if part else None, book.k)
        paper.text(FIRST + 3 * len(groups), "", styles.LABEL_ASIDE)
        paper.row += 1


def _groups(book: Book) -> list[tuple[BlockId, ...]]:
    blocks = tuple(block.id for block in book.release.blocks)
    groups = [tuple(one) for _, one in groupby(blocks, group_of)]
    return [*groups, blocks] if len(groups) > 1 else groups


def heads(paper: Paper, groups: Sequence[tuple[BlockId, ...]], *more: str) -> None:
    """The two rows of heads: the question, `more` beside it, each group's share with its count and base, and a note."""
    first = 3 + len(more)
    end = first + 3 * len(groups)
    paper.text(1, "", styles.HEAD_GROUP, to=first - 1)
    for n, group in enumerate(groups):
        paper.text(first + 3 * n, words.say(names.column(group)), styles.HEAD_GROUP, to=first + 2 + 3 * n)
    paper.text(end, "", styles.HEAD_GROUP)
    paper.row += 1
    paper.text(1, words.say(fixed("Question")), styles.HEAD, to=2)
    for n, head in enumerate(more, 3):
        paper.text(n, words.say(head), styles.HEAD)
    for n in range(len(groups)):
        for m, head in enumerate((fixed("Count"), fixed("Base"), fixed("Share"))):
            paper.text(first + 3 * n + m, words.say(head), styles.HEAD_FIGURE)
    paper.text(end, words.say(fixed("Note")), styles.HEAD)
    paper.row += 1
    paper.freeze(columns=first - 1)


def favourable(paper: Paper, at: int, column: Column | None, k: int) -> None:
    """The favourable share with its count and base, or nothing."""
    share = column.favourable if column else None
    for n, style in enumerate((styles.COUNT, styles.COUNT, styles.SHARE)):
        paper.text(at + n, "", style)
    if share:
        paper.count(at, share.part, styles.COUNT)
        paper.count(at + 1, share.base, styles.COUNT)
        paper.share(at + 2, reading.percentage(share, k), aside=False)


def note(question: Question) -> str | None:
    """Why there is no share, or what is to be known of it."""
    if question.figures.table.shown == "not_shown":
        return fixed("Not shown")
    if not question.screen.favourable:
        return fixed("No favourable answer")
    if not any(column.favourable for column in question.figures.columns):
        return fixed("Not told, so that nobody stands out")
    if question.figures.table.shown == "together" and not question.screen.sensitive:
        return fixed("For all groups together")
    return fixed("A sensitive question.") if question.screen.sensitive else None
