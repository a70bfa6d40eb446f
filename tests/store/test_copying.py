"""A whole organisation goes from a file to a server, or nothing of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, text

from surveyapp.questionnaire.model import Questionnaire
from surveyapp.release.make import make_release
from surveyapp.store import (
    codes,
    copying,
    counters,
    guesses,
    questionnaires,
    releases,
    responses,
    rounds,
    staff,
    tables,
    tablets,
)
from surveyapp.store.copying import copy
from surveyapp.store.engine import Store
from surveyapp.store.errors import StoreFailed, StoreRefused
from surveyapp.store.guesses import Guess
from surveyapp.store.nightly import leave_no_order
from surveyapp.store.responses import Submitted
from tests.databases import Database, Files, Server
from tests.store.conftest import DAY, NOW, PLAN, QUESTIONNAIRE, TODAY

OLD = Path(__file__).parent / "old"
"""Has a row of every table of focus groups."""

ANSWERS = {"good": None, "many": ("a", "b"), "words": "Åsa \U0001f600 \"'\\ \0", "pain": 7}


@pytest.fixture
def file(files: Files, tmp_path: Path) -> Iterator[Store]:
    with files.ready(tmp_path) as database:
        store = database.open()
        yield store
        store.close()


@pytest.fixture
def target(server: Server, tmp_path: Path) -> Database:
    """Empty, and with the key of the file."""
    return server.empty(tmp_path)


def fill(store: Store) -> None:
    """Something in every table."""
    with store.writing() as c:
        questionnaires.publish(c, QUESTIONNAIRE, {}, TODAY)
        draft = Questionnaire.model_validate(QUESTIONNAIRE.model_dump() | {"title": {"sv": "Utkast"}})
        questionnaires.save_draft(c, draft, {}, TODAY)
        c.execute(insert(tables.medium), {"sha256": "0" * 64, "mimetype": "image/png", "content": bytes(range(256))})
        staff.add(c, "kim", "hash", {"designer"})
        guesses.note(c, Guess("kim", "source"), NOW)
        staff.audit(c, "kim", "opened a round", NOW)
        open, over = rounds.open_round(c, PLAN, NOW), rounds.open_round(c, PLAN, NOW)
        for one, answers in ((open, {"good": "yes"}), (over, ANSWERS)):
            whole = Submitted("sew", "ar", "interpreter", TODAY - DAY, answers, {"sound": True})
            responses.insert_submitted(c, one, [whole] * 1100)
        assert responses.start(c, open, "wood", "sv", "token", NOW, TODAY, None)
        counters.nightly(c, NOW, TODAY)
        by_code = rounds.open_round(c, rounds.Plan(**vars(PLAN) | {"access": "codes"}), NOW)
        codes.make(c, by_code, "wood", 20, store.keys)
        tablet_code = tablets.make_code(c, open, "wood", store.keys)
        assert tablets.share(c, open, store.keys.tablet_code_id(tablet_code), "tablet's token")
        releases.begin(c, over.id)
        releases.mark_counted(c, over.id)
        releases.finish(c, over.id, b"{}", "hash")
        c.execute(
            insert(tables.open_answer), {"id": 1, "round_id": over.id, "question": "words", "text": "Bra", "mark": None}
        )
        for line in (OLD / "0007.sql").read_text().splitlines():
            if line.startswith("INSERT") and "INTO round" not in line:
                about = line.replace(", 25)", f", {by_code.id})").replace("NULL, 22,", f"NULL, {over.id},")
                c.exec_driver_sql(about.format(zeros="0" * 64, bytes="x'00ff'"))
    leave_no_order(store, TODAY)


def counts(store: Store) -> dict[str, int]:
    with store.reading() as c:
        return {
            table.name: c.execute(select(func.count()).select_from(table)).scalar_one()
            for table in tables.metadata.sorted_tables
        }


def test_everything_arrives_and_the_service_goes_on_there(file: Store, target: Database) -> None:
    fill(file)
    assert all(counts(file).values()), "something in every table"
    copied = copy(file, target.address)
    assert {one.table: one.rows for one in copied} == counts(file)
    store = target.open()  # with the same key
    assert counts(store) == counts(file)
    with file.reading() as old, store.reading() as new:
        assert rounds.rounds(new) == rounds.rounds(old)
        for one in rounds.rounds(old):
            assert sorted(responses.submitted(new, one.id)) == sorted(responses.submitted(old, one.id))
        assert staff.users(new) == staff.users(old)
        assert questionnaires.questionnaire(new, QUESTIONNAIRE.version).canonical() == QUESTIONNAIRE.canonical()
        [begun] = [one for one in rounds.rounds(new) if responses.by_token(new, one.id, "token")]
    with store.writing() as c:
        visit = responses.by_token(c, begun.id, "token")
        assert visit
        assert responses.keep(c, begun, visit.id, {"good": "yes"}, TODAY, NOW)
    store.close()


def test_a_database_that_holds_something_is_left_alone(file: Store, server: Server, tmp_path: Path) -> None:
    folder = tmp_path / "another"
    folder.mkdir()
    with server.ready(folder) as full, pytest.raises(StoreRefused, match="isn't empty"):
        copy(file, full.address)


def test_what_arrives_otherwise_is_noticed_and_nothing_stays(
    file: Store, target: Database, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(file)
    with monkeypatch.context() as patch:
        patch.setattr(copying, "insert", lambda table: text("SELECT 1") if table.name == "response" else insert(table))
        with pytest.raises(StoreRefused, match="response didn't arrive"):
            copy(file, target.address)
    assert copy(file, target.address), "the target was left empty"


def test_a_sum_tells_one_changed_value_whatever_the_order(file: Store) -> None:
    fill(file)
    with file.reading() as c:
        rows = c.execute(select(tables.response)).all()
    sums = [copying._Sum() for _ in range(3)]
    for one, given in zip(sums, (rows, rows[::-1], [*rows[:-1], rows[0]]), strict=True):
        one.add(given)
    assert (sums[0].rows, sums[0].sum) == (sums[1].rows, sums[1].sum)
    assert (sums[0].rows, sums[0].sum) != (sums[2].rows, sums[2].sum)


def test_a_server_that_is_not_there_leaves_the_file_as_it_is(file: Store) -> None:
    with pytest.raises(StoreFailed):
        copy(file, "postgresql://someone:secret@127.0.0.1:1/surveys")
    fill(file)


def test_a_round_is_released_on_the_server_as_it_would_have_been_in_the_file(file: Store, target: Database) -> None:
    fill(file)
    with file.reading() as c:
        [due] = [one for one in rounds.rounds(c) if responses.by_token(c, one.id, "token")]
    copy(file, target.address)
    store = target.open()
    there, here = make_release(store, due, due.releases), make_release(file, due, due.releases)
    assert there
    assert here
    assert there.canonical() == here.canonical()
    store.close()
