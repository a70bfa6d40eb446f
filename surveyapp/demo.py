"""Made-up answers for any questionnaire, and the demo rounds: one for each case of the release rule.

Demo, trial rounds, tests and bench all take their answers from here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from surveyapp.questionnaire.conditions import holds
from surveyapp.questionnaire.kinds import kind_of
from surveyapp.questionnaire.model import RATHER_NOT_SAY, Answer, Questionnaire, Screen
from surveyapp.questionnaire.path import as_shown, final_answers
from surveyapp.questionnaire.words import Said
from surveyapp.store import questionnaires, responses, rounds
from surveyapp.store.engine import Store
from surveyapp.store.errors import StoreRefused
from surveyapp.store.responses import Submitted
from surveyapp.store.rounds import Facts, Plan, Round, Site

EMPTY_OR_UNWILLING = 0.04
"""The part of the made-up answers that are left empty, and again the part that are "I don't want to answer"."""


def made_up(
    questionnaire: Questionnaire, site: str, language: str, random: Random, gender: str | None = None
) -> dict[str, Answer | None]:
    """One made-up response, as a visit would submit it: it walks the conditions. `gender` fixes that answer."""
    answers: dict[str, Answer | None] = {}
    facts = {"$site": site, "$language": language}
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
    for gender in genders:
        site, language = random.choice(round.sites).id, random.choice(round.languages)
        answers = made_up(questionnaire, site, language, random, gender)
        helper = answers.get("helper")
        yield Submitted(
            site=site, language=language, helper=helper if isinstance(helper, str) else None, day=day, answers=answers
        )


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


@dataclass(frozen=True)
class DemoRound:
    """A demo round: what its label says, and how many of each gender answered."""

    label: str
    questionnaire: str
    women: int
    men: int
    other: int
    open: bool = False

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
)

SITES = (Site("norr", "Verkstaden i norr"), Site("soder", "Verkstaden i söder"))

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
            sites=SITES,
            k=5,
            breakdown="gender",
            opens=opens,
            closes=closes,
            releases=closes + timedelta(days=1),
            access="open",
            facts=FACTS,
        ),
        now,
    )
    genders = demo.genders()
    random.shuffle(genders)
    day = opens.date()
    responses.insert_submitted(c, round, made_up_responses(questionnaire, round, genders, day, random))


def remove_demo(store: Store) -> int:
    """Remove every demo round with all that belongs to it. Returns how many there were."""
    with store.writing() as c:
        demos = [round for round in rounds.rounds(c) if round.kind == "demo"]
        for round in demos:
            rounds.remove(c, round)
        return len(demos)
