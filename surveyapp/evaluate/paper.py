"""One sheet while it is written, from the top down."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from surveyapp.evaluate import names, styles
from surveyapp.evaluate.cells import put_text
from surveyapp.evaluate.charts import Look
from surveyapp.questionnaire.model import Questionnaire, Words
from surveyapp.questionnaire.words import Said
from surveyapp.release.model import Release
from surveyapp.web import words

HIGHEST = 409
"""The height that Excel allows a row, in points."""


@dataclass(frozen=True)
class Book:
    """A workbook while it is written, and what all its sheets are written from."""

    workbook: Workbook
    release: Release
    questionnaire: Questionnaire
    language: str
    look: Look

    def said(self, text: Words) -> str:
        """A designer's text or a fixed message, in the workbook's language."""
        return words.said(text, self.language, self.questionnaire.source)


class Paper:
    """A sheet and the next free row of it."""

    def __init__(self, book: Book, name: str, heading: str, widths: Sequence[int]) -> None:
        self.sheet: Worksheet = book.workbook.create_sheet(name)
        self.widths = widths
        self.row = 1
        for number, width in enumerate(widths, 1):
            self.sheet.column_dimensions[get_column_letter(number)].width = width
        styles.set_up(self.sheet, book.look.right_to_left)
        self.across(heading, styles.TITLE)
        if mark := names.mark(book.release.round):
            self.across(words.say(mark), styles.MARK)

    def text(self, column: int, text: str, style: str, link: str | None = None) -> None:
        """A text in the present row; `link` is the sheet that it leads to."""
        cell = self._cell(column)
        put_text(cell, text, style)
        if link:
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{link}'!A1")

    def number(self, column: int, number: float | datetime, style: str) -> None:
        """A number or a local time in the present row."""
        cell = self._cell(column)
        cell.style = style
        cell.value = number

    def _cell(self, column: int) -> Cell:
        cell = self.sheet.cell(self.row, column)
        assert isinstance(cell, Cell), "the present row is below everything merged"
        return cell

    def across(self, text: str, style: str) -> None:
        """A text over the whole width, in a row of its own that is high enough for it."""
        self.text(1, text, style)
        if len(self.widths) > 1:
            self.sheet.merge_cells(start_row=self.row, end_row=self.row, start_column=1, end_column=len(self.widths))
        points = {styles.TITLE: 18, styles.HEADING: 13}.get(style, 11)
        signs = sum(self.widths) * 11 / points * 0.95
        lines = sum(max(1, -(-len(line) // int(signs))) for line in text.split("\n"))
        # Excel fits no merged cell by itself.
        self.sheet.row_dimensions[self.row].height = min(HIGHEST, lines * points * 1.35 + 2)
        self.row += 1

    def says(self, message: Said | str, style: str = styles.NOTE) -> None:
        """A fixed sentence over the whole width."""
        self.across(words.say(message), style)

    def freeze(self) -> None:
        """Keep all rows above the present one in sight, with the first column, and print them on every page."""
        self.sheet.freeze_panes = f"B{self.row}"
        self.sheet.print_title_rows = f"1:{self.row - 1}"

    def at(self, column: int) -> str:
        """The present row's cell in a column, as charts name it."""
        return area(self.sheet, self.row, column, self.row, column)


def area(sheet: Worksheet, top: int, left: int, bottom: int, right: int) -> str:
    """An area as charts name it."""
    first, last = f"${get_column_letter(left)}${top}", f"${get_column_letter(right)}${bottom}"
    return f"'{sheet.title}'!{first}" + (f":{last}" if last != first else "")
