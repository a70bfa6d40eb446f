"""A grid's sheet: its statements below each other under one scale, so that they can be compared."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TypeAlias

from surveyapp.evaluate import charts, names, reading, styles
from surveyapp.evaluate.cells import legal, shortened
from surveyapp.evaluate.paper import Book, Paper, area
from surveyapp.evaluate.reading import Question
from surveyapp.evaluate.sheets.question import LONGEST_ALTERNATIVE, bars_of_answers
from surveyapp.questionnaire.words import Said, fixed
from surveyapp.release.figures import Column, Share
from surveyapp.release.model import Group
from surveyapp.web import words

LABEL_WIDTH, FIGURE_WIDTH = 38, 12

MOST_BARS = 40
"""More bars than these can't be read on one page."""

CENTIMETRES_OF_A_BAR = 0.75

Line: TypeAlias = Callable[[], None]
"""What writes one row."""

FAVOURABLE = (fixed("Favourable answers"), fixed("Base of the favourable share"), fixed("Favourable share"))


def write(book: Book, name: str, statements: Sequence[Question]) -> str | None:
    """Write the sheet. Returns the alternative text of its chart, if it has one."""
    return _GridSheet(book, name, statements).write()


class _GridSheet:
    """Its columns are the answers, those asked and the favourable share; each statement has a row for each group.

    Tables stand below each other under the same heads: counts, the groups' shares, those of all groups together, and
    women and men.
    """

    def __init__(self, book: Book, name: str, statements: Sequence[Question]) -> None:
        self.book = book
        self.statements = statements
        self.shown = [one for one in statements if one.figures.columns]
        self.rows = self.shown[0].rows if self.shown else []
        self.asked = 2 + len(self.rows)
        self.judged = any(one.screen.favourable for one in statements)
        self.end = self.asked + (len(FAVOURABLE) if self.judged else 0)
        self.heading = reading.heading(statements, book.said)
        self.paper = Paper(book, name, self.heading, (LABEL_WIDTH, *[FIGURE_WIDTH] * (self.end - 1)))

    def write(self) -> str | None:
        notes = {one.number: list(reading.notes(one, self.book.release)) for one in self.statements}
        of_all = [note for note in notes[self.statements[0].number] if all(note in its for its in notes.values())]
        for note in of_all:
            self.paper.says(note)
        if not self.shown:
            return None
        self._heads()
        own = {number: [note for note in its if note not in of_all] for number, its in notes.items()}
        self._table(fixed("Counts"), self.statements, self._counts, own)
        self.paper.new_page()
        top = self.paper.row + 1
        self._table(fixed("Share of those asked"), self.shown, lambda one: self._shares(one, drawn(one)))
        bottom = self.paper.row - 1
        if any(len(drawn(one)) < len(one.figures.columns) for one in self.shown):
            self._table(
                fixed("Share of those asked, groups together"), self.shown, lambda one: self._shares(one, sums(one))
            )
        if apart := [one for one in self.shown if one.apart]:
            self._table(fixed("Of the women and men who gave the answer"), apart, self._between)
        self.paper.row += 1
        return self._chart(top, bottom)

    def _heads(self) -> None:
        self.paper.text(1, words.say(fixed("Answer")), styles.HEAD)
        heads = [*(self.book.row_name(self.shown[0], row) for row in self.rows), words.say(fixed("Asked"))]
        heads += map(words.say, FAVOURABLE) if self.judged else ()
        for at, head in enumerate(heads, 2):
            self.paper.text(at, head, styles.HEAD_FIGURE)
        self.paper.row += 1
        self.paper.freeze()

    def _table(
        self,
        name: str,
        statements: Sequence[Question],
        lines: Callable[[Question], Sequence[Line]],
        notes: Mapping[int, Sequence[Said]] | None = None,
    ) -> None:
        """A table with a group of rows for each statement, and what is said of that statement alone."""
        for n, one in enumerate(statements):
            said, its = (notes or {}).get(one.number, ()), lines(one)
            fits = self.paper.fits(1 + len(said) + len(its))
            if not fits:
                self.paper.new_page()
            if n == 0 or not fits:
                self.paper.text(1, "", styles.HEAD_GROUP)  # a chart would name a bar after it
                self.paper.text(2, words.say(name), styles.HEAD_GROUP, to=self.end)
                self.paper.row += 1
            self.paper.text(1, f"{one.number}. {self.book.said(one.screen.text)}", styles.LABEL_SUM, to=self.end)
            self.paper.row += 1
            for note in said:
                self.paper.says(note)
            for line in its:
                line()
                self.paper.row += 1

    def _counts(self, one: Question) -> Sequence[Line]:
        return [partial(self._count, one, column) for column in one.figures.columns]

    def _count(self, one: Question, column: Column) -> None:
        self.paper.text(1, self.book.groups.name(column.blocks), styles.LABEL)
        for at, row in enumerate(self.rows, 2):
            aside = one.is_way_out(row)
            self.paper.count(at, column.counts[row.id], styles.COUNT_ASIDE if aside else styles.COUNT)
        self.paper.count(self.asked, column.asked, styles.COUNT)
        if self.judged:
            share = column.favourable
            self.paper.count(self.asked + 1, share.part if share else None, styles.COUNT)
            self.paper.count(self.asked + 2, share.base if share else None, styles.COUNT)
            self.paper.share(self.asked + 3, reading.percentage(share, self.book.k), aside=False)

    def _shares(self, one: Question, columns: Sequence[Column]) -> Sequence[Line]:
        return [partial(self._share, one, column) for column in columns]

    def _share(self, one: Question, column: Column) -> None:
        self.paper.text(1, self.book.with_base(column), styles.LABEL)
        for at, row in enumerate(self.rows, 2):
            self.paper.share(at, column.shares.get(row.id), one.is_way_out(row))
        self.paper.count(self.asked, column.asked, styles.COUNT)

    def _between(self, one: Question) -> Sequence[Line]:
        women = [*(one.figures.women.get(row.id) for row in self.rows), one.figures.women_asked]
        men = [reading.rest(share) if share else None for share in women]
        return [
            *(partial(self._part, group, shares) for group, shares in zip(one.apart, (women, men), strict=True)),
            partial(self._bases, women),
        ]

    def _part(self, group: Group, shares: Sequence[Share | None]) -> None:
        self.paper.text(1, words.say(names.BLOCKS[group]), styles.LABEL)
        for at, share in enumerate(shares, 2):
            self.paper.share(at, reading.percentage(share, self.book.k), aside=False)

    def _bases(self, shares: Sequence[Share | None]) -> None:
        self.paper.text(1, words.say(fixed("Base")), styles.LABEL)
        for at, share in enumerate(shares, 2):
            self.paper.count(at, share.base if share else None, styles.COUNT)

    def _chart(self, top: int, bottom: int) -> str | None:
        """A bar for each group of each statement, under a line with the statement's words."""
        bars = bottom - top + 1
        told = all(one.figures.chart for one in self.shown) and any(
            column.asked for one in self.shown for column in drawn(one)
        )
        if not self.book.profile.charts or not told or bars > MOST_BARS:
            self.paper.fit_on_page()
            return None
        sheet = self.paper.sheet
        fills = bars_of_answers(
            self.shown[0],
            names=[area(sheet, self.paper.head, at, self.paper.head, at) for at in range(2, self.asked)],
            shares=[area(sheet, top, at, bottom, at) for at in range(2, self.asked)],
        )
        labels = area(sheet, top, 1, bottom, 1)
        chart = charts.stacked(self.heading, fills, labels, bars, self.paper.centimetres, self.book.look)
        chart.height = self.paper.fit_on_page(4 + CENTIMETRES_OF_A_BAR * bars)
        sheet.add_chart(chart, f"A{self.paper.row}")
        return self._alternative()

    def _alternative(self) -> str:
        lines = [words.say(Said("Bar chart: %(question)s", {"question": self.heading}))]
        for one in self.shown:
            lines.append(self.book.said(one.screen.text))
            lines += [self.book.shares_in_words(one, column) for column in drawn(one)]
        return shortened(legal("\n".join(lines)), LONGEST_ALTERNATIVE)


def drawn(question: Question) -> list[Column]:
    """The groups, and not their sums; or all together."""
    columns = question.figures.columns
    return [column for column in columns if len(column.blocks) == 1] or list(columns)


def sums(question: Question) -> list[Column]:
    """The columns that are sums of groups."""
    return [column for column in question.figures.columns if column not in drawn(question)]
