"""The kinds of question, one file each. `kind_of(screen)` is how the rest of the service reaches them."""

import pkgutil
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from random import Random
from typing import NamedTuple, Protocol, TypeAlias, TypeVar

from wtforms import Form

from surveyapp.questionnaire.definition import WrittenScreen
from surveyapp.questionnaire.model import Answer, Screen, Words
from surveyapp.questionnaire.words import Said

Sayable: TypeAlias = Words | Said
"""What can be said to a reader: a fixed message, a designer's text, or a fixed sentence with gaps."""


class AnswerForm(Form):
    """The form of one screen. Its errors are `Said` sentences, translated where they are shown.

    Every kind's inputs are named `answer`. "I don't want to answer" is one more value of it, `rather_not_say`, with all
    that are chosen (a rating's steps too); a text has a checkbox `rather_not_say` beside it.
    Labels are the template's business, so that a form knows no language.
    """

    def given(self) -> Answer | None:
        """The answer as it is kept, after `validate()`: `None` when the question was left empty."""
        raise NotImplementedError

    def chosen(self) -> frozenset[str]:
        """The values to show as chosen, valid or not (ids, or a rating's value as text)."""
        raise NotImplementedError

    def written(self) -> str:
        """The text to show in the field, valid or not."""
        return ""


class Bounds(NamedTuple):
    """The values that `at_least` and `at_most` may name, in order: whole numbers, or days as ISO text."""

    at_least: Sequence[int] | Sequence[str]
    at_most: Sequence[int] | Sequence[str]


class Kind(Protocol):
    """What one kind of question does. All figures of a release follow from `rows` and `counted`."""

    name: str
    overlapping: bool  # whether one answer can count in several rows (choose-many)

    @property
    def definition(self) -> type[WrittenScreen]:
        """What a designer writes for it."""
        ...

    def form(self, screen: Screen) -> Callable[..., AnswerForm]:
        """The form class of the screen; call it with `formdata` and the stored `kept` answer."""
        ...

    def spoken(self, screen: Screen, answer: Answer) -> Sequence[Sayable]:
        """The answer in words, one item for each thing chosen."""
        ...

    def rows(self, screen: Screen) -> Mapping[str, Sayable]:
        """The rows of its table in a release, in order: row id to its name.

        Not answered and the like are no rows here.
        """
        ...

    def counted(self, screen: Screen, answer: Answer) -> Sequence[str]:
        """The rows that an answer (other than `rather_not_say`) adds one to."""
        ...

    def value(self, row: str) -> int | None:
        """The number that a row stands for in mean and median, or `None`."""
        ...

    def made_up(self, screen: Screen, random: Random) -> Answer | None:
        """A made-up answer, for demo, trials, tests and bench."""
        ...

    def values(self, screen: Screen) -> Sequence[str]:
        """What a condition may compare the answer with, beside `rather_not_say`."""
        ...

    def bounds(self, screen: Screen) -> Bounds | None:
        """What a condition's `at_least` and `at_most` may name, or `None` where there is nothing to compare so."""
        ...


KINDS: dict[str, Kind] = {}

WRITTEN: dict[str, type[WrittenScreen]] = {}
"""What a designer may write after `ask:`, and its class: the kinds, and what is loaded as screens of other kinds."""

K = TypeVar("K", bound=Kind)


def register(kind: type[K]) -> type[K]:
    """Make a kind known by its name."""
    KINDS[kind.name] = kind()
    WRITTEN[kind.name] = KINDS[kind.name].definition
    return kind


def only_written(ask: str, definition: type[WrittenScreen]) -> None:
    """Make a form of writing known that no flat screen has."""
    WRITTEN[ask] = definition


def kind_of(screen: Screen) -> Kind:
    """The kind of that screen."""
    return KINDS[screen.ask]


for _module in pkgutil.iter_modules(__path__):  # a new kind is a new file, and nothing else
    import_module(f"{__name__}.{_module.name}")
