"""Who may enter which page. Every view is marked with `open_to` or `public`; what is neither is refused.
A public view that changes something protects its own form.

Only staff pages read the session, so a participant's visit neither gets nor needs a staff cookie.
"""

import re
from collections.abc import Callable
from typing import Any, Literal, TypeAlias, TypeVar

from flask import Flask, abort, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from surveyapp.accounts.forms import protect
from surveyapp.store import staff
from surveyapp.store.engine import Connection
from surveyapp.store.staff import User
from surveyapp.web import here, look, words
from surveyapp.web.public import public

__all__ = ["Role", "may", "open_to", "public", "sign_in", "sign_out", "signed_in", "someone"]

Role: TypeAlias = Literal["designer", "evaluator", "reviewer", "moderator", "analyst", "administrator"]

LANGUAGES = ("sv", "en")
"""The languages of the staff pages."""

View = TypeVar("View", bound=Callable[..., Any])


def open_to(*roles: Role) -> Callable[[View], View]:
    """Open a staff view to these roles, and to administrators, who may enter everything."""

    def mark(view: View) -> View:
        view.__dict__["open_to"] = frozenset(roles) | {"administrator"}
        return view

    return mark


def roles_of(app: Flask, endpoint: str) -> frozenset[str] | None:
    """The roles that an endpoint is open to: none for a public one, `None` for one that nobody marked."""
    marked: frozenset[str] | None = getattr(app.view_functions[endpoint], "open_to", None)
    return marked


def signed_in() -> User | None:
    """The member of the staff whose request this is, read once for each request."""
    if "signed_in" not in g:
        g.signed_in = _read_session()
    user: User | None = g.signed_in
    return user


def someone() -> User:
    """Who is signed in, on a page that only staff enter."""
    return signed_in() or abort(403)


def note(c: Connection, what: str) -> None:
    """Write into the audit trail what the person signed in does, in the transaction that does it."""
    staff.audit(c, someone().name, what, here.now())


def may(*roles: Role) -> bool:
    """Whether who is signed in has one of these roles. Administrators have them all."""
    user = signed_in()
    return user is not None and bool(user.roles & {*roles, "administrator"})


def sign_in(user: User) -> None:
    """Begin a session of `user`. Whatever the session held before is dropped, so nobody can have prepared it."""
    language = session.get("language")
    session.clear()
    session.update(user=user.name, id=str(user.id), generation=user.generation)
    if language:
        session["language"] = language
    g.signed_in = user


def sign_out() -> None:
    """End the session in this browser."""
    session.clear()
    g.signed_in = None


def refuse_by_default() -> ResponseReturnValue | None:
    """Before every request: let in whom the view is open to, and nobody else."""
    if request.endpoint is None:
        return None  # no such page: Flask answers that itself
    roles = roles_of(current_app, request.endpoint)
    if roles is None:
        abort(403)
    if not roles:
        return None
    speak()
    look.show_as_usual()
    user = signed_in()
    if user is None:
        asked_for = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("accounts.log_in", next=asked_for), code=303)
    if not user.roles & roles:
        abort(403)
    protect()
    return None


def speak() -> None:
    """Speak the language chosen in this session, or else the one of ours that the browser asks for."""
    wanted = session.get("language") or request.accept_languages.best_match(LANGUAGES)
    words.use_language(wanted if wanted in LANGUAGES else LANGUAGES[0])


def way_on(asked_for: str | None) -> str | None:
    """The page of ours that somebody came from or wanted to see, or `None` if it is none of ours."""
    if not asked_for or not re.match(r"/[a-z]", asked_for):
        return None  # "//example.org" is another server's page
    path, _, _ = asked_for.partition("?")
    try:
        current_app.url_map.bind("").match(path, method="GET")
    except HTTPException:
        return None
    return asked_for


def _read_session() -> User | None:
    if not session.get("user"):
        return None
    with here.store().reading() as c:
        user = staff.user_by_name(c, session["user"])
    if user is None or (str(user.id), user.generation) != (session.get("id"), session.get("generation")):
        return None  # removed (and perhaps added again), or the password or roles have changed since
    return user
