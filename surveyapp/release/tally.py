"""Counts every answer once, by gender and the second variable, in one pass over the responses.

The memory that it takes doesn't grow with them.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, TypeAlias

from surveyapp.questionnaire.kinds import kind_of
from surveyapp.questionnaire.model import RATHER_NOT_SAY as UNWILLING
from surveyapp.questionnaire.model import Answer, Answers, Questionnaire, Screen
from surveyapp.questionnaire.path import as_shown
from surveyapp.release.model import NOT_ANSWERED, RATHER_NOT_SAY

Gender: TypeAlias = Literal["women", "men", "other"]
"""What a response counts as. `other` is "other and not told"."""

Part: TypeAlias = tuple[Gender, str]
"""A gender and a value of the second variable; without one, the same value for all."""

GENDERS: tuple[Gender, ...] = ("women", "men", "other")
ASKED = "$asked"
USED, NOT_USED = "used", "not_used"
THEMSELVES, BY_PROXY = "themselves", "by_proxy"

COMPANY = ("alone", "somebody", "helped", RATHER_NOT_SAY, NOT_ANSWERED)


class Given(Protocol):
    """A submitted response: of all that is known of it, what figures are made from."""

    @property
    def site(self) -> str: ...  # noqa: D102

    @property
    def language(self) -> str: ...  # noqa: D102

    @property
    def support(self) -> Mapping[str, Any]: ...  # noqa: D102

    @property
    def mode(self) -> str: ...  # noqa: D102

    @property
    def proxy(self) -> bool: ...  # noqa: D102

    @property
    def company(self) -> str | None: ...  # noqa: D102

    @property
    def answers(self) -> Answers: ...  # noqa: D102


@dataclass
class Tally:
    """What those of one part gave.

    `counts` has for each question its rows, `$not_answered`, `$rather_not_say` and `$asked`; and for `$language`,
    `$support`, `$mode`, `$proxy` and `$company` their values. `offered` has for each question the options that are
    offered to some only.
    """

    size: int = 0
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    offered: dict[str, Counter[str]] = field(default_factory=dict)

    def of(self, id: str) -> Counter[str]:
        """The counts of that question or fact."""
        return self.counts.get(id, Counter())

    def __add__(self, other: "Tally") -> "Tally":
        """Both together."""
        return Tally(self.size + other.size, _both(self.counts, other.counts), _both(self.offered, other.offered))


def _both(one: Mapping[str, Counter[str]], other: Mapping[str, Counter[str]]) -> dict[str, Counter[str]]:
    return {id: one.get(id, Counter()) + other.get(id, Counter()) for id in {**one, **other}}


def gender_of(answers: Answers) -> Gender:
    """What the response counts as. A gender that was never asked for is one that was not told."""
    told = answers.get("gender")
    return "women" if told == "woman" else "men" if told == "man" else "other"


def count(
    questionnaire: Questionnaire,
    responses: Iterable[Given],
    value_of: Callable[[Given], str] = lambda _: "",
    wave: str = "",
) -> dict[Part, Tally]:
    """The tally of each gender and value that somebody has.

    A question's entry tells that it was asked. Which options it had is told by nothing that is kept, so that their
    conditions are tried again.
    """
    tallies: dict[Part, Tally] = {}
    alike: dict[Part, Counter[tuple[str, Answer | None]]] = {}
    choosy = [screen for screen in questionnaire.questions if screen.option_reads]
    apart = [screen for screen in questionnaire.questions if not _has_few_answers(screen)]
    for response in responses:
        part = gender_of(response.answers), value_of(response)
        if part not in tallies:
            tallies[part], alike[part] = Tally(), Counter()
        tally = tallies[part]
        tally.size += 1
        _add(tally, "$language", response.language)
        _add(tally, "$support", USED if response.support else NOT_USED)
        _add(tally, "$mode", response.mode)
        _add(tally, "$proxy", BY_PROXY if response.proxy else THEMSELVES)
        _add(tally, "$company", _company(response.company))
        answers = dict(response.answers)
        facts = {"$site": response.site, "$language": response.language, "$wave": wave}
        for screen in choosy:
            if screen.id in answers:
                offered = as_shown(screen, answers, facts).options
                tally.offered.setdefault(screen.id, Counter()).update(one.id for one in offered if one.show_if)
        for screen in apart:
            if screen.id in answers:
                _add(tally, screen.id, *rows_of(screen, answers.pop(screen.id)))
        alike[part].update(answers.items())  # in C, which is most of the speed of a large round
    for part, counter in alike.items():
        for (id, answer), times in counter.items():
            for row in rows_of(questionnaire.screen(id), answer):
                tallies[part].counts.setdefault(id, Counter())[row] += times
    return tallies


def _company(told: str | None) -> str:
    return NOT_ANSWERED if told is None else RATHER_NOT_SAY if told == UNWILLING else told


def _has_few_answers(screen: Screen) -> bool:
    """Whether the different answers are so few that they can be counted before they are looked at."""
    kind = kind_of(screen)
    return bool(kind.values(screen)) and not kind.overlapping


def rows_of(screen: Screen, answer: Answer | None) -> tuple[str, ...]:
    """What an answer to a question that was asked counts in."""
    if answer is None or answer == ():
        return (ASKED, NOT_ANSWERED)
    if answer == UNWILLING:
        return (ASKED, RATHER_NOT_SAY)
    return (ASKED, *kind_of(screen).counted(screen, answer))


def _add(tally: Tally, id: str, *rows: str) -> None:
    counts = tally.counts.setdefault(id, Counter())
    for row in rows:
        counts[row] += 1
