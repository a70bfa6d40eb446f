"""A day of the calendar, in three fields. It is published in bands, and without bands only as answered or not."""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from itertools import pairwise
from random import Random
from typing import Annotated, Any, Literal

from pydantic import Field

from surveyapp.questionnaire.definition import Day, OptionSets, WrittenQuestion
from surveyapp.questionnaire.kinds import AnswerForm, Bounds, Sayable, register
from surveyapp.questionnaire.kinds.forms import DateForm
from surveyapp.questionnaire.kinds.number import MOST_BANDS
from surveyapp.questionnaire.kinds.text import ANSWERED, ROW_ANSWERED
from surveyapp.questionnaire.kinds.ways_out import REFUSED
from surveyapp.questionnaire.model import RATHER_NOT_SAY, Answer, Screen
from surveyapp.questionnaire.words import Said

MADE_UP = ("1950-01-01", "2026-12-31")


class WrittenDate(WrittenQuestion):
    """`ask: date`."""

    ask: Literal["date"]
    min: Day | None = None
    max: Day | None = None
    bands: Annotated[tuple[Day, ...], Field(max_length=MOST_BANDS)] = ()

    def parts(self, sets: OptionSets) -> dict[str, Any]:
        """See `WrittenScreen.parts`."""
        return super().parts(sets) | {"first_day": self.min, "last_day": self.max, "day_bands": self.bands}


@register
class DateQuestion:
    """Kept as ISO text. The bands are the rows, and their edges are all that a condition can name."""

    name = "date"
    overlapping = False
    definition = WrittenDate

    def form(self, screen: Screen) -> Callable[..., AnswerForm]:
        """See `Kind.form`."""
        return partial(DateForm, screen)

    def spoken(self, screen: Screen, answer: Answer) -> Sequence[Sayable]:
        """See `Kind.spoken`."""
        if answer == RATHER_NOT_SAY:
            return [REFUSED]
        return [Said("%(day)s", {"day": date.fromisoformat(str(answer))})]

    def rows(self, screen: Screen) -> Mapping[str, Sayable]:
        """See `Kind.rows`."""
        if not screen.day_bands:
            return {ANSWERED: ROW_ANSWERED}
        days = [date.fromisoformat(day) for day in screen.day_bands]
        rows: dict[str, Sayable] = {f"before_{days[0]}": Said("Before %(day)s", {"day": days[0]})}
        for first, next_first in pairwise(days):
            last = _day_before(next_first)
            rows[f"{first}_to_{last}"] = Said("%(first)s to %(last)s", {"first": first, "last": last})
        return rows | {f"{days[-1]}_or_later": Said("%(day)s or later", {"day": days[-1]})}

    def counted(self, screen: Screen, answer: Answer) -> Sequence[str]:
        """See `Kind.counted`."""
        if not screen.day_bands:
            return [ANSWERED]
        return [tuple(self.rows(screen))[bisect_right(screen.day_bands, str(answer))]]

    def value(self, row: str) -> int | None:
        """See `Kind.value`: a band is no number."""
        return None

    def made_up(self, screen: Screen, random: Random) -> Answer | None:
        """See `Kind.made_up`."""
        first = date.fromisoformat(screen.first_day or min(MADE_UP[0], screen.last_day or MADE_UP[0]))
        last = date.fromisoformat(screen.last_day or max(MADE_UP[1], screen.first_day or MADE_UP[1]))
        return date.fromordinal(random.randint(first.toordinal(), last.toordinal())).isoformat()

    def values(self, screen: Screen) -> Sequence[str]:
        """See `Kind.values`."""
        return ()

    def bounds(self, screen: Screen) -> Bounds | None:
        """See `Kind.bounds`."""
        days = (date.fromisoformat(day) for day in screen.day_bands)
        return Bounds(screen.day_bands, tuple(_day_before(day).isoformat() for day in days))


def _day_before(day: date) -> date:
    return day - timedelta(days=1)
