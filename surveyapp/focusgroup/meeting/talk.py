"""How the talk of a meeting is shared out, for its moderator alone; and what the group may see of it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from surveyapp.release.balance import balance
from surveyapp.store.notes import Statement, Turn
from surveyapp.store.studies import Speaker

GROUPS = ("woman", "man", "other")
"""Women, men, and other or not told."""


@dataclass(frozen=True)
class Shared:
    """A gender's persons, and its share of time and turns ÷ its share of persons; `None` if there is none yet.

    The second of each pair leaves out what was said through an interpreter.
    """

    gender: str
    persons: int
    time: tuple[float | None, float | None]
    turns: tuple[float | None, float | None]


def shared(present: Sequence[Speaker], turns: Iterable[Turn]) -> list[Shared]:
    """How the talk is shared out between the speakers present. Others' turns are left out."""
    group_of = {speaker.id: speaker.gender or "other" for speaker in present}
    persons = Counter({group: 0 for group in GROUPS})
    persons.update(group_of.values())
    theirs = [turn for turn in turns if turn.speaker_id in group_of]
    amounts = []
    for counted in (theirs, [turn for turn in theirs if not turn.interpreted]):
        seconds, spoken = Counter[str](), Counter[str]()
        for turn in counted:
            assert turn.speaker_id is not None
            seconds[group_of[turn.speaker_id]] += turn.seconds
            spoken[group_of[turn.speaker_id]] += 1
        amounts.append((balance(persons, seconds), balance(persons, spoken)))
    (time, times), (time_without, times_without) = amounts
    return [
        Shared(group, persons[group], (time[group], time_without[group]), (times[group], times_without[group]))
        for group in GROUPS
        if persons[group]
    ]


def everyone_was_heard(present: Iterable[Speaker], turns: Sequence[Turn], statements: Iterable[Statement]) -> bool:
    """Whether each of the speakers present has spoken, as far as anybody wrote it down or took the time.

    While nobody takes the time, it can't be known of those who don't want to be written down.
    """
    heard = {turn.speaker_id for turn in turns if turn.seconds} | {statement.speaker_id for statement in statements}
    return all(speaker.id in heard for speaker in present if turns or speaker.agrees_notes)
