"""A visit's way through the screens, and the answers that count in the end."""

from collections.abc import Iterator, Mapping

from surveyapp.questionnaire.conditions import holds
from surveyapp.questionnaire.model import Answer, Answers, Questionnaire, Screen


def walk(
    questionnaire: Questionnaire, answers: Answers, facts: Mapping[str, str]
) -> Iterator[tuple[Screen, Answer | None]]:
    """The screens of the visit's way as they are shown, in order, each with its answer as it counts.

    An answer on a screen that is hidden now opens nothing. An option that is hidden now is not offered, and an answer
    counts without it.
    """
    seen: dict[str, Answer | None] = {}
    for screen in questionnaire.screens:
        if screen.show_if is None or holds(screen.show_if, seen, facts):
            shown = as_shown(screen, seen, facts)
            seen[screen.id] = answers.get(screen.id)
            if shown is not screen:
                seen[screen.id] = _offered(screen, shown, seen[screen.id])
            yield shown, seen[screen.id]


def path(questionnaire: Questionnaire, answers: Answers, facts: Mapping[str, str]) -> tuple[Screen, ...]:
    """The screens of the visit's way as they are shown, in order."""
    return tuple(screen for screen, _ in walk(questionnaire, answers, facts))


def final_answers(questionnaire: Questionnaire, answers: Answers, facts: Mapping[str, str]) -> dict[str, Answer | None]:
    """What is kept at the submit: one entry for each question on the way, and nothing else."""
    return {screen.id: answer for screen, answer in walk(questionnaire, answers, facts) if screen.is_question}


def as_shown(screen: Screen, answers: Answers, facts: Mapping[str, str]) -> Screen:
    """The screen with the options that are offered after these answers; itself if none is left out."""
    hidden = [option for option in screen.options if option.show_if and not holds(option.show_if, answers, facts)]
    if not hidden:
        return screen
    return screen.model_copy(update={"options": tuple(option for option in screen.options if option not in hidden)})


def _offered(screen: Screen, shown: Screen, answer: Answer | None) -> Answer | None:
    """The answer without the options of the screen that are not shown."""
    hidden = {option.id for option in screen.options} - {option.id for option in shown.options}
    if isinstance(answer, str):
        return None if answer in hidden else answer
    if isinstance(answer, int) or answer is None:
        return answer
    return tuple(id for id in answer if id not in hidden) or None
