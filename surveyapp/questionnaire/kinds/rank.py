"""The most important of several options, in order. Kept as their ids, the first place first."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from random import Random
from typing import Annotated, Any, Literal

from pydantic import Field

from surveyapp.questionnaire.definition import Number, OptionSets, WrittenChoice
from surveyapp.questionnaire.kinds import AnswerForm, Bounds, Sayable, register
from surveyapp.questionnaire.kinds.forms import RankForm
from surveyapp.questionnaire.kinds.ways_out import REFUSED
from surveyapp.questionnaire.model import Answer, Option, Screen

MOST_PLACES = 20


class WrittenRank(WrittenChoice):
    """`ask: rank`."""

    ask: Literal["rank"]
    choose: Annotated[Number, Field(ge=1, le=MOST_PLACES)]

    def parts(self, sets: OptionSets) -> dict[str, Any]:
        """See `WrittenScreen.parts`."""
        return super().parts(sets) | {"choose": self.choose}


@register
class Rank:
    """A row is an option in a place, `carpentry.1`. What stands alone, such as a way out, has no place in its row."""

    name = "rank"
    overlapping = True
    definition = WrittenRank

    def form(self, screen: Screen) -> Callable[..., AnswerForm]:
        """See `Kind.form`."""
        return partial(RankForm, screen)

    def spoken(self, screen: Screen, answer: Answer) -> Sequence[Sayable]:
        """See `Kind.spoken`."""
        if isinstance(answer, str | int):
            return [REFUSED]
        options = [screen.option(id) for id in answer]
        return [option.text if _alone(option) else _in_place(option, n) for n, option in enumerate(options, 1)]

    def rows(self, screen: Screen) -> Mapping[str, Sayable]:
        """See `Kind.rows`."""
        rows: dict[str, Sayable] = {}
        for option in screen.options:
            if _alone(option):
                rows[option.id] = option.text
            else:
                for place in places(screen):
                    rows[f"{option.id}.{place}"] = _in_place(option, place)
        return rows

    def counted(self, screen: Screen, answer: Answer) -> Sequence[str]:
        """See `Kind.counted`."""
        if isinstance(answer, str | int):
            return ()
        options = [screen.option(id) for id in answer]
        return [option.id if _alone(option) else f"{option.id}.{n}" for n, option in enumerate(options, 1)]

    def value(self, row: str) -> int | None:
        """See `Kind.value`: points are reckoned from all rows of an option."""
        return None

    def made_up(self, screen: Screen, random: Random) -> Answer | None:
        """See `Kind.made_up`."""
        alone = [option.id for option in screen.options if _alone(option)]
        others = [option.id for option in screen.options if not _alone(option)]
        if not others or (alone and random.random() < 0.1):
            return (random.choice(alone),) if alone else None
        most = min(len(others), len(places(screen)))
        return tuple(random.sample(others, most if random.random() < 0.7 else random.randint(1, most)))

    def values(self, screen: Screen) -> Sequence[str]:
        """See `Kind.values`."""
        return tuple(option.id for option in screen.options)

    def bounds(self, screen: Screen) -> Bounds | None:
        """See `Kind.bounds`."""
        return None


def places(screen: Screen) -> range:
    """The places of a rank, from 1."""
    return range(1, (screen.choose or 1) + 1)


def _alone(option: Option) -> bool:
    return option.way_out or option.exclusive


def _in_place(option: Option, place: int) -> Sayable:
    if isinstance(option.text, str):
        return option.text
    return {language: f"{place}. {text}" for language, text in option.text.items()}
