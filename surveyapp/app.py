"""Puts the rooms together, and serves them."""

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol

import waitress
from flask import Flask

from surveyapp import accounts, design, evaluate, respond, web
from surveyapp.config import Config
from surveyapp.release.tick import tick
from surveyapp.store.engine import Store, open_store


class WSGIServer(Protocol):
    """What waitress gives: it has no types of its own."""

    def run(self) -> None:
        """Answer requests until the process is told to stop."""


Clock = Callable[[], datetime]

TICK_SECONDS = 60
MAX_BODY = 1_000_000
THREADS = 8

log = logging.getLogger("surveyapp")


def utc_now() -> datetime:
    """The clock of a running service: aware, in UTC."""
    return datetime.now(UTC)


def create_app(config: Config, clock: Clock = utc_now) -> Flask:
    """The service as a WSGI application. Makes the data folder, the key and the database where they are missing."""
    config.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    store = open_store(config.database, config.key_file)
    app = Flask("surveyapp", root_path=None, static_folder=None, template_folder=None)
    app.config.update(
        SECRET_KEY=store.keys.secret("session"),
        MAX_CONTENT_LENGTH=MAX_BODY,
        MAX_FORM_MEMORY_SIZE=MAX_BODY,
        SESSION_COOKIE_NAME="staff",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=config.secure,
    )
    web.init(app, store=store, clock=clock, config=config)
    for room in (respond, design, evaluate, accounts):  # in the order of the navigation
        room.init(app)
    return app


def listen(app: Flask, host: str, port: int) -> WSGIServer:
    """Listen with waitress. `OSError` if the port is taken."""
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a request that waits for a thread is no news
    proxy = app.extensions["surveyapp"].config.proxy
    server: WSGIServer = waitress.create_server(
        app,
        host=host,
        port=port,
        url_scheme="https" if app.config["SESSION_COOKIE_SECURE"] else "http",  # what the proxy in front was asked by
        trusted_proxy=proxy,
        trusted_proxy_headers={"x-forwarded-for"} if proxy else set(),
        clear_untrusted_proxy_headers=True,
        threads=THREADS,
        connection_limit=1000,
        max_request_body_size=MAX_BODY,
        ident=None,
    )
    return server


def serve(app: Flask, server: WSGIServer) -> None:
    """Serve until SIGTERM or Ctrl-C, and do what is due each minute. Requests in flight are finished."""
    stopped = threading.Event()
    timer = threading.Thread(target=_tick_until, args=(app, stopped), name="tick", daemon=True)
    timer.start()
    try:
        server.run()
    finally:
        stopped.set()
        timer.join(timeout=5)


def _tick_until(app: Flask, stopped: threading.Event) -> None:
    store: Store = app.extensions["surveyapp"].store
    config: Config = app.extensions["surveyapp"].config
    clock: Clock = app.extensions["surveyapp"].clock
    while True:
        try:
            tick(store, clock(), config.zone)
        except Exception:
            log.exception("What is due could not be done; it is tried again in a minute.")
        if stopped.wait(TICK_SECONDS):
            return
