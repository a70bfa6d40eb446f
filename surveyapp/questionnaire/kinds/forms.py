"""The forms that the kinds share. What is posted is never trusted: only what the screen offered is an answer."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import Any, Protocol

from wtforms import Field, ValidationError

from surveyapp.questionnaire.kinds import AnswerForm
from surveyapp.questionnaire.model import RATHER_NOT_SAY, Answer, Screen
from surveyapp.questionnaire.words import Said

MOST_CHARACTERS = 1000
LARGEST = 999_999_999
"""The largest number where the question names none."""


class FormData(Protocol):
    """What was posted, such as Werkzeug's MultiDict."""

    def __iter__(self) -> Iterator[str]: ...  # noqa: D105

    def __len__(self) -> int: ...  # noqa: D105

    def __contains__(self, key: Any, /) -> bool: ...  # noqa: ANN401, D105

    def getlist(self, key: str, /) -> list[Any]:
        """All values posted under that name."""
        ...


class Wrong(ValidationError):
    """An answer that can't be kept, and what to do about it."""

    def __init__(self, said: Said) -> None:
        ValueError.__init__(self, said)


class Posted(Field):
    """Everything posted under one name, blanks left out."""

    data: tuple[str, ...]

    def process_data(self, value: Answer | None) -> None:
        """Take the answer that is kept."""
        if value is None:
            self.data = ()
        else:
            self.data = (str(value),) if isinstance(value, str | int) else tuple(value)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was posted, in its place."""
        self.data = tuple(value for value in valuelist if isinstance(value, str) and value)


class OneForm(AnswerForm):
    """One of several values."""

    answer = Posted()

    def __init__(self, values: frozenset[str], formdata: FormData | None = None, kept: Answer | None = None) -> None:
        super().__init__(formdata, data={"answer": kept})
        self.values = values | {RATHER_NOT_SAY}

    def validate_answer(self, field: Posted) -> None:
        """Refuse what was not offered."""
        if len(field.data) > 1 or not self.values.issuperset(field.data):
            raise Wrong(Said("Choose one of the answers on this page."))

    def given(self) -> Answer | None:
        """See `AnswerForm.given`."""
        return self.answer.data[0] if self.answer.data else None

    def chosen(self) -> frozenset[str]:
        """See `AnswerForm.chosen`."""
        return frozenset(self.answer.data)


class ManyForm(AnswerForm):
    """Any number of a screen's options, up to `at_most`; an exclusive one and a way out only by themselves."""

    answer = Posted()

    def __init__(self, screen: Screen, formdata: FormData | None = None, kept: Answer | None = None) -> None:
        super().__init__(formdata, data={"answer": kept})
        self.screen = screen

    def validate_answer(self, field: Posted) -> None:
        """Refuse what was not offered, what can't stand together, and too many."""
        chosen = frozenset(field.data)
        if not chosen <= {RATHER_NOT_SAY, *(option.id for option in self.screen.options)}:
            raise Wrong(Said("Choose among the answers on this page."))
        alone = {RATHER_NOT_SAY, *(option.id for option in self.screen.options if option.exclusive or option.way_out)}
        if len(chosen) > 1 and chosen & alone:
            raise Wrong(
                Said(
                    "One of the answers that you chose can't stand together with others. Keep that one, or the others."
                )
            )
        most = self.screen.at_most
        if most is not None and len(chosen) > most:
            raise Wrong(
                Said(
                    "Choose at most %(most)s. You have chosen %(chosen)s, so take some away.",
                    {"most": most, "chosen": len(chosen)},
                )
            )

    def given(self) -> Answer | None:
        """See `AnswerForm.given`."""
        chosen = self.chosen()
        if RATHER_NOT_SAY in chosen:
            return RATHER_NOT_SAY
        return tuple(option.id for option in self.screen.options if option.id in chosen) or None

    def chosen(self) -> frozenset[str]:
        """See `AnswerForm.chosen`."""
        return frozenset(self.answer.data)


class TextForm(AnswerForm):
    """A text of the participant's own, or "I don't want to answer"."""

    answer = Posted()
    rather_not_say = Posted()

    def __init__(self, lines: int, formdata: FormData | None = None, kept: Answer | None = None) -> None:
        refused = kept == RATHER_NOT_SAY
        super().__init__(
            formdata, data={"answer": None if refused else kept, "rather_not_say": RATHER_NOT_SAY if refused else None}
        )
        self.lines = lines

    def validate_answer(self, field: Posted) -> None:
        """Refuse a text that is too long, and a text beside "I don't want to answer"."""
        text = self.written()
        if len(text) > MOST_CHARACTERS:
            raise Wrong(
                Said(
                    "Your text has %(length)s characters. Write at most %(most)s.",
                    {"length": len(text), "most": MOST_CHARACTERS},
                )
            )
        if text and self.rather_not_say.data:
            raise Wrong(Said("You have written something and also chosen not to answer. Take one of them away."))

    def given(self) -> Answer | None:
        """See `AnswerForm.given`."""
        return RATHER_NOT_SAY if self.rather_not_say.data else self.written() or None

    def chosen(self) -> frozenset[str]:
        """See `AnswerForm.chosen`."""
        return frozenset({RATHER_NOT_SAY} if self.rather_not_say.data else ())

    def written(self) -> str:
        """See `AnswerForm.written`."""
        return plain(self.answer.data[0] if self.answer.data else "", several_lines=self.lines > 1)


class NumberForm(TextForm):
    """A whole number within the screen's range, or "I don't want to answer"."""

    def __init__(self, screen: Screen, formdata: FormData | None = None, kept: Answer | None = None) -> None:
        super().__init__(1, formdata, kept)
        self.screen = screen

    def validate_answer(self, field: Posted) -> None:
        """Refuse what is no number, or none of the range; spaces and every script's digits are taken."""
        super().validate_answer(field)
        if self.written() and self.number() is None:
            raise Wrong(_wanted_number(self.screen.least, self.screen.most))

    def given(self) -> Answer | None:
        """See `AnswerForm.given`."""
        return RATHER_NOT_SAY if self.rather_not_say.data else self.number()

    def number(self) -> int | None:
        """The number written, if it is one of the range."""
        written = self.written()
        for unit in (self.screen.unit or {}).values():
            written = written.removesuffix(unit)
        number = whole_number(written)
        least, most = self.screen.least or 0, LARGEST if self.screen.most is None else self.screen.most
        return number if number is not None and least <= number <= most else None


def _wanted_number(least: int | None, most: int | None) -> Said:
    gaps = {"least": str(least or 0), "most": str(most)}
    if most is not None:
        return Said("Write a whole number from %(least)s to %(most)s, with digits.", gaps)
    return Said("Write a whole number, with digits. The smallest is %(least)s.", gaps)


class DateForm(AnswerForm):
    """A day in three fields, or "I don't want to answer"."""

    day = Posted()
    month = Posted()
    year = Posted()
    rather_not_say = Posted()

    def __init__(self, screen: Screen, formdata: FormData | None = None, kept: Answer | None = None) -> None:
        data: dict[str, str | None] = {}
        if kept == RATHER_NOT_SAY:
            data = {"rather_not_say": RATHER_NOT_SAY}
        elif kept is not None:
            year, month, day = str(kept).split("-")
            data = {"day": str(int(day)), "month": str(int(month)), "year": year}
        super().__init__(formdata, data=data)
        self.screen = screen

    def parts(self) -> dict[str, str]:
        """The text to show in each of the three fields, valid or not."""
        fields = {"day": self.day, "month": self.month, "year": self.year}
        return {name: plain("".join(field.data[:1]), several_lines=False) for name, field in fields.items()}

    def validate_day(self, field: Posted) -> None:
        """Refuse what is no day, or none of the range, and a day beside "I don't want to answer"."""
        if not self.written():
            return
        if self.rather_not_say.data:
            raise Wrong(Said("You have written something and also chosen not to answer. Take one of them away."))
        numbers = [whole_number(part) for part in self.parts().values()]
        if None in numbers or (numbers[2] or 0) < 1000:
            raise Wrong(Said("Write the day, the month and the year, with digits and four of them for the year."))
        if self.found() is None:
            raise Wrong(Said("There is no such day in the calendar. Look at the day and the month."))
        first, last = self.screen.first_day, self.screen.last_day
        if not (first or "") <= str(self.given()) <= (last or "9999-12-31"):
            raise Wrong(_wanted_day(first, last))

    def found(self) -> date | None:
        """The day written, if the calendar has it."""
        day, month, year = (whole_number(part) for part in self.parts().values())
        try:
            return date(year or 0, month or 0, day or 0)
        except (ValueError, OverflowError):
            return None

    def given(self) -> Answer | None:
        """See `AnswerForm.given`."""
        if self.rather_not_say.data:
            return RATHER_NOT_SAY
        day = self.found()
        return day.isoformat() if day else None

    def chosen(self) -> frozenset[str]:
        """See `AnswerForm.chosen`."""
        return frozenset({RATHER_NOT_SAY} if self.rather_not_say.data else ())

    def written(self) -> str:
        """See `AnswerForm.written`: all three parts."""
        return " ".join(self.parts().values()).strip()


def _wanted_day(first: str | None, last: str | None) -> Said:
    days = {name: date.fromisoformat(day) for name, day in (("first", first), ("last", last)) if day}
    if first and last:
        return Said("Write a day from %(first)s to %(last)s.", days)
    if first:
        return Said("Write %(first)s or a later day.", days)
    return Said("Write %(last)s or an earlier day.", days)


class RankForm(AnswerForm):
    """Options in an order. Each press of a card (`press`) adds it at the end, or takes it away; then more may follow.

    So it works without a script, and with the keyboard: the page comes back with the places in it.
    """

    answer = Posted()
    press = Posted()

    def __init__(self, screen: Screen, formdata: FormData | None = None, kept: Answer | None = None) -> None:
        super().__init__(formdata, data={"answer": kept})
        self.screen = screen

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401  # as in WTForms
        """Whether this is the answer. After a press it is not, yet: there are no errors then."""
        return super().validate(extra_validators) and not self.press.data

    def validate_answer(self, field: Posted) -> None:
        """Refuse what was not offered, what can't stand together, and too many."""
        if not {*field.data, *self.press.data} <= {RATHER_NOT_SAY, *(option.id for option in self.screen.options)}:
            raise Wrong(Said("Choose among the answers on this page."))
        chosen, alone = self.chosen(), self._alone()
        if len(chosen) > 1 and chosen & alone:
            raise Wrong(
                Said(
                    "One of the answers that you chose can't stand together with others. Keep that one, or the others."
                )
            )
        most = self.screen.choose or 1
        if len(chosen) > most:
            raise Wrong(
                Said(
                    "Choose at most %(most)s. You have chosen %(chosen)s, so take some away.",
                    {"most": most, "chosen": len(chosen)},
                )
            )

    @property
    def order(self) -> tuple[str, ...]:
        """What is chosen, the first place first, after the press."""
        order = tuple(dict.fromkeys(self.answer.data))
        if not self.press.data:
            return order
        pressed, alone = self.press.data[0], self._alone()
        if pressed in order:
            return tuple(id for id in order if id != pressed)
        if pressed in alone:
            return (pressed,)
        return (*(id for id in order if id not in alone), pressed)

    def given(self) -> Answer | None:
        """See `AnswerForm.given`."""
        return RATHER_NOT_SAY if RATHER_NOT_SAY in self.order else self.order or None

    def chosen(self) -> frozenset[str]:
        """See `AnswerForm.chosen`."""
        return frozenset(self.order)

    def _alone(self) -> frozenset[str]:
        options = self.screen.options
        return frozenset({RATHER_NOT_SAY, *(option.id for option in options if option.exclusive or option.way_out)})


def whole_number(text: str) -> int | None:
    """The whole number that was written, in the digits of any script; spaces and invisible marks are left out."""
    digits = "".join(
        str(unicodedata.decimal(letter)) if letter.isdecimal() else "-" if letter == "\u2212" else letter
        for letter in text
        if unicodedata.category(letter) not in ("Zs", "Cf")
    )
    return int(digits) if re.fullmatch(r"-?[0-9]{1,9}", digits) else None


def plain(text: str, several_lines: bool) -> str:
    """The text without control characters and other code points that no file format can hold."""
    text = re.sub(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]", "\n", text)
    if not several_lines:
        text = text.replace("\n", " ")
    kept = (letter for letter in text if letter == "\n" or _can_be_kept(letter))
    return unicodedata.normalize("NFC", "".join(kept)).strip()


def _can_be_kept(letter: str) -> bool:
    noncharacter = 0xFDD0 <= ord(letter) <= 0xFDEF or ord(letter) & 0xFFFE == 0xFFFE
    return letter == "\t" or not (noncharacter or unicodedata.category(letter) in ("Cc", "Cs"))
