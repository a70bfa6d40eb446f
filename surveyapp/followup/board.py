"""The action board: what is done about what was said, by whom and until when."""

from flask import render_template
from flask.typing import ResponseReturnValue

from surveyapp.accounts.guard import open_to
from surveyapp.followup.blueprint import blueprint


@blueprint.get("/")
@open_to("moderator", "designer")
def overview() -> ResponseReturnValue:
    """The actions, overdue ones first."""
    return render_template("followup/overview.html")
