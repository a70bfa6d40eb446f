"""Published versions, each stored whole with its media. A version never changes and is never removed."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from sqlalchemy import bindparam, func, insert, select, update

from surveyapp.questionnaire.model import Questionnaire
from surveyapp.store import tables
from surveyapp.store.engine import Connection

MIMETYPES = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
}


@dataclass(frozen=True)
class Version:
    """A published version, without its screens."""

    version: str
    key: str
    published: date
    title: Mapping[str, str]


_questionnaire = tables.questionnaire.c
_VERSIONS = select(_questionnaire.version, _questionnaire.key, _questionnaire.published, _questionnaire.title).order_by(
    _questionnaire.key, _questionnaire.number.desc()
)
_DEFINITION = select(_questionnaire.definition).where(_questionnaire.version == bindparam("version"))
_NUMBER = select(_questionnaire.number).where(_questionnaire.version == bindparam("version"))
_NEWEST = select(func.max(_questionnaire.number)).where(_questionnaire.key == bindparam("key"))
_MEDIUM = select(tables.medium.c.content, tables.medium.c.mimetype).where(tables.medium.c.sha256 == bindparam("sha256"))

_parsed: dict[tuple[str | None, str], Questionnaire] = {}
PARSED_AT_MOST = 64


def publish(c: Connection, questionnaire: Questionnaire, media: Mapping[str, bytes], day: date) -> bool:
    """Store a version with its media, and make it its key's newest. False if it was published already.

    `media` are the files by the names that the questionnaire gives them (`media/…`).
    """
    number = c.execute(_NUMBER, {"version": questionnaire.version}).scalar()
    newest = c.execute(_NEWEST, {"key": questionnaire.key}).scalar() or 0
    if number is not None:
        if number != newest:  # an earlier version again: from now on it is the newest
            c.execute(
                update(tables.questionnaire)
                .where(_questionnaire.version == questionnaire.version)
                .values(number=newest + 1)
            )
        return False
    for name, sha256 in questionnaire.media.items():
        _store_medium(c, name, sha256, media[name])
    c.execute(
        insert(tables.questionnaire),
        {
            "version": questionnaire.version,
            "key": questionnaire.key,
            "number": newest + 1,
            "published": day,
            "title": dict(questionnaire.title),
            "definition": questionnaire.canonical(),
        },
    )
    return True


def versions(c: Connection) -> list[Version]:
    """Every published version by key, the newest of a key first."""
    return [Version(*row) for row in c.execute(_VERSIONS)]


def latest(c: Connection, key: str) -> Version | None:
    """The version of that key that was loaded last."""
    row = c.execute(_VERSIONS.where(_questionnaire.key == key).limit(1)).first()
    return Version(*row) if row else None


def questionnaire(c: Connection, version: str) -> Questionnaire:
    """The questionnaire of a published version, parsed once. `KeyError` if there is none."""
    place = (c.engine.url.database, version)
    found = _parsed.get(place)
    if found is None:
        definition = c.execute(_DEFINITION, {"version": version}).scalar()
        if definition is None:
            raise KeyError(version)
        found = Questionnaire.model_validate(json.loads(definition))
        if len(_parsed) >= PARSED_AT_MOST:
            _parsed.clear()
        _parsed[place] = found
    return found


def medium(c: Connection, sha256: str) -> tuple[bytes, str] | None:
    """A media file by its hash, and its type."""
    row = c.execute(_MEDIUM, {"sha256": sha256}).first()
    return (row.content, row.mimetype) if row else None


def _store_medium(c: Connection, name: str, sha256: str, content: bytes) -> None:
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ValueError(f"{name} is not the file that the questionnaire names")
    if c.execute(_MEDIUM, {"sha256": sha256}).first() is None:
        mimetype = MIMETYPES[PurePath(name).suffix.lower()]
        c.execute(insert(tables.medium), {"sha256": sha256, "mimetype": mimetype, "content": content})
