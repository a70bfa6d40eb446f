from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from surveyapp.release.make import make_release
from surveyapp.store import actions, feedback, rounds
from surveyapp.store.actions import Action, ActionPlan, Stand
from surveyapp.store.engine import Store
from surveyapp.store.errors import StoreRefused
from surveyapp.store.feedback import Feedback, Figure, LinePlan, Telling
from surveyapp.store.rounds import Round
from tests.store.conftest import DAY, NOW, PLAN, TODAY, Open

SAID = LinePlan("talk", {"sv": "Det är kallt."}, {"sv": "Vi köpte filtar.", "ar": "بطانيات"}, {}, None, None)
MEETING = Telling(TODAY, "meeting", "Snickeriet", "Med tolk")
LATER = PLAN.releases + DAY


@pytest.fixture
def round(store: Store, open_round: Open) -> Round:
    """A round that is over."""
    round = open_round()
    assert make_release(store, round, LATER)
    return round


@pytest.fixture
def begin(store: Store, round: Round) -> Callable[[], Feedback]:
    """Begins the round's feedback, or reads it."""

    def begun() -> Feedback:
        with store.writing() as c:
            name = rounds.address_name(round.label)
            return feedback.begin(c, name, ("sv", "ar"), TODAY, study_id=None, round_id=round.id)

    return begun


def add(store: Store, told: Feedback, *plans: LinePlan) -> None:
    with store.writing() as c:
        for plan in plans:
            feedback.add_line(c, told, plan)


def refused(store: Store, do: Callable[..., object], *arguments: object, **named: object) -> str:
    with pytest.raises(StoreRefused) as refusal, store.writing() as c:
        do(c, *arguments, **named)
    return str(refusal.value.said)


def unexplained(store: Store, told: Feedback) -> list[Action]:
    with store.reading() as c:
        return feedback.unexplained(c, told)


def a_no(store: Store, round: Round) -> Action:
    stand = Stand("no", {"sv": "Det finns inga pengar."}, "head of the workshop", None, None)
    with store.writing() as c:
        return actions.begin(c, ActionPlan(None, round.id, {"sv": "Bänk"}, "idea", ()), stand, "kim", NOW, TODAY)


def test_it_is_begun_once_and_comes_back_as_it_was_written(
    store: Store, round: Round, begin: Callable[[], Feedback]
) -> None:
    told = begin()
    assert begin() == told
    figure = Figure(round.name, "good", "yes")
    add(store, told, SAID, replace(SAID, picture="bus", figure=figure))
    with store.reading() as c:
        found = feedback.named(c, told.name)
        assert found == feedback.of(c, round_id=round.id)
        assert feedback.every(c) == [found]
        assert feedback.named(c, "another") is None
    assert found
    assert [(line.picture, line.position, line.figure) for line in found.lines] == [
        ("talk", 1, None),
        ("bus", 2, figure),
    ]
    assert (found.lines[0].said, found.lines[0].did, found.lines[0].wont) == (SAID.said, SAID.did, {})
    assert (found.asked, found.published, found.answered, found.languages) == (TODAY, None, None, ("sv", "ar"))
    with store.writing() as c:
        feedback.change_line(c, found, found.lines[1], replace(SAID, wont={"sv": "Inte i år."}))
        feedback.remove_line(c, found, found.lines[0])
    (line,) = begin().lines
    assert (line.picture, line.wont) == ("talk", {"sv": "Inte i år."})
    assert refused(store, feedback.change_line, found, found.lines[0], SAID) == "This has been removed."


@pytest.mark.parametrize("plan", [replace(SAID, said={"ar": "برد"}), replace(SAID, did={}), replace(SAID, said={})])
def test_a_line_says_what_was_said_and_what_came_of_it_in_the_source(
    store: Store, begin: Callable[[], Feedback], plan: LinePlan
) -> None:
    told = begin()
    assert refused(store, feedback.add_line, told, plan).startswith("Write what")


def test_a_figure_comes_from_what_was_asked_here(store: Store, begin: Callable[[], Feedback], open_round: Open) -> None:
    told = begin()
    for name in (open_round().name, "nothing", ""):
        line = replace(SAID, figure=Figure(name, "good", "yes"))
        assert refused(store, feedback.add_line, told, line).startswith("A figure can only come from")


def test_nothing_is_published_or_told_without_a_line_or_before_the_asking_has_ended(
    store: Store, begin: Callable[[], Feedback]
) -> None:
    told = begin()
    assert refused(store, feedback.publish, told, TODAY).startswith("Write first")
    assert refused(store, feedback.tell, told, MEETING, TODAY).startswith("Write first")
    add(store, told, SAID)
    assert refused(store, feedback.tell, told, MEETING, TODAY + DAY).startswith("On that day")
    assert begin().asked == TODAY
    with store.writing() as c:
        feedback.publish(c, told, TODAY)
        feedback.tell(c, told, MEETING, TODAY - timedelta(days=9))
        feedback.tell(c, told, replace(MEETING, day=TODAY - DAY), TODAY)
    found = begin()
    assert found.published == TODAY
    assert found.answered == TODAY - DAY
    assert found.asked == TODAY - timedelta(days=9)
    assert [telling.day for telling in found.told] == [TODAY - DAY, TODAY]


def test_what_was_told_stays_and_is_only_translated(store: Store, begin: Callable[[], Feedback]) -> None:
    told = begin()
    add(store, told, SAID)
    with store.writing() as c:
        feedback.tell(c, told, MEETING, TODAY)
    (line,) = begin().lines
    changed = (
        replace(SAID, said={"sv": "Det är varmt."}),
        replace(SAID, did={"sv": "Vi köpte filtar."}),
        replace(SAID, wont={"sv": "Inte i år."}),
        replace(SAID, picture="bus"),
    )
    for plan in changed:
        assert refused(store, feedback.change_line, told, line, plan) == feedback.TOLD_ALREADY
    assert refused(store, feedback.remove_line, told, line) == feedback.TOLD_ALREADY
    with store.writing() as c:
        feedback.change_line(c, told, line, replace(SAID, said={**SAID.said, "ar": "برد"}))
    add(store, told, replace(SAID, picture="bus"))
    assert [line.said for line in begin().lines] == [{"sv": "Det är kallt.", "ar": "برد"}, SAID.said]


def test_a_round_is_finished_when_its_participants_have_been_told_and_not_before(
    store: Store, round: Round, begin: Callable[[], Feedback]
) -> None:
    told = begin()
    assert refused(store, rounds.finish, round, TODAY) == feedback.NOT_TOLD
    add(store, told, SAID)
    assert refused(store, rounds.finish, round, TODAY) == feedback.NOT_TOLD
    with store.writing() as c:
        feedback.tell(c, told, MEETING, TODAY)
        rounds.finish(c, round, TODAY)
        found = rounds.round_by_id(c, round.id)
    assert found
    assert found.finished == TODAY


def test_whoever_hears_no_hears_why(store: Store, round: Round, begin: Callable[[], Feedback]) -> None:
    told = begin()
    add(store, told, SAID)
    with store.writing() as c:
        feedback.tell(c, told, MEETING, TODAY)  # there was no "no" then
    no = a_no(store, round)
    add(store, told, replace(SAID, action_id=no.id))  # it doesn't say why
    for do in (feedback.publish, rounds.finish):
        about: Round | Feedback = told if do is feedback.publish else round
        assert refused(store, do, about, TODAY) == feedback.NO_WHY
    assert refused(store, feedback.tell, told, MEETING, TODAY) == feedback.NO_WHY
    assert unexplained(store, begin()) == [no]
    add(store, told, replace(SAID, did={}, wont={"sv": "Det finns inga pengar."}, action_id=no.id))
    assert unexplained(store, begin()) == []
    with store.writing() as c:
        feedback.publish(c, told, TODAY)
        rounds.finish(c, round, TODAY)


def test_a_round_that_is_removed_takes_along_what_was_told(store: Store, open_round: Open) -> None:
    trial = open_round(kind="trial")
    no = a_no(store, trial)
    with store.writing() as c:
        told = feedback.begin(c, "told-aaaaaaaa", ("sv",), TODAY, study_id=None, round_id=trial.id)
        feedback.add_line(c, told, replace(SAID, wont={"sv": "Nej."}, action_id=no.id))
        feedback.tell(c, told, MEETING, TODAY)
        rounds.remove(c, trial)
        assert feedback.every(c) == []
        assert actions.actions(c) == []
