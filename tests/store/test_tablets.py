"""Shared tablets: a code of the staff's, and a token that names the tablet."""

import pytest

from surveyapp.store import responses, tablets
from surveyapp.store.engine import Store
from tests.store.conftest import NOW, TODAY, Open
from tests.store.test_codes import make, start, states
from tests.store.test_responses import begin, found, row


def test_a_tablet_is_shared_by_its_code_in_its_round_alone(store: Store, open_round: Open) -> None:
    round, other = open_round(), open_round()
    with store.writing() as c:
        code = store.keys.tablet_code_id(tablets.make_code(c, round, "wood", store.keys))
        assert tablets.share(c, round, code, "token")
        assert not tablets.share(c, other, code, "token")
        assert not tablets.share(c, round, code + 1, "token")
        found = tablets.by_token(c, round.id, "token")
        assert found
        assert (found.round_id, found.site) == (round.id, "wood")
        assert tablets.by_token(c, other.id, "token") is None
        assert tablets.is_code(c, round, code)
        tablets.end(c, found)
        assert tablets.by_token(c, round.id, "token") is None


def test_a_new_code_ends_what_the_former_one_began_at_that_site(store: Store, open_round: Open) -> None:
    round = open_round()
    with store.writing() as c:
        wood, sew = (
            store.keys.tablet_code_id(tablets.make_code(c, round, site, store.keys)) for site in ("wood", "sew")
        )
        tablets.share(c, round, wood, "wood")
        tablets.share(c, round, sew, "sew")
        assert tablets.has_code(c, round, "wood")
        tablets.make_code(c, round, "wood", store.keys)
        assert tablets.by_token(c, round.id, "wood") is None
        assert not tablets.is_code(c, round, wood)
        assert tablets.by_token(c, round.id, "sew")
        tablets.revoke(c, round, "sew")
        assert not tablets.has_code(c, round, "sew")
        with pytest.raises(ValueError, match="no site"):
            tablets.make_code(c, round, "metal", store.keys)


@pytest.mark.parametrize("keeps", [True, False])
def test_a_visit_that_somebody_walked_away_from_is_kept_as_unfinished_or_thrown_away(
    store: Store, open_round: Open, keeps: bool
) -> None:
    round = open_round(access="codes")
    (code,) = make(store, round)
    id = start(store, round, code)
    assert isinstance(id, int)
    with store.writing() as c:
        responses.keep(c, round, id, {"good": "yes"}, TODAY, NOW)
        responses.leave(c, round, id, keeps=keeps)
        if keeps:
            left = row(c, id)
            assert (left["state"], left["answers"], left["token_hash"]) == ("unfinished", {"good": "yes"}, None)
    assert states(store) == [("wood", "free", None)]
    assert found(store, round, "token") is None
    assert isinstance(start(store, round, code, "another"), int)


def test_what_is_sent_is_not_left(store: Store, open_round: Open) -> None:
    round = open_round()
    id = begin(store, round)
    with store.writing() as c:
        responses.submit(c, round, id, 0, {"good": "yes"}, None, TODAY, NOW)
        responses.leave(c, round, id, keeps=False)
        assert len(list(responses.submitted(c, round.id))) == 1
