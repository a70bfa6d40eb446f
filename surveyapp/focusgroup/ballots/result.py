"""The result of a ballot, from its release alone: scores, voters, places and ties."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from surveyapp.focusgroup.ballots.questionnaire import VOTE
from surveyapp.questionnaire.model import Option, Questionnaire
from surveyapp.release.figures import Column, figures
from surveyapp.release.model import NOT_ANSWERED, RATHER_NOT_SAY, Group, Release


@dataclass(frozen=True)
class Line:
    """What was voted on, as it was then. `voters` voted on it; `tied` says that others share its place."""

    option: Option
    score: int
    voters: int
    place: int
    tied: bool


@dataclass(frozen=True)
class Count:
    """How a group, or everyone, voted: the best first."""

    groups: tuple[Group, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Together:
    """What two ballots say of one thing: the mean of its two shares, from 0 to 1."""

    option: Option
    share: Fraction
    shares: tuple[Fraction, Fraction]
    place: int
    tied: bool


def counted(release: Release, questionnaire: Questionnaire) -> tuple[Count, ...]:
    """The result of everyone, and then of each group that the release tells of. None at all if it tells nothing."""
    of = {one.id: one for one in figures(release, questionnaire)}
    asked = [(option, id) for option, id in _voted_on(questionnaire) if id in of and of[id].columns]
    if not asked:
        return ()
    # A ballot has no second variable, so that each group has one column.
    shown = {option.id: {column.groups: column for column in of[id].columns} for option, id in asked}
    by_size = sorted(shown[asked[0][0].id], key=len, reverse=True)
    counts = []
    for groups in by_size:
        scored = [
            (option, *found)
            for option, id in asked
            if groups in shown[option.id] and (found := _scored(option.id, id, shown[option.id][groups]))
        ]
        if len(scored) == len(asked):
            counts.append(Count(groups, tuple(_in_order(scored))))
    return tuple(counts)


def together(first: Count, second: Count) -> tuple[Together, ...]:
    """Both ballots, each with the same weight, however many voted: the mean of the shares of their points per voter.

    Nothing if they were not on the same, or nobody gave a point in one of them.
    """
    one, two = _shares(first), _shares(second)
    if not one or one.keys() != two.keys():
        return ()
    means = {id: (one[id] + two[id]) / 2 for id in one}
    options = {line.option.id: line.option for line in first.lines}
    return tuple(
        Together(options[id], share, (one[id], two[id]), *_place(share, list(means.values())))
        for id, share in sorted(means.items(), key=lambda item: -item[1])
    )


def _voted_on(questionnaire: Questionnaire) -> list[tuple[Option, str]]:
    """What is voted on, each with the question that it is voted on in."""
    questions = [screen for screen in questionnaire.questions if screen.ask != "gender"]
    if [screen.id for screen in questions] == [VOTE]:
        return [(option, VOTE) for option in questions[0].options]
    return [(Option(id=screen.id, text=screen.text, pictures=screen.pictures), screen.id) for screen in questions]


def _scored(option: str, question: str, column: Column) -> tuple[int, int] | None:
    """The score and the voters, if both are told: points of a rank, dots, or how many said yes."""
    score = column.points.get(option, column.counts.get(option if question == VOTE else "yes"))
    left = column.counts[NOT_ANSWERED], column.counts[RATHER_NOT_SAY]
    if not isinstance(score, int) or column.asked is None:
        return None
    return score, column.asked - sum(n for n in left if isinstance(n, int))


def _in_order(scored: Sequence[tuple[Option, int, int]]) -> list[Line]:
    scores = [score for _, score, _ in scored]
    lines = [Line(option, score, voters, *_place(score, scores)) for option, score, voters in scored]
    return sorted(lines, key=lambda line: line.place)


def _place(mine: int | Fraction, every: Sequence[int | Fraction]) -> tuple[int, bool]:
    """The place of a score, 1 for the highest, and whether others have the same."""
    return 1 + sum(one > mine for one in every), list(every).count(mine) > 1


def _shares(count: Count) -> Mapping[str, Fraction]:
    """The part of each in all points per voter; nothing if nobody gave any."""
    each = {line.option.id: Fraction(line.score, line.voters) for line in count.lines if line.voters}
    whole = sum(each.values())
    return {id: one / whole for id, one in each.items()} if whole else {}
