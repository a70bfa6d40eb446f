"""The accessibility statement that the law asks of whoever runs a service: what it holds, read from a TOML file.

Nothing in it is the program's to know: the organisation assesses its own service, and answers for the words.
"""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Literal, TypeAlias

Conformance: TypeAlias = Literal["full", "partial", "none"]

A_YEAR = timedelta(days=365)

SUPERVISOR = "https://www.digg.se/tdosanmalan"
"""Where anyone reports to the authority that watches over the law."""

HOW = {
    "language": 'Write the tag of the language that the statement is in, like language = "sv".',
    "body": 'Write the name of the public body that answers for the service, like body = "Exempelkommun".',
    "service": 'Write the name of the service, like service = "Frågor till deltagare".',
    "conformance": 'Write "full", "partial" or "none".',
    "inaccessible": 'Write a list of { content = "…", reason = "…" }, or [] if there is nothing.',
    "burden": 'Write a list of { content = "…", reason = "…" }, or [] if there is nothing.',
    "outside": 'Write a list of { content = "…", reason = "…" }, or [] if there is nothing.',
    "assessed": "Write the day of the last assessment without quotes, like 2026-11-25.",
    "updated": "Write the day when the statement was last changed without quotes, like 2026-11-25.",
    "method": "Write how the service was assessed, and by whom.",
    "report": "Write the address of a form where anyone can report what they can't use, beginning with https://.",
    "supervisor": f"Leave it out for {SUPERVISOR}, or write another address that begins with https://.",
}
"""What a file may hold, and what to write there."""

DEFAULTS = {"language": "sv", "supervisor": SUPERVISOR}
"""What a file may leave out."""


class StatementRefused(Exception):
    """The file can't be used; the message says which file and key, and what to do."""


@dataclass(frozen=True)
class Excepted:
    """Content that not everyone can use, and why."""

    content: str
    reason: str


@dataclass(frozen=True)
class Statement:
    """What an organisation says of how accessible its service is, in `language`.

    `inaccessible` breaks the law's demands, `burden` would cost more than is reasonable, `outside` the law leaves out.
    `report` and `supervisor` are addresses that begin with https://.
    """

    language: str
    body: str
    service: str
    conformance: Conformance
    inaccessible: tuple[Excepted, ...]
    burden: tuple[Excepted, ...]
    outside: tuple[Excepted, ...]
    assessed: date
    updated: date
    method: str
    report: str
    supervisor: str

    def is_old(self, today: date) -> bool:
        """Whether a year or more has gone since the assessment or the last change."""
        return today - min(self.assessed, self.updated) >= A_YEAR


def read(file: Path, today: date) -> Statement:
    """The statement in a file. Raises `StatementRefused` for what is missing, wrong, or of a day to come."""
    try:
        written = tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise StatementRefused(f"{file} can't be read: {error.strerror}. Name a file that is there.") from None
    except UnicodeDecodeError:
        raise StatementRefused(f"{file} isn't UTF-8. Save it in that encoding.") from None
    except tomllib.TOMLDecodeError as error:
        raise StatementRefused(f"{file} isn't TOML: {error}. docs/accessibility-example.toml shows how.") from None
    return _Reader(file, DEFAULTS | written, today).statement()


@dataclass(frozen=True)
class _Reader:
    file: Path
    written: dict[str, Any]
    today: date

    def statement(self) -> Statement:
        for key in self.written:
            if key not in HOW:
                raise StatementRefused(f"{self.file}: {key} is no part of a statement. Its parts: {', '.join(HOW)}.")
        statement = Statement(
            language=self._text("language"),
            body=self._text("body"),
            service=self._text("service"),
            conformance=self._conformance(),
            inaccessible=self._list("inaccessible"),
            burden=self._list("burden"),
            outside=self._list("outside"),
            assessed=self._day("assessed"),
            updated=self._day("updated"),
            method=self._text("method"),
            report=self._address("report"),
            supervisor=self._address("supervisor"),
        )
        lacking = bool(statement.inaccessible or statement.burden)
        if lacking == (statement.conformance == "full"):
            listed = "something" if lacking else "nothing"
            fault = f'is "{statement.conformance}", but inaccessible and burden list {listed}'
            raise self._refused("conformance", fault)
        return statement

    def _refused(self, key: str, fault: str) -> StatementRefused:
        return StatementRefused(f"{self.file}: {key} {fault}. {HOW[key]}")

    def _value(self, key: str) -> Any:  # noqa: ANN401
        if key not in self.written:
            raise self._refused(key, "is missing")
        return self.written[key]

    def _text(self, key: str) -> str:
        value = self._value(key)
        if not isinstance(value, str):
            raise self._refused(key, "is no text")
        if not value.strip():
            raise self._refused(key, "is empty")
        return value.strip()

    def _conformance(self) -> Conformance:
        match self._text("conformance"):
            case "full" | "partial" | "none" as conformance:
                return conformance
            case other:
                raise self._refused("conformance", f"is {other!r}")

    def _day(self, key: str) -> date:
        value = self._value(key)
        if type(value) is not date:  # a moment is a date too
            raise self._refused(key, "is no day")
        if value > self.today:
            raise self._refused(key, f"is {value}, a day to come")
        return value

    def _address(self, key: str) -> str:
        value = self._text(key)
        if not value.startswith("https://") or len(value.split()) > 1:
            raise self._refused(key, "is no https address")
        return value

    def _list(self, key: str) -> tuple[Excepted, ...]:
        value = self._value(key)
        if not isinstance(value, list):
            raise self._refused(key, "is no list")
        return tuple(self._excepted(key, number, one) for number, one in enumerate(value, 1))

    def _excepted(self, key: str, number: int, one: object) -> Excepted:
        match one:
            case {"content": str(content), "reason": str(reason), **more} if not more:
                excepted = Excepted(content.strip(), reason.strip())
                if excepted.content and excepted.reason:
                    return excepted
        raise self._refused(key, f"number {number} needs a content and a reason, both with words, and no more")
