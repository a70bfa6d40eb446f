"""The workbook's named styles, and how its sheets look and print."""

from dataclasses import dataclass

from babel import Locale
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.workbook import Workbook
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

TITLE, HEADING, TEXT = "Survey title", "Survey heading", "Survey text"
NOTE, MARK, LINK = "Survey note", "Survey mark", "Survey link"
HEAD_GROUP, HEAD, HEAD_FIGURE = "Survey head group", "Survey head", "Survey head figure"
HEAD_UPRIGHT = "Survey head upright"
LABEL, LABEL_ASIDE, LABEL_SUM = "Survey label", "Survey label aside", "Survey label sum"
COUNT, COUNT_ASIDE, COUNT_SUM = "Survey count", "Survey count aside", "Survey count sum"
SHARE, SHARE_OF_FEW = "Survey share", "Survey share of few"
MEAN, TIME = "Survey mean", "Survey time"
COUNT_FIRST, COUNT_FIRST_SUM = "Survey count on cover", "Survey count sum on cover"

_ASIDE, _HEAD_FILL, _MARK_FILL = "404040", "DDE5EC", "FFE08A"
_LINE = Side(style="thin", color="8C8C8C")
_STRONG = Side(style="medium", color="404040")


@dataclass(frozen=True)
class Style:
    """How a cell looks. `figure`: at the end of its cell, as numbers are. `upright`: read from below."""

    size: int = 11
    bold: bool = False
    aside: bool = False
    ink: str = "000000"
    fill: str | None = None
    top: Side | None = None
    bottom: Side | None = None
    number: str = "General"
    figure: bool = False
    upright: bool = False


def _styles(percent: str) -> dict[str, Style]:
    return {
        TITLE: Style(size=18, bold=True),
        HEADING: Style(size=13, bold=True),
        TEXT: Style(),
        NOTE: Style(size=10, aside=True),
        MARK: Style(bold=True, fill=_MARK_FILL),
        LINK: Style(ink="0B4F8A", bottom=_LINE),
        HEAD_GROUP: Style(bold=True, fill=_HEAD_FILL, top=_STRONG),
        HEAD: Style(bold=True, fill=_HEAD_FILL, bottom=_STRONG),
        HEAD_FIGURE: Style(bold=True, fill=_HEAD_FILL, bottom=_STRONG, figure=True),
        HEAD_UPRIGHT: Style(bold=True, fill=_HEAD_FILL, bottom=_STRONG, upright=True),
        LABEL: Style(bottom=_LINE),
        LABEL_ASIDE: Style(aside=True, bottom=_LINE),
        LABEL_SUM: Style(bold=True, top=_STRONG, bottom=_LINE),
        COUNT: Style(number="0", bottom=_LINE, figure=True),
        COUNT_ASIDE: Style(number="0", aside=True, bottom=_LINE, figure=True),
        COUNT_SUM: Style(number="0", bold=True, top=_STRONG, bottom=_LINE, figure=True),
        SHARE: Style(number=percent, bottom=_LINE, figure=True),
        SHARE_OF_FEW: Style(number=percent, aside=True, bottom=_LINE, figure=True),
        MEAN: Style(number="0.0", bottom=_LINE, figure=True),
        TIME: Style(number="yyyy-mm-dd hh:mm", bottom=_LINE),
        COUNT_FIRST: Style(number="0", bottom=_LINE),
        COUNT_FIRST_SUM: Style(number="0", bold=True, top=_STRONG, bottom=_LINE),
    }


STYLES = _styles("0%")
"""The styles by their names, for what needs to know how large their letters are."""


def percent_format(locale: Locale) -> str:
    """Whole per cent, with a space before the sign where the language has one."""
    return "0 %" if locale.percent_formats[None].pattern.endswith("\xa0%") else "0%"


def add_styles(workbook: Workbook, percent: str, right_to_left: bool) -> None:
    """Give the workbook its named styles. Texts begin where the language does; figures end at the other side."""
    start, end = ("right", "left") if right_to_left else ("left", "right")
    for name, look in _styles(percent).items():
        style = NamedStyle(name=name, number_format=look.number)
        ink = _ASIDE if look.aside else look.ink
        style.font = Font(
            name="Calibri", size=look.size, bold=look.bold, italic=look.aside and not right_to_left, color=ink,
            underline="single" if name == LINK else None,
        )  # fmt: skip
        if look.fill:
            style.fill = PatternFill("solid", fgColor=look.fill)
        style.border = Border(top=look.top, bottom=look.bottom)
        style.alignment = Alignment(
            horizontal="center" if name == HEAD_GROUP or look.upright else end if look.figure else start,
            vertical="bottom" if name in (HEAD, HEAD_FIGURE, HEAD_UPRIGHT) else "top",
            textRotation=90 if look.upright else 0,
            indent=1 if look.figure else 0,
            wrap_text=True,
            # The names of sheets, which links show, may hold ids in Latin letters: their own letters decide.
            readingOrder=0 if name == LINK else 2 if right_to_left else 1,
        )
        workbook.add_named_style(style)


def set_up(sheet: Worksheet, right_to_left: bool) -> None:
    """A4 landscape, one page wide, read from the language's own side."""
    sheet.sheet_view.rightToLeft = right_to_left
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.page_margins.top = sheet.page_margins.bottom = 0.6
    sheet.page_margins.header = sheet.page_margins.footer = 0.25
    sheet.HeaderFooter.oddFooter = HeaderFooterItem(center=_HeaderFooterPart(text="&P / &N"))
