"""What a release promises, over random rounds; and that each promise is noticed when it is broken."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import assume
from hypothesis import strategies as st

from surveyapp.questionnaire.model import Questionnaire, Screen
from surveyapp.release import blocks, showing, table, tally
from surveyapp.release.model import NOT_ANSWERED, NOT_ASKED, RATHER_NOT_SAY, Block, Count, Release, Table
from surveyapp.release.showing import Shown
from tests.release.recompute import MANY, mixes, offered_to, tell, value_of, values_of
from tests.release.worlds import (
    GENDER,
    Given,
    World,
    ask,
    facts,
    given_by,
    holds,
    offering,
    people_of,
    questionnaire,
    when,
    with_responses,
    worlds,
)


def released(world: World) -> Release:
    return table.make(world.facts, world.questionnaire, world.responses)


Plant = Callable[[pytest.MonkeyPatch], None]


def broken_by(check: Callable[..., None], things: st.SearchStrategy[Any], plant: Plant, examples: int = 200) -> None:
    """The check fails when that fault is planted."""
    with pytest.MonkeyPatch.context() as patch:
        plant(patch)
        with pytest.raises(AssertionError):
            holds(check, things, examples)


# ---- blocks are disjoint, each of k or more, and hold exactly those who are not left out -----------------------------


def blocks_hold_everyone_but_the_left_out(world: World) -> None:
    release = released(world)
    k, genders = world.facts.k, [response.answers.get("gender") for response in world.responses]
    women, men = genders.count("woman"), genders.count("man")
    sizes: dict[str, int] = {}
    for block in release.blocks:
        assert block.size >= k
        assert block.size == len(people_of(world, release)[block.id])
        sizes[block.gender] = sizes.get(block.gender, 0) + block.size
    if "women" in sizes:
        assert (sizes["women"], sizes.get("men")) == (women, men)
        rest = len(genders) - women - men
        assert sizes.get("other", 0) == (rest if rest >= k else 0)
    elif sizes:
        assert sizes == {"everyone": len(genders)}
    else:
        assert len(genders) < k


def a_group_is_cut_as_far_as_it_can_be(world: World) -> None:
    """Each value of k or more is a block, but the smallest of them where the remainder would be too small."""
    release, k, second = released(world), world.facts.k, world.facts.second
    for group in {block.gender for block in release.blocks}:
        parts = [block for block in release.blocks if block.gender == group]
        if group == "other" or second is None:
            assert [block.values for block in parts] == [()]
            continue
        people = [one for block in parts for one in people_of(world, release)[block.id]]
        counts = Counter(value_of(second, one, world.questionnaire) for one in people)
        pooled = [value for block in parts for value in block.values if len(block.values) > 1]
        assert len(parts) != 1 or not parts[0].values
        for value, n in counts.items():
            if n < k and len(parts) > 1:
                assert value in pooled
            if n >= k and value in pooled:
                assert all(n <= m for other, m in counts.items() if other not in pooled)
                assert sum(counts[one] for one in pooled) - n < k
        declared = values_of(second, world.questionnaire, world.facts.languages, tuple(world.facts.sites))
        assert len(parts) == 1 or sorted(value for block in parts for value in block.values) == sorted(declared)


def _too_small(patch: pytest.MonkeyPatch) -> None:
    real = blocks.partition
    patch.setattr(table, "partition", lambda sizes, k, by_gender: real(sizes, k - 1, by_gender))


def _men_are_left_out(patch: pytest.MonkeyPatch) -> None:
    def faulty(sizes: Mapping[tally.Gender, Mapping[str, int]], k: int, by_gender: bool) -> tuple[Block, ...]:
        real = blocks.partition(sizes, k, by_gender)
        return tuple(block for block in real if block.gender != "men")

    patch.setattr(table, "partition", faulty)


def _a_small_remainder(patch: pytest.MonkeyPatch) -> None:
    """Nothing joins what is too small."""
    patch.setattr(blocks, "remainder", lambda sizes, k: tuple(value for value in sizes if sizes[value] < k))


def _the_largest_joins(patch: pytest.MonkeyPatch) -> None:
    real = blocks.remainder

    def faulty(sizes: Mapping[str, int], k: int) -> tuple[str, ...]:
        small = [value for value in sizes if sizes[value] < k]
        if not small or sum(sizes[value] for value in small) >= k:
            return real(sizes, k)
        largest = max(sizes, key=sizes.__getitem__)
        return tuple(value for value in sizes if value in small or value == largest)

    patch.setattr(blocks, "remainder", faulty)


def _other_is_cut(patch: pytest.MonkeyPatch) -> None:
    real = blocks._cut

    def faulty(group: str, sizes: Mapping[str, int], k: int) -> list[Block]:
        if group != "other":
            return list(real(group, sizes, k))  # type: ignore[arg-type]
        cut = real("women", sizes, k)
        return [block.model_copy(update={"id": block.id.replace("women", "other")}) for block in cut]

    patch.setattr(blocks, "_cut", faulty)


def test_blocks_are_of_k_or_more_and_hold_all_who_are_not_left_out() -> None:
    holds(blocks_hold_everyone_but_the_left_out, worlds())
    holds(a_group_is_cut_as_far_as_it_can_be, worlds(women=(3, 14), men=(0, 14)))


@pytest.mark.parametrize("plant", [_too_small, _men_are_left_out, _a_small_remainder])
def test_a_wrong_partition_is_noticed(plant: Plant) -> None:
    broken_by(blocks_hold_everyone_but_the_left_out, worlds(), plant)


@pytest.mark.parametrize("plant", [_a_small_remainder, _the_largest_joins, _other_is_cut])
def test_a_wrong_cut_is_noticed(plant: Plant) -> None:
    things = worlds(women=(3, 14), men=(3, 14), other=(8, 12), ks=(3,))
    broken_by(a_group_is_cut_as_far_as_it_can_be, things, plant)


# ---- the order of anything tells nothing -----------------------------------------------------------------------------


@st.composite
def shuffled_worlds(draw: st.DrawFn) -> tuple[World, World, World]:
    """A world; the same in another order under other ids; and one where all answers are dealt anew.

    All but those that cut: the gender, and the second variable.
    """
    world = draw(worlds())
    random = Random(draw(st.integers(0, 2**32)))
    order = [replace(response, id=random.getrandbits(63)) for response in world.responses]
    random.shuffle(order)
    others = list(world.responses)
    random.shuffle(others)
    kept = {"gender", (world.facts.second or "").lstrip("$")}
    told = [
        {**other.answers, **{id: one.answers[id] for id in kept & one.answers.keys()}}
        for one, other in zip(world.responses, others, strict=True)
    ]
    dealt = [replace(one, answers=answers) for one, answers in zip(world.responses, told, strict=True)]
    return world, with_responses(world, order), with_responses(world, dealt)


def order_tells_nothing(three: tuple[World, World, World]) -> None:
    world, shuffled, dealt = three
    assert released(world).canonical() == released(shuffled).canonical()
    assert released(world).blocks == released(dealt).blocks


def _the_first_is_a_man(patch: pytest.MonkeyPatch) -> None:
    real = tally.count

    def faulty(definition: Questionnaire, responses: Sequence[Given], *of: object) -> dict[tally.Part, tally.Tally]:
        first = [replace(one, answers={**one.answers, "gender": "man"}) for one in responses[:1]]
        return real(definition, [*first, *responses[1:]], *of)  # type: ignore[arg-type]

    patch.setattr(table, "count", faulty)


def test_the_order_of_responses_and_their_ids_change_no_byte() -> None:
    holds(order_tells_nothing, shuffled_worlds())


def test_a_partition_by_order_is_noticed() -> None:
    broken_by(order_tells_nothing, shuffled_worlds(), _the_first_is_a_man)


# ---- those who are left out touch no byte ----------------------------------------------------------------------------


@st.composite
def left_out_worlds(draw: st.DrawFn) -> tuple[World, World]:
    """Two worlds of the same women and men, with other left-out responses in each: none up to k - 1."""
    world = draw(worlds(women=(5, 9), men=(5, 9), other=(0, 10)))
    women_and_men = [one for one in world.responses if one.answers.get("gender") in ("woman", "man")]
    rest = [one for one in world.responses if one not in women_and_men]
    assume("gender" in [screen.id for screen in world.questionnaire.screens] and world.facts.breakdown == "gender")
    some = draw(st.permutations(rest))[: draw(st.integers(0, world.facts.k - 1))]
    others = draw(st.permutations(rest))[: draw(st.integers(0, world.facts.k - 1))]
    return with_responses(world, [*women_and_men, *some]), with_responses(world, [*others, *women_and_men])


def the_left_out_touch_nothing(two: tuple[World, World]) -> None:
    assert released(two[0]).canonical() == released(two[1]).canonical()


def _counted_with_the_women(patch: pytest.MonkeyPatch) -> None:
    def faulty(block: Block, values: Sequence[str]) -> tuple[tally.Part, ...]:
        others: list[tally.Part] = [("other", value) for value in values] if block.gender == "women" else []
        return (*blocks.members(block, values), *others)

    patch.setattr(table, "members", faulty)


def _counted_beside(patch: pytest.MonkeyPatch) -> None:
    """Languages are those of everybody."""

    def faulty(definition: Questionnaire, responses: Sequence[Given], *of: object) -> dict[tally.Part, tally.Tally]:
        tallies = tally.count(definition, responses, *of)  # type: ignore[arg-type]
        men = next(one for (gender, _), one in tallies.items() if gender == "men")
        for (gender, _), one in tallies.items():
            if gender == "other":
                men.counts["$language"] = men.of("$language") + one.of("$language")
        return tallies

    patch.setattr(table, "count", faulty)


def test_adding_removing_or_changing_the_left_out_changes_no_byte() -> None:
    holds(the_left_out_touch_nothing, left_out_worlds())


@pytest.mark.parametrize("plant", [_counted_with_the_women, _counted_beside])
def test_a_trace_of_the_left_out_is_noticed(plant: Plant) -> None:
    broken_by(the_left_out_touch_nothing, left_out_worlds(), plant)


# ---- counts sum to the block -----------------------------------------------------------------------------------------


def bounds(told: int | str, of: int) -> tuple[int, int]:
    """What a reader knows of a count in words. Those who were asked are all, or all but one, where that is in words."""
    if told == "at_most_one":
        return 0, 1
    return (max(of - 3, 0), of) if isinstance(told, str) else (told, told)


def counts_sum_to_the_block(world: World) -> None:
    release = released(world)
    sizes = {block.id: block.size for block in release.blocks}
    for one in release.tables:
        if one.id.startswith("$") or not one.rows:
            continue
        screen = world.questionnaire.screen(one.id)
        for n, column in enumerate(one.columns):
            size = sum(sizes[id] for id in column)
            told = {row.id: row.counts[n] for row in one.rows}
            if one.coarse:
                asked = bounds(told[NOT_ASKED], size)
                least = sum(bounds(count, size - asked[0])[0] for row, count in told.items() if row != NOT_ASKED)
                most = sum(bounds(count, size)[1] for count in told.values())
                assert screen.ask in MANY or least <= size <= most
            elif screen.ask in MANY:
                silent = sum(bounds(told[row], size)[0] for row in (NOT_ANSWERED, RATHER_NOT_SAY, NOT_ASKED))
                chosen = [bounds(count, size)[0] for row, count in told.items() if not row.startswith("$")]
                assert max(chosen) <= size - silent <= sum(chosen)
            else:
                assert sum(bounds(count, size)[0] for count in told.values()) == size


def words_hold_the_count(world: World) -> None:
    """A count in words is the true one, as a reader understands it."""
    release = released(world)
    people = [one for block in people_of(world, release).values() for one in block]
    for one in release.tables:
        if one.coarse:
            screen = world.questionnaire.screen(one.id)
            true = tell(screen, people)
            asked = len(people) - true[NOT_ASKED]
            answered = asked - true[NOT_ANSWERED] - true[RATHER_NOT_SAY]
            offered = {option.id: len(offered_to(screen, option, people)) for option in screen.options}
            for row in one.rows:
                n, told, could = true[row.id], row.counts[0], offered.get(row.id.split(".")[0], asked)
                assert told != "at_most_one" or n <= 1
                if told == "all_or_all_but_one":
                    assert n >= could - 2 or (screen.ask in MANY and n >= could - (asked - answered) - 1)
                assert isinstance(told, str) or told == n
                if row.id != NOT_ASKED:
                    assert isinstance(told, str) or 1 < n < could - 1


@st.composite
def offers_of_a_sensitive_question(draw: st.DrawFn) -> World:
    """A sensitive question with an option for those who answered x before. Most of these choose it."""
    kind = draw(st.sampled_from(["choose-one", "choose-many", "rank"]))
    secret = offering(ask("s", kind, sensitive=True), {"y": when("a", "x")})
    definition = questionnaire(GENDER, ask("a"), secret)
    given = [("x", "y")] * draw(st.integers(3, 6)) + [("x", "z")] * draw(st.integers(0, 3))
    given += [("y", "x")] * draw(st.integers(0, 6))
    people = [
        given_by(definition, n, {"a": a, "s": s if kind == "choose-one" else (s,)}, "north", "sv")
        for n, (a, s) in enumerate(given)
    ]
    return World(definition, facts(3), tuple(people))


def _not_answered_is_forgotten(patch: pytest.MonkeyPatch) -> None:
    real = table.counted
    patch.setattr(table, "counted", lambda screen, one: real(screen, one) | {NOT_ANSWERED: 0})


def _words_for_two(patch: pytest.MonkeyPatch) -> None:
    real = table.coarse

    def faulty(screen: Screen, one: tally.Tally, how: showing.Showing) -> dict[str, Count]:
        return {row: "at_most_one" if told == 2 else told for row, told in real(screen, one, how).items()}

    patch.setattr(table, "coarse", faulty)


def test_the_counts_of_a_question_sum_to_its_block() -> None:
    holds(counts_sum_to_the_block, worlds(), 60)
    holds(words_hold_the_count, worlds(), 60)
    holds(words_hold_the_count, offers_of_a_sensitive_question(), 40)


def test_a_count_that_is_forgotten_is_noticed() -> None:
    broken_by(counts_sum_to_the_block, worlds(), _not_answered_is_forgotten)


def test_a_word_for_another_count_is_noticed() -> None:
    broken_by(words_hold_the_count, worlds(), _words_for_two)


def test_an_option_that_all_chose_who_were_offered_it_is_noticed() -> None:
    def plant(patch: pytest.MonkeyPatch) -> None:
        patch.setattr(table, "coarse", lambda screen, one, how: real(screen, replace(one, offered={}), how))

    real = table.coarse
    broken_by(words_hold_the_count, offers_of_a_sensitive_question(), plant)


# ---- nothing of a question that too few were asked -------------------------------------------------------------------


def nothing_of_a_question_asked_of_too_few(world: World) -> None:
    release = released(world)
    k, screens = world.facts.k, {screen.id: screen for screen in world.questionnaire.questions}
    people = people_of(world, release)
    for one in release.tables:
        if one.id.startswith("$"):
            continue
        screen = screens[one.id]
        asked = [sum(one.id in person["answers"] for id in column for person in people[id]) for column in one.columns]
        away = [
            sum(one.id not in person["answers"] for id in column for person in people[id]) for column in one.columns
        ]
        if one.shown == "not_shown":
            assert not one.rows
            assert not one.columns
            continue
        assert all(n == 0 or n >= k for n in asked)
        assert sum(asked) >= k
        fine = {table.id: table.shown for table in release.tables} | {"$site": "by_block"}
        fine["gender"] = "not_shown" if release.blocks[0].gender == "everyone" else "by_block"
        fine[world.facts.second or ""] = "by_block"
        if screen.reads == (world.facts.second,):  # all of a block have the same value, as far as it is told
            assert all(there == 0 or gone == 0 for there, gone in zip(asked, away, strict=True))
        for of in screen.reads:
            assert len(release.blocks) == 1 or not (one.shown == "by_block" and fine[of] == "together")
            assert fine[of] != "not_shown"
            assert len(screen.reads) == 1 or fine[of] == "by_block"
        if mixes(screen, world.questionnaire):
            assert min(*asked, *away) >= k


def _asked_of_anyone(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(showing, "_enough", lambda *_, **__: Shown.BY_BLOCK)


def _whatever_it_reads(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(showing, "_allowed_by_read", lambda *_: [])


def _combining_is_no_matter(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(showing, "combines", lambda *_: False)


def _all_or_none_is_enough(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(showing, "_enough", lambda asked, *_, **__: Shown.BY_BLOCK if sum(asked) else Shown.NOT_SHOWN)


def test_nothing_is_shown_of_a_question_asked_of_too_few() -> None:
    holds(nothing_of_a_question_asked_of_too_few, worlds(women=(3, 12), men=(3, 12)), 60)


@pytest.mark.parametrize(
    "plant", [_asked_of_anyone, _whatever_it_reads, _combining_is_no_matter, _all_or_none_is_enough]
)
def test_a_question_shown_of_too_few_is_noticed(plant: Plant) -> None:
    broken_by(nothing_of_a_question_asked_of_too_few, worlds(women=(3, 12), men=(3, 12)), plant)


def test_a_follow_up_that_one_was_asked_is_not_shown() -> None:
    definition = questionnaire(
        GENDER, ask("safe"), ask("why", "text", when("safe", "y")), ask("how", show_if=when("safe", "y"))
    )
    genders = ["woman"] * 6 + ["man"] * 6
    people = [
        given_by(definition, n, {"gender": gender, "safe": "x" if n else "y", "why": "!", "how": "z"}, "north", "sv")
        for n, gender in enumerate(genders)
    ]
    release = released(World(definition, facts(), tuple(people)))
    assert release.table("safe").shown == "by_block"
    assert release.table("why") == Table(id="why", shown="not_shown")
    assert release.table("how") == Table(id="how", shown="not_shown")


# ---- sensitive questions: together, in coarse words, and all that depends on them ------------------------------------


def what_depends_on_a_sensitive_question_is_sensitive(world: World) -> None:
    """At any distance, and also if a definition did not say so itself."""
    sensitive = {"$language", "$helper"}
    undeclared = [
        screen.model_copy(update={"sensitive": screen.sensitive and sensitive.isdisjoint(screen.reads)})
        for screen in world.questionnaire.screens
    ]
    release = released(replace(world, questionnaire=questionnaire(*undeclared)))
    assert release == released(world)
    for screen in world.questionnaire.questions:
        if screen.sensitive or not sensitive.isdisjoint(screen.reads):
            sensitive.add(screen.id)
    for one in release.tables:
        if one.id in sensitive and not one.id.startswith("$"):
            assert one.shown != "by_block"
            assert len(one.columns) <= 1
            assert one.coarse == (one.shown == "together")


def _only_what_is_declared(patch: pytest.MonkeyPatch) -> None:
    def faulty(definition: Questionnaire, asked: showing.Asked, k: int) -> dict[str, showing.Showing]:
        return {
            id: replace(how, sensitive=definition.screen(id).sensitive)
            for id, how in showing.showings(definition, asked, k).items()
        }

    patch.setattr(table, "showings", faulty)


def test_what_depends_on_a_sensitive_question_is_shown_as_it_is() -> None:
    holds(what_depends_on_a_sensitive_question_is_sensitive, worlds(women=(3, 12), men=(3, 12)), 60)


def test_sensitivity_that_is_not_inherited_is_noticed() -> None:
    things = moved_in_a_chain().map(lambda pair: pair[0])
    broken_by(what_depends_on_a_sensitive_question_is_sensitive, things, _only_what_is_declared)


# ---- one who stands apart from all the others is not seen in a sensitive question ------------------------------------


@st.composite
def moved(draw: st.DrawFn) -> tuple[World, World]:
    """A world where nearly all answer alike, and the same with one sensitive answer moved, or one helper or language.

    Every count that this touches stays at 0 to 1, or at all to all but one; the counts of what depends on it too.
    """
    world = draw(worlds(women=(2, 6), men=(2, 6), other=(0, 3), alike=(0.9, 1, 1)))
    assume(world.responses)
    sensitive: list[Screen] = [screen for screen in world.questionnaire.questions if screen.sensitive]
    one = draw(st.sampled_from(world.responses))
    answers, language = dict(one.answers), one.language
    asked = [screen for screen in sensitive if screen.id in answers]
    if draw(st.integers(0, 5)) and asked:
        chosen: Screen = draw(st.sampled_from(asked))
        answers[chosen.id] = draw(st.sampled_from([None, "rather_not_say", *_answers(chosen)]))
    else:
        language = draw(st.sampled_from(world.facts.languages))
    for screen in sensitive:
        answers.setdefault(screen.id, draw(st.sampled_from([None, *_answers(screen)])))
    other = given_by(world.questionnaire, one.id, answers, one.site, language)
    after = with_responses(world, [other if given is one else given for given in world.responses])
    assume(after != world)
    assume(all(_stays_coarse(*pair) for pair in zip(_sensitive_counts(world), _sensitive_counts(after), strict=True)))
    return world, after


@st.composite
def moved_in_a_chain(draw: st.DrawFn) -> tuple[World, World]:
    """All give one answer to a sensitive question and are asked another; then one of them answers something else."""
    kind = draw(st.sampled_from(["choose-one", "choose-many"]))
    definition = questionnaire(
        GENDER,
        ask("s", sensitive=True),
        ask("f", kind, when("s", "x"), sensitive=True),
        ask("g", show_if=when("f", "x")),
    )
    more = draw(st.lists(st.sampled_from(["y", "z", None]), max_size=3))
    follow = [*more, *["x"] * draw(st.integers(3, 6))]
    people = [
        given_by(definition, n, {"s": "x", "f": (f,) if f and kind == "choose-many" else f, "g": "y"}, "north", "sv")
        for n, f in enumerate(follow)
    ]
    first = given_by(definition, 0, {"s": draw(st.sampled_from(["y", None]))}, "north", "sv")
    world = World(definition, facts(draw(st.integers(3, len(follow)))), tuple(people))
    after = with_responses(world, [first, *people[1:]])
    assume(all(_stays_coarse(*pair) for pair in zip(_sensitive_counts(world), _sensitive_counts(after), strict=True)))
    return world, after


def _answers(screen: Screen) -> list[Any]:
    if screen.ask in MANY:
        return [("x",), ("x", "y"), ("z",)]
    if screen.ask in ("number", "date"):
        return [0, 30] if screen.ask == "number" else ["2026-01-01", "2026-06-01"]
    if screen.ask == "text":
        return ["!"]
    return [0, 5] if screen.ask == "rating" else [option.id for option in screen.options]


def _sensitive_counts(world: World) -> list[tuple[int, int]]:
    """Every count that is published of a sensitive question, a language or a helper, and what it is a part of."""
    people = [one for block in people_of(world, released(world)).values() for one in block]
    found = [(sum(one["language"] == tag for one in people), len(people)) for tag in world.facts.languages]
    for screen in world.questionnaire.questions:
        if screen.sensitive:
            counts = tell(screen, people)
            asked = len(people) - counts[NOT_ASKED]
            found += [(n, len(people) if row == NOT_ASKED else asked) for row, n in counts.items()]
    return found


def _stays_coarse(before: tuple[int, int], after: tuple[int, int]) -> bool:
    (n, of), (m, whole) = before, after
    return n == m or (n <= 1 and m <= 1) or (n >= of - 1 and m >= whole - 1)


def one_apart_is_not_seen(two: tuple[World, World]) -> None:
    assert released(two[0]).canonical() == released(two[1]).canonical()


def _numbers(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(table, "coarse", lambda screen, one, _: table.counted(screen, one))


def _all_is_not_all_but_one(patch: pytest.MonkeyPatch) -> None:
    """A follow-up asked of all is shown where one asked of all but one is not."""
    real = showing._enough
    patch.setattr(
        showing,
        "_enough",
        lambda asked, sizes, k, combines, inherits: real(asked, sizes, k, combines=combines, inherits=False),
    )


def _of_those_asked(patch: pytest.MonkeyPatch) -> None:
    """All and all but one are told apart by the words of a follow-up."""
    real = table.coarse
    patch.setattr(table, "coarse", lambda screen, one, how: real(screen, one, replace(how, inherits=False)))


def _nothing_is_pooled(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(table, "remainder", lambda *_: ())


def test_one_who_stands_apart_is_not_seen_in_a_sensitive_question() -> None:
    holds(one_apart_is_not_seen, moved(), 40)
    holds(one_apart_is_not_seen, moved_in_a_chain(), 100)


@pytest.mark.parametrize("plant", [_numbers, _nothing_is_pooled])
def test_one_who_is_seen_is_noticed(plant: Plant) -> None:
    broken_by(one_apart_is_not_seen, moved(), plant)


@pytest.mark.parametrize("plant", [_numbers, _all_is_not_all_but_one, _of_those_asked])
def test_one_who_is_seen_by_who_was_asked_is_noticed(plant: Plant) -> None:
    broken_by(one_apart_is_not_seen, moved_in_a_chain(), plant)


# ---- a refusal tells nothing -----------------------------------------------------------------------------------------


@st.composite
def refused(draw: st.DrawFn) -> tuple[World, World]:
    """Two worlds of fewer than k, that differ in one person's gender."""
    world = draw(worlds(women=(0, 2), men=(0, 2), other=(0, 1), ks=(5, 6)))
    assume(0 < len(world.responses) < world.facts.k)
    one = draw(st.sampled_from(world.responses))
    gender = draw(st.sampled_from(["woman", "man", "other", "rather_not_say", None]))
    other = replace(one, answers={**one.answers, "gender": gender} if "gender" in one.answers else one.answers)
    return world, with_responses(world, [other if given is one else given for given in world.responses])


def refusals_are_alike(two: tuple[World, World]) -> None:
    first, second = released(two[0]), released(two[1])
    assert first.canonical() == second.canonical()
    assert (first.blocks, first.tables) == ((), ())


def _the_women_are_told(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(table, "partition", lambda sizes, *_: (Block(id="women", size=sum(sizes["women"].values())),))


def test_a_refusal_is_the_same_whoever_answered() -> None:
    holds(refusals_are_alike, refused())


def test_a_refusal_that_tells_something_is_noticed() -> None:
    broken_by(refusals_are_alike, refused(), _the_women_are_told)
