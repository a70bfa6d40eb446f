"""The forms that the kinds share. What is posted is never trusted: only what the screen offered is an answer."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any, Protocol

from wtforms import Field, ValidationError

from surveyapp.questionnaire.kinds import AnswerForm
from surveyapp.questionnaire.model import RATHER_NOT_SAY, Answer, Screen
from surveyapp.questionnaire.words import Said

MOST_CHARACTERS = 1000


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
