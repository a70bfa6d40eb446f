"""What participants are told when the database fails: whether their last answer was kept, and what to do.

The page needs no database. What was sent stays in its form, so that one press sends it again; whatever a participant
sends may be sent twice.
"""

import re
from typing import NamedTuple

from flask import render_template, request
from flask.typing import ResponseReturnValue

from surveyapp.questionnaire.words import fixed
from surveyapp.store.errors import StoreFailed
from surveyapp.web import words
from surveyapp.web.errors import unavailable


class Told(NamedTuple):
    """A title, and the truth in a sentence."""

    title: str
    truth: str


LOOKING = Told(
    fixed("This page can't be shown just now"),
    fixed("What you have answered before is still there."),
)

NOT_KEPT = {
    "keep": Told(
        fixed("Your answer was not kept"),
        fixed("The service can't keep answers just now. What you have answered before is still there."),
    ),
    "submit": Told(
        fixed("Your answers have not been sent"),
        fixed("The service can't take them just now. What you have answered is still there."),
    ),
}
NOT_DONE = Told(
    fixed("That did not work"),
    fixed("The service can't do it just now. What you have answered before is still there."),
)

MAYBE_KEPT = {
    "keep": Told(
        fixed("Perhaps your answer was not kept"),
        fixed("Something broke while your answer was being kept. Send it once more, to be sure."),
    ),
    "submit": Told(
        fixed("Perhaps your answers have not been sent"),
        fixed("Something broke while they were being sent. Send them once more, to be sure."),
    ),
}
MAYBE_DONE = Told(
    fixed("Perhaps that did not work"),
    fixed("Something broke on the way. Press the button once more, to be sure."),
)


def show(failed: StoreFailed) -> ResponseReturnValue:
    """The page for a participant whose request met a database that fails."""
    _speak()
    page = render_template("respond/failing.html", told=_told(failed), sent=list(request.form.items(multi=True)))
    return unavailable(failed, page)


def _told(failed: StoreFailed) -> Told:
    if request.method != "POST":
        return LOOKING
    view = (request.endpoint or "").rpartition(".")[2]
    if failed.kept == "no":
        return NOT_KEPT.get(view, NOT_DONE)
    return MAYBE_KEPT.get(view, MAYBE_DONE)


def _speak() -> None:
    """The database can't tell the participant's language any more: the form can, or the address."""
    tag = request.form.get("language") or (request.view_args or {}).get("language", "")
    if re.fullmatch(r"[a-z]{2,3}(-[a-z]{1,8})?", tag):
        words.use_language(tag)
