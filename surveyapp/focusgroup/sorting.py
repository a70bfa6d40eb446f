"""What staff say of each statement: can do, can't do now, can ease. The method of the focus groups of 2011."""

import re
from typing import cast, get_args

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from surveyapp.accounts.forms import StaffForm
from surveyapp.accounts.guard import note, open_to
from surveyapp.focusgroup.blueprint import blueprint
from surveyapp.focusgroup.studies import guide_of, known_study
from surveyapp.questionnaire.words import fixed
from surveyapp.store import coding as store
from surveyapp.store.coding import Sorted
from surveyapp.store.heard import Heard, heard
from surveyapp.store.studies import Study
from surveyapp.web import here

SORTED: dict[Sorted, tuple[str, str]] = {
    "can_do": ("yes", fixed("Can do")),
    "cannot_now": ("clock", fixed("Can't do now")),
    "can_ease": ("help", fixed("Can ease")),
}
"""Each with its picture and its name."""


@blueprint.route("/<name>/sorting/", methods=["GET", "POST"])
@open_to("moderator", "analyst")
def sorting(name: str) -> ResponseReturnValue:
    """Say of each statement of a theme, or of all, what can be done."""
    study = known_study(name)
    form = StaffForm()
    if form.validate_on_submit():
        with here.store().writing() as c:
            store.sort_statements(c, study.id, _wanted())
            note(c, f"sorted statements of the study {study.name}")
        flash(fixed("It is saved what can be done."))
        return redirect(url_for(".sorting", name=name, theme=request.args.get("theme")), code=303)
    said, now = _standing(study)
    theme = request.args.get("theme", "")
    return render_template(
        "focusgroup/sorting.html",
        study=study,
        guide=guide_of(study),
        theme=theme,
        said=[one for one in said if theme in ("", one.statement.theme)],
        now=now,
        sorts=SORTED,
    )


@blueprint.get("/<name>/sorting/lists")
@open_to("moderator", "analyst")
def sorted_lists(name: str) -> ResponseReturnValue:
    """The statements in three lists, and those that nobody has sorted yet."""
    study = known_study(name)
    said, now = _standing(study)
    return render_template(
        "focusgroup/sorted.html",
        study=study,
        guide=guide_of(study),
        lists=[(*SORTED[sort], [one for one in said if now.get(one.statement.id) == sort]) for sort in SORTED],
        left=[one for one in said if one.statement.id not in now],
    )


def _standing(study: Study) -> tuple[list[Heard], dict[int, Sorted]]:
    """What was said and not rejected, and what staff have said of it."""
    with here.store().reading() as c:
        said = [one for one in heard(c, study.id) if one.statement.outcome != "rejected"]
        return said, store.sortings(c, study.id)


def _wanted() -> dict[int, Sorted | None]:
    sent = {
        int(found[1]): value
        for field, value in request.form.items()
        if (found := re.fullmatch(r"sorted_([0-9]{1,19})", field))
    }
    return {id: cast(Sorted, value) if value in get_args(Sorted) else None for id, value in sent.items() if id < 2**63}
