"""The pages of a moderator's guide: to look at, and to print with room for notes."""

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from surveyapp.accounts.guard import open_to
from surveyapp.focusgroup.blueprint import blueprint
from surveyapp.questionnaire.guide import Guide
from surveyapp.store import guides
from surveyapp.web import here

LINES = 6
"""For notes, under each question on paper."""


@blueprint.get("/guides/<version>")
@open_to("moderator", "analyst")
def guide(version: str) -> ResponseReturnValue:
    """A guide in one of its languages."""
    found = known_guide(version)
    return render_template("focusgroup/guide.html", guide=found, language=_chosen(found))


@blueprint.get("/guides/<version>/print")
@open_to("moderator", "analyst")
def print_guide(version: str) -> ResponseReturnValue:
    """The same on A4, with room for notes."""
    found = known_guide(version)
    return render_template("focusgroup/guide_paper.html", guide=found, language=_chosen(found), lines=LINES)


def known_guide(version: str) -> Guide:
    """The guide of that version; not found if there is none."""
    with here.store().reading() as c:
        try:
            return guides.guide(c, version)
        except KeyError:
            abort(404)


def _chosen(guide: Guide) -> str:
    wanted = request.args.get("language", guide.source)
    return wanted if wanted in guide.languages else guide.source
