"""Speaking balance: how the talk is shared out, compared with how many there are."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

K = TypeVar("K", bound=Hashable)


def balance(persons: Mapping[K, int], amounts: Mapping[K, float]) -> dict[K, float | None]:
    """For each group its share of the talk ÷ its share of the persons: 1.0 is proportional.

    `amounts` are seconds or turns of the same groups. `None` for a group without persons, and while nobody has spoken.
    """
    everyone, all_talk = sum(persons.values()), sum(amounts.get(group, 0) for group in persons)
    return {
        group: (amounts.get(group, 0) / all_talk) / (n / everyone) if n and all_talk else None
        for group, n in persons.items()
    }
