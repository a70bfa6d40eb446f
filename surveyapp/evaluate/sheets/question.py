"""A question's sheet: its table, its favourable share, mean and median, and its chart."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby, pairwise

from openpyxl.chart import BarChart

from surveyapp.evaluate import charts, colours, names, reading, styles
from surveyapp.evaluate.cells import legal, shortened
from surveyapp.evaluate.charts import Bars
from surveyapp.evaluate.paper import Book, Paper, area
from surveyapp.evaluate.reading import Question
from surveyapp.questionnaire.words import Said, fixed
from surveyapp.release.figures import Column, Share
from surveyapp.release.model import NOT_ASKED, Count, Group, Row
from surveyapp.web import words

LABEL_WIDTH, FIGURE_WIDTH, SUM_WIDTH, SINGLE_WIDTH = 38, 12, 18, 26
"""The single columns of a table without groups are wider, and have an empty one beside them: printed a page wide, a
narrow sheet would be blown up."""

CUT_LABEL_WIDTH, CUT_WIDTH, NARROW, NARROWEST = 32, 150, 10, 7
"""Of a table whose groups are cut: all columns of figures together, those whose heads stand upright, the narrowest."""

LONGEST_ALTERNATIVE = 4000


def write(book: Book, name: str, question: Question) -> str | None:
    """Write the sheet. Returns the alternative text of its chart, if it has one."""
    cut = book.groups.cut and question.figures.table.shown == "by_block"
    sheet = _CutSheet(book, name, question) if cut else _QuestionSheet(book, name, question)
    return sheet.write()


class _QuestionSheet:
    """Its columns from left to right: the answer, counts, shares, and women and men."""

    def __init__(self, book: Book, name: str, question: Question) -> None:
        self.book = book
        self.question = question
        self.columns = question.figures.columns
        self.shares = 2 + len(self.columns)
        self.between = self.shares + len(self.columns)
        self.apart = bool(question.apart)
        self.head = styles.HEAD_FIGURE
        self.end = self.between + (3 if self.apart else 0)
        self.heading = f"{question.number}. {book.title(question.screen)}"
        self.paper = Paper(book, name, self.heading, self._widths())

    def _widths(self) -> Sequence[int]:
        if len(self.columns) > 1:
            groups = [FIGURE_WIDTH if len(column.blocks) == 1 else SUM_WIDTH for column in self.columns]
            return (LABEL_WIDTH, *groups, *groups, *[FIGURE_WIDTH] * (self.end - self.between))
        return (LABEL_WIDTH, *[SINGLE_WIDTH] * 2, LABEL_WIDTH)

    def write(self) -> str | None:
        for note in reading.notes(self.question, self.book.release):
            self.paper.says(note)
        if not self.columns:
            return None
        top = self._tables()
        self.paper.row += 1
        return self._chart(top)

    def _tables(self) -> int:
        """Write them. Returns the first row of the shares."""
        self._heads()
        top = self.paper.row
        for row in self.question.rows:
            aside = self._label(row)
            self._counts(row, aside)
            self._shares(row, aside)
            if self.apart:
                self._between(self.question.figures.women.get(row.id), aside)
            self.paper.row += 1
        self._sums()
        self._summaries()
        return top

    def _heads(self) -> None:
        groups = {2: fixed("Counts"), self.shares: fixed("Share of those asked")}
        if self.apart:
            groups[self.between] = fixed("Of the women and men who gave the answer")
        self.paper.text(1, "", styles.HEAD_GROUP)
        for start, after in pairwise([*sorted(groups), self.end]):
            self.paper.text(start, words.say(groups[start]), styles.HEAD_GROUP, to=after - 1)
        self.paper.row += 1
        self.paper.text(1, words.say(fixed("Answer")), styles.HEAD)
        for n, column in enumerate(self.columns):
            self.paper.text(2 + n, self.book.groups.name(column.blocks), styles.HEAD_FIGURE)
            self.paper.text(self.shares + n, self.book.with_base(column), styles.HEAD_FIGURE)
        if self.apart:
            self._heads_between()
        self.paper.row += 1
        self.paper.freeze()

    def _heads_between(self) -> None:
        for n, head in enumerate((*(names.BLOCKS[block] for block in self.question.apart), fixed("Base"))):
            self.paper.text(self.between + n, words.say(head), self.head)

    def _label(self, row: Row) -> bool:
        """Write the row's name. Returns whether it tells of something else than an answer."""
        aside = self.question.is_way_out(row)
        self.paper.text(1, self.book.row_name(self.question, row), styles.LABEL_ASIDE if aside else styles.LABEL)
        return aside

    def _counts(self, row: Row, aside: bool) -> None:
        for n, column in enumerate(self.columns):
            self.paper.count(2 + n, column.counts[row.id], styles.COUNT_ASIDE if aside else styles.COUNT)

    def _shares(self, row: Row, aside: bool) -> None:
        for n, column in enumerate(self.columns):
            self.paper.share(self.shares + n, column.shares.get(row.id), aside)

    def _between(self, women: Share | None, aside: bool) -> None:
        told = reading.percentage(women, self.book.k)
        self.paper.share(self.between, told, aside)
        self.paper.share(self.between + 1, reading.rest(told) if told else None, aside)
        self.paper.count(self.between + 2, women.base if women else None, styles.COUNT_ASIDE if aside else styles.COUNT)

    def _sums(self) -> None:
        self._sum(fixed("Asked"), [column.asked for column in self.columns], styles.LABEL_SUM, styles.COUNT_SUM)
        if self.apart:
            self.paper.row -= 1
            self._between(self.question.figures.women_asked, aside=False)
            self.paper.row += 1
        self._sum(names.ASIDE[NOT_ASKED], [column.counts[NOT_ASKED] for column in self.columns])
        self._sum(fixed("All in the group"), [column.size for column in self.columns])

    def _sum(
        self, name: str, counts: Sequence[Count | None], label: str = styles.LABEL, count: str = styles.COUNT
    ) -> None:
        self.paper.text(1, words.say(name), label)
        for n, one in enumerate(counts):
            self.paper.count(2 + n, one, count)
        self.paper.row += 1

    def _summaries(self) -> None:
        if self.question.screen.favourable and any(column.favourable for column in self.columns):
            shares = [column.favourable for column in self.columns]
            self._sum(fixed("Favourable answers"), [share.part if share else None for share in shares])
            self._sum(fixed("Base of the favourable share"), [share.base if share else None for share in shares])
            self.paper.text(1, words.say(fixed("Favourable share")), styles.LABEL)
            for n, share in enumerate(shares):
                self.paper.share(2 + n, reading.percentage(share, self.book.k), aside=False)
            self.paper.row += 1
        if any(column.rated for column in self.columns):
            self._sum(fixed("Gave a number"), [column.rated for column in self.columns])
            told = [reading.has_mean(column, self.book.k) for column in self.columns]
            self._mean(fixed("Mean"), [one.mean if its else None for one, its in zip(self.columns, told, strict=True)])
            self._mean(
                fixed("Median"), [one.median if its else None for one, its in zip(self.columns, told, strict=True)]
            )

    def _mean(self, name: str, means: list[Fraction | None]) -> None:
        self.paper.text(1, words.say(name), styles.LABEL)
        for n, mean in enumerate(means):
            self.paper.mean(2 + n, mean)
        self.paper.row += 1

    def _chart(self, top: int) -> str | None:
        shown = self._drawn()
        if not self.book.profile.charts or not self.question.figures.chart or not any(column.asked for column in shown):
            self.paper.fit_on_page()
            return None
        draw = self._stacked if self.question.figures.chart == "stacked" else self._clustered
        chart = draw(top, shown)
        chart.height = self.paper.fit_on_page(chart.height)
        self.paper.sheet.add_chart(chart, f"A{self.paper.row}")
        return self._alternative(shown)

    def _drawn(self) -> list[Column]:
        """The columns that the chart shows: the blocks, or whole groups where so many bars can't be told apart."""
        shown = [column for column in self.columns if len(column.blocks) == 1] or list(self.columns)
        if self.question.figures.chart == "clustered" and colours.apart(_groups(shown)) is None:
            last = {column.groups: column for column in self.columns if len(column.groups) == 1}
            return list(last.values())
        return shown

    def _stacked(self, top: int, shown: list[Column]) -> BarChart:
        sheet, last = self.paper.sheet, self.shares + len(shown) - 1
        bars = bars_of_answers(
            self.question,
            names=[area(sheet, row, 1, row, 1) for row in range(top, top + len(self.question.rows))],
            shares=[area(sheet, row, self.shares, row, last) for row in range(top, top + len(self.question.rows))],
        )
        heads = area(sheet, top - 1, self.shares, top - 1, last)
        return charts.stacked(self.heading, bars, heads, len(shown), self.paper.centimetres, self.book.look)

    def _clustered(self, top: int, shown: list[Column]) -> BarChart:
        sheet, bottom = self.paper.sheet, top + len(self.question.answers) - 1
        places = [self.shares + self.columns.index(column) for column in shown]
        fills = colours.apart(_groups(shown)) or [colours.of(column.blocks) for column in shown]
        bars = [
            Bars(area(sheet, top - 1, at, top - 1, at), area(sheet, top, at, bottom, at), fill)
            for at, fill in zip(places, fills, strict=True)
        ]
        options = area(sheet, top, 1, bottom, 1)
        return charts.clustered(
            self.heading, bars, options, len(self.question.answers), self.paper.centimetres, self.book.look
        )

    def _alternative(self, shown: list[Column]) -> str:
        lines = [words.say(Said("Bar chart: %(question)s", {"question": self.heading}))]
        lines += [self.book.shares_in_words(self.question, column) for column in shown]
        return shortened(legal("\n".join(lines)), LONGEST_ALTERNATIVE)


def bars_of_answers(question: Question, names: Sequence[str], shares: Sequence[str]) -> list[Bars]:
    """The bars of a stacked chart, from where each row's name and shares stand: answers first, others last."""
    placed = sorted(zip(question.rows, names, shares, strict=True), key=lambda place: question.is_way_out(place[0]))
    steps = sum(not question.is_way_out(row) for row in question.rows)
    fills = colours.fills(steps, len(question.rows) - steps)
    return [Bars(name, where, fill) for (_, name, where), fill in zip(placed, fills, strict=True)]


def _groups(columns: Sequence[Column]) -> list[Group]:
    return [column.groups[0] if len(column.groups) == 1 else "everyone" for column in columns]


class _CutSheet(_QuestionSheet):
    """A sheet whose groups are cut: counts, with women and men beside them, and the shares below the counts.

    All side by side they would be too many columns for a page. Where they are many, their heads stand upright.
    """

    def __init__(self, book: Book, name: str, question: Question) -> None:
        super().__init__(book, name, question)
        self.shares = 2

    def _widths(self) -> Sequence[int]:
        self.between = 2 + len(self.columns)
        self.end = self.between + (3 if self.apart else 0)
        width = max(NARROWEST, min(FIGURE_WIDTH, CUT_WIDTH // (self.end - 2)))
        self.head = styles.HEAD_FIGURE if width >= NARROW else styles.HEAD_UPRIGHT
        return (CUT_LABEL_WIDTH, *[width] * max(self.end - 2, 3))

    def _tables(self) -> int:
        self._heads()
        for row in self.question.rows:
            aside = self._label(row)
            self._counts(row, aside)
            if self.apart:
                self._between(self.question.figures.women.get(row.id), aside)
            self.paper.row += 1
        self._sums()
        self._summaries()
        self.paper.row += 1
        self.paper.text(1, words.say(fixed("Share of those asked")), styles.HEAD_GROUP, to=1 + len(self.columns))
        self.paper.row += 1
        self.paper.text(1, words.say(fixed("Answer")), styles.HEAD)
        for n, column in enumerate(self.columns):
            self.paper.text(2 + n, self.book.with_base(column), self.head)
        self.paper.row += 1
        top = self.paper.row
        for row in self.question.rows:
            self._shares(row, self._label(row))
            self.paper.row += 1
        return top

    def _heads(self) -> None:
        self.paper.text(1, words.say(fixed("Counts")), styles.HEAD_GROUP)
        at = 2
        for name, columns in groupby(self.columns, self._whose):
            to = at + len(list(columns)) - 1
            self.paper.text(at, name, styles.HEAD_GROUP, to=to)
            at = to + 1
        if self.apart:
            of = words.say(fixed("Of the women and men who gave the answer"))
            self.paper.text(self.between, of, styles.HEAD_GROUP, to=self.end - 1)
        self.paper.row += 1
        self.paper.text(1, words.say(fixed("Answer")), styles.HEAD)
        for n, column in enumerate(self.columns):
            of_sum = self.book.groups.name(column.blocks) if len(column.blocks) > 1 else words.say(fixed("All"))
            self.paper.text(2 + n, self.book.groups.values(column.blocks) or of_sum, self.head)
        if self.apart:
            self._heads_between()
        self.paper.row += 1
        self.paper.freeze()

    def _whose(self, column: Column) -> str:
        return words.say(names.column(column.blocks) if len(column.blocks) == 1 else fixed("Together"))
