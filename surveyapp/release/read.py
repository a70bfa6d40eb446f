"""Reads a release that was made."""

from surveyapp.release.model import Release
from surveyapp.store import releases
from surveyapp.store.engine import Store
from surveyapp.store.rounds import Round


def release_of(store: Store, round: Round) -> Release | None:
    """The round's release, or `None` if it has none yet."""
    with store.reading() as c:
        stored = releases.read(c, round.id)
    return Release.model_validate_json(stored) if stored else None
