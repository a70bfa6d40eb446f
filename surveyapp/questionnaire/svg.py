"""Drawings made harmless: only shapes and their looks are kept, nothing that runs, loads or expands.

Kept elements and attributes are listed here; all else is left out. A drawing whose looks stand in a style sheet would
come out black, so that it is refused with advice on how to save it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
MOST_LEVELS = 60

ELEMENTS = frozenset(
    {"svg", "g", "path", "circle", "ellipse", "rect", "line", "polyline", "polygon", "text", "tspan", "title", "desc"}
    | {"defs", "linearGradient", "radialGradient", "stop", "clipPath", "mask"}
)
DROPPED_QUIETLY = frozenset({"metadata"})

LOOKS = frozenset(
    {"fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin", "opacity"}
    | {"stroke-miterlimit", "stroke-dasharray", "stroke-dashoffset", "stroke-opacity", "color", "display", "visibility"}
    | {"stop-color", "stop-opacity", "clip-path", "clip-rule", "mask", "font-family", "font-size", "font-weight"}
    | {"text-anchor", "paint-order", "vector-effect"}
)
ATTRIBUTES = LOOKS | {
    *("id", "viewBox", "width", "height", "version", "preserveAspectRatio", "d", "transform", "points", "pathLength"),
    *("x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "fx", "fy", "dx", "dy", "offset"),
    *("gradientUnits", "gradientTransform", "spreadMethod", "clipPathUnits", "maskUnits", "maskContentUnits"),
}
GRADIENTS = ("linearGradient", "radialGradient")


class BadDrawing(ValueError):
    """The drawing can't be taken. `reason` is "xml", "not-svg", "doctype", "style" or "deep"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass
class Drawing:
    """A harmless drawing, and the names of elements that were left out of it."""

    svg: bytes
    left_out: frozenset[str]


@dataclass
class _Writer:
    parts: list[str] = field(default_factory=list)
    left_out: set[str] = field(default_factory=set)
    level: int = 0
    skipped: int = 0  # how deep we are inside something left out

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.level += 1
        if self.level > MOST_LEVELS:
            raise BadDrawing("deep")
        namespace, _, local = name.rpartition(" ")
        if self.level == 1 and (namespace, local) != (SVG, "svg"):
            raise BadDrawing("not-svg")
        if namespace == SVG and local == "style":
            raise BadDrawing("style")
        if self.skipped or namespace != SVG or local not in ELEMENTS:
            self.skipped += 1
            if namespace == SVG and local not in DROPPED_QUIETLY and self.skipped == 1:
                self.left_out.add(local)
            return
        kept = dict(_kept(local, attributes))
        if self.level == 1:
            kept = {"xmlns": SVG} | kept
        self.parts.append(f"<{local}" + "".join(f' {key}="{_escaped(value)}"' for key, value in kept.items()) + ">")

    def end(self, name: str) -> None:
        self.level -= 1
        if self.skipped:
            self.skipped -= 1
        else:
            self.parts.append(f"</{name.rpartition(' ')[2]}>")

    def text(self, text: str) -> None:
        if not self.skipped:
            self.parts.append(_escaped(text))


def _kept(element: str, attributes: dict[str, str]) -> Iterator[tuple[str, str]]:
    looks = attributes.get("style", "")
    for key, value in attributes.items():
        if key in ATTRIBUTES and _is_harmless(value):
            yield key, value
        elif key in ("href", f"{XLINK} href") and element in GRADIENTS and value.startswith("#"):
            yield "href", value
    for look in looks.split(";"):  # a style wins over an attribute, so it comes last
        key, _, value = look.partition(":")
        if key.strip() in LOOKS and _is_harmless(value):
            yield key.strip(), value.strip()


def _is_harmless(value: str) -> bool:
    """No function but these, and no address but `url(#…)`: whatever loads something stands in brackets."""
    rest = re.sub(r"url\(\s*#[\w.-]+\s*\)", "", value)
    rest = re.sub(r"(?<![\w\\-])(?:rgba?|hsla?|matrix|translate|scale|rotate|skewX|skewY)\s*\(", "", rest)
    return "(" not in rest


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def sanitised(data: bytes) -> Drawing:
    """The drawing with only what is known to be harmless. Raises `BadDrawing`."""
    writer = _Writer()

    def refuse(*_: object) -> None:
        raise BadDrawing("doctype")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = writer.start
    parser.EndElementHandler = writer.end
    parser.CharacterDataHandler = writer.text
    try:
        parser.Parse(data, True)
    except expat.ExpatError:
        raise BadDrawing("xml") from None
    return Drawing("".join(writer.parts).encode(), frozenset(writer.left_out))
