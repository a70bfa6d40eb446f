"""Who answered what can't be found out: the whole file is searched, not only what the functions return."""

import re
import secrets
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from surveyapp.release.make import make_release
from surveyapp.store import codes, counters, nightly, releases, responses, rounds, tables
from surveyapp.store.engine import Connection, Store
from surveyapp.store.rounds import Round
from tests.databases import Database, on_postgresql, on_sqlite
from tests.store.conftest import DAY, NOW, TODAY, Open
from tests.store.test_codes import make, start, submit
from tests.store.test_responses import begin, keep

OF_RESPONSES = (tables.response, tables.access_code, tables.counted, tables.counter, tables.release)


def values(c: Connection) -> str:
    """Everything that the tables on responses hold, as the driver has it."""
    return "\n".join(
        " ".join(map(str, row)) for table in OF_RESPONSES for row in c.exec_driver_sql(f'SELECT * FROM "{table.name}"')
    )


def test_a_filled_database_holds_no_code_no_token_and_no_time_of_an_answer(
    store: Store, open_round: Open, database: Database
) -> None:
    round, at = open_round(access="codes", opens=NOW.replace(hour=8, minute=0)), NOW.replace(hour=11, minute=53)
    made = make(store, round, 8)
    tokens = [secrets.token_urlsafe(32) for _ in made]
    for n, (code, token) in enumerate(zip(made, tokens, strict=True)):
        with store.writing() as c:
            id = responses.start(
                c, round, "wood", "sv", store.keys.token_hash(token), at, TODAY, store.keys.code_id(code)
            )
            assert isinstance(id, int)
            assert responses.keep(c, round, id, {"good": "yes"}, TODAY, at + timedelta(seconds=n))
        if n < 6:
            with store.writing() as c:
                assert responses.submit(c, round, id, 1, {"good": "yes"}, None, TODAY, at) == "submitted"
            with store.writing() as c:
                responses.burn_code(c, id)
    with store.writing() as c:
        counters.nightly(c, at + DAY, TODAY + DAY)
    with store.writing() as c:
        nightly.free_idle_codes(c, NOW, TODAY + 2 * DAY)

    whole = database.on_disk()
    for secret in (*made, *(code.replace("-", "") for code in made), *tokens, store.keys._key.hex()):
        assert secret.encode() not in whole
    assert b"11:53" not in whole
    with store.reading() as c:
        told = values(c)
    assert TODAY.isoformat() in told
    assert not re.search(r"\d\d:\d\d", told)
    for moment in (at, NOW):
        for stamp in (moment.timestamp(), moment.timestamp() * 1000, moment.timestamp() * 1_000_000):
            assert str(int(stamp))[:7] not in re.findall(r"\b\d{10,16}\b", told)
            assert not re.search(rf"\b{str(int(stamp))[:8]}\d*\b", told)


def test_the_search_finds_what_it_is_for(store: Store, open_round: Open, database: Database) -> None:
    round = open_round()
    id = begin(store, round, "a token stored as it is")
    with store.writing() as c:
        responses.keep(c, round, id, {"good": NOW.isoformat()}, TODAY, NOW)
    assert b"a token stored as it is" in database.on_disk()
    with store.reading() as c:
        assert re.search(r"\d\d:\d\d", values(c))


def test_nothing_links_a_burnt_code_to_its_response(store: Store, open_round: Open) -> None:
    round = open_round(access="codes")
    (code,) = make(store, round)
    id = start(store, round, code)
    assert isinstance(id, int)
    submit(store, round, id)
    with store.writing() as c:
        responses.burn_code(c, id)
        (of_code,) = c.execute(select(tables.access_code)).all()
        (of_response,) = c.execute(select(tables.response)).all()
    assert {value for value in of_code if value in tuple(of_response)} - {None} == {round.id, "wood"}


def test_a_code_cannot_be_read_again_and_none_is_stored_while_it_is_free(
    store: Store, open_round: Open, database: Database
) -> None:
    round = open_round(access="codes")
    (code,) = make(store, round)
    with store.reading() as c:
        (row,) = c.execute(select(tables.access_code)).all()
    assert tuple(row) == (store.keys.code_id(code), round.id, "wood", "free", None)
    assert not [name for name in vars(codes) if "read" in name or "list" in name]


@on_sqlite
@pytest.mark.parametrize("end", ["changed", "submitted", "removed"])
def test_what_is_overwritten_or_removed_is_wiped_from_the_files(
    store: Store, open_round: Open, database: Database, end: str
) -> None:
    round = open_round(kind="trial")
    id = begin(store, round)
    secret = "the foreman shouts at me" * 40
    with store.writing() as c:
        responses.keep(c, round, id, {"why": secret}, TODAY, NOW)
    assert b"foreman shouts" in database.on_disk()
    with store.writing() as c:
        if end == "changed":
            responses.keep(c, round, id, {"why": "no"}, TODAY, NOW)
        elif end == "submitted":
            responses.submit(c, round, id, 1, {"good": "yes"}, None, TODAY, NOW)
        else:
            rounds.remove(c, round)
    store.rewrite()
    assert b"foreman shouts" not in database.on_disk()


def test_a_release_holds_no_time_but_what_it_is_given(store: Store, open_round: Open) -> None:
    round = open_round()
    with store.writing() as c:
        releases.begin(c, round.id)
        releases.finish(c, round.id, b"{}", "h")
        assert c.execute(select(tables.release)).all() == [(round.id, "h", b"{}")]


@on_sqlite
def test_responses_that_came_in_a_row_stand_in_no_order(store: Store, open_round: Open) -> None:
    round = open_round()
    came = [begin(store, round, f"token {n}") for n in range(30)]
    with store.reading() as c:
        lie = list(c.exec_driver_sql("SELECT id FROM response").scalars())
        rows = list(c.exec_driver_sql("SELECT rowid FROM response").scalars())
    assert lie == rows == sorted(came)
    assert lie != came


@on_sqlite
def test_where_rows_lie_in_the_file_tells_no_order_once_it_is_written_anew(
    store: Store, open_round: Open, database: Database
) -> None:
    round = open_round()
    marks = [f"mark-{n:03}" for n in range(24)]
    for mark in marks:
        id = begin(store, round, mark)
        with store.writing() as c:
            responses.submit(c, round, id, 0, {"good": mark}, None, TODAY, NOW)
    assert store.rewrite()

    content = database.file.read_bytes()
    with store.reading() as c:
        by_key = [row.answers["good"] for row in responses.submitted(c, round.id)]
    places = [content.index(str(mark).encode()) for mark in by_key]
    assert places in (sorted(places), sorted(places, reverse=True)), "rows lie in the order of their random keys"


def lie(c: Connection, round: Round, *tables: str) -> list[list[tuple[int, int, str]]]:
    """The ids of a round's rows as they lie, with the transaction and the command in it that wrote them."""
    return [
        [
            (row.id, row.xmin, row.cmin)
            for row in c.exec_driver_sql(
                f"SELECT {'response_id AS id' if table == 'counted' else 'id'}, xmin::text::bigint, cmin::text "
                f"FROM {table} WHERE round_id = {round.id} ORDER BY ctid"
            )
        ]
        for table in tables
    ]


def answered_in_a_row(store: Store, round: Round, n: int) -> list[int]:
    """The ids of responses in the order in which they were submitted."""
    came = []
    for code in make(store, round, n):
        id = start(store, round, code, f"token of {code}")
        assert isinstance(id, int)
        assert submit(store, round, id) == "submitted"
        with store.writing() as c:
            responses.burn_code(c, id)
        came.append(id)
    return came


@on_postgresql
def test_where_rows_lie_on_a_server_tells_their_order_until_the_night_and_not_after_it(
    store: Store, open_round: Open
) -> None:
    round, other = open_round(access="codes"), open_round(access="codes")
    came, elsewhere = answered_in_a_row(store, round, 24), answered_in_a_row(store, other, 24)
    with store.reading() as c:
        [rows] = lie(c, round, "response")
        assert [id for id, _, _ in sorted(rows, key=lambda row: row[1])] == came, "this is what must not be left"
    nightly.leave_no_order(store, TODAY)
    with store.reading() as c:
        for one, ids in ((round, came), (other, elsewhere)):
            given, codes = lie(c, one, "response", "access_code")
            assert [id for id, _, _ in given] == sorted(ids) != ids
            assert [id for id, _, _ in codes] == sorted(id for id, _, _ in codes)
            for rows in (given, codes):
                assert len({(by, command) for _, by, command in rows}) == 1, "all were written by one command"


@on_postgresql
def test_where_rows_lie_on_a_server_tells_no_order_once_the_round_is_released(store: Store, open_round: Open) -> None:
    round = open_round(access="codes", kind="trial")
    came = answered_in_a_row(store, round, 24)
    with store.writing() as c:
        present = rounds.close_trial(c, round, NOW)
    assert make_release(store, present, NOW)
    store.rewrite()
    with store.reading() as c:
        given, counted = lie(c, round, "response", "counted")
    assert [id for id, _, _ in given] == [id for id, _, _ in counted] == sorted(came) != came
    for rows in (given, counted):
        assert len({(by, command) for _, by, command in rows}) == 1


@on_postgresql
def test_what_was_answered_while_rows_are_moved_is_neither_lost_nor_doubled(store: Store, open_round: Open) -> None:
    round = open_round()
    ids = [begin(store, round, f"token {n}") for n in range(8)]

    def answer(id: int) -> None:
        for n in range(10):
            assert keep(store, round, id, NOW, **{f"q{n}": str(n)})

    def move() -> None:
        for _ in range(10):
            with store.writing() as c:
                rounds.held(c, round.id)
                store.shuffle(c, round.id)

    with ThreadPoolExecutor(9) as pool:
        for done in [pool.submit(move), *(pool.submit(answer, id) for id in ids)]:
            done.result()
    with store.reading() as c:
        for n in range(8):
            response = responses.by_token(c, round.id, f"token {n}")
            assert response
            assert response.answers == {f"q{m}": str(m) for m in range(10)}
