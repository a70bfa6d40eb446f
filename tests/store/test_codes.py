import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from surveyapp.store import codes, responses, tables
from surveyapp.store.engine import Connection, Store
from surveyapp.store.errors import StoreRefused
from surveyapp.store.rounds import Round
from tests.store.conftest import NOW, TODAY, Open


@pytest.fixture
def round(open_round: Open) -> Round:
    return open_round(access="codes")


def make(store: Store, round: Round, n: int = 1, site: str = "wood") -> list[str]:
    with store.writing() as c:
        return codes.make(c, round, site, n, store.keys)


def start(store: Store, round: Round, code: str, token: str = "token", site: str = "wood") -> int | responses.Refusal:
    with store.writing() as c:
        return responses.start(c, round, site, "sv", token, NOW, TODAY, store.keys.code_id(codes.normalise(code)))


def submit(store: Store, round: Round, id: int) -> responses.Outcome:
    with store.writing() as c:
        return responses.submit(c, round, id, 0, {"good": "yes"}, None, TODAY, NOW)


def code_rows(c: Connection) -> list[tuple[str, str, int | None]]:
    code = tables.access_code.c
    return [tuple(row) for row in c.execute(select(code.site, code.state, code.response_id).order_by(code.state))]


def states(store: Store) -> list[tuple[str, str, int | None]]:
    with store.reading() as c:
        return code_rows(c)


def test_codes_are_easy_to_type_and_hold_no_look_alikes(store: Store, round: Round) -> None:
    made = make(store, round, 200)
    assert len(set(made)) == 200
    assert all(re.fullmatch(r"[2-9ACDFGHJKMNPQRTVWXY]{4}-[2-9ACDFGHJKMNPQRTVWXY]{4}", code) for code in made)
    assert not set("".join(made)) & set("01ILOBSZ")


@pytest.mark.parametrize(
    "typed",
    ["7K3M-9QXR", "7k3m9qxr", " 7K3M 9QXR\n", "7K3M – 9QXR", "７Ｋ３Ｍ９ＱＸＲ", "٧K٣M-٩QXR", "7-K-3-M-9-Q-X-R"],
)
def test_a_code_is_known_however_it_is_typed(typed: str) -> None:
    assert codes.normalise(typed) == "7K3M-9QXR"


def test_a_misread_sign_is_taken_for_the_one_that_codes_have() -> None:
    assert codes.normalise("BSZ2-2222") == "8522-2222"


@pytest.mark.parametrize("typed", ["", "7K3M", "7K3M-9QXR-2", "ورشة", "x" * 10_000])
def test_what_is_no_code_is_unknown(store: Store, round: Round, typed: str) -> None:
    make(store, round)
    assert start(store, round, typed) == "unknown-code"


def test_starting_binds_the_code_and_makes_the_response_and_the_submit_parts_them(store: Store, round: Round) -> None:
    (code,) = make(store, round)
    id = start(store, round, code)
    assert states(store) == [("wood", "bound", id)]
    assert isinstance(id, int)
    assert submit(store, round, id) == "submitted"
    with store.writing() as c:
        responses.burn_code(c, id)
        responses.burn_code(c, id)
    assert states(store) == [("wood", "burnt", None)]
    assert start(store, round, code, "another") == "used-code"


def test_a_bound_code_starts_nothing_on_another_device_and_leaves_the_visit_alone(store: Store, round: Round) -> None:
    (code,) = make(store, round)
    id = start(store, round, code)
    assert start(store, round, code, "another device") == "used-code"
    assert states(store) == [("wood", "bound", id)]
    with store.reading() as c:
        assert responses.by_token(c, round.id, "another device") is None
        assert responses.by_token(c, round.id, "token") is not None


def test_a_code_used_from_many_devices_at_once_starts_one_visit(store: Store, round: Round) -> None:
    (code,) = make(store, round)
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(lambda n: start(store, round, code, f"device {n}"), range(8)))
    assert sorted(isinstance(outcome, int) for outcome in outcomes) == [False] * 7 + [True]


def test_the_code_knows_its_site(store: Store, round: Round) -> None:
    (code,) = make(store, round, site="sew")
    start(store, round, code, site="wood")
    with store.reading() as c:
        response = responses.by_token(c, round.id, "token")
    assert response
    assert response.site == "sew"


def test_a_code_of_another_round_is_unknown(store: Store, round: Round, open_round: Open) -> None:
    (code,) = make(store, open_round(access="codes"))
    assert start(store, round, code) == "unknown-code"


def test_no_visit_starts_without_a_code_where_codes_are_asked_for(store: Store, round: Round) -> None:
    with store.writing() as c:
        assert responses.start(c, round, "wood", "sv", "token", NOW, TODAY, None) == "unknown-code"


def test_a_refused_start_leaves_the_code_free(store: Store, round: Round) -> None:
    (code,) = make(store, round)
    with store.writing() as c:
        refused = responses.start(c, round, "wood", "sv", "token", round.closes, TODAY, store.keys.code_id(code))
    assert refused == "not-open"
    assert states(store) == [("wood", "free", None)]


def test_a_response_whose_code_is_bound_to_it_no_more_is_not_submitted(store: Store, round: Round) -> None:
    (code,) = make(store, round)
    id = start(store, round, code)
    assert isinstance(id, int)
    with store.writing() as c:
        c.execute(tables.access_code.update().values(state="free", response_id=None))
    assert submit(store, round, id) == "gone"


def test_a_code_is_not_burnt_before_its_response_is_submitted(store: Store, round: Round) -> None:
    (code,) = make(store, round)
    id = start(store, round, code)
    assert isinstance(id, int)
    with store.writing() as c:
        responses.burn_code(c, id)
    assert states(store) == [("wood", "bound", id)]


def test_a_lost_list_is_replaced_and_only_its_unused_codes_are_revoked(store: Store, round: Round) -> None:
    used, lost = make(store, round, 2)
    (elsewhere,) = make(store, round, site="sew")
    id = start(store, round, used)
    with store.writing() as c:
        codes.revoke_unused(c, round, "wood")
    assert states(store) == [("wood", "bound", id), ("sew", "free", None), ("wood", "revoked", None)]
    assert start(store, round, lost, "another") == "unknown-code"
    assert isinstance(id, int)
    assert submit(store, round, id) == "submitted"
    with store.writing() as c:
        codes.revoke_unused(c, round, None)
    assert start(store, round, elsewhere, "another") == "unknown-code"


def test_codes_are_made_only_for_a_round_and_a_site_that_want_them(
    store: Store, round: Round, open_round: Open
) -> None:
    with pytest.raises(StoreRefused):
        make(store, open_round())
    with pytest.raises(ValueError, match="no site"):
        make(store, round, site="metal")
