"""The fills of charts. Fills that touch differ by 20 L* or more: told apart in grey and by every eye."""

from collections import Counter
from collections.abc import Sequence

from surveyapp.release.model import BlockId, Group, group_of

_RAMPS = {
    1: ("004676",),
    2: ("004676", "A3C7F3"),
    3: ("004676", "5088BE", "BAD4F6"),
    4: ("003358", "2B699E", "70A4DD", "DDE9FB"),
    5: ("001A30", "004F81", "5088BE", "96C1F1", "F7F9FE"),
}
_DARK = ("003358", "004676", "115B8E", "2B699E")
_LIGHT = ("DDE9FB", "BAD4F6", "90BCF0", "70A4DD")
_DARK_GREY, _LIGHT_GREY, _GREY, _WHITE = "5A5A5A", "DADADA", "969696", "FFFFFF"

PATTERNS = {_LIGHT_GREY: "ltUpDiag", _GREY: "ltDnDiag", _WHITE: "smGrid"}
"""What is drawn over a grey: where no colours are printed, light answers would look like it."""

PATTERN_INK = {  # black letters can be read on it as on the grey below
    _LIGHT_GREY: "8C8C8C",
    _GREY: "B4B4B4",
    _WHITE: "C8C8C8",
}

BLOCKS: dict[Group, str] = {"women": "5B2A86", "men": "E08E1B", "other": "DDE9FB", "everyone": "00616D"}
"""Women, men, other and not told stand beside each other in this order."""

_PARTS: dict[Group, dict[int, tuple[str, ...]]] = {
    "women": {2: ("5B2A86", "E4D8F4")},
    "men": {2: ("E08E1B", "8A4B00")},
    "other": {},
    "everyone": _RAMPS,
}
"""The parts of a group that is cut: more can't be told apart beside the parts of another."""

OUTLINE = "404040"


def of(blocks: Sequence[BlockId]) -> str:
    """The fill of a column that stands by itself: its group's, or that of everyone for a sum of groups."""
    groups = set(map(group_of, blocks))
    return BLOCKS[groups.pop() if len(groups) == 1 else "everyone"]


def apart(groups: Sequence[Group]) -> list[str] | None:
    """A fill for each of the columns beside each other, parts of one group among them. `None` if they are too many."""
    parts = Counter(groups)
    left = {group: list(_PARTS[group].get(n, ()) if n > 1 else (BLOCKS[group],)) for group, n in parts.items()}
    if any(n > len(left[group]) for group, n in parts.items()):
        return None
    return [left[group].pop(0) for group in groups]


def fills(answers: int, others: int) -> list[str]:
    """A fill for each of the answers, in order, then greys for way outs, not answered and the like: no two alike."""
    return [*_answers(answers), *_greys(others, after_light=answers > 1)]


def _answers(n: int) -> list[str]:
    if n in _RAMPS:
        return list(_RAMPS[n])
    # Too many for a ramp of such steps: dark and light in turn, ending on a light one as the ramps do.
    return [(_LIGHT if (n - 1 - i) % 2 == 0 else _DARK)[(n - 1 - i) // 2 % 4] for i in range(n)]


def _greys(n: int, after_light: bool) -> list[str]:
    dark_first, light_first = (_DARK_GREY, _LIGHT_GREY, _GREY, _WHITE), (_LIGHT_GREY, _DARK_GREY, _WHITE, _GREY)
    return [(dark_first if after_light else light_first)[i % 4] for i in range(n)]


def lightness(colour: str) -> float:
    """The CIE L* of an sRGB colour, 0 to 100."""
    luminance = _luminance(colour)
    return float(116 * luminance ** (1 / 3) - 16 if luminance > 216 / 24389 else luminance * 24389 / 27)


def ink_on(colour: str) -> str:
    """Black or white, whichever stands out more."""
    return "FFFFFF" if _luminance(colour) < 0.179 else "000000"


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[i : i + 2], 16) / 255) for i in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return float(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
