"""From what a designer wrote to plain screens: conditions read, own words made screens, sensitivity inherited."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from surveyapp.questionnaire.definition import WrittenQuestion
from surveyapp.questionnaire.draft import Draft
from surveyapp.questionnaire.faults import Path, Problem, shown, unknown
from surveyapp.questionnaire.model import Comparison, Screen
from surveyapp.questionnaire.words import Said, fixed
from surveyapp.questionnaire.written_conditions import ConditionReader, reads

SENSITIVE_FACTS = ("$language", "$helper")
"""Facts that are published as sensitive questions are, so that what reads them is sensitive too."""


@dataclass
class Flat:
    """The screens in order, where each was written, and what was wrong on the way."""

    screens: dict[str, Screen] = field(default_factory=dict)
    paths: dict[str, Path] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def flatten(draft: Draft) -> Flat:
    """The plain screens. A screen whose condition can't be read gets none; it is told."""
    flat = Flat()
    ids = [screen.id for screen in draft.screens.values()]
    for position, (number, written) in enumerate(draft.screens.items()):
        path: Path = ("screens", number)
        if written.id in flat.screens:
            said = Said(
                'The id "%(id)s" stands on two screens. Give one of them another id.', {"id": shown(written.id)}
            )
            flat.problems.append(Problem((*path, "id"), "screen-id-twice", said))
            continue
        condition = written.condition()
        show_if = None
        if condition is not None:
            later = frozenset(ids[position:]) - flat.screens.keys()
            reader = ConditionReader(flat.screens, later, draft.broken_ids, draft.languages)
            show_if = reader.read(condition, (*path, "show_if"))
            flat.problems += reader.problems
        screen = Screen.model_validate(written.parts(draft.sets) | {"show_if": show_if, "reads": reads(show_if)})
        if not screen.sensitive and _reads_sensitive(screen, flat.screens):
            screen = screen.model_copy(update={"sensitive": True})
        if isinstance(written, WrittenQuestion) and written.echo is not None:
            flat.problems += _faulty_echo((*path, "echo"), written.echo, flat.screens, draft.broken_ids)
        for part in (screen, *_own_words(screen)):
            flat.screens[part.id] = part
            flat.paths[part.id] = path
    return flat


def _reads_sensitive(screen: Screen, earlier: Mapping[str, Screen]) -> bool:
    return any(id in SENSITIVE_FACTS or (id in earlier and earlier[id].sensitive) for id in screen.reads)


def _own_words(screen: Screen) -> Iterator[Screen]:
    """The text screen that follows "something else"."""
    for option in screen.options:
        if option.own_words:
            yield Screen(
                id=f"{screen.id}.own_words",
                ask="text",
                text=option.text,
                pictures=option.pictures,
                show_pictures=screen.show_pictures,
                show_if=Comparison(of=screen.id, any_of=(option.id,)),
                reads=(screen.id,),
                sensitive=screen.sensitive,
                echo=screen.id,
                own_words_of=screen.id,
            )
            return


def _faulty_echo(path: Path, echo: str, earlier: Mapping[str, Screen], broken: frozenset[str]) -> Iterator[Problem]:
    if echo in broken:
        return
    if echo not in earlier or not earlier[echo].is_question:
        known = [id for id, screen in earlier.items() if screen.is_question]
        sentence = fixed(
            '"%(name)s" is no question before this screen, so that its answer can\'t be shown. Did you mean: %(near)s?'
        )
        yield unknown(path, "unknown-echo", echo, known, sentence)
