"""Forms of staff pages: the one typed module around Flask-WTF.

A form knows no language. Labels and errors are fixed words, translated where they are shown. Its errors stand beside
the field, in the summary and in the page's title.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from types import new_class
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, cast

from flask import Flask
from flask_wtf import CSRFProtect, FlaskForm
from wtforms import BooleanField, Field, Form, IntegerField, SelectMultipleField, StringField, TextAreaField
from wtforms.form import BaseForm
from wtforms.validators import StopValidation
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

from surveyapp.questionnaire.pictures import GROUPS
from surveyapp.questionnaire.words import Said, fixed
from surveyapp.web import here, words
from surveyapp.web.times import parse_day, parse_local

if TYPE_CHECKING:

    class _Protected(Form):
        """What Flask-WTF's form adds, as types."""

        def validate_on_submit(self) -> bool: ...

else:
    _Protected = FlaskForm

_protection = CSRFProtect()

PICTURES = [id for group, ids in GROUPS.items() if group != "the interface's own" for id in ids.split()]
"""What staff can show a text with."""


def init_protection(app: Flask) -> None:
    """Protect forms with a token of the session.

    The guard calls `protect` for staff pages. Participants' pages have no session, and a token of their own.
    """
    app.config.update(WTF_CSRF_CHECK_DEFAULT=False, WTF_CSRF_TIME_LIMIT=None)
    _protection.init_app(app)


def protect() -> None:
    """Refuse a request that changes something and was not sent from one of our own pages."""
    _protection.protect()


class StaffForm(_Protected):
    """A form with the token that shows that one of our own pages sent it."""

    def blame(self, name: str, said: Said | str) -> None:
        """Add an error to a field (or, if the form has no such field, to its first)."""
        fields = [field for field in self if field.type != "CSRFTokenField"]
        field = self._fields.get(name, fields[0])
        field.errors = [*field.errors, cast(str, said)]

    def faulty(self) -> list[Field]:
        """The fields with errors, in their order on the page."""
        return [field for field in self if field.errors]


Check: TypeAlias = Callable[[BaseForm, Field], None]


def refused(said: Said | str) -> StopValidation:
    """The error that a check raises. Its sentence is translated where it is shown."""
    return StopValidation(cast(str, said))


def needed(sentence: str) -> Check:
    """Refuse an empty field, with this sentence."""

    def check(_form: BaseForm, field: Field) -> None:
        if not (field.data.strip() if isinstance(field.data, str) else field.data):
            field.errors = []
            raise refused(sentence)

    return check


def between(least: int, most: int) -> Check:
    """Refuse a number out of these bounds."""

    def check(_form: BaseForm, field: Field) -> None:
        if field.data is not None and not least <= field.data <= most:
            raise refused(Said("Write a number from %(least)s to %(most)s.", {"least": least, "most": most}))

    return check


def written(field: Field) -> str:
    """What was written into a field of text, without spaces around it."""
    return (field.data or "").strip()


class WholeNumber(IntegerField):
    """A whole number, in digits."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was written; anything but digits is refused."""
        written = str(valuelist[0]).strip() if valuelist else ""
        self.data = int(written) if written.isascii() and written.isdigit() and len(written) < 10 else None
        if self.data is None:
            raise ValueError(fixed("Write a whole number, in digits."))


class LocalTime(StringField):
    """A time of the organisation's clock; `moment` is what it means, once it has been checked."""

    moment: datetime

    def pre_validate(self, form: BaseForm) -> None:  # noqa: ARG002 (WTForms calls it so)
        """Find the moment, or refuse what means none."""
        moment = parse_local(self.data or "", here.zone())
        if isinstance(moment, Said):
            raise refused(moment)
        self.moment = moment


class Day(StringField):
    """A day, or nothing."""

    day: date | None = None

    def pre_validate(self, form: BaseForm) -> None:  # noqa: ARG002 (WTForms calls it so)
        """Find the day, or refuse what is none."""
        if not (self.data or "").strip():
            return
        day = parse_day(self.data or "")
        if isinstance(day, Said):
            raise refused(day)
        self.day = day


class Checkboxes(SelectMultipleField):
    """Any number of choices."""

    widget = ListWidget()
    option_widget = CheckboxInput()


class ConfirmForm(StaffForm):
    """A yes to what can't be undone. It holds nothing but the token."""

    sure = BooleanField(fixed("Yes, I am sure"), validators=[needed(fixed("Tick the box if you are sure."))])


F = TypeVar("F", bound="InLanguages")


class InLanguages(StaffForm):
    """A form with texts in several languages, of which the first is the source."""

    languages: tuple[str, ...] = ()

    def texts(self, part: str) -> dict[str, str]:
        """What was written of that part, by language. What was left empty has no entry."""
        found = {language: written(self[f"{part}_{language}"]) for language in self.languages}
        return {language: text for language, text in found.items() if text}

    def need(self, part: str, sentence: str) -> None:
        """Blame the source's field of that part if it is empty."""
        if self.languages[0] not in self.texts(part):
            self.blame(f"{part}_{self.languages[0]}", sentence)


def in_languages(form: type[F], languages: Sequence[str], **parts: Mapping[str, str]) -> type[F]:
    """The form with a field for each part and language; `parts` are their texts at first."""
    fields: dict[str, Any] = {"languages": tuple(languages)}
    for part, texts in parts.items():
        for language in languages:
            fields[f"{part}_{language}"] = TextAreaField(words.own_name(language), default=texts.get(language, ""))
    return cast(type[F], new_class(form.__name__, (form,), exec_body=lambda names: names.update(fields)))
