"""What evaluators read: the workbook and the pages of a round's figures, all from its release."""

from flask import Flask

from surveyapp.evaluate.routes import blueprint
from surveyapp.questionnaire.words import fixed
from surveyapp.web import offer_place


def init(app: Flask) -> None:
    """Add the evaluators' pages."""
    app.register_blueprint(blueprint)
    offer_place(app, "evaluate.overview", fixed("Figures"), "evaluator")
