"""What the staff write for the participants, and record of when and how they were told it."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from wtforms import SelectField

from surveyapp.accounts.forms import StaffForm, in_languages, written
from surveyapp.accounts.guard import may, note, open_to
from surveyapp.followup import figures
from surveyapp.followup.blueprint import blueprint
from surveyapp.followup.forms import HOW, LineForm, TellingForm
from surveyapp.followup.origins import Origin, known_origin, wait_of
from surveyapp.followup.told import figures_of
from surveyapp.followup.wall import spoken
from surveyapp.questionnaire.words import fixed
from surveyapp.release.read import release_of
from surveyapp.store import actions, feedback, questionnaires, rounds
from surveyapp.store.actions import Action
from surveyapp.store.errors import StoreRefused
from surveyapp.store.feedback import Feedback, Figure, Line, LinePlan, Telling
from surveyapp.web import here, personal, words
from surveyapp.web.qr import qr, without_scheme


@blueprint.get("/<name>/feedback/")
@open_to("moderator", "designer", "evaluator")
def feedback_page(name: str) -> ResponseReturnValue:
    """What the participants are told, and when and how they were told it."""
    origin = known_origin(name)
    with here.store().reading() as c:
        its = feedback.of(c, study_id=origin.study_id, round_id=origin.round_id)
        unexplained = feedback.unexplained(c, its) if its else []
        listed = actions.actions(c, study_id=origin.study_id, round_id=origin.round_id)
    return render_template(
        "followup/feedback.html",
        origin=origin,
        feedback=its,
        figures=figures_of(its) if its else {},
        wait=wait_of(origin, its),
        unexplained=unexplained,
        actions={one.id: one for one in listed},
        how=HOW,
        pointing={line.id: _pointing(line) for line in its.lines} if its else {},
    )


@blueprint.route("/<name>/feedback/lines/add", methods=["GET", "POST"])
@open_to("moderator", "designer")
def add_line(name: str) -> ResponseReturnValue:
    """Write a line: you said, we did, we won't because. `?action=` begins it with what stands on the board."""
    origin = known_origin(name)
    with here.store().reading() as c:
        listed = actions.actions(c, study_id=origin.study_id, round_id=origin.round_id)
    about = next((one for one in listed if str(one.id) == request.args.get("action")), None)
    return _line_page(origin, _begun(about), listed, None)


@blueprint.route("/<name>/feedback/lines/<id:line>", methods=["GET", "POST"])
@open_to("moderator", "designer")
def change_line(name: str, line: int) -> ResponseReturnValue:
    """Write a line anew, or in more languages."""
    origin = known_origin(name)
    _, found = _known_line(origin, line)
    with here.store().reading() as c:
        listed = actions.actions(c, study_id=origin.study_id, round_id=origin.round_id)
    return _line_page(origin, found, listed, found)


@blueprint.post("/<name>/feedback/lines/<id:line>/remove")
@open_to("moderator", "designer")
def remove_line(name: str, line: int) -> ResponseReturnValue:
    """Take a line away."""
    origin = known_origin(name)
    its, found = _known_line(origin, line)
    form = StaffForm()
    if form.validate_on_submit():
        try:
            with here.store().writing() as c:
                feedback.remove_line(c, its, found)
                note(c, f"removed a line of what participants of {origin.name} are told")
        except StoreRefused as refusal:
            flash(words.say(refusal.said))
        else:
            flash(fixed("The line is removed."))
    return redirect(url_for(".feedback_page", name=name), code=303)


@blueprint.post("/<name>/feedback/publish")
@open_to("moderator", "designer")
def publish(name: str) -> ResponseReturnValue:
    """Let everyone read the page."""
    origin = known_origin(name)
    its = _known_feedback(origin)
    form = StaffForm()
    if form.validate_on_submit():
        try:
            with here.store().writing() as c:
                feedback.publish(c, its, here.today())
                note(c, f"published what participants of {origin.name} are told")
        except StoreRefused as refusal:
            flash(words.say(refusal.said))
        else:
            flash(fixed("The page is published. Everyone who has its address can read it."))
    return redirect(url_for(".feedback_page", name=name), code=303)


@blueprint.route("/<name>/feedback/told", methods=["GET", "POST"])
@open_to("moderator", "designer")
def record_telling(name: str) -> ResponseReturnValue:
    """Record when and how the participants were told."""
    origin = known_origin(name)
    its = _known_feedback(origin)
    form = TellingForm(day=here.today().isoformat())
    form.site.choices = [("", fixed("Everywhere")), *((site, site) for site in origin.sites if site)]
    if form.validate_on_submit():
        assert form.day.day
        telling = Telling(form.day.day, form.how.data, form.site.data, written(form.note))
        if telling.day > here.today():
            form.blame("day", fixed("That day has not come yet."))
        elif origin.asked is None:
            form.blame("day", fixed("On that day the participants had not been asked everything yet."))
        else:
            try:
                with here.store().writing() as c:
                    feedback.tell(c, its, telling, origin.asked)
                    note(c, f"recorded when and how participants of {origin.name} were told")
            except StoreRefused as refusal:
                form.blame("day", refusal.said)
            else:
                flash(fixed("It is recorded."))
                return redirect(url_for(".feedback_page", name=name), code=303)
    page = render_template("followup/record.html", form=form, origin=origin)
    return page, 422 if form.faulty() else 200


@blueprint.get("/<name>/feedback/poster/<int:place>")
@open_to("moderator", "designer", "evaluator")
def poster(name: str, place: int) -> ResponseReturnValue:
    """A sheet of A3 for the wall of a site, with the way to the page in every language."""
    origin = known_origin(name)
    its = _known_feedback(origin)
    if its.published is None or place >= max(len(origin.sites), 1):
        abort(404)
    language = spoken(its.languages)
    address = f"{here.config().public_address}/told/{its.name}"
    with words.in_language(language):
        sheet = render_template(
            "followup/sheet.html",
            origin=origin,
            feedback=its,
            language=language,
            figures=figures_of(its),
            site=origin.sites[place] if origin.sites else "",
            qr=qr(address),
            address=without_scheme(address),
            others=words.say_in_each(its.languages, fixed("Scan this to read it in your language.")),
        )
    return render_template(
        "followup/poster.html",
        origin=origin,
        language=language,
        sheet=Markup(sheet),  # noqa: S704 (a template escapes what it is given)
    )


def _pointing(line: Line) -> list[str]:
    """What in a line may point at somebody, for the staff to look at."""
    texts = [text for part in (line.said, line.did, line.wont) for text in part.values()]
    return list(dict.fromkeys(text[one.start : one.end] for text in texts for one in personal.found(text)))


def _begun(about: Action | None) -> LinePlan:
    """A new line, which begins with what is known of the action."""
    if about is None:
        return LinePlan("talk", {}, {}, {}, None, None)
    stands = about.now.state
    return LinePlan(about.picture, {}, about.title if stands != "no" else {}, about.now.why, about.id, None)


def _line_page(origin: Origin, plan: LinePlan, listed: list[Action], line: Line | None) -> ResponseReturnValue:
    made = in_languages(LineForm, origin.languages, said=plan.said, did=plan.did, wont=plan.wont)
    form = made(picture=plan.picture, action=str(plan.action_id or ""), figure=_written(plan.figure))
    source = origin.source
    form.action.choices = [("", fixed("None")), *((str(one.id), one.title[source]) for one in listed)]
    form.figure.choices = [("", fixed("None")), *_figures(origin, plan.figure)]
    if form.validate_on_submit():
        form.need("said", fixed("Write what the participants said."))
        if source not in form.texts("did") and source not in form.texts("wont"):
            form.blame(f"did_{source}", fixed("Write what was done, or why it won't be done."))
        if not form.faulty() and _keep(origin, _plan(form), line, form):
            flash(fixed("The line is written down."))
            return redirect(url_for(".feedback_page", name=origin.name), code=303)
    page = render_template("followup/line.html", form=form, origin=origin, line=line)
    return page, 422 if form.faulty() else 200


def _keep(origin: Origin, plan: LinePlan, line: Line | None, form: LineForm) -> bool:
    """Keep the line; false if it was refused, which the form then tells."""
    try:
        with here.store().writing() as c:
            its = feedback.begin(
                c,
                rounds.address_name(origin.label),
                origin.languages,
                origin.asked or here.today(),
                study_id=origin.study_id,
                round_id=origin.round_id,
            )
            if line:
                feedback.change_line(c, its, line, plan)
            else:
                feedback.add_line(c, its, plan)
            note(c, f"wrote a line of what participants of {origin.name} are told")
    except StoreRefused as refusal:
        form.blame(f"said_{origin.source}", refusal.said)
        return False
    return True


def _plan(form: LineForm) -> LinePlan:
    return LinePlan(
        picture=form.picture.data,
        said=form.texts("said"),
        did=form.texts("did"),
        wont=form.texts("wont"),
        action_id=int(form.action.data) if form.action.data else None,
        figure=_read(form.figure),
    )


def _figures(origin: Origin, chosen: Figure | None) -> list[tuple[str, str]]:
    """The figures to choose from: those of real rounds only for who may read them all, and the one that is chosen."""
    found: list[tuple[str, str]] = []
    with here.store().reading() as c:
        names = feedback.figure_rounds(c, study_id=origin.study_id, round_id=origin.round_id)
        sources = [round for name in names if (round := rounds.round_named(c, name))]
        versions = {
            round.questionnaire_version: questionnaires.questionnaire(c, round.questionnaire_version)
            for round in sources
        }
    language = words.page_language()
    for round in sources:
        questionnaire, release = versions[round.questionnaire_version], release_of(here.store(), round)
        all_of_it = round.kind != "real" or round.ballot or may("evaluator")
        if release:
            for question, row, figure in figures.choices(release, questionnaire):
                key = Figure(round.name, question, row)
                if all_of_it or key == chosen:
                    texts = (figure.question, figure.answer)
                    told = ": ".join(words.said(text, language, figure.source) for text in texts)
                    found.append((_written(key), told))
    return found


def _written(figure: Figure | None) -> str:
    return f"{figure.round}|{figure.question}|{figure.row}" if figure else ""


def _read(field: SelectField) -> Figure | None:
    """The figure that was chosen: the field takes nothing that was not offered."""
    return Figure(*field.data.split("|", 2)) if field.data else None


def _known_feedback(origin: Origin) -> Feedback:
    with here.store().reading() as c:
        return feedback.of(c, study_id=origin.study_id, round_id=origin.round_id) or abort(404)


def _known_line(origin: Origin, id: int) -> tuple[Feedback, Line]:
    its = _known_feedback(origin)
    return its, next((line for line in its.lines if line.id == id), None) or abort(404)
