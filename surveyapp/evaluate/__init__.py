"""What evaluators read: the workbook and the pages of a round's figures, all from its release."""

from flask import Flask

from surveyapp.evaluate.open_answers.routes import blueprint as open_answers
from surveyapp.evaluate.routes import blueprint
from surveyapp.evaluate.study.routes import blueprint as study_figures
from surveyapp.questionnaire.words import fixed
from surveyapp.web.here import offer_place


def init(app: Flask) -> None:
    """Add the evaluators' pages."""
    app.register_blueprint(blueprint)
    app.register_blueprint(open_answers)
    app.register_blueprint(study_figures)
    offer_place(app, "evaluate.overview", fixed("Figures"), "evaluator")
    offer_place(app, "study_figures.overview", fixed("Figures of focus groups"), "evaluator", "analyst")
    offer_place(app, "open_answers.to_read", fixed("Texts to read"), "reviewer")
