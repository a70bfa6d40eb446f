"""Makes a round's release: the only reader of answers for figures."""

from contextlib import closing
from datetime import UTC, datetime

from surveyapp.release import table, texts
from surveyapp.release.model import Release, RoundFacts
from surveyapp.store import questionnaires, releases, responses, rounds
from surveyapp.store.engine import Store
from surveyapp.store.rounds import Round


def is_due(round: Round, now: datetime) -> bool:
    """Whether the round's release may be made: at its time, or as soon as it is stopped."""
    return round.stopped is not None or now >= round.releases


def make_release(store: Store, round: Round, now: datetime) -> Release | None:
    """The round's release, made now if it is due and nobody has made it. `None` before its time.

    One transaction: whoever comes second, on whichever node, waits and finds the first one's release.
    """
    with store.writing() as c:
        present = rounds.held(c, round.id)  # it may have been put off or stopped since the caller read it
        if present is None or not is_due(present, now):
            return None
        if releases.begin(c, present.id):
            store.shuffle(c, present.id)
            questionnaire = questionnaires.questionnaire(c, present.questionnaire_version)
            with closing(responses.submitted(c, present.id)) as given:
                counted = () if present.stopped else given
                release = table.make(_facts(present, questionnaire.key), questionnaire, counted)
            if release.blocks:
                releases.mark_counted(c, present.id)
                texts.copy(c, present.id, questionnaire, release)
            releases.finish(c, present.id, release.canonical(), release.hash)
        stored = releases.read(c, present.id)
    return Release.model_validate_json(stored) if stored else None


def _facts(round: Round, key: str) -> RoundFacts:
    return RoundFacts(
        id=round.name,
        label=round.label,
        kind=round.kind,
        questionnaire=key,
        version=round.questionnaire_version,
        languages=round.languages,
        sites={site.id: site.name for site in round.sites},
        k=round.k,
        breakdown=round.breakdown,
        opens=_moment(round.opens),
        closes=_moment(round.closes),
        releases=_moment(round.releases),
        responsible=round.facts.responsible,
        contact=round.facts.contact,
        legal_ground=round.facts.legal_ground,
        kept_until=round.facts.kept_until.isoformat() if round.facts.kept_until else "",
        reference=round.facts.reference,
        stopped=round.stopped is not None,
        second=round.second,
        wave=round.wave,
        proxy_allowed=round.asking.proxy_allowed,
    )


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
