"""What happens to users: who may enter, and how accounts change."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import TypeAlias

from surveyapp.accounts import passwords
from surveyapp.questionnaire.words import Said
from surveyapp.store import guesses, staff
from surveyapp.store.engine import Connection, Store
from surveyapp.store.errors import StoreRefused
from surveyapp.store.guesses import Guess
from surveyapp.store.staff import User

Wrong: TypeAlias = tuple[str, Said]
"""The field that is wrong, and why."""

MISMATCH = Said("The user name or the password is wrong.")
THROTTLED = Said("There were too many attempts. Wait 15 minutes, then try again.")
LAST_ADMINISTRATOR = Said("This is the last administrator. Make somebody else administrator first.")


def enter(store: Store, name: str, password: str, source: str, now: datetime) -> User | Said:
    """The user of that name who logs in, if the password is theirs."""
    user = _known(store, name.strip(), password, source, now)
    if isinstance(user, User):
        with store.writing() as c:
            staff.audit(c, user.name, "logged in", now)
    return user


def change_own_password(store: Store, user: User, present: str, new: str, source: str, now: datetime) -> User | Wrong:
    """Give somebody who knows their present password a new one. Their other sessions end."""
    known = _known(store, user.name, present, source, now)
    if isinstance(known, Said):
        return "present", Said("This is not your present password.") if known == MISMATCH else known
    if refusal := passwords.refusal(new):
        return "new", refusal
    with store.writing() as c:
        staff.change_password(c, user.name, passwords.hashed(new))
        staff.audit(c, user.name, "changed their own password", now)
        return staff.user_by_name(c, user.name) or user


def add(c: Connection, name: str, password: str, roles: Iterable[str]) -> Wrong | None:
    """Add a user, or tell what is wrong."""
    if not re.fullmatch(r"[\w.@-]{1,60}", name.strip()):
        return "name", Said("A user name may hold letters, digits and the signs . - _ @, up to 60 in all.")
    if refusal := passwords.refusal(password):
        return "password", refusal
    try:
        staff.add(c, name.strip(), passwords.hashed(password), frozenset(roles))
    except StoreRefused as refused:
        return "name", refused.said
    return None


def change(c: Connection, user: User, password: str, roles: Iterable[str]) -> Wrong | None:
    """Change a user's roles, and the password unless it is empty. The user's sessions end."""
    new = frozenset(roles)
    if "administrator" not in new and _is_last_administrator(c, user):
        return "roles", LAST_ADMINISTRATOR
    if password and (refusal := passwords.refusal(password)):
        return "password", refusal
    staff.change_roles(c, user.name, new)
    if password:
        staff.change_password(c, user.name, passwords.hashed(password))
    return None


def remove(c: Connection, user: User) -> Wrong | None:
    """Remove a user, unless nobody could then manage users."""
    if _is_last_administrator(c, user):
        return "sure", LAST_ADMINISTRATOR
    staff.remove(c, user.name)
    return None


def _known(store: Store, name: str, password: str, source: str, now: datetime) -> User | Said:
    """The user of that name, if the password is theirs.

    Every attempt counts before it is judged, so that sending many at once is no way around the limit. The right
    password takes back the attempts on the account.
    """
    guess = Guess(store.keys.guess_about("log-in", name), source)
    with store.writing() as c:
        if guesses.throttled(c, guess, guesses.LOG_IN, now):
            return THROTTLED
        guesses.note(c, guess, now)
        user = staff.user_by_name(c, name)
    if not passwords.fits(password, user.password_hash if user else None) or user is None:
        return MISMATCH
    with store.writing() as c:
        guesses.forgive(c, guess)
    return user


def _is_last_administrator(c: Connection, user: User) -> bool:
    return [one.id for one in staff.held_users(c) if "administrator" in one.roles] == [user.id]
