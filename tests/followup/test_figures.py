"""Figures that participants are told come from the release alone, and none of them is about fewer than k."""

from surveyapp.followup.figures import PICTURES, choices, told
from surveyapp.questionnaire.kinds import kind_of
from surveyapp.questionnaire.model import Answer
from surveyapp.release import table
from surveyapp.release.model import Count
from tests.release.worlds import GENDER, World, ask, facts, given_by, holds, questionnaire, worlds


def _whole(count: Count) -> int:
    assert isinstance(count, int), "a count that is told in words became a figure"
    return count


def every_figure_is_the_releases(world: World) -> None:
    release = table.make(world.facts, world.questionnaire, world.responses)
    offered = {(question, row): figure for question, row, figure in choices(release, world.questionnaire)}
    k = release.round.k
    for (question, row), figure in offered.items():
        screen = world.questionnaire.screen(question)
        its = release.table(question)
        assert its.shown != "not_shown"
        assert screen.ask != "text"
        assert len({part.picture for part in figure.parts}) == len(figure.parts) <= 3
        if screen.choose:
            places = [f"{row}.{place}" for place in range(1, screen.choose + 1)]
            worth = range(screen.choose, 0, -1)
            rows = {one.id: one.counts for one in its.rows}
            expected = sum(_whole(n) * each for place, each in zip(places, worth, strict=True) for n in rows[place])
        else:
            (counts,) = (one.counts for one in its.rows if one.id == row)
            expected = sum(map(_whole, counts))
            assert all(part.bar and part.bar[1] >= k for part in figure.parts), f"{question} has a base under {k}"
        assert sum(int(str(part.said.gaps["part"])) for part in figure.parts) == expected
        groups = {block.partition(":")[0] for column in its.columns for block in column}
        assert len(figure.parts) == (len(groups) if its.shown == "by_block" else 1)
        apart = its.shown == "by_block" and {block.gender for block in release.blocks} != {"everyone"}
        assert apart == (figure.parts[0].picture != PICTURES["everyone"])
    for screen in world.questionnaire.questions:
        for row in (*kind_of(screen).rows(screen), *(option.id for option in screen.options), "$not_asked", "nothing"):
            assert (told(release, world.questionnaire, screen.id, row) is not None) == ((screen.id, row) in offered)
    for id in ("$language", "$helper", "nothing"):
        assert told(release, world.questionnaire, id, "sv") is None


def test_every_figure_is_the_releases_and_none_is_of_too_few() -> None:
    holds(every_figure_is_the_releases, worlds(), 60)


def world(women: int, men: int, men_vote: bool = True) -> World:
    definition = questionnaire(GENDER, ask("q"), ask("r", "rank"))
    genders = ["woman"] * women + ["man"] * men
    answers: list[dict[str, Answer | None]] = [
        {"gender": gender, "q": "xy"[n % 2], "r": ("x", "y") if men_vote or gender == "woman" else None}
        for n, gender in enumerate(genders)
    ]
    return World(
        definition, facts(), tuple(given_by(definition, n, one, "north", "sv") for n, one in enumerate(answers))
    )


def sentences(one: World, question: str, row: str) -> list[str]:
    found = told(table.make(one.facts, one.questionnaire, one.responses), one.questionnaire, question, row)
    return [str(part.said) for part in found.parts] if found else []


def test_women_and_men_are_told_apart_where_the_release_does_so() -> None:
    assert sentences(world(6, 8), "q", "x") == ["3 of 6 women", "4 of 8 men"]
    assert sentences(world(6, 3), "q", "x") == ["5 of 9 people"]
    assert sentences(world(2, 2), "q", "x") == []


def test_of_what_was_put_in_order_points_and_voters_are_told() -> None:
    assert sentences(world(6, 8), "r", "x") == ["12 points from 6 women", "16 points from 8 men"]
    assert sentences(world(6, 8), "r", "y") == ["6 points from 6 women", "8 points from 8 men"]
    assert sentences(world(6, 8), "r", "x.1") == []
    assert sentences(world(6, 8, men_vote=False), "r", "x") == []  # women's points alone would not tell the vote
