"""What moderators and analysts do: studies, meetings, statements, codes, improvements and ballots."""

from flask import Flask

from surveyapp.focusgroup import coding, guides, improvements, quotes, reading_back, sorting, studies
from surveyapp.focusgroup.ballots import routes as ballots
from surveyapp.focusgroup.blueprint import blueprint
from surveyapp.focusgroup.meeting import routes as meeting
from surveyapp.questionnaire.words import fixed
from surveyapp.web.here import offer_place

__all__ = ["blueprint", "init"]

PAGES = (studies, guides, meeting, reading_back, coding, quotes, sorting, improvements, ballots)
"""The files that have put their pages into the blueprint by being imported."""


def init(app: Flask) -> None:
    """Put the pages of focus groups into the application."""
    app.register_blueprint(blueprint)
    offer_place(app, "focusgroup.overview", fixed("Focus groups"), "moderator", "analyst")
