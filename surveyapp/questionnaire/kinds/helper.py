"""The reserved question of who helped, read as `$helper`. It is published like a sensitive question."""

from random import Random
from typing import Any, Literal

from surveyapp.questionnaire.definition import OptionSets, Pictures, WrittenReservedQuestion
from surveyapp.questionnaire.kinds import register
from surveyapp.questionnaire.kinds.choose_one import ChooseOne
from surveyapp.questionnaire.model import Answer, Option, Screen
from surveyapp.questionnaire.words import fixed

QUESTION = fixed("Did anyone help you to answer?")

OPTIONS = (
    Option(id="nobody", text=fixed("No, I answered by myself"), pictures=("alone",)),
    Option(id="interpreter", text=fixed("An interpreter"), pictures=("interpreter",)),
    Option(id="relative", text=fixed("A relative or a friend"), pictures=("together",)),
    Option(
        id="neutral_assistant", text=fixed("Someone from outside who helps with the questions"), pictures=("listen",)
    ),
    Option(id="staff", text=fixed("Someone from the staff"), pictures=("job",)),
    Option(id="own_supervisor", text=fixed("My own supervisor"), pictures=("supervisor",)),
)


class WrittenHelper(WrittenReservedQuestion):
    """`ask: helper`."""

    id: Literal["helper"]
    ask: Literal["helper"]
    picture: Pictures = ("interpreter",)

    def parts(self, sets: OptionSets) -> dict[str, Any]:
        """See `WrittenScreen.parts`."""
        more = {"text": self.text or QUESTION, "why": self.why, "options": OPTIONS, "sensitive": True}
        return super().parts(sets) | more


@register
class Helper(ChooseOne):
    """Who helped, if anyone did."""

    name = "helper"
    definition = WrittenHelper

    def made_up(self, screen: Screen, random: Random) -> Answer | None:
        """See `Kind.made_up`."""
        return random.choices([option.id for option in OPTIONS], (60, 12, 8, 8, 8, 4))[0]
