"""A rank's sheet: the points of each option, how many gave it a place, and for each group who put it where."""

from collections.abc import Sequence

from surveyapp.evaluate import charts, colours, names, reading, styles
from surveyapp.evaluate.cells import legal, shortened
from surveyapp.evaluate.charts import Bars
from surveyapp.evaluate.paper import Book, Paper, area
from surveyapp.evaluate.reading import Question
from surveyapp.evaluate.sheets.question import LONGEST_ALTERNATIVE
from surveyapp.questionnaire.kinds.rank import places
from surveyapp.questionnaire.model import Option
from surveyapp.questionnaire.words import Said, fixed
from surveyapp.release.figures import Column
from surveyapp.release.model import NOT_ASKED, Count
from surveyapp.web import words

LABEL_WIDTH, FIGURE_WIDTH, NARROWEST = 38, 12, 9
TOGETHER = 110

ROWS_OF_A_PAGE = 30
"""So many rows of tables are printed on a page: no table begins on one and ends on the next unless it is longer."""


def write(book: Book, name: str, question: Question) -> str | None:
    """Write the sheet. Returns the alternative text of its chart, if it has one."""
    return _RankSheet(book, name, question).write()


class _RankSheet:
    """Above: points, places and their shares by group. Below: a table for each group, and each part of one."""

    def __init__(self, book: Book, name: str, question: Question) -> None:
        self.book = book
        self.question = question
        self.columns = self._whole()
        self.options = question.placed
        self.places = list(places(question.screen))
        self.shares = 2 + 3 * len(self.columns)
        self.heading = f"{question.number}. {book.title(question.screen)}"
        wide = max(4 * len(self.columns), len(self.places) + 3)
        self.paper = Paper(book, name, self.heading, (LABEL_WIDTH, *[max(NARROWEST, TOGETHER // wide)] * wide))

    def write(self) -> str | None:
        for note in reading.notes(self.question, self.book.release):
            self.paper.says(note)
        if not self.columns:
            return None
        most = len(self.places)
        self.paper.says(
            Said("A first place gives %(most)s points, and each place after it one point less.", {"most": most})
        )
        self.paper.says(
            fixed(
                "Points grow with the size of a group. Points per voter don't: they are divided by those who put "
                "something in order. Compare groups by them."
            )
        )
        self.paper.freeze()  # without the heads, which would stand above the other tables too
        self._heads()
        top = self.paper.row
        for option in self.options:
            self._option(option)
        self._others()
        self.paper.row += 1
        high = len(self.options) + 2
        left = 0
        for column in self.question.figures.columns:
            if left < high:
                self.paper.new_page()
                left = ROWS_OF_A_PAGE
            left -= high
            self._places(column)
        return self._chart(top)

    def _whole(self) -> list[Column]:
        """The groups in their order and then all: parts of groups are too many to stand beside each other."""
        order = [block.id for block in self.book.release.blocks]
        whole = [one for one in self.question.figures.columns if not self.book.groups.values(one.blocks)]
        return sorted(whole, key=lambda column: (len(column.groups), order.index(column.blocks[0])))

    def _heads(self) -> None:
        n = len(self.columns)
        self.paper.text(1, "", styles.HEAD_GROUP)
        groups = (
            words.say(fixed("Points")),
            words.say(fixed("Points per voter")),
            words.say(Said("Gave it one of the %(places)s places", {"places": len(self.places)})),
            words.say(fixed("Share of those asked")),
        )
        for at, group in enumerate(groups):
            self.paper.text(2 + at * n, group, styles.HEAD_GROUP, to=1 + (at + 1) * n)
        self.paper.row += 1
        self.paper.text(1, words.say(fixed("Answer")), styles.HEAD)
        for at in range(len(groups)):
            for m, column in enumerate(self.columns):
                head = self.book.with_base(column) if at == 3 else self.book.groups.name(column.blocks)
                self.paper.text(2 + at * n + m, head, styles.HEAD_FIGURE)
        self.paper.row += 1

    def _option(self, option: Option) -> None:
        n = len(self.columns)
        self.paper.text(1, self._name(option), styles.LABEL)
        for m, column in enumerate(self.columns):
            self.paper.count(2 + m, column.points.get(option.id), styles.COUNT)
            self.paper.mean(2 + n + m, self.question.points_each(option.id, column, self.book.k))
            self.paper.count(2 + 2 * n + m, self.question.given_a_place(option.id, column), styles.COUNT)
            self.paper.share(self.shares + m, self.question.share_with_a_place(option.id, column), aside=False)
        self.paper.row += 1

    def _name(self, option: Option) -> str:
        return reading.option_name(self.question, option.id, self.book.said(option.text))

    def _others(self) -> None:
        """What is no option in a place: options that stand alone, and those who gave no answer."""
        inside = {f"{option.id}.{place}" for option in self.options for place in self.places}
        for row in self.question.rows:
            if row.id not in inside:
                for m, column in enumerate(self.columns):
                    self.paper.share(self.shares + m, column.shares.get(row.id), aside=True)
                counts = [column.counts[row.id] for column in self.columns]
                name = self.book.row_name(self.question, row)
                self._line(name, counts, styles.LABEL_ASIDE, styles.COUNT_ASIDE)
        voters = [self.question.voters(column) for column in self.columns]
        self._line(words.say(fixed("Put something in order (voters)")), voters)
        asked = [column.asked for column in self.columns]
        self._line(words.say(fixed("Asked")), asked, styles.LABEL_SUM, styles.COUNT_SUM)
        self._line(words.say(names.ASIDE[NOT_ASKED]), [column.counts[NOT_ASKED] for column in self.columns])
        self._line(words.say(fixed("All in the group")), [column.size for column in self.columns])

    def _line(
        self, name: str, counts: Sequence[Count | None], label: str = styles.LABEL, count: str = styles.COUNT
    ) -> None:
        """Counts of people, under those who gave an option a place."""
        self.paper.text(1, name, label)
        for m, one in enumerate(counts):
            self.paper.text(2 + m, "", count)
            self.paper.text(2 + len(self.columns) + m, "", count)
            self.paper.count(2 + 2 * len(self.columns) + m, one, count)
        self.paper.row += 1

    def _places(self, column: Column) -> None:
        """Who put each option where."""
        self.paper.text(1, self.book.with_base(column), styles.HEAD)
        heads = [
            *(words.say(Said("Place %(place)s", {"place": place})) for place in self.places),
            words.say(fixed("No place")),
            words.say(fixed("Points")),
            words.say(fixed("Points per voter")),
        ]
        for at, head in enumerate(heads, 2):
            self.paper.text(at, head, styles.HEAD_FIGURE)
        self.paper.row += 1
        for option in self.options:
            self.paper.text(1, self._name(option), styles.LABEL)
            counts: Sequence[Count | None] = [
                *(column.counts[f"{option.id}.{place}"] for place in self.places),
                column.not_ranked.get(option.id),
                column.points.get(option.id),
            ]
            for at, count in enumerate(counts, 2):
                self.paper.count(at, count, styles.COUNT)
            self.paper.mean(2 + len(counts), self.question.points_each(option.id, column, self.book.k))
            self.paper.row += 1
        self.paper.row += 1

    def _chart(self, top: int) -> str | None:
        drawn = self._drawn()
        alone = [colours.of(drawn[0].blocks)] if len(drawn) == 1 else None
        fills = alone or colours.apart([column.groups[0] for column in drawn])
        if not self.book.profile.charts or not self.question.figures.chart or not fills:
            self.paper.fit_on_page()
            return None
        if not all(column.asked for column in drawn):
            self.paper.fit_on_page()
            return None
        sheet, bottom = self.paper.sheet, top + len(self.options) - 1
        bars = [
            Bars(area(sheet, top - 1, at, top - 1, at), area(sheet, top, at, bottom, at), fill)
            for at, fill in enumerate(fills, self.shares)
        ]
        options = area(sheet, top, 1, bottom, 1)
        width, n = self.paper.centimetres, len(self.options)
        chart = charts.clustered(self.heading, bars, options, n, width, self.book.look)
        chart.height = self.paper.fit_on_page(chart.height)
        sheet.add_chart(chart, f"A{self.paper.row}")
        return self._alternative()

    def _drawn(self) -> list[Column]:
        """The groups, and not their sums; or all together."""
        return [column for column in self.columns if len(column.groups) == 1] or self.columns

    def _alternative(self) -> str:
        lines = [words.say(Said("Bar chart: %(question)s", {"question": self.heading}))]
        for column in self._drawn():
            shares = [
                f"{self.book.said(option.text)} {words.say_percent(float(share.value))}"
                for option in self.options
                if (share := self.question.share_with_a_place(option.id, column))
            ]
            lines.append(f"{self.book.with_base(column)}: {'; '.join(shares)}")
        return shortened(legal("\n".join(lines)), LONGEST_ALTERNATIVE)
