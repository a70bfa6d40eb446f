"""The same jobs from a shell. What is heavy is imported where it is used, so that `--help` answers at once."""

from __future__ import annotations

import json
import locale
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from surveyapp import config as settings

if TYPE_CHECKING:
    from flask import Flask

    from surveyapp.questionnaire.faults import Fault
    from surveyapp.questionnaire.words import Said
    from surveyapp.store.engine import Store
    from surveyapp.store.rounds import Round

ROLES = ("designer", "evaluator", "analyst", "administrator")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="surveyapp")
def main() -> None:
    """Surveys that everyone can answer, with results by gender that point at nobody.

    A first try:  surveyapp demo, then surveyapp serve.

    Your own:  surveyapp check FOLDER, surveyapp load FOLDER, surveyapp round open FOLDER-NAME --trial,
    surveyapp serve; answer; surveyapp round close ROUND, surveyapp export ROUND -o results.xlsx.

    Settings come from the environment: SURVEYAPP_DATA, SURVEYAPP_PUBLIC_ADDRESS, SURVEYAPP_ZONE and more; an unknown
    one is named, with the list.
    """


# ---- what every command needs ----------------------------------------------------------------------------------------


def _config() -> settings.Config:
    try:
        return settings.from_environment(os.environ)
    except settings.SettingsRefused as refused:
        raise click.ClickException(str(refused)) from None


def _language() -> str:
    wanted = os.environ.get("SURVEYAPP_LANGUAGE") or locale.getlocale()[0] or "en"
    return wanted.split("_")[0].split(".")[0]


def _created() -> Flask:
    from surveyapp.app import create_app
    from surveyapp.store.errors import StoreRefused

    try:
        return create_app(_config())
    except StoreRefused as refused:  # without the service there are no translations
        raise click.ClickException(str(refused.said)) from None


@contextmanager
def _app() -> Iterator[Flask]:
    """The whole service in the terminal's language; what it refuses ends the command with its sentence."""
    from surveyapp.store.errors import StoreRefused
    from surveyapp.web import words

    app = _created()
    with app.app_context(), words.in_language(_language()):
        try:
            yield app
        except StoreRefused as refused:
            raise click.ClickException(words.say(refused.said)) from None


@contextmanager
def _store() -> Iterator[Store]:
    with _app():
        from surveyapp.web import here

        yield here.store()


def _say(said: Said) -> str:
    from surveyapp.web import words

    return words.say(said)


def _round(store: Store, name: str) -> Round:
    from surveyapp.store import rounds

    with store.reading() as c:
        found = rounds.round_named(c, name)
        if found is None:
            raise click.ClickException(
                f"No round is named {name}. `surveyapp round list` shows them; the name is in the first column."
            )
        return found


def _today() -> tuple[datetime, datetime]:
    """Now in UTC, and in the organisation's zone."""
    now = datetime.now(UTC)
    return now, now.astimezone(_config().zone)


# ---- questionnaires --------------------------------------------------------------------------------------------------


@main.command()
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path))
@click.option("--complete", is_flag=True, help="A text that is missing in a language is a fault too.")
@click.option("--schema", is_flag=True, help="Print the JSON Schema of questionnaire.yaml, for editors, and end.")
def check(folders: tuple[Path, ...], complete: bool, schema: bool) -> None:
    """Check questionnaires: every fault at once, with file, line, what is wrong and what to do.

    FOLDERS are questionnaire folders (each holds questionnaire.yaml and media/). Ends with 1 if there is a fault.
    """
    if schema:
        from surveyapp.questionnaire.schema import json_schema

        click.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))
        return
    if not folders:
        raise click.UsageError("Name at least one questionnaire folder.")
    with _app():
        faulty = [folder for folder in folders if not _checked(folder, complete=complete)]
    if faulty:
        sys.exit(1)


def _checked(folder: Path, *, complete: bool) -> bool:
    from surveyapp.questionnaire.complete import missing_texts
    from surveyapp.questionnaire.load import FILE, load_folder

    loaded = load_folder(folder)
    for fault in (*loaded.faults, *loaded.advice):
        _print_fault(fault)
    found = loaded.questionnaire
    if found is None:
        return False
    missing = missing_texts(found, found.languages, loaded.places, str(folder / FILE))
    if missing and complete:
        for text in missing:
            _print_fault(text)
        return False
    click.echo(
        f"{found.key}: no faults. {len(found.questions)} questions on {len(found.screens)} screens, "
        f"in {', '.join(found.languages)}. Version {found.version[:12]}."
    )
    if missing:
        click.echo(f"{found.key}: {len(missing)} texts lack a translation; --complete lists them.")
    return True


def _print_fault(fault: Fault) -> None:
    where = f"{fault.file}:{fault.line}:{fault.column}" if fault.line else fault.file
    screen = f" [{fault.screen}]" if fault.screen else ""
    mark = "" if fault.severity == "fault" else " (advice)"
    click.echo(f"{where}:{screen}{mark} {_say(fault.said)}")


@main.command()
@click.argument("folders", nargs=-1, required=True, type=click.Path(path_type=Path))
def load(folders: tuple[Path, ...]) -> None:
    """Check questionnaires and publish them, each as a new version unless nothing has changed.

    A folder with a fault is not loaded; the others are.
    """
    with _store() as store:
        refused = [folder for folder in folders if not _published(store, folder)]
    if refused:
        sys.exit(1)


def _published(store: Store, folder: Path) -> bool:
    from surveyapp.questionnaire.load import load_folder
    from surveyapp.store.questionnaires import publish

    loaded = load_folder(folder)
    for fault in loaded.faults:
        _print_fault(fault)
    if loaded.questionnaire is None:
        return False
    with store.writing() as c:
        new = publish(c, loaded.questionnaire, loaded.media, _today()[1].date())
    state = "published" if new else "was published already, nothing has changed"
    click.echo(f"{loaded.questionnaire.key} version {loaded.questionnaire.version[:12]}: {state}.")
    return True


# ---- rounds ----------------------------------------------------------------------------------------------------------


@main.group()
def round() -> None:
    """Open rounds, list them, make access codes; try with trial rounds; put off or stop."""


def _time(text: str | None, otherwise: datetime) -> datetime:
    from surveyapp.design.times import parse_local

    if text is None:
        return otherwise
    parsed = parse_local(text, _config().zone)
    if not isinstance(parsed, datetime):
        raise click.ClickException(_say(parsed))
    return parsed


@round.command("open")
@click.argument("questionnaire")
@click.option("--trial", is_flag=True, help="A round for trying: it may be closed at once, and is marked everywhere.")
@click.option("--label", help="What staff call the round. [the questionnaire's title]")
@click.option("--version", "version_start", help="A published version (the beginning of it). [the newest]")
@click.option("--languages", help="Comma-separated. [all of the questionnaire's that a round of this sort may use]")
@click.option("--site", "site_names", multiple=True, help="A site's name; repeat for several. [one, unnamed]")
@click.option("--k", default=5, show_default=True, help="The smallest group that figures may be about; 3 at the least.")
@click.option("--breakdown", type=click.Choice(["gender", "none"]), default="gender", show_default=True)
@click.option("--opens", help="Local time, as 2027-01-31 08:00. [now]")
@click.option("--closes", help="Local time. [in 14 days]")
@click.option("--releases", help="Local time, an hour after closing at the least. [an hour after closing]")
@click.option("--codes", "n_codes", type=int, help="Ask for an access code, and print this many for each site.")
@click.option("--responsible", default="", help="The responsible body, for the information page.")
@click.option("--contact", default="", help="Whom to turn to, for the information page.")
@click.option("--legal-ground", default="", help="The legal ground, for the information page.")
@click.option("--kept-until", help="The date until which answers are kept, as 2028-12-31.")
@click.option("--reference", default="", help="The reference number.")
def round_open(
    questionnaire: str,
    trial: bool,
    label: str | None,
    version_start: str | None,
    languages: str | None,
    site_names: tuple[str, ...],
    k: int,
    breakdown: str,
    opens: str | None,
    closes: str | None,
    releases: str | None,
    n_codes: int | None,
    responsible: str,
    contact: str,
    legal_ground: str,
    kept_until: str | None,
    reference: str,
) -> None:
    """Open a round of QUESTIONNAIRE (the name of its folder), and print its links.

    A real round fixes all of this for good; try it as --trial first.
    """
    from datetime import date
    from typing import cast

    from surveyapp.design import opening
    from surveyapp.store import codes, questionnaires, rounds

    with _store() as store:
        now, _ = _today()
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
        try:
            kept = date.fromisoformat(kept_until) if kept_until else None
        except ValueError:
            raise click.ClickException(f"--kept-until: {kept_until} is no date. Example: 2028-12-31") from None
        opens_at = _time(opens, now)
        closes_at = _time(closes, opens_at + timedelta(days=14))
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
            releases=_time(releases, closes_at + timedelta(hours=1)),
            access="codes" if n_codes is not None else "open",
            facts=rounds.Facts(responsible, contact, legal_ground, kept, reference),
        )
        refusals = opening.refusals(plan, definition, now, _config().zone)
        if refusals:
            raise click.ClickException("The round can't be opened.\n" + "\n".join(f"- {_say(r)}" for r in refusals))
        with store.writing() as c:
            opened = rounds.open_round(c, plan, now)
            lists = (
                {site: codes.make(c, opened, site.id, n_codes, store.keys) for site in opened.sites} if n_codes else {}
            )
        click.echo(f"Opened {opened.name} ({opened.label}), in {', '.join(opened.languages)}.")
        if left_out := [tag for tag in definition.languages if tag not in opened.languages]:
            click.echo(f"  Not in {', '.join(left_out)}: --languages chooses, and a real round's must be reviewed.")
        for site in opened.sites:
            click.echo(f"  {site.name or 'Link'}: {_link(opened, site.id)}")
        for site, made in lists.items():
            _print_codes(site.name, made)


def _link(opened: Round, site: str) -> str:
    address = f"{_config().public_address}/r/{opened.name}/"
    return address if len(opened.sites) == 1 else f"{address}at/{site}/"


def _print_codes(site: str, made: list[str]) -> None:
    click.echo(f"Access codes{f' for {site}' if site else ''}. They can't be shown again; keep the list safe.")
    for code in made:
        click.echo(f"  {code}")


@round.command("list")
def round_list() -> None:
    """List the rounds: name, state, closing time, label."""
    from surveyapp.store import rounds

    with _store() as store:
        now, _ = _today()
        with store.reading() as c:
            found = rounds.rounds(c)
        for one in found:
            closes = one.closes.astimezone(_config().zone).strftime("%Y-%m-%d %H:%M")
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

    with _store() as store:
        one = _round(store, name)
        with store.writing() as c:
            if replace:
                codes.revoke_unused(c, one, None)
            lists = {site.name: codes.make(c, one, site.id, n, store.keys) for site in one.sites}
        for site, made in lists.items():
            _print_codes(site, made)


@round.command("fill")
@click.argument("name", metavar="ROUND")
@click.option("--n", default=40, show_default=True, help="How many made-up responses.")
@click.option("--seed", type=int, help="The same seed gives the same answers. [chance]")
def round_fill(name: str, n: int, seed: int | None) -> None:
    """Add made-up answers to a trial ROUND. They walk the questionnaire's conditions as people would."""
    from surveyapp import demo

    with _store() as store:
        now, local = _today()
        demo.fill(store, _round(store, name), n, now, local.date(), seed)
        click.echo(f"{n} made-up responses are added to {name}.")


@round.command("close")
@click.argument("name", metavar="ROUND")
def round_close(name: str) -> None:
    """Close a trial ROUND at once, and release it."""
    from surveyapp.release.tick import tick
    from surveyapp.store import rounds

    with _store() as store:
        now, _ = _today()
        with store.writing() as c:
            rounds.close_trial(c, _round(store, name), now)
        tick(store, now, _config().zone)
        click.echo(f"{name} is closed and released. Now: surveyapp export {name} -o results.xlsx")


@round.command("postpone")
@click.argument("name", metavar="ROUND")
@click.option("--closes", required=True, help="The new closing time, local: a day later or more.")
@click.option("--releases", help="The new release time. [as long after closing as before]")
def round_postpone(name: str, closes: str, releases: str | None) -> None:
    """Put the closing of ROUND off: at most twice, each time by a day or more."""
    from surveyapp.store import rounds

    with _store() as store:
        now, _ = _today()
        one = _round(store, name)
        closes_at = _time(closes, one.closes)
        with store.writing() as c:
            rounds.postpone(c, one, closes_at, _time(releases, closes_at + (one.releases - one.closes)), now)
        click.echo(f"{name} closes {closes_at.astimezone(_config().zone):%Y-%m-%d %H:%M}.")


@round.command("stop")
@click.argument("name", metavar="ROUND")
@click.confirmation_option(prompt="Stopping is final, and there will be no figures. Stop the round?")
def round_stop(name: str) -> None:
    """Stop ROUND for good. Its release is "no figures"."""
    from surveyapp.release.tick import tick
    from surveyapp.store import rounds

    with _store() as store:
        now, _ = _today()
        with store.writing() as c:
            rounds.stop(c, _round(store, name), now)
        tick(store, now, _config().zone)
        click.echo(f"{name} is stopped.")


@round.command("remove")
@click.argument("name", metavar="ROUND")
@click.confirmation_option(prompt="Remove the round with all that belongs to it?")
def round_remove(name: str) -> None:
    """Remove a trial or demo ROUND with all that belongs to it."""
    from surveyapp.store import rounds

    with _store() as store:
        one = _round(store, name)
        with store.writing() as c:
            rounds.remove(c, one)
        click.echo(f"{name} is removed.")


# ---- releases --------------------------------------------------------------------------------------------------------


@main.command()
def tick() -> None:
    """Do what is due: releases, idle codes, counters. Safe to run at any time, and on two machines at once."""
    from surveyapp.release.tick import tick as do_what_is_due

    with _store() as store:
        do_what_is_due(store, _today()[0], _config().zone)


@main.command()
@click.argument("name", metavar="ROUND")
@click.option("-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="FILE.xlsx")
@click.option("--language", default=None, help="The workbook's language: sv, en, ar. [that of the terminal]")
def export(name: str, output: Path, language: str | None) -> None:
    """Write the workbook of ROUND's release: every figure by gender, and none about a small group."""
    from surveyapp.evaluate.workbook import make_workbook
    from surveyapp.release.read import release_of
    from surveyapp.store import questionnaires
    from surveyapp.web import words

    with _store() as store:
        one = _round(store, name)
        if language is not None and language not in words.languages():
            raise click.ClickException(f"There is no {language}. Choose one of: {', '.join(words.languages())}.")
        release = release_of(store, one)
        if release is None:
            raise click.ClickException(
                f"{name} has no release yet. A real round releases by itself at its hour; "
                "a trial is released when it is closed: surveyapp round close"
            )
        with store.reading() as c:
            definition = questionnaires.questionnaire(c, one.questionnaire_version)
        _write_whole(output, make_workbook(release, definition, language or _language()))
        click.echo(f"Wrote {output}.")


def _write_whole(output: Path, content: bytes) -> None:
    half = output.with_name(output.name + ".part")
    try:
        half.write_bytes(content)
        half.replace(output)
    except OSError as error:
        raise click.ClickException(f"{output} can't be written: {error.strerror}.") from None


# ---- staff, demo, serving --------------------------------------------------------------------------------------------


@main.group()
def user() -> None:
    """Staff log-ins: add, list, change the password, remove."""


@user.command("add")
@click.argument("name")
@click.option("--role", "roles", multiple=True, required=True, type=click.Choice(ROLES), help="Repeat for several.")
@click.password_option(help="Asked for when left out.")
def user_add(name: str, roles: tuple[str, ...], password: str) -> None:
    """Add a staff member."""
    from surveyapp.accounts import users

    with _store() as store:
        with store.writing() as c:
            wrong = users.add(c, name, password, roles)
        if wrong:
            _, why = wrong
            raise click.ClickException(_say(why))
        click.echo(f"{name} can log in as {', '.join(roles)}.")


@user.command("list")
def user_list() -> None:
    """List staff and their roles."""
    from surveyapp.store import staff

    with _store() as store, store.reading() as c:
        for one in staff.users(c):
            click.echo(f"{one.name:24} {', '.join(sorted(one.roles))}")


@user.command("password")
@click.argument("name")
@click.password_option(help="Asked for when left out.")
def user_password(name: str, password: str) -> None:
    """Give a staff member a new password; every session of theirs ends."""
    from surveyapp.accounts.passwords import hashed, refusal
    from surveyapp.store import staff

    with _store() as store:
        if wrong := refusal(password):
            raise click.ClickException(_say(wrong))
        with store.writing() as c:
            staff.change_password(c, name, hashed(password))


@user.command("remove")
@click.argument("name")
def user_remove(name: str) -> None:
    """Remove a staff member; every session of theirs ends."""
    from surveyapp.store import staff

    with _store() as store, store.writing() as c:
        staff.remove(c, name)


@main.command("demo")
@click.option("--remove", is_flag=True, help="Remove the demo rounds and log-ins.")
def demo_command(remove: bool) -> None:
    """Load the shipped questionnaires, make demo rounds and demo log-ins, and print their addresses."""
    from surveyapp import demo
    from surveyapp.accounts import demo_logins
    from surveyapp.release.tick import tick

    with _store() as store:
        config = _config()
        passwords = config.data / "demo-logins.txt"
        if remove:
            n = demo.remove_demo(store)
            demo_logins.remove(store, passwords)
            click.echo(f"{n} demo rounds and the demo log-ins are removed.")
            return
        for folder in sorted(settings.shipped("questionnaires").iterdir()):
            if (folder / "questionnaire.yaml").is_file() and not _published(store, folder):
                sys.exit(1)
        now, _ = _today()
        made = demo.make_demo(store, now)
        tick(store, now, config.zone)
        logins = demo_logins.make(store, passwords)
        click.echo("\nDemo rounds:")
        for one in made:
            where = (
                _link(one, one.sites[0].id) if one.state(now) == "open" else "closed; its figures are under Evaluate"
            )
            click.echo(f"  {one.label:45} {where}")
        click.echo(f"\nStart page: {config.public_address}/")
        click.echo(f"Staff log in at {config.public_address}/login (kept in {passwords}):")
        for name, password in logins:
            click.echo(f"  {name:20} {password}")


@main.command()
@click.option("--port", default=8000, show_default=True, envvar="PORT")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
def serve(port: int, host: str) -> None:
    """Serve the service on this machine, and do by itself what is due each minute."""
    import signal

    from surveyapp.app import listen
    from surveyapp.app import serve as serve_until_stopped

    os.environ.setdefault("SURVEYAPP_PUBLIC_ADDRESS", f"http://127.0.0.1:{port}")
    config = _config()
    if not (settings.is_this_machine(host) or config.secure or config.plain_http):
        raise click.ClickException(
            f"--host {host} would serve answers unprotected to the network. Set SURVEYAPP_PUBLIC_ADDRESS to the https "
            "address of the proxy in front, or SURVEYAPP_PLAIN_HTTP=yes if you know why."
        )
    app = _created()
    try:
        server = listen(app, host, port)
    except OSError as error:
        raise click.ClickException(
            f"Port {port} can't be used: {error.strerror}. Choose another with --port."
        ) from None
    signal.signal(signal.SIGTERM, lambda _signal, _frame: sys.exit(0))
    click.echo(f"Serving on http://{host}:{port} (stop with Ctrl-C)")
    serve_until_stopped(app, server)
