"""Exact arithmetic against releases: what can be reckoned from all that is shown."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations, combinations_with_replacement, product
from typing import Any

import pytest
from hypothesis import strategies as st

from surveyapp.questionnaire.conditions import holds as condition_holds
from surveyapp.questionnaire.model import All, Answer, Condition, Not, Option, Questionnaire, Screen
from surveyapp.questionnaire.path import as_shown
from surveyapp.release import blocks, showing, table
from surveyapp.release.model import Block, Release, Table
from surveyapp.release.second import second_of
from surveyapp.release.showing import Shown
from surveyapp.release.tally import Tally, count
from tests.release.algebra import Span, indicator
from tests.release.recompute import mixes, value_of
from tests.release.worlds import (
    GENDER,
    SITES,
    World,
    ask,
    conditions,
    facts,
    given_by,
    holds,
    offering,
    people_of,
    questionnaire,
    when,
)

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
    read = {of for screen in definition.questions for of in (*screen.reads, *screen.option_reads)}
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
        there = [option.id for option in as_shown(screen, answers, {"$site": site}).options]
        many: list[Answer | None] = [*(chosen for n in (1, 2, 3) for chosen in combinations(there, n)), None]
        for answer in many if screen.ask == "choose-many" else [*there, None]:
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
    """Two or three questions, and some that are asked depending on them and on the site; k is 3.

    Some of these offer an option depending on them too, on the site or on gender.
    """
    kinds = st.sampled_from(["choose-one", "choose-one", "choose-many"])
    screens = [small(f"q{n}", draw(kinds)) for n in range(draw(st.integers(2, 3)))]
    for n in range(draw(st.integers(2, 5))):
        show_if = draw(st.none() | conditions(screens, most=2, of_language=False))
        screen = small(f"f{n}", draw(kinds) if n < 1 else "choose-one", show_if)
        if show_if is None or draw(st.booleans()):
            of_gender = when("gender", draw(st.sampled_from(["woman", "man"])))
            offer = draw(conditions(screens, most=2, of_language=False) | st.just(of_gender))
            screen = offering(screen, {"y": offer})
        screens.append(screen)
    definition = questionnaire(GENDER, *screens)
    random = draw(st.randoms(use_true_random=False))
    ways = atoms(definition)
    responses = []
    for n in range(draw(st.integers(8, 26))):
        atom = random.choice(ways)
        answers = {**dict.fromkeys(atom.asked, "x"), **dict(atom.answers), "gender": "woman" if n % 2 else "man"}
        responses.append(given_by(definition, n, answers, atom.site, "sv"))
    cut_by = [None, "$site"] + [screen.id for screen in screens[:1] if screen.ask == "choose-one"]
    return World(definition, facts(3, second=draw(st.sampled_from(cut_by))), tuple(responses))


Place = tuple[str, Atom]
"""A gender, or everyone, and a way to answer."""


def places_of(world: World, release: Release, ways: list[Atom]) -> dict[str, list[Place]]:
    """Whom each block can be made of."""
    return {
        block.id: [(block.gender, atom) for atom in ways if not block.values or value_in(world, atom) in block.values]
        for block in release.blocks
    }


def value_in(world: World, atom: Atom) -> str:
    """The value of the second variable that a response of that atom has."""
    return value_of(
        world.facts.second or "$site", {"site": atom.site, "answers": dict(atom.answers)}, world.questionnaire
    )


def known(world: World, release: Release, ways: list[Atom], ids: Collection[str]) -> Span:
    """The sizes of blocks, those at each site that aren't cut by it, and every row of those tables.

    As if no count were in words.
    """
    there = places_of(world, release, ways)
    found = Span(indicator(places) for places in there.values())
    if world.facts.second != "$site":
        for places, site in product(there.values(), SITES):
            found.add(indicator(place for place in places if place[1].site == site))
    for one in release.tables:
        for column in one.columns if one.id in ids else ():
            rows: dict[str, list[Place]] = {}
            for place in (place for block in column for place in there[block]):
                for row in rows_of(world.questionnaire.screen(one.id), place[1]):
                    rows.setdefault(row, []).append(place)
            for places in rows.values():
                found.add(indicator(places))
    return found


def no_hidden_number_follows(world: World) -> None:
    """How many were asked, where they are one or two, follows from nothing but the tables whose conditions are plain.

    (A plain condition reads one question, and in that one's table the number stands.)
    """
    definition, release, ways = world.questionnaire, released(world), atoms(world.questionnaire)
    questions = [screen for screen in definition.questions[1:] if screen.id != world.facts.second]
    plain = {screen.id for screen in questions if not mixes(screen, definition)}
    everything = known(world, release, ways, [screen.id for screen in questions])
    there, people = places_of(world, release, ways), people_of(world, release)
    for column in [(block,) for block in there] + [tuple(there)]:
        for screen in questions:
            asked = sum(screen.id in one["answers"] for block in column for one in people[block])
            hidden = indicator(place for block in column for place in there[block] if screen.id in place[1].asked)
            if 0 < asked < world.facts.k and hidden in everything:
                stands_in = plain.union(screen.reads) if screen.id in plain else plain
                assert hidden in known(world, release, ways, stands_in), f"{asked} were asked {screen.id} in {column}"


def no_pooled_value_follows(world: World) -> None:
    """How many of a block have each of the values that were put together follows from nothing."""
    if world.facts.second is None:
        return
    release, ways = released(world), atoms(world.questionnaire)
    everything = known(world, release, ways, [screen.id for screen in world.questionnaire.questions])
    for places in places_of(world, release, ways).values():
        values = {value_in(world, atom) for _, atom in places}
        for value in values if len(values) > 1 else ():
            hidden = indicator(place for place in places if value_in(world, place[1]) == value)
            assert hidden not in everything, f"how many have {value} is known"


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
    patch.setattr(showing, "combines", lambda *_: False)


def _options_are_no_matter(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(showing, "_combines_options", lambda *_: False)


def test_no_hidden_number_follows_from_the_numbers_asked_of_others() -> None:
    holds(no_hidden_number_follows, follow_ups(), 40)
    holds(no_hidden_number_follows, every_mix(), 40)
    holds(no_pooled_value_follows, follow_ups(), 25)


def _values_are_taken_apart(patch: pytest.MonkeyPatch) -> None:
    """What reads the second variable is shown by the number asked alone."""
    patch.setattr(showing, "agrees", lambda *_: True)


def _the_second_variable_has_a_table(patch: pytest.MonkeyPatch) -> None:
    real = second_of
    patch.setattr(table, "second_of", lambda *given: replace(real(*given), question=None))


@pytest.mark.parametrize("plant", [_values_are_taken_apart, _the_second_variable_has_a_table])
def test_a_pooled_value_that_follows_is_noticed(plant: Plant, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(monkeypatch)
    with pytest.raises(AssertionError):
        holds(no_pooled_value_follows, follow_ups(), 2000)


@pytest.mark.parametrize("plant", [_not_bound_together, _combining_is_no_matter, _options_are_no_matter])
def test_a_hidden_number_that_follows_is_noticed(plant: Plant, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(monkeypatch)
    with pytest.raises(AssertionError):
        holds(no_hidden_number_follows, every_mix(), 2000)


# ---- a year of rounds: no sum over too few of those who answered -----------------------------------------------------

Person = tuple[int, int]
"""A response: the number of its round, and its own."""


def sums(number: int, world: World) -> Iterator[tuple[str, frozenset[Person]]]:
    """For each question, the responses that its counts are sums over, as if no count were in words.

    The count of an option that is offered to some is a sum over these, as if it were a question of its own.
    """
    release = released(world)
    people = people_of(world, release)
    for one in release.tables:
        for column in one.columns:
            there = [given for block in column for given in people[block]]
            if not one.id.startswith("$"):
                there = [given for given in there if one.id in given["answers"]]
                for option in world.questionnaire.screen(one.id).options if one.columns else ():
                    if option.show_if:
                        offered = [given for given in there if is_offered(option, given)]
                        yield f"{one.id} {option.id}", frozenset((number, given["id"]) for given in offered)
            yield one.id, frozenset((number, given["id"]) for given in there)


def is_offered(option: Option, given: dict[str, Any]) -> bool:
    facts = {"$site": given["site"], "$language": given["language"]}
    return option.show_if is None or condition_holds(option.show_if, given["answers"], facts)


def sums_over_too_few(published: Iterable[tuple[str, frozenset[Person]]], k: int) -> list[tuple[str, set[Person]]]:
    """Every sum over 1 to k - 1 responses that exact arithmetic gets from what was published of one question."""
    known_of: dict[str, Span] = {}
    people: dict[str, set[Person]] = {}
    for id, there in published:
        known_of.setdefault(id, Span()).add(indicator(there))
        people.setdefault(id, set()).update(there)
    return [
        (id, set(few))
        for id, span in known_of.items()
        for size in range(1, k)
        for few in combinations(sorted(people[id]), size)
        if indicator(few) in span
    ]


@st.composite
def years(draw: st.DrawFn) -> list[World]:
    """One questionnaire in a few rounds; every round has responses of its own."""
    return [draw(follow_ups()) for _ in range(draw(st.integers(1, 2)))]


def no_sum_over_too_few(year: list[World]) -> None:
    published = [one for number, world in enumerate(year) for one in sums(number, world)]
    assert not sums_over_too_few(published, 3)


def _a_question_of_one(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(showing, "_enough", lambda *_, **__: Shown.BY_BLOCK)


def test_no_arithmetic_over_a_year_of_rounds_gives_a_sum_over_too_few() -> None:
    holds(no_sum_over_too_few, years(), 25)


def test_a_sum_over_too_few_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    _a_question_of_one(monkeypatch)
    with pytest.raises(AssertionError):
        holds(no_sum_over_too_few, years(), 1000)


def test_three_releases_each_pair_of_them_harmless_isolate_one_person() -> None:
    """Why a response is counted in one release, ever: the store refuses to count it in a second."""
    everybody = {(0, n) for n in range(13)}
    releases = [
        ("q", frozenset(list(sorted(everybody))[:6])),
        ("q", frozenset(list(sorted(everybody))[6:])),
        ("q", frozenset(everybody - {(0, 0)})),
    ]
    for pair in combinations(releases, 2):
        assert not sums_over_too_few(pair, 5)
    assert ("q", {(0, 0)}) in sums_over_too_few(releases, 5)


def test_a_follow_up_asked_of_one_would_print_that_persons_answers() -> None:
    definition = questionnaire(GENDER, small("a"), small("b", show_if=when("a", "y")))
    alike: dict[str, Answer | None] = {"a": "x"}
    genders = ["woman"] * 5 + ["man"] * 4
    world = given_world(definition, 5, *[(one, alike) for one in genders], ("man", {"a": "y", "b": "x"}))
    assert not sums_over_too_few(sums(0, world), 5)
    with pytest.MonkeyPatch.context() as patch:
        _a_question_of_one(patch)
        assert ("b", {(0, 9)}) in sums_over_too_few(sums(0, world), 5)


# ---- all worlds that look the same: what is the same in all of them is known -----------------------------------------


@dataclass(frozen=True)
class Way:
    """A way to answer a whole questionnaire, and what a response of it counts as."""

    answers: dict[str, Answer | None]
    tally: Tally


def ways_to_answer(definition: Questionnaire, gender: str) -> list[Way]:
    """Every way of that gender to answer with an option."""
    ways: list[dict[str, Answer | None]] = [{"gender": gender}]
    for screen in definition.questions[1:]:
        longer: list[dict[str, Answer | None]] = []
        for way in ways:
            asked = screen.show_if is None or condition_holds(screen.show_if, way, {})
            longer += [{**way, screen.id: one.id} for one in as_shown(screen, way, {}).options] if asked else [way]
        ways = longer
    found = []
    for n, way in enumerate(ways):
        response = given_by(definition, n, way, "north", "sv")
        found.append(Way(way, next(iter(count(definition, [response]).values()))))
    return found


def blocks_of(ways: list[Way], size: int) -> list[tuple[tuple[Way, ...], Tally]]:
    """Every block of that size, however its members may have answered."""
    return [
        (members, sum((way.tally for way in members), start=Tally()))
        for members in combinations_with_replacement(ways, size)
    ]


def by_block(members: tuple[Way, ...], id: str) -> tuple[int, int]:
    """How many of a block were asked, and how many answered x."""
    return sum(id in way.answers for way in members), sum(way.answers.get(id) == "x" for way in members)


def by_offer(members: tuple[Way, ...], screen: Screen, option: Option) -> tuple[int, int]:
    """How many of a block were offered the option, and how many chose it."""
    there = [way.answers for way in members if screen.id in way.answers]
    offered = [answers for answers in there if option.show_if and condition_holds(option.show_if, answers, {})]
    return len(offered), sum(answers[screen.id] == option.id for answers in offered)


def by_no_offer(members: tuple[Way, ...], screen: Screen, option: Option) -> tuple[int, int]:
    """How many of a block were asked without being offered the option, and how many of these answered x.

    None at all where x is the only answer that was left to them.
    """
    left = [one for one in screen.options if one.show_if is None]
    there = [way.answers for way in members if screen.id in way.answers and not offers(option, way)]
    return (len(there), sum(answers[screen.id] == "x" for answers in there)) if len(left) > 1 else (0, 0)


def nothing_more_is_known(definition: Questionnaire, women: int, men: int) -> None:
    """No answer of one or two who were asked is known, nor a sensitive one by block, but where all is alike.

    Every world of those sizes is listed, and those that look the same are laid together. What the answers of a block
    were is known if they are the same in all of these. Alike: where a table shows that all who were asked, or none of
    them, answered x, here or in a question that this one depends on.
    """
    plan = facts(3)
    uncut = second_of(None, definition, (), ())
    found = (Block(id="women", size=women), Block(id="men", size=men))
    look_the_same: dict[tuple[Table, ...], list[tuple[tuple[Way, ...], tuple[Way, ...]]]] = {}
    of_women, of_men = (ways_to_answer(definition, gender) for gender in ("woman", "man"))
    for (some, hers), (others, his) in product(blocks_of(of_women, women), blocks_of(of_men, men)):
        tables = table._tables(plan, definition, uncut, found, {"women": hers, "men": his})
        look_the_same.setdefault(tables, []).append((some, others))
    for tables, same in look_the_same.items():
        shown = {one.id: one for one in tables}
        for screen, block in product(definition.questions[1:], (0, 1)):
            known = [({by_block(world[block], screen.id) for world in same}, False)]
            for option in screen.options:
                if option.show_if:
                    rows = [row.counts for row in shown[screen.id].rows if row.id == option.id]
                    nobody = any(count == 0 for counts in rows for count in counts)
                    known.append(({by_offer(world[block], screen, option) for world in same}, nobody))
                    known.append(({by_no_offer(world[block], screen, option) for world in same}, False))
            for alike, nobody in known:
                asked, _ = min(alike)
                if len(alike) == 1 and asked > 0 and (asked < plan.k or screen.sensitive):
                    assert nobody or any(
                        is_unanimous(shown[one.id]) or is_alike_by_offer(one, shown[one.id], same[0])
                        for one in [screen, *(definition.screen(id) for id in behind(screen, definition))]
                    ), f"{screen.id} of block {block} is known: {tables}"


def is_alike_by_offer(screen: Screen, shown: Table, world: tuple[tuple[Way, ...], ...]) -> bool:
    """Whether all of a column who were offered an option answered alike, or all others: how many stand elsewhere."""
    columns = world if shown.shown == "by_block" else [tuple(way for block in world for way in block)]
    parts = [
        [way.answers[screen.id] for way in column if screen.id in way.answers and offers(option, way) == offered]
        for column in columns
        for option in screen.options
        for offered in (True, False)
        if option.show_if
    ]
    return shown.shown != "not_shown" and any(len(part) >= 3 and len(set(part)) == 1 for part in parts)


def offers(option: Option, way: Way) -> bool:
    return option.show_if is None or condition_holds(option.show_if, way.answers, {})


def is_unanimous(shown: Table) -> bool:
    """Whether some column shows that all who were asked answered alike, or may have."""
    rows = [row.counts for row in shown.rows if not row.id.startswith("$")]
    columns = list(zip(*rows, strict=True))
    return any(isinstance(count, str) for column in columns for count in column) or any(
        sum(count != 0 for count in column) < 2 for column in columns
    )


def behind(screen: Screen, definition: Questionnaire) -> set[str]:
    """What the question depends on, at any distance."""
    read = {*screen.reads, *screen.option_reads} - {"gender"}
    return read.union(*(behind(definition.screen(of), definition) for of in read))


@st.composite
def tiny(draw: st.DrawFn) -> Questionnaire:
    """A question or two, and a follow-up or two; some of them sensitive."""
    secret = draw(st.booleans())
    screens = [small("a", sensitive=secret)]
    if draw(st.booleans()):
        screens.append(small("b", show_if=draw(st.sampled_from(follows(screens[0]))), sensitive=secret))
    else:
        screens.append(small("b", sensitive=draw(st.booleans())))
    read = draw(st.sampled_from(screens))
    screens.append(small("c", show_if=draw(st.sampled_from(follows(read))), sensitive=read.sensitive))
    return questionnaire(GENDER, *screens)


def follows(read: Screen) -> list[Condition]:
    return [when(read.id, "x"), Not(negated=when(read.id, "x"))]


MIXED = questionnaire(GENDER, small("a"), small("b"), small("c", show_if=All(all=(when("a", "x"), when("b", "x")))))


SIZES = [(women, men) for women in (3, 4, 5) for men in (3, 4, 5) if women <= men]


@st.composite
def pairs(draw: st.DrawFn) -> Questionnaire:
    """A question and its follow-up."""
    secret = draw(st.booleans())
    first = small("a", sensitive=secret)
    return questionnaire(GENDER, first, small("b", show_if=draw(st.sampled_from(follows(first))), sensitive=secret))


@st.composite
def offered_pairs(draw: st.DrawFn) -> Questionnaire:
    """A question, and one with an option that is offered depending on it, or on gender."""
    secret = draw(st.booleans())
    first = small("a", sensitive=secret)
    offer: Condition = draw(st.sampled_from([*follows(first), when("gender", "woman")]))
    second = small("b", "scale", sensitive=secret).model_copy(
        update={"options": ask("b").options[: draw(st.integers(2, 3))]}
    )
    if secret and offer == when("gender", "woman"):
        second = second.model_copy(update={"sensitive": False})
    return questionnaire(GENDER, first, offering(second, {second.options[-1].id: offer}))


def nothing_more_is_known_of_a_pair(definition: Questionnaire) -> None:
    for women, men in SIZES:
        nothing_more_is_known(definition, women, men)


def test_in_all_small_worlds_only_what_is_alike_is_known() -> None:
    holds(nothing_more_is_known_of_a_pair, pairs(), 4)
    holds(lambda definition: nothing_more_is_known(definition, 3, 3), tiny(), 3)
    nothing_more_is_known(MIXED, 3, 3)


def nothing_more_is_known_of_an_offer(definition: Questionnaire) -> None:
    for women, men in ((3, 3), (3, 4)):
        nothing_more_is_known(definition, women, men)


def test_in_all_small_worlds_no_more_is_known_of_those_who_were_offered_an_option() -> None:
    holds(nothing_more_is_known_of_an_offer, offered_pairs(), 12)


def _offered_to_anyone(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(showing, "_offered_to_enough", lambda *_: [])


def _kept_from_anyone(patch: pytest.MonkeyPatch) -> None:
    """Enough were offered it; how many were not is no matter."""
    patch.setattr(showing, "_parted", lambda n, of, k, strictly: n >= k or (not strictly and n == 0))


@pytest.mark.parametrize("plant", [_offered_to_anyone, _kept_from_anyone])
def test_an_answer_that_is_known_by_an_offer_is_noticed(plant: Plant, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(monkeypatch)
    with pytest.raises(AssertionError):
        holds(nothing_more_is_known_of_an_offer, offered_pairs(), 100)


def test_a_sum_over_too_few_who_were_offered_an_option_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    _offered_to_anyone(monkeypatch)
    with pytest.raises(AssertionError):
        holds(no_sum_over_too_few, years(), 1000)


def _sensitive_by_block(patch: pytest.MonkeyPatch) -> None:
    def faulty(definition: Questionnaire, asked: showing.Asked, k: int) -> dict[str, showing.Showing]:
        found = showing.showings(definition, asked, k)
        return {
            id: showing.Showing(Shown.BY_BLOCK if how.shown else how.shown, False, False) for id, how in found.items()
        }

    patch.setattr(table, "showings", faulty)


# ---- and where blocks are cut ----------------------------------------------------------------------------------------

CUT = questionnaire(
    GENDER,
    small("cut"),
    small("told"),
    small("follow", show_if=when("cut", "y")),
)


def ways_to_be_cut(of: str, told: bool) -> list[Way]:
    """The ways of a gender to answer, with the second variable left empty too. `told` counts a question of all.

    All ways but one: with that one there would be twice as many worlds.
    """
    found = []
    for n, (cut, a, follow) in enumerate(product(("x", "y", None), "xy" if told else "x", "xy")):
        if follow == "x" or (cut, a) == ("y", "x"):
            answers: dict[str, Answer | None] = {"gender": of, "cut": cut, "told": a, "follow": follow}
            response = given_by(CUT, n, answers, "north", "sv")
            found.append(Way(response.answers, next(iter(count(CUT, [response]).values()))))
    return found


VALUES = (("x",), ("y",), (None,), ("x", "y"), ("y", None), ("x", None))
Cell = tuple[object, tuple[str | None, ...]]
"""A gender, and one or two values of the second variable."""


def of_cells(members: Iterable[Way]) -> dict[Cell, dict[str, tuple[int, int]]]:
    """Of each cell, and of each question: how many were asked it, and how many answered x."""
    cells: dict[Cell, list[Way]] = {}
    for way in members:
        for values in VALUES:
            if way.answers["cut"] in values:
                cells.setdefault((way.answers["gender"], values), []).append(way)
    return {cell: {id: by_block(tuple(ways), id) for id in ("told", "follow")} for cell, ways in cells.items()}


def nothing_more_is_known_of_cuts(groups: list[tuple[list[Way], int]]) -> None:
    """No answer of one or two who have these values of the second variable is known, unless all answered alike.

    Every world of so many of each way is listed, and those whose whole releases look the same are laid together. (How
    many they are may follow: the rule that makes blocks of sizes is no secret, and the sizes are not promised.)
    """
    plan = facts(3, second="cut")
    look_the_same: dict[tuple[tuple[Block, ...], tuple[Table, ...]], list[tuple[Way, ...]]] = {}
    for parts in product(*(combinations_with_replacement(ways, size) for ways, size in groups)):
        members = tuple(way for part in parts for way in part)
        responses = [given_by(CUT, n, way.answers, "north", "sv") for n, way in enumerate(members)]
        release = table.make(plan, CUT, responses)
        look_the_same.setdefault((release.blocks, release.tables), []).append(members)
    for (_, tables), same in look_the_same.items():
        shown, cells = {one.id: one for one in tables}, [of_cells(world) for world in same]
        for (cell, questions), id in product(cells[0].items(), ("told", "follow")):
            if 0 < questions[id][0] < plan.k and all(other.get(cell, {}).get(id) == questions[id] for other in cells):
                assert is_unanimous(shown[id]), f"{id} of {cell} is known: {tables}"


def test_in_all_small_worlds_of_cut_blocks_only_what_is_alike_is_known() -> None:
    nothing_more_is_known_of_cuts([(ways_to_be_cut("other", told=True), 6)])
    nothing_more_is_known_of_cuts([(ways_to_be_cut("woman", told=False), 6), (ways_to_be_cut("man", told=False), 3)])


def _a_small_remainder_is_shown(patch: pytest.MonkeyPatch) -> None:
    _a_question_of_one(patch)
    patch.setattr(blocks, "remainder", lambda sizes, k: tuple(value for value in sizes if sizes[value] < k))


def _what_reads_it_is_shown(patch: pytest.MonkeyPatch) -> None:
    _values_are_taken_apart(patch)
    _a_question_of_one(patch)


@pytest.mark.parametrize("plant", [_what_reads_it_is_shown, _a_small_remainder_is_shown])
def test_what_is_known_of_a_cut_is_noticed(plant: Plant, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(monkeypatch)
    with pytest.raises(AssertionError):
        nothing_more_is_known_of_cuts([(ways_to_be_cut("other", told=True), 6)])


@pytest.mark.parametrize("plant", [_a_question_of_one, _sensitive_by_block])
def test_an_answer_that_is_known_is_noticed(plant: Plant, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(monkeypatch)
    with pytest.raises(AssertionError):
        holds(nothing_more_is_known_of_a_pair, pairs(), 40)
