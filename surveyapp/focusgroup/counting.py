"""How widely something was said: persons and groups before mentions. Plain functions on plain data.

Counted is what participants said. What they rejected when it was read back is not, and neither are the words of
moderators, interpreters and support persons.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from surveyapp.store.coding import Code, Coding, under
from surveyapp.store.heard import Heard
from surveyapp.store.studies import Group, Meeting

PARTICIPANTS = ("speaker", "several", "unknown")


@dataclass(frozen=True)
class Count:
    """How many persons and groups said something, and in how many statements. `rejected` are not among those.

    A statement of several people, or of nobody known, adds no person.
    """

    persons: int
    groups: int
    mentions: int
    rejected: int


@dataclass(frozen=True)
class CodeCount:
    """A code with the counts of itself and all under it: over all groups, and in each."""

    code: Code
    depth: int
    whole: Count
    by_group: tuple[Count, ...]


@dataclass(frozen=True)
class Step:
    """A meeting, the codes that were found in it first, and how many codes there were after it."""

    group: Group
    meeting: Meeting
    new: tuple[Code, ...]
    total: int


def count(said: Iterable[Heard]) -> Count:
    """Of these statements."""
    theirs = [one for one in said if one.statement.who in PARTICIPANTS]
    standing = [one for one in theirs if one.statement.outcome != "rejected"]
    return Count(
        persons=len({one.speaker.id for one in standing if one.speaker}),
        groups=len({one.group.id for one in standing}),
        mentions=len(standing),
        rejected=len(theirs) - len(standing),
    )


def tree(codes: Collection[Code]) -> list[tuple[Code, int, str]]:
    """The codes with how deep each stands and its whole name, each before those under it, as they are listed."""

    def below(parent: int | None, depth: int, before: str) -> list[tuple[Code, int, str]]:
        found = []
        for code in codes:
            if code.parent_id == parent:
                name = f"{before}{code.name}"
                found += [(code, depth, name), *below(code.id, depth + 1, f"{name} › ")]
        return found

    return below(None, 0, "")


def by_code(
    said: Sequence[Heard], codes: Collection[Code], codings: Collection[Coding], groups: Sequence[Group]
) -> list[CodeCount]:
    """Each code's counts, in the order of the tree. A person who said both *for* and *against* counts in both."""
    found = []
    for code, depth, _ in tree(codes):
        ids = under(code.id, codes)
        coded = {one.statement_id for one in codings if one.code_id in ids}
        whole = [one for one in said if one.statement.id in coded]
        by_group = tuple(count(one for one in whole if one.group.id == group.id) for group in groups)
        found.append(CodeCount(code, depth, count(whole), by_group))
    return found


def curve(said: Sequence[Heard], codes: Collection[Code], codings: Collection[Coding]) -> list[Step]:
    """For each meeting in which something was said, by day: the codes that are new in it. Rejected words open none."""
    known: set[int] = set()
    steps = []
    for (group, meeting), of_meeting in groupby(said, key=lambda one: (one.group, one.meeting)):
        standing = {
            one.statement.id
            for one in of_meeting
            if one.statement.who in PARTICIPANTS and one.statement.outcome != "rejected"
        }
        used = {one.code_id for one in codings if one.statement_id in standing}
        new = tuple(code for code in codes if code.id in used - known)
        known |= used
        steps.append(Step(group, meeting, new, len(known)))
    return steps
