"""Rounds: opened, listed, tried, put off, stopped."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import click

from surveyapp.cli.common import configured, link, note, opened_store, round_of_that_name, say, today

if TYPE_CHECKING:
    from surveyapp.store.engine import Connection, Store
    from surveyapp.store.rounds import Round, Site


@click.group()
def round() -> None:
    """Open rounds, list them, make access codes; try with trial rounds; put off or stop."""


def _time(text: str | None, otherwise: datetime) -> datetime:
    from surveyapp.web.times import parse_local

    if text is None:
        return otherwise
    parsed = parse_local(text, configured().zone)
    if not isinstance(parsed, datetime):
        raise click.ClickException(say(parsed))
    return parsed


def _day(option: str, text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise click.ClickException(f"{option}: {text} is no date. Example: 2028-12-31") from None


@round.command("open")
@click.argument("questionnaire")
@click.option("--trial", is_flag=True, help="A round for trying: it may be closed at once, and is marked everywhere.")
@click.option("--label", help="What staff call the round. [the questionnaire's title]")
@click.option("--version", "version_start", help="A published version (the beginning of it). [the newest]")
@click.option("--languages", help="Comma-separated. [all of the questionnaire's that a round of this sort may use]")
@click.option(
    "--site",
    "site_names",
    multiple=True,
    help='A site\'s name, or "short = name" where conditions read it; repeat for several. [one, unnamed]',
)
@click.option("--k", default=5, show_default=True, help="The smallest group that figures may be about; 3 at the least.")
@click.option("--breakdown", type=click.Choice(["gender", "none"]), default="gender", show_default=True)
@click.option("--second", help="What figures are split by beside gender: site, language, helper or a question's id.")
@click.option("--wave", default="", help="Which wave the round is, where conditions read it.")
@click.option("--opens", help="Local time, as 2027-01-31 08:00. [now]")
@click.option("--closes", help="Local time. [in 14 days]")
@click.option("--releases", help="Local time, an hour after closing at the least. [an hour after closing]")
@click.option("--codes", "n_codes", type=int, help="Ask for an access code, and print this many for each site.")
@click.option("--responsible", default="", help="The responsible body, for the information page.")
@click.option("--contact", default="", help="Whom to turn to, for the information page.")
@click.option("--legal-ground", default="", help="The legal ground, for the information page.")
@click.option("--kept-until", help="The date until which answers are kept, as 2028-12-31.")
@click.option("--reference", default="", help="The reference number.")
@click.option("--help-now", default="", help="Whom to turn to at once; one tap from every page.")
@click.option("--results-told", default="", help="Where and when the results will be told.")
@click.option("--receipt-until", help='The date until which receipts work, or "never". [the day of the release]')
@click.option(
    "--own-supervisor/--no-own-supervisor",
    "own_supervisor_may_help",
    default=True,
    show_default=True,
    help="Whether a participant's own supervisor may help with the answers.",
)
@click.option("--proxy", "proxy_allowed", is_flag=True, help="Someone may answer for another person, who wants it.")
@click.option(
    "--idle-minutes",
    default=3,
    show_default=True,
    help="On a shared tablet: minutes of rest before the page asks whether anybody is there; 0 for never.",
)
@click.option(
    "--idle-keeps", is_flag=True, help="What was answered before somebody walked away is kept, as unfinished."
)
def round_open(
    questionnaire: str,
    trial: bool,
    label: str | None,
    version_start: str | None,
    languages: str | None,
    site_names: tuple[str, ...],
    k: int,
    breakdown: str,
    second: str | None,
    wave: str,
    opens: str | None,
    closes: str | None,
    releases: str | None,
    n_codes: int | None,
    responsible: str,
    contact: str,
    legal_ground: str,
    kept_until: str | None,
    reference: str,
    help_now: str,
    results_told: str,
    receipt_until: str | None,
    own_supervisor_may_help: bool,
    proxy_allowed: bool,
    idle_minutes: int,
    idle_keeps: bool,
) -> None:
    """Open a round of QUESTIONNAIRE (the name of its folder), and print its links.

    A real round fixes all of this for good; try it as --trial first.
    """
    from typing import cast

    from surveyapp.design import opening
    from surveyapp.release.second import FACTS
    from surveyapp.store import questionnaires, rounds

    with opened_store() as store:
        now, _ = today()
        with store.reading() as c:
            version = next(
                (
                    version
                    for version in questionnaires.versions(c)
                    if version.key == questionnaire and version.version.startswith(version_start or "")
                ),
                None,
            )
            if version is None:
                raise click.ClickException(f"No version of {questionnaire} is published. First: surveyapp load FOLDER")
            definition = questionnaires.questionnaire(c, version.version)
        opens_at = _time(opens, now)
        closes_at = _time(closes, opens_at + timedelta(days=14))
        releases_at = _time(releases, closes_at + timedelta(hours=1))
        release_day = releases_at.astimezone(configured().zone).date()
        plan = rounds.Plan(
            label=label or definition.title[definition.source],
            questionnaire_version=version.version,
            kind="trial" if trial else "real",
            languages=tuple(languages.split(",")) if languages else opening.default_languages(definition, trial=trial),
            sites=opening.sites_named(site_names),
            k=k,
            breakdown=cast("rounds.Breakdown", breakdown),
            opens=opens_at,
            closes=closes_at,
            releases=releases_at,
            access="codes" if n_codes is not None else "open",
            facts=rounds.Facts(responsible, contact, legal_ground, _day("--kept-until", kept_until), reference),
            second=f"${second}" if f"${second}" in FACTS else second,
            wave=wave,
            asking=rounds.Asking(
                own_supervisor_may_help=own_supervisor_may_help,
                proxy_allowed=proxy_allowed,
                idle_minutes=idle_minutes,
                idle_keeps=idle_keeps,
                receipt_until=None
                if receipt_until == "never"
                else _day("--receipt-until", receipt_until) or release_day,
                help_now=help_now,
                results_told=results_told,
            ),
        )
        refusals = opening.refusals(plan, definition, now, configured().zone)
        if refusals:
            raise click.ClickException("The round can't be opened.\n" + "\n".join(f"- {say(r)}" for r in refusals))
        with store.writing() as c:
            opened = rounds.open_round(c, plan, now)
            note(c, f"opened the {opened.kind} round {opened.name}")
            lists = _make_codes(c, store, opened, n_codes) if n_codes else {}
        click.echo(f"Opened {opened.name} ({opened.label}), in {', '.join(opened.languages)}.")
        if left_out := [tag for tag in definition.languages if tag not in opened.languages]:
            click.echo(f"  Not in {', '.join(left_out)}: --languages chooses, and a real round's must be reviewed.")
        for sentence in opening.may_be_missing(plan, definition):
            click.echo(f"  {say(sentence)}")
        for site in opened.sites:
            click.echo(f"  {site.name or 'Link'}: {link(opened, site.id)}")
        for site, made in lists.items():
            _print_codes(site.name, made)


def _make_codes(c: Connection, store: Store, round: Round, n: int) -> dict[Site, list[str]]:
    """So many new access codes for each site."""
    from surveyapp.store import codes

    lists = {}
    for site in round.sites:
        lists[site] = codes.make(c, round, site.id, n, store.keys)
        note(c, f"made access codes for {site.id} in the round {round.name}")
    return lists


def _print_codes(site: str, made: list[str]) -> None:
    click.echo(f"Access codes{f' for {site}' if site else ''}. They can't be shown again; keep the list safe.")
    for code in made:
        click.echo(f"  {code}")


@round.command("list")
def round_list() -> None:
    """List the rounds: name, state, closing time, label."""
    from surveyapp.store import rounds

    with opened_store() as store:
        now, _ = today()
        with store.reading() as c:
            found = rounds.rounds(c)
        for one in found:
            closes = one.closes.astimezone(configured().zone).strftime("%Y-%m-%d %H:%M")
            click.echo(f"{one.name:32} {one.kind:6} {one.state(now):10} closes {closes}  {one.label}")
        if not found:
            click.echo("There are no rounds yet. `surveyapp round open --help` tells how to open one.")


@round.command("codes")
@click.argument("name", metavar="ROUND")
@click.option("--n", default=20, show_default=True, help="How many for each site.")
@click.option("--replace", is_flag=True, help="Revoke every unused code of the round first, because a list was lost.")
def round_codes(name: str, n: int, replace: bool) -> None:
    """Make access codes for ROUND and print them, once. They can't be shown again."""
    from surveyapp.store import codes

    with opened_store() as store:
        one = round_of_that_name(store, name)
        with store.writing() as c:
            if replace:
                codes.revoke_unused(c, one, None)
                note(c, f"revoked the unused access codes in the round {one.name}")
            lists = _make_codes(c, store, one, n)
        for site, made in lists.items():
            _print_codes(site.name, made)


@round.command("fill")
@click.argument("name", metavar="ROUND")
@click.option("--n", default=40, show_default=True, help="How many made-up responses.")
def round_fill(name: str, n: int) -> None:
    """Add made-up answers to a trial ROUND. They walk the questionnaire's conditions as people would.

    They are left to chance: who could make the same ones again could take them from the figures, and see what somebody
    real answered in the trial.
    """
    from surveyapp import demo

    with opened_store() as store:
        now, local = today()
        one = round_of_that_name(store, name)
        demo.fill(store, one, n, now, local.date())
        with store.writing() as c:
            note(c, f"added made-up answers to the {one.kind} round {name}")
        click.echo(f"{n} made-up responses are added to {name}.")


def _end(store: Store, name: str, how: Callable[[Connection, Round, datetime], object], what: str) -> None:
    """End the round in that way, write `what` into the audit trail, and make the release that is due then."""
    from surveyapp.release.tick import tick

    now, _ = today()
    with store.writing() as c:
        how(c, round_of_that_name(store, name), now)
        note(c, what)
    tick(store, now, configured().zone)


@round.command("close")
@click.argument("name", metavar="ROUND")
def round_close(name: str) -> None:
    """Close a trial ROUND at once, and release it."""
    from surveyapp.store import rounds

    with opened_store() as store:
        _end(store, name, rounds.close_trial, f"closed the trial round {name}")
        click.echo(f"{name} is closed and released. Now: surveyapp export {name} -o results.xlsx")


@round.command("postpone")
@click.argument("name", metavar="ROUND")
@click.option("--closes", required=True, help="The new closing time, local: a day later or more.")
@click.option("--releases", help="The new release time. [as long after closing as before]")
def round_postpone(name: str, closes: str, releases: str | None) -> None:
    """Put the closing of ROUND off: at most twice, each time by a day or more."""
    from surveyapp.store import rounds

    with opened_store() as store:
        now, _ = today()
        one = round_of_that_name(store, name)
        closes_at = _time(closes, one.closes)
        with store.writing() as c:
            rounds.postpone(c, one, closes_at, _time(releases, closes_at + (one.releases - one.closes)), now)
            note(c, f"put off the closing of the round {name}")
        click.echo(f"{name} closes {closes_at.astimezone(configured().zone):%Y-%m-%d %H:%M}.")


@round.command("stop")
@click.argument("name", metavar="ROUND")
@click.confirmation_option(prompt="Stopping is final, and there will be no figures. Stop the round?")
def round_stop(name: str) -> None:
    """Stop ROUND for good. Its release is "no figures"."""
    from surveyapp.store import rounds

    with opened_store() as store:
        _end(store, name, rounds.stop, f"stopped the round {name} for good")
        click.echo(f"{name} is stopped.")


@round.command("remove")
@click.argument("name", metavar="ROUND")
@click.confirmation_option(prompt="Remove the round with all that belongs to it?")
def round_remove(name: str) -> None:
    """Remove a trial or demo ROUND with all that belongs to it."""
    from surveyapp.store import rounds

    with opened_store() as store:
        one = round_of_that_name(store, name)
        with store.writing() as c:
            rounds.remove(c, one)
            note(c, f"removed the {one.kind} round {name}")
        click.echo(f"{name} is removed.")
