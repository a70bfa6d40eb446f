"""Figures that participants are told: from releases alone, by women and men where the release tells them apart."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from surveyapp.questionnaire.kinds import Sayable, kind_of
from surveyapp.questionnaire.model import Option, Questionnaire, Screen, Words
from surveyapp.questionnaire.words import Said, fixed
from surveyapp.release.figures import Column, Figures, figures
from surveyapp.release.model import Group, Release
from surveyapp.web import words

GAVE_IT: Mapping[Group, str] = {
    "women": fixed("%(part)s of %(all)s women"),
    "men": fixed("%(part)s of %(all)s men"),
    "other": fixed("%(part)s of %(all)s who told another gender, or none"),
    "everyone": fixed("%(part)s of %(all)s people"),
}
GAVE_POINTS: Mapping[Group, str] = {
    "women": fixed("%(part)s points from %(all)s women"),
    "men": fixed("%(part)s points from %(all)s men"),
    "other": fixed("%(part)s points from %(all)s who told another gender, or none"),
    "everyone": fixed("%(part)s points from %(all)s people"),
}
PICTURES: Mapping[Group, str] = {"women": "woman", "men": "man", "other": "other_gender", "everyone": "group"}


@dataclass(frozen=True)
class Part:
    """What one group answered. `bar` has the part and the whole of it, where the whole is people."""

    picture: str
    said: Said
    bar: tuple[int, int] | None


@dataclass(frozen=True)
class Told:
    """A figure in words: what was asked, the answer, and for each group how many gave it."""

    question: Words
    answer: Sayable
    source: str
    parts: tuple[Part, ...]


def told(release: Release, questionnaire: Questionnaire, question: str, row: str) -> Told | None:
    """The figure of that answer, or `None` if the release doesn't tell it as a number."""
    one = next((one for one in figures(release, questionnaire) if one.id == question), None)
    return _told(one, questionnaire, row) if one else None


def choices(release: Release, questionnaire: Questionnaire) -> Iterator[tuple[str, str, Told]]:
    """Every question and row that can be told, with the figure."""
    for one in figures(release, questionnaire):
        for row in _answers(one.screen) if one.screen else ():
            if found := _told(one, questionnaire, row):
                yield one.id, row, found


def _told(one: Figures, questionnaire: Questionnaire, row: str) -> Told | None:
    screen = one.screen
    if screen is None or row not in _answers(screen):
        return None
    parts = [_part(screen, column, row) for column in _columns(one)]
    whole = tuple(part for part in parts if part)
    if not whole or len(whole) < len(parts):
        return None
    return Told(_asked(screen, questionnaire), _answers(screen)[row], questionnaire.source, whole)


def _answers(screen: Screen) -> Mapping[str, Sayable]:
    """The answers by row; of a rank by option, whose points are told. What people wrote is no figure."""
    if screen.ask == "text":
        return {}
    if screen.choose:
        return {option.id: option.text for option in _placed(screen)}
    return kind_of(screen).rows(screen)


def _placed(screen: Screen) -> list[Option]:
    """The options of a rank that are put in order."""
    rows = kind_of(screen).rows(screen)
    return [option for option in screen.options if f"{option.id}.1" in rows]


def _columns(one: Figures) -> list[Column]:
    """A column for each group that the release tells apart, or the one of all."""
    apart = [
        next((column for column in reversed(one.columns) if column.groups == (group,)), None)
        for group in ("women", "men", "other")
    ]
    return [column for column in apart if column] or list(one.columns[-1:])


def _part(screen: Screen, column: Column, row: str) -> Part | None:
    group = column.groups[0] if len(column.groups) == 1 else "everyone"
    if screen.choose:
        points, voters = column.points.get(row), _voters(screen, column)
        if points is None or not voters:
            return None
        return Part(PICTURES[group], Said(GAVE_POINTS[group], {"part": points, "all": voters}), None)
    share = column.shares.get(row)
    if share is None:
        return None
    gaps = {"part": share.part, "all": share.base}
    return Part(PICTURES[group], Said(GAVE_IT[group], gaps), (share.part, share.base))


def _voters(screen: Screen, column: Column) -> int | None:
    """How many put something in order: each of them gave one first place."""
    counts = [column.counts.get(f"{option.id}.1") for option in _placed(screen)]
    whole = [count for count in counts if isinstance(count, int)]
    return sum(whole) if len(whole) == len(counts) else None


def _asked(screen: Screen, questionnaire: Questionnaire) -> Words:
    """The question, after what it is about if it is asked of several things."""
    if screen.about is None:
        return screen.text
    texts = (screen.about.text, screen.text)
    return {
        tag: " – ".join(words.said(text, tag, questionnaire.source) for text in texts)
        for tag in questionnaire.languages
    }
