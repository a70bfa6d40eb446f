"""What a round's figures may come to lack, told before it opens, from the plan and the definition."""

from collections.abc import Iterator
from typing import Literal, NamedTuple, TypeAlias

from surveyapp.questionnaire.conditions import agrees
from surveyapp.questionnaire.model import Comparison, Condition, Questionnaire, Screen
from surveyapp.release.second import Second, second_of
from surveyapp.release.showing import SENSITIVE_FACTS, combines, comparisons, offer_combines
from surveyapp.store.rounds import Plan

Reason: TypeAlias = Literal["second", "gender", "language_or_helper", "combined", "read", "few"]
"""Why it may be missing, the likeliest first.

`second`: its condition tells values of the second variable apart, which are put together where fewer than k have one,
and which "other and not told" have all in one. `gender`: it reads gender, and women and men may not stand apart.
`language_or_helper`: it reads one of these, whose rare values are put together. `combined`: it needs k who were asked
and k who were not. `read`: it reads a question that may be missing for one of the reasons above. `few`: some only are
asked it, or offered the option, and they may be fewer than k.
"""


class Loss(NamedTuple):
    """A question that may not be shown. `option` is the option whose condition is to blame; without one, its own is.

    `reasons` are never empty. `surely`: it is not shown whoever answers.
    """

    question: str
    option: str | None
    reasons: tuple[Reason, ...]
    surely: bool


def can_be_lost(plan: Plan, questionnaire: Questionnaire) -> tuple[Loss, ...]:
    """All questions that figures of that round may lack though the round has figures, in the questionnaire's order.

    What isn't here is shown in every release that has figures. The second variable must be one that a round can have
    (`design.opening.refusals`); `KeyError` if there is no such question.
    """
    second = second_of(plan.second, questionnaire, [site.id for site in plan.sites], plan.languages)
    found: list[Loss] = []
    weak: set[str] = set()  # may be missing for more than the number of those who were asked
    for screen in questionnaire.questions:
        if screen.ask == "gender" or screen == second.question:
            continue
        for option, condition, reads in _conditions(screen):
            mixed = (
                offer_combines(screen, screen.option(option), questionnaire)
                if option
                else combines(screen, questionnaire)
            )
            reasons = tuple(_reasons(condition, reads, second, weak, combined=mixed))
            surely = "gender" in reads and plan.breakdown == "none"
            found.append(Loss(screen.id, option, reasons, surely))
        if any(loss.question == screen.id and loss.reasons[0] != "few" for loss in found):
            weak.add(screen.id)
    return tuple(found)


def _conditions(screen: Screen) -> Iterator[tuple[str | None, Condition, tuple[str, ...]]]:
    if screen.show_if is not None:
        yield None, screen.show_if, screen.reads
    for option in screen.options:
        if option.show_if is not None:
            yield option.id, option.show_if, option.reads


def _reasons(
    condition: Condition, reads: tuple[str, ...], second: Second, weak: set[str], *, combined: bool
) -> Iterator[Reason]:
    if any(_tells_apart(comparison, second) for comparison in comparisons(condition)):
        yield "second"
    if "gender" in reads:
        yield "gender"
    if not (SENSITIVE_FACTS - {second.of}).isdisjoint(reads):
        yield "language_or_helper"
    if combined:
        yield "combined"
    if not weak.isdisjoint(reads):
        yield "read"
    yield "few"


def _tells_apart(comparison: Comparison, second: Second) -> bool:
    """Whether it comes out differently for two values of the second variable."""
    answers = [answer for answers in second.values.values() for answer in answers]
    return comparison.of == second.of and len({agrees(comparison, answer) for answer in answers}) > 1
