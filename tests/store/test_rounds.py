from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from surveyapp.store import codes, releases, responses, rounds, tables
from surveyapp.store.engine import Store
from surveyapp.store.errors import StoreRefused
from surveyapp.store.responses import Submitted
from surveyapp.store.rounds import Round
from tests.store.conftest import DAY, NOW, PLAN, TODAY, Open

HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize("more", [{}, {"second": "$site", "wave": "after"}])
def test_a_round_comes_back_as_it_was_planned(store: Store, open_round: Open, more: dict[str, str]) -> None:
    opened = open_round(**more)
    assert {name: getattr(opened, name) for name in vars(PLAN)} == vars(PLAN) | more
    with store.reading() as c:
        assert rounds.round_named(c, opened.name) == rounds.round_by_id(c, opened.id) == opened
        assert rounds.rounds(c) == [opened]
        assert rounds.round_named(c, "another") is None
        assert rounds.round_by_id(c, 1) is None


def test_a_name_is_ascii_and_nobody_guesses_it(open_round: Open) -> None:
    names = {open_round().name for _ in range(20)}
    assert len(names) == 20
    assert all(name.startswith("verkstader-i-norr-") and len(name.rsplit("-", 1)[1]) == 8 for name in names)
    assert open_round(label="ورشة").name.startswith("round-")
    assert open_round(label="  /?& ").name.startswith("round-")


def test_a_round_needs_a_published_version(store: Store) -> None:
    with pytest.raises(IntegrityError), store.writing() as c:
        rounds.open_round(c, replace(PLAN, questionnaire_version="unknown"), NOW)


def test_a_threshold_under_three_is_refused(open_round: Open) -> None:
    with pytest.raises(StoreRefused):
        open_round(k=2)


def test_a_release_less_than_an_hour_after_closing_is_refused(open_round: Open) -> None:
    with pytest.raises(StoreRefused):
        open_round(releases=PLAN.closes + HOUR - SECOND)
    assert open_round(releases=PLAN.closes + HOUR)
    assert open_round(kind="trial", releases=PLAN.closes)


@pytest.mark.parametrize(
    ("now", "state", "starts", "answers"),
    [
        (PLAN.opens - SECOND, "planned", False, False),
        (PLAN.opens, "open", True, True),
        (PLAN.closes - SECOND, "open", True, True),
        (PLAN.closes, "finishing", False, True),
        (PLAN.closes + HOUR - SECOND, "finishing", False, True),
        (PLAN.closes + HOUR, "closed", False, False),
        (PLAN.releases + DAY, "closed", False, False),
    ],
)
def test_the_state_follows_from_the_times(
    open_round: Open, now: datetime, state: str, starts: bool, answers: bool
) -> None:
    round = open_round()
    assert (round.state(now), round.takes_starts(now), round.takes_answers(now)) == (state, starts, answers)


def test_a_trial_closes_for_all_at_once(store: Store, open_round: Open) -> None:
    trial = open_round(kind="trial")
    assert trial.state(trial.closes) == "closed"
    with store.writing() as c:
        closed = rounds.close_trial(c, trial, NOW + HOUR)
        assert (closed.state(NOW + HOUR), closed.closes, closed.releases) == ("closed", NOW + HOUR, NOW + HOUR)
        with pytest.raises(StoreRefused):
            rounds.close_trial(c, trial, NOW + 2 * HOUR)


def test_a_trial_that_has_closed_by_itself_may_be_released_at_once(store: Store, open_round: Open) -> None:
    trial = open_round(kind="trial")
    with store.writing() as c:
        closed = rounds.close_trial(c, trial, trial.closes + HOUR)
    assert (closed.closes, closed.releases) == (trial.closes, trial.closes + HOUR)


@pytest.mark.parametrize("kind", ["real", "demo"])
def test_no_other_round_is_closed_before_its_time(store: Store, open_round: Open, kind: str) -> None:
    round = open_round(kind=kind)
    with store.writing() as c, pytest.raises(StoreRefused):
        rounds.close_trial(c, round, NOW)


# ---- putting off -----------------------------------------------------------------------------------------------------


def test_closing_may_be_put_off_twice_and_no_more(store: Store, open_round: Open) -> None:
    round = open_round()
    with store.writing() as c:
        once = rounds.postpone(c, round, PLAN.closes + DAY, PLAN.releases + DAY, NOW)
        twice = rounds.postpone(c, once, PLAN.closes + 2 * DAY, PLAN.releases + 2 * DAY, NOW)
        assert (twice.closes, twice.postponed) == (PLAN.closes + 2 * DAY, 2)
        with pytest.raises(StoreRefused, match="twice"):
            rounds.postpone(c, round, PLAN.closes + 3 * DAY, PLAN.releases + 3 * DAY, NOW)
        assert rounds.round_by_id(c, round.id) == twice


@pytest.mark.parametrize(
    ("closes", "releases", "now", "words"),
    [
        (PLAN.closes, PLAN.releases, NOW, "Choose a later"),
        (PLAN.closes - SECOND, PLAN.releases, NOW, "brought forward"),
        (PLAN.closes + DAY, PLAN.releases - SECOND, NOW, "brought forward"),
        (PLAN.closes + DAY - SECOND, PLAN.releases + DAY, NOW, "whole day"),
        (PLAN.closes, PLAN.releases + DAY - SECOND, NOW, "whole day"),
        (PLAN.closes + DAY, PLAN.releases + DAY, PLAN.closes, "has come"),
        (PLAN.closes, PLAN.releases + DAY, PLAN.releases, "has come"),
        (PLAN.closes + DAY, PLAN.releases, NOW, "an hour after"),
    ],
)
def test_what_is_refused_of_putting_off(
    store: Store, open_round: Open, closes: datetime, releases: datetime, now: datetime, words: str
) -> None:
    round = open_round()
    with store.writing() as c:
        with pytest.raises(StoreRefused, match=words):
            rounds.postpone(c, round, closes, releases, now)
        assert rounds.round_by_id(c, round.id) == round


def test_the_release_alone_may_be_put_off_after_closing(store: Store, open_round: Open) -> None:
    round = open_round()
    with store.writing() as c:
        later = rounds.postpone(c, round, PLAN.closes, PLAN.releases + DAY, PLAN.closes + HOUR)
    assert (later.closes, later.releases, later.postponed) == (PLAN.closes, PLAN.releases + DAY, 1)


def test_receipts_are_put_off_as_the_release_is_and_no_longer_than_answers_are_kept(
    store: Store, open_round: Open
) -> None:
    closes, releases = PLAN.closes, PLAN.releases
    kept = (releases + 3 * DAY).date()
    asking = replace(PLAN.asking, receipt_until=(releases + 2 * DAY).date())
    round = open_round(asking=asking, facts=replace(PLAN.facts, kept_until=kept))
    none = open_round()
    early = open_round(asking=replace(PLAN.asking, receipt_until=closes.date()))
    with store.writing() as c:
        assert rounds.postpone(c, round, closes + 2 * DAY, releases + 2 * DAY, NOW).asking.receipt_until == kept
        assert rounds.postpone(c, none, closes + DAY, releases + DAY, NOW).asking.receipt_until is None
        later = rounds.postpone(c, early, closes + DAY, releases + DAY, NOW)
    assert later.asking.receipt_until == (closes + DAY).date()


# ---- the end ---------------------------------------------------------------------------------------------------------


def release(store: Store, round: Round) -> None:
    with store.writing() as c:
        assert releases.begin(c, round.id)
        releases.finish(c, round.id, b"{}", "hash")


def test_stopping_is_final(store: Store, open_round: Open) -> None:
    round = open_round()
    with store.writing() as c:
        stopped = rounds.stop(c, round, NOW)
        assert stopped.stopped == NOW
        assert {stopped.state(NOW), stopped.state(PLAN.releases + DAY)} == {"stopped"}
        assert not stopped.takes_answers(NOW)
        with pytest.raises(StoreRefused):
            rounds.stop(c, round, NOW)
        with pytest.raises(StoreRefused):
            rounds.postpone(c, round, PLAN.closes + DAY, PLAN.releases + DAY, NOW)


@pytest.mark.parametrize(
    "change",
    [
        lambda c, round: rounds.stop(c, round, NOW),
        lambda c, round: rounds.postpone(c, round, PLAN.closes + DAY, PLAN.releases + DAY, NOW),
        lambda c, round: rounds.close_trial(c, round, NOW),
    ],
)
def test_a_released_round_changes_no_more(store: Store, open_round: Open, change: Callable[..., Round]) -> None:
    round = open_round(kind="trial")
    release(store, round)
    with store.writing() as c:
        with pytest.raises(StoreRefused):
            change(c, round)
        after = rounds.round_by_id(c, round.id)
    assert after == replace(round, released=True)
    assert after
    assert after.state(NOW) == "released"
    assert not after.takes_answers(NOW)


def test_a_real_round_cannot_be_removed(store: Store, open_round: Open) -> None:
    round = open_round()
    with store.writing() as c, pytest.raises(StoreRefused):
        rounds.remove(c, round)


@pytest.mark.parametrize("kind", ["trial", "demo"])
def test_a_removed_round_leaves_nothing_and_takes_nothing_of_another(
    store: Store, open_round: Open, kind: str, tmp_path: object
) -> None:
    going, staying = open_round(kind=kind, access="codes"), open_round(kind=kind, access="codes")
    for round in (going, staying):
        with store.writing() as c:
            codes.make(c, round, "wood", 3, store.keys)
            responses.insert_submitted(c, round, [Submitted("wood", "sv", None, TODAY, {"good": "yes"})] * 3)
            assert releases.begin(c, round.id)
            releases.mark_counted(c, round.id)
            releases.finish(c, round.id, b"{}", "hash")
    with store.writing() as c:
        rounds.remove(c, going)
        with pytest.raises(StoreRefused):
            rounds.remove(c, going)
        assert rounds.rounds(c) == [replace(staying, released=True)]
        for table, left in ((tables.response, 3), (tables.access_code, 3), (tables.counted, 3), (tables.release, 1)):
            assert c.execute(select(func.count()).select_from(table)).scalar() == left
