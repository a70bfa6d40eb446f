import hashlib
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from surveyapp.questionnaire.model import Questionnaire
from surveyapp.store import questionnaires, rounds, tables
from surveyapp.store.engine import Store
from tests.store.conftest import DAY, NOW, PLAN, QUESTIONNAIRE, TODAY

PICTURE = b"<svg xmlns='http://www.w3.org/2000/svg'/>"
SHA256 = hashlib.sha256(PICTURE).hexdigest()
MEDIA = {"media/one.svg": PICTURE}


def with_picture(**changed: object) -> Questionnaire:
    return Questionnaire.model_validate(QUESTIONNAIRE.model_dump() | {"media": {"media/one.svg": SHA256}, **changed})


def test_a_draft_is_listed_apart_and_read_like_a_version(store: Store) -> None:
    with store.writing() as c:
        assert questionnaires.save_draft(c, QUESTIONNAIRE, {}, TODAY)
        assert questionnaires.versions(c) == []
        assert questionnaires.latest(c, "lunch") is None
        [draft] = questionnaires.drafts(c)
        assert (draft.version, draft.key, draft.published) == (QUESTIONNAIRE.version, "lunch", None)
        assert (draft.saved, draft.title) == (TODAY, {"sv": "Lunchen"})
        assert questionnaires.version(c, draft.version) == draft
        assert questionnaires.questionnaire(c, draft.version) == QUESTIONNAIRE


def test_no_round_can_be_of_a_draft(store: Store) -> None:
    with store.writing() as c:
        questionnaires.save_draft(c, QUESTIONNAIRE, {}, TODAY)
    with pytest.raises(IntegrityError), store.writing() as c:
        rounds.open_round(c, PLAN, NOW)


def test_a_draft_is_published_once_and_is_the_newest_of_its_key(store: Store) -> None:
    earlier = Questionnaire.model_validate(QUESTIONNAIRE.model_dump() | {"title": {"sv": "Förr"}})
    with store.writing() as c:
        questionnaires.publish(c, earlier, {}, TODAY)
        questionnaires.save_draft(c, QUESTIONNAIRE, {}, TODAY)
        assert questionnaires.publish_draft(c, QUESTIONNAIRE.version, TODAY + DAY)
        assert not questionnaires.publish_draft(c, QUESTIONNAIRE.version, TODAY + DAY)
        assert questionnaires.drafts(c) == []
        latest = questionnaires.latest(c, "lunch")
    assert latest
    assert (latest.version, latest.published) == (QUESTIONNAIRE.version, TODAY + DAY)


def test_what_is_published_is_no_draft_and_publishing_takes_the_draft_along(store: Store) -> None:
    with store.writing() as c:
        questionnaires.save_draft(c, QUESTIONNAIRE, {}, TODAY)
        assert questionnaires.publish(c, QUESTIONNAIRE, {}, TODAY)
        assert questionnaires.drafts(c) == []
        assert not questionnaires.save_draft(c, QUESTIONNAIRE, {}, TODAY)
        assert questionnaires.drafts(c) == []


def test_a_draft_goes_after_thirty_days_unless_it_was_saved_again_or_published(store: Store) -> None:
    first, again, published = (with_picture(key=key) for key in ("first", "again", "published"))
    with store.writing() as c:
        for one in (first, again, published):
            questionnaires.save_draft(c, one, MEDIA, TODAY)
        questionnaires.save_draft(c, again, MEDIA, TODAY + DAY)
        questionnaires.publish_draft(c, published.version, TODAY)
        questionnaires.forget_drafts(c, TODAY + timedelta(days=30))
        assert {draft.key for draft in questionnaires.drafts(c)} == {"first", "again"}
        questionnaires.forget_drafts(c, TODAY + timedelta(days=31))
        assert {draft.key for draft in questionnaires.drafts(c)} == {"again"}
        assert questionnaires.version(c, first.version) is None
        questionnaires.forget_drafts(c, TODAY + timedelta(days=365))
        assert questionnaires.drafts(c) == []
        assert [one.key for one in questionnaires.versions(c)] == ["published"]
        assert questionnaires.medium(c, SHA256)


def test_media_go_with_the_last_draft_that_shows_them(store: Store) -> None:
    with store.writing() as c:
        questionnaires.save_draft(c, with_picture(key="one"), MEDIA, TODAY)
        questionnaires.save_draft(c, with_picture(key="two"), MEDIA, TODAY + DAY)
        questionnaires.forget_drafts(c, TODAY + timedelta(days=31))
        assert questionnaires.medium(c, SHA256)
        questionnaires.forget_drafts(c, TODAY + timedelta(days=32))
        assert c.execute(select(tables.medium)).all() == []


def test_a_removed_draft_takes_its_own_media_along_and_leaves_what_others_use(store: Store) -> None:
    one, other = with_picture(), with_picture(title={"sv": "Förr"})
    with store.writing() as c:
        questionnaires.save_draft(c, one, MEDIA, TODAY)
        questionnaires.save_draft(c, other, MEDIA, TODAY)
        assert questionnaires.remove_draft(c, one.version)
        assert not questionnaires.remove_draft(c, one.version)
        assert questionnaires.medium(c, SHA256)
        assert questionnaires.remove_draft(c, other.version)
        assert questionnaires.medium(c, SHA256) is None


def test_what_is_published_is_not_removed_as_a_draft(store: Store) -> None:
    with store.writing() as c:
        questionnaires.publish(c, QUESTIONNAIRE, {}, TODAY)
        assert not questionnaires.remove_draft(c, QUESTIONNAIRE.version)
        assert questionnaires.version(c, QUESTIONNAIRE.version)
