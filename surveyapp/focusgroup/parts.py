"""A statement's text in words, and in pieces that are coded alike. Plain functions on plain text."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from surveyapp.store.coding import Coding

_WORD = re.compile(r"\S+")


@dataclass(frozen=True)
class Word:
    """A word of a text, from `start` to before `end`."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Piece:
    """A piece of a text, and the codings that all of it is under."""

    text: str
    codings: tuple[Coding, ...]
    ends: tuple[Coding, ...]
    """Those whose part ends with this piece."""


def words_of(text: str) -> list[Word]:
    """What stands between the spaces of a text."""
    return [Word(found[0], *found.span()) for found in _WORD.finditer(text)]


def pieces(text: str, codings: Collection[Coding]) -> list[Piece]:
    """The whole text, cut wherever a coded part begins or ends."""
    cuts = sorted({0, len(text), *(one.start for one in codings), *(one.end for one in codings)})
    return [
        Piece(
            text[start:end],
            tuple(one for one in codings if one.start <= start and end <= one.end),
            tuple(one for one in codings if one.end == end),
        )
        for start, end in pairwise(cuts)
    ]


def is_shorter_form(short: str, text: str) -> bool:
    """Whether a text says nothing that the whole one doesn't: its words stand in it, in that order.

    What is in square brackets, and dots where something was left out, are the analyst's.
    """
    said = iter(_plain_words(text))
    return all(word in said for word in _plain_words(re.sub(r"\[[^\]]*\]", " ", short)))


def _plain_words(text: str) -> Sequence[str]:
    return re.findall(r"\w+", text.casefold())
