"""Error pages in the reader's language. They say what to do, and never repeat what was asked for."""

import logging

from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from surveyapp.questionnaire.words import fixed
from surveyapp.store.errors import StoreFailed

log = logging.getLogger("surveyapp")

AGAIN_SECONDS = 30
"""When a browser or a proxy may try again what the database could not do."""

TITLES = {
    400: fixed("That did not work"),
    403: fixed("You can't enter this page"),
    404: fixed("There is no such page"),
    409: fixed("Something has changed in the meantime"),
    413: fixed("That was too much at once"),
    422: fixed("Something needs to be put right"),
    500: fixed("Something went wrong on our side"),
}

ADVICE = {
    400: fixed("Go back one page and try again."),
    403: fixed("Ask whoever runs the service if you need to come in here."),
    404: fixed(
        "Check the address, or ask the person who gave you the link. It may also be that the questions are over."
    ),
    409: fixed("Go back, load the page again, and look at what it says now."),
    413: fixed("Go back and send less text, or a smaller file."),
    422: fixed("Go back, look through what you filled in, and try again."),
    500: fixed("Wait a minute and try again. What you had already saved is still there."),
}


def init(app: Flask) -> None:
    """Answer every refusal and every failure with a page of our own."""
    app.register_error_handler(HTTPException, show)
    app.register_error_handler(StoreFailed, show_failed)


def show(error: HTTPException) -> ResponseReturnValue:
    """The page for an error. One that has no words of its own gets those of its family."""
    code = error.code or 500
    if code < 400 or error.response is not None:
        return error
    family = code if code in TITLES else 500 if code >= 500 else 400
    page = render_template("error.html", title=TITLES[family], advice=ADVICE[family])
    kept = [(name, value) for name, value in error.get_headers() if name in ("Allow", "Retry-After")]
    return page, code, kept


def show_failed(failed: StoreFailed) -> ResponseReturnValue:
    """The page for a database that fails. It is drawn without the database."""
    page = render_template("error.html", title=fixed("The service can't do that just now"), advice=failed.said)
    return unavailable(failed, page)


def unavailable(failed: StoreFailed, page: str) -> ResponseReturnValue:
    """Answer with `page`, and log that the database failed."""
    log.error("The database failed.", exc_info=failed, extra={"where": request.endpoint, "status": 503})
    return page, 503, {"Retry-After": str(AGAIN_SECONDS)}
