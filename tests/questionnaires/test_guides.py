"""The shipped guides: without fault, whole in each language, and of a length that people can listen for."""

import pytest

from surveyapp.questionnaire.guide_load import load_guide
from tests.questionnaires.shipped import FOLDER, GUIDES, SWEDISH_AND_ENGLISH

MEETINGS = {"fokusgrupp-2011": 1, "fokusgrupp-2012": 2}


@pytest.mark.parametrize("key", GUIDES)
def test_a_guide_is_whole(key: str) -> None:
    loaded = load_guide(FOLDER / key)
    assert loaded.guide, loaded.faults
    assert not loaded.missing
    assert loaded.guide.languages == SWEDISH_AND_ENGLISH
    assert loaded.guide.meetings == MEETINGS[key]
    for number in range(1, loaded.guide.meetings + 1):
        minutes = sum(theme.minutes for theme in loaded.guide.of_meeting(number))
        assert 60 <= minutes <= 180 - 30, "there is time for opening, a break, and closing words"
    assert not {fault.code for fault in loaded.advice} & {"long-sentence", "long-line", "lix", "long-meeting"}


def test_those_of_the_field_are_there() -> None:
    assert set(MEETINGS) == set(GUIDES)
