"""Makes a study's release, once: the only reader of what was said for figures."""

from datetime import date

from surveyapp.questionnaire.words import Said
from surveyapp.release.study import Mention, Moderated, Spoken, StudyFacts, StudyRelease, Told, Voice, make
from surveyapp.release.tally import Gender
from surveyapp.store import coding, guides, notes, studies, study_releases, turns
from surveyapp.store.engine import Connection, Store
from surveyapp.store.errors import StoreRefused
from surveyapp.store.heard import heard
from surveyapp.store.notes import Turn
from surveyapp.store.studies import Study

GENDERS: dict[str | None, Gender] = {"woman": "women", "man": "men", "other": "other", None: "other"}


def study_release_of(store: Store, study: Study) -> StudyRelease | None:
    """The study's release, or `None` if it has none yet."""
    with store.reading() as c:
        stored = study_releases.read(c, study.id)
    return StudyRelease.model_validate_json(stored) if stored else None


def make_study_release(c: Connection, study: Study, day: date) -> StudyRelease:
    """The study's release, made now if nobody has made it.

    Refused while a meeting is under way, and before there was one. Whoever comes second finds the first one's release.
    """
    present = studies.held(c, study.id)
    stored = study_releases.read(c, present.id)
    if stored is None:
        release = _make(c, present, day)
        stored = release.canonical()
        study_releases.keep(c, present.id, stored, release.hash, day)
    return StudyRelease.model_validate_json(stored)


def _make(c: Connection, study: Study, day: date) -> StudyRelease:
    groups = studies.groups(c, study.id)
    meetings = [one for one in studies.meetings(c, *(one.id for one in groups)) if one.state != "planned"]
    if any(one.state == "under_way" for one in meetings):
        raise StoreRefused(Said("A meeting is under way. Release the study when it has ended."))
    if not meetings:
        raise StoreRefused(Said("No meeting has been held yet."))
    ids = sorted(one.id for one in meetings)
    for id in ids:  # nobody withdraws while it is made
        turns.take(c, "meeting", id)
    there = frozenset().union(*studies.present(c, *ids).values())
    voices = [
        Voice(one.id, GENDERS[one.gender], one.focus_group_id)
        for one in studies.speakers(c, *(group.id for group in groups))
        if one.id in there and not one.withdrawn
    ]
    guide = guides.guide(c, study.guide_version)
    codes = coding.codes(c, study.id)
    names = _names(codes)
    coded: dict[int, set[str]] = {}
    for one in coding.codings(c, study.id):
        coded.setdefault(one.statement_id, set()).add(names[one.code_id])
    quotes = coding.quotes(c, study.id)
    mentions = [
        Mention(
            speaker=one.speaker.id,
            group=one.group.id,
            theme=one.statement.theme,
            codes=frozenset(coded.get(one.statement.id, ())),
            quote=quotes.get(one.statement.id),
        )
        for one in heard(c, study.id)
        if one.speaker and one.speaker.agrees_notes and one.statement.outcome != "rejected"
    ]
    spoken = [Spoken(one.speaker_id, one.seconds) for one in notes.read(c, Turn, *ids) if one.speaker_id is not None]
    told = Told(
        groups={one.id: one.composition for one in groups},
        themes=[theme.id for theme in guide.themes],
        codes=list(names.values()),
        voices=voices,
        mentions=mentions,
        spoken=spoken,
    )
    moderators = sorted({(one.moderator, one.relation) for one in meetings})
    moderated = [
        Moderated(
            moderator=moderator,
            relation=relation,
            meetings=sum((one.moderator, one.relation) == (moderator, relation) for one in meetings),
        )
        for moderator, relation in moderators
    ]
    return make(_facts(study, guide.key, day), moderated, study_releases.ballot_rounds(c, study.id), told)


def _names(codes: list[coding.Code]) -> dict[int, str]:
    """The whole name of each code, by its id."""
    by_id = {code.id: code for code in codes}

    def name(code: coding.Code) -> str:
        return code.name if code.parent_id is None else f"{name(by_id[code.parent_id])} › {code.name}"

    return {code.id: name(code) for code in codes}


def _facts(study: Study, guide: str, day: date) -> StudyFacts:
    facts = study.facts
    return StudyFacts(
        id=study.name,
        label=study.label,
        kind=study.kind,
        guide=guide,
        version=study.guide_version,
        languages=study.languages,
        k=study.k,
        begun=study.begun.isoformat(),
        released=day.isoformat(),
        responsible=facts.responsible,
        contact=facts.contact,
        legal_ground=facts.legal_ground,
        kept_until=facts.kept_until.isoformat() if facts.kept_until else "",
        reference=facts.reference,
    )
