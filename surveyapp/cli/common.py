"""What every command needs."""

from __future__ import annotations

import locale
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from surveyapp import config as settings

if TYPE_CHECKING:
    from flask import Flask

    from surveyapp.questionnaire.words import Said
    from surveyapp.store.engine import Connection, Store
    from surveyapp.store.rounds import Round


def configured() -> settings.Config:
    """The settings; what is wrong with them ends the command."""
    try:
        return settings.from_environment(os.environ)
    except settings.SettingsRefused as refused:
        raise click.ClickException(str(refused)) from None


def terminal_language() -> str:
    """The language that the commands speak."""
    wanted = os.environ.get("SURVEYAPP_LANGUAGE") or locale.getlocale()[0] or "en"
    return wanted.split("_")[0].split(".")[0]


def created() -> Flask:
    """The service; if its database refuses to open or can't be reached, the command ends."""
    from surveyapp.app import create_app

    config = configured()
    with refusals_end_it():
        try:
            return create_app(config)
        except OSError as error:
            raise click.ClickException(f"{error.filename or config.data} can't be used: {error.strerror}.") from None


@contextmanager
def refusals_end_it() -> Iterator[None]:
    """What the database refuses, or fails in, ends the command. Without the service there are no translations."""
    from surveyapp.store.errors import StoreFailed, StoreRefused

    try:
        yield
    except StoreRefused as refused:
        raise click.ClickException(str(refused.said)) from None
    except StoreFailed as failed:
        raise click.ClickException(f"The database can't be used: {failed.__cause__}") from None


@contextmanager
def speaking() -> Iterator[None]:
    """The terminal's language, and nothing else of the service: no database is opened or made."""
    from flask import Flask

    from surveyapp.web import words

    app = Flask("surveyapp", static_folder=None, template_folder=None)
    words.init(app, configured().translations)
    with app.app_context(), words.in_language(terminal_language()):
        yield


@contextmanager
def running_app() -> Iterator[Flask]:
    """The whole service in the terminal's language; what it refuses ends the command with its sentence."""
    from surveyapp.store.errors import StoreFailed, StoreRefused
    from surveyapp.web import words

    app = created()
    with app.app_context(), words.in_language(terminal_language()):
        try:
            yield app
        except (StoreRefused, StoreFailed) as refused:
            raise click.ClickException(words.say(refused.said)) from None


@contextmanager
def opened_store() -> Iterator[Store]:
    """The store, in the language of the terminal."""
    with running_app():
        from surveyapp.web import here

        yield here.store()


def note(c: Connection, what: str) -> None:
    """Write into the audit trail what the shell does, in the transaction that does it, as the pages' acts are."""
    from surveyapp.store import staff

    staff.audit(c, "shell", what, datetime.now(UTC))


def say(said: Said) -> str:
    """A sentence in the language of the terminal."""
    from surveyapp.web import words

    return words.say(said)


def round_of_that_name(store: Store, name: str) -> Round:
    """The round; if there is none, the command ends."""
    from surveyapp.store import rounds

    with store.reading() as c:
        found = rounds.round_named(c, name)
        if found is None:
            raise click.ClickException(
                f"No round is named {name}. `surveyapp round list` shows them; the name is in the first column."
            )
        return found


def today() -> tuple[datetime, datetime]:
    """Now in UTC, and in the organisation's zone."""
    now = datetime.now(UTC)
    return now, now.astimezone(configured().zone)


def link(opened: Round, site: str) -> str:
    """The address at which participants of a site begin."""
    address = f"{configured().public_address}/r/{opened.name}/"
    return address if len(opened.sites) == 1 else f"{address}at/{site}/"
