"""Texts that go into cells: whatever somebody wrote stays a text, and never breaks the file."""

import re

from openpyxl.cell.cell import Cell

LONGEST = 32_767
"""What a cell holds, in UTF-16 units. Excel calls a file with a longer one damaged."""

CUT = " […]"
"""Stands at the end of a text that was cut."""

_CONTROLS = {code: 0x2400 + code for code in range(0x20) if code not in (0x09, 0x0A)} | {0x7F: 0x2421}
_NO_CHARACTERS = re.compile("[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_LOOKS_LIKE_A_FORMULA = ("=", "+", "-", "@", "\t")


def legal(text: str) -> str:
    """The text as XML 1.0 can hold it: a control character becomes its picture, what is no character becomes �."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS)
    return _NO_CHARACTERS.sub("\ufffd", text)


def shortened(text: str, longest: int) -> str:
    """The text in at most so many UTF-16 units, with a mark where it was cut."""
    units = text.encode("utf-16-le")
    if len(units) <= 2 * longest:
        return text
    return units[: 2 * (longest - len(CUT))].decode("utf-16-le", "ignore") + CUT


def put_text(cell: Cell, text: str, style: str) -> None:
    """Write a text, whatever it begins with: never a formula, an error value or a date."""
    # Excel reads _x0041_ in a text as the letter A, unless its first sign is escaped itself.
    cell.style = style
    cell.value = shortened(_LOOKS_ESCAPED.sub("_x005F_", legal(text)), LONGEST)
    cell.data_type = "s"
    if text.startswith(_LOOKS_LIKE_A_FORMULA):
        cell.quotePrefix = True
