"""Check questionnaires, and publish them."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from surveyapp.cli.common import note, opened_store, say, speaking, today

if TYPE_CHECKING:
    from surveyapp.questionnaire.faults import Fault
    from surveyapp.questionnaire.model import Questionnaire, Versioned
    from surveyapp.questionnaire.sound import Lacking
    from surveyapp.store.engine import Store


@click.command()
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path))
@click.option("--complete", is_flag=True, help="A text that is missing in a language is a fault too.")
@click.option("--schema", is_flag=True, help="Print the JSON Schema of questionnaire.yaml, for editors, and end.")
@click.option("--guide-schema", is_flag=True, help="The same of guide.yaml.")
@click.option("--profile-schema", is_flag=True, help="The same of an export profile.")
def check(folders: tuple[Path, ...], complete: bool, schema: bool, guide_schema: bool, profile_schema: bool) -> None:
    """Check questionnaires and guides: every fault at once, with file, line, what is wrong and what to do.

    FOLDERS are folders of questionnaires (questionnaire.yaml and media/) or of moderators' guides (guide.yaml), or
    files NAME.yaml that are export profiles. Ends with 1 if there is a fault.
    """
    if schema or guide_schema or profile_schema:
        from surveyapp.evaluate import profile
        from surveyapp.questionnaire import guide_load
        from surveyapp.questionnaire.schema import json_schema

        made = json_schema if schema else guide_load.json_schema if guide_schema else profile.json_schema
        click.echo(json.dumps(made(), indent=2, ensure_ascii=False))
        return
    if not folders:
        raise click.UsageError("Name at least one questionnaire folder.")
    with speaking():
        faulty = [path for path in folders if not _checked_any(path, complete=complete)]
    if faulty:
        sys.exit(1)


def _checked_any(path: Path, *, complete: bool) -> bool:
    from surveyapp.questionnaire import guide_load
    from surveyapp.questionnaire.load import FILE

    if path.name in (FILE, guide_load.FILE):
        path = path.parent
    if holds_guide(path):
        return _checked_guide(path, complete=complete)
    return _checked_profile(path) if path.suffix == ".yaml" else _checked(path, complete=complete)


def holds_guide(folder: Path) -> bool:
    """Whether a folder is that of a moderator's guide."""
    from surveyapp.questionnaire.guide_load import FILE

    return (folder / FILE).is_file()


def _checked_guide(folder: Path, *, complete: bool) -> bool:
    from surveyapp.questionnaire.guide_load import load_guide

    loaded = load_guide(folder)
    for fault in (*loaded.faults, *loaded.advice):
        print_fault(fault)
    found = loaded.guide
    if found is None:
        return False
    if loaded.missing and complete:
        for text in loaded.missing:
            print_fault(text)
        return False
    meetings = range(1, found.meetings + 1)
    minutes = ", ".join(str(sum(theme.minutes for theme in found.of_meeting(number))) for number in meetings)
    click.echo(
        f"{found.key}: no faults. {len(found.themes)} themes in {len(meetings)} meetings of {minutes} minutes, "
        f"in {', '.join(found.languages)}. Version {found.version[:12]}."
    )
    if loaded.missing:
        click.echo(f"{found.key}: {len(loaded.missing)} texts lack a translation; --complete lists them.")
    return True


def _checked_profile(file: Path) -> bool:
    from surveyapp.evaluate.profile import load_profile
    from surveyapp.web import words

    loaded = load_profile(file, words.languages())
    for fault in loaded.faults:
        print_fault(fault)
    if loaded.profile is not None:
        click.echo(f"{loaded.name}: no faults. Sheets: cover, {', '.join(loaded.profile.sheets)}.")
    return loaded.profile is not None


def _checked(folder: Path, *, complete: bool) -> bool:
    from surveyapp.questionnaire.complete import missing_texts
    from surveyapp.questionnaire.load import FILE, load_folder

    loaded = load_folder(folder)
    for fault in (*loaded.faults, *loaded.advice):
        print_fault(fault)
    found = loaded.questionnaire
    if found is None:
        return False
    missing = missing_texts(found, found.languages, loaded.places, str(folder / FILE))
    if missing and complete:
        for text in missing:
            print_fault(text)
        return False
    click.echo(
        f"{found.key}: no faults. {len(found.questions)} questions on {len(found.screens)} screens, "
        f"in {', '.join(found.languages)}. Version {found.version[:12]}."
    )
    if missing:
        click.echo(f"{found.key}: {len(missing)} texts lack a translation; --complete lists them.")
    for language in found.languages:
        _tell_sound(found, folder, language)
    return True


def _tell_sound(found: Questionnaire, folder: Path, language: str) -> None:
    """What lacks sound or is out of date; one line for a language that has none at all."""
    state = spoken_lacking(found, folder, language)
    if not state.heard and not state.stale:
        click.echo(f"{found.key}: nothing is read aloud in {language}; docs/sound.md tells how.")
        return
    for line in state.stale:
        now = f'the words are now "{_in_one_line(line.text)}"' if line.text else "nothing says this any more"
        click.echo(f"{found.key}: {language}: the recording {line.name}.mp3 is out of date: {now}.")
    for line in state.silent:
        click.echo(f'{found.key}: {language}: no sound says {line.name}: "{_in_one_line(line.text)}".')
    if state.superfluous:
        click.echo(f"{found.key}: {language}: {len(state.superfluous)} made sounds are said by nothing any more.")


def _in_one_line(text: str) -> str:
    from surveyapp.questionnaire.faults import shown

    return shown(" ".join(text.split()))


def spoken_lacking(found: Questionnaire, folder: Path, language: str) -> Lacking:
    """What the language lacks of sound, its fixed words as the catalogue of that language says them."""
    from surveyapp.questionnaire.sound import lacking
    from surveyapp.web import words

    with words.in_language(language):
        return lacking(found, folder, language, words.say)


def print_fault(fault: Fault) -> None:
    """One line: file, line, column, screen, what is wrong and what to do."""
    where = f"{fault.file}:{fault.line}:{fault.column}" if fault.line else fault.file
    screen = f" [{fault.screen}]" if fault.screen else ""
    mark = "" if fault.severity == "fault" else " (advice)"
    click.echo(f"{where}:{screen}{mark} {say(fault.said)}")


@click.command()
@click.argument("folders", nargs=-1, required=True, type=click.Path(path_type=Path))
def load(folders: tuple[Path, ...]) -> None:
    """Check questionnaires and guides, and publish them, each as a new version unless nothing has changed.

    A folder with a fault is not loaded; the others are.
    """
    with opened_store() as store:
        refused = [folder for folder in folders if not published(store, folder)]
    if refused:
        sys.exit(1)


def published(store: Store, folder: Path) -> bool:
    """Publish a folder. False if it has a fault; all of them are printed."""
    return _published_guide(store, folder) if holds_guide(folder) else _published_questionnaire(store, folder)


def _published_guide(store: Store, folder: Path) -> bool:
    from surveyapp.questionnaire.guide_load import load_guide
    from surveyapp.store.guides import publish

    loaded = load_guide(folder)
    for fault in loaded.faults:
        print_fault(fault)
    if loaded.guide is None:
        return False
    with store.writing() as c:
        new = publish(c, loaded.guide, loaded.media, today()[1].date())
        if new:
            note(c, f"published the guide {loaded.guide.key}, version {loaded.guide.version[:12]}")
    _tell_published(loaded.guide, new=new)
    return True


def _published_questionnaire(store: Store, folder: Path) -> bool:
    from surveyapp.questionnaire.load import load_folder
    from surveyapp.store.questionnaires import publish

    loaded = load_folder(folder)
    for fault in loaded.faults:
        print_fault(fault)
    if loaded.questionnaire is None:
        return False
    with store.writing() as c:
        new = publish(c, loaded.questionnaire, loaded.media, today()[1].date())
        if new:
            version = loaded.questionnaire.version[:12]
            note(c, f"published the questionnaire {loaded.questionnaire.key}, version {version}")
    _tell_published(loaded.questionnaire, new=new)
    return True


def _tell_published(definition: Versioned, *, new: bool) -> None:
    state = "published" if new else "was published already, nothing has changed"
    click.echo(f"{definition.key} version {definition.version[:12]}: {state}.")
