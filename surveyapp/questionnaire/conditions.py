"""Whether a condition holds for what has been answered so far.

Everything hidden, skipped or unanswered makes every comparison false, so that `not` of it is true. The answers handed
in are those of the visit's way (`path.path`): an answer on a screen that is hidden now must not be among them.
"""

from collections.abc import Mapping

from surveyapp.questionnaire.model import RATHER_NOT_SAY, All, Answer, Answers, AnyOf, Comparison, Condition, Not

HELPER = "helper"
"""The reserved question that `$helper` is read from."""


def holds(condition: Condition, answers: Answers, facts: Mapping[str, str]) -> bool:
    """Whether the condition holds. `facts` has the values of `$site`, `$language` and `$wave`."""
    if isinstance(condition, All):
        return all(holds(part, answers, facts) for part in condition.all)
    if isinstance(condition, AnyOf):
        return any(holds(part, answers, facts) for part in condition.any)
    if isinstance(condition, Not):
        return not holds(condition.negated, answers, facts)
    return agrees(condition, read(condition.of, answers, facts))


def read(of: str, answers: Answers, facts: Mapping[str, str]) -> Answer | None:
    """What a comparison reads: the answer to a question, or a fact of the visit."""
    if of == "$helper":
        return answers.get(HELPER)
    return facts.get(of) if of.startswith("$") else answers.get(of)


def agrees(comparison: Comparison, answer: Answer | None) -> bool:
    """Whether an answer passes every test that the comparison makes. No answer passes none."""
    if answer is None or (not isinstance(answer, int) and not answer):
        return False
    chosen = (str(answer),) if isinstance(answer, str | int) else answer
    if comparison.any_of is not None and not any(id in comparison.any_of for id in chosen):
        return False
    if comparison.answered and answer == RATHER_NOT_SAY:
        return False
    if comparison.at_least is None and comparison.at_most is None:
        return True
    if answer == RATHER_NOT_SAY:
        return False  # a way out has no number
    number = answer if isinstance(answer, str | int) else len(answer)
    return _not_below(number, comparison.at_least) and _not_below(comparison.at_most, number)


def _not_below(high: int | str | None, low: int | str | None) -> bool:
    """Whether `high` is `low` or more, numbers among numbers and days (ISO) among days. No bound forbids nothing."""
    if high is None or low is None:
        return True
    if isinstance(high, int):
        return isinstance(low, int) and high >= low
    return isinstance(low, str) and high >= low
