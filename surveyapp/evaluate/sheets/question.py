"""A question's sheet: its table, its favourable share, mean and median, and its chart."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from openpyxl.chart import BarChart

from surveyapp.evaluate import charts, colours, names, reading, styles
from surveyapp.evaluate.cells import legal, shortened
from surveyapp.evaluate.charts import Bars
from surveyapp.evaluate.paper import Book, Paper, area
from surveyapp.evaluate.reading import Question
from surveyapp.questionnaire.words import Said, fixed
from surveyapp.release.figures import Column, Share
from surveyapp.release.model import NOT_ASKED, Count, Row
from surveyapp.web import words

LABEL_WIDTH, FIGURE_WIDTH, SUM_WIDTH, SINGLE_WIDTH = 38, 12, 18, 26
"""The single columns of a table without groups are wider, and have an empty one beside them: printed a page wide, a
narrow sheet would be blown up."""

LONGEST_ALTERNATIVE = 4000


def write(book: Book, name: str, question: Question) -> str | None:
    """Write the sheet. Returns the alternative text of its chart, if it has one."""
    return _QuestionSheet(book, name, question).write()


class _QuestionSheet:
    """Its columns from left to right: the answer, counts, shares, and women and men."""

    def __init__(self, book: Book, name: str, question: Question) -> None:
        self.book = book
        self.question = question
        self.columns = question.figures.columns
        self.shares = 2 + len(self.columns)
        self.between = self.shares + len(self.columns)
        self.end = self.between + (3 if question.apart else 0)
        self.heading = f"{question.number}. {book.title(question.screen)}"
        if len(self.columns) > 1:
            groups = [FIGURE_WIDTH if len(column.blocks) == 1 else SUM_WIDTH for column in self.columns]
            widths = (LABEL_WIDTH, *groups, *groups, *[FIGURE_WIDTH] * (self.end - self.between))
        else:
            widths = (LABEL_WIDTH, *[SINGLE_WIDTH] * 2, LABEL_WIDTH)
        self.paper = Paper(book, name, self.heading, widths)

    def write(self) -> str | None:
        for note in reading.notes(self.question, self.book.release):
            self.paper.says(note)
        if not self.columns:
            return None
        self._heads()
        top = self.paper.row
        for row in self.question.rows:
            self._row(row)
        self._sums()
        self._summaries()
        self.paper.row += 1
        return self._chart(top)

    def _heads(self) -> None:
        groups = {2: fixed("Counts"), self.shares: fixed("Share of those asked")}
        if self.question.apart:
            groups[self.between] = fixed("Of the women and men who gave the answer")
        self.paper.text(1, "", styles.HEAD_GROUP)
        for start, after in pairwise([*sorted(groups), self.end]):
            self.paper.text(start, words.say(groups[start]), styles.HEAD_GROUP, to=after - 1)
        self.paper.row += 1
        self.paper.text(1, words.say(fixed("Answer")), styles.HEAD)
        for n, column in enumerate(self.columns):
            name = words.say(names.column(column.blocks))
            self.paper.text(2 + n, name, styles.HEAD_FIGURE)
            self.paper.text(self.shares + n, self._with_base(column), styles.HEAD_FIGURE)
        if self.question.apart:
            for n, head in enumerate((*(names.BLOCKS[block] for block in self.question.apart), fixed("Base"))):
                self.paper.text(self.between + n, words.say(head), styles.HEAD_FIGURE)
        self.paper.row += 1
        self.paper.freeze()

    def _with_base(self, column: Column) -> str:
        name = words.say(names.column(column.blocks))
        if column.asked is None:
            return name
        return words.say(Said("%(group)s (of %(base)s)", {"group": name, "base": column.asked}))

    def _row(self, row: Row) -> None:
        aside = self.question.is_way_out(row)
        self.paper.text(1, self.book.said(self.question.name(row)), styles.LABEL_ASIDE if aside else styles.LABEL)
        count = styles.COUNT_ASIDE if aside else styles.COUNT
        for n, column in enumerate(self.columns):
            self.paper.count(2 + n, column.counts[row.id], count)
            self.paper.share(self.shares + n, column.shares.get(row.id), aside)
        if self.question.apart:
            self._between(self.question.figures.women.get(row.id), aside)
        self.paper.row += 1

    def _between(self, women: Share | None, aside: bool) -> None:
        men = reading.rest(women) if women else None
        self.paper.share(self.between, women, aside)
        self.paper.share(self.between + 1, men, aside)
        self.paper.count(self.between + 2, women.base if women else None, styles.COUNT_ASIDE if aside else styles.COUNT)

    def _sums(self) -> None:
        self._sum(fixed("Asked"), [column.asked for column in self.columns], styles.LABEL_SUM, styles.COUNT_SUM)
        if self.question.apart:
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
                self.paper.share(2 + n, share, aside=False)
            self.paper.row += 1
        if any(column.rated for column in self.columns):
            self._sum(fixed("Gave a number"), [column.rated for column in self.columns])
            self._mean(fixed("Mean"), [column.mean for column in self.columns])
            self._mean(fixed("Median"), [column.median for column in self.columns])

    def _mean(self, name: str, means: list[Fraction | None]) -> None:
        self.paper.text(1, words.say(name), styles.LABEL)
        for n, mean in enumerate(means):
            self.paper.mean(2 + n, mean)
        self.paper.row += 1

    def _chart(self, top: int) -> str | None:
        shown = [column for column in self.columns if len(column.blocks) == 1] or list(self.columns)
        if not self.book.profile.charts or not self.question.figures.chart or not any(column.asked for column in shown):
            self.paper.fit_on_page()
            return None
        draw = self._stacked if self.question.figures.chart == "stacked" else self._clustered
        chart = draw(top, shown)
        chart.height = self.paper.fit_on_page(chart.height)
        self.paper.sheet.add_chart(chart, f"A{self.paper.row}")
        return self._alternative(shown)

    def _stacked(self, top: int, shown: list[Column]) -> BarChart:
        sheet, last = self.paper.sheet, self.shares + len(shown) - 1
        answers = self.question.answers
        steps = sum(not self.question.is_way_out(row) for row in answers)
        shades = colours.fills(steps, len(self.question.rows) - steps)
        ordered = sorted(enumerate(self.question.rows), key=lambda place: self.question.is_way_out(place[1]))
        bars = [
            Bars(area(sheet, top + n, 1, top + n, 1), area(sheet, top + n, self.shares, top + n, last), shade)
            for (n, _), shade in zip(ordered, shades, strict=True)
        ]
        heads = area(sheet, top - 1, self.shares, top - 1, last)
        return charts.stacked(self.heading, bars, heads, len(shown), self.paper.centimetres, self.book.look)

    def _clustered(self, top: int, shown: list[Column]) -> BarChart:
        sheet, bottom = self.paper.sheet, top + len(self.question.answers) - 1
        bars = [
            Bars(
                area(sheet, top - 1, self.shares + n, top - 1, self.shares + n),
                area(sheet, top, self.shares + n, bottom, self.shares + n),
                colours.of(column.blocks),
            )
            for n, column in enumerate(shown)
        ]
        options = area(sheet, top, 1, bottom, 1)
        return charts.clustered(
            self.heading, bars, options, len(self.question.answers), self.paper.centimetres, self.book.look
        )

    def _alternative(self, shown: list[Column]) -> str:
        lines = [words.say(Said("Bar chart: %(question)s", {"question": self.heading}))]
        for column in shown:
            shares = [
                f"{self.book.said(self.question.name(row))} {words.say_percent(float(column.shares[row.id].value))}"
                for row in self.question.rows
                if row.id in column.shares
            ]
            lines.append(f"{self._with_base(column)}: {'; '.join(shares)}")
        return shortened(legal("\n".join(lines)), LONGEST_ALTERNATIVE)
