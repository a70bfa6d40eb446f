"""Does a job again and again, each time in a process that is killed a little later, and looks at what it has left.

    python -m tests.store.killing JOB ADDRESS KEY-FILE [ANOTHER ADDRESS]

The process is killed before one of the statements or commits that it sends to the database. The job is over when a
process lives to its end. What is printed is how many were killed.
"""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Engine, event, func, inspect, select, text

from surveyapp.release.make import make_release
from surveyapp.store import codes, nightly, questionnaires, releases, responses, rounds, tables
from surveyapp.store.copying import copy
from surveyapp.store.engine import Store, open_store
from surveyapp.store.postgresql import connect
from surveyapp.store.responses import Submitted
from surveyapp.store.rounds import Round
from tests.databases import Database
from tests.store.conftest import DAY, NOW, PLAN, QUESTIONNAIRE, TODAY
from tests.store.test_migrations import raw


class Job(Protocol):
    """What is done in the process that is killed, and what must be so after it, wherever that was."""

    step: int
    """How many statements later each process is killed."""

    def prepare(self, database: Database) -> None: ...

    def do(self, database: Database, said: Callable[[str], None]) -> None: ...

    def check(self, database: Database, said: list[str]) -> None: ...


@contextmanager
def opened(database: Database) -> Iterator[Store]:
    with closing(database.open()) as store:
        yield store


class Answering:
    """A whole visit with a code. What was acknowledged is there, and the code is bound exactly while it should be."""

    step = 1

    def prepare(self, database: Database) -> None:
        with opened(database) as store, store.writing() as c:
            questionnaires.publish(c, QUESTIONNAIRE, {}, TODAY)
            self.round = rounds.open_round(c, rounds.Plan(**vars(PLAN) | {"access": "codes"}), NOW)
            [code] = codes.make(c, self.round, "wood", 1, store.keys)
            self.code = store.keys.code_id(code)

    def do(self, database: Database, said: Callable[[str], None]) -> None:
        with opened(database) as store:
            with store.writing() as c:
                id = responses.start(c, self.round, "wood", "sv", "token", NOW, TODAY, self.code)
            assert isinstance(id, int)
            said("started")
            for n in range(3):
                with store.writing() as c:
                    assert responses.keep(c, self.round, id, {f"q{n}": "yes", "good": None}, TODAY, NOW)
                said(f"q{n}")
            with store.writing() as c:
                final = {"good": "yes"}
                assert responses.submit(c, self.round, id, 3, final, None, TODAY, NOW) == "submitted"
            said("submitted")
            with store.writing() as c:
                responses.burn_code(c, id)
            said("burnt")

    def check(self, database: Database, said: list[str]) -> None:
        with opened(database) as store:
            self.look(store, said)
            with store.writing() as c:
                nightly.burn_left_over(c)
            with store.reading() as c:
                left = c.execute(
                    select(tables.access_code.c.state).where(tables.access_code.c.id == self.code)
                ).scalar()
                submitted = responses.count_submitted(c, self.round.id)
            assert (left == "burnt") == (submitted == 1)

    def look(self, store: Store, said: list[str]) -> None:
        response, code = tables.response.c, tables.access_code.c
        with store.reading() as c:
            given = c.execute(select(tables.response).where(response.round_id == self.round.id)).all()
            [state, of] = c.execute(select(code.state, code.response_id).where(code.id == self.code)).one()
        if not given:
            assert (said, state) == ([], "free")
            return
        [one] = given
        if one.state == "submitted":
            assert (one.answers, one.token_hash) == ({"good": "yes"}, None)
            assert state == "burnt" if "burnt" in said else (state, of) in (("bound", one.id), ("burnt", None))
        else:
            assert (state, of) == ("bound", one.id)
            assert "submitted" not in said
            kept = {f"q{n}" for n in range(one.revision)}
            assert one.answers.keys() - {"good"} == kept >= set(said) - {"started"}


class Releasing:
    """A trial is closed and released. It is released whole or not at all, and then it is by the next."""

    step = 1

    def prepare(self, database: Database) -> None:
        with opened(database) as store, store.writing() as c:
            questionnaires.publish(c, QUESTIONNAIRE, {}, TODAY)
            self.round = rounds.open_round(c, rounds.Plan(**vars(PLAN) | {"kind": "trial"}), NOW)
            responses.insert_submitted(c, self.round, [Submitted("wood", "sv", None, TODAY, {"good": "yes"})] * 7)

    def do(self, database: Database, said: Callable[[str], None]) -> None:
        with opened(database) as store:
            with store.writing() as c:
                closed = rounds.close_trial(c, self.round, NOW)
            said("closed")
            assert make_release(store, closed, NOW)
            said("released")
            store.rewrite()

    def check(self, database: Database, said: list[str]) -> None:
        with opened(database) as store:
            with store.reading() as c:
                present = rounds.round_by_id(c, self.round.id)
                stored = releases.read(c, self.round.id)
                counted = self.counted(c)
                assert responses.count_submitted(c, self.round.id) == 7
            assert present
            assert (present.closes, present.releases) in ((NOW, NOW), (PLAN.closes, PLAN.releases))
            assert "closed" not in said or present.closes == NOW
            assert present.released == (stored is not None) == (counted == 7)
            assert "released" not in said or stored
            if not present.released:
                assert counted == 0
                self.finish(store, present)

    def finish(self, store: Store, present: Round) -> None:
        with store.writing() as c:
            if present.closes != NOW:
                present = rounds.close_trial(c, present, NOW)
        assert make_release(store, present, NOW)
        with store.reading() as c:
            assert self.counted(c) == 7

    def counted(self, c: Any) -> int:  # noqa: ANN401
        theirs = select(func.count()).select_from(tables.counted).where(tables.counted.c.round_id == self.round.id)
        return int(c.execute(theirs).scalar_one())


class Tidying(Answering):
    """The work of the night on a round that is open: nothing of it is lost or doubled."""

    def prepare(self, database: Database) -> None:
        if hasattr(self, "round"):
            return  # the same each time: one more round would be more work
        super().prepare(database)
        super().do(database, lambda _: None)

    def do(self, database: Database, said: Callable[[str], None]) -> None:
        with opened(database) as store:
            with store.writing() as c:
                nightly.free_idle_codes(c, NOW, TODAY + DAY)
            nightly.leave_no_order(store, TODAY + DAY)

    def check(self, database: Database, said: list[str]) -> None:
        with opened(database) as store:
            with store.writing() as c:
                c.execute(tables.night.delete())
            self.look(store, ["burnt"])


class Migrating:
    """A database of the first schema with data in it. It is of the first schema, or of this one."""

    step = 5

    def prepare(self, database: Database) -> None:
        """The test has."""

    def do(self, database: Database, said: Callable[[str], None]) -> None:
        open_store(database.address, database.key_file, migrating=True).close()
        said("migrated")

    def check(self, database: Database, said: list[str]) -> None:
        with raw(database) as c:
            version = c.execute(text("SELECT version_num FROM alembic_version")).scalar()
            names = inspect(c).get_table_names()
            assert c.execute(text("SELECT count(*) FROM response")).scalar() == 3
        assert version == tables.NEWEST_SCHEMA if said else version in ("0001", tables.NEWEST_SCHEMA)
        assert ("draft" in names) == (version == tables.NEWEST_SCHEMA)


class Copying:
    """A file is copied to a server. Everything is there, or nothing."""

    step = 11

    def prepare(self, database: Database) -> None:
        """The test has."""

    def do(self, database: Database, said: Callable[[str], None]) -> None:
        with opened(database) as store:
            copy(store, sys.argv[4])
        said("copied")

    def check(self, database: Database, said: list[str]) -> None:
        engine = connect(sys.argv[4])
        with engine.connect() as c:
            there = inspect(c).get_table_names()
            assert len(there) == len(tables.metadata.tables) + 1 if said else not there
        engine.dispose()


JOBS: dict[str, type[Job]] = {
    "answering": Answering,
    "releasing": Releasing,
    "tidying": Tidying,
    "migrating": Migrating,
    "copying": Copying,
}


def killed_before(last: int, do: Callable[[], None]) -> None:
    """Do it, and be killed before that many statements and commits are sent."""
    left = iter(range(last))

    def count(*_: object) -> None:
        if next(left, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", count)
    event.listen(Engine, "commit", count)
    do()


def lived(job: Job, database: Database, last: int) -> bool:
    """Whether a process that is to be killed so late lives to its end. What it has left is looked at."""
    job.prepare(database)
    listening, saying = os.pipe()
    process = os.fork()
    if process == 0:
        killed_before(last, lambda: job.do(database, lambda word: void(os.write(saying, f"{word}\n".encode()))))
        os._exit(0)
    os.close(saying)
    _, status = os.waitpid(process, 0)
    with os.fdopen(listening) as heard:
        said = heard.read().split()
    assert status in (0, signal.SIGKILL), "the job itself failed"
    job.check(database, said)
    return status == 0


def void(_: object) -> None:
    """Nothing."""


if __name__ == "__main__":
    chosen = JOBS[sys.argv[1]]()
    kills = 0
    while not lived(chosen, Database(sys.argv[2], Path(sys.argv[3])), kills * chosen.step):
        kills += 1
    sys.stdout.write(str(kills))
