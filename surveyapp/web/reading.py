"""What a page reads aloud, and which film it shows: the files of a version that suit a screen and its reader."""

from surveyapp.questionnaire import sound
from surveyapp.questionnaire.model import Film, Questionnaire, Screen, Words
from surveyapp.web import words


def sound_of(questionnaire: Questionnaire, language: str, said: Words, value: int | None = None) -> str | None:
    """The name of the file that says these words as the page shows them. `value` is the step that an end belongs to."""
    text, tag = words.text_and_language(said, language, questionnaire.source)
    return sound.sound_of(questionnaire, tag, text if value is None else sound.with_value(value, text))


def is_read_by_a_computer(questionnaire: Questionnaire, screen: Screen, language: str) -> bool:
    """Whether any file that is heard on the screen was made by a computer."""
    if not questionnaire.sounds:
        return False
    heard = (sound_of(questionnaire, language, said) for _, said in sound.said_on(screen))
    return any(name is not None and sound.is_made(name) for name in heard)


def film_of(screen: Screen, language: str) -> Film | None:
    """The screen's film for a reader of that language. Easy Swedish is Swedish."""
    return screen.film.get(language) or screen.film.get(language.split("-")[0])
