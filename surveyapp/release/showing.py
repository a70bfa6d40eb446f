"""How finely each question is shown: by block, for all blocks together, or not at all.

This looks at how many were asked, never at what they answered.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from surveyapp.questionnaire.conditions import agrees
from surveyapp.questionnaire.kinds import kind_of
from surveyapp.questionnaire.model import All, Answer, Comparison, Condition, Not, Option, Questionnaire, Screen

SENSITIVE_FACTS = frozenset({"$language", "$helper"})


class Shown(IntEnum):
    """From the coarsest to the finest."""

    NOT_SHOWN = 0
    TOGETHER = 1
    BY_BLOCK = 2


@dataclass(frozen=True)
class Showing:
    """How one question is shown. `sensitive`: in coarse words. `inherits`: who was asked is itself sensitive."""

    shown: Shown
    sensitive: bool
    inherits: bool


@dataclass(frozen=True)
class Asked:
    """How many there are: all that decides how finely something is shown.

    `by_block` has for each question how many were asked of each block, and `sizes` the blocks' sizes. `offered` has for
    each question the same of the options that only some are offered. `apart` tells whether the blocks tell women from
    men. `as_one` has for `$language`, `$helper` and the second variable the answers that are published as one: those of
    a remainder, and of each block.
    """

    by_block: Mapping[str, Sequence[int]]
    offered: Mapping[str, Mapping[str, Sequence[int]]]
    sizes: Sequence[int]
    apart: bool
    as_one: Mapping[str, Sequence[Sequence[Answer | None]]]
    second: str | None = None


def showings(questionnaire: Questionnaire, asked: Asked, k: int) -> dict[str, Showing]:
    """How each question is shown."""
    sensitive = set(SENSITIVE_FACTS)
    inherits: dict[str, bool] = {}
    enough: dict[str, Shown] = {}
    for screen in questionnaire.questions:
        inherits[screen.id] = not sensitive.isdisjoint(screen.reads)
        if inherits[screen.id] or screen.sensitive or not sensitive.isdisjoint(screen.option_reads):
            sensitive.add(screen.id)
        mixed = combines(screen, questionnaire)
        enough[screen.id] = _enough(
            asked.by_block[screen.id], asked.sizes, k, combines=mixed, inherits=inherits[screen.id]
        )
    for group in _bound_together(questionnaire):
        enough |= dict.fromkeys(group, min(enough[id] for id in group))
    shown = {"$site": Shown.BY_BLOCK, "$wave": Shown.BY_BLOCK, "$language": Shown.TOGETHER}
    cut = {asked.second} - {None}  # what depends on the second variable
    for screen in questionnaire.questions:
        level = min(
            [
                enough[screen.id],
                *_offered_to_enough(screen, questionnaire, asked, k, sensitive),
                *_allowed_by_read(screen, shown, asked.as_one),
            ]
        )
        if screen.ask == "gender":  # it has no table of its own: this is for what reads it
            level = Shown.BY_BLOCK if asked.apart else Shown.NOT_SHOWN
        if screen.id == asked.second:  # nor has this: what reads it must take the answers of each block as one
            level = Shown.BY_BLOCK
        if not cut.isdisjoint((*screen.reads, *screen.option_reads)):
            cut.add(screen.id)
            if screen.id in sensitive:  # it is published for all together: who was asked must not follow from a block
                level = Shown.NOT_SHOWN
        shown[screen.id] = min(level, Shown.TOGETHER) if screen.id in sensitive else level
        if screen.ask == "helper":
            shown["$helper"] = shown[screen.id]
    return {id: Showing(shown[id], id in sensitive, inherits[id]) for id in inherits}


def _enough(asked: Sequence[int], sizes: Sequence[int], k: int, *, combines: bool, inherits: bool) -> Shown:
    """The finest that enough were asked for.

    When who was asked is sensitive, all of them and all but one must look alike, so all counts as all but one.
    """
    together, size = sum(asked), sum(sizes)
    if inherits:
        together = min(together, size - 1)
    if combines:
        if all(n >= k and block - n >= k for n, block in zip(asked, sizes, strict=True)):
            return Shown.BY_BLOCK
        return Shown.TOGETHER if together >= k and size - together >= k else Shown.NOT_SHOWN
    if together < k:
        return Shown.NOT_SHOWN
    return Shown.BY_BLOCK if all(n == 0 or n >= k for n in asked) else Shown.TOGETHER


def _offered_to_enough(
    screen: Screen, questionnaire: Questionnaire, asked: Asked, k: int, sensitive: Collection[str]
) -> Iterator[Shown]:
    """What its options allow: one that is offered to some is a question that these were asked, and the others not.

    Those who were not offered it have answered too, so that there must be enough of them as well. Nobody at all are
    enough, but where that itself would tell something: of a sensitive answer, or of two together.
    """
    for option in screen.options:
        if option.show_if is not None:
            offered, there = asked.offered[screen.id][option.id], asked.by_block[screen.id]
            strictly = offer_combines(screen, option, questionnaire) or not set(sensitive).isdisjoint(option.reads)
            if all(_parted(*counts, k, strictly) for counts in zip(offered, there, strict=True)):
                yield Shown.BY_BLOCK
            else:
                yield Shown.TOGETHER if _parted(sum(offered), sum(there), k, strictly) else Shown.NOT_SHOWN


def _parted(n: int, of: int, k: int, strictly: bool) -> bool:
    """Whether both parts are k or more. If not strictly, one of them may be nobody."""
    return (n >= k and of - n >= k) or (not strictly and n in (0, of))


def _allowed_by_read(
    screen: Screen, shown: Mapping[str, Shown], as_one: Mapping[str, Sequence[Sequence[Answer | None]]]
) -> Iterator[Shown]:
    """What its conditions allow: none finer than what they read, and two or more questions only by block.

    Answers that are published as one must be taken as one, or the number asked would tell them apart.
    """
    for read in (screen.reads, *({*screen.reads, *option.reads} for option in screen.options if option.show_if)):
        for of in read:
            yield Shown.NOT_SHOWN if len(read) > 1 and shown[of] < Shown.BY_BLOCK else shown[of]
    for condition in (screen.show_if, *(option.show_if for option in screen.options)):
        for comparison in comparisons(condition):
            for answers in as_one.get(comparison.of, ()):
                if len({agrees(comparison, answer) for answer in answers}) > 1:
                    yield Shown.NOT_SHOWN


# ---- conditions that combine -----------------------------------------------------------------------------------------


def combines(screen: Screen, questionnaire: Questionnaire) -> bool:
    """Whether the number asked stands in no other table: the condition combines two questions.

    So does one that reads several options of a choose-many, of which one person can choose two.
    """
    return len(screen.reads) > 1 or any(_combines_options(screen, of, questionnaire) for of in screen.reads)


def offer_combines(screen: Screen, option: Option, questionnaire: Questionnaire) -> bool:
    """The same of those who are offered an option. The question's own condition counts too, if it asks for any row."""
    if len({*screen.reads, *option.reads}) > 1:
        return True
    for of in option.reads:
        rows = {one for one in _compared(screen.show_if, of) if not _is_any_answer(one, of, questionnaire)}
        if _several_rows(rows | _compared(option.show_if, of), of, questionnaire):
            return True
    return False


def _combines_options(screen: Screen, of: str, questionnaire: Questionnaire) -> bool:
    return _several_rows(_compared(screen.show_if, of), of, questionnaire)


def _compared(condition: Condition | None, of: str) -> set[Comparison]:
    return {comparison for comparison in comparisons(condition) if comparison.of == of}


def _several_rows(found: Collection[Comparison], of: str, questionnaire: Questionnaire) -> bool:
    """Whether they ask for several rows of a question where one person can choose two."""
    if of.startswith("$") or not kind_of(questionnaire.screen(of)).overlapping:
        return False
    return len(found) > 1 or not all(
        _is_any_answer(one, of, questionnaire) or (len(one.any_of or ()) == 1 and not _counts(one)) for one in found
    )


def _is_any_answer(comparison: Comparison, of: str, questionnaire: Questionnaire) -> bool:
    """Whether it holds for any answer at all: that many stand in the table too."""
    options = () if of.startswith("$") else questionnaire.screen(of).options
    answers = {option.id for option in options if not option.way_out}
    things = {option.id for option in options if not option.way_out and not option.exclusive}
    return not _counts(comparison) and (comparison.any_of is None or set(comparison.any_of) in (answers, things))


def _counts(comparison: Comparison) -> bool:
    return comparison.at_most is not None or comparison.at_least not in (None, 1)


def comparisons(condition: Condition | None) -> Iterator[Comparison]:
    """The comparisons that the condition is made of."""
    if condition is None:
        return
    if isinstance(condition, Comparison):
        yield condition
    elif isinstance(condition, Not):
        yield from comparisons(condition.negated)
    else:
        for part in condition.all if isinstance(condition, All) else condition.any:
            yield from comparisons(part)


def _bound_together(questionnaire: Questionnaire) -> list[set[str]]:
    """Questions whose conditions combine the same things, so that the numbers asked could be reckoned from each other.

    If each mix of two yes-or-no answers has a follow-up, and five, five, five and one were asked them, the one follows
    from the others. So such questions are shown alike, all as coarsely as the coarsest. Two of them hang together when
    what they read, at any distance, has two things in common of which neither reads the other.
    """
    behind: dict[str, set[str]] = {}
    groups: list[set[str]] = []
    for screen in questionnaire.questions:
        behind[screen.id] = set(screen.reads).union(*(behind.get(of, ()) for of in screen.reads))
        behind[screen.id] |= {f"{of} twice" for of in screen.reads if _combines_options(screen, of, questionnaire)}
        if combines(screen, questionnaire):
            hung = [group for group in groups if any(_share_two(screen.id, id, behind) for id in group)]
            groups = [group for group in groups if group not in hung]
            groups.append({screen.id}.union(*hung))
    return groups


def _share_two(one: str, other: str, behind: Mapping[str, set[str]]) -> bool:
    shared = behind[one] & behind[other]
    return any(a not in behind.get(b, ()) and b not in behind.get(a, ()) for a in shared for b in shared if a < b)
