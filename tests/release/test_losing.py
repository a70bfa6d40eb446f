"""What a round's figures may come to lack is told before it opens, and nothing else is ever missing."""

from datetime import UTC, datetime

import pytest

from surveyapp.demo import FACTS
from surveyapp.questionnaire.model import All, Not
from surveyapp.release import losing, table
from surveyapp.release.losing import Loss, can_be_lost
from surveyapp.store.rounds import Plan, Site
from tests.release.worlds import GENDER, HELPER, SITES, World, ask, facts, holds, questionnaire, when, worlds

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)


def plan_of(world: World) -> Plan:
    return Plan(
        label="Round",
        questionnaire_version="0",
        kind="real",
        languages=world.facts.languages,
        sites=tuple(Site(id, id) for id in world.facts.sites),
        k=world.facts.k,
        breakdown=world.facts.breakdown,
        opens=NOON,
        closes=NOON,
        releases=NOON,
        access="open",
        facts=FACTS,
        second=world.facts.second,
    )


def what_is_missing_was_told(world: World) -> None:
    """And what was said to be missing surely is."""
    told = can_be_lost(plan_of(world), world.questionnaire)
    for one in table.make(world.facts, world.questionnaire, world.responses).tables:
        of = [loss for loss in told if loss.question == one.id.lstrip("$")]
        assert of or one.shown != "not_shown"
        assert one.shown == "not_shown" or not any(loss.surely for loss in of)


def test_nothing_is_missing_that_was_not_told() -> None:
    holds(what_is_missing_was_told, worlds(), 100)


def test_what_was_not_told_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        losing, "_conditions", lambda screen: [(None, screen.show_if, screen.reads)][: screen.id == "q1"]
    )
    with pytest.raises(AssertionError):
        holds(what_is_missing_was_told, worlds(), 1000)


def losses(*screens: object, breakdown: str = "gender", second: str | None = None) -> list[Loss]:
    world = World(questionnaire(*screens), facts(5, breakdown, second), ())  # type: ignore[arg-type]
    return list(can_be_lost(plan_of(world), world.questionnaire))


def test_why_it_may_be_missing() -> None:
    a, north = ask("a"), when("$site", "north")
    assert losses(GENDER, a) == []
    assert losses(GENDER, a, ask("b", show_if=north)) == [Loss("b", None, ("few",), False)]
    assert losses(GENDER, a, ask("b", show_if=north), second="$site") == [Loss("b", None, ("second", "few"), False)]
    assert losses(GENDER, ask("b", show_if=when("$site", *SITES)), second="$site") == [Loss("b", None, ("few",), False)]
    of_women = ask("b", show_if=when("gender", "woman"))
    assert losses(GENDER, of_women) == [Loss("b", None, ("gender", "few"), False)]
    assert losses(GENDER, of_women, breakdown="none") == [Loss("b", None, ("gender", "few"), True)]
    helped = ask("b", show_if=when("$helper", "staff"), sensitive=True)
    assert losses(GENDER, HELPER, helped) == [Loss("b", None, ("language_or_helper", "few"), False)]
    both = ask("b", show_if=All(all=(north, Not(negated=when("a", "x")))))
    after = ask("c", show_if=when("b", "x"))
    assert losses(GENDER, a, both, after) == [
        Loss("b", None, ("combined", "few"), False),
        Loss("c", None, ("read", "few"), False),
    ]


def test_an_option_is_named_whose_condition_is_to_blame() -> None:
    options = [
        {"id": "x", "text": {"sv": "x"}},
        {"id": "y", "text": {"sv": "y"}, "show_if": when("$site", "north"), "reads": ("$site",)},
    ]
    place = ask("place", options=options, favourable=())
    assert losses(GENDER, place, second="$site") == [Loss("place", "y", ("second", "few"), False)]
