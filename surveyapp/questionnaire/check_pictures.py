"""Rules for pictures: every question and option has one that is known, unless the question says `pictures: false`."""

from collections.abc import Iterator

from surveyapp.questionnaire.definition import WrittenChoice, WrittenOwnScreen, WrittenQuestion
from surveyapp.questionnaire.draft import Draft
from surveyapp.questionnaire.faults import Path, Problem, unknown
from surveyapp.questionnaire.pictures import PICTURES
from surveyapp.questionnaire.words import Said, fixed

MEDIA = "media/"


def pictures_in(draft: Draft) -> Iterator[tuple[Path, str]]:
    """Every picture that is named, with its path."""
    for name, options in draft.sets.items():
        for number, option in enumerate(options):
            for place, picture in enumerate(option.picture):
                yield ("option_sets", name, number, "picture", place), picture
    for number, screen in draft.screens.items():
        for place, picture in enumerate(screen.picture):
            yield ("screens", number, "picture", place), picture
        if isinstance(screen, WrittenChoice) and not isinstance(screen.options, str):
            for row, option in enumerate(screen.options):
                for place, picture in enumerate(option.picture):
                    yield ("screens", number, "options", row, "picture", place), picture


def faulty_pictures(draft: Draft) -> Iterator[Problem]:
    """No picture is missing, and each is shipped or among the questionnaire's media."""
    for path, picture in pictures_in(draft):
        if not picture.startswith(MEDIA) and picture not in PICTURES:
            sentence = fixed('There is no picture "%(name)s". Did you mean: %(near)s? Your own begin with "media/".')
            yield unknown(path, "unknown-picture", picture, sorted(PICTURES), sentence)
    for number, screen in draft.screens.items():
        if not screen.pictures or not isinstance(screen, WrittenOwnScreen):
            continue
        here: Path = ("screens", number)
        if isinstance(screen, WrittenQuestion) and not screen.picture and draft.at((*here, "picture")) is None:
            said = Said('The question has no picture. Add "picture:", or "pictures: false" to show none here.')
            yield Problem(here, "picture-missing", said)
        if isinstance(screen, WrittenChoice):
            shared = isinstance(screen.options, str)
            where: Path = ("option_sets", screen.options) if shared else (*here, "options")  # type: ignore[assignment]
            for row, option in enumerate(screen.chosen_options(draft.sets)):
                if not option.picture:
                    said = Said('The option has no picture. Add "picture:", or "pictures: false" to the question.')
                    yield Problem((*where, row), "picture-missing", said)
