"""Does what is due and leaves a trace: releases and the work of the night. Safe to run at any time, on any node."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from surveyapp.release.make import is_due, make_release
from surveyapp.store import counters, guesses, nightly, open_answers, questionnaires, rounds
from surveyapp.store.engine import Connection, Store
from surveyapp.store.rounds import Round

TRIALS_ARE_KEPT = timedelta(days=30)
"""How long after its release a trial is there at the most."""


def tick(store: Store, now: datetime, zone: ZoneInfo) -> None:
    """Do what is due at that moment. What fails for one round is done for the others, and raised in the end."""
    local = now.astimezone(zone)
    nights_work: tuple[Callable[[Connection], None], ...] = (
        lambda c: nightly.free_idle_codes(c, now, local.date()),
        lambda c: nightly.forget_answers(c, local.date()),
        lambda c: counters.nightly(c, now, local.date()),
        lambda c: open_answers.pass_on(c, local.date()),
        lambda c: guesses.forget(c, now),
        lambda c: questionnaires.forget_drafts(c, local.date()),
    )
    for work in nights_work:
        with store.writing() as c:  # one for each, so that nobody waits long for what it holds
            work(c)
    with store.reading() as c:
        present = rounds.rounds(c)
    for round in present:
        if _has_had_its_time(round, now):
            with store.writing() as c:
                if rounds.held(c, round.id):
                    rounds.remove(c, round)
    failed: list[Exception] = []
    released = False
    for round in present:
        if not round.released and is_due(round, now):
            try:
                released |= make_release(store, round, now) is not None
            except Exception as error:
                failed.append(error)
    if released:
        store.rewrite()
    nightly.leave_no_order(store, local.date())
    if failed:
        raise ExceptionGroup("some rounds could not be released", failed)


def _has_had_its_time(round: Round, now: datetime) -> bool:
    return round.kind == "trial" and round.released and now >= (round.stopped or round.releases) + TRIALS_ARE_KEPT
