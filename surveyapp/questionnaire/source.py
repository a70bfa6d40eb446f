"""The YAML file as plain text, lists and mappings, with the place of every key and value.

Every scalar stays the text that was written: `no` is the word no. PyYAML's C parser reads the file; without it the
service refuses to start, since the other one takes ten times as long.
"""

from collections.abc import Iterator, Sized
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from surveyapp.questionnaire.words import Said

if not yaml.__with_libyaml__:
    raise ImportError("PyYAML has no C parser here. Install a PyYAML that is built with libyaml.")

MOST_BYTES = 4 * 1024 * 1024
MOST_LEVELS = 20
MOST_EVENTS = 500_000
MOST_PARTS = 2_000
MOST_INNER_PARTS = 200
"""Parts of one list or mapping: of the outer two levels (screens, option_sets), and of those inside."""


class Place(NamedTuple):
    """Line and column, from 1."""

    line: int
    column: int


class Block(dict[str, "Node"]):
    """A mapping. `bare` are the keys without a value inside `{ }`: most often the rest of a text after a comma."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place
        self.keys_at: dict[str, Place] = {}
        self.values_at: dict[str, Place] = {}
        self.bare: set[str] = set()


class Items(list["Node"]):
    """A list."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place
        self.values_at: list[Place] = []


Node: TypeAlias = str | Block | Items


@dataclass
class Source:
    """What was read. `root` is `None` if the file is no YAML that we take."""

    root: Node | None = None
    wrong: list[tuple[Place, str, Said]] = field(default_factory=list)


class _Stop(Exception):  # it ends the reading, and its fault is told already
    pass


def read_source(text: str) -> Source:
    """Read the file. Everything that the format refuses is told, up to the first place where YAML itself breaks."""
    reader = _Reader()
    if len(text.encode(errors="replace")) > MOST_BYTES:
        reader.wrong(
            Place(1, 1), "too-large", Said("The file is larger than 4 MiB. Put pictures in files of their own.")
        )
        return reader.source
    try:
        reader.read(yaml.parse(text, Loader=yaml.CSafeLoader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(mark.line + 1, mark.column + 1) if mark else Place(1, 1)
        reader.wrong(place, "no-yaml", _explained(str(error.problem)))
        reader.source.root = None
    except yaml.reader.ReaderError:
        said = Said("The file holds a character that YAML does not allow. Write the file anew as UTF-8 text.")
        reader.wrong(Place(1, 1), "no-text", said)
        reader.source.root = None
    except _Stop:
        reader.source.root = None
    return reader.source


def _explained(problem: str) -> Said:
    if "mapping values" in problem or "expected <block end>" in problem or "expected ',' or" in problem:
        return Said(
            "The file can't be read from here (%(problem)s). A text with a colon, a comma or a quotation mark needs "
            "quotes around it, and what belongs together begins in the same column.",
            {"problem": problem[:80]},
        )
    if "\\t" in problem or "cannot start any token" in problem:
        return Said(
            "The file can't be read from here (%(problem)s). Begin lines with spaces, never with a tab, and put quotes "
            "around a text that begins with a special character.",
            {"problem": problem[:80]},
        )
    return Said(
        "The file can't be read from here (%(problem)s). Look at the quotation marks, brackets and spaces here and "
        "just above.",
        {"problem": problem[:80]},
    )


class _Reader:
    def __init__(self) -> None:
        self.source = Source()
        self.events = 0

    def wrong(self, place: Place, code: str, said: Said) -> None:
        if len(self.source.wrong) < 100:
            self.source.wrong.append((place, code, said))

    def read(self, events: Iterator[Event]) -> None:
        documents = 0
        for event in events:
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    said = Said(
                        'A second document begins here. Take the line "---" away: one file is one questionnaire.'
                    )
                    self.wrong(_place(event), "several-documents", said)
                    raise _Stop
            elif isinstance(event, ScalarEvent | MappingStartEvent | SequenceStartEvent | AliasEvent):
                self.source.root = self.node(event, events, 1)

    def next(self, events: Iterator[Event]) -> Event:
        self.events += 1
        event = next(events)
        if self.events > MOST_EVENTS:
            self.wrong(
                _place(event), "too-many-values", Said("The file holds too many values. Split the questionnaire.")
            )
            raise _Stop
        return event

    def node(self, event: Event, events: Iterator[Event], level: int) -> Node:
        place = _place(event)
        if isinstance(event, AliasEvent):
            said = Said('"*" points to another place of the file, which is not allowed. Write the value here.')
            self.wrong(place, "alias", said)
            return ""
        self.refuse_marks(event, place)
        if isinstance(event, ScalarEvent):
            return str(event.value)
        if level > MOST_LEVELS:
            self.wrong(
                place, "too-deep", Said("Lists and keys are nested more than 20 levels deep here. Make it flatter.")
            )
            raise _Stop
        if isinstance(event, SequenceStartEvent):
            return self.items(place, events, level)
        assert isinstance(event, MappingStartEvent)
        return self.block(place, events, level, in_braces=bool(event.flow_style))

    def refuse_marks(self, event: Event, place: Place) -> None:
        if getattr(event, "anchor", None) is not None:
            said = Said('"&" gives a place of the file a name, which is not allowed. Take it away, or use option_sets.')
            self.wrong(place, "anchor", said)
        if getattr(event, "tag", None) is not None:
            said = Said('"!" gives a value a type, which is not allowed. Take it away, or put quotes around the text.')
            self.wrong(place, "tag", said)

    def refuse_too_many(self, parts: Sized, event: Event, level: int) -> None:
        if len(parts) >= (MOST_PARTS if level <= 2 else MOST_INNER_PARTS):
            said = Said("There are more than %(most)s parts here. Make it shorter.", {"most": len(parts)})
            self.wrong(_place(event), "too-many-parts", said)
            raise _Stop

    def items(self, place: Place, events: Iterator[Event], level: int) -> Items:
        items = Items(place)
        while not isinstance(event := self.next(events), SequenceEndEvent):
            self.refuse_too_many(items, event, level)
            items.values_at.append(_place(event))
            items.append(self.node(event, events, level + 1))
        return items

    def block(self, place: Place, events: Iterator[Event], level: int, *, in_braces: bool) -> Block:
        block = Block(place)
        while not isinstance(event := self.next(events), MappingEndEvent):
            self.refuse_too_many(block, event, level)
            key_at = _place(event)
            key = self.node(event, events, level + 1)
            event = self.next(events)
            value_at = _place(event)
            value = self.node(event, events, level + 1)
            if not isinstance(key, str):
                self.wrong(
                    key_at,
                    "key-form",
                    Said("A key is a single word. Put quotes around a text that begins with a bracket."),
                )
            elif key == "<<":
                said = Said('"<<" takes keys from another place, which is not allowed. Write them here.')
                self.wrong(key_at, "merge-key", said)
            elif key in block:
                said = Said(
                    'The key "%(key)s" stands here twice; the first is on line %(line)s. Keep one of them.',
                    {"key": key[:80] if key.isprintable() else "…", "line": block.keys_at[key].line},
                )
                self.wrong(key_at, "duplicate-key", said)
            else:
                block[key] = value
                block.keys_at[key] = key_at
                block.values_at[key] = value_at
                if in_braces and value == "" and isinstance(event, ScalarEvent) and not event.style:
                    block.bare.add(key)
        return block


def _place(event: Event) -> Place:
    mark = event.start_mark
    assert mark is not None  # the parser always gives one
    return Place(mark.line + 1, mark.column + 1)
