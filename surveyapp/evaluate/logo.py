"""The organisation's logo on a cover: a PNG or JPEG, measured, and without what a file may tell beside its picture.

Photographs carry places, times and names; a workbook goes to many. A drawing (SVG) can't stand in a workbook.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from surveyapp.questionnaire.media import mimetype

LARGEST = 4_000
"""Of each side, in pixels."""

_PNG_START = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"pHYs"})
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_TELLING = frozenset({*range(0xE1, 0xEE), 0xEF, 0xFE})
"""JPEG's segments of comments, and of programs but for those that say how colours are meant."""


@dataclass(frozen=True)
class Logo:
    """The picture as it goes into the file, with its size in pixels."""

    data: bytes
    format: Literal["png", "jpeg"]
    width: int
    height: int


def read_logo(data: bytes) -> Logo | None:
    """The logo, or `None` if the file is no whole PNG or JPEG of a size that a cover can show."""
    try:
        logo = {"image/png": _png, "image/jpeg": _jpeg}[mimetype(data) or ""](data)
    except (KeyError, ValueError, struct.error):
        return None
    return logo if 1 <= logo.width <= LARGEST and 1 <= logo.height <= LARGEST else None


def _png(data: bytes) -> Logo:
    chunks = list(_chunks(data))
    if chunks[0][0] != b"IHDR" or chunks[-1][0] != b"IEND":
        raise ValueError(data[:8])
    width, height = struct.unpack_from(">II", data, 16)
    return Logo(_PNG_START + b"".join(whole for name, whole in chunks if name in _PNG_KEPT), "png", width, height)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at, name = len(_PNG_START), b""
    while name != b"IEND":
        length, name = struct.unpack_from(">I4s", data, at)
        end = at + length + 12
        if end > len(data):
            raise ValueError(name)
        yield name, data[at:end]
        at = end


def _jpeg(data: bytes) -> Logo:
    """The segments before the picture itself, which begins with DA."""
    kept, at, size = [data[:2]], 2, None
    while True:
        start, marker, length = struct.unpack_from(">BBH", data, at)
        if start != 0xFF or length < 2:
            raise ValueError(at)
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", data, at + 5)
            size = width, height
        if marker == 0xDA:
            break
        if marker not in _TELLING:
            kept.append(data[at : at + 2 + length])
        at += 2 + length
    end = data.rfind(b"\xff\xd9")
    if size is None or end < at:
        raise ValueError(at)
    return Logo(b"".join(kept) + data[at : end + 2], "jpeg", *size)
