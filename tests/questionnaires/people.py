"""People who answer a shipped questionnaire, screen by screen, through the forms that participants post."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from werkzeug.datastructures import MultiDict

from surveyapp.questionnaire.kinds import kind_of
from surveyapp.questionnaire.model import RATHER_NOT_SAY, Answer, Screen
from surveyapp.questionnaire.path import final_answers, path
from tests.questionnaires.shipped import questionnaire

Person: TypeAlias = Callable[[Screen], Answer | None]
"""What somebody answers on a screen, as it is shown to them."""

FACTS = {"$site": "norr", "$language": "sv", "$wave": ""}


def posted(screen: Screen, answer: Answer | None) -> MultiDict[str, str]:
    """What a browser would send."""
    if answer == RATHER_NOT_SAY and screen.ask in ("text", "number", "date"):
        return MultiDict([("rather_not_say", RATHER_NOT_SAY)])
    if screen.ask == "date" and isinstance(answer, str):
        return MultiDict(zip(("year", "month", "day"), answer.split("-"), strict=True))
    values = answer if isinstance(answer, tuple) else () if answer is None else (str(answer),)
    return MultiDict([("answer", value) for value in values])


def visit(key: str, person: Person, facts: Mapping[str, str] = FACTS) -> dict[str, Answer | None]:
    """Walk from the first screen to the last; the answers that are kept, by the questions that were asked, in order."""
    whole = questionnaire(key)
    answers: dict[str, Answer | None] = {}
    while left := [screen for screen in path(whole, answers, facts) if screen.id not in answers]:
        screen = left[0]
        answers[screen.id] = None
        if screen.ask != "information":
            form = kind_of(screen).form(screen)(posted(screen, person(screen)))
            assert form.validate(), f"{screen.id}: {form.errors}"
            answers[screen.id] = form.given()
            assert answers[screen.id] == person(screen), screen.id
    return final_answers(whole, answers, facts)


def saying(answers: Mapping[str, Answer | None]) -> Person:
    """Someone who gives these answers, and skips the rest."""
    return lambda screen: answers.get(screen.id)


def skips(_screen: Screen) -> Answer | None:
    """Someone who leaves everything empty."""
    return None


def refuses(screen: Screen) -> Answer | None:
    """Someone who doesn't want to answer anything. Practice has no such answer."""
    return None if screen.practice else RATHER_NOT_SAY


def does_not_know(screen: Screen) -> Answer | None:
    """Someone who takes the question's own way out, where there is one."""
    return _alone(screen, lambda option: option.way_out and option.id != RATHER_NOT_SAY)


def chooses_nothing(screen: Screen) -> Answer | None:
    """Someone for whom it is none of them; of a single choice the last, and no words."""
    if screen.ask in ("choose-many", "rank"):
        return _alone(screen, lambda option: option.exclusive)
    return _steps(screen)[-1] if screen.options else None


def chooses_everything(screen: Screen) -> Answer | None:
    """Someone who takes all that can be taken; of a single choice the first."""
    if not screen.options:
        return {"text": "Allt", "date": "2026-03-09"}.get(screen.ask, screen.least or 0)
    steps = _steps(screen)
    most = screen.choose or screen.at_most or len(steps)
    return tuple(steps[:most]) if screen.ask in ("choose-many", "rank") else steps[0]


def _steps(screen: Screen) -> list[str]:
    return [option.id for option in screen.options if not option.way_out and not option.exclusive]


def _alone(screen: Screen, wanted: Callable[..., bool]) -> Answer | None:
    found = next((option.id for option in screen.options if wanted(option)), None)
    return (found,) if found and screen.ask in ("choose-many", "rank") else found
