"""What groups want changed: improvements built from statements, in the study's languages, with a picture."""

from collections.abc import Sequence

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, SelectField

from surveyapp.accounts.forms import PICTURES, Checkboxes, InLanguages, StaffForm, in_languages, needed
from surveyapp.accounts.guard import note, open_to
from surveyapp.focusgroup.blueprint import blueprint
from surveyapp.focusgroup.studies import guide_of, known_study
from surveyapp.questionnaire.words import fixed
from surveyapp.store import improvements as store
from surveyapp.store import studies
from surveyapp.store.errors import StoreRefused
from surveyapp.store.heard import Heard, heard
from surveyapp.store.improvements import Improvement
from surveyapp.store.studies import Group, Study
from surveyapp.web import here


class ImprovementForm(InLanguages):
    """An improvement, and the statements that it was built from."""

    sources = Checkboxes(fixed("Built from what was said"))
    group = SelectField(fixed("The group that wants it"))
    picture = RadioField(fixed("Picture"), choices=[(id, id.replace("_", " ")) for id in PICTURES], default="idea")

    offered: Sequence[Heard] = ()

    def offer(self, said: Sequence[Heard], groups: Sequence[Group]) -> None:
        """Offer these statements and groups."""
        self.offered = said
        self.sources.choices = [(str(one.statement.id), one.statement.text) for one in said]
        self.group.choices = [("", fixed("Several groups")), *((str(one.id), one.label) for one in groups)]

    def chosen(self) -> list[int]:
        """The ids of the statements that were ticked."""
        return [int(id) for id in self.sources.data or ()]


class MergeForm(StaffForm):
    """The improvement that another lives on in."""

    into = RadioField(fixed("Which one does it become part of?"), validators=[needed(fixed("Choose an improvement."))])


@blueprint.get("/<name>/improvements/")
@open_to("moderator", "analyst")
def improvements(name: str) -> ResponseReturnValue:
    """The improvements of a study in their order, and what each came from."""
    study = known_study(name)
    with here.store().reading() as c:
        every, said = store.of_study(c, study.id, merged=True), heard(c, study.id)
        groups = {group.id: group for group in studies.groups(c, study.id)}
    return render_template(
        "focusgroup/improvements.html",
        study=study,
        guide=guide_of(study),
        found=[one for one in every if one.merged_into_id is None],
        merged={one.id: [each for each in every if each.merged_into_id == one.id] for one in every},
        said=said,
        groups=groups,
    )


@blueprint.route("/<name>/improvements/add", methods=["GET", "POST"])
@open_to("moderator")
def add_improvement(name: str) -> ResponseReturnValue:
    """Build an improvement from statements."""
    study = known_study(name)
    form = _form(study, None)
    if form.validate_on_submit():
        form.need("text", fixed("Write what should be changed."))
        if not form.faulty():
            with here.store().writing() as c:
                group_id = int(form.group.data) if form.group.data else None
                store.add(c, study.id, form.texts("text"), form.picture.data, form.chosen(), group_id)
                note(c, f"added an improvement to the study {study.name}")
            return redirect(url_for(".improvements", name=name), code=303)
    return _form_page(study, form, None)


@blueprint.route("/<name>/improvements/<id:improvement>", methods=["GET", "POST"])
@open_to("moderator")
def change_improvement(name: str, improvement: int) -> ResponseReturnValue:
    """Change an improvement's words, picture or sources."""
    study = known_study(name)
    found = _known(study, improvement)
    form = _form(study, found)
    del form.group
    if form.validate_on_submit():
        form.need("text", fixed("Write what should be changed."))
        if not form.faulty():
            with here.store().writing() as c:
                store.change(c, found, form.texts("text"), form.picture.data, form.chosen())
                note(c, f"changed an improvement of the study {study.name}")
            return redirect(url_for(".improvements", name=name), code=303)
    return _form_page(study, form, found)


@blueprint.route("/<name>/improvements/<id:improvement>/merge", methods=["GET", "POST"])
@open_to("moderator")
def merge_improvement(name: str, improvement: int) -> ResponseReturnValue:
    """Let an improvement live on in another."""
    study = known_study(name)
    found = _known(study, improvement)
    with here.store().reading() as c:
        others = {str(one.id): one for one in store.of_study(c, study.id) if one.id != found.id}
    form = MergeForm()
    form.into.choices = [(id, one.text[study.languages[0]]) for id, one in others.items()]
    if form.validate_on_submit():
        try:
            with here.store().writing() as c:
                store.merge(c, found, others[form.into.data])
                note(c, f"put two improvements of the study {study.name} together")
        except StoreRefused as refusal:
            form.blame("into", refusal.said)
        else:
            return redirect(url_for(".improvements", name=name), code=303)
    page = render_template("focusgroup/merge.html", study=study, form=form, improvement=found, others=others)
    return page, 422 if form.faulty() else 200


@blueprint.post("/<name>/improvements/<id:improvement>/move")
@open_to("moderator")
def move_improvement(name: str, improvement: int) -> ResponseReturnValue:
    """Move an improvement one place up, or down."""
    study = known_study(name)
    found = _known(study, improvement)
    with here.store().writing() as c:
        ids = [one.id for one in store.of_study(c, study.id)]
        at = ids.index(found.id)
        other = at - 1 if request.form.get("way") == "up" else at + 1
        if 0 <= other < len(ids):
            ids[at], ids[other] = ids[other], ids[at]
            store.put_in_order(c, study.id, ids)
    return redirect(url_for(".improvements", name=name, _anchor=f"improvement-{improvement}"), code=303)


def _known(study: Study, id: int) -> Improvement:
    with here.store().reading() as c:
        return next((one for one in store.of_study(c, study.id) if one.id == id), None) or abort(404)


def _form(study: Study, improvement: Improvement | None) -> ImprovementForm:
    ticked = [str(id) for id in improvement.sources] if improvement else request.args.getlist("statement")
    made = in_languages(ImprovementForm, study.languages, text=improvement.text if improvement else {})
    form = made(
        sources=ticked, picture=improvement.picture if improvement and improvement.picture in PICTURES else "idea"
    )
    with here.store().reading() as c:
        form.offer([one for one in heard(c, study.id) if _is_offered(one, ticked)], studies.groups(c, study.id))
    return form


def _is_offered(one: Heard, ticked: list[str]) -> bool:
    return one.statement.outcome != "rejected" or str(one.statement.id) in ticked


def _form_page(study: Study, form: ImprovementForm, improvement: Improvement | None) -> ResponseReturnValue:
    guide = guide_of(study)
    by_theme = [
        (theme, said)
        for theme in guide.themes
        if (said := [one for one in form.offered if one.statement.theme == theme.id])
    ]
    page = render_template(
        "focusgroup/improvement.html", study=study, guide=guide, form=form, improvement=improvement, by_theme=by_theme
    )
    return page, 422 if form.faulty() else 200
