"""Linear equations, for tests that try to reckon out what is hidden."""

from collections.abc import Hashable, Iterable

PRIME = 2**61 - 1
"""Whatever follows by exact fractions follows modulo this prime too."""

Vector = dict[Hashable, int]


def indicator(places: Iterable[Hashable]) -> Vector:
    """One at each place."""
    return dict.fromkeys(places, 1)


class Span:
    """All sums that can be reckoned from the given ones."""

    def __init__(self, vectors: Iterable[Vector] = ()) -> None:
        self._rows: dict[Hashable, Vector] = {}
        for vector in vectors:
            self.add(vector)

    def add(self, vector: Vector) -> None:
        rest = self._reduced(vector)
        if rest:
            pivot, leading = next(iter(rest.items()))
            inverse = pow(leading, -1, PRIME)
            self._rows[pivot] = {place: n * inverse % PRIME for place, n in rest.items()}

    def __contains__(self, vector: Vector) -> bool:
        return not self._reduced(vector)

    def rows(self) -> Iterable[Vector]:
        return self._rows.values()

    def _reduced(self, vector: Vector) -> Vector:
        rest = dict(vector)
        for pivot, row in self._rows.items():  # in the order in which they came, each free of the pivots before it
            factor = rest.get(pivot)
            if factor:
                for place, n in row.items():
                    left = (rest.get(place, 0) - factor * n) % PRIME
                    if left:
                        rest[place] = left
                    else:
                        rest.pop(place, None)
        return rest
