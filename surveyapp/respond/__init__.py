"""Participants: a visit from the choice of language to the thank-you."""

from flask import Flask

from surveyapp.respond import beside, code, failing, receipt, routes, settings, tablet
from surveyapp.respond.blueprint import blueprint
from surveyapp.store.errors import StoreFailed

PAGES = (routes, beside, receipt, settings, tablet)
"""The files that have put their pages into the blueprint by being imported."""

for one in (blueprint, code.blueprint):
    one.register_error_handler(StoreFailed, failing.show)


def init(app: Flask) -> None:
    """Add the participants' pages."""
    app.register_blueprint(code.blueprint)
    app.register_blueprint(blueprint)
