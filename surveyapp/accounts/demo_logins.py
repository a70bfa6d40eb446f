"""Log-ins for the demo, with random passwords in a file that only its owner can read."""

import os
import secrets
from pathlib import Path

from surveyapp.accounts.guard import Role
from surveyapp.accounts.passwords import hashed
from surveyapp.store import staff
from surveyapp.store.engine import Store

LOGINS: dict[str, Role] = {
    "demo-designer": "designer",
    "demo-evaluator": "evaluator",
    "demo-reviewer": "reviewer",
    "demo-moderator": "moderator",
    "demo-analyst": "analyst",
    "demo-administrator": "administrator",
}


def make(store: Store, file: Path) -> list[tuple[str, str]]:
    """Make the demo's log-ins where they are missing, and return names and passwords. A second call changes nothing."""
    known = _read(file)
    with store.writing() as c:
        there = {user.name for user in staff.users(c)}
        for name, role in LOGINS.items():
            if name not in there:
                known[name] = secrets.token_urlsafe(12)
                staff.add(c, name, hashed(known[name]), frozenset({role}))
            elif name not in known:
                known[name] = secrets.token_urlsafe(12)
                staff.change_password(c, name, hashed(known[name]))
        _write(file, {name: known[name] for name in LOGINS})
    return [(name, known[name]) for name in LOGINS]


def remove(store: Store, file: Path) -> None:
    """Remove the demo's log-ins and the file."""
    with store.writing() as c:
        there = {user.name for user in staff.users(c)}
        for name in LOGINS:
            if name in there:
                staff.remove(c, name)
    file.unlink(missing_ok=True)


def _read(file: Path) -> dict[str, str]:
    if not file.exists():
        return {}
    lines = (line.split(" ", 1) for line in file.read_text("utf-8").splitlines())
    return {name: password for name, password in lines}


def _write(file: Path, logins: dict[str, str]) -> None:
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        out.writelines(f"{name} {password}\n" for name, password in logins.items())
