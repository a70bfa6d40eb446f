"""What is due, and what leaves the service."""

from __future__ import annotations

from pathlib import Path

import click

from surveyapp.cli.common import configured, opened_store, round_of_that_name, terminal_language, today


@click.command()
def tick() -> None:
    """Do what is due: releases, idle codes, counters. Safe to run at any time, and on two machines at once."""
    from surveyapp.release.tick import tick as do_what_is_due

    with opened_store() as store:
        do_what_is_due(store, today()[0], configured().zone)


@click.command()
@click.argument("name", metavar="ROUND")
@click.option("-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="FILE.xlsx")
@click.option("--language", default=None, help="The workbook's language: sv, en, ar. [that of the terminal]")
def export(name: str, output: Path, language: str | None) -> None:
    """Write the workbook of ROUND's release: every figure by gender, and none about a small group."""
    from surveyapp.evaluate.workbook import make_workbook
    from surveyapp.release.read import release_of
    from surveyapp.store import questionnaires
    from surveyapp.web import words

    with opened_store() as store:
        one = round_of_that_name(store, name)
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
        _write_whole(output, make_workbook(release, definition, language or terminal_language()))
        click.echo(f"Wrote {output}.")


def _write_whole(output: Path, content: bytes) -> None:
    half = output.with_name(output.name + ".part")
    try:
        half.write_bytes(content)
        half.replace(output)
    except OSError as error:
        raise click.ClickException(f"{output} can't be written: {error.strerror}.") from None
