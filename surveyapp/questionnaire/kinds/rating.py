"""A number from 0 to 10 between two named ends."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from random import Random
from typing import Annotated, Any, Literal

from pydantic import Field

from surveyapp.questionnaire.definition import Number, OptionSets, Text, Written, WrittenQuestion
from surveyapp.questionnaire.kinds import AnswerForm, Bounds, Sayable, register
from surveyapp.questionnaire.kinds.forms import OneForm
from surveyapp.questionnaire.kinds.ways_out import REFUSED
from surveyapp.questionnaire.model import RATHER_NOT_SAY, Answer, Screen

STEPS = range(11)
VALUES = tuple(str(step) for step in STEPS)

Step = Annotated[Number, Field(ge=STEPS[0], le=STEPS[-1])]


class WrittenSteps(Written):
    """The favourable steps: from `at_least`, up to `at_most`, or between them."""

    at_least: Step | None = None
    at_most: Step | None = None


class WrittenRating(WrittenQuestion):
    """`ask: rating`."""

    ask: Literal["rating"]
    ends: tuple[Text, Text]
    favourable: WrittenSteps | None = None

    def parts(self, sets: OptionSets) -> dict[str, Any]:
        """See `WrittenScreen.parts`."""
        steps: Sequence[str] = ()
        if self.favourable and self.favourable.model_fields_set:
            least = STEPS[0] if self.favourable.at_least is None else self.favourable.at_least
            most = STEPS[-1] if self.favourable.at_most is None else self.favourable.at_most
            steps = VALUES[least : most + 1]
        return super().parts(sets) | {"ends": self.ends, "favourable": steps}


class RatingForm(OneForm):
    """The steps are posted as text and kept as numbers."""

    def given(self) -> Answer | None:
        """See `AnswerForm.given`."""
        answer = super().given()
        return int(answer) if answer in VALUES else answer


@register
class Rating:
    """The steps are the rows, and have a mean and a median."""

    name = "rating"
    overlapping = False
    definition = WrittenRating

    def form(self, screen: Screen) -> Callable[..., AnswerForm]:
        """See `Kind.form`."""
        return partial(RatingForm, frozenset(VALUES))

    def spoken(self, screen: Screen, answer: Answer) -> Sequence[Sayable]:
        """See `Kind.spoken`."""
        return [REFUSED if answer == RATHER_NOT_SAY else self.rows(screen)[str(answer)]]

    def rows(self, screen: Screen) -> Mapping[str, Sayable]:
        """See `Kind.rows`. The ends have their names beside the number."""
        named: dict[str, Sayable] = {value: value for value in VALUES}
        for value, end in zip((VALUES[0], VALUES[-1]), screen.ends or (), strict=False):
            named[value] = {language: f"{value} – {text}" for language, text in end.items()}
        return named

    def counted(self, screen: Screen, answer: Answer) -> Sequence[str]:
        """See `Kind.counted`."""
        return [str(answer)]

    def value(self, row: str) -> int | None:
        """See `Kind.value`."""
        return int(row)

    def made_up(self, screen: Screen, random: Random) -> Answer | None:
        """See `Kind.made_up`."""
        return min(max(round(random.gauss(6, 2.5)), STEPS[0]), STEPS[-1])

    def values(self, screen: Screen) -> Sequence[str]:
        """See `Kind.values`."""
        return VALUES

    def bounds(self, screen: Screen) -> Bounds | None:
        """See `Kind.bounds`."""
        return Bounds(STEPS, STEPS)
