import hashlib

import pytest
from sqlalchemy import select

from surveyapp.questionnaire.model import Questionnaire
from surveyapp.store import questionnaires, tables
from surveyapp.store.engine import Store
from tests.store.conftest import DAY, QUESTIONNAIRE, TODAY

CHANGED = QUESTIONNAIRE.model_copy(update={"title": {"sv": "Middagen"}})
OTHER = QUESTIONNAIRE.model_copy(update={"key": "breakfast"})


def fresh(questionnaire: Questionnaire) -> Questionnaire:
    """A copy of the changed one computes its own version."""
    return Questionnaire.model_validate(questionnaire.model_dump())


def test_a_version_is_stored_whole_and_once(store: Store) -> None:
    with store.writing() as c:
        assert questionnaires.publish(c, QUESTIONNAIRE, {}, TODAY)
        assert not questionnaires.publish(c, QUESTIONNAIRE, {}, TODAY + DAY)
        (version,) = questionnaires.versions(c)
        assert (version.version, version.key) == (QUESTIONNAIRE.version, "lunch")
        assert (version.published, version.title) == (TODAY, {"sv": "Lunchen"})
        assert questionnaires.questionnaire(c, version.version) == QUESTIONNAIRE
        assert c.execute(select(tables.questionnaire.c.definition)).scalar() == QUESTIONNAIRE.canonical()


def test_the_newest_of_a_key_comes_first(store: Store) -> None:
    first, second, other = fresh(QUESTIONNAIRE), fresh(CHANGED), fresh(OTHER)
    with store.writing() as c:
        for one in (first, other, second):
            questionnaires.publish(c, one, {}, TODAY)
        assert [one.version for one in questionnaires.versions(c)] == [other.version, second.version, first.version]
        latest = questionnaires.latest(c, "lunch")
        assert latest
        assert latest.version == second.version
        assert questionnaires.latest(c, "supper") is None


def test_an_earlier_version_loaded_again_is_the_newest(store: Store) -> None:
    first, second = fresh(QUESTIONNAIRE), fresh(CHANGED)
    with store.writing() as c:
        for one in (first, second, first):
            questionnaires.publish(c, one, {}, TODAY)
        latest = questionnaires.latest(c, "lunch")
    assert latest
    assert latest.version == first.version


def test_a_parsed_questionnaire_is_shared_but_only_within_its_database(store: Store) -> None:
    with store.writing() as c:
        with pytest.raises(KeyError):
            questionnaires.questionnaire(c, QUESTIONNAIRE.version)
        questionnaires.publish(c, QUESTIONNAIRE, {}, TODAY)
        once = questionnaires.questionnaire(c, QUESTIONNAIRE.version)
    with store.reading() as c:
        assert questionnaires.questionnaire(c, QUESTIONNAIRE.version) is once


def test_media_are_stored_once_by_their_hash(store: Store) -> None:
    picture = b"<svg xmlns='http://www.w3.org/2000/svg'/>"
    sha256 = hashlib.sha256(picture).hexdigest()
    both = {"media/one.svg": sha256, "media/two.svg": sha256}
    with_media = fresh(QUESTIONNAIRE.model_copy(update={"media": both}))
    with store.writing() as c:
        questionnaires.publish(c, with_media, dict.fromkeys(both, picture), TODAY)
        assert questionnaires.medium(c, sha256) == (picture, "image/svg+xml")
        assert questionnaires.medium(c, "unknown") is None


def test_a_medium_that_is_not_the_named_file_is_a_mistake(store: Store) -> None:
    with_media = fresh(QUESTIONNAIRE.model_copy(update={"media": {"media/one.png": "0" * 64}}))
    with store.writing() as c, pytest.raises(ValueError, match="not the file"):
        questionnaires.publish(c, with_media, {"media/one.png": b"x"}, TODAY)
