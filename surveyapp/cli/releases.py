"""What is due, and what leaves the service."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from surveyapp.cli.common import configured, opened_store, round_of_that_name, running_app, say, terminal_language
from surveyapp.cli.questionnaires import print_fault

if TYPE_CHECKING:
    from surveyapp.evaluate.profile import Profile
    from surveyapp.questionnaire.model import Questionnaire
    from surveyapp.release.model import Release
    from surveyapp.store.engine import Store


@click.command()
def tick() -> None:
    """Do what is due: releases, idle codes, counters. Safe to run at any time, and on two machines at once."""
    from surveyapp.serving.ticking import do_what_is_due

    with running_app() as app:
        do_what_is_due(app.extensions["surveyapp"])


@click.command()
@click.argument("name", metavar="ROUND")
@click.option("-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="FILE.xlsx")
@click.option(
    "--language", default=None, help="The workbook's language: sv, en, ar. [the profile's, or the terminal's]"
)
@click.option("--profile", "wanted", default="standard", show_default=True, help="What the workbook leaves out.")
@click.option("--texts", is_flag=True, help="Instead of figures, what people wrote and a reviewer has shown.")
def export(name: str, output: Path, language: str | None, wanted: str, texts: bool) -> None:
    """Write the workbook of ROUND's release: every figure by gender, and none about a small group."""
    from surveyapp.evaluate.refused import ExportRefused
    from surveyapp.evaluate.workbook import make_workbook
    from surveyapp.web import words

    if output.suffix.lower() != ".xlsx":
        raise click.ClickException(f"A workbook's name ends in .xlsx. Write for example: -o {output.stem or 'x'}.xlsx")
    with opened_store() as store:
        if language is not None and language not in words.languages():
            raise click.ClickException(f"There is no {language}. Choose one of: {', '.join(words.languages())}.")
        if texts:
            _write_whole(output, _workbook_of_texts(store, name, language or terminal_language()))
            click.echo(f"Wrote {output}.")
            return
        profile = _profile(wanted)
        release, questionnaire = _released(store, name)
        try:
            content = make_workbook(
                release, questionnaire, language or profile.language or terminal_language(), profile
            )
        except ExportRefused as refused:
            raise click.ClickException(say(refused.said)) from None
        _write_whole(output, content)
        click.echo(f"Wrote {output}.")


def _workbook_of_texts(store: Store, name: str, language: str) -> bytes:
    from surveyapp.evaluate.open_answers import listing
    from surveyapp.evaluate.open_answers.workbook import make_workbook
    from surveyapp.store import open_answers

    release, questionnaire = _released(store, name)
    with store.reading() as c:
        shown = open_answers.shown(c, round_of_that_name(store, name).id, listing.order(questionnaire))
    return make_workbook(release, questionnaire, shown, language)


def _profile(name: str) -> Profile:
    """The profile of that name; if there is none or it has faults, the command ends."""
    from surveyapp.evaluate.profile import profiles
    from surveyapp.web import words

    found = {one.name: one for one in profiles(configured().exports, words.languages())}
    if name not in found:
        raise click.ClickException(f"There is no profile {name}. Choose one of: {', '.join(found)}.")
    for fault in found[name].faults:
        print_fault(fault)
    profile = found[name].profile
    if profile is None:
        raise click.ClickException(f"The profile {name} has faults.")
    return profile


def _released(store: Store, name: str) -> tuple[Release, Questionnaire]:
    """A round's release, and the questionnaire that it is about; if there is none yet, the command ends."""
    from surveyapp.release.read import release_of
    from surveyapp.store import questionnaires

    one = round_of_that_name(store, name)
    release = release_of(store, one)
    if release is None:
        raise click.ClickException(
            f"{name} has no release yet. A real round releases by itself at its hour; "
            "a trial is released when it is closed: surveyapp round close"
        )
    with store.reading() as c:
        return release, questionnaires.questionnaire(c, one.questionnaire_version)


def _write_whole(output: Path, content: bytes) -> None:
    half = output.with_name(output.name + ".part")
    try:
        half.write_bytes(content)
        half.replace(output)
    except OSError as error:
        raise click.ClickException(f"{output} can't be written: {error.strerror}.") from None
