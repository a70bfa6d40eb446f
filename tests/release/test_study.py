"""What a study's release tells points at nobody."""

from collections import defaultdict
from dataclasses import replace
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveyapp.release.study import Mention, Spoken, StudyRelease, Told, Topic, Voice, at_least
from tests.release.algebra import Span, indicator
from tests.release.studies import THEMES, of_gender, released, study

K = 3
worlds = st.randoms(use_true_random=False).map(study)


def _blocks(told: Told, release: StudyRelease) -> list[set[int]]:
    everyone = {voice.id for voice in told.voices}
    return [everyone if block.gender == "everyone" else of_gender(told, block.gender) for block in release.blocks]


@given(worlds)
@settings(max_examples=150, deadline=None)
def test_no_figure_quote_or_balance_is_of_fewer_than_k(told: Told) -> None:
    release = released(told)
    blocks = _blocks(told, release)
    assert all(len(ids) == block.size >= K for ids, block in zip(blocks, release.blocks, strict=True))
    assert len(release.balance) == (len(blocks) if len(blocks) > 1 else 0)
    heard = {id for ids in blocks for id in ids}
    for topic in (*release.themes, *release.codes):
        said = [one for one in told.mentions if topic.name in (one.theme, *one.codes)]
        for ids, block, spread in zip(blocks, release.blocks, topic.spread, strict=True):
            n = len({one.speaker for one in said} & ids)
            if isinstance(spread.persons, int):
                assert spread.persons == n
                assert 2 <= n <= block.size - 2
            assert spread.mentions is None or spread.persons == n >= K
        assert topic.groups is None or len({one.speaker for one in said} & heard) >= K
    assert all(at_least(topic, release.blocks) >= K for topic in release.codes)
    for quote in release.quotes:
        (one,) = (one for one in told.mentions if one.quote == quote.text)
        assert one.speaker in heard
        if quote.theme:
            assert len({each.speaker for each in told.mentions if each.theme == quote.theme} & heard) >= K
        if quote.block:
            ids = blocks[[block.id for block in release.blocks].index(quote.block)]
            assert one.speaker in ids
            assert len({each.speaker for each in told.mentions if each.theme == quote.theme} & ids) >= K


@given(worlds)
@settings(max_examples=100, deadline=None)
def test_within_a_theme_all_quotes_tell_a_gender_or_none_does(told: Told) -> None:
    release = released(told)
    for theme in (*THEMES, None):
        assert len({quote.block is None for quote in release.quotes if quote.theme == theme}) <= 1


@given(worlds, st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_ids_and_orders_change_no_byte(told: Told, random: Random) -> None:
    ids = [voice.id for voice in told.voices]
    new = dict(zip(ids, random.sample(range(10**6), len(ids)), strict=True))
    groups = dict(zip(told.groups, random.sample(range(100), len(told.groups)), strict=True))
    other = Told(
        {groups[id]: told.groups[id] for id in random.sample(list(groups), len(groups))},
        told.themes,
        random.sample(told.codes, len(told.codes)),
        [
            Voice(new[one.id], one.gender, groups[one.group])
            for one in random.sample(list(told.voices), len(told.voices))
        ],
        [
            replace(one, speaker=new[one.speaker], group=groups[one.group])
            for one in random.sample(list(told.mentions), len(told.mentions))
        ],
        [Spoken(new[one.speaker], one.seconds) for one in random.sample(list(told.spoken), len(told.spoken))],
    )
    assert released(other).canonical() == released(told).canonical()


@given(worlds, st.randoms(use_true_random=False), st.integers(0, K - 1))
@settings(max_examples=100, deadline=None)
def test_those_left_out_change_no_byte(told: Told, random: Random, fewer: int) -> None:
    others = of_gender(told, "other")
    without = replace(
        told,
        voices=[one for one in told.voices if one.id not in others],
        mentions=[one for one in told.mentions if one.speaker not in others],
        spoken=[one for one in told.spoken if one.speaker not in others],
    )
    if min(len(of_gender(told, "women")), len(of_gender(told, "men"))) < K:
        return
    left_out = [Voice(10_000 + n, "other", 2) for n in range(fewer)]
    with_them = replace(
        without,
        voices=[*without.voices, *left_out],
        mentions=[
            *without.mentions,
            *(Mention(one.id, one.group, "noise", frozenset({"fun"}), "theirs") for one in left_out),
        ],
        spoken=[*without.spoken, *(Spoken(one.id, random.randint(1, 99)) for one in left_out)],
    )
    assert released(with_them).canonical() == released(without).canonical()


@given(worlds)
@settings(max_examples=60, deadline=None)
def test_no_arithmetic_over_the_counts_gives_a_sum_over_fewer_than_k(told: Told) -> None:
    """Persons and mentions as sums over the persons of a block: what follows is about k or more, or about nobody."""
    release = released(told)
    span = Span()
    for topic in (*release.themes, *release.codes):
        for ids, spread in zip(_blocks(told, release), topic.spread, strict=True):
            if isinstance(spread.persons, int):
                span.add(indicator((topic.name, "persons", id) for id in ids))
            if spread.mentions is not None:
                span.add(indicator((topic.name, "mentions", id) for id in ids))
    for topic in (*release.themes, *release.codes):
        for what in ("persons", "mentions"):
            assert all(indicator([(topic.name, what, voice.id)]) not in span for voice in told.voices)
            assert all(
                indicator([(topic.name, what, one.id), (topic.name, what, two.id)]) not in span
                for one in told.voices
                for two in told.voices
                if one.id < two.id
            )


TWO_BLOCKS = {0: 1, 1: 1, 2: 2, 3: 3, 4: 4, 5: 4, 10: 2, 11: 3, 12: 4, 13: 2, 14: 3}
ONE_BLOCK = {0: 1, 1: 1, 10: 2, 11: 2, 12: 3, 13: 3, 14: 4, 15: 4}
"""Who is in which group: women below 10. Too few are women in the second for blocks of their own."""


@pytest.mark.parametrize(("where", "tells_groups"), [(TWO_BLOCKS, False), (ONE_BLOCK, True)])
def test_in_every_small_world_nobody_follows_from_what_is_told(where: dict[int, int], tells_groups: bool) -> None:
    """Whoever knows who is in which group can't tell of anybody whether they spoke of a theme.

    Of a group it follows that it came up there only if that follows from the persons, without the number of groups.
    """
    voices = [Voice(id, "women" if id < 10 else "men", group) for id, group in where.items()]
    worlds = []
    for spoke in product([False, True], repeat=len(where)):
        who = {id for id, yes in zip(where, spoke, strict=True) if yes}
        said = [Mention(id, where[id], "noise", frozenset()) for id in who]
        told = Told({1: "women", 2: "mixed", 3: "mixed", 4: "mixed"}, ("noise",), (), voices, said, [])
        (topic,) = released(told).themes
        worlds.append((topic, topic.model_copy(update={"groups": None}), who))
    with_groups: dict[Topic, list[set[int]]] = defaultdict(list)
    without: dict[Topic, list[set[int]]] = defaultdict(list)
    for topic, bare, who in worlds:
        with_groups[topic].append(who)
        without[bare].append(who)
    assert any(topic.groups for topic in with_groups) == tells_groups
    for found, alike in with_groups.items():
        assert all({id in who for who in alike} == {False, True} for id in where), found
        for group in set(where.values()):
            ids = {id for id, its in where.items() if its == group}
            without_groups = without[found.model_copy(update={"groups": None})]
            assert {bool(who & ids) for who in alike} == {bool(who & ids) for who in without_groups}, found


def test_a_man_who_speaks_alone_can_not_be_told_from_none() -> None:
    voices = [Voice(n, "women" if n < 8 else "men", 1 + n % 4) for n in range(16)]
    women = [Mention(n, 1 + n % 4, "noise", frozenset(), f"w{n}") for n in range(5)]
    groups = {1: "women", 2: "mixed", 3: "mixed", 4: "mixed"}
    without = Told(groups, THEMES, (), voices, women, [])  # type: ignore[arg-type]
    alone = replace(without, mentions=[*women, Mention(9, 2, "noise", frozenset())])
    assert released(alone).canonical() == released(without).canonical()
    quoted = released(replace(without, mentions=[*women, Mention(9, 2, "noise", frozenset(), "his")])).quotes
    assert {quote.block for quote in quoted} == {None}
