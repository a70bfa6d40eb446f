"""A workbook of rounds side by side, while it is written."""

from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl.workbook import Workbook

from surveyapp.evaluate.charts import Look
from surveyapp.evaluate.comparison.sides import Comparison, Side
from surveyapp.evaluate.paper import Book
from surveyapp.evaluate.profile import STANDARD
from surveyapp.web import words


@dataclass(frozen=True)
class Laid:
    """What all its sheets are written from."""

    workbook: Workbook
    look: Look
    language: str
    comparison: Comparison

    @property
    def marks(self) -> Sequence[str]:
        """See `paper.Bound.marks`."""
        return [words.say(mark) for mark in self.comparison.marks]

    def of(self, side: Side) -> Book:
        """The same workbook as one round's, which says its words."""
        return Book(self.workbook, side.release, side.questionnaire, self.language, self.look, STANDARD)

    def title(self, side: Side, id: str) -> str:
        """What is asked."""
        return self.of(side).title(side.questions[id].screen)
