"""What a room needs of the running service: its store, its clock, its settings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

from flask import current_app

if TYPE_CHECKING:
    from flask import Flask

    from surveyapp.statement import Statement
    from surveyapp.store.engine import Store


class Settings(Protocol):
    """The settings that rooms may read. `surveyapp.config` reads them from the environment."""

    @property
    def public_address(self) -> str:
        """How participants reach the service, without a slash at the end."""

    @property
    def secure(self) -> bool:
        """Whether they come by https."""

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of opening and closing times."""

    @property
    def organisation(self) -> str:
        """The organisation's name."""

    @property
    def tick_file(self) -> Path:
        """Where it stands when this machine last did what was due."""

    @property
    def translations(self) -> Path:
        """The folder of catalogues."""

    @property
    def exports(self) -> Sequence[Path]:
        """The folders of export profiles. What stands in an earlier one comes before its namesake in a later one."""

    @property
    def statement(self) -> Statement | None:
        """The organisation's accessibility statement, if it has published one."""


@dataclass(frozen=True)
class Place:
    """A staff page that the navigation leads to: its endpoint, its name (a message), and the roles that see it."""

    endpoint: str
    name: str
    roles: frozenset[str]


@dataclass(frozen=True)
class Service:
    """Everything that requests share, kept in the application's extensions."""

    store: Store
    clock: Callable[[], datetime]
    config: Settings
    places: list[Place] = field(default_factory=list)


def service() -> Service:
    """The running service."""
    found: Service = current_app.extensions["surveyapp"]
    return found


def store() -> Store:
    """The store of answers, rounds and questionnaires."""
    return service().store


def now() -> datetime:
    """The present moment: aware, in UTC."""
    return service().clock()


def today() -> date:
    """The organisation's day."""
    return now().astimezone(zone()).date()


def config() -> Settings:
    """The settings."""
    return service().config


def zone() -> ZoneInfo:
    """The time zone of opening and closing times."""
    return service().config.zone


def offer_place(app: Flask, endpoint: str, name: str, *roles: str) -> None:
    """Put a staff page into the navigation of those who have one of these roles. `name` is a message."""
    app.extensions["surveyapp"].places.append(Place(endpoint, name, frozenset(roles)))
