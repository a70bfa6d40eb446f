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
@click.argument("names", metavar="ROUND...", nargs=-1, required=True)
@click.option("-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="FILE.xlsx")
@click.option(
    "--language", default=None, help="The workbook's language: sv, en, ar. [the profile's, or the terminal's]"
)
@click.option("--profile", "wanted", default="standard", show_default=True, help="What the workbook leaves out.")
@click.option("--texts", is_flag=True, help="Instead of figures, what people wrote and a reviewer has shown.")
def export(names: tuple[str, ...], output: Path, language: str | None, wanted: str, texts: bool) -> None:
    """Write the workbook of ROUND's release: every figure by gender, and none about a small group.

    Of several rounds, write one workbook that lays them side by side, question by question.
    """
    from surveyapp.evaluate.refused import ExportRefused
    from surveyapp.web import words

    if output.suffix.lower() != ".xlsx":
        raise click.ClickException(f"A workbook's name ends in .xlsx. Write for example: -o {output.stem or 'x'}.xlsx")
    with opened_store() as store:
        if language is not None and language not in words.languages():
            raise click.ClickException(f"There is no {language}. Choose one of: {', '.join(words.languages())}.")
        if len(names) > 1 and (texts or wanted != "standard"):
            raise click.ClickException("Several rounds are compared, and then --profile and --texts mean nothing.")
        try:
            if len(names) > 1:
                content = _comparison(store, names, language or terminal_language())
            elif texts:
                content = _workbook_of_texts(store, names[0], language or terminal_language())
            else:
                content = _workbook(store, names[0], language, _profile(wanted))
        except ExportRefused as refused:
            raise click.ClickException(say(refused.said)) from None
        _write_whole(output, content)
        click.echo(f"Wrote {output}.")


def _workbook(store: Store, name: str, language: str | None, profile: Profile) -> bytes:
    from surveyapp.evaluate.workbook import make_workbook

    return make_workbook(*_released(store, name), language or profile.language or terminal_language(), profile)


def _comparison(store: Store, names: tuple[str, ...], language: str) -> bytes:
    from surveyapp.evaluate.comparison.workbook import make_comparison

    return make_comparison([_released(store, name) for name in names], language)


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
