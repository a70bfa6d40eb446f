"""Which questions rounds share, and what differs in them. Plain data, from releases and published versions alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from surveyapp.evaluate import names, reading
from surveyapp.evaluate.comparison.lines import lines
from surveyapp.evaluate.reading import Question
from surveyapp.evaluate.refused import ExportRefused
from surveyapp.questionnaire.difference import Difference, differences
from surveyapp.questionnaire.model import Questionnaire
from surveyapp.questionnaire.words import Said
from surveyapp.release.figures import Column
from surveyapp.release.model import Group, Release
from surveyapp.web import words

MOST_ROUNDS = 8
LETTERS = "ABCDEFGH"


@dataclass(frozen=True)
class Side:
    """One of the rounds. Its letter stands wherever there is no room for its label."""

    letter: str
    release: Release
    questionnaire: Questionnaire

    @cached_property
    def questions(self) -> dict[str, Question]:
        """The questions of its release by their ids; none if it has no figures."""
        return {one.screen.id: one for one in reading.questions(self.release, self.questionnaire)}

    @property
    def name(self) -> str:
        """The letter and the label."""
        return f"{self.letter}. {self.release.round.label}"

    def columns(self, id: str) -> list[Column]:
        """Its columns of that question: each group whole, and their sum. A second variable's cuts stay at home."""
        found = self.questions[id].figures.columns if id in self.questions else ()
        return list({column.groups: column for column in found}.values())

    def apart(self, id: str) -> list[Column]:
        """The groups without their sum, or all together where they are shown so."""
        columns = self.columns(id)
        return [column for column in columns if len(column.groups) == 1] or columns


@dataclass(frozen=True)
class Differs:
    """What differs in one question between a round and the first round that asked it. Several may differ alike."""

    sides: tuple[Side, ...]
    first: Side
    difference: Difference


@dataclass(frozen=True)
class Shared:
    """A question that several rounds asked."""

    number: int
    id: str
    sides: tuple[Side, ...]
    differs: tuple[Differs, ...]

    @property
    def first(self) -> Question:
        """The question as the first of the rounds asked it."""
        return self.sides[0].questions[self.id]

    @property
    def breaks(self) -> bool:
        """Whether something differs so that the figures can't be laid side by side."""
        return any(one.difference.breaks for one in self.differs)

    @property
    def reworded(self) -> bool:
        """Whether somebody has to look whether still the same is asked."""
        return any(one.difference.weight == "look" for one in self.differs)

    def rows(self) -> list[tuple[str, Question]]:
        """The lines of all rounds, each with the first question that has it, in the order of the rounds' questions."""
        found: dict[str, Question] = {}
        order: list[str] = []
        for side in self.sides:
            question, place = side.questions[self.id], 0
            for id in lines(question):
                if id in found:
                    place = order.index(id) + 1
                else:
                    found[id] = question
                    order.insert(place, id)
                    place += 1
        return [(id, found[id]) for id in sorted(order, key=lambda id: id in names.ASIDE)]

    def without(self, row: str) -> list[Side]:
        """The rounds that show the question and have no such line."""
        return [side for side in self.sides if side.columns(self.id) and row not in lines(side.questions[self.id])]


@dataclass(frozen=True)
class Comparison:
    """Rounds to lay side by side, in the order in which they were named."""

    sides: tuple[Side, ...]
    shared: tuple[Shared, ...]

    @property
    def marks(self) -> list[Said | str]:
        """What stands on every sheet if some of the rounds aren't real."""
        kinds = {side.release.round.kind for side in self.sides}
        if len(kinds) == 1:
            return [mark for kind in kinds if (mark := names.mark(kind))]
        return [
            Said("%(round)s: %(mark)s", {"round": side.name, "mark": words.say(mark)})
            for side in self.sides
            if (mark := names.mark(side.release.round.kind))
        ]

    def alone(self) -> Iterator[tuple[Side, Question]]:
        """The questions that one round alone has."""
        shared = {one.id for one in self.shared}
        for side in self.sides:
            yield from ((side, one) for id, one in side.questions.items() if id not in shared)

    def groups(self) -> list[tuple[Group, ...]]:
        """All groups that figures are about, sums last."""
        found = {column.groups for side in self.sides for id in side.questions for column in side.columns(id)}
        order = list(names.BLOCKS)
        return sorted(found, key=lambda groups: (len(groups), [order.index(group) for group in groups]))


def compare(rounds: Sequence[tuple[Release, Questionnaire]]) -> Comparison:
    """Lay the rounds side by side. Raises `ExportRefused` if there is nothing to compare."""
    if not 2 <= len(rounds) <= MOST_ROUNDS:
        raise ExportRefused(Said("Choose from 2 to %(most)s rounds to compare.", {"most": MOST_ROUNDS}))
    if len({release.round.id for release, _ in rounds}) < len(rounds):
        raise ExportRefused(Said("A round is named twice. Choose different rounds to compare."))
    sides = tuple(Side(letter, *round) for letter, round in zip(LETTERS, rounds, strict=False))
    if sum(bool(side.release.blocks) for side in sides) < 2:
        raise ExportRefused(Said("Fewer than two of these rounds have figures, so there is nothing to compare."))
    shared = _shared(sides)
    if not shared:
        raise ExportRefused(
            Said(
                "These rounds have no question in common. Questions are the same if their ids are the same: write them "
                "once, and take them into other questionnaires with use."
            )
        )
    return Comparison(sides, shared)


def _shared(sides: Sequence[Side]) -> tuple[Shared, ...]:
    asked: dict[str, list[Side]] = {}
    for side in sides:
        for id in side.questions:
            asked.setdefault(id, []).append(side)
    found = {(a.letter, b.letter): _differences(a, b) for n, a in enumerate(sides) for b in sides[n + 1 :]}
    several = {id: tuple(there) for id, there in asked.items() if len(there) > 1}
    return tuple(
        Shared(
            number,
            id,
            there,
            tuple(_alike(there[0], [(b, found[there[0].letter, b.letter].get(id, [])) for b in there[1:]])),
        )
        for number, (id, there) in enumerate(several.items(), 1)
    )


def _differences(a: Side, b: Side) -> dict[str, list[Difference]]:
    found: dict[str, list[Difference]] = {}
    if a.questionnaire.version != b.questionnaire.version:
        for one in differences(a.questionnaire, b.questionnaire):
            if one.screen is not None:
                found.setdefault(one.screen, []).append(one)
    return found


def _alike(first: Side, others: Sequence[tuple[Side, list[Difference]]]) -> Iterator[Differs]:
    """The differences, each once with all the rounds that have it."""
    sides: dict[str, tuple[Difference, list[Side]]] = {}
    for side, differing in others:
        for one in differing:
            sides.setdefault(f"{one.said} {one.language} {one.before} {one.after}", (one, []))[1].append(side)
    for difference, those in sides.values():
        yield Differs(tuple(those), first, difference)
