"""Versions of moderators' guides, each stored whole with its media. None ever changes or is removed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, insert, select, update

from surveyapp.questionnaire.guide import Guide
from surveyapp.store import study_tables, turns
from surveyapp.store.engine import Connection
from surveyapp.store.parsed import Parsed
from surveyapp.store.questionnaires import store_medium

_guide = study_tables.guide.c


@dataclass(frozen=True)
class GuideVersion:
    """A version without its themes."""

    version: str
    key: str
    published: date
    title: Mapping[str, str]


def publish(c: Connection, guide: Guide, media: Mapping[str, bytes], day: date) -> bool:
    """Store a version with its media, and make it its key's newest. False if it was published already."""
    turns.take(c, "guides")
    newest = c.execute(select(func.max(_guide.number)).where(_guide.key == guide.key)).scalar() or 0
    number = c.execute(select(_guide.number).where(_guide.version == guide.version)).scalar()
    if number is not None:
        if number != newest:  # an earlier version again: from now on it is the newest
            c.execute(update(study_tables.guide).where(_guide.version == guide.version).values(number=newest + 1))
        return False
    for name, sha256 in guide.media.items():
        store_medium(c, name, sha256, media[name])
    c.execute(
        insert(study_tables.guide),
        {
            "version": guide.version,
            "key": guide.key,
            "number": newest + 1,
            "published": day,
            "title": dict(guide.title),
            "definition": guide.canonical(),
        },
    )
    return True


def latest(c: Connection) -> list[GuideVersion]:
    """The newest version of every guide, by key."""
    of_key = select(_guide.key, func.max(_guide.number).label("number")).group_by(_guide.key).subquery()
    rows = select(_guide.version, _guide.key, _guide.published, _guide.title).join(
        of_key, (of_key.c.key == _guide.key) & (of_key.c.number == _guide.number)
    )
    return [GuideVersion(*row) for row in c.execute(rows.order_by(_guide.key))]


def guide(c: Connection, version: str) -> Guide:
    """The guide of a version, read and parsed once. `KeyError` if there is none."""
    return _parsed.of(
        c, version, lambda: c.execute(select(_guide.definition).where(_guide.version == version)).scalar()
    )


def _parse(definition: bytes) -> Guide:
    return Guide.model_validate(json.loads(definition))


_parsed = Parsed(_parse, most=32)
