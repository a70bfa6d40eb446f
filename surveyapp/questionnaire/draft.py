"""What could be loaded of a file, on the way to a questionnaire. The rules run on it, whatever is missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Protocol

from pydantic import Field

from surveyapp.questionnaire.definition import Language, Text, Written, WrittenOption, WrittenReview, WrittenScreen
from surveyapp.questionnaire.faults import Path
from surveyapp.questionnaire.source import Block, Items, Node

MOST_LANGUAGES = 50


class WrittenHead(Written):
    """What stands before the screens."""

    languages: Annotated[tuple[Language, ...], Field(min_length=1, max_length=MOST_LANGUAGES)]
    reviewed: dict[str, WrittenReview] = Field(default_factory=dict)
    title: Text
    welcome: Text
    thanks: Text


class Headed(Protocol):
    """The beginning of every definition."""

    @property
    def reviewed(self) -> Mapping[str, WrittenReview]:
        """Who has read the texts of a language."""


@dataclass(frozen=True)
class DraftOfFile:
    """What is in every file of a definition, as far as it loaded."""

    root: Block
    languages: tuple[str, ...]
    head: Headed | None

    def at(self, path: Path) -> Node | None:
        """What the file holds at that path."""
        node: Node | None = self.root
        for step in path:
            if isinstance(node, Block) and isinstance(step, str):
                node = node.get(step)
            elif isinstance(node, Items) and isinstance(step, int):
                node = node[step]
            else:
                return None
        return node


@dataclass(frozen=True)
class Draft(DraftOfFile):
    """The parts that loaded, each by itself. `broken_sets` and `broken_ids` did not; their faults are told already."""

    head: WrittenHead | None
    sets: Mapping[str, tuple[WrittenOption, ...]]
    broken_sets: frozenset[str]
    screens: Mapping[int, WrittenScreen]
    broken_ids: frozenset[str]

    def is_broken(self, id: str) -> bool:
        """Whether the screen of that flat id did not load."""
        return not self.broken_ids.isdisjoint((id, id.split(".")[0]))
