"""Yes, no or don't know, with words and pictures of the service's own."""

from typing import Any, Literal

from surveyapp.questionnaire.definition import OptionSets, WrittenQuestion
from surveyapp.questionnaire.kinds import register
from surveyapp.questionnaire.kinds.choose_one import ChooseOne
from surveyapp.questionnaire.kinds.ways_out import DONT_KNOW
from surveyapp.questionnaire.model import Option
from surveyapp.questionnaire.words import fixed

OPTIONS = (
    Option(id="yes", text=fixed("Yes"), pictures=("yes",)),
    Option(id="no", text=fixed("No"), pictures=("no",)),
    DONT_KNOW,
)


class WrittenYesNo(WrittenQuestion):
    """`ask: yes-no`."""

    ask: Literal["yes-no"]
    favourable: tuple[str, ...] | None = None

    def parts(self, sets: OptionSets) -> dict[str, Any]:
        """See `WrittenScreen.parts`."""
        return super().parts(sets) | {"options": OPTIONS, "favourable": self.favourable or ()}


@register
class YesNo(ChooseOne):
    """Yes or no."""

    name = "yes-no"
    definition = WrittenYesNo
