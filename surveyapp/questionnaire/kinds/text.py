"""A text of the participant's own. Its figures tell only whether it was answered."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from random import Random
from typing import Annotated, Any, Literal

from pydantic import Field

from surveyapp.questionnaire.definition import Number, OptionSets, WrittenQuestion
from surveyapp.questionnaire.kinds import AnswerForm, Bounds, Sayable, register
from surveyapp.questionnaire.kinds.forms import TextForm
from surveyapp.questionnaire.kinds.ways_out import REFUSED
from surveyapp.questionnaire.model import RATHER_NOT_SAY, Answer, Screen
from surveyapp.questionnaire.words import fixed

ANSWERED = "answered"
ROW_ANSWERED = fixed("Answered")


class WrittenTextQuestion(WrittenQuestion):
    """`ask: text`."""

    ask: Literal["text"]
    lines: Annotated[Number, Field(ge=1, le=20)] = 3

    def parts(self, sets: OptionSets) -> dict[str, Any]:
        """See `WrittenScreen.parts`."""
        return super().parts(sets) | {"lines": self.lines}


class InTheirWords(Mapping[str, str]):
    """What a participant wrote: the same in every language, and never looked up in a catalogue."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __getitem__(self, language: str) -> str:  # noqa: D105
        return self.text

    def __iter__(self) -> Iterator[str]:  # noqa: D105
        return iter(["und"])

    def __len__(self) -> int:  # noqa: D105
        return 1


@register
class TextQuestion:
    """Kept as written; control characters are taken out, and it has at most 1,000 characters."""

    name = "text"
    overlapping = False
    definition = WrittenTextQuestion

    def form(self, screen: Screen) -> Callable[..., AnswerForm]:
        """See `Kind.form`."""
        return partial(TextForm, screen.lines)

    def spoken(self, screen: Screen, answer: Answer) -> Sequence[Sayable]:
        """See `Kind.spoken`."""
        return [REFUSED if answer == RATHER_NOT_SAY else InTheirWords(str(answer))]

    def rows(self, screen: Screen) -> Mapping[str, Sayable]:
        """See `Kind.rows`."""
        return {ANSWERED: ROW_ANSWERED}

    def counted(self, screen: Screen, answer: Answer) -> Sequence[str]:
        """See `Kind.counted`."""
        return [ANSWERED]

    def value(self, row: str) -> int | None:
        """See `Kind.value`."""
        return None

    def made_up(self, screen: Screen, random: Random) -> Answer | None:
        """See `Kind.made_up`."""
        number = random.randint(1, 99)
        return f"Påhittat svar {number}" + (", ring mig på 070-174 06 05" if number % 10 == 7 else "")

    def values(self, screen: Screen) -> Sequence[str]:
        """See `Kind.values`: a text is only answered or not."""
        return ()

    def bounds(self, screen: Screen) -> Bounds | None:
        """See `Kind.bounds`."""
        return None
