"""A loaded questionnaire: flat, immutable and plain.

What a designer writes is in `surveyapp.questionnaire.definition`; the loader turns it into these classes once. Asking,
storing and releasing know only these. A published version is this in canonical JSON, and the version is its hash.
"""

import hashlib
import json
from collections.abc import Mapping
from functools import cached_property
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

RATHER_NOT_SAY = "rather_not_say"

Text: TypeAlias = Mapping[str, str]
"""A designer's text: language tag to text. A language that lacks it falls back to the source language."""

Words: TypeAlias = str | Mapping[str, str]
"""A fixed English message of the interface (a string, translated by the catalogues), or a designer's text."""

Answer: TypeAlias = str | int | tuple[str, ...]
"""An option's id, a rating's value or a number, a day as ISO text, free text, or the ids chosen: in their declared
order, of a rank in the order that they were given.

`rather_not_say` stands for "I don't want to answer" with every kind. A question left empty is `None`.
"""

Answers: TypeAlias = Mapping[str, Answer | None]
"""Answers by screen id. `None` is left empty; no entry is not asked."""


class Flat(BaseModel):
    """Frozen, and closed to unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Comparison(Flat):
    """One comparison with the answer to `of`: a screen's id, `$site`, `$language`, `$helper` or `$wave`.

    `{q: x}`, `{q: [x, y]}`, `{q: {at_least: 3}}`, `{q: answered}`. It holds when every test in it holds: where a
    question has ways out, the loader turns `answered` and a least number chosen into `any_of` the other options.
    Numbers are compared with whole numbers, days with days (ISO text).
    """

    of: str
    any_of: tuple[str, ...] | None = None
    at_least: int | str | None = None
    at_most: int | str | None = None
    answered: bool = False


class All(Flat):
    """Holds when every part holds."""

    all: tuple["Condition", ...]


class AnyOf(Flat):
    """Holds when at least one part holds."""

    any: tuple["Condition", ...]


class Not(Flat):
    """Holds when its part does not."""

    negated: "Condition"


Condition: TypeAlias = Comparison | All | AnyOf | Not


class Topic(Flat):
    """What a question is about, shown above it: the thing that a `for_each` asks about, a grid's common question."""

    text: Words
    pictures: tuple[str, ...] = ()


class Option(Flat):
    """What can be chosen. `pictures` holds picture ids, or names of the questionnaire's media (`media/…`).

    It is offered only if `show_if` holds; `reads` holds what that reads.
    """

    id: str
    text: Words
    pictures: tuple[str, ...] = ()
    way_out: bool = False
    exclusive: bool = False
    own_words: bool = False
    show_if: Condition | None = None
    reads: tuple[str, ...] = ()


class Film(Flat):
    """A film and its captions, by the names of the files (`media/…`)."""

    file: str
    captions: str


class Screen(Flat):
    """What is shown at one time, of any kind.

    `favourable` names rows (option ids, or a rating's values as text). `sensitive` is declared or inherited.
    `reads` holds the questions that the condition reads, `$site` and the like included. `own_words_of` is the question
    whose option "something else" brought this text screen about. `part_of` is the id of the grid, or of the question
    asked for each of several things, that this screen was written as.

    `choose` is the number of places of a rank. A number goes from `least` to `most`, a day from `first_day` to
    `last_day` (ISO); they are published in bands, of which `bands` or `day_bands` hold the lowest values but the first.
    """

    id: str
    ask: str
    text: Words
    pictures: tuple[str, ...] = ()
    show_pictures: bool = True
    why: Text | None = None
    film: Mapping[str, Film] = Field(default_factory=dict)
    options: tuple[Option, ...] = ()
    show_if: Condition | None = None
    reads: tuple[str, ...] = ()
    practice: bool = False
    sensitive: bool = False
    echo: str | None = None
    ends: tuple[Text, Text] | None = None
    favourable: tuple[str, ...] = ()
    at_most: int | None = None
    lines: int = 1
    own_words_of: str | None = None
    about: Topic | None = None
    part_of: str | None = None
    choose: int | None = None
    unit: Text | None = None
    least: int | None = None
    most: int | None = None
    bands: tuple[int, ...] = ()
    first_day: str | None = None
    last_day: str | None = None
    day_bands: tuple[str, ...] = ()

    @property
    def is_question(self) -> bool:
        """Whether an answer to it is kept: practice and information are no questions."""
        return self.ask != "information" and not self.practice

    @property
    def option_reads(self) -> tuple[str, ...]:
        """What the conditions of its options read, each once: who is offered what follows from that."""
        return tuple(dict.fromkeys(of for option in self.options for of in option.reads))

    def option(self, id: str) -> Option:
        """The option of that id; `KeyError` if there is none."""
        for option in self.options:
            if option.id == id:
                return option
        raise KeyError(id)


class Versioned(Flat):
    """A definition whose version is the hash of what it holds. `languages[0]` is the source."""

    key: str
    languages: tuple[str, ...]

    @property
    def source(self) -> str:
        """The language that it was written in."""
        return self.languages[0]

    def canonical(self) -> bytes:
        """The canonical JSON: sorted keys, no spaces, UTF-8."""
        plain = self.model_dump(mode="json", exclude_defaults=True)
        return json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()

    @cached_property
    def version(self) -> str:
        """The version: SHA-256 of the canonical JSON, in hex."""
        return hashlib.sha256(self.canonical()).hexdigest()


class Review(Flat):
    """Who has read a language's texts, and on which day (ISO)."""

    by: str
    on: str


class Questionnaire(Versioned):
    """A questionnaire, loaded.

    `media` maps the names of files (`media/…`, `sound/…`) to their SHA-256. `sounds` has, for each language and hash of
    words, the name of the file that says them: `surveyapp.questionnaire.sound`.
    """

    format: Literal[1] = 1
    reviewed: Mapping[str, Review] = Field(default_factory=dict)
    title: Text
    welcome: Text
    thanks: Text
    screens: tuple[Screen, ...]
    media: Mapping[str, str] = Field(default_factory=dict)
    sounds: Mapping[str, Mapping[str, str]] = Field(default_factory=dict)

    def screen(self, id: str) -> Screen:
        """The screen of that id; `KeyError` if there is none."""
        return self._by_id[id]

    @property
    def questions(self) -> tuple[Screen, ...]:
        """The screens whose answers are kept, in order."""
        return tuple(screen for screen in self.screens if screen.is_question)

    @cached_property
    def _by_id(self) -> dict[str, Screen]:
        return {screen.id: screen for screen in self.screens}
