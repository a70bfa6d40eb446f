"""A release: the frozen block table of one round, and all that a reader may be told.

Everything published (pages, workbook, charts) is computed from this and from the published definition alone.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

NOT_ANSWERED = "$not_answered"
RATHER_NOT_SAY = "$rather_not_say"
NOT_ASKED = "$not_asked"
REMAINDER = "$remainder"

Group: TypeAlias = Literal["women", "men", "other", "everyone"]
"""Whose responses a block is made of. `other` is "other and not told"."""

BlockId: TypeAlias = str
"""The group, and after a colon the values of the second variable that cut it out: `women:north`, `men:east,west`."""

Coarse: TypeAlias = Literal["at_most_one", "all_or_all_but_one"]

Count: TypeAlias = int | Coarse
"""A count, or the words that stand in its place in a sensitive question."""


def _empty(value: object) -> bool:
    return not value


class Frozen(BaseModel):
    """Frozen, and closed to unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Block(Frozen):
    """A set of k or more respondents: a group, or of a group those with these values of the second variable."""

    id: BlockId
    size: int
    values: tuple[str, ...] = Field(default=(), exclude_if=_empty)

    @property
    def gender(self) -> Group:
        """The group that it is, or is a part of."""
        return group_of(self.id)


def group_of(block: BlockId) -> Group:
    """The group that a block of that id is, or is a part of."""
    group: Group = block.partition(":")[0]  # type: ignore[assignment]
    return group


class Row(Frozen):
    """One row of a question's table. `counts` has one entry for each of the table's columns.

    `id` is a row of the question's kind, or `$not_answered`, `$rather_not_say`, `$not_asked`, `$remainder`.
    In a `$` table a remainder names the values that it holds.
    """

    id: str
    counts: tuple[Count, ...]
    holds: tuple[str, ...] = ()


class Table(Frozen):
    """One question. `columns` lists, for each column, the blocks that it sums; empty when the question is not shown.

    `by_block`: one column for each block. `together`: one column over all blocks. `not_shown`: no column and no row.
    The counts of a question sum to its column; with an `overlapping` kind, each option's count, `$not_answered`,
    `$rather_not_say` and `$not_asked` leave those who answered and did not choose it.
    """

    id: str
    shown: Literal["by_block", "together", "not_shown"]
    columns: tuple[tuple[BlockId, ...], ...] = ()
    coarse: bool = False
    rows: tuple[Row, ...] = ()


class RoundFacts(Frozen):
    """What a release says of its round. Times are the planned ones, ISO in UTC.

    What came later than the first releases is left out where it is empty, so that those keep their bytes.
    """

    id: str
    label: str
    kind: Literal["real", "trial", "demo"]
    questionnaire: str
    version: str
    languages: tuple[str, ...]
    sites: Mapping[str, str]
    k: int
    breakdown: Literal["gender", "none"]
    opens: str
    closes: str
    releases: str
    responsible: str
    contact: str
    legal_ground: str
    kept_until: str
    reference: str
    stopped: bool = False
    second: str | None = Field(default=None, exclude_if=_empty)
    wave: str = Field(default="", exclude_if=_empty)
    proxy_allowed: bool = Field(default=False, exclude_if=_empty)


class Release(Frozen):
    """The block table of one round. No blocks: "no figures", which is final too."""

    format: Literal[1] = 1
    round: RoundFacts
    blocks: tuple[Block, ...]
    tables: tuple[Table, ...]

    def canonical(self) -> bytes:
        """The canonical JSON that is stored: sorted keys, no spaces, UTF-8."""
        plain = self.model_dump(mode="json")
        return json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()

    @property
    def hash(self) -> str:
        """SHA-256 of the canonical JSON, in hex."""
        return hashlib.sha256(self.canonical()).hexdigest()

    def table(self, id: str) -> Table:
        """The table of that question; `KeyError` if there is none."""
        for table in self.tables:
            if table.id == id:
                return table
        raise KeyError(id)
