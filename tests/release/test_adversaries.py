"""Exact arithmetic against releases: what can be reckoned from all that is shown."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from itertools import combinations

import pytest
from hypothesis import strategies as st

from surveyapp.questionnaire.conditions import holds as condition_holds
from surveyapp.questionnaire.model import All, Answer, Condition, Not, Questionnaire, Screen
from surveyapp.release import showing, table
from surveyapp.release.model import Release
from surveyapp.release.tally import gender_of
from tests.release.algebra import Span, indicator
from tests.release.recompute import mixes
from tests.release.worlds import GENDER, SITES, World, ask, conditions, facts, given_by, holds, questionnaire, when

Plant = Callable[[pytest.MonkeyPatch], None]


def released(world: World) -> Release:
    return table.make(world.facts, world.questionnaire, world.responses)


def small(id: str, kind: str = "choose-one", show_if: Condition | None = None, sensitive: bool = False) -> Screen:
    """A question of two options. A choose-many has three: of two, both are chosen as often as their counts tell."""
    options = [{"id": option, "text": {"sv": "?"}} for option in ("xyz" if kind == "choose-many" else "xy")]
    return ask(id, kind, show_if, options=options, favourable=(), sensitive=sensitive)


def given_world(definition: Questionnaire, k: int, *people: tuple[str, dict[str, Answer | None]]) -> World:
    """A world of those people: their gender and their answers."""
    responses = [
        given_by(definition, n, {"gender": gender, **answers}, "north", "sv")
        for n, (gender, answers) in enumerate(people)
    ]
    return World(definition, facts(k), tuple(responses))


# ---- no hidden number follows from the numbers asked of others -------------------------------------------------------


@dataclass(frozen=True)
class Atom:
    """A way to answer the questions that are read, and which questions it leads to."""

    site: str
    answers: tuple[tuple[str, Answer | None], ...]
    asked: frozenset[str]


def atoms(definition: Questionnaire) -> list[Atom]:
    """Every way to answer. A question that nothing reads is only asked or not."""
    read = {of for screen in definition.questions for of in screen.reads}
    found = []
    for site in SITES:
        ways: list[tuple[dict[str, Answer | None], frozenset[str]]] = [({}, frozenset())]
        for screen in definition.questions:
            if screen.ask != "gender":
                ways = [longer for way in ways for longer in _longer(screen, way, site, screen.id in read)]
        found += [Atom(site, tuple(answers.items()), asked) for answers, asked in ways]
    return found


def _longer(
    screen: Screen, way: tuple[dict[str, Answer | None], frozenset[str]], site: str, read: bool
) -> Iterator[tuple[dict[str, Answer | None], frozenset[str]]]:
    answers, asked = way
    if screen.show_if and not condition_holds(screen.show_if, answers, {"$site": site}):
        yield way
    elif not read:
        yield answers, asked | {screen.id}
    else:
        many: list[Answer | None] = [*(chosen for n in (1, 2, 3) for chosen in combinations("xyz", n)), None]
        for answer in many if screen.ask == "choose-many" else ["x", "y", None]:
            yield answers | {screen.id: answer}, asked | {screen.id}


def rows_of(screen: Screen, atom: Atom) -> Iterator[str]:
    """The rows of the question's table that a response of that atom counts in."""
    answers = dict(atom.answers)
    if screen.id not in atom.asked:
        yield "not asked"
    elif screen.id not in answers:
        yield "asked"
    else:
        answer = answers[screen.id]
        yield from [str(answer)] if isinstance(answer, str | None) else map(str, answer)  # type: ignore[arg-type]


@st.composite
def follow_ups(draw: st.DrawFn) -> World:
    """Two or three questions, and some that are asked depending on them and on the site; k is 3."""
    kinds = st.sampled_from(["choose-one", "choose-one", "choose-many"])
    screens = [small(f"q{n}", draw(kinds)) for n in range(draw(st.integers(2, 3)))]
    for n in range(draw(st.integers(2, 5))):
        show_if = draw(conditions(screens, most=2, of_language=False))
        screens.append(small(f"f{n}", draw(kinds) if n < 1 else "choose-one", show_if))
    definition = questionnaire(GENDER, *screens)
    random = draw(st.randoms(use_true_random=False))
    ways = atoms(definition)
    responses = []
    for n in range(draw(st.integers(8, 26))):
        atom = random.choice(ways)
        answers = {**dict.fromkeys(atom.asked, "x"), **dict(atom.answers), "gender": "woman" if n % 2 else "man"}
        responses.append(given_by(definition, n, answers, atom.site, "sv"))
    return World(definition, facts(3), tuple(responses))


def known(world: World, release: Release, ways: list[Atom], ids: Collection[str]) -> Span:
    """The sizes of blocks, those at each site, and every row of those tables, as if none were in words."""
    found = Span(
        indicator((block.id, atom) for atom in ways if atom.site == site) for block in release.blocks for site in SITES
    )
    for one in release.tables:
        for column in one.columns if one.id in ids else ():
            rows: dict[str, list[tuple[str, Atom]]] = {}
            for atom in ways:
                for row in rows_of(world.questionnaire.screen(one.id), atom):
                    rows.setdefault(row, []).extend((block, atom) for block in column)
            for places in rows.values():
                found.add(indicator(places))
    return found


def no_hidden_number_follows(world: World) -> None:
    """How many were asked, where they are one or two, follows from nothing but the tables whose conditions are plain.

    (A plain condition reads one question, and in that one's table the number stands.)
    """
    definition, release, ways = world.questionnaire, released(world), atoms(world.questionnaire)
    questions = definition.questions[1:]
    plain = {screen.id for screen in questions if not mixes(screen, definition)}
    everything = known(world, release, ways, [screen.id for screen in questions])
    blocks = [block.id for block in release.blocks]
    for column in [(block,) for block in blocks] + [tuple(blocks)]:
        there = [one for one in world.responses if len(blocks) == 1 or gender_of(one.answers) in column]
        for screen in questions:
            asked = sum(screen.id in one.answers for one in there)
            hidden = indicator((block, atom) for block in column for atom in ways if screen.id in atom.asked)
            if 0 < asked < world.facts.k and hidden in everything:
                stands_in = plain.union(screen.reads) if screen.id in plain else plain
                assert hidden in known(world, release, ways, stands_in), f"{asked} were asked {screen.id} in {column}"


@st.composite
def every_mix(draw: st.DrawFn) -> World:
    """A follow-up for each mix of two answers, or of the options of one choose-many."""
    if draw(st.booleans()):
        screens = [small("a"), small("b")]
        parts = [[when("a", "x"), Not(negated=when("a", "x"))], [when("b", "x"), Not(negated=when("b", "x"))]]
    else:
        screens = [small("a", "choose-many")]
        parts = [[when("a", option), Not(negated=when("a", option))] for option in "xy"]
    for n, one in enumerate(parts[0]):
        screens += [small(f"f{n}{m}", show_if=All(all=(one, other))) for m, other in enumerate(parts[1])]
    definition = questionnaire(GENDER, *screens)
    people: list[tuple[str, dict[str, Answer | None]]] = []
    for a in "xy":
        for b in "xy":
            chosen = tuple(option for option, on in (("x", a), ("y", b)) if on == "x") + draw(
                st.sampled_from([("z",), ()])
            )
            answers: dict[str, Answer | None] = {"a": a, "b": b} if len(screens) == 6 else {"a": chosen or None}
            people += [("woman", answers)] * draw(st.integers(1, 6))
    return given_world(definition, 3, *people)


def _not_bound_together(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(showing, "_bound_together", lambda _: [])


def _combining_is_no_matter(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(showing, "_combines", lambda *_: False)


def _options_are_no_matter(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(showing, "_combines_options", lambda *_: False)


def test_no_hidden_number_follows_from_the_numbers_asked_of_others() -> None:
    holds(no_hidden_number_follows, follow_ups(), 60)
    holds(no_hidden_number_follows, every_mix(), 60)


@pytest.mark.parametrize("plant", [_not_bound_together, _combining_is_no_matter, _options_are_no_matter])
def test_a_hidden_number_that_follows_is_noticed(plant: Plant, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(monkeypatch)
    with pytest.raises(AssertionError):
        holds(no_hidden_number_follows, every_mix(), 300)
