"""Participants: a visit from the choice of language to the thank-you."""

from flask import Flask

from surveyapp.respond.routes import blueprint


def init(app: Flask) -> None:
    """Add the participants' pages."""
    app.register_blueprint(blueprint)
