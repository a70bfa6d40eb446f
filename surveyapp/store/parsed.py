"""Definitions that are read again and again, and never change: each is parsed once."""

from collections.abc import Callable
from typing import Generic, TypeVar

from surveyapp.store.transactions import Connection

D = TypeVar("D")


class Parsed(Generic[D]):
    """What was parsed, by database and version. When it holds `most`, it begins anew."""

    def __init__(self, parse: Callable[[bytes], D], most: int) -> None:
        self._parse = parse
        self._most = most
        self._kept: dict[tuple[str | None, str], D] = {}

    def of(self, c: Connection, version: str, read: Callable[[], bytes | None]) -> D:
        """The definition of a version, which `read` reads if it is not here yet. `KeyError` if there is none."""
        place = (c.engine.url.database, version)
        if place not in self._kept:
            definition = read()
            if definition is None:
                raise KeyError(version)
            if len(self._kept) >= self._most:
                self._kept.clear()
            self._kept[place] = self._parse(definition)
        return self._kept[place]
