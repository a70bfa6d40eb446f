"""How the talk is shared out: by hand, and whatever the world."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.focusgroup.meeting.talk import everyone_was_heard, shared
from surveyapp.release.balance import balance
from surveyapp.store.notes import Turn, Who
from surveyapp.store.studies import Gender, Speaker


def speaker(id: int, gender: Gender | None, *, agrees_notes: bool = True) -> Speaker:
    return Speaker(gender, "sv", False, False, agrees_notes, False, False, (), id, 1, id, None)


def turn(seconds: int, by: int | None, *, who: Who = "speaker", interpreted: bool = False) -> Turn:
    return Turn(1, 1, "kim", 1, "comfort", who, by, seconds, interpreted)


TABLE = [speaker(1, "woman"), speaker(2, "woman"), speaker(3, "man"), speaker(4, None)]


def test_time_and_turns_are_held_against_how_many_there_are() -> None:
    turns = [turn(60, 1), turn(30, 3), turn(30, 3, interpreted=True)]
    woman, man, other = shared(TABLE, turns)
    assert (woman.gender, woman.persons, woman.time, woman.turns) == ("woman", 2, (1.0, 4 / 3), (2 / 3, 1.0))
    assert (man.gender, man.persons, man.time, man.turns) == ("man", 1, (2.0, 4 / 3), (8 / 3, 2.0))
    assert (other.gender, other.persons, other.time, other.turns) == ("other", 1, (0, 0), (0, 0))


def test_moderator_interpreter_support_persons_and_who_is_not_here_are_left_out() -> None:
    others: Sequence[Who] = ("moderator", "interpreter", "support_person", "several", "unknown")
    turns = [turn(60, 1), *(turn(500, None, who=who) for who in others), turn(500, 99)]
    assert shared(TABLE, turns) == shared(TABLE, [turn(60, 1)])


def test_before_anybody_has_spoken_there_is_no_balance() -> None:
    assert [one.time for one in shared(TABLE, [])] == [(None, None)] * 3
    assert shared([], [turn(9, 1)]) == []
    assert balance({"woman": 0, "man": 2}, {"man": 5}) == {"woman": None, "man": 1.0}


@given(st.dictionaries(st.integers(), st.tuples(st.integers(1, 9), st.integers(0, 9999)), min_size=1))
def test_balances_weighed_by_persons_come_to_one(world: dict[int, tuple[int, int]]) -> None:
    persons = {group: n for group, (n, _) in world.items()}
    found = balance(persons, {group: amount for group, (_, amount) in world.items()})
    if not any(amount for _, amount in world.values()):
        assert set(found.values()) == {None}
        return
    weighed = sum((found[group] or 0) * n for group, n in persons.items()) / sum(persons.values())
    assert weighed == pytest.approx(1)


def test_everyone_is_heard_when_nobody_is_missing() -> None:
    two = TABLE[:2]
    assert not everyone_was_heard(two, [turn(5, 1), turn(0, 2)], [])
    assert everyone_was_heard(two, [turn(5, 1), turn(5, 2)], [])
    silent = [speaker(5, "man", agrees_notes=False)]
    assert everyone_was_heard(silent, [], [])  # nothing can be known of it
    assert not everyone_was_heard([*two, *silent], [turn(5, 1), turn(5, 2)], [])
