"""A screen to read. Nothing is asked, so nothing is kept and no figure comes of it."""

from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Literal

from surveyapp.questionnaire.definition import WrittenOwnScreen
from surveyapp.questionnaire.kinds import AnswerForm, Bounds, Sayable, register
from surveyapp.questionnaire.model import Answer, Screen


class WrittenInformation(WrittenOwnScreen):
    """`ask: information`."""

    ask: Literal["information"]


class NothingForm(AnswerForm):
    """A form without a field."""

    def __init__(self, formdata: object = None, kept: Answer | None = None) -> None:
        super().__init__()

    def given(self) -> Answer | None:
        """See `AnswerForm.given`."""
        return None

    def chosen(self) -> frozenset[str]:
        """See `AnswerForm.chosen`."""
        return frozenset()


@register
class Information:
    """No answer, no row."""

    name = "information"
    overlapping = False
    definition = WrittenInformation

    def form(self, screen: Screen) -> Callable[..., AnswerForm]:
        """See `Kind.form`."""
        return NothingForm

    def spoken(self, screen: Screen, answer: Answer) -> Sequence[Sayable]:
        """See `Kind.spoken`."""
        return ()

    def rows(self, screen: Screen) -> Mapping[str, Sayable]:
        """See `Kind.rows`."""
        return {}

    def counted(self, screen: Screen, answer: Answer) -> Sequence[str]:
        """See `Kind.counted`."""
        return ()

    def value(self, row: str) -> int | None:
        """See `Kind.value`."""
        return None

    def made_up(self, screen: Screen, random: Random) -> Answer | None:
        """See `Kind.made_up`."""
        return None

    def values(self, screen: Screen) -> Sequence[str]:
        """See `Kind.values`."""
        return ()

    def bounds(self, screen: Screen) -> Bounds | None:
        """See `Kind.bounds`."""
        return None
