"""Releases of studies: stored once, never changed."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import insert, select

from surveyapp.questionnaire.words import Said
from surveyapp.store import studies, study_tables, tables
from surveyapp.store.engine import Connection
from surveyapp.store.errors import StoreRefused
from surveyapp.store.studies import Study

_release = study_tables.study_release.c


@dataclass(frozen=True)
class Made:
    """A study with the day that its release was made."""

    study: Study
    released: date


def read(c: Connection, study_id: int) -> bytes | None:
    """The release's canonical JSON, or `None` if there is none yet."""
    found: bytes | None = c.execute(select(_release.json).where(_release.study_id == study_id)).scalar()
    return found


def keep(c: Connection, study_id: int, json: bytes, hash: str, day: date) -> None:
    """Store the study's only release. Refused if there is one. The caller holds the study."""
    if read(c, study_id) is not None:
        raise StoreRefused(Said("The study has its release already, and a release never changes."))
    c.execute(insert(study_tables.study_release).values(study_id=study_id, released=day, hash=hash, json=json))


def made(c: Connection) -> list[Made]:
    """The studies that have a release, the latest first."""
    days = {row.study_id: row.released for row in c.execute(select(_release.study_id, _release.released))}
    found = [Made(study, days[study.id]) for study in studies.studies(c) if study.id in days]
    return sorted(found, key=lambda one: one.released, reverse=True)


def ballot_rounds(c: Connection, study_id: int) -> list[str]:
    """The names of the rounds that the votes of a study's ballots are in."""
    ballot, round = study_tables.ballot.c, tables.round.c
    return list(
        c.execute(
            select(round.name).join(study_tables.ballot, ballot.round_id == round.id).where(ballot.study_id == study_id)
        ).scalars()
    )
