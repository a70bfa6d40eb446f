"""Puts the rooms together. How the whole is served stands in `surveyapp.serving`."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from flask import Flask, request

from surveyapp import accounts, design, evaluate, focusgroup, followup, respond
from surveyapp.config import Config
from surveyapp.store.engine import open_store
from surveyapp.web import shared

Clock = Callable[[], datetime]

MAX_BODY = 1_000_000
"""The most that a request may hold."""

UPLOADS = {"/design/upload": design.MOST_UPLOADED}
"""The addresses where a request may hold more. Their views say so too."""

log = logging.getLogger("surveyapp")


class App(Flask):
    """The service as a WSGI application."""

    def log_exception(self, exc_info: Any) -> None:  # noqa: ANN401
        """Log a request that failed: which view it was, and nothing of what was asked for."""
        log.error("A request failed.", exc_info=exc_info, extra={"where": request.endpoint, "status": 500})


def utc_now() -> datetime:
    """The clock of a running service: aware, in UTC."""
    return datetime.now(UTC)


def create_app(config: Config, clock: Clock = utc_now) -> App:
    """The service. Makes the data folder, the key and the database where they are missing."""
    config.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    store = open_store(config.database, config.key_file)
    app = App("surveyapp", root_path=None, static_folder=None, template_folder=None)
    app.config.update(
        SECRET_KEY=store.keys.secret("session"),
        MAX_CONTENT_LENGTH=MAX_BODY,
        MAX_FORM_MEMORY_SIZE=MAX_BODY,
        SESSION_COOKIE_NAME="staff",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=config.secure,
    )
    shared.init(app, store=store, clock=clock, config=config)
    for room in (respond, design, focusgroup, evaluate, followup, accounts):  # in the order of the navigation
        room.init(app)
    return app
