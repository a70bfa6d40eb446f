"""Steps in an order that means something, such as always, sometimes, never: at most five, and ways out beside them."""

from typing import Literal

from surveyapp.questionnaire.definition import WrittenJudged
from surveyapp.questionnaire.kinds import register
from surveyapp.questionnaire.kinds.choose_one import ChooseOne

MOST_STEPS = 5


class WrittenScale(WrittenJudged):
    """`ask: scale`."""

    ask: Literal["scale"]


@register
class Scale(ChooseOne):
    """One step of a scale."""

    name = "scale"
    definition = WrittenScale
