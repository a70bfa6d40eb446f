"""A screen's film, such as its question in sign language: one for each language, always with captions."""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import PurePosixPath

from surveyapp.questionnaire.draft import Draft
from surveyapp.questionnaire.faults import Path, Problem, meant, shown
from surveyapp.questionnaire.media import MEDIA, Folder, content, names
from surveyapp.questionnaire.words import Said, fixed

MOST_BYTES = 20 * 1024 * 1024
MOST_BYTES_TOGETHER = 100 * 1024 * 1024
MOST_BYTES_OF_CAPTIONS = 256 * 1024

ENDINGS = {"video/mp4": ".mp4", "video/webm": ".webm"}
CAPTIONS = ".vtt"

_TIME = r"(?:([0-9]{2,}):)?([0-5][0-9]):([0-5][0-9])\.([0-9]{3})"
_TIMES = re.compile(rf"{_TIME} --> {_TIME}(?:[ \t]+[a-z]+:[0-9a-z%.,-]+)*[ \t]*")
_TAG = re.compile(r"</?[bi]>")


def mimetype(data: bytes) -> str | None:
    """What a film is, by its first bytes; `None` if it is none that we take."""
    if data[4:8] == b"ftyp":
        return "video/mp4"
    if data.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in data[:64]:
        return "video/webm"
    return None


def films_in(draft: Draft) -> dict[str, Path]:
    """Every file that a film names, with its path."""
    found: dict[str, Path] = {}
    for number, screen in draft.screens.items():
        for language, film in screen.film.items():
            for part in ("file", "captions"):
                found.setdefault(getattr(film, part), ("screens", number, "film", language, part))
    return found


def faulty_films(draft: Draft) -> Iterator[Problem]:
    """A film is in a language of the questionnaire."""
    for number, screen in draft.screens.items():
        for language in screen.film:
            if language not in draft.languages:
                gaps = {"language": shown(language)}
                said = Said('The questionnaire is not in "%(language)s".', gaps, meant(language, draft.languages))
                yield Problem(("screens", number, "film", language), "film-language", said, at_key=True)


def read_films(
    folder: Folder, named: Mapping[str, Path], lent: Mapping[str, tuple[Folder, str]]
) -> tuple[dict[str, bytes], list[Problem]]:
    """The files that films name, by name, and what is wrong with them. `lent` as in `read_media`."""
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    for name, path in named.items():
        where, its_name = lent.get(name, (folder, name))
        is_captions = path[-1] == "captions"
        gaps: dict[str, str | int] = {"name": shown(name)}
        try:
            most = MOST_BYTES_OF_CAPTIONS if is_captions else MOST_BYTES
            data = content(where, its_name, most) if its_name.startswith(MEDIA) else None
        except FileNotFoundError:
            said = Said('There is no file "%(name)s".', gaps, meant(its_name, names(where, MEDIA)))
            problems.append(Problem(path, "media-missing", said))
            continue
        if data is None:
            said = Said('"%(name)s" is not a file in the folder "media" beside the questionnaire. Put it there.', gaps)
            problems.append(Problem(path, "media-outside", said))
            continue
        code, sentence = _faulty_captions(name, data) if is_captions else _faulty_film(name, data)
        if code:
            problems.append(Problem(path, code, Said(sentence, gaps)))
            continue
        files[name] = data
        if sum(map(len, files.values())) > MOST_BYTES_TOGETHER:
            said = Said("The films are larger than 100 MiB together. Make them smaller.")
            return files, [*problems, Problem(path, "film-too-large", said)]
    return files, problems


def _faulty_film(name: str, data: bytes) -> tuple[str, str]:
    if len(data) > MOST_BYTES:
        return "film-too-large", fixed('"%(name)s" is larger than 20 MiB. Make it shorter or smaller.')
    what = mimetype(data)
    if what is None or PurePosixPath(name).suffix.lower() != ENDINGS[what]:
        return "film-format", fixed('"%(name)s" is no film of the sort that its name says. Use MP4 or WebM.')
    return "", ""


def _faulty_captions(name: str, data: bytes) -> tuple[str, str]:
    if len(data) > MOST_BYTES_OF_CAPTIONS:
        return "captions-too-large", fixed('The captions "%(name)s" are larger than 256 KiB. Make them shorter.')
    if PurePosixPath(name).suffix.lower() != CAPTIONS or not are_captions(data):
        return (
            "captions-format",
            fixed(
                'The captions "%(name)s" are no WebVTT that can be shown: "WEBVTT", and then times and texts in order. '
                "See docs/sound.md."
            ),
        )
    return "", ""


def are_captions(data: bytes) -> bool:
    """Whether these are plain captions in WebVTT: UTF-8, at least one text, each with its times, in order.

    Style sheets and regions are refused, and all tags but bold and italics.
    """
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        return False
    head, *blocks = re.split(r"\n{2,}", text.strip("\n"))
    if not re.fullmatch(r"WEBVTT(?:[ \t][^\n]*)?", head):
        return False
    times = [_times_of(block) for block in blocks if not re.match(r"NOTE(?:[ \t\n]|$)", block)]
    known = [one for one in times if one is not None]
    return (
        len(known) == len(times) > 0
        and all(start < end for start, end in known)
        and all(before[0] <= after[0] for before, after in pairwise(known))
    )


def _times_of(block: str) -> tuple[int, int] | None:
    """When a text is shown, from and to in milliseconds; `None` if the block can't be read."""
    parts = block.split("\n")
    if "-->" not in parts[0]:  # a name of its own comes first
        parts = parts[1:]
    found = _TIMES.fullmatch(parts[0]) if parts else None
    said = _TAG.sub("", "\n".join(parts[1:]))
    if found is None or not said.strip() or "<" in said or "-->" in said:
        return None
    hours, minutes, seconds, thousandths, *end = (int(part or 0) for part in found.groups())
    to = ((end[0] * 60 + end[1]) * 60 + end[2]) * 1000 + end[3]
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths, to
