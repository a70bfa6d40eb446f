"""What may point at somebody in a text: pointed out to whoever reads it, never changed or hidden.

Numbers and addresses are found by their form. A name is only a hint: Swedish and English write names with a capital
letter, but so are other words, and a name in small letters or another script is found only by the words before it.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias, get_args

from surveyapp.questionnaire.words import fixed

Sort: TypeAlias = Literal["personal_number", "mail", "web", "phone", "address", "name"]

SORTS: tuple[Sort, ...] = get_args(Sort)
"""In this order: what one sort has found is nothing of a later one."""

NAMES: dict[Sort, str] = {
    "personal_number": fixed("Personal number"),
    "mail": fixed("Mail address"),
    "web": fixed("Web address"),
    "phone": fixed("Phone number"),
    "address": fixed("Street address"),
    "name": fixed("Perhaps a name"),
}


@dataclass(frozen=True)
class Found:
    """A part of a text, from `start` up to `end`."""

    start: int
    end: int
    sort: Sort


@dataclass(frozen=True)
class Part:
    """A piece of a text, and what it may be."""

    text: str
    sort: Sort | None


def found(text: str) -> list[Found]:
    """What may point at somebody, in the order of the text; no two overlap."""
    plain, places = _readable(text)
    taken: list[Found] = []
    for sort in SORTS:
        for start, end in _FINDERS[sort](plain):
            one = Found(places[start], places[end - 1] + 1, sort)
            if not any(one.start < other.end and other.start < one.end for other in taken):
                taken.append(one)
    return sorted(taken, key=lambda one: one.start)


def parts(text: str) -> list[Part]:
    """The whole text in pieces."""
    pieces, at = [], 0
    for one in found(text):
        pieces += [Part(text[at : one.start], None), Part(text[one.start : one.end], one.sort)]
        at = one.end
    return [part for part in (*pieces, Part(text[at:], None)) if part.text]


def _readable(text: str) -> tuple[str, list[int]]:
    """The text with the digits of every script as 0–9 and without invisible marks; where each letter of it stood."""
    letters, places = [], []
    for place, letter in enumerate(text):
        if unicodedata.category(letter) == "Cf":
            continue
        digit = unicodedata.decimal(letter, None)
        letters.append(
            str(digit)
            if digit is not None
            else "-"
            if letter in "‐‑‒–—−"
            else " "
            if letter in "\u00a0\u202f"
            else letter
        )
        places.append(place)
    return "".join(letters), places


Spans: TypeAlias = Iterator[tuple[int, int]]


# ---- personal numbers ------------------------------------------------------------------------------------------------

_PERSONAL_NUMBER = re.compile(r"(?<![\d+-])(18|19|20)?(\d{2})(\d{2})(\d{2}) ?[-+]? ?(\d{4})(?!\d|-\d)")


def _personal_numbers(text: str) -> Spans:
    for match in _PERSONAL_NUMBER.finditer(text):
        century, year, month, day, last = match.groups()
        if _adds_up(year + month + day + last) and _is_day(century, int(year), int(month), int(day)):
            yield match.span()


def _adds_up(ten: str) -> bool:
    """Whether the last digit is the check digit of the others."""
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(ten))
    return sum(n // 10 + n % 10 for n in doubled) % 10 == 0


def _is_day(century: str | None, year: int, month: int, day: int) -> bool:
    """Whether somebody can have been born then. A coordination number has 60 added to the day."""
    for hundreds in (century,) if century else ("19", "20"):
        try:
            date(int(hundreds) * 100 + year, month, day - 60 if day > 60 else day)
        except ValueError:
            continue
        return True
    return False


# ---- phone numbers ---------------------------------------------------------------------------------------------------

_PHONE = re.compile(r"(?<![\w+.,/-])(?:(?:\+|00)(?=[1-9])|\(?0(?=[1-9]))\d[\d ()/.-]{4,20}\d(?![\d])")
_HOURS = re.compile(r"\d{1,2}\.\d\d ?- ?\d{1,2}\.\d\d")


def _phones(text: str) -> Spans:
    for match in _PHONE.finditer(text):
        digits = sum(letter.isdigit() for letter in match[0])
        abroad = match[0].startswith(("+", "00"))
        if (8 <= digits <= 15 if abroad else 8 <= digits <= 11) and not _HOURS.search(match[0]):
            yield match.span()


# ---- addresses -------------------------------------------------------------------------------------------------------

_MAIL = re.compile(
    r"[\w.+-]{1,64}(?:@| ?(?:\(at\)|\[at\]|\(a\)| at |snabel-?a) ?)(?:[\w-]{1,63}\.){1,5}[a-zA-Z]{2,20}\b",
    re.IGNORECASE,
)
_WEB = re.compile(
    r"(?:https?://|\bwww\.)[^\s\"<>]{1,500}"
    r"|\b(?:[\w-]{1,63}\.){1,5}(?:se|nu|com|org|net|eu|info|io)\b(?:/[^\s\"<>]{0,500})?"
)
_HOUSE = r"\s\d{1,4}(?:[A-Za-z]\b| [A-Z]\b)?(?!\d|[.,:]\d)"
_STREET = re.compile(
    "|".join(
        (
            # Storgatan 12 B
            r"\b(?:[A-ZÅÄÖÉÜ]\w{0,20} ){0,2}[^\W\d_]{2,30}(?:gatan?|vägen|väg|gränd(?:en)?|stigen|allén?|torget)"
            + _HOUSE,
            # Norra vägen 3: after a word with a capital, or it may be "på vägen 3 timmar"
            r"\b[A-ZÅÄÖ]\w{1,20} (?:gatan?|vägen|väg|gränd(?:en)?|stigen|allén?|torget|torg|backen|backe)" + _HOUSE,
            r"\b[A-ZÅÄÖ]\w{2,20}(?:backen|leden|kajen|parken|platsen|stråket)" + _HOUSE,
            # a postcode and a town
            r"(?<!\d)(?:SE?-)?\d{3} ?\d{2} {1,2}[A-ZÅÄÖ][A-Za-zåäöÅÄÖ]{2,30}",
            r"\b[Bb]ox \d{1,5}\b",
            r"\b\d{1,4}[A-Za-z]? (?:[A-Z]\w{1,20} ){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane)\b",
            r"(?:شارع|طريق) [^\W\d_]{2,20}(?: [^\W\d_]{2,20}){0,2} \d{1,4}",
        )
    )
)


def _matches(pattern: re.Pattern[str], text: str) -> Spans:
    for match in pattern.finditer(text):
        yield match.start(), match.start() + len(match[0].rstrip(".,;:!?)"))


# ---- names -----------------------------------------------------------------------------------------------------------

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_BEGINS_A_SENTENCE = re.compile(r"(?:^|[.!?:…»\"“”(\n-])\s*$")
_NO_NAMES = frozenset(
    """
    I I'm I've I'd I'll Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June
    July August September October November December Swedish English Arabic Somali Sweden Sverige Internet
    Arbetsförmedlingen Försäkringskassan Skatteverket Migrationsverket Socialtjänsten Komvux Facebook Google Excel Word
    Ni Er Era Ert Du Dig Din Gud God
    """.split()  # noqa: SIM905  # a list of words reads better so
)
_COMMON = frozenset(
    """
    Anna Maria Eva Karin Kristina Lena Kerstin Ingrid Birgitta Marie Margareta Elisabeth Sara Linda Emma Johanna Malin
    Jenny Annika Susanne Ulla Monica Sofia Anneli Camilla Helena Fatima Aisha Amina Khadija Maryam Zahra Hodan Yasmin
    Lars Mikael Anders Johan Erik Per Karl Peter Jan Thomas Daniel Fredrik Andreas Hans Magnus Stefan Mats Jonas Bengt
    Marcus Alexander Mohammed Mohamed Muhammad Ahmed Ali Hassan Hussein Omar Ibrahim Abdi Abdullah Mustafa Yusuf
    """.split()  # noqa: SIM905
)
_NAMED_BEFORE = re.compile(r"\b(?:heter|named|called|اسمي|اسمه|اسمها|السيد|السيدة) $")


def _names(text: str) -> Spans:
    """Capitals inside a sentence, names that many bear, and what stands after "heter" and the like."""
    words = list(_WORD.finditer(text))
    for word in words:
        before = text[max(0, word.start() - 12) : word.start()]
        capital = word[0][0].isupper() and not word[0].isupper() and word[0] not in _NO_NAMES
        inside = not _BEGINS_A_SENTENCE.search(text[: word.start()][-20:])
        if _NAMED_BEFORE.search(before) or (
            capital and (inside or word[0].removesuffix("s") in _COMMON or word[0] in _COMMON)
        ):
            yield word.span()


_FINDERS = {
    "personal_number": _personal_numbers,
    "mail": lambda text: _matches(_MAIL, text),
    "web": lambda text: _matches(_WEB, text),
    "phone": _phones,
    "address": lambda text: _matches(_STREET, text),
    "name": _names,
}
