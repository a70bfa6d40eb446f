"""What a reader is told of a release: shares, bases, means and medians, all computed from the block table.

Where a count is hidden, whatever would need it is missing here, so that no page and no sheet can print it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import groupby
from typing import Literal

from surveyapp.questionnaire.kinds import kind_of
from surveyapp.questionnaire.model import Questionnaire, Screen
from surveyapp.release.model import (
    NOT_ANSWERED,
    NOT_ASKED,
    RATHER_NOT_SAY,
    BlockId,
    Count,
    Group,
    Release,
    Table,
    group_of,
)

SMALL_BASE = 20
"""Under this base, counts come before percentages."""


@dataclass(frozen=True)
class Share:
    """A part of a base. The base is never 0."""

    part: int
    base: int

    @property
    def value(self) -> Fraction:
        """Exactly, from 0 to 1."""
        return Fraction(self.part, self.base)

    @property
    def counts_first(self) -> bool:
        """Whether the base is so small that the counts are to be read before the percentage."""
        return self.base < SMALL_BASE


@dataclass(frozen=True)
class Column:
    """One block, or a sum of blocks. What is `None` or has no entry can't be told, or isn't anything."""

    blocks: tuple[BlockId, ...]
    size: int
    asked: int | None  # the base of `shares`; of a `$` table, all
    counts: Mapping[str, Count]
    shares: Mapping[str, Share]  # by row, of those asked
    not_chosen: Mapping[str, int]  # by option of a choose-many, of those who answered
    favourable: Share | None
    mean: Fraction | None
    median: Fraction | None
    rated: int | None  # the base of mean and median
    not_ranked: Mapping[str, int] = field(default_factory=dict)  # by option of a rank, of those who answered
    points: Mapping[str, int] = field(default_factory=dict)  # by option of a rank: of five places the first gives five

    @property
    def groups(self) -> tuple[Group, ...]:
        """Whom it is about."""
        return tuple(dict.fromkeys(group_of(id) for id in self.blocks))


@dataclass(frozen=True)
class Figures:
    """All figures of one question, or of a `$` table.

    `columns` are the blocks; then the sum of the blocks of each group that is cut; then the sum of all. All blocks
    together have one. `women` is the part of women among the women and men who gave an answer, by row, and
    `women_asked` among those who were asked.
    """

    table: Table
    screen: Screen | None
    columns: tuple[Column, ...]
    women: Mapping[str, Share]
    women_asked: Share | None
    chart: Literal["stacked", "clustered"] | None

    @property
    def id(self) -> str:
        """The question's, or that of the `$` table."""
        return self.table.id

    @property
    def hides(self) -> bool:
        """Whether a count is told in words."""
        return any(isinstance(count, str) for row in self.table.rows for count in row.counts)

    @property
    def counts_first(self) -> bool:
        """Whether the base is small in some column."""
        return any(column.asked is not None and column.asked < SMALL_BASE for column in self.columns)


def figures(release: Release, questionnaire: Questionnaire) -> tuple[Figures, ...]:
    """The figures of every table of the release, in its order."""
    sizes = {block.id: block.size for block in release.blocks}
    return tuple(_figures(table, questionnaire, sizes) for table in release.tables)


def _figures(table: Table, questionnaire: Questionnaire, sizes: Mapping[BlockId, int]) -> Figures:
    screen = None if table.id.startswith("$") else questionnaire.screen(table.id)
    shown = [(blocks, {row.id: row.counts[n] for row in table.rows}) for n, blocks in enumerate(table.columns)]
    parts = dict(shown)
    if table.shown == "by_block":
        for whole in sums([id for (id,) in parts]):
            shown.append((whole, _summed([parts[(id,)] for id in whole])))
    columns = tuple(_column(table, screen, blocks, counts, sum(sizes[id] for id in blocks)) for blocks, counts in shown)
    women, men = (next((c for c in reversed(columns) if c.groups == (group,)), None) for group in ("women", "men"))
    between: dict[str, Share | None] = {}
    among: Share | None = None
    if women and men and women.asked and men.asked:
        between = {row: _part(women.counts[row], men.counts[row]) for row in women.shares}
        among = _part(women.asked, men.asked)
    told = {row: share for row, share in between.items() if share is not None}
    return Figures(table, screen, columns, told, among, _chart(table, screen))


def sums(blocks: Sequence[BlockId]) -> Iterator[tuple[BlockId, ...]]:
    """What is summed: the blocks of each group that is cut, and all, where there are several groups."""
    of_groups = [tuple(one) for _, one in groupby(blocks, group_of)]
    yield from (one for one in of_groups if len(one) > 1)
    if len(of_groups) > 1:
        yield tuple(blocks)


def _summed(columns: Sequence[Mapping[str, Count]]) -> dict[str, Count]:
    """A sum of blocks. A coarse table has one column, so that there are no words to add."""
    return {row: sum(n for column in columns if isinstance(n := column[row], int)) for row in columns[0]}


def _column(
    table: Table, screen: Screen | None, blocks: tuple[BlockId, ...], counts: Mapping[str, Count], size: int
) -> Column:
    if screen is None:
        shares = {row: share for row, n in counts.items() if (share := _of(n, size))}
        return Column(blocks, size, size, counts, shares, {}, None, None, None, None)
    not_asked = counts[NOT_ASKED]
    asked = size - not_asked if isinstance(not_asked, int) else None
    shares = {row: share for row, n in counts.items() if row != NOT_ASKED and (share := _of(n, asked))}
    kind = kind_of(screen)
    answered = _less(asked, [counts[NOT_ANSWERED], counts[RATHER_NOT_SAY]])
    not_chosen = (
        {row: answered - n for row in kind.rows(screen) if answered is not None and isinstance(n := counts[row], int)}
        if kind.overlapping and not screen.choose
        else {}
    )
    favourable = None if kind.overlapping else _favourable(screen, counts, answered)
    steps = [] if table.coarse else [(kind.value(row), counts[row]) for row in kind.rows(screen)]
    rated = {value: n for value, n in steps if value is not None and isinstance(n, int)}
    mean, median = _mean_and_median(rated)
    base = sum(rated.values()) if rated else None
    not_ranked, points = _ranked(screen, counts, answered)
    return Column(blocks, size, asked, counts, shares, not_chosen, favourable, mean, median, base, not_ranked, points)


def _ranked(screen: Screen, counts: Mapping[str, Count], answered: int | None) -> tuple[dict[str, int], dict[str, int]]:
    """How many of those who answered gave an option of a rank no place, and the points that it got, if all are told."""
    not_ranked: dict[str, int] = {}
    points: dict[str, int] = {}
    for option in screen.options if screen.choose else ():
        rows = [counts.get(f"{option.id}.{place}") for place in range(1, (screen.choose or 0) + 1)]
        whole = [n for n in rows if isinstance(n, int)]
        if rows and len(whole) == len(rows) and answered is not None:
            not_ranked[option.id] = answered - sum(whole)
            points[option.id] = sum(
                n * worth for n, worth in zip(reversed(whole), range(1, len(whole) + 1), strict=True)
            )
    return not_ranked, points


def _favourable(screen: Screen, counts: Mapping[str, Count], answered: int | None) -> Share | None:
    """Of those who answered, way outs left aside, the part whose answer is favourable."""
    if not screen.favourable:
        return None
    base = _less(answered, [counts[option.id] for option in screen.options if option.way_out and option.id in counts])
    parts = [counts[row] for row in screen.favourable]
    whole = [n for n in parts if isinstance(n, int)]
    return _of(sum(whole), base) if len(whole) == len(parts) else None


def _mean_and_median(rated: Mapping[int, int]) -> tuple[Fraction | None, Fraction | None]:
    n = sum(rated.values())
    if not n:
        return None, None
    values = [value for value in sorted(rated) for _ in range(rated[value])]
    return Fraction(sum(values), n), Fraction(values[(n - 1) // 2] + values[n // 2], 2)


def _of(part: Count, base: int | None) -> Share | None:
    return Share(part, base) if base and isinstance(part, int) else None


def _part(women: Count, men: Count) -> Share | None:
    return _of(women, women + men) if isinstance(women, int) and isinstance(men, int) else None


def _less(whole: int | None, parts: Sequence[Count]) -> int | None:
    """What is left of the whole, if every part of it is told."""
    known = [n for n in parts if isinstance(n, int)]
    return whole - sum(known) if whole is not None and len(known) == len(parts) else None


def _chart(table: Table, screen: Screen | None) -> Literal["stacked", "clustered"] | None:
    """Whether the answers may and can be drawn: not where a count is hidden, nor for a text, which has one row."""
    if screen is None or table.shown == "not_shown" or len(kind_of(screen).rows(screen)) < 2:
        return None
    if any(isinstance(count, str) for row in table.rows for count in row.counts):
        return None
    return "clustered" if kind_of(screen).overlapping else "stacked"
