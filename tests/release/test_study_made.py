"""A study's release is made once, on both databases, and nothing that comes later changes it."""

from dataclasses import replace

import pytest

from surveyapp.release.study_make import make_study_release, study_release_of
from surveyapp.store import notes, studies
from surveyapp.store.engine import Store
from surveyapp.store.errors import StoreRefused
from tests.store.conftest import DAY, TODAY
from tests.store.test_studies import begin, said


def test_it_is_made_once_and_stays(store: Store) -> None:
    with store.writing() as c:
        group, speakers, (meeting, _) = begin(c, speakers=6)
        studies.set_present(c, meeting, [one.id for one in speakers])
        studies.set_state(c, meeting, "under_way")
        notes.write(c, meeting, [said(n, 1, f"Words {n}", speaker) for n, speaker in enumerate(speakers[:4])])
        study = studies.held(c, group.study_id)
    with pytest.raises(StoreRefused, match="under way"), store.writing() as c:
        make_study_release(c, study, TODAY)
    with store.writing() as c:
        studies.set_state(c, meeting, "ended")
        made = make_study_release(c, study, TODAY)
        notes.withdraw(c, speakers[0], TODAY)
        notes.write(c, meeting, [replace(said(9, 1, "Late words", speakers[5]))])
        again = make_study_release(c, study, TODAY + DAY)
    assert again.canonical() == made.canonical()
    assert [(block.id, block.size) for block in made.blocks] == [("everyone", 6)]
    assert study_release_of(store, study) == made
