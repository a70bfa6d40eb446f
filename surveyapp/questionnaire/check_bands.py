"""Rules for numbers and days: the least before the most, and bands that rise between them."""

from collections.abc import Iterator
from itertools import pairwise
from typing import TypeVar

from surveyapp.questionnaire.draft import Draft
from surveyapp.questionnaire.faults import Path, Problem
from surveyapp.questionnaire.kinds.date import WrittenDate
from surveyapp.questionnaire.kinds.forms import LARGEST
from surveyapp.questionnaire.kinds.number import WrittenNumber
from surveyapp.questionnaire.words import Said

B = TypeVar("B", int, str)


def faulty_bands(draft: Draft) -> Iterator[Problem]:
    """Each range can hold an answer, and each band one that no other holds."""
    for number, screen in draft.screens.items():
        if isinstance(screen, WrittenNumber):
            least, most = screen.min or 0, LARGEST if screen.max is None else screen.max
            yield from _faulty_range(("screens", number), least, most, screen.bands)
        elif isinstance(screen, WrittenDate):
            yield from _faulty_range(("screens", number), screen.min or "", screen.max or "9999-12-31", screen.bands)


def _faulty_range(here: Path, least: B, most: B, bands: tuple[B, ...]) -> Iterator[Problem]:
    if least >= most:
        said = Said("min is not below max, so that there is nothing to answer. Change one of them.")
        yield Problem((*here, "max"), "range-empty", said)
        return
    for place, (one, other) in enumerate(pairwise(bands)):
        if one >= other:
            said = Said("The bands must rise, each number or day later than the one before. Put them in order.")
            yield Problem((*here, "bands", place + 1), "bands-fall", said)
    for place, band in enumerate(bands):
        if not least < band <= most:
            said = Said("Nobody can answer on both sides of this edge of a band: it lies outside min and max.")
            yield Problem((*here, "bands", place), "band-outside", said)
