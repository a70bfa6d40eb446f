"""What a round must have before it opens. Plain functions: the staff page and the command line ask the same ones."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from surveyapp.questionnaire.complete import missing_texts, site_faults
from surveyapp.questionnaire.model import Questionnaire, Screen
from surveyapp.questionnaire.words import Said, fixed
from surveyapp.release.losing import can_be_lost
from surveyapp.release.second import FACTS, has_one_value
from surveyapp.store.rounds import FINISHING, SMALLEST_K, Plan, Site
from surveyapp.web.times import text_of
from surveyapp.web.words import said

SITE_ID = r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}"

PEOPLE_NEED = {
    "responsible": fixed("Write who is responsible."),
    "contact": fixed("Write whom participants can turn to."),
    "legal_ground": fixed("Write the legal ground."),
    "kept_until": fixed("Write until which day the answers are kept."),
    "reference": fixed("Write the reference number."),
    "help_now": fixed("Write whom participants can turn to at once, if they need help."),
    "results_told": fixed("Write where and when the results will be told."),
}

MAY_BE_MISSING = {
    "second": fixed(
        '"%(question)s" may be missing from the figures: who is asked or what is offered depends on what the figures '
        "are split by, and small groups are put together."
    ),
    "gender": fixed('"%(question)s" may be missing from the figures: women and men may have to be put together.'),
    "language_or_helper": fixed(
        '"%(question)s" may be missing from the figures: it depends on the language or on who helped, '
        "and rare ones are put together."
    ),
    "combined": fixed(
        '"%(question)s" may be missing from the figures: enough people must be asked it, and enough not asked it.'
    ),
    "read": fixed('"%(question)s" may be missing from the figures: it depends on a question that may be missing.'),
}

IDLE_AT_MOST = 20
"""Minutes: a tablet that stands longer with somebody's answers would be read by the next person."""


class Refusal(NamedTuple):
    """Why a round can't open, and the part of the plan that is to be mended."""

    about: str
    said: Said


def refusals(plan: Plan, questionnaire: Questionnaire, now: datetime, zone: ZoneInfo) -> tuple[Said, ...]:
    """Everything that stands in the way of opening, at once."""
    return tuple(refusal.said for refusal in refusals_by_part(plan, questionnaire, now, zone))


def refusals_by_part(plan: Plan, questionnaire: Questionnaire, now: datetime, zone: ZoneInfo) -> tuple[Refusal, ...]:
    """As `refusals`, each with the part that it is about. Trial and demo rounds may lack what only people need."""
    found = [
        *_label(plan),
        *_languages(plan, questionnaire),
        *_sites(plan, questionnaire),
        *_threshold(plan),
        *_breakdown(plan, questionnaire),
        *_second(plan, questionnaire),
        *_wave(plan, questionnaire),
        *_times(plan, now, zone),
        *_asking(plan, zone),
    ]
    if plan.kind == "real":
        found += [*_texts(plan, questionnaire), *_facts(plan, zone)]
    return tuple(found)


def may_be_missing(plan: Plan, questionnaire: Questionnaire) -> tuple[Said, ...]:
    """The questions that the figures may lack, one sentence each; at last one for what only some are asked."""
    losses = can_be_lost(plan, questionnaire)
    found: dict[str, Said] = {}
    for loss in losses:
        text = said(questionnaire.screen(loss.question).text, questionnaire.source, questionnaire.source)
        gaps = {"question": " ".join(text.split())}
        if loss.surely:
            found[loss.question] = Said('"%(question)s" will be missing from the figures.', gaps)
        elif loss.reasons[0] != "few":
            found.setdefault(loss.question, Said(MAY_BE_MISSING[loss.reasons[0]], gaps))
    if any(loss.question not in found for loss in losses):
        rest = Said("Figures may also lack what fewer than %(k)s people are asked or offered.", {"k": plan.k})
        return (*found.values(), rest)
    return tuple(found.values())


def default_languages(questionnaire: Questionnaire, *, trial: bool) -> tuple[str, ...]:
    """The languages that a round of this sort may use: all in a trial, those with readers' approval in a real one."""
    return tuple(
        language
        for language in questionnaire.languages
        if trial or language == questionnaire.source or language in questionnaire.reviewed
    )


def sites_named(lines: Iterable[str]) -> tuple[Site, ...]:
    """Sites from their names, or from `id = name` where a condition reads the id. Without any: one without a name."""
    sites: list[Site] = []
    for line in filter(None, (" ".join(line.split()) for line in lines)):
        id, equals, name = (part.strip() for part in line.partition("="))
        sites.append(Site(id, name) if equals and name else Site(_free(_slug(line), sites), line))
    return tuple(sites) or (Site("all", ""),)


def _slug(name: str) -> str:
    ascii = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9_]+", "-", ascii).strip("-")[:40].rstrip("-") or "site"


def _free(id: str, sites: list[Site]) -> str:
    taken = {site.id for site in sites}
    return id if id not in taken else next(f"{id}-{n}" for n in range(2, len(taken) + 3) if f"{id}-{n}" not in taken)


def _label(plan: Plan) -> Iterator[Refusal]:
    if not plan.label.strip():
        yield Refusal("label", Said("Give the round a name that staff know it by."))


def _languages(plan: Plan, questionnaire: Questionnaire) -> Iterator[Refusal]:
    if not plan.languages:
        yield Refusal("languages", Said("Choose at least one language."))
    for language in plan.languages:
        gaps = {"language": language}
        if language not in questionnaire.languages:
            yield Refusal("languages", Said("The questionnaire has no texts in the language %(language)s.", gaps))
        elif plan.kind == "real" and language not in default_languages(questionnaire, trial=False):
            yield Refusal(
                "languages",
                Said(
                    "Nobody has reviewed the texts in the language %(language)s. "
                    "It can be used in trial rounds only, until the questionnaire names who reviewed it.",
                    gaps,
                ),
            )


def _texts(plan: Plan, questionnaire: Questionnaire) -> Iterator[Refusal]:
    for language in plan.languages:
        if language not in questionnaire.languages:
            continue
        if missing_texts(questionnaire, [language]):
            yield Refusal(
                "languages",
                Said(
                    "Texts are missing in the language %(language)s. The page of the questionnaire shows which.",
                    {"language": language},
                ),
            )


def _sites(plan: Plan, questionnaire: Questionnaire) -> Iterator[Refusal]:
    ids = [site.id for site in plan.sites]
    names = [site.name for site in plan.sites]
    if not ids:
        yield Refusal("sites", Said("A round needs at least one site."))
    for id in sorted(_twice(ids)):
        yield Refusal("sites", Said("Two sites have the short name %(site)s.", {"site": id}))
    for name in sorted(_twice(names)):
        yield Refusal("sites", Said("Two sites have the name %(site)s.", {"site": name}))
    for id in ids:
        if not re.fullmatch(SITE_ID, id):
            yield Refusal("sites", Said("The short name %(site)s may hold only a–z, 0–9, - and _.", {"site": id}))
    for fault in site_faults(questionnaire, ids):
        how = Said('Write "%(site)s = Name" to name a site that has this short name.', fault.said.gaps, fault.said.then)
        yield Refusal("sites", replace(fault.said, then=how))


def _twice(items: Sequence[str]) -> set[str]:
    """The items that are there more than once."""
    return {item for item, n in Counter(items).items() if n > 1}


def _threshold(plan: Plan) -> Iterator[Refusal]:
    if plan.k < SMALLEST_K:
        yield Refusal(
            "k", Said("The smallest group that figures may be about must be %(k)s or more.", {"k": SMALLEST_K})
        )


def _breakdown(plan: Plan, questionnaire: Questionnaire) -> Iterator[Refusal]:
    """A sensitive question is published for all together, so whether it was asked must not hang on the breakdown."""
    if plan.breakdown == "none":
        return
    for screen in _sensitive_that_depend_on("gender", questionnaire):
        yield Refusal(
            "breakdown",
            Said(
                "The sensitive question %(screen)s depends on gender, so figures can't be split by gender.",
                {"screen": screen.id},
            ),
        )


def _sensitive_that_depend_on(id: str, questionnaire: Questionnaire) -> list[Screen]:
    return [
        screen
        for screen in questionnaire.questions
        if screen.sensitive and id in _reads_at_any_distance(questionnaire, screen.id)
    ]


def _reads_at_any_distance(questionnaire: Questionnaire, id: str) -> set[str]:
    reads = {screen.id: {*screen.reads, *screen.option_reads} for screen in questionnaire.screens}
    found: set[str] = set()
    ahead = [id]
    while ahead:
        new = reads.get(ahead.pop(), set()) - found
        found |= new
        ahead += new
    return found


def second_variables(questionnaire: Questionnaire) -> tuple[str, ...]:
    """What figures of this questionnaire can be split by beside gender, the place first."""
    ids = [*FACTS, *(screen.id for screen in questionnaire.questions)]
    return tuple(id for id in ids if not any(_second_refused(id, questionnaire)))


def _second(plan: Plan, questionnaire: Questionnaire) -> Iterator[Refusal]:
    if plan.second is None:
        return
    for reason in _second_refused(plan.second, questionnaire):
        yield Refusal("second", reason)
    if plan.second == "$site" and len(plan.sites) < 2:
        yield Refusal("second", Said("The round has one site only, so figures can't be split by place."))
    if plan.second == "$language" and len(plan.languages) < 2:
        yield Refusal("second", Said("The round has one language only, so figures can't be split by language."))


def _second_refused(second: str, questionnaire: Questionnaire) -> Iterator[Said]:
    """What stands in the way of splitting figures by that, whatever the round is like."""
    question = _second_question(second, questionnaire)
    if question is None and second not in ("$site", "$language"):
        yield Said("Figures can't be split by %(id)s: there is no such question.", {"id": second})
        return
    if question is not None:
        reason = _no_second(question)
        if reason is not None:
            yield Said(reason, {"screen": question.id})
            return
    for screen in _sensitive_that_depend_on(second, questionnaire):
        yield Said(
            "The sensitive question %(screen)s depends on %(id)s, so figures can't be split by it.",
            {"screen": screen.id, "id": second},
        )


def _second_question(second: str, questionnaire: Questionnaire) -> Screen | None:
    return next(
        (
            screen
            for screen in questionnaire.questions
            if second == ("$helper" if screen.ask == "helper" else screen.id)
        ),
        None,
    )


def _no_second(screen: Screen) -> str | None:
    """Why that question can't be what figures are split by, beside gender."""
    if screen.ask == "gender":
        return fixed("Figures are split by %(screen)s first, so choose something else.")
    if screen.sensitive and screen.ask != "helper":
        return fixed(
            "The question %(screen)s is sensitive, or depends on a sensitive one, so figures can't be split by it."
        )
    if not has_one_value(screen):
        return fixed(
            "Figures can't be split by the question %(screen)s: an answer to it is not one of a few values. "
            "It must be a choice of one, a scale, or a number or day in bands."
        )
    if screen.show_if or screen.option_reads:
        return fixed(
            "Figures can't be split by the question %(screen)s: it, or some of its answers, are shown to some only."
        )
    return None


def _wave(plan: Plan, questionnaire: Questionnaire) -> Iterator[Refusal]:
    if plan.wave and not re.fullmatch(SITE_ID, plan.wave):
        yield Refusal("wave", Said("The name of the wave may hold only a–z, 0–9, - and _."))
    if not plan.wave and reads_wave(questionnaire):
        yield Refusal("wave", Said("Some screens depend on the wave. Write which wave this round is."))


def reads_wave(questionnaire: Questionnaire) -> bool:
    """Whether anything depends on the wave that a round is."""
    return any("$wave" in (*screen.reads, *screen.option_reads) for screen in questionnaire.screens)


def _times(plan: Plan, now: datetime, zone: ZoneInfo) -> Iterator[Refusal]:
    if plan.closes <= plan.opens:
        yield Refusal(
            "closes", Said("The round must close after it opens, %(time)s.", {"time": text_of(plan.opens, zone)})
        )
    elif plan.closes <= now and plan.kind != "demo":
        yield Refusal("closes", Said("The closing time has passed already. Choose a later one."))
    if plan.kind != "trial" and plan.releases < plan.closes + FINISHING:
        yield Refusal(
            "releases",
            Said(
                "The release must come at least an hour after closing: %(time)s or later. "
                "In that hour those who have begun may finish.",
                {"time": text_of(plan.closes + FINISHING, zone)},
            ),
        )
    elif plan.releases < plan.closes:
        yield Refusal("releases", Said("The release can't come before closing."))


def _asking(plan: Plan, zone: ZoneInfo) -> Iterator[Refusal]:
    if not 0 <= plan.asking.idle_minutes <= IDLE_AT_MOST:
        gaps = {"least": 0, "most": IDLE_AT_MOST}
        yield Refusal("idle_minutes", Said("Write a number from %(least)s to %(most)s.", gaps))
    until, kept = plan.asking.receipt_until, plan.facts.kept_until
    if until and until < plan.closes.astimezone(zone).date():
        yield Refusal("receipt_until", Said("Receipts must work until the round closes at least."))
    if until and kept and until > kept:
        yield Refusal("receipt_until", Said("Receipts can't work longer than the answers are kept."))


def _facts(plan: Plan, zone: ZoneInfo) -> Iterator[Refusal]:
    told = asdict(plan.facts) | asdict(plan.asking)
    for name, sentence in PEOPLE_NEED.items():
        value = told[name]
        if not value or not str(value).strip():
            yield Refusal(name, Said(sentence))
    kept = plan.facts.kept_until
    if kept and kept < plan.releases.astimezone(zone).date():
        yield Refusal("kept_until", Said("The answers must be kept until the release at least."))
