"""The block table: every count that a release publishes. All that anyone reads of a round is computed from it."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from surveyapp.questionnaire.kinds import kind_of
from surveyapp.questionnaire.model import RATHER_NOT_SAY as UNWILLING
from surveyapp.questionnaire.model import Answer, Questionnaire, Screen
from surveyapp.release.blocks import members, partition, remainder, stand_apart
from surveyapp.release.model import (
    NOT_ANSWERED,
    NOT_ASKED,
    RATHER_NOT_SAY,
    REMAINDER,
    Block,
    BlockId,
    Count,
    Release,
    RoundFacts,
    Row,
    Table,
)
from surveyapp.release.second import Second, second_of
from surveyapp.release.showing import Asked, Showing, Shown, showings
from surveyapp.release.tally import ASKED, BY_PROXY, COMPANY, GENDERS, NOT_USED, THEMSELVES, USED, Given, Tally, count

MODES = ("own_device", "shared_tablet", "paper")


def make(facts: RoundFacts, questionnaire: Questionnaire, responses: Iterable[Given]) -> Release:
    """The release of these responses. They are read once, one at a time, and in no order that matters."""
    second = second_of(facts.second, questionnaire, facts.sites, facts.languages)
    tallies = count(questionnaire, responses, second.value_of, facts.wave)
    by_gender = facts.breakdown == "gender" and any(screen.ask == "gender" for screen in questionnaire.questions)
    sizes = {
        gender: {value: tallies.get((gender, value), Tally()).size for value in second.values} for gender in GENDERS
    }
    blocks = partition(sizes, facts.k, by_gender)
    by_block = {
        block.id: sum((tallies.get(part, Tally()) for part in members(block, second.values)), start=Tally())
        for block in blocks
    }
    return Release(
        round=facts,
        blocks=blocks,
        tables=_tables(facts, questionnaire, second, blocks, by_block) if blocks else (),
    )


def _tables(
    facts: RoundFacts,
    questionnaire: Questionnaire,
    second: Second,
    blocks: Sequence[Block],
    by_block: Mapping[BlockId, Tally],
) -> tuple[Table, ...]:
    together = sum(by_block.values(), start=Tally())
    beside = _beside(facts, questionnaire, together, tuple(by_block))
    beside.pop(second.of or "", None)
    asked = Asked(
        {screen.id: [tally.of(screen.id)[ASKED] for tally in by_block.values()] for screen in questionnaire.questions},
        {screen.id: _offered(screen, by_block.values()) for screen in questionnaire.questions},
        [block.size for block in blocks],
        stand_apart(blocks),
        _as_one(second, blocks, beside),
        second.of,
    )
    found = showings(questionnaire, asked, facts.k)
    tables: list[Table] = []
    for screen in questionnaire.questions:
        showing = found[screen.id]
        if screen.ask == "gender" or screen == second.question:
            continue  # it is what the blocks are made of
        if screen.ask == "helper":
            there = beside.pop("$helper")
            tables.append(there if showing.shown else Table(id="$helper", shown="not_shown"))
        elif showing.shown is Shown.NOT_SHOWN:
            tables.append(Table(id=screen.id, shown="not_shown"))
        elif showing.sensitive:
            tables.append(_coarse(screen, together, tuple(by_block), showing))
        elif showing.shown is Shown.TOGETHER:
            tables.append(_exact(screen, "together", {tuple(by_block): together}))
        else:
            tables.append(_exact(screen, "by_block", {(id,): tally for id, tally in by_block.items()}))
    return (*tables, *beside.values())


def _offered(screen: Screen, tallies: Collection[Tally]) -> dict[str, list[int]]:
    """How many of each tally were offered each option that only some are offered."""
    some = [option.id for option in screen.options if option.show_if]
    return {id: [tally.offered.get(screen.id, Counter())[id] for tally in tallies] for id in some}


def _as_one(
    second: Second, blocks: Iterable[Block], beside: Mapping[str, Table]
) -> dict[str, list[list[Answer | None]]]:
    """The answers that are published as one: of a remainder, and of the second variable those of each block."""
    found: dict[str, list[list[Answer | None]]] = {
        id: [[_as_answered(value) for value in row.holds] for row in table.rows if row.holds]
        for id, table in beside.items()
    }
    if second.of is not None:
        found[second.of] = [
            [answer for value in block.values or second.values for answer in second.values[value]] for block in blocks
        ]
    return found


def counted(screen: Screen, tally: Tally) -> dict[str, int]:
    """All the rows of a question, in order. They sum to the size, but for a choose-many."""
    counts = tally.of(screen.id)
    rows = {row: counts[row] for row in (*kind_of(screen).rows(screen), NOT_ANSWERED, RATHER_NOT_SAY)}
    return rows | {NOT_ASKED: tally.size - counts[ASKED]}


def _exact(screen: Screen, shown: str, columns: Mapping[tuple[BlockId, ...], Tally]) -> Table:
    counts = [counted(screen, tally) for tally in columns.values()]
    rows = tuple(Row(id=row, counts=tuple(column[row] for column in counts)) for row in counts[0])
    return Table.model_validate({"id": screen.id, "shown": shown, "columns": tuple(columns), "rows": rows})


# ---- sensitive questions ---------------------------------------------------------------------------------------------


def _coarse(screen: Screen, tally: Tally, column: tuple[BlockId, ...], showing: Showing) -> Table:
    counts = coarse(screen, tally, showing)
    rows = tuple(Row(id=row, counts=(count,)) for row, count in counts.items())
    return Table(id=screen.id, shown="together", columns=(column,), coarse=True, rows=rows)


def coarse(screen: Screen, tally: Tally, showing: Showing) -> dict[str, Count]:
    """The counts of a sensitive question, with words for 0 and 1, and for all who were asked and all but one of them.

    When who was asked is itself sensitive, all asked and all but one asked look alike, so both count as all but one.
    In a choose-many, not choosing is counted too: where all but one of those who are known to have answered chose an
    option, its count would tell what the others did, so it has the words as well. An option that some are offered has
    them where all but one of these chose it.
    """
    counts = counted(screen, tally)
    asked = tally.size - counts[NOT_ASKED]
    if showing.inherits:
        asked = min(asked, tally.size - 1)
    offered = {id: min(asked, tally.size - 1, n) for id, (n,) in _offered(screen, [tally]).items()}
    known_to_be_silent = sum(n for n in (counts[NOT_ANSWERED], counts[RATHER_NOT_SAY]) if 1 < n < asked - 1)
    silent = known_to_be_silent if kind_of(screen).overlapping else 0
    words: dict[str, Count] = {}
    for row, n in counts.items():
        option = row.partition(".")[0]  # a rank's row is an option in a place
        can_count = asked if row in (NOT_ANSWERED, RATHER_NOT_SAY) else offered.get(option, asked) - silent
        if row == NOT_ASKED and screen.show_if is None:
            words[row] = n  # everyone was asked, and everyone knows
        elif n <= 1:
            words[row] = "at_most_one"
        elif n >= can_count - 1 and row != NOT_ASKED:
            words[row] = "all_or_all_but_one"
        else:
            words[row] = n
    return words


# ---- language, helper, company, support and way of answering ---------------------------------------------------------


def _beside(
    facts: RoundFacts, questionnaire: Questionnaire, together: Tally, column: tuple[BlockId, ...]
) -> dict[str, Table]:
    values = {"$language": facts.languages, "$support": (USED, NOT_USED), "$mode": MODES}
    if facts.proxy_allowed:
        values["$proxy"] = THEMSELVES, BY_PROXY
    if any(screen.ask == "helper" and screen.show_if is None for screen in questionnaire.questions):
        values["$company"] = COMPANY  # who isn't asked for a helper isn't asked for company either
    beside = {
        id: _pooled(id, {value: together.of(id)[value] for value in values[id]}, column, facts.k) for id in values
    }
    for screen in questionnaire.questions:
        if screen.ask == "helper":
            beside["$helper"] = _pooled("$helper", _helpers(screen, together), column, facts.k)
    return beside


def _helpers(screen: Screen, tally: Tally) -> dict[str, int]:
    """Who helped, as the reserved question tells; those who told nothing come last."""
    counts = counted(screen, tally)
    last = (RATHER_NOT_SAY, NOT_ANSWERED) if screen.show_if is None else (RATHER_NOT_SAY, NOT_ANSWERED, NOT_ASKED)
    return {value: counts[value] for value in (*kind_of(screen).rows(screen), *last)}


def _as_answered(value: str) -> str | None:
    """The value as a condition reads it."""
    return UNWILLING if value == RATHER_NOT_SAY else None if value in (NOT_ANSWERED, NOT_ASKED) else value


def _pooled(id: str, sizes: Mapping[str, int], column: tuple[BlockId, ...], k: int) -> Table:
    pooled = remainder(sizes, k)
    rows = [Row(id=value, counts=(n,)) for value, n in sizes.items() if value not in pooled]
    if pooled:
        rows.append(Row(id=REMAINDER, counts=(sum(sizes[value] for value in pooled),), holds=pooled))
    return Table(id=id, shown="together", columns=(column,), rows=tuple(rows))
