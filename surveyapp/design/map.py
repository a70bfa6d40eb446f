"""The map of a questionnaire: its screens in order, with arrows from what is read to what reads it; and in words."""

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue

from surveyapp.accounts.guard import open_to
from surveyapp.design.blueprint import blueprint
from surveyapp.design.clauses import FACTS, Clause, clause, name_of, one_line, plain
from surveyapp.design.versions import known
from surveyapp.questionnaire.model import Option, Questionnaire, Screen
from surveyapp.questionnaire.words import Said
from surveyapp.web.words import direction, say

WIDTH = 640
LEFT = 46
TOP = 12
GAP = 16
LINE, SMALL_LINE = 21, 18
LETTERS, SMALL_LETTERS = 62, 76
MOST_LINES, MOST_SMALL_LINES = 2, 4
LANE = 18
PORT = 12
COLOURS = 6


@dataclass(frozen=True)
class Box:
    """A screen, or a fact of the visit, as it is drawn."""

    id: str
    number: int
    lines: tuple[str, ...]
    small: tuple[str, ...]
    y: int
    height: int

    @property
    def middle(self) -> int:
        """Where arrows leave it."""
        return self.y + self.height // 2

    def baselines(self) -> Iterator[tuple[str, int, bool]]:
        """Each line of text, where it stands, and whether it is a small one."""
        y = self.y + 8
        for line in self.lines:
            yield line, y + LINE - 6, False
            y += LINE
        for line in self.small:
            yield line, y + SMALL_LINE - 5, True
            y += SMALL_LINE


@dataclass(frozen=True)
class Trunk:
    """From one box down to every box that reads it: a line in a lane of its own, with a branch to each."""

    colour: int
    x: int
    start: int
    ends: tuple[int, ...]


@dataclass(frozen=True)
class Drawing:
    """The whole map. Boxes begin at `left` and are `box_width` wide."""

    boxes: tuple[Box, ...]
    trunks: tuple[Trunk, ...]
    width: int
    height: int
    left: int = LEFT
    box_width: int = WIDTH
    right_to_left: bool = False


@dataclass(frozen=True)
class Stop:
    """A screen as the list tells of it."""

    screen: Screen
    number: int
    condition: Clause | None
    options: tuple[tuple[Option, Clause], ...]
    read_by: tuple[Screen, ...]


def drawing(questionnaire: Questionnaire) -> Drawing:
    """Where everything of the map is drawn, in the reader's language."""
    reads = {screen.id: _reads(screen) for screen in questionnaire.screens}
    facts = [fact for fact in FACTS if any(fact in read for read in reads.values())]
    boxes: list[Box] = []
    y = TOP
    for fact in facts:
        boxes.append(_box(fact, 0, [name_of(fact, questionnaire)], [], y))
        y += boxes[-1].height + GAP
    for number, screen in enumerate(questionnaire.screens, 1):
        text = plain(screen.about.text, questionnaire) + ": " if screen.about else ""
        boxes.append(
            _box(screen.id, number, [text + plain(screen.text, questionnaire)], _lines(screen, questionnaire), y)
        )
        y += boxes[-1].height + GAP
    trunks, lanes = _trunks(boxes, reads)
    return Drawing(
        tuple(boxes),
        tuple(trunks),
        width=LEFT + WIDTH + LANE * (lanes + 1) + PORT,
        height=y,
        right_to_left=direction(questionnaire.source) == "rtl",
    )


def stops(questionnaire: Questionnaire) -> list[Stop]:
    """The same in words."""
    screens = questionnaire.screens
    return [
        Stop(
            screen,
            number,
            clause(screen.show_if, questionnaire) if screen.show_if else None,
            tuple((option, clause(option.show_if, questionnaire)) for option in screen.options if option.show_if),
            tuple(other for other in screens if screen.id in _reads(other)),
        )
        for number, screen in enumerate(screens, 1)
    ]


def _reads(screen: Screen) -> frozenset[str]:
    return frozenset((*screen.reads, *screen.option_reads))


def _lines(screen: Screen, questionnaire: Questionnaire) -> list[str]:
    """What stands small under the question: when it is shown, and when its options are."""
    lines = []
    if screen.show_if:
        lines.append(say(Said("If %(condition)s", {"condition": one_line(screen.show_if, questionnaire)})))
    for option in screen.options:
        if option.show_if:
            gaps = {
                "option": plain(option.text, questionnaire),
                "condition": one_line(option.show_if, questionnaire),
            }
            lines.append(say(Said('Option "%(option)s" if %(condition)s', gaps)))
    return lines


def _box(id: str, number: int, lines: Iterable[str], small: Iterable[str], y: int) -> Box:
    large = _wrapped(lines, LETTERS, MOST_LINES)
    fine = _wrapped(small, SMALL_LETTERS, MOST_SMALL_LINES)
    return Box(id, number, large, fine, y, 16 + len(large) * LINE + len(fine) * SMALL_LINE)


def _wrapped(lines: Iterable[str], letters: int, most: int) -> tuple[str, ...]:
    wrapped = [part for line in lines for part in textwrap.wrap(line, letters)]
    return (*wrapped[: most - 1], wrapped[most - 1] + " …") if len(wrapped) > most else tuple(wrapped)


def _trunks(boxes: list[Box], reads: dict[str, frozenset[str]]) -> tuple[list[Trunk], int]:
    """Each trunk in the innermost lane that is free along its way."""
    incoming = {box.id: sorted(reads.get(box.id, ()), key=[other.id for other in boxes].index) for box in boxes}
    taken: list[int] = []  # how far down each lane is in use
    trunks: list[Trunk] = []
    for box in boxes:
        readers = [other for other in boxes if box.id in incoming[other.id]]
        if not readers:
            continue
        ends = tuple(_port(reader, incoming[reader.id].index(box.id), len(incoming[reader.id])) for reader in readers)
        lane = next((n for n, end in enumerate(taken) if end < box.y), len(taken))
        taken[lane : lane + 1] = [max(ends)]
        trunks.append(Trunk(len(trunks) % COLOURS, LEFT + WIDTH + PORT + LANE * (lane + 1), box.middle, ends))
    return trunks, len(taken)


def _port(box: Box, number: int, of: int) -> int:
    """Where an arrow comes in: above the middle, where one may leave, each at a place of its own."""
    room = box.height // 2 - 4
    return box.y + 4 + room * (number + 1) // (of + 1)


@blueprint.get("/versions/<version>/map")
@open_to("designer")
def map(version: str) -> ResponseReturnValue:
    """The map as a drawing, and as a list."""
    questionnaire = known(version).questionnaire
    return render_template(
        "design/map.html", questionnaire=questionnaire, drawing=drawing(questionnaire), stops=stops(questionnaire)
    )
