"""What a designer writes in YAML, as typed classes: frozen, and closed to unknown keys.

Every scalar arrives as text. Numbers and booleans have one strict form each, so that nothing is guessed.
The JSON Schema for editors is made from these same classes.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, TypeAlias

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag
from pydantic_core import PydanticCustomError

from surveyapp.questionnaire.model import Option
from surveyapp.questionnaire.words import fixed

RESERVED_IDS = frozenset({"all", "any", "not", "answered", "rather_not_say", "own_words"})
ID_FORM = r"[A-Za-z][A-Za-z0-9_-]{0,63}"
LANGUAGE_FORM = (
    r"(?i:[a-z]{2,3}(-[a-z]{3}){0,3}|[a-z]{4,8})(?i:-[a-z]{4})?(?i:-([a-z]{2}|[0-9]{3}))?"
    r"(?i:-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(?i:-[a-wyz0-9](-[a-z0-9]{2,8})+)*(?i:-x(-[a-z0-9]{1,8})+)?"
)


def _id(value: str) -> str:
    if not re.fullmatch(ID_FORM, value):
        raise PydanticCustomError(
            "id-form",
            fixed(
                'An id has only the letters a–z, digits, "_" and "-", begins with a letter and has at most 64 '
                'characters. "%(value)s" is none.'
            ),
            {"value": value},
        )
    if value in RESERVED_IDS:
        raise PydanticCustomError(
            "id-reserved", fixed('The id "%(value)s" is reserved. Choose another.'), {"value": value}
        )
    return value


def _language(value: str) -> str:
    if not re.fullmatch(LANGUAGE_FORM, value):
        raise PydanticCustomError(
            "language-form",
            fixed('"%(value)s" is not a language tag. Write for example sv, en, ar or sv-simple.'),
            {"value": value},
        )
    return value


def _number(value: object) -> object:
    if isinstance(value, str):
        if not re.fullmatch(r"0|-?[1-9][0-9]{0,8}", value):
            raise PydanticCustomError(
                "number-form",
                fixed('Here a whole number is wanted, for example 3. "%(value)s" is none.'),
                {"value": value},
            )
        return int(value)
    return value


def _flag(value: object) -> object:
    if isinstance(value, str):
        if value not in ("true", "false"):
            raise PydanticCustomError(
                "flag-form", fixed('Here "true" or "false" is wanted. "%(value)s" is neither.'), {"value": value}
            )
        return value == "true"
    return value


def _day(value: str) -> str:
    try:
        if date.fromisoformat(value).isoformat() == value:
            return value
    except ValueError:
        pass
    raise PydanticCustomError(
        "day-form", fixed('Here a day is wanted, for example 2026-11-20. "%(value)s" is none.'), {"value": value}
    )


def _cleaned(text: Mapping[str, str]) -> dict[str, str]:
    """The text as it is kept: composed letters, no spaces at the end of a line, no empty lines around it."""
    return {
        language: "\n".join(line.rstrip() for line in unicodedata.normalize("NFC", words).strip().split("\n"))
        for language, words in text.items()
    }


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


Id: TypeAlias = Annotated[str, AfterValidator(_id), Field(json_schema_extra={"pattern": f"^{ID_FORM}$"})]
Language: TypeAlias = Annotated[str, AfterValidator(_language)]
Day: TypeAlias = Annotated[str, AfterValidator(_day)]
Number: TypeAlias = Annotated[int, BeforeValidator(_number)]
Flag: TypeAlias = Annotated[bool, BeforeValidator(_flag)]
Text: TypeAlias = Annotated[dict[str, str], AfterValidator(_cleaned)]
Pictures: TypeAlias = Annotated[
    tuple[str, ...],
    Field(min_length=1, max_length=3),
    BeforeValidator(
        _listed, json_schema_input_type=str | Annotated[tuple[str, ...], Field(min_length=1, max_length=3)]
    ),
]


WrittenCondition: TypeAlias = dict[str, Any]
"""Read by `written_conditions`, which knows the questions that it may name."""


class Written(BaseModel):
    """A mapping of the file."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class WrittenOption(Written):
    """An option, in a list of a question's own or in a named set."""

    id: Id
    text: Text
    picture: Pictures = ()
    way_out: Flag = False
    exclusive: Flag = False
    own_words: Flag = False
    favourable: Flag = False
    show_if: WrittenCondition | None = None


OptionSets: TypeAlias = Mapping[str, tuple[WrittenOption, ...]]


class WrittenChosenIn(Written):
    """What was chosen in an earlier question."""

    chosen_in: str


def _sort_of_options(value: object) -> str:
    if isinstance(value, str):
        return "#set"
    return "#chosen" if isinstance(value, dict | WrittenChosenIn) else "#list"


WrittenOptions: TypeAlias = Annotated[
    Annotated[str, Tag("#set")]
    | Annotated[WrittenChosenIn, Tag("#chosen")]
    | Annotated[tuple[WrittenOption, ...], Tag("#list")],
    Discriminator(_sort_of_options),
]
"""The name of a set, what was chosen in a question, or a list. The tags can't be mistaken for keys of the file."""


class WrittenFilm(Written):
    """A film, such as the question in sign language. Without captions it helps only some."""

    file: Annotated[str, Field(pattern=r"^media/.")]
    captions: Annotated[str, Field(pattern=r"^media/.")]


class WrittenScreen(Written):
    """What every screen may say."""

    id: Id
    ask: str
    picture: Pictures = ()
    pictures: Flag = True
    film: dict[str, WrittenFilm] = Field(default_factory=dict)

    def condition(self) -> WrittenCondition | None:
        """The condition as it was written."""
        return None

    def parts(self, sets: OptionSets) -> dict[str, Any]:  # noqa: ARG002  # kinds with options need the sets
        """The fields of the flat screen that follow from this screen alone."""
        return {
            "id": self.id,
            "ask": self.ask,
            "pictures": self.picture,
            "show_pictures": self.pictures,
            "film": {language: film.model_dump() for language, film in self.film.items()},
        }


class WrittenUse(Written):
    """A screen of another questionnaire: `other-key.screen`. It is read where it stands, while this one is loaded."""

    use: Annotated[str, Field(pattern=rf"^{ID_FORM}\.{ID_FORM}$")]


class WrittenOwnScreen(WrittenScreen):
    """A screen in the designer's own words."""

    text: Text
    show_if: WrittenCondition | None = None

    def condition(self) -> WrittenCondition | None:
        """See `WrittenScreen.condition`."""
        return self.show_if

    def parts(self, sets: OptionSets) -> dict[str, Any]:
        """See `WrittenScreen.parts`."""
        return super().parts(sets) | {"text": self.text}


class WrittenReservedQuestion(WrittenScreen):
    """A question of the service's own, asked of everyone: its words and pictures may be left out."""

    text: Text | None = None
    why: Text | None = None


class WrittenQuestion(WrittenOwnScreen):
    """What every question of the designer's own may say."""

    why: Text | None = None
    echo: str | None = None
    sensitive: Flag = False
    practice: Flag = False
    for_each: WrittenChosenIn | None = None

    def parts(self, sets: OptionSets) -> dict[str, Any]:
        """See `WrittenScreen.parts`."""
        more = {"why": self.why, "echo": self.echo, "sensitive": self.sensitive, "practice": self.practice}
        return super().parts(sets) | more


class WrittenChoice(WrittenQuestion):
    """A question whose options the designer writes."""

    options: WrittenOptions

    def chosen_options(self, sets: OptionSets) -> tuple[WrittenOption, ...]:
        """The options, wherever they were written; none if the set is missing, or another question has them."""
        if isinstance(self.options, WrittenChosenIn):
            return ()
        return sets.get(self.options, ()) if isinstance(self.options, str) else self.options

    def parts(self, sets: OptionSets) -> dict[str, Any]:
        """See `WrittenScreen.parts`."""
        return super().parts(sets) | {
            "options": tuple(
                Option(
                    id=option.id,
                    text=option.text,
                    pictures=option.picture,
                    way_out=option.way_out,
                    exclusive=option.exclusive,
                    own_words=option.own_words,
                )
                for option in self.chosen_options(sets)
            )
        }


class WrittenJudged(WrittenChoice):
    """A question of which some options are favourable: those that it names, or else those that are marked so."""

    favourable: tuple[str, ...] | None = None

    def parts(self, sets: OptionSets) -> dict[str, Any]:
        """See `WrittenScreen.parts`."""
        marked = tuple(option.id for option in self.chosen_options(sets) if option.favourable)
        return super().parts(sets) | {"favourable": marked if self.favourable is None else self.favourable}


class WrittenReview(Written):
    """Who has read a language's texts, and when."""

    by: str
    on: Day
