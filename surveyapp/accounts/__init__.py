"""Log-in pages, users, roles, the guard for routes, and the audit trail."""

from datetime import timedelta

from flask import Flask

from surveyapp.accounts.forms import init_protection
from surveyapp.accounts.guard import may, refuse_by_default, signed_in
from surveyapp.accounts.routes import EVERY_ROLE, blueprint
from surveyapp.questionnaire.words import fixed
from surveyapp.web.here import offer_place

__all__ = ["blueprint", "init"]

LONGEST_SESSION = timedelta(hours=12)


def init(app: Flask) -> None:
    """Put the guard before every view of the application, and the log-in pages into it."""
    app.config["PERMANENT_SESSION_LIFETIME"] = LONGEST_SESSION  # also the age at which Flask refuses a session cookie
    app.before_request(refuse_by_default)
    init_protection(app)
    app.jinja_env.globals.update(signed_in=signed_in, may=may)
    app.register_blueprint(blueprint)
    offer_place(app, "accounts.all_users", fixed("Users"), "administrator")
    offer_place(app, "accounts.account", fixed("Your account"), *EVERY_ROLE)
