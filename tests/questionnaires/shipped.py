"""The questionnaires that are shipped, and what each of them must have."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from surveyapp.questionnaire.load import Loaded, load_folder
from surveyapp.questionnaire.model import Questionnaire, Screen

FOLDER = Path(__file__).parents[2] / "questionnaires"
SHIPPED = sorted(folder.name for folder in FOLDER.iterdir() if (folder / "questionnaire.yaml").is_file())
GUIDES = sorted(folder.name for folder in FOLDER.iterdir() if (folder / "guide.yaml").is_file())

SWEDISH_AND_ENGLISH = ("sv", "sv-simple", "en")
LANGUAGES = {
    "digitalt": SWEDISH_AND_ENGLISH,
    "fem-viktigaste": SWEDISH_AND_ENGLISH,
    "halsodag": (*SWEDISH_AND_ENGLISH, "ar", "so"),
    "jamstalldhet": (*SWEDISH_AND_ENGLISH, "ar"),
    "jobbtrappan": SWEDISH_AND_ENGLISH,
    "medarbetare": SWEDISH_AND_ENGLISH,
    "nojdhet": (*SWEDISH_AND_ENGLISH, "ar", "so"),
    "prova": (*SWEDISH_AND_ENGLISH, "ar"),
    "rekrytering-brukare": SWEDISH_AND_ENGLISH,
    "rekrytering-chef": SWEDISH_AND_ENGLISH,
    "rekrytering-gemensamt": SWEDISH_AND_ENGLISH,
    "rekrytering-kandidat": SWEDISH_AND_ENGLISH,
    "rekrytering-personal": SWEDISH_AND_ENGLISH,
    "samgaende": SWEDISH_AND_ENGLISH,
}


@cache
def loaded(key: str) -> Loaded:
    return load_folder(FOLDER / key)


def questionnaire(key: str) -> Questionnaire:
    found = loaded(key).questionnaire
    assert found is not None, "\n".join(map(str, loaded(key).faults))
    return found


def written(key: str) -> list[Screen]:
    """The screens that a designer wrote: without own words, and each of a `for_each` or grid once, by its first."""
    parts: dict[str, Screen] = {}
    for screen in questionnaire(key).screens:
        if screen.own_words_of is None:
            parts.setdefault(screen.part_of or screen.id, screen)
    return list(parts.values())


def texts(key: str, language: str) -> Iterator[str]:
    """What somebody who answers in that language can read."""
    whole = questionnaire(key)
    yield from (text[language] for text in (whole.title, whole.welcome, whole.thanks))
    for screen in whole.screens:
        said = [screen.text, *(option.text for option in screen.options), *(screen.ends or ())]
        if screen.why:
            said.append(screen.why)
        yield from (text[language] for text in said if not isinstance(text, str))
