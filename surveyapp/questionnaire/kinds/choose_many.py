"""Any number of options, kept as their ids in declared order."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from random import Random
from typing import Annotated, Any, Literal

from pydantic import Field

from surveyapp.questionnaire.definition import Number, OptionSets, WrittenJudged
from surveyapp.questionnaire.kinds import AnswerForm, Bounds, Sayable, register
from surveyapp.questionnaire.kinds.forms import ManyForm
from surveyapp.questionnaire.kinds.ways_out import REFUSED
from surveyapp.questionnaire.model import Answer, Screen


class WrittenChooseMany(WrittenJudged):
    """`ask: choose-many`."""

    ask: Literal["choose-many"]
    at_most: Annotated[Number, Field(ge=1)] | None = None

    def parts(self, sets: OptionSets) -> dict[str, Any]:
        """See `WrittenScreen.parts`."""
        return super().parts(sets) | {"at_most": self.at_most}


@register
class ChooseMany:
    """One answer can count in several rows."""

    name = "choose-many"
    overlapping = True
    definition = WrittenChooseMany

    def form(self, screen: Screen) -> Callable[..., AnswerForm]:
        """See `Kind.form`."""
        return partial(ManyForm, screen)

    def spoken(self, screen: Screen, answer: Answer) -> Sequence[Sayable]:
        """See `Kind.spoken`."""
        if isinstance(answer, str):
            return [REFUSED]
        return [option.text for option in screen.options if option.id in self.counted(screen, answer)]

    def rows(self, screen: Screen) -> Mapping[str, Sayable]:
        """See `Kind.rows`."""
        return {option.id: option.text for option in screen.options}

    def counted(self, screen: Screen, answer: Answer) -> Sequence[str]:
        """See `Kind.counted`."""
        return () if isinstance(answer, str | int) else tuple(answer)

    def value(self, row: str) -> int | None:
        """See `Kind.value`."""
        return None

    def made_up(self, screen: Screen, random: Random) -> Answer | None:
        """See `Kind.made_up`."""
        alone = [option.id for option in screen.options if option.exclusive or option.way_out]
        others = [option.id for option in screen.options if option.id not in alone]
        if alone and (not others or random.random() < 0.15):
            return (random.choice(alone),)
        most = min(len(others), screen.at_most or len(others))
        chosen = random.sample(others, random.randint(1, most))
        return tuple(id for id in others if id in chosen)

    def values(self, screen: Screen) -> Sequence[str]:
        """See `Kind.values`."""
        return tuple(option.id for option in screen.options)

    def bounds(self, screen: Screen) -> Bounds | None:
        """See `Kind.bounds`: how many can be chosen."""
        numbers = range(1, len(screen.options) + 1)
        return Bounds(numbers, numbers)
