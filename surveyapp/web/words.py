"""The interface's words in the reader's language. The only module that knows Flask-Babel.

Messages are English. A language is one catalogue, `<folder>/<language>/LC_MESSAGES/messages.po`, read into memory when
the application starts. A designer's texts may be in languages that have no catalogue: then the interface speaks the
nearest language that it has, and the page marks which words are in which.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import flask_babel
from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent
from babel.support import NullTranslations, Translations
from flask import Flask, current_app, g, has_request_context, request
from markupsafe import Markup, escape

from surveyapp.questionnaire.model import Words
from surveyapp.questionnaire.words import Said
from surveyapp.web import here

MESSAGES = "en"
"""The language that the messages themselves are written in."""

LAST_RESORT = ("sv", MESSAGES)
"""What the interface speaks to a reader whose language it has no catalogue for."""

NEAREST = {"prs": "fa", "nb": "sv", "nn": "sv", "no": "sv", "da": "sv"}
"""The language to speak when there is no catalogue of the reader's own."""

LOCALES = {"en": "en_GB", "prs": "fa_AF", "rmy": "ro"}
"""Locale data for languages that CLDR lacks, or whose first choice has the month before the day."""

OWN_NAMES = {
    "sv-simple": "Lätt svenska",
    "en-simple": "Easy English",
    "prs": "دری",
    "kmr": "Kurmancî",
    "rmy": "Romani",
}
"""Names that CLDR lacks, or that it gives with a country."""

EMPTY_LINE = re.compile(r"\n\s*\n\s*")

RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "prs", "ps", "sd", "ug", "ur", "yi"})


class Catalogues(flask_babel.Domain):  # type: ignore[misc]  # Flask-Babel has no types
    """The catalogues of one folder, in memory: no compiled files, and nothing is read during a request."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.by_language: dict[str, NullTranslations] = {MESSAGES: NullTranslations()}
        self.nearest = lru_cache(maxsize=1000)(self._nearest)
        for file in sorted(folder.glob("*/LC_MESSAGES/messages.po")):
            self.by_language[file.parent.parent.name] = _catalogue(file)

    def get_translations(self) -> NullTranslations:
        """The catalogue for the present reader."""
        return self.by_language[self.nearest(current_language())]

    def _nearest(self, tag: str) -> str:
        base = _base(tag)
        wanted = (tag, base, NEAREST.get(base, base), *LAST_RESORT)
        return next((language for language in wanted if language in self.by_language), MESSAGES)


def _catalogue(file: Path) -> Translations:
    compiled = BytesIO()
    with file.open("rb") as source:
        write_mo(compiled, read_po(source))
    compiled.seek(0)
    return Translations(compiled)


def init(app: Flask, folder: Path) -> None:
    """Read the catalogues, and give the templates what they need to speak."""
    babel = flask_babel.Babel()
    babel.init_app(app, locale_selector=lambda: locale_of(current_language()))
    babel.domain_instance = Catalogues(folder)
    app.jinja_env.globals.update(
        direction=direction,
        page_language=page_language,
        own_name=own_name,
        said=said,
    )
    app.jinja_env.filters.update(
        say=say,
        lines=lines,
        paragraphs=paragraphs,
        heading=heading,
        below_heading=below_heading,
        day=say_day,
        moment=say_moment,
        number=say_number,
        percent=say_percent,
    )


# ---- which language --------------------------------------------------------------------------------------------------


def languages() -> list[str]:
    """The languages that the interface speaks."""
    return list(_catalogues().by_language)


def interface_language(tag: str) -> str:
    """The language that the interface speaks to a reader of `tag`: its own, or the nearest that has a catalogue."""
    return _catalogues().nearest(tag)


def current_language() -> str:
    """The present reader's language: as the room has said, or else as the browser asks."""
    told: str | None = g.get("language")
    if told is not None:
        return told
    if has_request_context():
        wanted = (_base(tag) for tag, quality in request.accept_languages if quality)
        return next((tag for tag in wanted if tag in _catalogues().by_language), LAST_RESORT[0])
    return MESSAGES


def use_language(tag: str) -> None:
    """Speak `tag` for the rest of this request, its error pages included."""
    g.language = tag
    flask_babel.refresh()


@contextmanager
def in_language(tag: str) -> Iterator[None]:
    """Speak `tag` inside the block, in a request or in a command."""
    before = g.get("language")
    use_language(tag)
    try:
        yield
    finally:
        g.language = before
        flask_babel.refresh()


def page_language() -> str:
    """The language to mark a page with: the reader's own, unless the interface has to speak another."""
    tag = current_language()
    interface = interface_language(tag)
    return tag if _base(tag) == _base(interface) else interface


def direction(tag: str) -> str:
    """`rtl` or `ltr`."""
    return "rtl" if _base(tag) in RIGHT_TO_LEFT else "ltr"


def own_name(tag: str) -> str:
    """A language's name in that language, with a capital where its script has one."""
    if tag in OWN_NAMES:
        return OWN_NAMES[tag]
    try:
        locale = Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return tag
    name = locale.get_language_name(locale) or tag
    return name[0].upper() + name[1:]


def locale_of(tag: str) -> str:
    """The locale data for dates and numbers in the language that the interface speaks to a reader of `tag`."""
    language = interface_language(tag)
    return LOCALES.get(language, language.replace("-", "_"))


# ---- words -----------------------------------------------------------------------------------------------------------


def say(message: Said | str) -> str:
    """A fixed sentence in the reader's language, its gaps filled. Numbers in gaps are written as the language does."""
    if isinstance(message, str):
        return str(flask_babel.gettext(message))
    translated = str(flask_babel.gettext(message.message))
    if message.gaps:
        translated %= {name: _say_gap(gap) for name, gap in message.gaps.items()}
    return translated if message.then is None else f"{translated} {say(message.then)}"


def say_in_each(languages: Iterable[str], *messages: Said | str) -> list[tuple[str, tuple[str, ...]]]:
    """Fixed sentences to readers of several languages: each language with its sentences, or none without a catalogue.

    Easy Swedish and Swedish are one here.
    """
    spoken: dict[str, tuple[str, ...]] = {}
    for tag in languages:
        if _base(tag) not in map(_base, spoken):
            with in_language(tag):
                spoken[tag] = tuple(say(message) for message in messages) if page_language() == tag else ()
    return list(spoken.items())


def _say_gap(gap: str | int | date) -> str:
    if isinstance(gap, str):
        return gap
    return say_number(gap) if isinstance(gap, int) else say_day(gap)


def said(words: Words | Said, language: str, source: str) -> str:
    """What is fixed, translated, or a designer's text in `language`, falling back to the source language."""
    return text_and_language(words, language, source)[0]


def lines(words: Words | Said, language: str, source: str) -> Markup:
    """A designer's text inside a label: a line break is a line break. Everything is escaped."""
    text, tag = text_and_language(words, language, source)
    return _marked("span", _with_breaks(text), tag)


def paragraphs(words: Words, language: str, source: str) -> Markup:
    """A designer's text as paragraphs: an empty line begins a new one, a line break is a line break."""
    text, tag = text_and_language(words, language, source)
    return _marked("div", _as_paragraphs(EMPTY_LINE.split(text.strip())), tag)


def heading(words: Words, language: str, source: str) -> Markup:
    """The first paragraph, for the inside of a heading."""
    text, tag = text_and_language(words, language, source)
    return _marked("span", _with_breaks(EMPTY_LINE.split(text.strip())[0]), tag)


def below_heading(words: Words, language: str, source: str) -> Markup:
    """The paragraphs after the first; empty if there are none."""
    text, tag = text_and_language(words, language, source)
    more = EMPTY_LINE.split(text.strip())[1:]
    return _marked("div", _as_paragraphs(more), tag) if more else Markup("")


def text_and_language(words: Words | Said, language: str, source: str) -> tuple[str, str]:
    """The text, and the language that it is in."""
    if isinstance(words, str | Said):
        return say(words), page_language()
    text = words.get(language)
    return (text, language) if text else (words[source], source)


def _with_breaks(text: str) -> Markup:
    return Markup("<br>\n").join(escape(line) for line in text.splitlines() if line.strip())


def _as_paragraphs(parts: list[str]) -> Markup:
    return Markup("\n").join(Markup("<p>{}</p>").format(_with_breaks(part)) for part in parts)


def _marked(element: str, inside: Markup, tag: str) -> Markup:
    """`inside` with its language and direction, where they are not the page's."""
    if _base(tag) == _base(page_language()):
        return inside
    return Markup('<{0} lang="{1}" dir="{2}">{3}</{0}>').format(element, tag, direction(tag), inside)


# ---- dates and numbers: Latin digits in every language, so that a page never mixes two kinds -------------------------


def say_day(day: date) -> str:
    """25 november 2026."""
    return format_date(day, "d MMMM y", locale=locale_of(current_language()))


def say_moment(moment: datetime) -> str:
    """25 november 2026 14:05, in the service's time zone."""
    local = moment.astimezone(here.zone())
    return format_datetime(local, "d MMMM y HH:mm", locale=locale_of(current_language()))


def say_number(number: int | float | Decimal) -> str:
    """A number as the reader's language writes it."""
    return format_decimal(number, locale=locale_of(current_language()))


def say_percent(share: float | Decimal) -> str:
    """A share between 0 and 1 as a whole percentage."""
    return format_percent(share, locale=locale_of(current_language()))


def _base(tag: str) -> str:
    return tag.split("-")[0].lower()


def _catalogues() -> Catalogues:
    found: Catalogues = current_app.extensions["babel"].instance.domain_instance
    return found
