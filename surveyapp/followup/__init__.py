"""What became of it: what the organisation does, or does not, and what the participants are told."""

from flask import Flask

from surveyapp.followup import board, telling, told, wall
from surveyapp.followup.blueprint import blueprint
from surveyapp.questionnaire.words import fixed
from surveyapp.web.here import offer_place

__all__ = ["blueprint", "init"]

PAGES = (board, telling, wall)
"""The files that have put their pages into the blueprint by being imported."""


def init(app: Flask) -> None:
    """Put the pages of the follow-up into the application."""
    app.register_blueprint(blueprint)
    app.register_blueprint(told.blueprint)
    app.jinja_env.globals["state_pictures"] = wall.PICTURES
    offer_place(app, "followup.overview", fixed("Follow-up"), "moderator", "designer", "evaluator")
