"""The second variable, by which blocks are cut beside gender. It is fixed before the round opens.

Whoever left its question empty, didn't want to answer it or wasn't asked has the value
`$not_answered`, which stands last.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from surveyapp.questionnaire.kinds import kind_of
from surveyapp.questionnaire.model import RATHER_NOT_SAY as UNWILLING
from surveyapp.questionnaire.model import Answer, Questionnaire, Screen, Words
from surveyapp.questionnaire.words import fixed
from surveyapp.release.model import NOT_ANSWERED
from surveyapp.release.tally import Given, rows_of

FACTS = {
    "$site": fixed("Place"),
    "$language": fixed("Language of the answers"),
    "$helper": fixed("Who helped"),
}
"""What it may be, beside a question, and what that is called."""

ONE_OF_FEW = frozenset({"choose-one", "yes-no", "scale", "rating", "helper"})
"""Kinds with one answer of a few. Numbers and dates are that too, in bands."""


@dataclass(frozen=True)
class Second:
    """`values` in declared order, each with the answers that it stands for, as conditions read them.

    `question` is what asks for it. Without a second variable, all responses have one value.
    """

    of: str | None
    question: Screen | None
    values: Mapping[str, Sequence[Answer | None]]
    value_of: Callable[[Given], str]


def second_of(
    second: str | None, questionnaire: Questionnaire, sites: Iterable[str], languages: Iterable[str]
) -> Second:
    """The second variable of that name, in a round with those sites and languages. `KeyError` if there is none."""
    if second is None:
        return Second(None, None, {"": ()}, lambda _: "")
    if second == "$site":
        return Second("$site", None, {site: (site,) for site in sites}, lambda given: given.site)
    if second == "$language":
        return Second("$language", None, {tag: (tag,) for tag in languages}, lambda given: given.language)
    screen = asked_as(second, questionnaire)
    return Second(second, screen, _values(screen), lambda given: _value(screen, given.answers.get(screen.id)))


def asked_as(second: str, questionnaire: Questionnaire) -> Screen:
    """The question that asks for it."""
    if second == "$helper":
        return next(screen for screen in questionnaire.questions if screen.ask == "helper")
    return questionnaire.screen(second)


def named(second: str, questionnaire: Questionnaire) -> Words:
    """What it is called: the question's text, or the fact's name."""
    return FACTS[second] if second in FACTS else questionnaire.screen(second).text


def has_one_value(screen: Screen) -> bool:
    """Whether every answer is one of a few values."""
    return screen.ask in ONE_OF_FEW or bool(screen.bands) or bool(screen.day_bands)


def _values(screen: Screen) -> dict[str, Sequence[Answer | None]]:
    rows = tuple(kind_of(screen).rows(screen))
    answers: Sequence[Answer] = rows
    if screen.ask == "rating":
        answers = [int(row) for row in rows]
    elif screen.bands:  # conditions name edges of bands only, so that one number of a band stands for all
        answers = [screen.bands[0] - 1, *screen.bands]
    elif screen.day_bands:
        answers = ["0001-01-01", *screen.day_bands]
    return {row: (answer,) for row, answer in zip(rows, answers, strict=True)} | {NOT_ANSWERED: (None, UNWILLING)}


def _value(screen: Screen, answer: Answer | None) -> str:
    row = rows_of(screen, answer)[-1]
    return NOT_ANSWERED if row.startswith("$") else row
