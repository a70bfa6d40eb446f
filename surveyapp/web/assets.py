"""Styles, scripts, letters and pictures: read and compressed once at the start, sent at addresses that never change.

An address holds the hash of the content, so a browser may keep what it got for ever.
"""

import gzip
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

import fontpkg_atkinson_hyperlegible as clear_letters
from flask import Blueprint, Response, abort

from surveyapp.web import compression
from surveyapp.web.public import public

FOLDER = Path(__file__).parent / "static"

FOR_EVER = "public, max-age=31536000, immutable"

TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".ttf": "font/ttf"}

FONTS = {"clear.ttf": "AtkinsonHyperlegible-Regular.ttf", "clear-bold.ttf": "AtkinsonHyperlegible-Bold.ttf"}
"""Letters that are hard to take for each other. A browser fetches them only for a reader who has chosen them."""

COMMENT = re.compile(rb"/\*.*?\*/", re.DOTALL)
INDENT = re.compile(rb"\n\s*")


@dataclass(frozen=True)
class Asset:
    """A file as it is sent, plain or compressed."""

    mimetype: str
    plain: bytes
    compressed: bytes

    def response(self, version_is_present: bool) -> Response:
        """The file for this request's browser. An old address gets the present file, but may not keep it."""
        squeeze = compression.is_wanted()
        response = Response(self.compressed if squeeze else self.plain, mimetype=self.mimetype)
        if squeeze:
            response.headers["Content-Encoding"] = "gzip"
        response.headers["Vary"] = "Accept-Encoding"
        response.headers["Cache-Control"] = FOR_EVER if version_is_present else "no-cache"
        return response


def asset(name: str, content: bytes) -> Asset:
    """A file ready to be sent. Style sheets lose their comments and indents on the way."""
    suffix = Path(name).suffix
    if suffix == ".css":
        content = INDENT.sub(b"\n", COMMENT.sub(b"", content)).strip()
    return Asset(TYPES[suffix], content, gzip.compress(content, compresslevel=9, mtime=0))


def version_of(assets: dict[str, Asset]) -> str:
    """A short hash over all of them."""
    total = hashlib.sha256()
    for name in sorted(assets):
        total.update(name.encode() + b"\0" + assets[name].plain + b"\0")
    return total.hexdigest()[:10]


STATIC = {file.name: asset(file.name, file.read_bytes()) for file in sorted(FOLDER.iterdir()) if file.is_file()} | {
    name: asset(name, (clear_letters.ROOT / "files" / file).read_bytes()) for name, file in FONTS.items()
}
VERSION = version_of(STATIC)

bp = Blueprint("assets", __name__)


@bp.get("/static/<version>/<name>")
@public
def static(version: str, name: str) -> Response:
    """A style sheet, a script, a font or the icon."""
    if name not in STATIC:
        abort(404)
    return STATIC[name].response(version == VERSION)


def static_url(name: str) -> str:
    """The address of one of them. `KeyError` if there is no such file."""
    STATIC[name]
    return f"/static/{VERSION}/{name}"
