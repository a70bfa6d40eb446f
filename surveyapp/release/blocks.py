"""The partition of a round's responses into blocks. It looks only at sizes, happens once, and can't be chosen."""

from collections.abc import Mapping

from surveyapp.release.model import Block, BlockId
from surveyapp.release.tally import GENDERS, Gender


def partition(sizes: Mapping[Gender, int], k: int, by_gender: bool) -> tuple[Block, ...]:
    """The blocks, each of k or more; none at all is "no figures".

    Women and men stand apart if both are k or more. Then other and not told are a block if they are k or more, and left
    out if they are fewer. Otherwise everyone is one block.
    """
    if by_gender and sizes["women"] >= k and sizes["men"] >= k:
        return tuple(Block(id=gender, size=sizes[gender]) for gender in GENDERS if sizes[gender] >= k)
    everyone = sum(sizes.values())
    return (Block(id="everyone", size=everyone),) if everyone >= k else ()


def members(block: BlockId) -> tuple[Gender, ...]:
    """Whose responses a block is made of."""
    return GENDERS if block == "everyone" else (block,)


def stand_apart(blocks: tuple[Block, ...]) -> bool:
    """Whether the blocks tell women from men."""
    return any(block.id != "everyone" for block in blocks)
