"""A made-up study of four focus groups, one of them women only: from the talks to the answer that they got.

Everything in it is made up from a fixed seed. It stands above the rooms, since it does what they do.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

from surveyapp.demo import ASKING, FACTS
from surveyapp.questionnaire.guide import Guide, Theme
from surveyapp.release.study_make import make_study_release
from surveyapp.store import actions, coding, feedback, guides, improvements, notes, rounds, studies
from surveyapp.store.actions import ActionPlan, Stand, State
from surveyapp.store.engine import Connection, Store
from surveyapp.store.feedback import LinePlan, Telling
from surveyapp.store.heard import heard
from surveyapp.store.improvements import Improvement
from surveyapp.store.notes import Note, ReadingBack, Statement, ThemeTime, Turn, Wording
from surveyapp.store.studies import GroupPlan, Meeting, MeetingPlan, Speaker, SpeakerPlan, Study, StudyPlan

LABEL = "Demo: samtal om verkstäderna"
GUIDE = "fokusgrupp-2012"

GROUPS = (
    (GroupPlan("Grupp 1", "Snickeriet", "mixed", "De arbetar ihop varje dag"), 3, 5),
    (GroupPlan("Grupp 2", "Textilen", "women", "Några vill inte prata om detta med män i rummet"), 7, 0),
    (GroupPlan("Grupp 3", "Köket", "mixed", "De arbetar ihop varje dag"), 4, 4),
    (GroupPlan("Grupp 4", "Flytt och bud", "mixed", "Alla utom två är män, och de två vill vara med"), 2, 6),
)
"""Each with how many women and men are in it."""

SAID = {
    "road": (
        "Jag mötte sju handläggare innan jag kom hit.",
        "Ingen visste vad den förra hade lovat.",
        "Det tog ett år. Sedan gick det på en dag.",
        "Jag fick berätta om min rygg varje gång.",
        "Min granne sa att det fanns en verkstad.",
    ),
    "choice": (
        "De visade mig bara snickeriet.",
        "Jag ville till köket, men där var det fullt.",
        "Jag valde själv, och det kändes bra.",
        "Ingen frågade vad jag kan.",
        "Kvinnorna fick se fler ställen än vi.",
    ),
    "plan": (
        "Planen ligger i en pärm. Ingen tittar på den.",
        "Jag vet inte om jag har någon plan.",
        "Min plan skrevs innan jag hade börjat.",
        "Vi gick igenom planen en gång i månaden. Det hjälpte.",
    ),
    "money": (
        "Pengarna tar slut den tjugonde.",
        "Folk tror att vi inte vill arbeta.",
        "Busskortet är för dyrt.",
        "Jag säger inte till barnen var jag är på dagarna.",
    ),
    "treatment": (
        "Handledarna lyssnar, men de får inget bestämma.",
        "På kontoret pratar de över huvudet på mig.",
        "Jag får ett brev som jag inte förstår.",
        "Det är skillnad på hur de pratar med män och med oss.",
        "Min handledare ringde när jag var sjuk. Det glömmer jag inte.",
    ),
    "isolation": (
        "Förut satt jag hemma hela dagarna.",
        "Nu har jag någon att dricka kaffe med.",
        "Helgerna är fortfarande långa.",
        "Jag går upp på morgonen. Det är det viktigaste.",
    ),
    "belief": (
        "Jag tror inte på ett jobb. Inte i min ålder.",
        "Jag vill ha ett intyg på vad jag har lärt mig.",
        "Om någon ville ta emot oss en vecka vore det bra.",
        "Svenskan står i vägen, inte arbetet.",
    ),
    "jobs": (
        "Männen kör bilen, vi packar.",
        "Jag vill prova snickeriet, men ingen kvinna är där.",
        "Det är bättre i en blandad grupp.",
        "Alla borde få prova allt i två veckor.",
    ),
    "change": (
        "Vi vill prova flera verkstäder innan vi väljer.",
        "Vi vill ha ett intyg som arbetsgivare förstår.",
        "En handläggare i stället för sju.",
        "Brev med bilder och lätta ord.",
        "Busskort åt alla som arbetar här.",
        "Planen ska vi skriva tillsammans, varje månad.",
    ),
}
"""What may be said under each theme of the guide."""

CODES = (
    (
        "Att få välja",
        "Om att få se flera verkstäder, och bestämma själv",
        ("välja", "valde", "visade", "prova", "köket"),
    ),
    ("Många handläggare", "Om hur många man möter, och vad de vet om varandra", ("handläggare", "förra", "varje gång")),
    ("Planen används inte", "", ("pärm", "plan skrevs", "någon plan")),
    ("Planen hjälper", "", ("Det hjälpte", "tillsammans")),
    ("Pengar räcker inte", "", ("tar slut", "dyrt", "Busskort")),
    ("Bli sedd", "Om dem som lyssnar, ringer och frågar", ("lyssnar", "ringde", "frågade", "kaffe")),
    ("Olika för kvinnor och män", "", ("män", "Männen", "kvinna", "Kvinnorna")),
)
"""The name, the description, and words by which the made-up analysts know it."""

WANTED = (
    ("Prova flera verkstäder innan man väljer", "Try several workshops before choosing", "tools"),
    ("Ett intyg på vad man kan", "A certificate of what one can do", "paper"),
    ("En handläggare i stället för många", "One case worker instead of many", "supervisor"),
    ("Brev med bilder och lätta ord", "Letters with pictures and easy words", "form"),
    ("Busskort åt alla", "A bus pass for everyone", "bus"),
    ("Planen skriver vi tillsammans", "We write the plan together", "together"),
)

DONE: tuple[tuple[int, State, Mapping[str, str], str, int | None], ...] = (
    (0, "under_way", {}, "Verkstadschefen", 30),
    (1, "decided", {}, "Enhetschefen", 60),
    (3, "done", {}, "Kommunikatören", -5),
    (4, "no", {"sv": "Pengarna räcker inte i år. Vi frågar igen i höst."}, "Förvaltningschefen", None),
    (5, "proposed", {}, "Enhetschefen", None),
)
"""Improvements by their places in `WANTED`: state, why, owner, and days until it is due."""


def make(store: Store, now: datetime, today: date) -> Study | None:
    """Make the study, unless it is there. `None` if its guide is not published."""
    with store.writing() as c:
        there = next((one for one in studies.studies(c) if one.label == LABEL), None)
        version = next((one.version for one in guides.latest(c) if one.key == GUIDE), None)
        if there or version is None:
            return there
        random = Random(12)
        guide = guides.guide(c, version)
        study = studies.begin(c, _plan(guide), today - timedelta(days=60))
        said: list[Statement] = []
        for n, (plan, women, men) in enumerate(GROUPS):
            said += _talk(c, study, guide, plan, ["woman"] * women + ["man"] * men, today, n, random)
        _code(c, study, said)
        found = _improve(c, study, said)
        _follow_up(c, study, found, now, today)
        make_study_release(c, study, today)
        return study


def remove(store: Store) -> None:
    """Remove the study, if it is there."""
    with store.writing() as c:
        for study in studies.studies(c):
            if study.kind == "demo":
                studies.remove(c, study)


def _plan(guide: Guide) -> StudyPlan:
    return StudyPlan(
        label=LABEL,
        guide_version=guide.version,
        kind="demo",
        languages=guide.languages,
        k=5,
        facts=FACTS,
        help_now=ASKING.help_now,
        results_told=ASKING.results_told,
    )


def _talk(
    c: Connection,
    study: Study,
    guide: Guide,
    plan: GroupPlan,
    genders: Sequence[str],
    today: date,
    n: int,
    random: Random,
) -> list[Statement]:
    """A group with its two meetings; what was said in them."""
    group = studies.add_group(c, study, plan)
    speakers = [studies.add_speaker(c, group, _speaker(gender, m)) for m, gender in enumerate(genders)]
    held: list[Meeting] = []
    for number in (1, 2):
        day = today - timedelta(days=50 - 2 * n - 14 * (number - 1))
        meeting = studies.plan_meeting(c, group, MeetingPlan(day, "Processledare", "outsider" if n < 3 else "staff"))
        here = [speaker for speaker in speakers if random.random() < 0.93]
        studies.set_present(c, meeting, [speaker.id for speaker in here])
        notes.write(c, meeting, list(_notes(guide, meeting, here, random)))
        studies.set_state(c, meeting, "ended")
        held.append(meeting)
    said = notes.statements_of(c, *(meeting.id for meeting in held))
    notes.write(c, held[1], list(_read_back(said, speakers, held[1].day, random)))
    return notes.statements_of(c, *(meeting.id for meeting in held))


def _speaker(gender: str, n: int) -> SpeakerPlan:
    interpreter = n == 1
    return SpeakerPlan(
        gender="woman" if gender == "woman" else "man",
        language="ar" if interpreter else "sv",
        interpreter=interpreter,
        support_person=n == 3,
        agrees_notes=True,
        agrees_quotes=n != 2,
        agrees_recording=False,
        told=("interpreter", "pictures") if interpreter else ("read_aloud", "pictures"),
    )


def _notes(guide: Guide, meeting: Meeting, here: Sequence[Speaker], random: Random) -> Iterator[Note]:
    for theme in guide.of_meeting(meeting.number):
        yield ThemeTime(_id(random), meeting.id, "demo", 0, theme.id, theme.minutes * 60 - random.randint(0, 300))
        yield from _themes_notes(theme, meeting, here, random)


def _themes_notes(theme: Theme, meeting: Meeting, here: Sequence[Speaker], random: Random) -> Iterator[Note]:
    for text in random.sample(SAID[theme.id], min(len(SAID[theme.id]), random.randint(3, 4))):
        speaker = random.choice(here)
        yield Wording(
            id=_id(random),
            meeting_id=meeting.id,
            writer="demo",
            arrived=0,
            statement_id=_id(random),
            stamp=1,
            theme=theme.id,
            who="speaker",
            speaker_id=speaker.id,
            sort="interpreted" if speaker.interpreter else random.choice(("verbatim", "verbatim", "reworded")),
            text=text,
        )
    for speaker in random.choices(here, k=8):
        longer = 1.4 if speaker.gender == "man" else 1.0
        seconds = round(random.randint(15, 90) * longer)
        yield Turn(_id(random), meeting.id, "demo", 0, theme.id, "speaker", speaker.id, seconds, speaker.interpreter)


def _read_back(
    said: Sequence[Statement], speakers: Sequence[Speaker], day: date, random: Random
) -> Iterator[ReadingBack]:
    present = tuple(speaker.id for speaker in speakers)
    for one in said:
        outcome = random.choices(("confirmed", "read_back", "rejected", None), (80, 8, 4, 8))[0]
        if outcome:
            yield ReadingBack(_id(random), one.meeting_id, "demo", 0, one.id, 2, outcome, present, day)  # type: ignore[arg-type]


def _code(c: Connection, study: Study, said: Sequence[Statement]) -> None:
    """Codes, quotes, and what the staff say of it."""
    for name, description, known_by in CODES:
        code = coding.add_code(c, study.id, name, description)
        for one in said:
            if any(word in one.text for word in known_by):
                coding.put_code(c, study.id, code.id, one.id, one.wording_id, (0, len(one.text)), "demo")
    coding.sort_statements(
        c, study.id, {one.id: ("can_do", "can_ease", "cannot_now")[n % 3] for n, one in enumerate(said) if n % 4}
    )
    for quotable in _quotable(c, study):
        coding.quote(c, study.id, quotable.id, quotable.text)


def _quotable(c: Connection, study: Study) -> Iterator[Statement]:
    for n, one in enumerate(heard(c, study.id)):
        if n % 3 == 0 and coding.why_not_quoted(one) is None:
            yield one.statement


def _improve(c: Connection, study: Study, said: Sequence[Statement]) -> list[Improvement]:
    wishes = [one for one in said if one.theme == "change"]
    found = []
    for n, (swedish, english, picture) in enumerate(WANTED):
        sources = [one.id for one in wishes if one.text == SAID["change"][n]]
        found.append(improvements.add(c, study.id, {"sv": swedish, "en": english}, picture, sources))
    return found


def _follow_up(c: Connection, study: Study, found: Sequence[Improvement], now: datetime, today: date) -> None:
    name = rounds.address_name(study.label)
    told = feedback.begin(c, name, study.languages, today - timedelta(days=30), study_id=study.id, round_id=None)
    for n, state, why, owner, days in DONE:
        plan = ActionPlan(study.id, None, found[n].text, found[n].picture, (found[n].id,))
        first = Stand("proposed", {}, owner, None, today + timedelta(days=7))
        action = actions.begin(c, plan, first, "demo", now, today)
        if state != "proposed":
            due = today + timedelta(days=days) if days is not None else None
            actions.go_on(c, action, replace(first, state=state, why=why, due=due), "demo", now)
        did = {} if state == "no" else {"sv": f"Vi arbetar med det. Ansvarig: {owner.lower()}."}
        line = LinePlan(found[n].picture, found[n].text, did, why, action.id, None)
        feedback.add_line(c, told, line)
    feedback.publish(c, told, today)
    feedback.tell(c, told, Telling(today, "meeting", "Snickeriet", "Husmötet"), told.asked)


def _id(random: Random) -> int:
    return random.getrandbits(63)
