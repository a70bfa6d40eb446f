"""The quotes of a study: statements, or shorter forms of them, that others may read."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import TextAreaField

from surveyapp.accounts.forms import StaffForm, needed, written
from surveyapp.accounts.guard import note, open_to
from surveyapp.focusgroup import parts
from surveyapp.focusgroup.blueprint import blueprint
from surveyapp.focusgroup.coding import known_statement
from surveyapp.focusgroup.studies import guide_of, known_study
from surveyapp.questionnaire.words import fixed
from surveyapp.store import coding as store
from surveyapp.store.errors import StoreRefused
from surveyapp.store.heard import heard
from surveyapp.web import here, personal


class QuoteForm(StaffForm):
    """The words that others may read."""

    text = TextAreaField(
        fixed("The words that others may read"),
        description=fixed(
            "Take words away if you want to. Write nothing new: only what stands in [square brackets] is yours."
        ),
        validators=[needed(fixed("Write the words that others may read."))],
    )


@blueprint.get("/<name>/quotes/")
@open_to("analyst")
def quotes(name: str) -> ResponseReturnValue:
    """What others may read of what was said, what could be chosen, and what can't and why."""
    study = known_study(name)
    with here.store().reading() as c:
        said, chosen = heard(c, study.id), store.quotes(c, study.id)
    return render_template(
        "focusgroup/quotes.html",
        study=study,
        guide=guide_of(study),
        said=[(one, store.why_not_quoted(one)) for one in said],
        chosen=chosen,
        found=personal.parts,
        sorts=personal.NAMES,
    )


@blueprint.route("/<name>/quotes/<id:statement>", methods=["GET", "POST"])
@open_to("analyst")
def quote(name: str, statement: int) -> ResponseReturnValue:
    """Choose a statement, or a shorter form of it, that others may read."""
    study = known_study(name)
    with here.store().reading() as c:
        one, chosen = known_statement(heard(c, study.id), statement), store.quotes(c, study.id)
    form = QuoteForm(text=chosen.get(statement, one.statement.text))
    if form.validate_on_submit():
        text = written(form.text)
        if not parts.is_shorter_form(text, one.statement.text):
            form.blame("text", fixed("Here are words that were not said, or in another order. Only take words away."))
        else:
            try:
                with here.store().writing() as c:
                    store.quote(c, study.id, statement, text)
                    note(c, f"chose a quote of the study {study.name}")
            except StoreRefused as refusal:
                form.blame("text", refusal.said)
            else:
                return redirect(url_for(".quotes", name=name), code=303)
    page = render_template(
        "focusgroup/quote.html",
        study=study,
        guide=guide_of(study),
        form=form,
        one=one,
        is_chosen=statement in chosen,
        why_not=store.why_not_quoted(one),
        found=[part for part in personal.parts(written(form.text)) if part.sort],
        sorts=personal.NAMES,
    )
    return page, 422 if form.faulty() else 200


@blueprint.post("/<name>/quotes/<id:statement>/take-back")
@open_to("analyst")
def unquote(name: str, statement: int) -> ResponseReturnValue:
    """Let others no longer read a quote."""
    study = known_study(name)
    with here.store().reading() as c:
        known_statement(heard(c, study.id), statement)
    with here.store().writing() as c:
        store.unquote(c, study.id, statement)
        note(c, f"took back a quote of the study {study.name}")
    return redirect(url_for(".quotes", name=name), code=303)
