"""What is wrong with a definition: where, what, and what to do. Rules yield problems; the report gives them places."""

import difflib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from surveyapp.questionnaire.source import Block, Items, Node, Place
from surveyapp.questionnaire.words import Said

Path: TypeAlias = tuple[str | int, ...]
"""The way to a value in the file: keys and positions."""

Severity: TypeAlias = Literal["fault", "advice"]

MOST = 100
"""So many faults are told at once; nobody reads more, and a hostile file must not buy time with them."""

LONGEST_SHOWN = 80

MOST_COMPARED = 200
"""So many known names are compared with an unknown one, those of its length first: comparing is slow."""

FEW = 8
"""So many known names are listed when none is near an unknown one."""


@dataclass(frozen=True)
class Fault:
    """One thing to mend (a fault) or to think about (advice). Line and column count from 1; 0 is the whole file."""

    file: str
    line: int
    column: int
    screen: str | None
    code: str
    said: Said
    severity: Severity = "fault"

    def __str__(self) -> str:  # noqa: D105
        where = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return f"{where}: {self.screen}: {self.said}" if self.screen else f"{where}: {self.said}"


@dataclass(frozen=True)
class Problem:
    """What a rule found at a path of the file. `at_key`: it is the key that is wrong, not its value."""

    path: Path
    code: str
    said: Said
    severity: Severity = "fault"
    at_key: bool = False


def shown(value: object) -> str:
    """A string of the file that is harmless in a message, a log and a terminal: short, one line, no controls."""
    text = str(value)[: LONGEST_SHOWN * 4]
    text = "".join(" " if unicodedata.category(letter)[0] in "CZ" else letter for letter in text)
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"


def listed(names: Iterable[str]) -> str:
    """The names in quotes, harmless as in `shown`."""
    return ", ".join(f'"{shown(name)}"' for name in names)


def meant(name: str, known: Iterable[str]) -> Said | None:
    """What follows on an unknown name: the known one that was probably meant, or else all of them if they are few."""
    names = list(known)
    likely = sorted(names, key=lambda one: abs(len(one) - len(name)))[:MOST_COMPARED]
    near = difflib.get_close_matches(name, likely, 1) if len(name) <= LONGEST_SHOWN else []
    if near:
        return Said("Did you mean: %(near)s?", {"near": listed(near)})
    return Said("You can write: %(known)s.", {"known": listed(names)}) if 0 < len(names) <= FEW else None


def unknown(path: Path, code: str, name: str, known: Iterable[str], said: str, *, at_key: bool = False) -> Problem:
    """A name that is not known. `said` is a fixed sentence with the gap `name`."""
    return Problem(path, code, Said(said, {"name": shown(name)}, meant(name, known)), at_key=at_key)


@dataclass
class Report:
    """The faults of one file, with their places."""

    file: str
    root: Node | None = None
    faults: list[Fault] = field(default_factory=list)
    count: int = 0
    known: set[tuple[int, int, str, str]] = field(default_factory=set)

    @property
    def full(self) -> bool:
        """Whether no more faults are taken; rules may stop then."""
        return self.count >= MOST

    def at(self, place: Place, code: str, said: Said) -> None:
        """Take a fault whose place is known."""
        self._take(Fault(self.file, place.line, place.column, None, code, said))

    def take(self, problems: Iterable[Problem]) -> None:
        """Take what a rule found, once for each place and code."""
        for problem in problems:
            place = self.place(problem.path, at_key=problem.at_key)
            screen = self._screen(problem.path)
            self._take(Fault(self.file, place.line, place.column, screen, problem.code, problem.said, problem.severity))
            if self.full:
                return

    def place(self, path: Path, *, at_key: bool = False) -> Place:
        """Where the value at that path stands, or the nearest thing around it that is in the file."""
        node = self.root
        place = node.place if isinstance(node, Block | Items) else Place(1, 1)
        for number, step in enumerate(path):
            if isinstance(node, Block) and isinstance(step, str) and step in node:
                last = number == len(path) - 1
                place = node.keys_at[step] if last and at_key else node.values_at[step]
                node = node[step]
            elif isinstance(node, Items) and isinstance(step, int) and step < len(node):
                place = node.values_at[step]
                node = node[step]
        return place

    def _screen(self, path: Path) -> str | None:
        if len(path) > 1 and path[0] == "screens" and isinstance(self.root, Block):
            screens = self.root.get("screens")
            number = path[1]
            if isinstance(screens, Items) and isinstance(number, int):
                screen = screens[number]
                id = screen.get("id") if isinstance(screen, Block) else None
                return shown(id) if isinstance(id, str) else None
        return None

    def _take(self, fault: Fault) -> None:
        same = (fault.line, fault.column, fault.code, str(fault.said))
        if same not in self.known and not self.full:
            self.known.add(same)
            self.count += fault.severity == "fault"
            self.faults.append(fault)

    def sorted(self) -> tuple[Fault, ...]:
        """All of them in the order of the file, and a last line when there were more."""
        faults = sorted(self.faults, key=lambda fault: (fault.line, fault.column))
        if self.full:
            more = Said("There may be more faults than these. Mend them, and check again.")
            faults.append(Fault(self.file, 0, 0, None, "more", more))
        return tuple(faults)
