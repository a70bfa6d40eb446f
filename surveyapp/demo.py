"""Made-up answers for any questionnaire, and the demo rounds: one for each case of the release rule.

Demo, trial rounds, tests and bench all take their answers from here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import cycle
from random import Random

from surveyapp.questionnaire.conditions import holds
from surveyapp.questionnaire.kinds import kind_of
from surveyapp.questionnaire.model import RATHER_NOT_SAY, Answer, Questionnaire, Screen
from surveyapp.questionnaire.path import as_shown, final_answers
from surveyapp.questionnaire.words import Said
from surveyapp.store import actions, feedback, open_answers, questionnaires, responses, rounds
from surveyapp.store.actions import ActionPlan, Stand, State, Texts
from surveyapp.store.engine import Store
from surveyapp.store.errors import StoreRefused
from surveyapp.store.feedback import Figure, LinePlan, Telling
from surveyapp.store.open_answers import Decision
from surveyapp.store.responses import Company, Submitted
from surveyapp.store.rounds import Asking, Facts, Plan, Round, Site

EMPTY_OR_UNWILLING = 0.04
"""The part of the made-up answers that are left empty, and again the part that are "I don't want to answer"."""


def made_up(
    questionnaire: Questionnaire, site: str, language: str, random: Random, gender: str | None = None, wave: str = ""
) -> dict[str, Answer | None]:
    """One made-up response, as a visit would submit it: it walks the conditions. `gender` fixes that answer."""
    answers: dict[str, Answer | None] = {}
    facts = {"$site": site, "$language": language, "$wave": wave}
    for screen in questionnaire.questions:
        if screen.show_if is None or holds(screen.show_if, answers, facts):
            shown = as_shown(screen, answers, facts)
            answers[screen.id] = gender if gender and screen.ask == "gender" else _answer(shown, random)
    return final_answers(questionnaire, answers, facts)


def _answer(screen: Screen, random: Random) -> Answer | None:
    chance = random.random()
    if chance < EMPTY_OR_UNWILLING:
        return None
    if chance < 2 * EMPTY_OR_UNWILLING and screen.ask != "gender":
        return RATHER_NOT_SAY
    return kind_of(screen).made_up(screen, random)


def made_up_responses(
    questionnaire: Questionnaire, round: Round, genders: Sequence[str | None], day: date, random: Random
) -> Iterator[Submitted]:
    """Made-up submitted responses to a round, one for each of `genders` (`None` leaves it to chance)."""
    unhelped: Iterator[Company] = cycle(("alone", "alone", "somebody", "alone", "rather_not_say"))
    for gender in genders:
        site, language = random.choice(round.sites).id, random.choice(round.languages)
        answers = made_up(questionnaire, site, language, random, gender, round.wave)
        helper = answers.get("helper")
        yield Submitted(
            site=site,
            language=language,
            helper=helper if isinstance(helper, str) else None,
            day=day,
            answers=answers,
            company=_company(helper, unhelped) if "helper" in answers else None,
        )


def _company(helper: Answer | None, unhelped: Iterator[Company]) -> Company:
    return next(unhelped) if helper in (None, "nobody", RATHER_NOT_SAY) else "helped"


def fill(store: Store, round: Round, n: int, now: datetime, day: date, seed: int | None = None) -> None:
    """Add `n` made-up responses to an open trial or demo round. Raises `StoreRefused` for a real or a closed one."""
    if round.kind == "real":
        raise StoreRefused(Said("Made-up answers can't be added to a real round. Open a trial round and fill that."))
    if not round.takes_answers(now):
        raise StoreRefused(Said("The round is closed, so no answers can be added to it."))
    with store.writing() as c:
        questionnaire = questionnaires.questionnaire(c, round.questionnaire_version)
        rows = made_up_responses(questionnaire, round, [None] * n, day, Random(seed))
        responses.insert_submitted(c, round, rows)


SITES = (Site("norr", "Verkstaden i norr"), Site("soder", "Verkstaden i söder"))
OFFICES = (Site("centrum", "Kontoret i centrum"), Site("hamnen", "Kontoret i hamnen"))


ASKING = Asking(
    help_now="Prata med någon i personalen du litar på.\nRing 1177 om du mår dåligt.\nRing 112 om det är akut fara.",
    results_told="På husmötet, två veckor efter att enkäten har stängt. Resultatet sitter också på anslagstavlan.",
)

FOR_EACH_OTHER = replace(ASKING, own_supervisor_may_help=False, proxy_allowed=True)
"""Someone may answer for another person, and that person's own supervisor may not help."""


@dataclass(frozen=True)
class DemoRound:
    """A demo round: what its label says, how many of each gender answered, where, and the second variable."""

    label: str
    questionnaire: str
    women: int
    men: int
    other: int
    open: bool = False
    second: str | None = None
    sites: tuple[Site, ...] = SITES
    wave: str = ""
    asking: Asking = ASKING

    def genders(self) -> list[str]:
        """One entry for each respondent."""
        return ["woman"] * self.women + ["man"] * self.men + ["other"] * self.other


DEMO_ROUNDS = (
    DemoRound("Demo 01: öppen nu", "jamstalldhet", 0, 0, 0, open=True),
    DemoRound("Demo 02: kvinnor och män var för sig", "jamstalldhet", 14, 11, 0),
    DemoRound("Demo 03: alla tillsammans", "jamstalldhet", 3, 6, 0),
    DemoRound("Demo 04: annat som ett tredje block", "jamstalldhet", 12, 10, 6),
    DemoRound("Demo 05: några lämnas utanför", "jamstalldhet", 10, 9, 2),
    DemoRound("Demo 06: männens omgång, inga kvinnor", "jamstalldhet", 0, 16, 0),
    DemoRound("Demo 07: kvinnornas omgång, inga män", "jamstalldhet", 9, 0, 0),
    DemoRound("Demo 08: för få svar, inga siffror", "jamstalldhet", 2, 2, 0),
    DemoRound("Demo 09: 300 svar", "jamstalldhet", 150, 140, 10),
    DemoRound("Demo 10: frågor som fick för få svar", "jamstalldhet", 6, 5, 0),
    DemoRound("Demo 11: en känslig fråga", "jamstalldhet", 40, 30, 0),
    DemoRound("Demo 12: smaka på lunchen", "prova", 30, 25, 0),
    DemoRound("Demo 13: hur det är i verkstaden", "nojdhet", 26, 22, 0),
    DemoRound("Demo 14: hälsodag, före och efter lunch", "halsodag", 400, 350, 0, second="when"),
    DemoRound("Demo 15: innan två verkstäder blir en", "samgaende", 12, 11, 0),
    DemoRound("Demo 16: fem viktiga saker, två kontor", "fem-viktigaste", 40, 24, 0, second="$site", sites=OFFICES),
    DemoRound("Demo 17: rekrytering, det brukarna tycker", "rekrytering-brukare", 14, 12, 0),
    DemoRound("Demo 18: rekrytering, det personalen tycker", "rekrytering-personal", 11, 6, 0),
    DemoRound("Demo 19: rekrytering, det cheferna tycker", "rekrytering-chef", 4, 3, 0),
    DemoRound("Demo 20: rekrytering, det de sökande tycker", "rekrytering-kandidat", 18, 9, 0),
    DemoRound("Demo 21: digitalt, före kursen", "digitalt", 22, 17, 0, wave="before"),
    DemoRound("Demo 22: digitalt, efter kursen", "digitalt", 20, 15, 0, wave="after"),
    DemoRound("Demo 23: vägen mot jobb", "jobbtrappan", 24, 31, 0),
    DemoRound("Demo 24: medarbetare, två kontor", "medarbetare", 44, 16, 0, second="$site", sites=OFFICES),
    DemoRound("Demo 25: öppen nu, ombud får svara", "nojdhet", 0, 0, 0, open=True, asking=FOR_EACH_OTHER),
)

FACTS = Facts(
    responsible="Exempelkommun (påhittad)",
    contact="Fråga personalen, eller ring 000-000 00 00 (påhittat nummer)",
    legal_ground="Allmänt intresse, dataskyddsförordningen artikel 6.1 e",
    kept_until=date(2030, 12, 31),
    reference="DEMO-1",
)


def make_demo(store: Store, now: datetime) -> list[Round]:
    """Open the demo rounds and fill them from a fixed seed, unless they are there already.

    The questionnaires must be published. The closed ones are over, so the next `tick` releases them.
    """
    with store.writing() as c:
        there = {round.label for round in rounds.rounds(c) if round.kind == "demo"}
        for number, demo in enumerate(DEMO_ROUNDS):
            if demo.label not in there:
                _make_round(c, demo, now, Random(number))
        return [round for round in rounds.rounds(c) if round.kind == "demo"]


def _make_round(c: responses.Connection, demo: DemoRound, now: datetime, random: Random) -> None:
    version = questionnaires.latest(c, demo.questionnaire)
    if version is None:
        raise StoreRefused(Said("The questionnaire %(key)s is not loaded.", {"key": demo.questionnaire}))
    questionnaire = questionnaires.questionnaire(c, version.version)
    today = now.replace(minute=0, second=0, microsecond=0)
    opens, closes = (today, today + timedelta(days=60)) if demo.open else (today - timedelta(9), today - timedelta(2))
    round = rounds.open_round(
        c,
        Plan(
            label=demo.label,
            questionnaire_version=version.version,
            kind="demo",
            languages=questionnaire.languages,
            sites=demo.sites,
            second=demo.second,
            wave=demo.wave,
            k=5,
            breakdown="gender",
            opens=opens,
            closes=closes,
            releases=closes + timedelta(days=1),
            access="open",
            facts=FACTS,
            asking=replace(demo.asking, receipt_until=(closes + timedelta(days=1)).date()),
        ),
        now,
    )
    genders = demo.genders()
    random.shuffle(genders)
    day = opens.date()
    responses.insert_submitted(c, round, made_up_responses(questionnaire, round, genders, day, random))


def review_texts(store: Store, today: date) -> None:
    """Mark most of the demo's texts as if a reviewer had done so yesterday, where nobody has marked any.

    Where a phone number comes after a comma, the text is shortened by it.
    """
    marks = (Decision("show"), Decision("show"), Decision("dont_show"), None)
    with store.writing() as c:
        for round in rounds.rounds(c):
            texts = open_answers.count(c, round.id)
            if round.kind == "demo" and texts and texts == open_answers.count(c, round.id, unmarked=True):
                listed = open_answers.page(c, round.id, (), False, 0, texts)
                marked = {text.id: mark for text, mark in zip(listed, cycle(marks), strict=False) if mark}
                shorter = {text.id: text.text.partition(",")[0] for text in listed if "," in text.text}
                decisions = marked | {id: Decision("shorten", text) for id, text in shorter.items()}
                open_answers.decide(c, round.id, decisions, today - timedelta(days=1))
        open_answers.pass_on(c, today)


FOLLOWED_UP = "Demo 02: kvinnor och män var för sig"
"""The demo round that has actions, and whose participants have been told what became of it."""

_WALKS = {
    "sv": "Alla får gå runt och se alla verkstäder",
    "sv-simple": "Alla får se alla verkstäder",
    "en": "Everyone walks round and sees all workshops",
    "ar": "جولة في كل الورش للجميع",
}
_PICTURES = {
    "sv": "Bilder på alla verkstäder i huset",
    "sv-simple": "Bilder på alla verkstäder",
    "en": "Pictures of all workshops in the house",
    "ar": "صور لكل الورش في المبنى",
}
_SHORTER = {
    "sv": "En kortare väg till snickeriet",
    "sv-simple": "Kortare väg till snickeriet",
    "en": "A shorter way to the carpentry",
    "ar": "طريق أقصر إلى ورشة النجارة",
}
_CHOOSE = {
    "sv": "Du väljer verkstad tillsammans med din handledare",
    "sv-simple": "Du och din handledare väljer verkstad",
    "en": "You choose your workshop together with your supervisor",
    "ar": "اختيار الورشة بالاتفاق مع المشرف أو المشرفة",
}
_BUS = {
    "sv": "En egen buss till verkstaden",
    "sv-simple": "En egen buss hit",
    "en": "A bus of our own to the workshop",
    "ar": "حافلة خاصة إلى الورشة",
}
_NO_BUS = {
    "sv": "Kommunen har inga pengar till en buss i år. Vi frågar igen nästa år.",
    "sv-simple": "Det finns inga pengar i år.\nVi frågar igen nästa år.",
    "en": "The municipality has no money for a bus this year. We ask again next year.",
    "ar": "لا يوجد مال لحافلة هذا العام. سنسأل مرة أخرى في العام القادم.",
}
_ACTIONS: tuple[tuple[Texts, str, State, Texts, str, int | None], ...] = (
    (_WALKS, "walking", "under_way", {}, "samordnare för verkstäderna", 21),
    (_PICTURES, "picture", "done", {}, "handledare i snickeriet", 0),
    (_CHOOSE, "vote", "decided", {}, "enhetschef", -3),
    (_SHORTER, "carpentry", "proposed", {}, "husets ledning", None),
    (_BUS, "bus", "no", _NO_BUS, "förvaltningschef", None),
)
"""The demo's actions: title, picture, how it stands and why, who is responsible, and in how many days it is due."""

_LINES: tuple[tuple[str, Texts, Texts, Texts, int, str | None], ...] = (
    (
        "vote",
        {
            "sv": "Vi vill välja verkstad själva.",
            "sv-simple": "Vi vill välja verkstad själva.",
            "en": "We want to choose our workshop ourselves.",
            "ar": "نريد أن نختار الورشة بأنفسنا.",
        },
        {
            "sv": "Nu väljer du tillsammans med din handledare. Först får du se alla verkstäder.",
            "sv-simple": "Du får se alla verkstäder.\nSedan väljer du och din handledare.",
            "en": "Now you choose together with your supervisor. First you see all workshops.",
            "ar": "الاختيار الآن بالاتفاق مع المشرف أو المشرفة، بعد جولة في كل الورش.",
        },
        {},
        2,
        "myself",
    ),
    (
        "bus",
        {
            "sv": "Bussen stannar för långt bort.",
            "sv-simple": "Bussen stannar långt bort.",
            "en": "The bus stops too far away.",
            "ar": "الحافلة تقف بعيدا.",
        },
        {},
        _NO_BUS,
        4,
        None,
    ),
)
"""What the demo's participants are told: picture, said, did, won't, which action, and the answer of the figure."""


def follow_up(store: Store, now: datetime, today: date) -> None:
    """Put actions of a demo round on the board, and tell its participants, as if staff had done so; once."""
    with store.writing() as c:
        round = next((one for one in rounds.rounds(c) if (one.kind, one.label) == ("demo", FOLLOWED_UP)), None)
        if round is None or actions.actions(c, round_id=round.id):
            return
        made = []
        for title, picture, state, why, owner, days in _ACTIONS:
            plan = ActionPlan(None, round.id, title, picture, ())
            first = Stand("proposed", {}, owner, None, today + timedelta(days=10))
            action = actions.begin(c, plan, first, "demo", now, today)
            if state != "proposed":
                due = None if days is None else today + timedelta(days=days)
                action = actions.go_on(c, action, replace(first, state=state, why=why, due=due), "demo", now)
            made.append(action)
        asked = today - timedelta(days=2)
        name = rounds.address_name(round.label)
        told = feedback.begin(c, name, round.languages, asked, study_id=None, round_id=round.id)
        for picture, said, did, wont, number, row in _LINES:
            figure = Figure(round.name, "who_chose", row) if row else None
            feedback.add_line(c, told, LinePlan(picture, said, did, wont, made[number].id, figure))
        feedback.publish(c, told, today)
        feedback.tell(c, told, Telling(today, "meeting", SITES[0].name, "Husmötet, med bilder och tolk"), asked)


def remove_demo(store: Store) -> int:
    """Remove every demo round with all that belongs to it. Returns how many there were."""
    with store.writing() as c:
        demos = [round for round in rounds.rounds(c) if round.kind == "demo"]
        for round in demos:
            rounds.remove(c, round)
        return len(demos)
