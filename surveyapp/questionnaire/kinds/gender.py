"""The reserved question that every figure is split by. Its fourth option is "I don't want to answer"."""

from random import Random
from typing import Any, Literal

from surveyapp.questionnaire.definition import OptionSets, Pictures, WrittenReservedQuestion
from surveyapp.questionnaire.kinds import register
from surveyapp.questionnaire.kinds.choose_one import ChooseOne
from surveyapp.questionnaire.kinds.ways_out import REFUSED
from surveyapp.questionnaire.model import RATHER_NOT_SAY, Answer, Option, Screen
from surveyapp.questionnaire.words import fixed

QUESTION = fixed("Are you a woman, a man or something else?")

OPTIONS = (
    Option(id="woman", text=fixed("Woman"), pictures=("woman",)),
    Option(id="man", text=fixed("Man"), pictures=("man",)),
    Option(id="other", text=fixed("Something else"), pictures=("other_gender",)),
    Option(id=RATHER_NOT_SAY, text=REFUSED, pictures=("rather_not_say",), way_out=True),
)


class WrittenGender(WrittenReservedQuestion):
    """`ask: gender`."""

    id: Literal["gender"]
    ask: Literal["gender"]
    picture: Pictures = ("woman", "man", "other_gender")

    def parts(self, sets: OptionSets) -> dict[str, Any]:
        """See `WrittenScreen.parts`."""
        return super().parts(sets) | {"text": self.text or QUESTION, "why": self.why, "options": OPTIONS}


@register
class Gender(ChooseOne):
    """Woman, man, other, or rather not say."""

    name = "gender"
    definition = WrittenGender

    def made_up(self, screen: Screen, random: Random) -> Answer | None:
        """See `Kind.made_up`."""
        return random.choices(("woman", "man", "other", RATHER_NOT_SAY), (48, 46, 3, 3))[0]
