"""The start page with its three doors, the page about the service, and its accessibility statement."""

from flask import Blueprint, current_app, render_template, request
from flask.typing import ResponseReturnValue

from surveyapp.questionnaire.words import fixed
from surveyapp.statement import SUPERVISOR
from surveyapp.store import rounds
from surveyapp.web import here, pictures, words
from surveyapp.web.public import public

DOORS = (
    (
        "design.overview",
        "tools",
        fixed("Design"),
        fixed("Look at questionnaires, open rounds, and give out links and codes."),
    ),
    (
        "evaluate.overview",
        "results",
        fixed("Evaluate"),
        fixed("Read the figures of a round when it is over, and fetch the workbook."),
    ),
)
"""The doors for staff: the page behind it, its picture, its name and what it is for."""

bp = Blueprint("web", __name__, template_folder="templates")


@bp.get("/")
@public
def start() -> ResponseReturnValue:
    """Answer, design, evaluate. Demo rounds that are open can be answered from here."""
    with here.store().reading() as c:
        demos = [
            round
            for round in rounds.rounds(c)
            if round.kind == "demo" and not round.ballot and round.takes_starts(here.now())
        ]
    doors = [door for door in DOORS if door[0] in current_app.view_functions]
    return render_template("start.html", demos=demos, doors=doors)


@bp.get("/about")
@public
def about() -> ResponseReturnValue:
    """What the service is, how it treats answers, and who drew its pictures."""
    _speak_as_asked()
    return render_template("about.html", pictures=pictures)


@bp.get("/accessibility")
@public
def accessibility() -> ResponseReturnValue:
    """The organisation's accessibility statement, or what is known of the program while there is none."""
    _speak_as_asked()
    return render_template("accessibility.html", statement=here.config().statement, supervisor=SUPERVISOR)


def _speak_as_asked() -> None:
    """`?language=` is that of the page that led here, which a participant may have chosen against their browser."""
    if language := request.args.get("language"):
        words.use_language(words.interface_language(language))


def statement_is_old() -> bool:
    """Whether the organisation's accessibility statement is due to be assessed and dated anew."""
    statement = here.config().statement
    return statement is not None and statement.is_old(here.today())
