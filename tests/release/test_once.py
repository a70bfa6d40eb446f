"""With the store: a release is made once, at its hour, and never changes; the counters before it tell little."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from threading import Thread
from zoneinfo import ZoneInfo

import pytest
from hypothesis import strategies as st

from surveyapp.demo import made_up_responses
from surveyapp.release import make, table
from surveyapp.release.make import make_release
from surveyapp.release.model import Release, RoundFacts
from surveyapp.release.read import release_of
from surveyapp.release.tick import tick
from surveyapp.store import counters, questionnaires, releases, responses, rounds
from surveyapp.store.engine import Store
from surveyapp.store.errors import StoreRefused
from surveyapp.store.rounds import Facts, Plan, Round, Site
from tests.databases import Files, Server
from tests.release.recompute import block_table
from tests.release.worlds import GENDER, HELPER, ask, holds, questionnaire, when

NOW = datetime(2027, 3, 10, 13, 37, tzinfo=UTC)
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
STOCKHOLM = ZoneInfo("Europe/Stockholm")

DEFINITION = questionnaire(
    GENDER,
    ask("a"),
    ask("b", "choose-many", when("a", "x")),
    ask("c", "rating", sensitive=True),
    ask("d", "text"),
    HELPER,
)

PLAN = Plan(
    label="Round",
    questionnaire_version=DEFINITION.version,
    kind="real",
    languages=("sv", "en", "ar"),
    sites=(Site("north", "North"), Site("south", "South")),
    k=5,
    breakdown="gender",
    opens=NOW - HOUR,
    closes=NOW + 7 * DAY,
    releases=NOW + 8 * DAY,
    access="open",
    facts=Facts("Kommunen", "Kim", "Artikel 6.1 e", None, "D-1"),
)


def opened(store: Store, **changes: object) -> Round:
    with store.writing() as c:
        questionnaires.publish(c, DEFINITION, {}, NOW.date())
        return rounds.open_round(c, replace(PLAN, **changes), NOW)  # type: ignore[arg-type]


def answered(store: Store, round: Round, genders: list[str | None], day: datetime = NOW, seed: int = 1) -> None:
    with store.writing() as c:
        made_up = made_up_responses(DEFINITION, round, genders, day.astimezone(STOCKHOLM).date(), Random(seed))
        responses.insert_submitted(c, round, made_up)


WOMEN_AND_MEN: list[str | None] = [*["woman"] * 7, *["man"] * 6, *["other"] * 2]


def present(store: Store, round: Round) -> Round | None:
    with store.reading() as c:
        return rounds.round_by_id(c, round.id)


# ---- once ------------------------------------------------------------------------------------------------------------


def test_a_release_is_made_at_its_time_and_not_before(store: Store) -> None:
    round = opened(store)
    answered(store, round, WOMEN_AND_MEN)
    tick(store, round.releases - MINUTE, STOCKHOLM)
    assert make_release(store, round, round.releases - MINUTE) is None
    assert release_of(store, round) is None
    tick(store, round.releases, STOCKHOLM)
    release = release_of(store, round)
    assert release is not None
    with store.reading() as c:
        raw = [one._asdict() for one in responses.submitted(c, round.id)]
    expected = block_table(DEFINITION, raw, k=5, languages=PLAN.languages)
    told = release.model_dump(mode="json")
    assert {"blocks": told["blocks"], "tables": told["tables"]} == expected
    assert release.round.releases == "2027-03-18T13:37:00+00:00"


def bytes_stay(store: Store, round: Round, late: list[str | None]) -> None:
    """Whatever comes after, the first release's bytes are returned."""
    first = make_release(store, round, round.releases)
    assert first is not None
    answered(store, round, late, seed=2)
    tick(store, round.releases + DAY, STOCKHOLM)
    second = make_release(store, round, round.releases + 2 * DAY)
    assert second is not None
    assert second.canonical() == first.canonical()
    with store.reading() as c:
        assert releases.read(c, round.id) == first.canonical()


@pytest.mark.parametrize("genders", [WOMEN_AND_MEN, ["woman", "man"], []])
def test_a_second_call_returns_the_first_releases_bytes(store: Store, genders: list[str | None]) -> None:
    """Also after "no figures", and though an answer came in late."""
    round = opened(store)
    answered(store, round, genders)
    bytes_stay(store, round, WOMEN_AND_MEN)


def test_a_release_made_anew_is_noticed(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def anew(c: responses.Connection, round_id: int) -> bool:
        c.exec_driver_sql(f"DELETE FROM counted WHERE round_id = {round_id}")
        c.exec_driver_sql(f"DELETE FROM release WHERE round_id = {round_id}")
        return releases.begin(c, round_id)

    class Anew:
        begin, mark_counted, finish, read = staticmethod(anew), releases.mark_counted, releases.finish, releases.read

    round = opened(store)
    answered(store, round, ["woman", "man"])
    monkeypatch.setattr(make, "releases", Anew)
    with pytest.raises(AssertionError):
        bytes_stay(store, round, WOMEN_AND_MEN)


def test_a_response_is_in_one_release_even_if_the_store_is_asked_directly(store: Store) -> None:
    round = opened(store)
    answered(store, round, WOMEN_AND_MEN)
    make_release(store, round, round.releases)
    with store.writing() as c, pytest.raises(StoreRefused):
        releases.mark_counted(c, round.id)
    with store.writing() as c:
        assert not releases.begin(c, round.id)
    with store.writing() as c, pytest.raises(StoreRefused):
        releases.finish(c, round.id, b"{}", "0")


def test_two_nodes_at_once_make_one_release(store: Store) -> None:
    round = opened(store)
    answered(store, round, WOMEN_AND_MEN)
    made: list[Release | None] = []
    nodes = [Thread(target=lambda: made.append(make_release(store, round, round.releases))) for _ in range(4)]
    for node in nodes:
        node.start()
    for node in nodes:
        node.join()
    assert len({one.canonical() for one in made if one}) == 1
    assert None not in made


def test_a_release_that_fails_leaves_no_trace_and_is_made_later(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    broken, sound = opened(store), opened(store)
    for round in (broken, sound):
        answered(store, round, WOMEN_AND_MEN)
    real = table.make

    def failing(facts: RoundFacts, *rest: object) -> Release:
        if facts.id == broken.name:
            raise OSError("no space left")
        return real(facts, *rest)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(table, "make", failing)
        with pytest.raises(ExceptionGroup):
            tick(store, broken.releases, STOCKHOLM)
    assert release_of(store, broken) is None
    assert release_of(store, sound) is not None
    tick(store, broken.releases + MINUTE, STOCKHOLM)
    assert release_of(store, broken) is not None


def test_a_stopped_round_has_no_figures_at_once_and_for_ever(store: Store) -> None:
    round = opened(store)
    answered(store, round, WOMEN_AND_MEN)
    with store.writing() as c:
        rounds.stop(c, round, NOW)
    tick(store, NOW, STOCKHOLM)
    release = release_of(store, round)
    assert release is not None
    assert (release.blocks, release.tables, release.round.stopped) == ((), (), True)
    tick(store, round.releases, STOCKHOLM)
    assert release_of(store, round) == release


def test_a_round_that_was_put_off_waits_though_the_caller_read_it_earlier(store: Store) -> None:
    round = opened(store)
    with store.writing() as c:
        rounds.postpone(c, round, round.closes + DAY, round.releases + DAY, NOW)
    assert make_release(store, round, round.releases) is None


def test_a_trial_goes_thirty_days_after_its_release(store: Store) -> None:
    trial, real = opened(store, kind="trial"), opened(store)
    answered(store, trial, WOMEN_AND_MEN)
    with store.writing() as c:
        trial = rounds.close_trial(c, trial, NOW)
    tick(store, NOW, STOCKHOLM)
    assert release_of(store, trial) is not None
    tick(store, NOW + 30 * DAY - MINUTE, STOCKHOLM)
    assert present(store, trial) is not None
    tick(store, NOW + 30 * DAY, STOCKHOLM)
    assert present(store, trial) is None
    tick(store, real.releases + 60 * DAY, STOCKHOLM)
    assert present(store, real) is not None


# ---- counters --------------------------------------------------------------------------------------------------------

Days = list[list[int]]
"""For each day, how many answered by each of its hours."""

Shown = Callable[[responses.Connection, Round, datetime], counters.Shown | None]


def counters_tell_little(store: Store, days: Days, shown: Shown) -> None:
    """Multiples of k that never fall, stand still between midnights, and are gone after the release."""
    round = opened(
        store, opens=datetime(2027, 3, 10, 0, 0, tzinfo=STOCKHOLM), closes=NOW + 20 * DAY, releases=NOW + 21 * DAY
    )
    before, submitted = 0, 0
    for number, hours in enumerate(days):
        midnight = datetime(2027, 3, 10, 0, 1, tzinfo=STOCKHOLM) + number * DAY
        told = set()
        for hour, n in enumerate(hours):
            answered(store, round, ["woman"] * n, midnight + hour * HOUR, seed=number)
            tick(store, midnight + (hour + 1) * HOUR, STOCKHOLM)
            with store.reading() as c:
                told.add(shown(c, round, midnight + (hour + 1) * HOUR))
        assert len(told) == 1, "it moved between two midnights"
        (one,) = told
        assert one is not None
        word, n = one
        assert (word, n) == ("fewer", 5) or (word == "at_least" and n % 5 == 0)
        now = n if word == "at_least" else 0
        assert before <= now <= submitted, "it fell, or is ahead of last midnight"
        assert submitted - now < 5
        before, submitted = now, submitted + sum(hours)
    tick(store, round.releases, STOCKHOLM)
    with store.reading() as c:
        assert shown(c, round, round.releases) is None
        assert c.exec_driver_sql("SELECT count(*) FROM counter").scalar() == 0


days = st.lists(st.lists(st.integers(0, 4), min_size=2, max_size=2), min_size=1, max_size=4)


@pytest.fixture
def counted(engine: Files | Server, tmp_path: Path) -> Callable[[Shown], Callable[[Days], None]]:
    """The check of the counters, in a database of its own each time."""

    def checked(shown: Shown) -> Callable[[Days], None]:
        numbers = iter(range(1000))

        def check(some: Days) -> None:
            folder = tmp_path / str(next(numbers))
            folder.mkdir()
            with engine.ready(folder) as database:
                store = database.open()
                try:
                    counters_tell_little(store, some, shown)
                finally:
                    store.close()

        return check

    return checked


def test_counters_of_a_real_round_tell_little(counted: Callable[[Shown], Callable[[Days], None]]) -> None:
    holds(counted(counters.shown), days, 6)


def _live(c: responses.Connection, round: Round, now: datetime) -> counters.Shown | None:
    n = responses.count_submitted(c, round.id) // round.k * round.k
    return ("at_least", n) if n else ("fewer", round.k)


def test_a_live_counter_is_noticed(counted: Callable[[Shown], Callable[[Days], None]]) -> None:
    with pytest.raises(AssertionError):
        holds(counted(_live), days, 100)
