"""Versions, each stored whole with its media. A published one never changes and is never removed.

A draft is a version that nobody has published yet. It stands in a table of its own, so that no round can be of it.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import PurePath

from sqlalchemy import ColumnElement, bindparam, delete, func, insert, null, select, update

from surveyapp.questionnaire.model import Questionnaire
from surveyapp.store import tables, turns
from surveyapp.store.engine import Connection
from surveyapp.store.parsed import Parsed

MIMETYPES = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".vtt": "text/vtt",
}


DRAFTS_ARE_KEPT = timedelta(days=30)
"""How long after it was last saved a draft is there, unless it is published."""


@dataclass(frozen=True)
class Version:
    """A version without its screens. A draft is one that is not `published`; it has the day that it was `saved` on."""

    version: str
    key: str
    published: date | None
    title: Mapping[str, str]
    saved: date | None = None


_questionnaire = tables.questionnaire.c
_VERSIONS = select(_questionnaire.version, _questionnaire.key, _questionnaire.published, _questionnaire.title).order_by(
    _questionnaire.key, _questionnaire.number.desc()
)
_DEFINITION = select(_questionnaire.definition).where(_questionnaire.version == bindparam("version"))
_draft = tables.draft.c
_DRAFTS = select(_draft.version, _draft.key, null().label("published"), _draft.title, _draft.saved)
_DRAFTED = select(_draft.definition).where(_draft.version == bindparam("version"))
_NUMBER = select(_questionnaire.number).where(_questionnaire.version == bindparam("version"))
_NEWEST = select(func.max(_questionnaire.number)).where(_questionnaire.key == bindparam("key"))
_MEDIUM = select(tables.medium.c.content, tables.medium.c.mimetype).where(tables.medium.c.sha256 == bindparam("sha256"))


def publish(c: Connection, questionnaire: Questionnaire, media: Mapping[str, bytes], day: date) -> bool:
    """Store a version with its media, and make it its key's newest. False if it was published already.

    `media` are the files by the names that the questionnaire gives them (`media/…`).
    """
    turns.take(c, "questionnaires")
    _store_media(c, questionnaire, media)
    return _publish(c, questionnaire, day)


def save_draft(c: Connection, questionnaire: Questionnaire, media: Mapping[str, bytes], day: date) -> bool:
    """Store a version as a draft; saved again it is kept for longer. False if it is published already."""
    turns.take(c, "questionnaires")
    if c.execute(_NUMBER, {"version": questionnaire.version}).first():
        return False
    _store_media(c, questionnaire, media)
    c.execute(delete(tables.draft).where(_draft.version == questionnaire.version))
    c.execute(
        insert(tables.draft),
        {
            "version": questionnaire.version,
            "key": questionnaire.key,
            "saved": day,
            "title": dict(questionnaire.title),
            "definition": questionnaire.canonical(),
        },
    )
    return True


def publish_draft(c: Connection, version: str, day: date) -> bool:
    """Make a draft its key's newest published version. False if it is no draft (any more)."""
    turns.take(c, "questionnaires")
    definition = c.execute(_DRAFTED, {"version": version}).scalar()
    return definition is not None and _publish(c, _parse(definition), day)


def _publish(c: Connection, questionnaire: Questionnaire, day: date) -> bool:
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
    c.execute(delete(tables.draft).where(_draft.version == questionnaire.version))
    return True


def forget_drafts(c: Connection, today: date) -> None:
    """Remove the drafts that nobody has published in time, and the media that were theirs alone."""
    turns.take(c, "questionnaires")
    _remove_drafts(c, _draft.saved < today - DRAFTS_ARE_KEPT)


def remove_draft(c: Connection, version: str) -> bool:
    """Remove a draft, and the media that were its alone. False if it is no draft (any more)."""
    turns.take(c, "questionnaires")
    return _remove_drafts(c, _draft.version == version)


def _remove_drafts(c: Connection, which: ColumnElement[bool]) -> bool:
    """Remove the drafts that it is true of. False if there are none."""
    removed = c.execute(select(_draft.definition).where(which)).scalars().all()
    if not removed:
        return False
    c.execute(delete(tables.draft).where(which))
    theirs = {sha256 for definition in removed for sha256 in _parse(definition).media.values()}
    for definitions in (select(_draft.definition), select(_questionnaire.definition)) if theirs else ():
        for definition in c.execute(definitions).scalars():
            theirs -= {*_parse(definition).media.values()}
    for sha256 in sorted(theirs):
        c.execute(delete(tables.medium).where(tables.medium.c.sha256 == sha256))
    return True


def versions(c: Connection) -> list[Version]:
    """Every published version by key, the newest of a key first."""
    return [Version(*row) for row in c.execute(_VERSIONS)]


def latest(c: Connection, key: str) -> Version | None:
    """The version of that key that was published last."""
    row = c.execute(_VERSIONS.where(_questionnaire.key == key).limit(1)).first()
    return Version(*row) if row else None


def drafts(c: Connection) -> list[Version]:
    """Every draft by key, the one that was saved last first."""
    rows = c.execute(_DRAFTS.order_by(_draft.key, _draft.saved.desc(), _draft.version))
    return [Version(*row) for row in rows]


def version(c: Connection, version: str) -> Version | None:
    """The published version or draft of that hash."""
    row = c.execute(_VERSIONS.where(_questionnaire.version == version)).first()
    if row:
        return Version(*row)
    row = c.execute(_DRAFTS.where(_draft.version == version)).first()
    return Version(*row) if row else None


def questionnaire(c: Connection, version: str) -> Questionnaire:
    """The questionnaire of a published version or draft, parsed once. `KeyError` if there is none."""

    def read() -> bytes | None:
        named = {"version": version}
        return c.execute(_DEFINITION, named).scalar() or c.execute(_DRAFTED, named).scalar()

    return _parsed.of(c, version, read)


def medium(c: Connection, sha256: str) -> tuple[bytes, str] | None:
    """A media file by its hash, and its type."""
    row = c.execute(_MEDIUM, {"sha256": sha256}).first()
    return (row.content, row.mimetype) if row else None


def _parse(definition: bytes) -> Questionnaire:
    return Questionnaire.model_validate(json.loads(definition))


_parsed = Parsed(_parse, most=64)


def _store_media(c: Connection, questionnaire: Questionnaire, media: Mapping[str, bytes]) -> None:
    for name, sha256 in questionnaire.media.items():
        store_medium(c, name, sha256, media[name])


def store_medium(c: Connection, name: str, sha256: str, content: bytes) -> None:
    """Store a media file that a definition names, once."""
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ValueError(f"{name} is not the file that is named")
    if c.execute(_MEDIUM, {"sha256": sha256}).first() is None:
        mimetype = MIMETYPES[PurePath(name).suffix.lower()]
        c.execute(insert(tables.medium), {"sha256": sha256, "mimetype": mimetype, "content": content})
