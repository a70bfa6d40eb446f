"""One option of several, kept as the option's id: rewording or translating never touches an answer."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from random import Random
from typing import Literal

from surveyapp.questionnaire.definition import WrittenJudged, WrittenScreen
from surveyapp.questionnaire.kinds import AnswerForm, Bounds, Sayable, register
from surveyapp.questionnaire.kinds.forms import OneForm
from surveyapp.questionnaire.kinds.ways_out import REFUSED
from surveyapp.questionnaire.model import RATHER_NOT_SAY, Answer, Screen


class WrittenChooseOne(WrittenJudged):
    """`ask: choose-one`."""

    ask: Literal["choose-one"]


@register
class ChooseOne:
    """The other kinds with options to choose one from are this with options of their own."""

    name = "choose-one"
    overlapping = False
    definition: type[WrittenScreen] = WrittenChooseOne

    def form(self, screen: Screen) -> Callable[..., AnswerForm]:
        """See `Kind.form`."""
        return partial(OneForm, frozenset(self.values(screen)))

    def spoken(self, screen: Screen, answer: Answer) -> Sequence[Sayable]:
        """See `Kind.spoken`."""
        return [self.rows(screen).get(str(answer), REFUSED)]

    def rows(self, screen: Screen) -> Mapping[str, Sayable]:
        """See `Kind.rows`."""
        return {option.id: option.text for option in screen.options if option.id != RATHER_NOT_SAY}

    def counted(self, screen: Screen, answer: Answer) -> Sequence[str]:
        """See `Kind.counted`."""
        return [str(answer)]

    def value(self, row: str) -> int | None:
        """See `Kind.value`."""
        return None

    def made_up(self, screen: Screen, random: Random) -> Answer | None:
        """See `Kind.made_up`."""
        return random.choice(tuple(self.values(screen)))

    def values(self, screen: Screen) -> Sequence[str]:
        """See `Kind.values`."""
        return tuple(option.id for option in screen.options if option.id != RATHER_NOT_SAY)

    def bounds(self, screen: Screen) -> Bounds | None:
        """See `Kind.bounds`."""
        return None
