"""Does what is due and leaves a trace: releases and the work of the night. Safe to run at any time, on any node."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from surveyapp.release.make import is_due, make_release
from surveyapp.store import counters, nightly, open_answers, questionnaires, rounds, staff
from surveyapp.store.engine import Store
from surveyapp.store.rounds import Round

TRIALS_ARE_KEPT = timedelta(days=30)
"""How long after its release a trial is there at the most."""


def tick(store: Store, now: datetime, zone: ZoneInfo) -> None:
    """Do what is due at that moment. What fails for one round is done for the others, and raised in the end."""
    local = now.astimezone(zone)
    with store.writing() as c:
        nightly.free_idle_codes(c, local.date())
        nightly.forget_answers(c, local.date())
        counters.nightly(c, now, local.date())
        open_answers.pass_on(c, local.date())
        staff.forget_failures(c, now)
        questionnaires.forget_drafts(c, local.date())
        present = rounds.rounds(c)
        for round in present:
            if _has_had_its_time(round, now):
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
