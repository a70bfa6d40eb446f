"""What designers do: bring questionnaires, look at them from all sides, publish them, open rounds and run them."""

from flask import Flask

from surveyapp.design import compare, letters, map, preview, routes, showing, tablets, texts, upload, versions, walk
from surveyapp.design.archive import MOST_UPLOADED
from surveyapp.design.blueprint import blueprint
from surveyapp.questionnaire.words import fixed
from surveyapp.web.here import offer_place

__all__ = ["MOST_UPLOADED", "blueprint", "init"]

PAGES = (routes, letters, tablets, versions, upload, showing, preview, walk, map, texts, compare)
"""The files that have put their pages into the blueprint by being imported."""


def init(app: Flask) -> None:
    """Put the designers' pages into the application. To be called before the guard reads a request's form."""
    app.before_request(upload.allow_larger_body)
    app.register_blueprint(blueprint)
    offer_place(app, "design.overview", fixed("Rounds and questionnaires"), "designer")
