"""Small made-up rounds for property tests: a random definition with random conditions, and who answered what to it."""

import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any, TypeVar

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import HypothesisWarning

from surveyapp.questionnaire.kinds import kind_of
from surveyapp.questionnaire.kinds.gender import OPTIONS as GENDERS
from surveyapp.questionnaire.kinds.helper import OPTIONS as HELPERS
from surveyapp.questionnaire.model import (
    All,
    Answer,
    AnyOf,
    Comparison,
    Condition,
    Not,
    Option,
    Questionnaire,
    Screen,
)
from surveyapp.questionnaire.path import final_answers
from surveyapp.questionnaire.written_conditions import reads
from surveyapp.release.model import Release, RoundFacts
from surveyapp.release.tally import gender_of
from tests.release.recompute import value_of

LANGUAGES = ("sv", "en", "ar")
COMPANY = (None, "alone", "somebody", "helped", "rather_not_say", "alone")
SITES = ("north", "south")
TEXT = {"sv": "?"}


@dataclass(frozen=True)
class Given:
    """A submitted response."""

    id: int
    site: str
    language: str
    answers: dict[str, Answer | None]
    mode: str = "own_device"
    proxy: bool = False
    company: str | None = None
    support: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class World:
    """A round and its responses."""

    questionnaire: Questionnaire
    facts: RoundFacts
    responses: tuple[Given, ...]


def facts(k: int = 5, breakdown: str = "gender", second: str | None = None) -> RoundFacts:
    return RoundFacts.model_validate(
        {
            "id": "round-2345",
            "label": "Round",
            "kind": "real",
            "questionnaire": "test",
            "version": "0",
            "languages": LANGUAGES,
            "sites": {site: site for site in SITES},
            "k": k,
            "breakdown": breakdown,
            "opens": "2026-11-01T07:00:00+00:00",
            "closes": "2026-11-08T07:00:00+00:00",
            "releases": "2026-11-08T08:00:00+00:00",
            "responsible": "r",
            "contact": "c",
            "legal_ground": "l",
            "kept_until": "2030-12-31",
            "reference": "1",
            "second": second,
        }
    )


def questionnaire(*screens: Screen) -> Questionnaire:
    return Questionnaire(key="test", languages=("sv",), title=TEXT, welcome=TEXT, thanks=TEXT, screens=screens)


GENDER = Screen(id="gender", ask="gender", text=TEXT, options=GENDERS)
HELPER = Screen(id="helper", ask="helper", text=TEXT, options=HELPERS, sensitive=True)


def ask(id: str, kind: str = "choose-one", show_if: Condition | None = None, **more: object) -> Screen:
    """A question; those with options have x, y, z and a way out unless told."""
    if kind in OF_OPTIONS:
        options = (*(Option(id=option, text=TEXT) for option in "xyz"), Option(id="w", text=TEXT, way_out=True))
        more = {"options": options, "favourable": ("x",)} | more
    if kind == "rank":
        more = more | {"choose": 2, "favourable": ()}
    elif kind == "number":
        more = {"least": 0, "most": 99, "bands": (25, 45)} | more
    elif kind == "date":
        more = {"first_day": "2026-01-01", "last_day": "2026-12-31", "day_bands": ("2026-05-01", "2026-09-01")} | more
    elif kind == "rating":
        more = {"favourable": ("0", "1", "2", "3")} | more
    plain = {"id": id, "ask": kind, "text": TEXT, "show_if": show_if, "reads": reads(show_if)}
    return Screen.model_validate(plain | more)


OF_OPTIONS = ("choose-one", "choose-many", "scale", "rank")


def offering(screen: Screen, offered: Mapping[str, Condition]) -> Screen:
    """The question with those options offered to some only."""
    options = [
        option.model_copy(update={"show_if": offered[option.id], "reads": reads(offered[option.id])})
        if option.id in offered
        else option
        for option in screen.options
    ]
    return screen.model_copy(update={"options": tuple(options)})


def when(of: str, *values: str) -> Comparison:
    return Comparison(of=of, any_of=values)


def given_by(
    questionnaire: Questionnaire, id: int, answers: dict[str, Answer | None], site: str, language: str
) -> Given:
    """What a visit would submit of these answers."""
    final = final_answers(questionnaire, answers, {"$site": site, "$language": language})
    company = COMPANY[id % len(COMPANY)] if "helper" in final else None
    return Given(id, site, language, final, company=company)


# ---- random definitions ----------------------------------------------------------------------------------------------


@st.composite
def _comparisons(draw: st.DrawFn, screen: Screen) -> Condition:
    if screen.ask == "text":
        return Comparison(of=screen.id, answered=True)
    if screen.ask == "rating":
        return draw(
            st.sampled_from(
                [Comparison(of=screen.id, at_least=6), Comparison(of=screen.id, at_most=5), when(screen.id, "3")]
            )
        )
    if screen.ask in ("number", "date"):
        edge = draw(st.sampled_from([*screen.bands, *screen.day_bands]))
        return Comparison(of=screen.id, at_least=edge)
    of = "$helper" if screen.ask == "helper" else screen.id
    values = [option.id for option in screen.options]
    chosen = draw(st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True))
    if screen.ask in ("choose-many", "rank") and draw(st.booleans()):
        return Comparison(of=of, at_least=2, any_of=("x", "y", "z"))
    return Comparison(of=of, any_of=tuple(chosen))


@st.composite
def conditions(draw: st.DrawFn, earlier: Sequence[Screen], most: int = 2, of_language: bool = True) -> Condition:
    """A condition on earlier screens, on the site and the language: alone, negated, or two or three together."""
    parts: list[Condition] = []
    for _ in range(draw(st.integers(1, most))):
        fact = draw(st.integers(0, 9))
        if fact == 0 or not earlier:
            part: Condition = when("$site", draw(st.sampled_from(SITES)))
        elif fact == 1 and of_language:
            part = when("$language", draw(st.sampled_from(LANGUAGES)))
        else:
            part = draw(_comparisons(draw(st.sampled_from(list(earlier)))))
        parts.append(Not(negated=part) if draw(st.booleans()) else part)
    if len(parts) == 1:
        return parts[0]
    whole: Condition = All(all=tuple(parts)) if draw(st.booleans()) else AnyOf(any=tuple(parts))
    return Not(negated=whole) if draw(st.booleans()) else whole


@st.composite
def questionnaires(draw: st.DrawFn, kinds: Sequence[str], most: int = 6, gender: bool = True) -> Questionnaire:
    """A definition that the loader would take: it has neither of the two refused forms."""
    screens: list[Screen] = [GENDER] if gender else []
    sensitive = {"$language", "$helper"}
    behind: dict[str, set[str]] = {"gender": set()}
    if draw(st.integers(0, 3)) == 0:
        screens.append(HELPER)
        sensitive.add("helper")
        behind["helper"] = set()
    for number in range(draw(st.integers(2, most))):
        id = f"q{number}"
        show_if = draw(st.none() | conditions(screens, most=3)) if number else None
        of = set(reads(show_if))
        if len(of) > 1 and of & sensitive:
            show_if, of = None, set()
        above = of.union(*(behind.get(read, ()) for read in of))
        secret = bool(of & sensitive) or draw(st.integers(0, 3)) == 0
        if secret and "gender" in above:
            if of & sensitive:
                show_if, of, above = None, set(), set()
            secret = False
        if secret:
            sensitive.add(id)
        screen = ask(id, draw(st.sampled_from(list(kinds))), show_if, sensitive=secret)
        if number and screen.ask in OF_OPTIONS and draw(st.integers(0, 2)) == 0:
            offered = offering(screen, draw(offers(screens)))
            if _would_be_taken(offered, sensitive, behind):
                screen = offered
                above = above.union(offered.option_reads, *(behind.get(read, ()) for read in offered.option_reads))
                if sensitive & set(offered.option_reads):
                    sensitive.add(id)
                    screen = screen.model_copy(update={"sensitive": True})
        behind[id] = above
        screens.append(screen)
    return questionnaire(*screens)


@st.composite
def offers(draw: st.DrawFn, earlier: Sequence[Screen]) -> dict[str, Condition]:
    """Conditions of one or two options."""
    return {id: draw(conditions(earlier, most=2)) for id in draw(st.sampled_from(["y", "z", "yz", "xyz"]))}


def _would_be_taken(screen: Screen, sensitive: set[str], behind: Mapping[str, set[str]]) -> bool:
    """Whether the loader takes a question with these options: as it takes one with a condition."""
    of = set(screen.option_reads)
    if any(len(both) > 1 and both & sensitive for both in ({*screen.reads, *one.reads} for one in screen.options)):
        return False
    above = of.union(*(behind.get(read, ()) for read in (*screen.reads, *of)), screen.reads)
    return not (screen.sensitive or of & sensitive) or "gender" not in above


def seconds(questionnaire: Questionnaire) -> list[str]:
    """What blocks may be cut by: no question that is sensitive, or that only some are asked.

    And nothing that a sensitive question depends on, at any distance.
    """
    behind: dict[str, set[str]] = {}
    secret = {"$language", "$helper"}
    forbidden: set[str] = set()
    for screen in questionnaire.questions:
        read = {*screen.reads, *screen.option_reads}
        behind[screen.id] = read.union(*(behind.get(of, ()) for of in read))
        if screen.sensitive or secret & read:
            forbidden |= {screen.id, *behind[screen.id]}
    plain = [
        screen.id
        for screen in questionnaire.questions
        if screen.ask in ONE_VALUE and not screen.show_if and not screen.option_reads
    ]
    helper = ["$helper"] if HELPER in questionnaire.screens else []
    return [id for id in ("$site", "$language", *helper, *plain) if id not in forbidden]


ONE_VALUE = ("choose-one", "scale", "rating", "number", "date")
ALL_KINDS = ("choose-one", "choose-many", "scale", "rating", "text", "rank", "number", "date")


@st.composite
def worlds(
    draw: st.DrawFn,
    kinds: Sequence[str] = ALL_KINDS,
    women: tuple[int, int] = (0, 12),
    men: tuple[int, int] = (0, 12),
    other: tuple[int, int] = (0, 8),
    ks: tuple[int, ...] = (3, 4, 5),
    alike: tuple[float, ...] = (0.3, 0.7, 0.9),
) -> World:
    """Some women, some men and some others, and what they answered: mostly alike, so that small groups come about."""
    has_gender = draw(st.integers(0, 9)) > 0
    definition = draw(questionnaires(kinds, gender=has_gender))
    plan = facts(
        draw(st.sampled_from(ks)),
        draw(st.sampled_from(["gender", "gender", "gender", "none"])),
        draw(st.sampled_from([None, *seconds(definition)])),
    )
    genders: list[str | None] = [*["woman"] * draw(st.integers(*women)), *["man"] * draw(st.integers(*men))]
    genders += draw(st.lists(st.sampled_from(["other", "rather_not_say", None]), min_size=other[0], max_size=other[1]))
    random = Random(draw(st.integers(0, 2**32)))
    leaning = {screen.id: _some(screen, random) for screen in definition.questions}
    agreement = draw(st.sampled_from(alike))
    responses = []
    for id, gender in enumerate(genders):
        answers = {
            screen.id: leaning[screen.id] if random.random() < agreement else _some(screen, random)
            for screen in definition.questions
        }
        if has_gender:
            answers["gender"] = gender
        site = SITES[random.random() < 0.3]
        language = random.choices(LANGUAGES, (70, 25, 5))[0]
        responses.append(given_by(definition, id, answers, site, language))
    return World(definition, plan, tuple(responses))


def _some(screen: Screen, random: Random) -> Answer | None:
    chance = random.random()
    if chance < 0.1:
        return None
    if chance < 0.2 and screen.ask != "gender":
        return "rather_not_say"
    return kind_of(screen).made_up(screen, random)


def people_of(world: World, release: Release) -> dict[str, list[dict[str, Any]]]:
    """The responses that each block is made of."""
    found: dict[str, list[dict[str, Any]]] = {block.id: [] for block in release.blocks}
    for one in world.responses:
        group = gender_of(one.answers)
        for block in release.blocks:
            of_group = block.id.split(":")[0] in ("everyone", group)
            if of_group and (
                not block.values or value_of(world.facts.second or "", vars(one), world.questionnaire) in block.values
            ):
                found[block.id].append(vars(one))
    return found


def with_responses(world: World, responses: Sequence[Given]) -> World:
    return replace(world, responses=tuple(responses))


# ---- running a property ----------------------------------------------------------------------------------------------

T = TypeVar("T")

Make = Callable[[RoundFacts, Questionnaire, Sequence[Given]], Release]


def holds(check: Callable[[T], None], things: st.SearchStrategy[T], examples: int = 60) -> None:
    """Try the check on that many things, the same at every run. It raises what the check raises."""

    @settings(
        max_examples=examples,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    @given(things)
    def run(thing: T) -> None:
        check(thing)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", HypothesisWarning)  # a world that fails may be long to print
        run()
