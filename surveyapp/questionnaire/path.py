"""A visit's way through the screens, and the answers that count in the end."""

from collections.abc import Mapping

from surveyapp.questionnaire.conditions import holds
from surveyapp.questionnaire.model import Answer, Answers, Questionnaire, Screen


def path(questionnaire: Questionnaire, answers: Answers, facts: Mapping[str, str]) -> tuple[Screen, ...]:
    """The screens of the visit's way, in order. An answer on a screen that is hidden now opens nothing."""
    way: list[Screen] = []
    seen: dict[str, Answer | None] = {}
    for screen in questionnaire.screens:
        if screen.show_if is None or holds(screen.show_if, seen, facts):
            way.append(screen)
            seen[screen.id] = answers.get(screen.id)
    return tuple(way)


def final_answers(questionnaire: Questionnaire, answers: Answers, facts: Mapping[str, str]) -> dict[str, Answer | None]:
    """What is kept at the submit: one entry for each question on the way, and nothing else."""
    way = path(questionnaire, answers, facts)
    return {screen.id: answers.get(screen.id) for screen in way if screen.is_question}
