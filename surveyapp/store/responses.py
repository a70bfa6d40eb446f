"""Responses: one row each, from the start of a visit to the submit. Of when there is the day, never the time.

On SQLite an answer is merged by `json_set`, which keeps `null`: a question that was left empty has been seen. (On
PostgreSQL `||` does the same.)
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from itertools import islice
from typing import Any, Literal, NamedTuple, TypeAlias

from sqlalchemy import Row, Text, Update, and_, bindparam, exists, func, insert, or_, select, type_coerce, update

from surveyapp.questionnaire.model import Answer, Answers
from surveyapp.store import tables
from surveyapp.store.engine import Connection as Connection
from surveyapp.store.engine import write_json
from surveyapp.store.rounds import FINISHING, Round

State: TypeAlias = Literal["started", "unfinished", "submitted", "withdrawn"]
Mode: TypeAlias = Literal["own_device", "shared_tablet", "paper"]
Refusal: TypeAlias = Literal["unknown-code", "used-code", "not-open"]
Outcome: TypeAlias = Literal["submitted", "changed", "not-open", "gone"]


@dataclass(frozen=True)
class Response:
    """What one respondent gave in one round."""

    id: int
    round_id: int
    site: str
    language: str
    state: State
    answers: Answers
    revision: int
    support: Mapping[str, Any]
    mode: Mode
    helper: str | None
    day: date


@dataclass(frozen=True)
class Submitted:
    """A submitted response that comes whole: made up, or on paper."""

    site: str
    language: str
    helper: str | None
    day: date
    answers: Answers
    support: Mapping[str, Any] = field(default_factory=dict)
    mode: Mode = "own_device"


class Counted(NamedTuple):
    """A submitted response as a release reads it: no day, no revision."""

    id: int
    site: str
    language: str
    helper: str | None
    support: Mapping[str, Any]
    mode: Mode
    answers: Answers
