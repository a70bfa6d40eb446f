"""Give a questionnaire a computer's voice, and note what recordings say."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from surveyapp.cli.common import speaking
from surveyapp.cli.questionnaires import print_fault, spoken_lacking

if TYPE_CHECKING:
    from surveyapp.questionnaire.model import Questionnaire


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option("--language", help="Only this one of the questionnaire's languages.")
@click.option(
    "--recorded",
    is_flag=True,
    help="Make nothing. Note that the recordings, new ones or those that are named, say the words of today.",
)
@click.argument("names", nargs=-1)
def speak(folder: Path, language: str | None, recorded: bool, names: tuple[str, ...]) -> None:
    """Make a sound of each text that has none, and delete made files that nothing says any more.

    FOLDER is a questionnaire's folder; sounds are put into its folder sound/. A recording is never touched. NAMES are
    those of recordings that were made anew, for --recorded.

    Needs surveyapp[speak]. Ends with 1 if a language that was asked for has no voice.
    """
    if names and not recorded:
        raise click.UsageError("Names of recordings go with --recorded.")
    with speaking():
        from surveyapp.questionnaire.load import load_folder

        loaded = load_folder(folder)
        questionnaire = loaded.questionnaire
        if questionnaire is None:
            for fault in loaded.faults:
                print_fault(fault)
            sys.exit(1)
        offered = questionnaire.languages
        if language and language not in offered:
            raise click.ClickException(f"The questionnaire is in {', '.join(offered)}, and not in {language}.")
        wanted = (language,) if language else offered
        if recorded:
            for tag in wanted:
                _note(folder, questionnaire, tag, names)
        elif not all([_make(folder, questionnaire, tag) for tag in wanted]) and language:
            sys.exit(1)


def _make(folder: Path, questionnaire: Questionnaire, language: str) -> bool:
    """Make what the language lacks. False if no voice speaks it."""
    from surveyapp.questionnaire.sound import MADE, SOUND
    from surveyapp.questionnaire.voice import NotInstalled, NoVoice, voice_of

    state = spoken_lacking(questionnaire, folder, language)
    for name in state.superfluous:
        (folder / name).unlink()
    if state.silent:
        made = folder / SOUND / language / MADE
        try:
            with voice_of(language) as voice:
                made.mkdir(parents=True, exist_ok=True)
                for line in state.silent:
                    (made / f"{line.hash}.mp3").write_bytes(voice.says(line.text))
        except NoVoice:
            click.echo(f"{language}: espeak-ng does not speak this language. People have to record it: docs/sound.md.")
            return False
        except NotInstalled:
            raise click.ClickException('The voice is not installed. Run: pip install "surveyapp[speak]"') from None
    click.echo(f"{language}: {len(state.silent)} made, {len(state.superfluous)} deleted.")
    return True


def _note(folder: Path, questionnaire: Questionnaire, language: str, names: tuple[str, ...]) -> None:
    from surveyapp.questionnaire import sound
    from surveyapp.web import words

    rows, _ = sound.read_table(folder, language)
    files = sound.recordings(folder, language)
    with words.in_language(language):
        said = {line.name: line for line in reversed(list(sound.places(questionnaire, language, words.say)))}
    for name in sorted({*names} - {*files} if names else ()):
        click.echo(f"{language}: there is no recording {name}.mp3.")
    for name in sorted(files):
        if name not in said:
            click.echo(
                f"{language}: {name}.mp3 has the name of nothing that is said. `surveyapp check` lists the names."
            )
        elif name in names or name not in rows:
            rows[name] = said[name].hash
            click.echo(f'{language}: {name}.mp3 says "{" ".join(said[name].text.split())}".')
    kept = {name: hash for name, hash in rows.items() if name in files}
    if files or rows:
        sound.write_table(folder, language, kept)
