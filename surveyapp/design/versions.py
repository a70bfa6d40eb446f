"""The pages of one version of a questionnaire, published or a draft."""

from typing import NamedTuple

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from surveyapp.accounts.forms import ConfirmForm
from surveyapp.accounts.guard import note, open_to
from surveyapp.design.blueprint import blueprint
from surveyapp.questionnaire.complete import missing_texts
from surveyapp.questionnaire.model import Questionnaire
from surveyapp.questionnaire.words import fixed
from surveyapp.store import questionnaires
from surveyapp.store.questionnaires import Version
from surveyapp.web import here


class Known(NamedTuple):
    """A version as the store lists it, and its questionnaire."""

    listed: Version
    questionnaire: Questionnaire


def known(version: str) -> Known:
    """The published version or draft of that address. Else the request ends here."""
    with here.store().reading() as c:
        listed = questionnaires.version(c, version) or abort(404)
        return Known(listed, questionnaires.questionnaire(c, version))


def published(version: str) -> Questionnaire:
    """The questionnaire of a version that rounds can be opened with."""
    listed, questionnaire = known(version)
    return questionnaire if listed.published else abort(404)


@blueprint.get("/versions/<version>")
@open_to("designer")
def version(version: str) -> ResponseReturnValue:
    """One version of a questionnaire: its languages, who has reviewed them, and the texts that are missing."""
    listed, questionnaire = known(version)
    missing = {
        language: missing_texts(questionnaire, [language])
        for language in questionnaire.languages
        if language != questionnaire.source
    }
    return render_template(
        "design/version.html",
        listed=listed,
        questionnaire=questionnaire,
        missing=missing,
        goes_on=listed.saved and listed.saved + questionnaires.DRAFTS_ARE_KEPT,
    )


@blueprint.route("/versions/<version>/publish", methods=["GET", "POST"])
@open_to("designer")
def publish(version: str) -> ResponseReturnValue:
    """Make a draft its key's newest version, after a yes."""
    listed, questionnaire = known(version)
    if listed.published:
        return redirect(url_for(".version", version=version), code=303)
    form = ConfirmForm()
    if form.validate_on_submit():
        today = here.today()
        with here.store().writing() as c:
            if questionnaires.publish_draft(c, version, today):
                note(c, f"published the questionnaire {questionnaire.key}, version {version[:12]}")
        flash(fixed("The questionnaire is published. Rounds can be opened with it."))
        return redirect(url_for(".version", version=version), code=303)
    with here.store().reading() as c:
        newest = questionnaires.latest(c, questionnaire.key)
    page = render_template("design/publish.html", form=form, questionnaire=questionnaire, newest=newest)
    return page, 422 if form.faulty() else 200


@blueprint.route("/versions/<version>/throw-away", methods=["GET", "POST"])
@open_to("designer")
def throw_away(version: str) -> ResponseReturnValue:
    """Throw a draft away, after a yes."""
    listed, questionnaire = known(version)
    if listed.published:
        abort(404)
    form = ConfirmForm()
    if form.validate_on_submit():
        with here.store().writing() as c:
            removed = questionnaires.remove_draft(c, version)
            if removed:
                note(c, f"threw away the draft of the questionnaire {questionnaire.key}, version {version[:12]}")
        if removed:
            flash(fixed("The draft is thrown away."))
        return redirect(url_for(".overview"), code=303)
    page = render_template("design/throw_away.html", form=form, questionnaire=questionnaire)
    return page, 422 if form.faulty() else 200
