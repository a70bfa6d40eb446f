"""The pages of studies: their groups, who speaks in them, and their meetings."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from surveyapp.accounts.forms import ConfirmForm, written
from surveyapp.accounts.guard import note, open_to
from surveyapp.focusgroup.blueprint import blueprint
from surveyapp.focusgroup.forms import GroupForm, MeetingForm, SpeakerForm, StudyForm
from surveyapp.focusgroup.guides import known_guide
from surveyapp.questionnaire.guide import Guide
from surveyapp.questionnaire.words import fixed
from surveyapp.store import guides, notes, studies
from surveyapp.store.errors import StoreRefused
from surveyapp.store.rounds import Facts
from surveyapp.store.studies import Group, GroupPlan, Meeting, MeetingPlan, Speaker, SpeakerPlan, Study, StudyPlan
from surveyapp.web import here

PEOPLE_NEED = {
    "responsible": fixed("Write who is responsible."),
    "contact": fixed("Write whom participants can turn to."),
    "legal_ground": fixed("Write the legal ground."),
    "kept_until": fixed("Write until which day what was said is kept."),
    "reference": fixed("Write the reference number."),
    "help_now": fixed("Write whom participants can turn to at once, if they need help."),
    "results_told": fixed("Write where and when participants are told what became of it."),
}


def known_study(name: str) -> Study:
    """The study of that name; not found if there is none."""
    with here.store().reading() as c:
        return studies.study_named(c, name) or abort(404)


def guide_of(study: Study) -> Guide:
    """The guide that a study talks by."""
    with here.store().reading() as c:
        return guides.guide(c, study.guide_version)


def known_group(study: Study, id: int) -> Group:
    """The group of that study; not found if there is none."""
    with here.store().reading() as c:
        group = studies.group_by_id(c, id)
    return group if group and group.study_id == study.id else abort(404)


def known_meeting(name: str, id: int) -> tuple[Study, Group, Meeting]:
    """A meeting of a study, with its group; not found if there is none."""
    with here.store().reading() as c:
        return studies.meeting_of(c, name, id) or abort(404)


@blueprint.get("/")
@open_to("moderator", "analyst")
def overview() -> ResponseReturnValue:
    """The studies, and the guides."""
    with here.store().reading() as c:
        found, versions = studies.studies(c), guides.latest(c)
    return render_template("focusgroup/overview.html", studies=found, versions=versions)


@blueprint.route("/guides/<version>/begin", methods=["GET", "POST"])
@open_to("moderator")
def begin(version: str) -> ResponseReturnValue:
    """Choose everything about a study, and begin it."""
    guide = known_guide(version)
    form = StudyForm(languages=list(guide.languages), k=5)
    form.languages.choices = [(language, language) for language in guide.languages]
    if form.validate_on_submit():
        plan = _plan(form, guide)
        if plan.kind == "real":
            for field, sentence in PEOPLE_NEED.items():
                if not written(form[field]):
                    form.blame(field, sentence)
        if not form.faulty():
            try:
                with here.store().writing() as c:
                    study = studies.begin(c, plan, here.today())
                    note(c, f"began the {study.kind} study {study.name}")
            except StoreRefused as refusal:
                form.blame("k", refusal.said)
            else:
                flash(fixed("The study has begun. Put the groups together now."))
                return redirect(url_for(".study", name=study.name), code=303)
    page = render_template("focusgroup/begin.html", form=form, guide=guide)
    return page, 422 if form.faulty() else 200


@blueprint.get("/<name>/")
@open_to("moderator", "analyst")
def study(name: str) -> ResponseReturnValue:
    """A study: its groups and their meetings, and the ways to all that is done with it."""
    study = known_study(name)
    with here.store().reading() as c:
        groups = studies.groups(c, study.id)
        meetings = studies.meetings(c, *(group.id for group in groups))
    by_group = {group.id: [one for one in meetings if one.focus_group_id == group.id] for group in groups}
    return render_template(
        "focusgroup/study.html", study=study, guide=guide_of(study), groups=groups, meetings=by_group
    )


@blueprint.route("/<name>/groups/add", methods=["GET", "POST"])
@open_to("moderator")
def add_group(name: str) -> ResponseReturnValue:
    """Put a group together."""
    study = known_study(name)
    form = GroupForm()
    if form.validate_on_submit():
        plan = GroupPlan(written(form.label), written(form.site), form.composition.data, written(form.reason))
        with here.store().writing() as c:
            group = studies.add_group(c, study, plan)
            note(c, f"added a group to the study {study.name}")
        return redirect(url_for(".group", name=name, group=group.id), code=303)
    page = render_template("focusgroup/add_group.html", form=form, study=study)
    return page, 422 if form.faulty() else 200


@blueprint.get("/<name>/groups/<id:group>/")
@open_to("moderator", "analyst")
def group(name: str, group: int) -> ResponseReturnValue:
    """A group: who speaks in it, and when it meets."""
    study = known_study(name)
    found = known_group(study, group)
    with here.store().reading() as c:
        speakers = studies.speakers(c, found.id)
        meetings = studies.meetings(c, found.id)
        present = studies.present(c, *(meeting.id for meeting in meetings))
    return render_template(
        "focusgroup/group.html", study=study, group=found, speakers=speakers, meetings=meetings, present=present
    )


@blueprint.route("/<name>/groups/<id:group>/speakers/add", methods=["GET", "POST"])
@open_to("moderator")
def add_speaker(name: str, group: int) -> ResponseReturnValue:
    """Add a speaker, who gets the group's next number."""
    study = known_study(name)
    found = known_group(study, group)
    form = _speaker_form(study)
    if form.validate_on_submit():
        with here.store().writing() as c:
            studies.add_speaker(c, found, _speaker_plan(form))
            note(c, f"added a speaker to a group of the study {study.name}")
        return redirect(url_for(".group", name=name, group=group), code=303)
    page = render_template("focusgroup/speaker.html", form=form, study=study, group=found, speaker=None)
    return page, 422 if form.faulty() else 200


@blueprint.route("/<name>/groups/<id:group>/speakers/<id:speaker>", methods=["GET", "POST"])
@open_to("moderator")
def change_speaker(name: str, group: int, speaker: int) -> ResponseReturnValue:
    """Correct what is known of a speaker."""
    study = known_study(name)
    found = known_group(study, group)
    one = _known_speaker(found, speaker)
    form = _speaker_form(study, one)
    if form.validate_on_submit():
        with here.store().writing() as c:
            studies.change_speaker(c, one, _speaker_plan(form))
            note(c, f"changed a speaker of the study {study.name}")
        return redirect(url_for(".group", name=name, group=group), code=303)
    page = render_template("focusgroup/speaker.html", form=form, study=study, group=found, speaker=one)
    return page, 422 if form.faulty() else 200


@blueprint.route("/<name>/groups/<id:group>/speakers/<id:speaker>/withdraw", methods=["GET", "POST"])
@open_to("moderator")
def withdraw_speaker(name: str, group: int, speaker: int) -> ResponseReturnValue:
    """Take away all that a speaker has said, after a yes."""
    study = known_study(name)
    found = known_group(study, group)
    one = _known_speaker(found, speaker)
    form = ConfirmForm()
    if form.validate_on_submit():
        with here.store().writing() as c:
            notes.withdraw(c, one, here.today())
            note(c, f"withdrew a speaker of the study {study.name}")
        flash(fixed("The speaker's words are gone."))
        return redirect(url_for(".group", name=name, group=group), code=303)
    page = render_template("focusgroup/withdraw.html", form=form, study=study, group=found, speaker=one)
    return page, 422 if form.faulty() else 200


@blueprint.route("/<name>/groups/<id:group>/meetings/add", methods=["GET", "POST"])
@open_to("moderator")
def plan_meeting(name: str, group: int) -> ResponseReturnValue:
    """Plan a group's next meeting."""
    study = known_study(name)
    found = known_group(study, group)
    form = MeetingForm()
    if form.validate_on_submit():
        assert form.day.day
        plan = MeetingPlan(form.day.day, written(form.moderator), form.relation.data)
        with here.store().writing() as c:
            studies.plan_meeting(c, found, plan)
            note(c, f"planned a meeting of the study {study.name}")
        return redirect(url_for(".group", name=name, group=group), code=303)
    page = render_template("focusgroup/plan_meeting.html", form=form, study=study, group=found)
    return page, 422 if form.faulty() else 200


@blueprint.route("/<name>/finish", methods=["GET", "POST"])
@open_to("moderator")
def finish(name: str) -> ResponseReturnValue:
    """Mark a study as finished, once its participants have been told."""
    study = known_study(name)
    form = ConfirmForm()
    if form.validate_on_submit():
        try:
            with here.store().writing() as c:
                studies.finish(c, study, here.today())
                note(c, f"marked the study {study.name} as finished")
        except StoreRefused as refusal:
            form.blame("sure", refusal.said)
        else:
            flash(fixed("The study is finished."))
            return redirect(url_for(".study", name=name), code=303)
    return render_template("focusgroup/finish.html", form=form, study=study), 422 if form.faulty() else 200


@blueprint.route("/<name>/remove", methods=["GET", "POST"])
@open_to("moderator")
def remove_study(name: str) -> ResponseReturnValue:
    """Remove a trial or demo study, after a yes."""
    study = known_study(name)
    if study.kind == "real":
        abort(404)
    form = ConfirmForm()
    if form.validate_on_submit():
        with here.store().writing() as c:
            studies.remove(c, study)
            note(c, f"removed the {study.kind} study {study.name}")
        flash(fixed("The study is removed."))
        return redirect(url_for(".overview"), code=303)
    return render_template("focusgroup/remove_study.html", form=form, study=study), 422 if form.faulty() else 200


def _plan(form: StudyForm, guide: Guide) -> StudyPlan:
    return StudyPlan(
        label=written(form.label),
        guide_version=guide.version,
        kind=form.kind.data,
        languages=tuple(language for language in guide.languages if language in (form.languages.data or ())),
        k=form.k.data or 0,
        facts=Facts(
            responsible=written(form.responsible),
            contact=written(form.contact),
            legal_ground=written(form.legal_ground),
            kept_until=form.kept_until.day,
            reference=written(form.reference),
        ),
        help_now=written(form.help_now),
        results_told=written(form.results_told),
    )


def _known_speaker(group: Group, id: int) -> Speaker:
    with here.store().reading() as c:
        speaker = studies.speaker_by_id(c, id)
    known = speaker is not None and speaker.focus_group_id == group.id and not speaker.withdrawn
    return speaker if speaker and known else abort(404)


def _speaker_form(study: Study, speaker: Speaker | None = None) -> SpeakerForm:
    form = SpeakerForm(obj=speaker, gender=(speaker.gender or "") if speaker else "")
    spoken = {language.partition("-")[0] for language in study.languages}
    form.language.choices = [(language, language) for language in sorted({*spoken, "ar", "so", "ti", "fa", "uk"})]
    return form


def _speaker_plan(form: SpeakerForm) -> SpeakerPlan:
    return SpeakerPlan(
        gender=form.gender.data or None,
        language=form.language.data,
        interpreter=form.interpreter.data,
        support_person=form.support_person.data,
        agrees_notes=form.agrees_notes.data,
        agrees_quotes=form.agrees_quotes.data,
        agrees_recording=form.agrees_recording.data,
        told=tuple(form.told.data or ()),
    )
