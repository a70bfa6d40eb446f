"""A moderator's guide, loaded: flat, immutable and plain. What is written in `guide.yaml` becomes this once."""

from collections.abc import Mapping
from functools import cached_property
from typing import Literal

from pydantic import Field

from surveyapp.questionnaire.model import Flat, Review, Text, Versioned


class GuideQuestion(Flat):
    """What the moderator asks, and what helps the talk on if it halts."""

    id: str
    text: Text
    probes: tuple[Text, ...] = ()


class Theme(Flat):
    """What a part of a meeting is about, and how many minutes it may take."""

    id: str
    title: Text
    minutes: int
    pictures: tuple[str, ...]
    questions: tuple[GuideQuestion, ...]
    meeting: int = 1


class Guide(Versioned):
    """A guide. `information` is read aloud before anything is asked.

    `media` maps the names of files (`media/…`) to their SHA-256.
    """

    format: Literal[1] = 1
    reviewed: Mapping[str, Review] = Field(default_factory=dict)
    title: Text
    information: Text
    opening: Text
    closing: Text
    themes: tuple[Theme, ...]
    media: Mapping[str, str] = Field(default_factory=dict)

    @property
    def meetings(self) -> int:
        """How many times a group meets."""
        return max(theme.meeting for theme in self.themes)

    def of_meeting(self, number: int) -> tuple[Theme, ...]:
        """The themes of a group's first, second, … meeting; of one that the guide has not, those of its last."""
        return tuple(theme for theme in self.themes if theme.meeting == min(number, self.meetings))

    def theme(self, id: str) -> Theme:
        """The theme of that id; `KeyError` if there is none."""
        return self._by_id[id]

    @cached_property
    def _by_id(self) -> dict[str, Theme]:
        return {theme.id: theme for theme in self.themes}
