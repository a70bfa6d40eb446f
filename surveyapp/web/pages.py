"""The start page with its three doors, and the page about the service."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from surveyapp.store import rounds
from surveyapp.web import here, pictures
from surveyapp.web.public import public

bp = Blueprint("web", __name__, template_folder="templates")


@bp.get("/")
@public
def start() -> ResponseReturnValue:
    """Answer, design, evaluate. Demo rounds that are open can be answered from here."""
    with here.store().reading() as c:
        demos = [round for round in rounds.rounds(c) if round.kind == "demo" and round.takes_starts(here.now())]
    return render_template("start.html", demos=demos)


@bp.get("/about")
@public
def about() -> ResponseReturnValue:
    """What the service is, how it treats answers, and who drew its pictures."""
    return render_template("about.html", pictures=pictures)
