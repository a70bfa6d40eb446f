"""What designers do: look at published questionnaires, open rounds and run them."""

from flask import Flask

from surveyapp.design.routes import blueprint
from surveyapp.questionnaire.words import fixed
from surveyapp.web import offer_place

__all__ = ["blueprint", "init"]


def init(app: Flask) -> None:
    """Put the designers' pages into the application."""
    app.register_blueprint(blueprint)
    offer_place(app, "design.overview", fixed("Rounds and questionnaires"), "designer")
