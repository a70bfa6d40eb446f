"""Every number is right: the release from raw answers, and what readers see from the block table alone."""

import json
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import pytest

from surveyapp.questionnaire.model import Questionnaire, Screen
from surveyapp.release import figures, table, tally
from surveyapp.release.figures import Column, Share
from surveyapp.release.model import NOT_ANSWERED, Count, Release
from tests.release.recompute import block_table, readings
from tests.release.worlds import GENDER, Given, World, ask, facts, given_by, holds, questionnaire, when, worlds


def released(world: World) -> Release:
    return table.make(world.facts, world.questionnaire, world.responses)


def recomputed(world: World) -> dict[str, Any]:
    raw = [vars(response) for response in world.responses]
    plan = world.facts
    return block_table(
        world.questionnaire,
        raw,
        k=plan.k,
        languages=plan.languages,
        breakdown=plan.breakdown,
        second=plan.second,
        sites=tuple(plan.sites),
    )


def from_the_table(release: Release, definition: Questionnaire) -> dict[str, Any]:
    return readings(json.loads(release.canonical()), definition)


def every_count_is_right(world: World) -> None:
    """The block table is what a second program makes of the same answers."""
    told = json.loads(released(world).canonical())
    assert {"blocks": told["blocks"], "tables": told["tables"]} == recomputed(world)


def every_figure_is_right(world: World) -> None:
    """A second program gets every figure from the block table alone, and sees none that is not among the figures."""
    release = released(world)
    seen = {one.id: as_read(one) for one in figures.figures(release, world.questionnaire)}
    assert seen == from_the_table(release, world.questionnaire)


def as_read(one: figures.Figures) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "shown": one.table.shown,
        "columns": {"+".join(column.blocks): column_as_read(column) for column in one.columns},
        "women": parts(one.women),
    }
    return plain | ({"chart": one.chart} if one.chart else {})


def column_as_read(column: Column) -> dict[str, Any]:
    told: dict[str, Any] = {"counts": dict(column.counts), "shares": parts(column.shares)}
    favourable = column.favourable and (column.favourable.part, column.favourable.base)
    more = {"asked": column.asked, "favourable": favourable, "mean": column.mean, "median": column.median}
    if column.mean is not None:
        more["rated"] = column.rated
    return told | {key: value for key, value in more.items() if value is not None}


def parts(shares: Mapping[str, Share]) -> dict[str, tuple[int, int]]:
    return {row: (share.part, share.base) for row, share in shares.items()}


def test_every_count_is_what_a_second_program_counts() -> None:
    holds(every_count_is_right, worlds(), 80)


def test_every_figure_follows_from_the_block_table_alone() -> None:
    holds(every_figure_is_right, worlds(women=(3, 12), men=(3, 12)), 60)


def _a_favourable_share_of_all_asked(real: Callable[..., Any]) -> Callable[..., Any]:
    def faulty(screen: Screen, counts: Mapping[str, Count], answered: int | None) -> Share | None:
        share: Share | None = real(screen, counts, answered)
        return Share(share.part, share.base + 1) if share and counts[NOT_ANSWERED] == 1 else share

    return faulty


def test_a_favourable_share_of_a_wrong_base_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "_favourable", _a_favourable_share_of_all_asked(figures._favourable))
    with pytest.raises(AssertionError):
        holds(every_figure_is_right, worlds(women=(3, 12), men=(3, 12)), 400)


def test_a_response_that_is_not_counted_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    real = tally.count
    monkeypatch.setattr(table, "count", lambda definition, given, *of: real(definition, list(given)[1:], *of))
    with pytest.raises(AssertionError):
        holds(every_count_is_right, worlds())


# ---- by hand ---------------------------------------------------------------------------------------------------------


def answers(definition: Questionnaire, *people: dict[str, Any]) -> tuple[Given, ...]:
    return tuple(given_by(definition, n, person, "north", "sv") for n, person in enumerate(people))


RATED = questionnaire(GENDER, ask("back", "rating"), ask("many", "choose-many"))


def test_shares_bases_means_and_medians_of_a_round_reckoned_by_hand() -> None:
    people = answers(
        RATED,
        {"gender": "woman", "back": 0, "many": ("x", "y")},
        {"gender": "woman", "back": 3, "many": ("x",)},
        {"gender": "woman", "back": 10, "many": None},
        {"gender": "woman", "back": None, "many": ("w",)},
        {"gender": "man", "back": 2, "many": ("y",)},
        {"gender": "man", "back": "rather_not_say", "many": ("x",)},
        {"gender": "man", "back": 5, "many": ("x", "y", "z")},
        {"gender": "other", "back": 9, "many": ("z",)},
    )
    back, many, *_ = figures.figures(released(World(RATED, facts(k=3), people)), RATED)
    women, men, both = back.columns
    assert (women.asked, men.asked, both.asked) == (4, 3, 7)
    assert women.favourable == Share(2, 3)
    assert men.favourable == Share(1, 2)
    assert (women.mean, women.median, women.rated) == (Fraction(13, 3), Fraction(3), 3)
    assert (men.mean, men.median, men.rated) == (Fraction(7, 2), Fraction(7, 2), 2)
    assert both.mean == 4
    assert women.shares["$not_answered"] == Share(1, 4)
    assert back.women["3"] == Share(1, 1)
    assert back.women_asked == Share(4, 7)
    assert back.chart == "stacked"
    assert both.blocks == ("women", "men")
    women, men, both = many.columns
    assert women.shares["x"] == Share(2, 4)
    assert women.not_chosen == {"x": 1, "y": 2, "z": 3, "w": 2}
    assert many.women["x"] == Share(2, 4)
    assert many.women["y"] == Share(1, 3)
    assert women.favourable is None
    assert many.chart == "clustered"


def test_under_a_base_of_twenty_counts_come_first() -> None:
    assert Share(1, 19).counts_first
    assert not Share(1, 20).counts_first


def test_a_block_of_which_nobody_was_asked_has_counts_and_no_shares() -> None:
    definition = questionnaire(GENDER, ask("only_women", show_if=when("gender", "woman")))
    people = answers(
        definition,
        *[{"gender": "woman", "only_women": "x"}] * 3,
        *[{"gender": "man"}] * 4,
    )
    only_women, *_ = figures.figures(released(World(definition, facts(k=3), people)), definition)
    women, men, both = only_women.columns
    assert women.shares["x"] == Share(3, 3)
    assert men.counts["$not_asked"] == 4
    assert not men.shares
    assert both.shares["x"] == Share(3, 3)
    assert not only_women.women


def test_a_sensitive_question_has_no_mean_and_nothing_that_needs_a_hidden_count() -> None:
    definition = questionnaire(GENDER, ask("back", "rating", sensitive=True), ask("safe", sensitive=True))
    steps = [0, 0, 0, 5, 5, 5, 9, 9]
    people = answers(
        definition,
        *[
            {"gender": "woman" if n < 4 else "man", "back": step, "safe": "x" if n < 5 else "y"}
            for n, step in enumerate(steps)
        ],
    )
    back, safe, *_ = figures.figures(released(World(definition, facts(k=3), people)), definition)
    (column,) = back.columns
    assert column.blocks == ("women", "men")
    assert {column.mean, column.median, column.rated} == {None}
    assert column.shares == {"0": Share(3, 8), "5": Share(3, 8), "9": Share(2, 8)}
    assert column.favourable is None
    assert back.chart is None
    assert back.hides
    (column,) = safe.columns
    assert column.favourable is None  # its base needs the ways out, and nobody chose them
    assert not safe.women


def test_what_is_not_shown_has_no_figure() -> None:
    definition = questionnaire(GENDER, ask("a"), ask("b", show_if=when("a", "y")))
    people = answers(
        definition,
        *[{"gender": "woman", "a": "x"}] * 5,
        *[{"gender": "man", "a": "x"}] * 5,
        {"gender": "man", "a": "y", "b": "z"},
    )
    _, b, *_ = figures.figures(released(World(definition, facts(), people)), definition)
    assert b.table.shown == "not_shown"
    assert (b.columns, dict(b.women), b.women_asked, b.chart) == ((), {}, None, None)
