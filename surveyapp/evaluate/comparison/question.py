"""A question's sheet: the rounds' groups as columns, the answers of all rounds as rows, and what differs."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from openpyxl.chart import BarChart

from surveyapp.evaluate import charts, colours, names, reading, styles
from surveyapp.evaluate.cells import legal, shortened
from surveyapp.evaluate.charts import Bars
from surveyapp.evaluate.comparison.laid import Laid
from surveyapp.evaluate.comparison.lines import count, is_way_out, name, share
from surveyapp.evaluate.comparison.sides import Differs, Shared, Side
from surveyapp.evaluate.paper import Paper, area
from surveyapp.evaluate.reading import Question
from surveyapp.evaluate.sheets.question import LONGEST_ALTERNATIVE
from surveyapp.questionnaire.words import Said, fixed
from surveyapp.release.figures import Column
from surveyapp.release.model import NOT_ASKED, Count
from surveyapp.web import words

LABEL_WIDTH, FIGURE_WIDTH, SINGLE_WIDTH, NOTE_WIDTH = 38, 11, 17, 26

MOST_FILLS = 5
"""So many bars beside each other are told apart by their fills."""


def write(laid: Laid, sheet: str, shared: Shared) -> str | None:
    """Write the sheet. Returns the alternative text of its chart, if it has one."""
    return _Sheet(laid, sheet, shared).write()


class _Sheet:
    """Its columns from left to right: the answer, counts by round and group, shares so, and what is said of the row."""

    def __init__(self, laid: Laid, sheet: str, shared: Shared) -> None:
        self.laid = laid
        self.shared = shared
        self.heading = f"{shared.number}. {laid.title(shared.sides[0], shared.id)}"
        there = [(side, side.apart(shared.id)) for side in shared.sides]
        self.columns = [(side, column) for side, columns in there for column in columns]
        self.shares = 2 + len(self.columns)
        self.note = self.shares + len(self.columns)
        widths = [SINGLE_WIDTH if len(columns) == 1 else FIGURE_WIDTH for _, columns in there for _ in columns]
        self.paper = Paper(laid, sheet, self.heading, (LABEL_WIDTH, *widths, *widths, NOTE_WIDTH))

    def write(self) -> str | None:
        self._notes()
        if self.shared.first.screen.choose:
            self.paper.says(
                fixed("An option counts once for each who gave it a place. Points stand in each round's workbook.")
            )
        if not self.columns:
            self._differences()
            return None
        self._heads()
        top, rows = self.paper.row, self.shared.rows()
        for id, question in rows:
            self._row(id, question)
        self._sums()
        self._summaries()
        self.paper.row += 1
        self._differences()
        return self._chart(top, rows)

    def _notes(self) -> None:
        if self.shared.breaks:
            self.paper.says(
                fixed("Not comparable: something differs that changes the figures. See below."), styles.MARK
            )
        elif self.shared.differs:
            self.paper.says(fixed("Something differs between the rounds. See below."), styles.MARK)
        said: dict[str, list[Side]] = {}
        for side in self.shared.sides:
            for note in reading.notes(side.questions[self.shared.id], side.release):
                said.setdefault(words.say(note), []).append(side)
        for sentence, sides in said.items():
            those = "" if len(sides) == len(self.shared.sides) else f"{', '.join(side.letter for side in sides)}: "
            self.paper.across(those + sentence, styles.NOTE)

    def _heads(self) -> None:
        self.paper.text(1, "", styles.HEAD_GROUP)
        self.paper.text(2, words.say(fixed("Counts")), styles.HEAD_GROUP, to=self.shares - 1)
        self.paper.text(self.shares, words.say(fixed("Share of those asked")), styles.HEAD_GROUP, to=self.note - 1)
        self.paper.text(self.note, "", styles.HEAD_GROUP)
        self.paper.row += 1
        self.paper.text(1, "", styles.HEAD_GROUP)
        start = 2
        for side in (*self.shared.sides, *self.shared.sides):
            if there := len(side.apart(self.shared.id)):
                self.paper.text(start, side.name, styles.HEAD_GROUP, to=start + there - 1)
                start += there
        self.paper.text(self.note, "", styles.HEAD_GROUP)
        self.paper.row += 1
        self.paper.text(1, words.say(fixed("Answer")), styles.HEAD)
        for n, (side, column) in enumerate(self.columns):
            self.paper.text(2 + n, self._head(side, column, base=False), styles.HEAD_FIGURE)
            self.paper.text(self.shares + n, self._head(side, column, base=True), styles.HEAD_FIGURE)
        self.paper.text(self.note, words.say(fixed("Note")), styles.HEAD)
        self.paper.row += 1
        self.paper.freeze()

    def _head(self, side: Side, column: Column, *, base: bool) -> str:
        group = words.say(names.column(column.blocks))
        if base and column.asked is not None:
            group = words.say(Said("%(group)s (of %(base)s)", {"group": group, "base": column.asked}))
        return f"{side.letter}: {group}"

    def _row(self, id: str, question: Question) -> None:
        aside = is_way_out(question, id)
        self.paper.text(1, self._label(id, question), styles.LABEL_ASIDE if aside else styles.LABEL)
        for n, (side, column) in enumerate(self.columns):
            its = side.questions[self.shared.id]
            self.paper.count(2 + n, count(its, id, column), styles.COUNT_ASIDE if aside else styles.COUNT)
            self.paper.share(self.shares + n, share(its, id, column), aside)
        lacking = {"rounds": ", ".join(side.letter for side in self.shared.without(id))}
        note = words.say(Said("Was no answer in: %(rounds)s", lacking)) if lacking["rounds"] else ""
        self.paper.text(self.note, note, styles.LABEL_ASIDE)
        self.paper.row += 1

    def _label(self, id: str, question: Question) -> str:
        owner = next(side for side in self.shared.sides if side.questions[self.shared.id] is question)
        return reading.option_name(question, id, self.laid.of(owner).said(name(question, id)))

    def _sums(self) -> None:
        columns = [column for _, column in self.columns]
        self._sum(fixed("Asked"), [column.asked for column in columns], styles.LABEL_SUM, styles.COUNT_SUM)
        self._sum(names.ASIDE[NOT_ASKED], [column.counts[NOT_ASKED] for column in columns])
        self._sum(fixed("All in the group"), [column.size for column in columns])

    def _sum(
        self, called: str, counts: Sequence[Count | None], label: str = styles.LABEL, style: str = styles.COUNT
    ) -> None:
        self.paper.text(1, words.say(called), label)
        for n, one in enumerate(counts):
            self.paper.count(2 + n, one, style)
        self.paper.row += 1

    def _summaries(self) -> None:
        columns = [column for _, column in self.columns]
        if any(column.favourable for column in columns):
            self._sum(fixed("Favourable answers"), [one.favourable.part if one.favourable else None for one in columns])
            self._sum(
                fixed("Base of the favourable share"),
                [one.favourable.base if one.favourable else None for one in columns],
            )
            self.paper.text(1, words.say(fixed("Favourable share")), styles.LABEL)
            for n, (side, column) in enumerate(self.columns):
                self.paper.share(2 + n, reading.percentage(column.favourable, side.release.round.k), aside=False)
            self.paper.row += 1
        if any(column.rated for column in columns):
            self._sum(fixed("Gave a number"), [column.rated for column in columns])
            told = [reading.has_mean(column, side.release.round.k) for side, column in self.columns]
            self._mean(fixed("Mean"), [one.mean if its else None for one, its in zip(columns, told, strict=True)])
            self._mean(fixed("Median"), [one.median if its else None for one, its in zip(columns, told, strict=True)])

    def _mean(self, called: str, means: Sequence[Fraction | None]) -> None:
        self.paper.text(1, words.say(called), styles.LABEL)
        for n, mean in enumerate(means):
            self.paper.mean(2 + n, mean)
        self.paper.row += 1

    # ---- what differs ----

    def _differences(self) -> None:
        if not self.shared.differs:
            return
        self.paper.says(fixed("What differs"), styles.HEADING)
        for one in self.shared.differs:
            for sentence in self._said(one):
                self.paper.across(sentence, styles.TEXT)
        self.paper.row += 1

    def _said(self, one: Differs) -> Iterator[str]:
        letters, verdict = ", ".join(side.letter for side in one.sides), words.say(one.difference.verdict)
        gaps = {
            "rounds": letters,
            "first": one.first.letter,
            "what": words.say(one.difference.said),
            "verdict": verdict,
        }
        yield words.say(Said("%(rounds)s beside %(first)s: %(what)s %(verdict)s", gaps))
        language = f" ({words.own_name(one.difference.language)})" if one.difference.language else ""
        for letter, text in ((one.first.letter, one.difference.before), (letters, one.difference.after)):
            if one.difference.before or one.difference.after:
                yield f"    {letter}{language}: {text or '–'}"

    # ---- the chart ----

    def _chart(self, top: int, rows: Sequence[tuple[str, Question]]) -> str | None:
        kinds = {side.questions[self.shared.id].figures.chart for side, _ in self.columns}
        (kind,) = kinds if len(kinds) == 1 else (None,)
        too_many = kind == "clustered" and len(self.columns) > MOST_FILLS
        if self.shared.breaks or kind is None or too_many or not all(column.asked for _, column in self.columns):
            self.paper.fit_on_page()
            return None
        chart = (self._stacked if kind == "stacked" else self._clustered)(top, rows)
        chart.height = self.paper.fit_on_page(chart.height)
        self.paper.sheet.add_chart(chart, f"A{self.paper.row}")
        return self._alternative(rows)

    def _stacked(self, top: int, rows: Sequence[tuple[str, Question]]) -> BarChart:
        """One bar for each group of each round, the rounds below each other."""
        sheet, last = self.paper.sheet, self.note - 1
        aside = {id: is_way_out(question, id) for id, question in rows}
        shades = colours.fills(len(rows) - sum(aside.values()), sum(aside.values()))
        ordered = sorted(enumerate(rows), key=lambda place: aside[place[1][0]])
        bars = [
            Bars(area(sheet, top + n, 1, top + n, 1), area(sheet, top + n, self.shares, top + n, last), shade)
            for (n, _), shade in zip(ordered, shades, strict=True)
        ]
        heads = area(sheet, top - 1, self.shares, top - 1, last)
        return charts.stacked(self.heading, bars, heads, len(self.columns), self.paper.centimetres, self.laid.look)

    def _clustered(self, top: int, rows: Sequence[tuple[str, Question]]) -> BarChart:
        """For each option a bar for each group of each round."""
        answers = [id for id, _ in rows if id not in names.ASIDE]
        sheet, bottom = self.paper.sheet, top + len(answers) - 1
        bars = [
            Bars(area(sheet, top - 1, at, top - 1, at), area(sheet, top, at, bottom, at), fill)
            for at, fill in enumerate(colours.fills(len(self.columns), 0), self.shares)
        ]
        options = area(sheet, top, 1, bottom, 1)
        return charts.clustered(self.heading, bars, options, len(answers), self.paper.centimetres, self.laid.look)

    def _alternative(self, rows: Sequence[tuple[str, Question]]) -> str:
        lines = [words.say(Said("Bar chart: %(question)s", {"question": self.heading}))]
        for side, column in self.columns:
            shares = [
                f"{self._label(id, question)} {words.say_percent(float(one.value))}"
                for id, question in rows
                if (one := share(side.questions[self.shared.id], id, column))
            ]
            lines.append(f"{self._head(side, column, base=True)}: {'; '.join(shares)}")
        return shortened(legal("\n".join(lines)), LONGEST_ALTERNATIVE)
