"""A database of any earlier version, with data in it, is brought to this one and reads as it did.

`old/` holds what a service of each schema would have stored beside what the one before it did.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, select, text

from surveyapp.store import (
    actions,
    codes,
    feedback,
    keys,
    migrate,
    nightly,
    notes,
    open_answers,
    questionnaires,
    receipts,
    releases,
    responses,
    rounds,
    staff,
    studies,
    tables,
    tablets,
)
from surveyapp.store.engine import Store, open_store
from surveyapp.store.transactions import transaction
from tests.databases import Database
from tests.store.conftest import DAY, NOW, QUESTIONNAIRE, TODAY

OLD = Path(__file__).parent / "old"

REVISIONS = [script.revision for script in ScriptDirectory.from_config(migrate._config()).walk_revisions()][::-1]
FOCUS_GROUPS = (
    "guide",
    "study",
    "study_release",
    "focus_group",
    "speaker",
    "meeting",
    "attendance",
    "wording",
    "turn",
    "theme_time",
    "reading_back",
    "code",
    "coding",
    "sorting",
    "quote",
    "improvement",
    "improvement_source",
    "ballot",
    "ballot_choice",
    "action",
    "action_improvement",
    "action_event",
    "feedback",
    "feedback_line",
    "told",
)
SINCE = {
    table: REVISIONS.index(since)
    for table, since in {
        "draft": "0004",
        "open_answer": "0005",
        "tablet_code": "0006",
        "tablet": "0006",
        "failed_guess": "0006",
        **dict.fromkeys(FOCUS_GROUPS, "0007"),
    }.items()
}
BYTES = bytes(range(256))
OPEN, OVER, WAVE, KIND, BALLOT = 21, 22, 23, 24, 25


def test_every_revision_that_stores_something_new_has_its_data() -> None:
    assert {file.stem for file in OLD.iterdir()} == set(REVISIONS)


@contextmanager
def raw(database: Database) -> Iterator[Connection]:
    """A transaction in a database that no store has opened."""
    from sqlalchemy import create_engine, make_url

    from surveyapp.store.postgresql import connect

    address = database.address
    engine = connect(address) if address.startswith("postgresql") else create_engine(make_url(address))
    try:
        with transaction(engine) as c:
            yield c
    finally:
        engine.dispose()


def fill(c: Connection, revision: str, database: Database) -> None:
    """What a service of that schema would have stored."""
    key = keys.read_or_make(database.key_file)
    blob = "'\\x{}'" if c.dialect.name == "postgresql" else "x'{}'"
    values = {
        "key": key.secret("key check").hex(),
        "token": key.token_hash("token"),
        "version": QUESTIONNAIRE.version,
        "definition": blob.format(QUESTIONNAIRE.canonical().hex()),
        "bytes": blob.format(BYTES.hex()),
        "zeros": "0" * 64,
    }
    written = (OLD / f"{revision}.sql").read_text().format(**values)
    for line in written.splitlines():
        if not line.startswith("--"):
            statement = line.replace(":00'", ":00+00'") if c.dialect.name == "postgresql" else line
            c.exec_driver_sql(statement)


@pytest.fixture(params=range(len(REVISIONS)), ids=REVISIONS)
def at(request: pytest.FixtureRequest, empty: Database) -> int:
    """A database as it stood at that revision, having come through all before it."""
    n: int = request.param
    with raw(empty) as c:
        for revision in REVISIONS[: n + 1]:
            migrate.upgrade(c, revision)
            fill(c, revision, empty)
    return n


@pytest.fixture
def migrated(at: int, empty: Database) -> Iterator[Store]:
    with closing(open_store(empty.address, empty.key_file, migrating=True)) as store:
        yield store


def test_an_old_database_reads_as_it_did(migrated: Store, at: int) -> None:
    with migrated.reading() as c:
        found = {round.id: round for round in rounds.rounds(c)}
        open, over = found[OPEN], found[OVER]
        assert (open.label, open.access, open.languages, open.postponed) == ("Open", "codes", ("sv", "ar"), 1)
        assert (open.sites, open.second, open.wave, open.released) == (
            (rounds.Site("wood", "Snickeriet"),),
            None,
            "",
            False,
        )
        assert (over.kind, over.released, over.facts.kept_until) == ("trial", True, None)
        since = {WAVE: "0002", KIND: "0006", BALLOT: "0007"}
        assert set(found) == {OPEN, OVER, *(id for id, revision in since.items() if at >= REVISIONS.index(revision))}
        assert open.asking == rounds.Asking()
        if KIND in found:
            assert found[KIND].asking == rounds.Asking(False, True, 5, True, date(2027, 10, 2), "Kim", "Her")
            response = receipts.response_of(c, KIND, "0" * 64)
            assert response
            assert (response.mode, response.proxy, response.company) == ("shared_tablet", True, "helped")
            assert tablets.by_token(c, KIND, "0" * 64) == tablets.Tablet(62, KIND, "wood")
        if BALLOT in found:
            assert (found[BALLOT].ballot, found[BALLOT].finished) == (True, date(2027, 11, 1))
            assert not over.ballot
            (group,) = studies.groups(c, 71)
            (meeting,) = studies.meetings(c, group.id)
            (speaker,) = studies.speakers(c, group.id)
            assert speaker.told == ("read_aloud", "interpreter")
            assert studies.present(c, meeting.id) == {74: {73}}
            (statement,) = notes.statements_of(c, meeting.id)
            assert (statement.text, statement.outcome, statement.speaker_id) == ("Nobody asked.", "confirmed", 73)
            feedback.refuse_untold(c, round_id=OVER)
            assert feedback.of(c, study_id=71) is None
            (action,) = actions.actions(c, study_id=71)
            assert (action.now.state, action.now.why, action.improvements) == ("no", {"sv": "Pengar"}, (84,))
        if WAVE in found:
            assert (found[WAVE].second, found[WAVE].wave) == ("$site", "after")
        visit = responses.by_token(c, OPEN, migrated.keys.token_hash("token"))
        assert visit
        assert (visit.answers, visit.revision, visit.language) == ({"good": None}, 1, "sv")
        assert list(responses.submitted(c, OPEN)) == [
            (32, "wood", "ar", "interpreter", {}, "own_device", {"good": "yes"}, False, None)
        ]
        answers = {"good": "rather_not_say", "many": ("a", "b"), "pain": 7}
        assert list(responses.submitted(c, OVER)) == [
            (33, "wood", "sv", None, {"sound": True}, "paper", answers, False, None)
        ]
        assert releases.read(c, OVER) == BYTES
        assert [user.roles for user in staff.users(c)] == [{"designer", "evaluator"}]
        assert [entry.what for entry in staff.trail(c)] == ["opened a round"]
        assert questionnaires.questionnaire(c, QUESTIONNAIRE.version).canonical() == QUESTIONNAIRE.canonical()
        assert questionnaires.medium(c, "0" * 64) == (BYTES, "image/png")
        assert len(questionnaires.drafts(c)) == (at >= SINCE["draft"])
        assert open_answers.count(c, OVER) == (at >= SINCE["open_answer"])


def test_an_old_database_is_gone_on_with(migrated: Store) -> None:
    with migrated.writing() as c:
        open = rounds.round_by_id(c, OPEN)
        assert open
        assert responses.keep(c, open, 31, {"good": "no"}, TODAY, NOW)
        assert responses.submit(c, open, 31, 2, {"good": "no"}, None, TODAY, NOW) == "submitted"
        responses.burn_code(c, 31)
        assert isinstance(responses.start(c, open, "wood", "sv", "new", NOW, TODAY, 43), int)
        assert len(codes.make(c, open, "wood", 3, migrated.keys)) == 3
        later = rounds.postpone(c, open, open.closes + DAY, open.releases + DAY, NOW)
        assert later.postponed == 2
        assert not releases.begin(c, OVER)
    nightly.leave_no_order(migrated, TODAY)
    with migrated.writing() as c:
        over = rounds.round_by_id(c, OVER)
        assert over
        rounds.remove(c, over)


def test_an_old_database_has_the_newest_schema_and_alembic_finds_nothing_to_change(migrated: Store, at: int) -> None:
    with migrated.reading() as c:
        assert c.execute(text("SELECT version_num FROM alembic_version")).scalar() == tables.NEWEST_SCHEMA
        assert compare_metadata(MigrationContext.configure(c), tables.metadata) == []
        for table in tables.metadata.sorted_tables:
            held = c.execute(select(func.count()).select_from(table)).scalar_one()
            assert held > 0 or at < SINCE[table.name]
