"""What actions and feedback come of: a study, or a round that is no ballot (a ballot's study answers for it)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from flask import abort

from surveyapp.questionnaire.model import Versioned
from surveyapp.store import guides, questionnaires, rounds, studies
from surveyapp.store.actions import Texts
from surveyapp.store.engine import Connection
from surveyapp.store.feedback import Feedback
from surveyapp.store.rounds import Kind, Round
from surveyapp.store.studies import Study
from surveyapp.web import here


@dataclass(frozen=True)
class Origin:
    """A study or a round: one of the two ids is there.

    `title` is what participants know it by, and `label` what staff do. `languages` begin with the source. `asked` is
    the day on which the asking ended, if it has.
    """

    study_id: int | None
    round_id: int | None
    name: str
    label: str
    title: Texts
    kind: Kind
    languages: tuple[str, ...]
    sites: tuple[str, ...]
    contact: str
    asked: date | None
    finished: date | None

    @property
    def source(self) -> str:
        """The language that is always there."""
        return self.languages[0]


@dataclass(frozen=True)
class Wait:
    """How many days participants have waited for an answer, or had to wait until they got it."""

    origin: Origin
    days: int
    answered: date | None


def known_origin(name: str) -> Origin:
    """The study or round of that name; not found if there is none."""
    with here.store().reading() as c:
        study = studies.study_named(c, name)
        if study:
            return _of_study(c, study)
        round = rounds.round_named(c, name)
        return _of_round(c, round) if round and not round.ballot else abort(404)


def origin_of(c: Connection, study_id: int | None, round_id: int | None) -> Origin:
    """The study or round of that id, which is known to be there."""
    if study_id is not None:
        study = studies.study_by_id(c, study_id)
        return _of_study(c, study) if study else abort(404)
    round = rounds.round_by_id(c, round_id or 0)
    return _of_round(c, round) if round else abort(404)


def origins(c: Connection) -> Iterator[Origin]:
    """All studies, and all rounds that are no ballots."""
    yield from (_of_study(c, study) for study in studies.studies(c))
    yield from (_of_round(c, round) for round in rounds.rounds(c) if not round.ballot)


def waits(found: Sequence[Origin], told: Sequence[Feedback]) -> list[Wait]:
    """Who waits for an answer, the longest first; then who has got one. A trial's participants are owed none."""
    by_origin = {(one.study_id, one.round_id): one for one in told}
    listed = []
    for origin in found:
        wait = wait_of(origin, by_origin.get((origin.study_id, origin.round_id)))
        if wait and origin.kind != "trial":
            listed.append(wait)
    return sorted(listed, key=lambda wait: (wait.answered is not None, -wait.days, wait.origin.label))


def wait_of(origin: Origin, told: Feedback | None) -> Wait | None:
    """How long participants have waited, or had to; `None` while they are still asked."""
    if told and told.answered:
        return Wait(origin, (told.answered - told.asked).days, told.answered)
    return Wait(origin, (here.today() - origin.asked).days, None) if origin.asked else None


def _of_study(c: Connection, study: Study) -> Origin:
    guide = guides.guide(c, study.guide_version)
    languages = _source_first(study.languages, guide)
    groups = studies.groups(c, study.id)
    held = [one.day for one in studies.meetings(c, *(group.id for group in groups)) if one.state == "ended"]
    return Origin(
        study_id=study.id,
        round_id=None,
        name=study.name,
        label=study.label,
        title=_titled(guide, guide.title, languages[0]),
        kind=study.kind,
        languages=languages,
        sites=tuple(dict.fromkeys(group.site for group in groups)),
        contact=study.facts.contact,
        asked=max(held, default=None),
        finished=study.finished,
    )


def _of_round(c: Connection, round: Round) -> Origin:
    questionnaire = questionnaires.questionnaire(c, round.questionnaire_version)
    languages = _source_first(round.languages, questionnaire)
    ended = min(round.stopped or round.closes, round.closes)
    return Origin(
        study_id=None,
        round_id=round.id,
        name=round.name,
        label=round.label,
        title=_titled(questionnaire, questionnaire.title, languages[0]),
        kind=round.kind,
        languages=languages,
        sites=tuple(site.name for site in round.sites),
        contact=round.facts.contact,
        asked=ended.astimezone(here.zone()).date() if ended <= here.now() else None,
        finished=round.finished,
    )


def _titled(definition: Versioned, title: Texts, source: str) -> Texts:
    """The title, which is there in the source whatever languages were chosen."""
    return {source: title[definition.source], **title}


def _source_first(languages: Sequence[str], definition: Versioned) -> tuple[str, ...]:
    return tuple(sorted(languages, key=lambda language: language != definition.source))
