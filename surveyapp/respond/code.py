"""Where somebody writes an access code who has no link: it leads to the round and the site that the code is for.

What is printed beside a code is this short address. The code itself is used at the round's own door.
"""

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from surveyapp.accounts.guard import public
from surveyapp.questionnaire.words import fixed
from surveyapp.respond import visit as visits
from surveyapp.respond.routes import CODE_REFUSED, TOO_MANY
from surveyapp.store import codes
from surveyapp.web import words

blueprint = Blueprint("code", __name__, url_prefix="/r", template_folder="templates")


@blueprint.get("/")
@public
def write() -> ResponseReturnValue:
    """The field for the code."""
    return _page()


@blueprint.post("/")
@public
def lead_on() -> ResponseReturnValue:
    """Lead to the door of the code's round. The code goes along behind the #, so that no log gets it."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        abort(400)  # another site's page must not guess from its visitors' addresses
    code = request.form.get("code", "")
    found = visits.door_of_code(code, request.remote_addr or "")
    if found == "too-many":
        return make_response(_page(TOO_MANY, code), 429)
    if not found:
        return make_response(_page(CODE_REFUSED, code), 422)
    round, site = found
    door = url_for("respond.languages", name=round.name, site=site, _anchor=f"code={codes.normalise(code)}")
    return redirect(door, code=303)


def _page(error: str | None = None, code: str = "") -> str:
    own = words.interface_language(words.current_language())
    words.use_language(own)
    others = words.say_in_each([tag for tag in words.languages() if tag != own], fixed("Write your code"))
    return render_template("respond/code.html", error=error, code=code, others=others)
