"""The questionnaire's own pictures: taken from its folder `media/`, known by their content, drawings made harmless."""

from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import TypeAlias

from surveyapp.questionnaire.faults import Path as WayTo
from surveyapp.questionnaire.faults import Problem, meant, shown
from surveyapp.questionnaire.svg import BadDrawing, sanitised
from surveyapp.questionnaire.words import Said, fixed

Folder: TypeAlias = Path | Mapping[str, bytes] | None
"""Where a questionnaire's files are: in a folder, in memory by their names (`media/…`), or nowhere."""

MEDIA = "media/"

MOST_BYTES = 1024 * 1024
MOST_BYTES_TOGETHER = 20 * 1024 * 1024

ENDINGS = {
    "image/svg+xml": (".svg",),
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/webp": (".webp",),
}

BAD_DRAWINGS = {
    "xml": fixed('The drawing "%(name)s" is no well-formed SVG. Save it anew.'),
    "not-svg": fixed('"%(name)s" ends with .svg, but holds no drawing. Save it anew as SVG.'),
    "doctype": fixed('The drawing "%(name)s" begins with a DOCTYPE, which is not allowed. Save it as plain SVG.'),
    "style": fixed('The drawing "%(name)s" has a style sheet. Save it as plain SVG, with colours on the shapes.'),
    "deep": fixed('The shapes of the drawing "%(name)s" are nested too deep. Save it as plain SVG, without layers.'),
}


def mimetype(data: bytes) -> str | None:
    """What a file is, by its first bytes; `None` if it is no picture that we take."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if b"<svg" in data[:4096] or data.startswith(b"<?xml"):
        return "image/svg+xml"
    return None


def read_media(
    folder: Folder, named: Mapping[str, WayTo], lent: Mapping[str, tuple[Folder, str]]
) -> tuple[dict[str, bytes], list[Problem]]:
    """The files that are named, by name, as they will be kept. `named` has a path of the file for each.

    `lent` are those that come from another questionnaire's folder, where they have another name.
    """
    media: dict[str, bytes] = {}
    problems: list[Problem] = []
    for name, path in named.items():
        if name in lent and _is_there(folder, name):
            said = Said(
                'A file "%(name)s" is here, and comes with a used screen too. Rename it.', {"name": shown(name)}
            )
            problems.append(Problem(path, "media-twice", said))
        content: dict[str, bytes] = {}
        where, its_name = lent.get(name, (folder, name))
        problems += _read(where, its_name, path, content)
        if its_name in content:
            media[name] = content[its_name]
        if sum(map(len, media.values())) > MOST_BYTES_TOGETHER:
            said = Said("The pictures are larger than 20 MiB together. Make them smaller.")
            return media, [*problems, Problem(path, "media-too-large", said)]
    return media, problems


def _read(folder: Folder, name: str, path: WayTo, media: dict[str, bytes]) -> Iterator[Problem]:
    gaps: dict[str, str | int] = {"name": shown(name)}
    try:
        data = content(folder, name, MOST_BYTES)
    except FileNotFoundError:
        said = Said('There is no file "%(name)s".', gaps, meant(name, names(folder, MEDIA)))
        yield Problem(path, "media-missing", said)
        return
    if data is None:
        said = Said('"%(name)s" is not a file in the folder "media" beside the questionnaire. Put it there.', gaps)
        yield Problem(path, "media-outside", said)
        return
    if len(data) > MOST_BYTES:
        yield Problem(path, "media-too-large", Said('"%(name)s" is larger than 1 MiB. Make it smaller.', gaps))
        return
    what = mimetype(data)
    if what is None or PurePosixPath(name).suffix.lower() not in ENDINGS[what]:
        said = Said('"%(name)s" is no picture of the sort that its name says. Use SVG, PNG, JPEG or WebP.', gaps)
        yield Problem(path, "media-format", said)
        return
    if what == "image/svg+xml":
        try:
            drawing = sanitised(data)
        except BadDrawing as error:
            yield Problem(path, "media-drawing", Said(BAD_DRAWINGS[error.reason], gaps))
            return
        if drawing.left_out:
            said = Said(
                'These parts of the drawing "%(name)s" are not allowed and were left out: %(parts)s. Look at it.',
                gaps | {"parts": shown(", ".join(sorted(drawing.left_out)))},
            )
            yield Problem(path, "media-left-out", said, "advice")
        data = drawing.svg
    media[name] = data


def content(folder: Folder, name: str, most: int) -> bytes | None:
    """What a file of `media/` or `sound/` holds, cut where it is larger than `most` bytes.

    `None` if the name leads out of that folder; `FileNotFoundError` if there is no such file.
    """
    if isinstance(folder, Mapping):
        if name not in folder:
            raise FileNotFoundError
        return folder[name]
    if folder is None or "\0" in name or not _is_inside(folder / name, folder / PurePosixPath(name).parts[0]):
        return None
    if not (folder / name).is_file():
        raise FileNotFoundError
    with (folder / name).open("rb") as opened:
        return opened.read(most + 1)


def _is_there(folder: Folder, name: str) -> bool:
    try:
        return content(folder, name, 0) is not None
    except FileNotFoundError:
        return False


def names(folder: Folder, below: str) -> list[str]:
    """The files below `media/` or `sound/…/`, by their names in the folder."""
    if isinstance(folder, Path):
        there = [file for file in (folder / below).rglob("*") if file.is_file() and not file.name.startswith(".")]
        return [file.relative_to(folder).as_posix() for file in there]
    return [name for name in folder or () if name.startswith(below)]


def _is_inside(file: Path, around: Path) -> bool:
    """Whether the file stands in that folder, also after every link on the way is followed."""
    try:
        folder = around.parent.resolve()
        return (
            ".." not in file.parts
            and file.is_relative_to(around)
            and file.resolve().is_relative_to(folder / around.name)
        )
    except (OSError, RuntimeError):
        return False
