"""The demo: the shipped questionnaires, rounds with made-up answers, and log-ins."""

from __future__ import annotations

import sys

import click

from surveyapp import config as settings
from surveyapp.cli.common import configured, link, opened_store, today
from surveyapp.cli.questionnaires import published


@click.command("demo")
@click.option("--remove", is_flag=True, help="Remove the demo rounds and log-ins.")
def demo_command(remove: bool) -> None:
    """Load the shipped questionnaires, make demo rounds and demo log-ins, and print their addresses."""
    from surveyapp import demo, demo_study
    from surveyapp.accounts import demo_logins
    from surveyapp.release.tick import tick

    with opened_store() as store:
        config = configured()
        passwords = config.data / "demo-logins.txt"
        if remove:
            demo_study.remove(store)
            n = demo.remove_demo(store)
            demo_logins.remove(store, passwords)
            click.echo(f"{n} demo rounds, the demo study and the demo log-ins are removed.")
            return
        for folder in sorted(settings.shipped("questionnaires").iterdir()):
            if folder.is_dir() and not published(store, folder):
                sys.exit(1)
        now, _ = today()
        made = demo.make_demo(store, now)
        tick(store, now, config.zone)
        demo.review_texts(store, now.astimezone(config.zone).date())
        demo.follow_up(store, now, now.astimezone(config.zone).date())
        demo_study.make(store, now, now.astimezone(config.zone).date())
        logins = demo_logins.make(store, passwords)
        click.echo("\nDemo rounds:")
        for one in made:
            where = link(one, one.sites[0].id) if one.state(now) == "open" else "closed; its figures are under Evaluate"
            click.echo(f"  {one.label:45} {where}")
        click.echo(f"\nStart page: {config.public_address}/")
        click.echo(f"Staff log in at {config.public_address}/login (kept in {passwords}):")
        for name, password in logins:
            click.echo(f"  {name:20} {password}")
