"""One sheet while it is written, from the top down."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from functools import cached_property
from typing import Protocol

from openpyxl.cell.cell import Cell
from openpyxl.drawing.image import Image
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from surveyapp.evaluate import names, reading, styles
from surveyapp.evaluate.cells import put_text
from surveyapp.evaluate.charts import Look
from surveyapp.evaluate.groups import Groups
from surveyapp.evaluate.logo import Logo
from surveyapp.evaluate.profile import Profile
from surveyapp.evaluate.reading import Question
from surveyapp.questionnaire.kinds import Sayable
from surveyapp.questionnaire.model import Questionnaire, Screen
from surveyapp.questionnaire.words import Said
from surveyapp.release.figures import Column, Share
from surveyapp.release.model import Count, Release, Row
from surveyapp.web import words

NONE = "–"
"""Stands where a figure can't be told, or isn't anything."""

SIGNS_OF_A_WIDTH = 1.05
"""A column's width is counted in digits; letters are a little narrower."""

BOLD_IS_WIDER = 0.9

CENTIMETRES_OF_A_WIDTH = 0.195
POINTS_OF_A_CENTIMETRE = 28.35

PAGE_WIDTH, PAGE_HEIGHT = 27.1, 17.9
"""What a lying A4 page has between its margins, in centimetres."""

SMALLER_AT_MOST = 1.5
"""How many times smaller than a page's width asks for a sheet may be printed to be one page high."""

LOGO_WIDTH, LOGO_HEIGHT = 320, 110
"""How large a logo may be on a sheet, in pixels."""

UPRIGHT_HIGH = 150
"""How high an upright head may make its row, in points."""

ROW_HIGH = 16
"""How high a row of one line is, in points."""

HIGHEST = 409
"""The height that Excel allows a row, in points."""


class LogoImage(Image):
    """A logo as openpyxl writes it, which it would else read through another library."""

    def __init__(self, logo: Logo, width: int, height: int) -> None:
        self.logo = logo
        self.format = logo.format
        self.width = width
        self.height = height

    def _data(self) -> bytes:
        return self.logo.data


class Bound(Protocol):
    """A workbook while it is written."""

    @property
    def workbook(self) -> Workbook:
        """What the sheets are added to."""

    @property
    def look(self) -> Look:
        """Which way it is read, and how its charts look."""

    @property
    def marks(self) -> Sequence[str]:
        """What stands at the top of every sheet."""


@dataclass(frozen=True)
class Book:
    """A workbook of one release while it is written, and what all its sheets are written from."""

    workbook: Workbook
    release: Release
    questionnaire: Questionnaire
    language: str
    look: Look
    profile: Profile

    @cached_property
    def groups(self) -> Groups:
        """What its groups are called."""
        return Groups(self.release, self.questionnaire, self.said)

    @property
    def marks(self) -> Sequence[str]:
        """See `Bound.marks`."""
        mark = names.mark(self.release.round.kind)
        return [words.say(mark)] if mark else []

    @property
    def k(self) -> int:
        """Of fewer people there is no percentage and no mean."""
        return self.release.round.k

    def said(self, text: Sayable) -> str:
        """A designer's text or a fixed message, in the workbook's language."""
        return words.said(text, self.language, self.questionnaire.source)

    def title(self, screen: Screen) -> str:
        """What is asked."""
        return self.said(reading.title(screen, self.questionnaire))

    def row_name(self, question: Question, row: Row) -> str:
        """See `reading.row_name`."""
        return reading.row_name(question, row, self.said)

    def with_base(self, column: Column) -> str:
        """A column's name with the number of people that its shares are of."""
        name = self.groups.name(column.blocks)
        if column.asked is None:
            return name
        return words.say(Said("%(group)s (of %(base)s)", {"group": name, "base": column.asked}))

    def shares_in_words(self, question: Question, column: Column) -> str:
        """The shares of those asked in one line, as a chart shows them."""
        shares = [
            f"{self.said(question.name(row))} {words.say_percent(float(column.shares[row.id].value))}"
            for row in question.rows
            if row.id in column.shares
        ]
        return f"{self.with_base(column)}: {'; '.join(shares)}"

    def fact_value(self, id: str, row: Row) -> str:
        """A row of `$language` and the like in words."""
        return reading.fact_value(id, row, self.questionnaire, self.said)


class Paper:
    """A sheet and the next free row of it."""

    def __init__(self, book: Bound, name: str, heading: str, widths: Sequence[int]) -> None:
        self.sheet: Worksheet = book.workbook.create_sheet(name)
        self.widths = widths
        self.row = 1
        self.head = 0
        self.page = 1
        """The first row of the page that is being written, below its heads."""
        for number, width in enumerate(widths, 1):
            self.sheet.column_dimensions[get_column_letter(number)].width = width
        styles.set_up(self.sheet, book.look.right_to_left)
        self.across(heading, styles.TITLE)
        for mark in book.marks:
            self.across(mark, styles.MARK)

    def text(self, column: int, text: str, style: str, link: str | None = None, to: int | None = None) -> None:
        """A text in the present row. `link` is the sheet that it leads to, `to` the last column that it fills."""
        cell = self._cell(column)
        put_text(cell, text, style)
        if link:
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{link}'!A1")
        if to and to > column:
            self.sheet.merge_cells(start_row=self.row, end_row=self.row, start_column=column, end_column=to)
        self._heighten(text, sum(self.widths[column - 1 : to or column]), styles.STYLES[style])

    def _heighten(self, text: str, width: float, style: styles.Style) -> None:
        """Make the present row high enough. Excel does so by itself, but for merged cells; LibreOffice does not."""
        points, small = style.size, styles.STYLES[styles.TEXT].size
        if style.upright:  # in as many lines as its column is wide enough for, of equal length
            lines = max(1, int(width * CENTIMETRES_OF_A_WIDTH * POINTS_OF_A_CENTIMETRE / (points * 1.36)))
            longest = max(map(len, [*text.split(), "x" * (-(-len(text) // lines) + 3)]))
            self._at_least(min(HIGHEST, UPRIGHT_HIGH, longest * points * 0.6 + 6))
            return
        of_width = SIGNS_OF_A_WIDTH * small / points * (BOLD_IS_WIDER if style.bold else 1)
        signs = max(1, int((width - 2 * style.figure) * of_width))
        lines = sum(len(textwrap.wrap(line, signs)) or 1 for line in text[: HIGHEST // points * signs].split("\n"))
        self._at_least(min(HIGHEST, lines * points * 1.36 + 1))

    def _at_least(self, points: float) -> None:
        row = self.sheet.row_dimensions[self.row]
        row.height = max(row.height or 0, points)

    def number(self, column: int, number: float | datetime, style: str) -> None:
        """A number or a local time in the present row."""
        cell = self._cell(column)
        cell.style = style
        cell.value = number

    def count(self, column: int, count: Count | None, style: str) -> None:
        """A count, the words in its place, or a dash where there is none to tell."""
        if isinstance(count, int):
            self.number(column, count, style)
        else:
            self.text(column, words.say(names.COARSE[count]) if count else NONE, style)

    def share(self, column: int, share: Share | None, aside: bool) -> None:
        """A share in per cent, in softer letters where the counts come first."""
        style = styles.SHARE_OF_FEW if aside or (share and share.counts_first) else styles.SHARE
        if share:
            self.number(column, float(share.value), style)
        else:
            self.text(column, NONE, style)

    def mean(self, column: int, mean: Fraction | None) -> None:
        """A mean or median, or a dash."""
        if mean is None:
            self.text(column, NONE, styles.MEAN)
        else:
            self.number(column, float(mean), styles.MEAN)

    def _cell(self, column: int) -> Cell:
        cell = self.sheet.cell(self.row, column)
        assert isinstance(cell, Cell), "the present row is below everything merged"
        return cell

    def across(self, text: str, style: str) -> None:
        """A text over the whole width, in a row of its own."""
        self.text(1, text, style, to=len(self.widths))
        self.row += 1

    def says(self, message: Said | str, style: str = styles.NOTE) -> None:
        """A fixed sentence over the whole width."""
        self.across(words.say(message), style)

    def picture(self, logo: Logo) -> None:
        """A logo in a row of its own."""
        smaller = max(1, logo.width / LOGO_WIDTH, logo.height / LOGO_HEIGHT)
        width, height = logo.width / smaller, logo.height / smaller
        self.row += 1
        self.sheet.add_image(LogoImage(logo, round(width), round(height)), f"A{self.row}")
        self.sheet.row_dimensions[self.row].height = height * 0.75 + 6
        self.row += 1

    def freeze(self, columns: int = 1) -> None:
        """Keep all rows above the present one in sight, with the first columns, and print them on every page."""
        self.head = self.row - 1
        self.sheet.freeze_panes = f"{get_column_letter(columns + 1)}{self.row}"
        self.sheet.print_title_rows = f"1:{self.head}"
        self.page = self.row

    def new_page(self) -> None:
        """Begin a new page, when it is printed, with the present row."""
        self._break_above(self.row)

    def keep_together(self, top: int) -> None:
        """Print the rows from `top` to the last one on one page, if they are no more than one."""
        if top > self.page and self._high(self.page, self.row - 1) + self._high(1, self.head) > self._page_high:
            self._break_above(top)

    def fits(self, rows: int) -> bool:
        """Whether so many rows of one line each, and one more, still stand on the page that is being written."""
        high = self._high(1, self.head) + self._high(self.page, self.row - 1)
        return high + (rows + 1) * ROW_HIGH / POINTS_OF_A_CENTIMETRE <= self._page_high

    def _break_above(self, row: int) -> None:
        self.sheet.row_breaks.append(Break(id=row - 1))
        self.page = row

    def fit_on_page(self, chart: float = 0) -> float:
        """Print the sheet, with a chart so many centimetres high below it, on one page if that leaves it readable.

        Else the chart begins a page of its own. Returns how high it may be without being cut there.
        """
        page = self._page_high
        if self._high(1, self.row) + chart <= page * SMALLER_AT_MOST:
            self.sheet.page_setup.fitToHeight = 1
        elif chart:
            self.new_page()
            return min(chart, page - self._high(1, self.head) - 0.5)
        return chart

    @property
    def _page_high(self) -> float:
        """How many centimetres of the sheet a page holds, printed as wide as the page or smaller."""
        return max(self.centimetres, PAGE_WIDTH) * PAGE_HEIGHT / PAGE_WIDTH

    def _high(self, top: int, bottom: int) -> float:
        heights = (self.sheet.row_dimensions[row].height or ROW_HIGH for row in range(top, bottom + 1))
        return sum(heights) / POINTS_OF_A_CENTIMETRE

    @property
    def centimetres(self) -> float:
        """The width of all columns."""
        return sum(self.widths) * CENTIMETRES_OF_A_WIDTH


def area(sheet: Worksheet, top: int, left: int, bottom: int, right: int) -> str:
    """An area as charts name it."""
    first, last = f"${get_column_letter(left)}${top}", f"${get_column_letter(right)}${bottom}"
    return f"'{sheet.title}'!{first}" + (f":{last}" if last != first else "")
