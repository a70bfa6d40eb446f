"""A whole number in a field of its own. It is published in bands, and without bands only as answered or not."""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import pairwise
from random import Random
from typing import Annotated, Any, Literal

from pydantic import Field

from surveyapp.questionnaire.definition import Number, OptionSets, Text, WrittenQuestion
from surveyapp.questionnaire.kinds import AnswerForm, Bounds, Sayable, register
from surveyapp.questionnaire.kinds.forms import NumberForm
from surveyapp.questionnaire.kinds.text import ANSWERED, ROW_ANSWERED, InTheirWords
from surveyapp.questionnaire.kinds.ways_out import REFUSED
from surveyapp.questionnaire.model import RATHER_NOT_SAY, Answer, Screen
from surveyapp.questionnaire.words import Said

MOST_BANDS = 20


class WrittenNumber(WrittenQuestion):
    """`ask: number`."""

    ask: Literal["number"]
    unit: Text | None = None
    min: Number | None = None
    max: Number | None = None
    bands: Annotated[tuple[Number, ...], Field(max_length=MOST_BANDS)] = ()

    def parts(self, sets: OptionSets) -> dict[str, Any]:
        """See `WrittenScreen.parts`."""
        more = {"unit": self.unit, "least": self.min, "most": self.max, "bands": self.bands}
        return super().parts(sets) | more


@register
class NumberQuestion:
    """The bands are the rows. A condition can name their edges only: who was asked must not tell a number apart."""

    name = "number"
    overlapping = False
    definition = WrittenNumber

    def form(self, screen: Screen) -> Callable[..., AnswerForm]:
        """See `Kind.form`."""
        return partial(NumberForm, screen)

    def spoken(self, screen: Screen, answer: Answer) -> Sequence[Sayable]:
        """See `Kind.spoken`."""
        if answer == RATHER_NOT_SAY:
            return [REFUSED]
        if screen.unit is None:
            return [InTheirWords(str(answer))]
        return [{language: f"{answer} {unit}" for language, unit in screen.unit.items()}]

    def rows(self, screen: Screen) -> Mapping[str, Sayable]:
        """See `Kind.rows`."""
        if not screen.bands:
            return {ANSWERED: ROW_ANSWERED}
        rows: dict[str, Sayable] = {}
        rows[f"under_{screen.bands[0]}"] = Said("Under %(number)s", {"number": str(screen.bands[0])})
        for low, above in pairwise(screen.bands):
            gaps = {"low": str(low), "high": str(above - 1)}
            rows[f"{low}_to_{above - 1}"] = (
                Said("%(low)s to %(high)s", gaps) if low < above - 1 else InTheirWords(str(low))
            )
        rows[f"{screen.bands[-1]}_or_more"] = Said("%(number)s or more", {"number": str(screen.bands[-1])})
        return rows

    def counted(self, screen: Screen, answer: Answer) -> Sequence[str]:
        """See `Kind.counted`."""
        if not screen.bands:
            return [ANSWERED]
        return [tuple(self.rows(screen))[bisect_right(screen.bands, int(str(answer)))]]

    def value(self, row: str) -> int | None:
        """See `Kind.value`: a band is no number."""
        return None

    def made_up(self, screen: Screen, random: Random) -> Answer | None:
        """See `Kind.made_up`."""
        least = screen.least or 0
        some = max((least + 100, *(2 * band for band in screen.bands)))
        return random.randint(least, some if screen.most is None else screen.most)

    def values(self, screen: Screen) -> Sequence[str]:
        """See `Kind.values`."""
        return ()

    def bounds(self, screen: Screen) -> Bounds | None:
        """See `Kind.bounds`."""
        return Bounds(screen.bands, tuple(band - 1 for band in screen.bands))
