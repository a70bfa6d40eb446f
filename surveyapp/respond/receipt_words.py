"""The words of receipts: pictures that are told apart, each with a word in every language of the interface.

A receipt is three of them in any order. The table beside this file has a row for each; a row is the same picture in
every language, so a receipt that was given in Arabic is read in Swedish too. No spelling means two pictures, in all
languages together. A word may be mended, but no row may come or go: the receipts that were given would not be read.

How hard a receipt is to guess: three of 1,024 in any order are 178,433,024 receipts, 27.4 bits. Where a round has
given 10,000 of them, one guess in 17,843 opens somebody's: at 20 guesses an hour, 2.7 % in a day and half in 26 days.
Where it has given 500, one in 356,866 does: 0.13 % in a day, half in a year and a half. So the throttle must count all
guesses at a round together, wherever they come from, and a receipt must end.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from itertools import product

LENGTH = 3

TYPED_FOR_EACH_OTHER = str.maketrans("أإآٱىیةؤئک", "ااااييهويك", "ءـ")
"""Letters of Arabic and their like on other keyboards; the bare hamza and the stretching line are left out."""


@dataclass(frozen=True)
class Word:
    """A picture (the stem of its file) and its name by language."""

    picture: str
    names: Mapping[str, str] = field(hash=False)


@cache
def all_words() -> tuple[Word, ...]:
    """Every word, in the order of the table."""
    head, *rows = files(__package__).joinpath("receipt_words.tsv").read_text("utf-8").splitlines()
    _, *languages = head.split("\t")
    return tuple(
        Word(picture, dict(zip(languages, names, strict=True))) for picture, *names in (row.split("\t") for row in rows)
    )


def languages() -> tuple[str, ...]:
    """The languages that the words have names in."""
    return tuple(all_words()[0].names)


def drawn_by(digest: bytes) -> tuple[Word, ...]:
    """Three different words that follow from 32 random bytes."""
    left, rest = list(all_words()), int.from_bytes(digest, "big")
    drawn: list[Word] = []
    for _ in range(LENGTH):
        rest, place = divmod(rest, len(left))
        drawn.append(left.pop(place))
    return tuple(drawn)


def readings(typed: Sequence[str]) -> list[tuple[Word, ...]]:
    """What three typed words may mean, in any language: none if one of them is no word, or one is told twice."""
    meant = [_by_name().get(folded(word), ()) for word in typed]
    return [words for words in product(*meant) if len(words) == LENGTH == len({word.picture for word in words})]


def is_word(typed: str) -> bool:
    """Whether that is a word of a receipt, in any language."""
    return folded(typed) in _by_name()


def near(typed: str) -> list[Word]:
    """The words that a mistyped one may be."""
    return list(
        dict.fromkeys(word for name in get_close_matches(folded(typed), _by_name(), 3) for word in _by_name()[name])
    )


def folded(word: str) -> str:
    """A word without what people type in different ways: capitals, accents, gaps, forms of alef and hamza."""
    plain = unicodedata.normalize("NFKD", word.casefold().translate(TYPED_FOR_EACH_OTHER))
    return "".join(letter for letter in plain if letter.isalnum())


@cache
def _by_name() -> Mapping[str, tuple[Word, ...]]:
    found: dict[str, tuple[Word, ...]] = {}
    for word in all_words():
        for name in dict.fromkeys(map(folded, word.names.values())):
            found[name] = (*found.get(name, ()), word)
    return found
