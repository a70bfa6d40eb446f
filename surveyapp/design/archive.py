"""An uploaded zip: the questionnaires in it, their files in memory. Nothing in it ever names a file of ours.

Whatever doesn't belong to a questionnaire is refused with a sentence that names it, so that nobody believes that it was
taken. What a computer puts into every zip by itself is left out silently.
"""

import re
import stat
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO
from pathlib import PurePosixPath
from typing import TypeAlias

from surveyapp.questionnaire import film, media, sound, source
from surveyapp.questionnaire.definition import ID_FORM
from surveyapp.questionnaire.faults import shown
from surveyapp.questionnaire.load import FILE
from surveyapp.questionnaire.words import Said, fixed

MOST_UPLOADED = 20_000_000
"""Bytes of a request that uploads a zip; every other request may have far fewer."""

MOST_ENTRIES = 500
MOST_QUESTIONNAIRES = 20
MOST_TOGETHER = media.MOST_BYTES_TOGETHER + source.MOST_BYTES
STRONGEST = 200
"""A file that is so many times as large as what was packed is a trick, and so is one that says it is smaller."""

SMALL = 64 * 1024
"""Below this, how strongly a file is packed says nothing."""

LEFT_OUT = {".DS_Store", "Thumbs.db", "desktop.ini"}
ENDINGS = {ending for endings in media.ENDINGS.values() for ending in endings}
FILM_ENDINGS = {film.CAPTIONS, *film.ENDINGS.values()}
CENTRAL_ENTRY = b"PK\x01\x02"

Files: TypeAlias = Mapping[str, bytes]
"""A questionnaire's files by their names in its folder."""


class Refused(Exception):
    """The zip is not taken; `said` tells why and what to do."""

    def __init__(self, said: Said) -> None:
        super().__init__(said)
        self.said = said


def questionnaires_in(data: bytes, key: str = "") -> dict[str, Files]:
    """The questionnaires of a zip by their keys, which are the names of their folders.

    `key` is that of a questionnaire whose files are not in a folder. `Refused` if anything is not as it should be.
    """
    if data.count(CENTRAL_ENTRY) > MOST_ENTRIES:  # before anything is made of them
        raise Refused(Said("The zip holds more than %(most)s files. Take some away.", {"most": MOST_ENTRIES}))
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _by_key(_files(archive), key)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, RuntimeError) as error:
        raise Refused(Said("This is no zip that can be read. Pack the folder anew, as a zip.")) from error


def _files(archive: zipfile.ZipFile) -> dict[tuple[str, ...], bytes]:
    """Each file by its way in the zip: checked before it is unpacked, and unpacked no further than it may be."""
    found: dict[tuple[str, ...], bytes] = {}
    seen: set[str] = set()
    left = MOST_TOGETHER
    for entry in archive.infolist():
        way = _way(entry)
        if way[0] == "__MACOSX" or way[-1] in LEFT_OUT or way[-1].startswith("._"):
            continue
        name = "/".join(way).casefold()
        if name in seen:
            raise _refused(fixed('"%(name)s" is in the zip twice. Keep one of them.'), entry)
        seen.add(name)
        _check_sort(entry)
        if entry.is_dir():
            if len(way) > 1 and way[1] != "media" and "sound" not in way[:2]:
                raise _foreign(entry)
            continue
        most = _most_bytes(way, entry)
        with archive.open(entry) as file:
            content = file.read(min(most, left) + 1)
        if len(content) > most:
            raise _refused(fixed('"%(name)s" is too large. Make it smaller.'), entry)
        left -= len(content)
        if left < 0:
            raise Refused(Said("What the zip holds is too large when it is unpacked. Make the pictures smaller."))
        found[way] = content
    return found


def _way(entry: zipfile.ZipInfo) -> tuple[str, ...]:
    """The folders and the name. Only names that lead straight down are taken, and only those that can be read."""
    name = entry.orig_filename
    if not name.isprintable() or "\\" in name:
        raise _refused(fixed('"%(name)s" has a name that is not taken. Use letters, digits, "-" and "_".'), entry)
    way = tuple(name.removesuffix("/").split("/"))
    if ":" in way[0] or {"", ".", ".."} & {*way}:
        raise _refused(fixed('"%(name)s" leads out of the zip. Pack the folder anew.'), entry)
    return way


def _check_sort(entry: zipfile.ZipInfo) -> None:
    if entry.flag_bits & 0x1:
        raise _refused(fixed('"%(name)s" is locked with a password. Pack it without one.'), entry)
    sort = stat.S_IFMT(entry.external_attr >> 16)
    if sort not in (0, stat.S_IFREG, stat.S_IFDIR) or (sort == stat.S_IFDIR) > entry.is_dir():
        raise _refused(fixed('"%(name)s" is a link or a device, and no file. Put the file itself there.'), entry)
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise _refused(fixed('"%(name)s" is packed in an unusual way. Pack the folder anew, as a plain zip.'), entry)
    if entry.file_size > max(SMALL, entry.compress_size * STRONGEST):
        raise _refused(fixed('"%(name)s" grows too much when it is unpacked. Save the file anew.'), entry)


def _most_bytes(way: tuple[str, ...], entry: zipfile.ZipInfo) -> int:
    """How large the file may be; one that is no part of a questionnaire is refused."""
    if way[-1] == FILE and len(way) <= 2:
        return source.MOST_BYTES
    ending = PurePosixPath(way[-1]).suffix.lower()
    if way[-2:-1] == ("media",) and len(way) <= 3 and ending in ENDINGS | FILM_ENDINGS:
        return film.MOST_BYTES if ending in FILM_ENDINGS else media.MOST_BYTES
    if _inside(way)[:1] == ("sound",) and (ending == ".mp3" or way[-1] == sound.RECORDED):
        return sound.MOST_BYTES
    raise _foreign(entry)


def _inside(way: tuple[str, ...]) -> tuple[str, ...]:
    """The way inside the questionnaire's folder, whether that is in the zip or not."""
    if way[-1] == FILE:
        return way[-1:]
    if way[-2:-1] == ("media",):
        return way[-2:]
    return way[1:] if way[1:2] == ("sound",) else way


def _by_key(files: Mapping[tuple[str, ...], bytes], key: str) -> dict[str, Files]:
    found: dict[str, dict[str, bytes]] = {}
    for way, content in files.items():
        inside = _inside(way)
        folder = way[0] if len(way) > len(inside) else key
        found.setdefault(folder, {})["/".join(inside)] = content
    if not found:
        raise Refused(Said('There is no file "questionnaire.yaml" in the zip. Pack the folder that holds it.'))
    if "" in found:
        raise Refused(
            Said("The files are not in a folder. Write the questionnaire's key below, or pack the folder itself.")
        )
    if len(found) > MOST_QUESTIONNAIRES:
        said = Said("The zip holds more than %(most)s questionnaires. Take some away.", {"most": MOST_QUESTIONNAIRES})
        raise Refused(said)
    for folder, parts in found.items():
        if not re.fullmatch(ID_FORM, folder):
            said = Said(
                "The folder's name is the questionnaire's key. \"%(name)s\" is none: use the letters a–z, digits, "
                '"_" and "-", and begin with a letter.',
                {"name": shown(folder)},
            )
            raise Refused(said)
        if FILE not in parts:
            said = Said('There is no file "questionnaire.yaml" in the folder "%(name)s".', {"name": shown(folder)})
            raise Refused(said)
    return dict(found)


def _foreign(entry: zipfile.ZipInfo) -> Refused:
    sentence = fixed(
        '"%(name)s" doesn\'t belong to a questionnaire. A folder holds "questionnaire.yaml", pictures and films in '
        '"media", and recordings in "sound".'
    )
    return _refused(sentence, entry)


def _refused(sentence: str, entry: zipfile.ZipInfo) -> Refused:
    return Refused(Said(sentence, {"name": shown(entry.orig_filename)}))
