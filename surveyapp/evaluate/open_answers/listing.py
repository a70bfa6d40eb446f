"""Texts under their headings. A heading is the question as it was written, and never an answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Generic, TypeVar

from surveyapp.evaluate import reading
from surveyapp.questionnaire.model import Questionnaire, Screen, Words
from surveyapp.questionnaire.words import fixed
from surveyapp.release.texts import asked_for

WITHOUT_QUESTION = fixed("Answers without their questions, because few were asked or answered")

T = TypeVar("T")


@dataclass(frozen=True)
class Section(Generic[T]):
    """What stands under one heading. `screen` is none for what stands without its question."""

    screen: Screen | None
    heading: Words
    texts: tuple[T, ...]

    @property
    def id(self) -> str:
        """For links within a page."""
        return self.screen.id if self.screen else "without-question"


def order(questionnaire: Questionnaire) -> list[str]:
    """The questions in the order of the list."""
    return [screen.id for screen in asked_for(questionnaire)]


def sections(questionnaire: Questionnaire, texts: Iterable[tuple[str | None, T]]) -> list[Section[T]]:
    """Texts that are in the order of the list, each given with its question, under their headings."""
    found = []
    for question, those in groupby(texts, key=lambda one: one[0]):
        screen = None if question is None else questionnaire.screen(question)
        heading = WITHOUT_QUESTION if screen is None else reading.title(screen, questionnaire)
        found.append(Section(screen, heading, tuple(text for _, text in those)))
    return found


@dataclass(frozen=True)
class Pages:
    """Which page of a long list is shown."""

    number: int
    of: int
    size: int

    @property
    def start(self) -> int:
        """How many texts stand on the pages before."""
        return (self.number - 1) * self.size


def pages(wanted: int, texts: int, size: int) -> Pages:
    """The page that is wanted, or the nearest that there is."""
    of = max(1, -(-texts // size))
    return Pages(min(max(wanted, 1), of), of, size)
