"""What blocks, rows and kinds are called, in messages that are still to be translated."""

from collections.abc import Mapping, Sequence

from surveyapp.questionnaire.words import fixed
from surveyapp.release.model import NOT_ANSWERED, NOT_ASKED, RATHER_NOT_SAY, BlockId, Coarse, Group, group_of

BLOCKS: Mapping[Group, str] = {
    "women": fixed("Women"),
    "men": fixed("Men"),
    "other": fixed("Other and not told"),
    "everyone": fixed("Everyone"),
}

_SUMS: Mapping[tuple[Group, ...], str] = {
    ("women", "men"): fixed("Women and men"),
    ("women", "men", "other"): fixed("Women, men, other and not told"),
}

ASIDE: Mapping[str, str] = {
    NOT_ANSWERED: fixed("Not answered"),
    RATHER_NOT_SAY: fixed("Didn't want to answer"),
    NOT_ASKED: fixed("Not asked"),
}

COARSE: Mapping[Coarse, str] = {
    "at_most_one": fixed("at most 1"),
    "all_or_all_but_one": fixed("all or all but one"),
}

_MARKS: Mapping[str, str] = {
    "demo": fixed("Demo round: all answers are made up."),
    "trial": fixed("Trial round: the answers are only a test."),
}


def column(blocks: Sequence[BlockId]) -> str:
    """Whom a column is about: the group of its block, or the groups of its blocks if it is a sum of them."""
    groups = tuple(dict.fromkeys(map(group_of, blocks)))
    return BLOCKS[groups[0]] if len(groups) == 1 else _SUMS[groups]


def mark(kind: str) -> str | None:
    """What stands on every sheet and page of a round that isn't real."""
    return _MARKS.get(kind)
