"""Staff log-ins."""

from __future__ import annotations

import click

from surveyapp.cli.common import note, opened_store, say

ROLES = ("designer", "evaluator", "reviewer", "moderator", "analyst", "administrator")


@click.group()
def user() -> None:
    """Staff log-ins: add, list, change the password, remove."""


@user.command("add")
@click.argument("name")
@click.option("--role", "roles", multiple=True, required=True, type=click.Choice(ROLES), help="Repeat for several.")
@click.password_option(help="Asked for when left out.")
def user_add(name: str, roles: tuple[str, ...], password: str) -> None:
    """Add a staff member."""
    from surveyapp.accounts import users

    with opened_store() as store:
        with store.writing() as c:
            wrong = users.add(c, name, password, roles)
            if wrong is None:
                note(c, f"added the user {name} as {', '.join(roles)}")
        if wrong:
            _, why = wrong
            raise click.ClickException(say(why))
        click.echo(f"{name} can log in as {', '.join(roles)}.")


@user.command("list")
def user_list() -> None:
    """List staff and their roles."""
    from surveyapp.store import staff

    with opened_store() as store, store.reading() as c:
        for one in staff.users(c):
            click.echo(f"{one.name:24} {', '.join(sorted(one.roles))}")


@user.command("password")
@click.argument("name")
@click.password_option(help="Asked for when left out.")
def user_password(name: str, password: str) -> None:
    """Give a staff member a new password; every session of theirs ends."""
    from surveyapp.accounts.passwords import hashed, refusal
    from surveyapp.store import staff

    with opened_store() as store:
        if wrong := refusal(password):
            raise click.ClickException(say(wrong))
        with store.writing() as c:
            staff.change_password(c, name, hashed(password))
            note(c, f"gave the user {name} a new password")


@user.command("remove")
@click.argument("name")
def user_remove(name: str) -> None:
    """Remove a staff member; every session of theirs ends. The last administrator stays."""
    from surveyapp.accounts import users
    from surveyapp.store import staff

    with opened_store() as store:
        with store.writing() as c:
            found = staff.user_by_name(c, name)
            if found is None:
                raise click.ClickException(f"No user is named {name}. `surveyapp user list` shows them.")
            wrong = users.remove(c, found)
            if wrong is None:
                note(c, f"removed the user {name}")
        if wrong:
            _, why = wrong
            raise click.ClickException(say(why))
