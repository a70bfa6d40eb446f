"""A release that was stored before there was a second variable."""

from pathlib import Path

from surveyapp.release.model import Release

STORED = (Path(__file__).parent / "stored.json").read_bytes()


def test_a_release_that_was_stored_long_ago_keeps_its_bytes() -> None:
    assert Release.model_validate_json(STORED).canonical() == STORED
