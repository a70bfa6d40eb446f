"""The partition of a round's responses into blocks. It looks only at sizes, happens once, and can't be chosen."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from surveyapp.release.model import Block, Group
from surveyapp.release.tally import GENDERS, Gender, Part


def partition(sizes: Mapping[Gender, Mapping[str, int]], k: int, by_gender: bool) -> tuple[Block, ...]:
    """The blocks, each of k or more; none at all is "no figures".

    `sizes` tells how many of each gender have each value of the second variable. Women and men stand apart if both are
    k or more. Then other and not told are a block if they are k or more, and left out if they are fewer. Otherwise
    everyone is one group. Women, men and everyone are cut by the second variable, each for itself.
    """
    whole: dict[Group, Mapping[str, int]] = {gender: sizes[gender] for gender in GENDERS if _sum(sizes[gender]) >= k}
    if not by_gender or not {"women", "men"} <= whole.keys():
        everyone = Counter[str]()
        for gender in GENDERS:
            everyone.update(sizes[gender])
        whole = {"everyone": everyone} if _sum(everyone) >= k else {}
    return tuple(block for group, of_group in whole.items() for block in _cut(group, of_group, k))


def _cut(group: Group, sizes: Mapping[str, int], k: int) -> Iterator[Block]:
    """The group's parts, the remainder last; or the group whole, if there are not two parts."""
    pooled = remainder(sizes, k)
    parts = [(value,) for value in sizes if value not in pooled] + ([pooled] if pooled else [])
    if group == "other" or len(parts) == 1:
        yield Block(id=group, size=_sum(sizes))
        return
    for part in parts:
        yield Block(id=f"{group}:{','.join(part)}", size=sum(sizes[value] for value in part), values=part)


def _sum(sizes: Mapping[str, int]) -> int:
    return sum(sizes.values())


def remainder(sizes: Mapping[str, int], k: int) -> tuple[str, ...]:
    """The values that are pooled, in declared order: those under k, and the smallest others until they are k together.

    A value that nobody has is under k too, so that whether anybody has it is not told.
    """
    pooled = {value for value, size in sizes.items() if size < k}
    others = sorted((value for value in sizes if value not in pooled), key=sizes.__getitem__)  # equals stay in order
    while pooled and sum(sizes[value] for value in pooled) < k and others:
        pooled.add(others.pop(0))
    return tuple(value for value in sizes if value in pooled)


def members(block: Block, values: Iterable[str]) -> tuple[Part, ...]:
    """Whose responses a block is made of. An uncut one has all the values."""
    genders = GENDERS if block.gender == "everyone" else (block.gender,)
    return tuple((gender, value) for gender in genders for value in block.values or values)


def stand_apart(blocks: Iterable[Block]) -> bool:
    """Whether the blocks tell women from men."""
    return any(block.gender != "everyone" for block in blocks)
