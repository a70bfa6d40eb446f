"""Charts: bars that lie down, since names are long, with their shares on them and nothing told by colour alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl.chart import BarChart, Series
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.data_source import AxDataSource, StrRef
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.colors import ColorChoice
from openpyxl.drawing.fill import PatternFillProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import (
    CharacterProperties,
    Paragraph,
    ParagraphProperties,
    RegularTextRun,
    RichTextProperties,
)

from surveyapp.evaluate.cells import legal, shortened
from surveyapp.evaluate.colours import OUTLINE, PATTERN_INK, PATTERNS, ink_on

_TITLE_LENGTH = 160


@dataclass(frozen=True)
class Bars:
    """One colour of bars: where its name and its shares stand in the workbook, and its fill."""

    name: str
    shares: str
    fill: str


@dataclass(frozen=True)
class Look:
    """What all charts of a workbook share."""

    right_to_left: bool
    percent: str


def stacked(title: str, bars: Sequence[Bars], categories: str, blocks: int, width: float, look: Look) -> BarChart:
    """One bar to 100 % for each block, cut by answer."""
    chart = _bar_chart(title, bars, categories, width, look)
    chart.grouping = "percentStacked"
    chart.overlap = 100
    chart.gapWidth = 40
    for one, series in zip(bars, chart.series, strict=True):
        # A label wider than its segment would cover its neighbour; the table has the number.
        series.dLbls = _labels(f'[>=0.045]{look.percent};""', ink_on(one.fill), "ctr", look)
    chart.height = 3 + 1.5 * blocks + 0.5 * -(-len(bars) // 4)
    return chart


def clustered(title: str, bars: Sequence[Bars], categories: str, options: int, width: float, look: Look) -> BarChart:
    """For each option a bar for each block, as long as its share."""
    chart = _bar_chart(title, bars, categories, width, look)
    chart.grouping = "clustered"
    chart.overlap = 0
    chart.gapWidth = 60
    for series in chart.series:
        series.dLbls = _labels(look.percent, "000000", "outEnd", look)
    chart.height = 3 + options * (0.42 * len(bars) + 0.3)
    return chart


def _bar_chart(title: str, bars: Sequence[Bars], categories: str, width: float, look: Look) -> BarChart:
    chart = BarChart()
    chart.type = "bar"
    chart.style = 2
    chart.roundedCorners = False
    chart.width = width  # type: ignore[assignment]  # the stubs know whole centimetres only
    chart.title = _title(title, look)
    for one in bars:
        series = Series(one.shares)
        series.tx = SeriesLabel(strRef=StrRef(f=one.name))
        series.cat = AxDataSource(strRef=StrRef(f=categories))
        series.spPr = GraphicalProperties(ln=LineProperties(solidFill=OUTLINE, w=6350))
        _fill(series.spPr, one.fill)
        series.invertIfNegative = False
        chart.series.append(series)
    chart.x_axis.delete = False  # openpyxl leaves both axes out unless told
    chart.y_axis.delete = False
    chart.x_axis.scaling.orientation = "maxMin"  # the first block on top, as in the table
    chart.x_axis.txPr = _writing("000000", look, size=10)
    chart.y_axis.crosses = "max"  # and the scale below all the same
    chart.y_axis.scaling.min = 0
    chart.y_axis.scaling.max = 1
    chart.y_axis.scaling.orientation = "maxMin" if look.right_to_left else "minMax"
    chart.y_axis.majorUnit = 0.2
    chart.y_axis.number_format = look.percent
    chart.y_axis.numFmt.sourceLinked = False
    chart.y_axis.majorGridlines = ChartLines(spPr=GraphicalProperties(ln=LineProperties(solidFill="D0D0D0", w=6350)))
    chart.y_axis.txPr = _writing("000000", look, size=9)
    chart.legend.position = "b"
    chart.legend.txPr = _writing("000000", look, size=10)
    return chart


def _fill(properties: GraphicalProperties, fill: str) -> None:
    if fill in PATTERNS:
        ink, below = (ColorChoice(srgbClr=colour) for colour in (PATTERN_INK[fill], fill))  # type: ignore[arg-type]
        properties.pattFill = PatternFillProperties(prst=PATTERNS[fill], fgClr=ink, bgClr=below)  # type: ignore[arg-type]
    else:
        properties.solidFill = fill


def _title(text: str, look: Look) -> Title:
    if look.right_to_left:
        text = f"\u200f{text}"  # else LibreOffice puts the question's number at the wrong end
    run = RegularTextRun(rPr=CharacterProperties(sz=1200, b=True), t=shortened(legal(text), _TITLE_LENGTH))
    paragraph = Paragraph(pPr=ParagraphProperties(rtl=look.right_to_left), r=[run])
    return Title(tx=Text(rich=RichText(bodyPr=RichTextProperties(), p=[paragraph])), overlay=False)


def _labels(number_format: str, ink: str, position: str, look: Look) -> DataLabelList:
    # Readers add series, category and key to a label unless each is refused by name.
    return DataLabelList(
        numFmt=number_format, txPr=_writing(ink, look, size=10, bold=True), dLblPos=position, showVal=True,
        showSerName=False, showCatName=False, showLegendKey=False, showPercent=False, showBubbleSize=False,
    )  # fmt: skip


def _writing(ink: str, look: Look, size: int, bold: bool = False) -> RichText:
    letters = CharacterProperties(sz=size * 100, b=bold, solidFill=ink)
    properties = ParagraphProperties(defRPr=letters, rtl=look.right_to_left)
    paragraph = Paragraph(pPr=properties, r=[], endParaRPr=CharacterProperties())
    return RichText(bodyPr=RichTextProperties(), p=[paragraph])
