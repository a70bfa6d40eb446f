"""Rules for pictures: every question and option has one that is known, unless the question says `pictures: false`."""

from collections.abc import Iterator

from surveyapp.questionnaire.definition import (
    WrittenChoice,
    WrittenOption,
    WrittenOwnScreen,
    WrittenQuestion,
    WrittenScreen,
)
from surveyapp.questionnaire.draft import Draft
from surveyapp.questionnaire.faults import Path, Problem, unknown
from surveyapp.questionnaire.kinds.grid import WrittenGrid, WrittenStatement
from surveyapp.questionnaire.media import MEDIA
from surveyapp.questionnaire.pictures import PICTURES
from surveyapp.questionnaire.words import Said, fixed


def _drawn(draft: Draft) -> Iterator[tuple[Path, WrittenOption | WrittenStatement | WrittenScreen]]:
    """Everything written that can have a picture, with its path."""
    for name, options in draft.sets.items():
        yield from ((("option_sets", name, row), option) for row, option in enumerate(options))
    for number, screen in draft.screens.items():
        here: Path = ("screens", number)
        yield here, screen
        if isinstance(screen, WrittenGrid):
            yield from (((*here, "statements", row), statement) for row, statement in enumerate(screen.statements))
        if isinstance(screen, WrittenChoice) and isinstance(screen.options, tuple):
            yield from (((*here, "options", row), option) for row, option in enumerate(screen.options))


def pictures_in(draft: Draft) -> Iterator[tuple[Path, str]]:
    """Every picture that is named, with its path."""
    for path, drawn in _drawn(draft):
        for place, picture in enumerate(drawn.picture):
            yield (*path, "picture", place), picture


def faulty_pictures(draft: Draft) -> Iterator[Problem]:
    """No picture is missing, and each is shipped or among the questionnaire's media."""
    for path, picture in pictures_in(draft):
        if not picture.startswith(MEDIA) and picture not in PICTURES:
            sentence = fixed('There is no picture "%(name)s". Your own begin with "media/".')
            yield unknown(path, "unknown-picture", picture, sorted(PICTURES), sentence)
    for number, screen in draft.screens.items():
        if screen.pictures and isinstance(screen, WrittenOwnScreen):
            yield from _missing_pictures(draft, ("screens", number), screen)


def _missing_pictures(draft: Draft, here: Path, screen: WrittenOwnScreen) -> Iterator[Problem]:
    if isinstance(screen, WrittenQuestion) and not screen.picture and draft.at((*here, "picture")) is None:
        said = Said('The question has no picture. Add "picture:", or "pictures: false" to show none here.')
        yield Problem(here, "picture-missing", said)
    if isinstance(screen, WrittenGrid):
        for row, statement in enumerate(screen.statements):
            if not statement.picture:
                said = Said('The statement has no picture. Add "picture:", or "pictures: false" to the question.')
                yield Problem((*here, "statements", row), "picture-missing", said)
    if isinstance(screen, WrittenChoice):
        where: Path = ("option_sets", screen.options) if isinstance(screen.options, str) else (*here, "options")
        for row, option in enumerate(screen.chosen_options(draft.sets)):
            if not option.picture:
                said = Said('The option has no picture. Add "picture:", or "pictures: false" to the question.')
                yield Problem((*where, row), "picture-missing", said)
