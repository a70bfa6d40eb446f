"""The ways out that every questionnaire words alike."""

from surveyapp.questionnaire.model import Option
from surveyapp.questionnaire.words import fixed

REFUSED = fixed("I don't want to answer")

DONT_KNOW = Option(id="dont_know", text=fixed("Don't know"), pictures=("dont_know",), way_out=True)
