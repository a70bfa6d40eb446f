"""The last hand on a workbook's bytes: the same release gives the same file, and every chart says what it shows.

openpyxl stamps the file with the time of saving, has no call for a chart's alternative text, and leaves out that a
label has a number format of its own and not that of its cell. So the package that it wrote is written anew.
"""

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from xml.sax.saxutils import quoteattr

CORE = "docProps/core.xml"
_TIMES = re.compile(r"(<dcterms:(created|modified)\b[^>]*>)[^<]*(</dcterms:\2>)")
_DRAWING = re.compile(r"xl/drawings/drawing(\d+)\.xml")
_OWN_FORMAT = re.compile(rb'(<(?:\w+:)?numFmt formatCode="[^"]*") ?/>')
_FRAME_NAME = re.compile(
    r"(<(?:\w+:)?(graphicFrame|pic)\b.*?<(?:\w+:)?cNvPr id=\"\d+\") name=\"[^\"]*\"( descr=\"[^\"]*\")?", re.DOTALL
)
_NAMES = {"graphicFrame": "Chart", "pic": "Logo"}


def fixed_package(written: bytes, released: datetime, alternatives: Sequence[str]) -> bytes:
    """The package in sorted order, stamped with the release time.

    `alternatives` holds the text of each chart or logo, in the order of the sheets. A sheet has one at most, so the
    nth drawing is that of the nth text.
    """
    stamp = released.astimezone(UTC)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(written)) as old, zipfile.ZipFile(out, "w") as new:
        for name in sorted(old.namelist()):
            content = old.read(name)
            if name == CORE:
                content = _with_times(content, stamp)
            elif drawing := _DRAWING.fullmatch(name):
                content = _with_alternative(content, alternatives[int(drawing[1]) - 1])
            elif name.startswith("xl/charts/"):
                content = _OWN_FORMAT.sub(rb'\1 sourceLinked="0"/>', content)
            new.writestr(_entry(name, stamp), content, zipfile.ZIP_DEFLATED, 6)
    return out.getvalue()


def _entry(name: str, stamp: datetime) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, (stamp.year, stamp.month, stamp.day, stamp.hour, stamp.minute, stamp.second))
    entry.create_system = 0  # else the file tells, and depends on, the system that made it
    return entry


def _with_times(core: bytes, stamp: datetime) -> bytes:
    return _TIMES.sub(rf"\g<1>{stamp:%Y-%m-%dT%H:%M:%SZ}\g<3>", core.decode()).encode()


def _with_alternative(drawing: bytes, text: str) -> bytes:
    described = quoteattr(text, {"\n": "&#10;"})
    return _FRAME_NAME.sub(
        lambda frame: f'{frame[1]} name="{_NAMES[frame[2]]}" descr={described}', drawing.decode()
    ).encode()
