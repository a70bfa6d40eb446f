"""From what a designer wrote to plain screens.

Conditions are read, a grid becomes a screen for each statement, `for_each` one for each thing that can have been
chosen, `chosen_in` options with conditions, own words screens; and sensitivity is inherited.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from surveyapp.questionnaire.definition import (
    WrittenChoice,
    WrittenChosenIn,
    WrittenJudged,
    WrittenOption,
    WrittenQuestion,
    WrittenScreen,
)
from surveyapp.questionnaire.draft import Draft
from surveyapp.questionnaire.faults import MOST, Path, Problem, shown, unknown
from surveyapp.questionnaire.kinds.grid import WrittenGrid
from surveyapp.questionnaire.model import All, Comparison, Condition, Option, Screen, Topic
from surveyapp.questionnaire.words import Said, fixed
from surveyapp.questionnaire.written_conditions import ConditionReader, reads

SENSITIVE_FACTS = ("$language", "$helper")
"""Facts that are published as sensitive questions are, so that what reads them is sensitive too."""

MOST_SCREENS = 2_000
MOST_OPTIONS = 20_000
"""So many screens, and options on all of them together, may come of one file: a short one can ask for millions."""


@dataclass
class Flat:
    """The screens in order, where each was written, and what was wrong on the way."""

    screens: dict[str, Screen] = field(default_factory=dict)
    paths: dict[str, Path] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    options: int = 0

    def add(self, screen: Screen, path: Path) -> bool:
        """Take one more screen, unless it is too much."""
        self.options += len(screen.options)
        if len(self.screens) >= MOST_SCREENS or self.options > MOST_OPTIONS:
            said = Said(
                "With this screen the questionnaire has more than %(screens)s screens, or more than %(options)s "
                "options on them together. Ask about fewer things.",
                {"screens": MOST_SCREENS, "options": MOST_OPTIONS},
            )
            self.problems.append(Problem(path, "too-many-screens", said))
            return False
        self.screens[screen.id] = screen
        self.paths[screen.id] = path
        return True


def flatten(draft: Draft) -> Flat:
    """The plain screens. A screen whose condition can't be read gets none; it is told."""
    flat = Flat()
    ids = [screen.id for screen in draft.screens.values()]
    taken: set[str] = set()
    for position, (number, written) in enumerate(draft.screens.items()):
        path: Path = ("screens", number)
        if written.id in taken:
            said = Said(
                'The id "%(id)s" stands on two screens. Give one of them another id.', {"id": shown(written.id)}
            )
            flat.problems.append(Problem((*path, "id"), "screen-id-twice", said))
            continue
        reader = ConditionReader(flat.screens, frozenset(ids[position:]) - taken, draft)
        taken.add(written.id)
        for screen, where in _Unfolding(draft, reader, path).screens(written):
            if not screen.sensitive and _reads_sensitive(screen, flat.screens):
                screen = screen.model_copy(update={"sensitive": True})  # it replaces what was read
            if not all(flat.add(part, where) for part in (screen, *_own_words(screen))):
                return flat
        flat.problems += reader.problems
        if len(flat.problems) > MOST:  # no more are told
            return flat
        if isinstance(written, WrittenQuestion) and written.echo is not None:
            flat.problems += _faulty_echo((*path, "echo"), written, flat.screens, draft)
    return flat


@dataclass(frozen=True)
class _Unfolding:
    """One written screen on the way to flat ones."""

    draft: Draft
    reader: ConditionReader
    path: Path

    def screens(self, written: WrittenScreen) -> Iterator[tuple[Screen, Path]]:
        """The flat screens, each with its place. A `for_each` over nothing that is known gives none."""
        condition = written.condition()
        show_if = None if condition is None else self.reader.read(condition, (*self.path, "show_if"))
        parts = written.parts(self.draft.sets)
        if isinstance(written, WrittenChoice):
            options = self.options(written, parts["options"])
            parts["options"] = options
            if isinstance(written.options, WrittenChosenIn):
                show_if = _both(show_if, _chosen(written.options.chosen_in, *(option.id for option in options)))
                self.tell_unknown_favourable(written, options)
        if isinstance(written, WrittenGrid):
            if written.for_each is not None:
                said = Said(
                    'A grid can\'t be asked for each of several things. Write a screen with "ask: scale" instead.'
                )
                self.reader.wrong((*self.path, "for_each"), "grid-for-each", said, at_key=True)
            for number, row in enumerate(written.rows(self.draft.sets)):
                row = row | {"options": parts["options"]}  # with their conditions
                yield _screen(row, show_if), (*self.path, "statements", number)
        elif isinstance(written, WrittenQuestion) and written.for_each is not None:
            of = written.for_each.chosen_in
            for thing in self.things(of, (*self.path, "for_each", "chosen_in")):
                about = Topic(text=thing.text, pictures=thing.pictures if written.pictures else ())
                one = parts | {"id": f"{written.id}.{thing.id}", "about": about, "part_of": written.id}
                yield _screen(one, _both(show_if, _chosen(of, thing.id))), self.path
        else:
            yield _screen(parts, show_if), self.path

    def options(self, written: WrittenChoice, plain: tuple[Option, ...]) -> tuple[Option, ...]:
        """The options with their conditions."""
        if isinstance(written.options, WrittenChosenIn):
            of = written.options.chosen_in
            return tuple(
                Option(
                    id=thing.id,
                    text=thing.text,
                    pictures=thing.pictures,
                    show_if=Comparison(of=of, any_of=(thing.id,)),
                    reads=(of,),
                )
                for thing in self.things(of, (*self.path, "options", "chosen_in"))
            )
        where: Path = (*self.path, "options")
        if isinstance(written.options, str):
            where = ("option_sets", written.options)
        both = zip(written.chosen_options(self.draft.sets), plain, strict=True)
        return tuple(self.option(one, option, (*where, number)) for number, (one, option) in enumerate(both))

    def option(self, written: WrittenOption, option: Option, path: Path) -> Option:
        """One option with its condition, if it has one that can be read."""
        if written.show_if is None:
            return option
        show_if = self.reader.read(written.show_if, (*path, "show_if"))
        return option.model_copy(update={"show_if": show_if, "reads": reads(show_if)})

    def things(self, of: str, path: Path) -> tuple[Option, ...]:
        """What can have been chosen in the question `of`: neither its ways out nor what stands for nothing."""
        question = self.reader.question(of, path, at_key=False)
        if question is None:
            return ()
        things = tuple(option for option in question.options if not option.way_out and not option.exclusive)
        if not things or question.ask in ("gender", "helper"):
            said = Said(
                'Nothing that can be asked about is chosen in "%(name)s". Name a question with options of your own.',
                {"name": shown(of)},
            )
            self.reader.wrong(path, "nothing-chosen", said)
            return ()
        return things

    def tell_unknown_favourable(self, written: WrittenChoice, options: tuple[Option, ...]) -> None:
        """The options of another question are known only here."""
        if isinstance(written, WrittenJudged):
            known = [option.id for option in options]
            for number, id in enumerate(written.favourable or ()):
                if id not in known and known:
                    sentence = fixed('"%(name)s" is no option that can be favourable.')
                    path = (*self.path, "favourable", number)
                    self.reader.problems.append(unknown(path, "unknown-favourable", id, known, sentence))


def _screen(parts: Mapping[str, Any], show_if: Condition | None) -> Screen:
    return Screen.model_validate({**parts, "show_if": show_if, "reads": reads(show_if)})


def _chosen(of: str, *ids: str) -> Comparison | None:
    return Comparison(of=of, any_of=ids) if ids else None


def _both(one: Condition | None, other: Condition | None) -> Condition | None:
    if one is None or other is None:
        return one or other
    return All(all=(one, other))


def _reads_sensitive(screen: Screen, earlier: Mapping[str, Screen]) -> bool:
    return any(
        id in SENSITIVE_FACTS or (id in earlier and earlier[id].sensitive)
        for id in (*screen.reads, *screen.option_reads)
    )


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
                about=screen.about,
            )
            return


def _faulty_echo(path: Path, written: WrittenQuestion, known: Mapping[str, Screen], draft: Draft) -> Iterator[Problem]:
    echo = written.echo or ""
    if draft.is_broken(echo):
        return
    earlier = [id for id, screen in known.items() if screen.is_question and written.id not in (id, screen.part_of)]
    if echo not in earlier:
        sentence = fixed('"%(name)s" is no question before this screen, so that its answer can\'t be shown.')
        yield unknown(path, "unknown-echo", echo, earlier, sentence)
