"""The action board: what is done about what was said, by whom and until when."""

from collections.abc import Sequence
from datetime import date

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from surveyapp.accounts.forms import PICTURES, in_languages, written
from surveyapp.accounts.guard import may, note, open_to, someone
from surveyapp.followup.blueprint import blueprint
from surveyapp.followup.forms import ActionForm, StandForm, TitleForm
from surveyapp.followup.origins import known_origin, origin_of, origins, wait_of, waits
from surveyapp.questionnaire.words import fixed
from surveyapp.store import actions, feedback, guides, improvements, notes, studies
from surveyapp.store.actions import Action, ActionPlan, Event, Stand
from surveyapp.store.engine import Connection
from surveyapp.store.errors import StoreRefused
from surveyapp.store.improvements import Improvement
from surveyapp.web import here, words


@blueprint.get("/")
@open_to("moderator", "designer", "evaluator")
def overview() -> ResponseReturnValue:
    """The actions, overdue ones first, and who waits for an answer."""
    with here.store().reading() as c:
        found = list(origins(c))
        listed = in_turn(actions.actions(c), here.today())
        told = feedback.every(c)
    return render_template(
        "followup/overview.html",
        actions=listed,
        by_id={(one.study_id, one.round_id): one for one in found},
        waits=waits(found, told),
        origins=found,
        today=here.today(),
    )


@blueprint.get("/<name>/")
@open_to("moderator", "designer", "evaluator")
def one(name: str) -> ResponseReturnValue:
    """The actions of one study or round, and what its participants are told."""
    origin = known_origin(name)
    with here.store().reading() as c:
        listed = in_turn(actions.actions(c, study_id=origin.study_id, round_id=origin.round_id), here.today())
        told = feedback.of(c, study_id=origin.study_id, round_id=origin.round_id)
    return render_template(
        "followup/one.html", origin=origin, actions=listed, told=told, wait=wait_of(origin, told), today=here.today()
    )


@blueprint.route("/<name>/actions/add", methods=["GET", "POST"])
@open_to("moderator", "designer")
def add_action(name: str) -> ResponseReturnValue:
    """Put an action on the board."""
    origin = known_origin(name)
    with here.store().reading() as c:
        offered = improvements.of_study(c, origin.study_id) if origin.study_id is not None else []
    chosen = next((one for one in offered if str(one.id) == request.args.get("improvement")), None)
    made = in_languages(ActionForm, origin.languages, title=chosen.text if chosen else {}, why={})
    form = made(
        state="proposed",
        picture=chosen.picture if chosen and chosen.picture in PICTURES else "idea",
        improvements=[str(chosen.id)] if chosen else [],
    )
    form.improvements.choices = [(str(one.id), words.said(one.text, origin.source, origin.source)) for one in offered]
    if form.validate_on_submit():
        form.need("title", fixed("Write what the action is."))
        form.check()
        if not form.faulty():
            plan = ActionPlan(
                study_id=origin.study_id,
                round_id=origin.round_id,
                title=form.texts("title"),
                picture=form.picture.data,
                improvements=tuple(int(id) for id in form.improvements.data or ()),
            )
            with here.store().writing() as c:
                action = actions.begin(c, plan, _stand(form), someone().name, here.now(), here.today())
                note(c, f"put an action of {origin.name} on the board")
            flash(fixed("The action is on the board."))
            return redirect(url_for(".action", action=action.id), code=303)
    page = render_template("followup/add_action.html", form=form, origin=origin)
    return page, 422 if form.faulty() else 200


@blueprint.get("/actions/<id:action>/")
@open_to("moderator", "designer", "evaluator")
def action(action: int) -> ResponseReturnValue:
    """An action: how it stands, how it stood before, and the way back to what was said."""
    with here.store().reading() as c:
        found = _known_action(c, action)
        origin = origin_of(c, found.study_id, found.round_id)
        came_of = _came_of(c, found)
    return render_template("followup/action.html", action=found, origin=origin, came_of=came_of, today=here.today())


@blueprint.route("/actions/<id:action>/go-on", methods=["GET", "POST"])
@open_to("moderator", "designer")
def go_on(action: int) -> ResponseReturnValue:
    """Write down how an action stands now. Its history grows by that."""
    with here.store().reading() as c:
        found = _known_action(c, action)
        origin = origin_of(c, found.study_id, found.round_id)
    present = found.now
    form = in_languages(StandForm, origin.languages, why=present.why)(
        state=present.state, owner=present.owner, due=_day(present.due), next_meeting=_day(present.next_meeting)
    )
    if form.validate_on_submit():
        form.check()
        stand = _stand(form)
        if not form.faulty() and stand == _stand_of(present):
            form.blame("state", fixed("Nothing is new. Change something, or go back."))
        if not form.faulty():
            try:
                with here.store().writing() as c:
                    actions.go_on(c, found, stand, someone().name, here.now())
                    note(c, f"wrote down how an action of {origin.name} stands")
            except StoreRefused as refusal:
                form.blame("state", refusal.said)
            else:
                flash(fixed("It is written down how the action stands now."))
                return redirect(url_for(".action", action=action), code=303)
    page = render_template("followup/go_on.html", form=form, action=found, origin=origin)
    return page, 422 if form.faulty() else 200


@blueprint.route("/actions/<id:action>/translate", methods=["GET", "POST"])
@open_to("moderator", "designer")
def translate(action: int) -> ResponseReturnValue:
    """Write an action's title in the languages that it lacks."""
    with here.store().reading() as c:
        found = _known_action(c, action)
        origin = origin_of(c, found.study_id, found.round_id)
    lacking = [language for language in origin.languages if language not in found.title]
    if not lacking:
        abort(404)
    form = in_languages(TitleForm, lacking, title={})()
    if form.validate_on_submit():
        try:
            with here.store().writing() as c:
                actions.translate(c, found, {**found.title, **form.texts("title")})
                note(c, f"translated an action of {origin.name}")
        except StoreRefused as refusal:
            form.blame(f"title_{lacking[0]}", refusal.said)
        else:
            return redirect(url_for(".action", action=action), code=303)
    page = render_template("followup/translate.html", form=form, action=found, origin=origin)
    return page, 422 if form.faulty() else 200


def in_turn(found: Sequence[Action], day: date) -> list[Action]:
    """Overdue ones first, then by the day that they are to be done by; those without a day, and then what is over."""
    return sorted(
        found,
        key=lambda one: (
            not one.is_overdue(day),
            one.now.state in ("done", "no"),
            one.now.due or date.max,
            one.begun,
            one.id,
        ),
    )


def _known_action(c: Connection, id: int) -> Action:
    return actions.action_by_id(c, id) or abort(404)


def _came_of(c: Connection, action: Action) -> list[tuple[Improvement, list[str]]]:
    """The improvements that it comes of, and for who may see statements the themes under which each was said."""
    if action.study_id is None or not action.improvements:
        return []
    there = improvements.of_study(c, action.study_id, merged=True)
    found = [one for one in there if one.id in action.improvements]
    study = studies.study_by_id(c, action.study_id)
    if study is None or not may("moderator", "analyst"):
        return [(one, []) for one in found]
    guide = guides.guide(c, study.guide_version)
    groups = studies.groups(c, study.id)
    meetings = studies.meetings(c, *(group.id for group in groups))
    theme = {one.id: one.theme for one in notes.statements_of(c, *(meeting.id for meeting in meetings))}
    listed = []
    for one in found:
        under = {theme[source] for source in one.sources if source in theme}
        titles = [part.title for part in guide.themes if part.id in under]
        listed.append((one, [words.said(title, words.page_language(), guide.source) for title in titles]))
    return listed


def _stand(form: StandForm) -> Stand:
    return Stand(
        state=form.state.data,
        why=form.texts("why") if form.state.data == "no" else {},
        owner=written(form.owner),
        due=form.due.day,
        next_meeting=form.next_meeting.day,
    )


def _stand_of(event: Event) -> Stand:
    return Stand(event.state, event.why, event.owner, event.due, event.next_meeting)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
