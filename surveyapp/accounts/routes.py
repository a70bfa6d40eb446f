"""The pages of logging in, of one's own account, and of the users."""

from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, PasswordField, StringField

from surveyapp.accounts import users
from surveyapp.accounts.forms import Checkboxes, ConfirmForm, StaffForm, needed, protect
from surveyapp.accounts.guard import (
    LANGUAGES,
    Role,
    note,
    open_to,
    public,
    sign_in,
    sign_out,
    signed_in,
    someone,
    speak,
    way_on,
)
from surveyapp.questionnaire.words import Said, fixed
from surveyapp.store import staff
from surveyapp.store.staff import User
from surveyapp.web import here

blueprint = Blueprint("accounts", __name__, template_folder="templates")

EVERY_ROLE: tuple[Role, ...] = ("designer", "evaluator", "reviewer", "moderator", "analyst", "administrator")

ROLES = {
    "designer": fixed("Designer: questionnaires and rounds"),
    "evaluator": fixed("Evaluator: figures and workbooks"),
    "reviewer": fixed("Reviewer: reads what people wrote before it is shown"),
    "moderator": fixed("Moderator: holds focus groups and votes, and follows up what was promised"),
    "analyst": fixed("Analyst: codes what was said, and reads every statement"),
    "administrator": fixed("Administrator: everything, and the users"),
}


class LogInForm(StaffForm):
    """Who, and the proof of it."""

    name = StringField(fixed("User name"), validators=[needed(fixed("Write your user name."))])
    password = PasswordField(fixed("Password"), validators=[needed(fixed("Write your password."))])
    next = HiddenField()


class PasswordForm(StaffForm):
    """A new password of one's own."""

    present = PasswordField(fixed("Present password"), validators=[needed(fixed("Write your present password."))])
    new = PasswordField(fixed("New password"), validators=[needed(fixed("Write a new password."))])


class UserForm(StaffForm):
    """A new user."""

    name = StringField(fixed("User name"), validators=[needed(fixed("Write a user name."))])
    roles = Checkboxes(
        fixed("Roles"), choices=list(ROLES.items()), validators=[needed(fixed("Choose at least one role."))]
    )
    password = PasswordField(fixed("Password"), validators=[needed(fixed("Write a password."))])


class ChangeForm(StaffForm):
    """What may change about a user. An empty password leaves it as it is."""

    roles = Checkboxes(
        fixed("Roles"), choices=list(ROLES.items()), validators=[needed(fixed("Choose at least one role."))]
    )
    password = PasswordField(fixed("New password"), description=fixed("Leave this empty to keep the present one."))


@blueprint.route("/login", methods=["GET", "POST"])
@public
def log_in() -> ResponseReturnValue:
    """Log in. A wrong name and a wrong password look alike; too many of them close the door for a while."""
    protect()
    speak()
    if user := signed_in():
        return redirect(_home(user), code=303)
    form = LogInForm(next=request.args.get("next"))
    if form.validate_on_submit():
        entered = users.enter(here.store(), form.name.data or "", form.password.data or "", _source(), here.now())
        if not isinstance(entered, Said):
            sign_in(entered)
            return redirect(way_on(form.next.data) or _home(entered), code=303)
        form.blame("name", entered)
        return render_template("accounts/log_in.html", form=form), 429 if entered == users.THROTTLED else 422
    return render_template("accounts/log_in.html", form=form), 422 if form.faulty() else 200


@blueprint.post("/logout")
@open_to(*EVERY_ROLE)
def log_out() -> ResponseReturnValue:
    """End the sessions of this user, in this browser and in others."""
    with here.store().writing() as c:
        staff.end_sessions(c, someone().name)
    sign_out()
    return redirect(url_for(".log_in"), code=303)


@blueprint.post("/language")
@public
def choose_language() -> ResponseReturnValue:
    """Show the staff pages in another language, and come back to the page."""
    protect()
    if request.form.get("language") in LANGUAGES:
        session["language"] = request.form["language"]
    return redirect(way_on(request.form.get("next")) or url_for(".log_in"), code=303)


@blueprint.route("/account", methods=["GET", "POST"])
@open_to(*EVERY_ROLE)
def account() -> ResponseReturnValue:
    """One's own roles and password."""
    form = PasswordForm()
    if form.validate_on_submit():
        present, new = form.present.data or "", form.new.data or ""
        wrong = users.change_own_password(here.store(), someone(), present, new, _source(), here.now())
        if not isinstance(wrong, User):
            form.blame(*wrong)
            return render_template("accounts/account.html", form=form, roles=ROLES), 422
        sign_in(wrong)
        flash(fixed("Your password is changed. Your other sessions have ended."))
        return redirect(url_for(".account"), code=303)
    return render_template("accounts/account.html", form=form, roles=ROLES), 422 if form.faulty() else 200


@blueprint.get("/users")
@open_to("administrator")
def all_users() -> ResponseReturnValue:
    """The users and their roles."""
    with here.store().reading() as c:
        found = staff.users(c)
    return render_template("accounts/users.html", users=found, roles=ROLES)


@blueprint.route("/add-user", methods=["GET", "POST"])
@open_to("administrator")
def add_user() -> ResponseReturnValue:
    """Add a user."""
    form = UserForm()
    if form.validate_on_submit():
        with here.store().writing() as c:
            wrong = users.add(c, form.name.data or "", form.password.data or "", form.roles.data or ())
            if wrong is None:
                note(c, f"added the user {form.name.data} as {', '.join(form.roles.data or ())}")
        if wrong is None:
            flash(fixed("The user is added."))
            return redirect(url_for(".all_users"), code=303)
        form.blame(*wrong)
    return render_template("accounts/add_user.html", form=form), 422 if form.faulty() else 200


@blueprint.route("/users/<name>", methods=["GET", "POST"])
@open_to("administrator")
def change_user(name: str) -> ResponseReturnValue:
    """Change a user's roles or password. Their sessions end."""
    user = _user(name)
    form = ChangeForm(roles=sorted(user.roles))
    if form.validate_on_submit():
        with here.store().writing() as c:
            wrong = users.change(c, user, form.password.data or "", form.roles.data or ())
            if wrong is None:
                note(c, f"changed the user {name} to {', '.join(form.roles.data or ())}")
        if wrong is None:
            flash(fixed("The user is changed."))
            return redirect(url_for(".all_users"), code=303)
        form.blame(*wrong)
    return render_template("accounts/change_user.html", form=form, one=user), 422 if form.faulty() else 200


@blueprint.route("/users/<name>/remove", methods=["GET", "POST"])
@open_to("administrator")
def remove_user(name: str) -> ResponseReturnValue:
    """Remove a user, after a yes."""
    user = _user(name)
    form = ConfirmForm()
    if form.validate_on_submit():
        with here.store().writing() as c:
            wrong = users.remove(c, user)
            if wrong is None:
                note(c, f"removed the user {name}")
        if wrong is None:
            flash(fixed("The user is removed."))
            return redirect(url_for(".all_users"), code=303)
        form.blame(*wrong)
    return render_template("accounts/remove_user.html", form=form, one=user), 422 if form.faulty() else 200


@blueprint.get("/trail")
@open_to("administrator")
def trail() -> ResponseReturnValue:
    """The audit trail: what staff did, the newest first."""
    with here.store().reading() as c:
        entries = staff.trail(c, limit=200)
    return render_template("accounts/trail.html", entries=entries)


def _user(name: str) -> User:
    with here.store().reading() as c:
        return staff.user_by_name(c, name) or abort(404)


def _source() -> str:
    day = here.today()
    return here.store().keys.guess_source("log-in", request.remote_addr or "", day)


def _home(user: User) -> str:
    """The first page of someone who has just logged in: the first one that their roles open."""
    for place in here.service().places:
        if user.roles & {*place.roles, "administrator"} and not place.endpoint.startswith("accounts."):
            return url_for(place.endpoint)
    return url_for(".account")
