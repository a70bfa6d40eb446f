"""Rules for options: told apart by word and picture, short enough for a card, and what their marks may mean."""

import re
from collections.abc import Iterator

from surveyapp.questionnaire.definition import WrittenChoice, WrittenChosenIn, WrittenJudged, WrittenOption
from surveyapp.questionnaire.draft import Draft
from surveyapp.questionnaire.faults import Path, Problem, shown, unknown
from surveyapp.questionnaire.kinds.choose_many import WrittenChooseMany
from surveyapp.questionnaire.kinds.choose_one import WrittenChooseOne
from surveyapp.questionnaire.kinds.grid import WrittenGrid
from surveyapp.questionnaire.kinds.rank import WrittenRank
from surveyapp.questionnaire.kinds.rating import WrittenRating
from surveyapp.questionnaire.kinds.scale import MOST_STEPS, WrittenScale
from surveyapp.questionnaire.kinds.yes_no import OPTIONS as YES_NO
from surveyapp.questionnaire.kinds.yes_no import WrittenYesNo
from surveyapp.questionnaire.words import Said, fixed

LONGEST_TEXT = 60
LONGEST_WORD = 24

NO_OPTIONS = fixed(
    "Nothing is favourable here, so that the results tell no share of good answers. Name the good answers after "
    '"favourable:", or write "favourable: []" if there are none.'
)
NO_STEPS = fixed(
    "Nothing is favourable here, so that the results tell no share of good answers. Name the good steps, such as "
    '"favourable: {at_least: 7}", or write "favourable: {}" if there are none.'
)

FREQUENCIES = frozenset({"always", "often", "sometimes", "seldom", "never"})


def option_lists(draft: Draft) -> Iterator[tuple[Path, tuple[WrittenOption, ...]]]:
    """Each list of options once, where it was written."""
    for name, options in draft.sets.items():
        yield ("option_sets", name), options
    for number, screen in draft.screens.items():
        if isinstance(screen, WrittenChoice) and isinstance(screen.options, tuple):
            yield ("screens", number, "options"), screen.options


def faulty_option_lists(draft: Draft) -> Iterator[Problem]:
    """What holds for a list, whoever uses it."""
    for path, options in option_lists(draft):
        yield from _alike(path, options)
        for number, option in enumerate(options):
            yield from _too_long((*path, number), option)
            yield from _wrong_marks((*path, number), option)
        own = [number for number, option in enumerate(options) if option.own_words]
        for number in own[1:]:
            said = Said("Only one option of a question can have own_words. Take one of them away.")
            yield Problem((*path, number, "own_words"), "own-words-twice", said, at_key=True)
        if options and all(option.way_out for option in options):
            yield Problem(path, "only-ways-out", Said("Every option here is a way out. Add something to choose."))


def _alike(path: Path, options: tuple[WrittenOption, ...]) -> Iterator[Problem]:
    ids: set[str] = set()
    pictures: dict[tuple[str, ...], str] = {}
    texts: dict[tuple[str, str], str] = {}
    for number, option in enumerate(options):
        here = (*path, number)
        if option.id in ids:
            said = Said(
                'The id "%(id)s" stands twice in this list. Give one of them another id.', {"id": shown(option.id)}
            )
            yield Problem((*here, "id"), "option-id-twice", said)
            continue
        ids.add(option.id)
        if option.picture:
            other = pictures.setdefault(option.picture, option.id)
            if other != option.id:
                said = Said(
                    'The options "%(one)s" and "%(two)s" have the same picture. Choose another for one of them.',
                    {"one": shown(other), "two": shown(option.id)},
                )
                yield Problem((*here, "picture"), "same-picture", said)
        for language, text in option.text.items():
            words = " ".join(text.casefold().split()).rstrip(".!?")
            other = texts.setdefault((language, words), option.id)
            if words and other != option.id:
                said = Said(
                    'The options "%(one)s" and "%(two)s" have the same words in "%(language)s". Change one of them.',
                    {"one": shown(other), "two": shown(option.id), "language": shown(language)},
                )
                yield Problem((*here, "text", language), "same-words", said)


def _too_long(path: Path, option: WrittenOption) -> Iterator[Problem]:
    for language, text in option.text.items():
        here = (*path, "text", language)
        if len(text) > LONGEST_TEXT:
            said = Said(
                "An option's text has at most %(most)s characters. This one has %(length)s. Shorten it.",
                {"most": LONGEST_TEXT, "length": len(text)},
            )
            yield Problem(here, "option-too-long", said)
        word = max(re.split(r"[\s\u00ad\-–/]+", text), key=len)
        if len(word) > LONGEST_WORD:
            said = Said(
                'A word in an option has at most %(most)s letters. "%(word)s" has %(length)s. Use a shorter one.',
                {"most": LONGEST_WORD, "word": shown(word), "length": len(word)},
            )
            yield Problem(here, "word-too-long", said)


def _wrong_marks(path: Path, option: WrittenOption) -> Iterator[Problem]:
    if option.way_out and option.exclusive:
        said = Said("A way_out always stands alone. Take exclusive away.")
        yield Problem((*path, "exclusive"), "way-out-exclusive", said, at_key=True)
    if option.way_out and option.own_words:
        said = Said("An option with own_words is an answer, so that it can't be a way_out. Take one of them away.")
        yield Problem((*path, "way_out"), "way-out-own-words", said, at_key=True)
    if option.way_out and option.favourable:
        said = Said("A way_out is in no share, so that it can't be favourable. Take one of them away.")
        yield Problem((*path, "favourable"), "way-out-favourable", said, at_key=True)


def faulty_choices(draft: Draft) -> Iterator[Problem]:
    """What holds for a question with the options that it uses."""
    for number, screen in draft.screens.items():
        here: Path = ("screens", number)
        if isinstance(screen, WrittenYesNo):
            yield from _unknown_favourable((*here, "favourable"), screen.favourable or (), ["yes", "no"], len(YES_NO))
        if not isinstance(screen, WrittenChoice):
            continue
        if isinstance(screen.options, str) and screen.options not in draft.sets:
            if screen.options and screen.options not in draft.broken_sets:
                sentence = fixed('There is no set "%(name)s" in option_sets.')
                yield unknown((*here, "options"), "unknown-set", screen.options, draft.sets, sentence)
            continue
        if isinstance(screen.options, WrittenChosenIn):
            continue  # its options are known when the screens are made flat
        yield from _faulty_choice(here, screen, screen.chosen_options(draft.sets))


def _faulty_choice(here: Path, screen: WrittenChoice, options: tuple[WrittenOption, ...]) -> Iterator[Problem]:
    steps = [option.id for option in options if not option.way_out]
    if isinstance(screen, WrittenJudged) and screen.favourable is not None:
        yield from _unknown_favourable((*here, "favourable"), screen.favourable, steps, len(options))
    if isinstance(screen, WrittenGrid):
        yield from _faulty_statements((*here, "statements"), screen, steps, len(options))
    if isinstance(screen, WrittenScale | WrittenGrid) and len(steps) > MOST_STEPS:
        said = Said(
            "A scale has at most %(most)s steps beside its ways out. This one has %(steps)s. Take some away.",
            {"most": MOST_STEPS, "steps": len(steps)},
        )
        yield Problem((*here, "options"), "too-many-steps", said)
    yield from _wrong_number(here, screen, options, len(steps))
    if screen.practice and any(option.own_words for option in options):
        said = Said(
            "A practice screen keeps no answer, so that it can't ask for own words. Use options without own_words."
        )
        yield Problem((*here, "options"), "practice-own-words", said)


def _wrong_number(
    here: Path, screen: WrittenChoice, options: tuple[WrittenOption, ...], steps: int
) -> Iterator[Problem]:
    """Whether as many can be chosen as the question says."""
    if not isinstance(screen, WrittenChooseMany | WrittenRank):
        if steps == 1:
            said = Said("There is only one thing to choose here. Add another option.")
            yield Problem((*here, "options"), "one-option", said)
        for number, option in enumerate(options):
            if option.exclusive and isinstance(screen.options, tuple):
                said = Said("Only one option is chosen here, so that exclusive means nothing. Take it away.")
                yield Problem((*here, "options", number, "exclusive"), "exclusive-alone", said, at_key=True)
    elif isinstance(screen, WrittenRank):
        if screen.choose > steps:
            said = Said(
                "choose is %(choose)s, but there are only %(options)s options. Write a smaller number.",
                {"choose": screen.choose, "options": steps},
            )
            yield Problem((*here, "choose"), "choose-too-many", said)
    elif screen.at_most is not None and screen.at_most > steps:
        said = Said(
            "at_most is %(most)s, but there are only %(options)s options. It has no effect.",
            {"most": screen.at_most, "options": steps},
        )
        yield Problem((*here, "at_most"), "at-most-without-effect", said, "advice")


def _faulty_statements(path: Path, grid: WrittenGrid, steps: list[str], options: int) -> Iterator[Problem]:
    ids: set[str] = set()
    for number, statement in enumerate(grid.statements):
        if statement.id in ids:
            said = Said(
                'The id "%(id)s" stands twice in this list. Give one of them another id.', {"id": shown(statement.id)}
            )
            yield Problem((*path, number, "id"), "statement-id-twice", said)
        ids.add(statement.id)
        if statement.favourable is not None:
            yield from _unknown_favourable((*path, number, "favourable"), statement.favourable, steps, options)


def _unknown_favourable(path: Path, favourable: tuple[str, ...], known: list[str], options: int) -> Iterator[Problem]:
    for number, id in enumerate(favourable[: options + 1]):
        if id not in known:
            sentence = fixed('"%(name)s" is no option that can be favourable.')
            yield unknown((*path, number), "unknown-favourable", id, known, sentence)


def nothing_favourable(draft: Draft) -> Iterator[Problem]:
    """Without a favourable end, a question has no share to compare. `favourable: []` says that it has none."""
    for number, screen in draft.screens.items():
        if not isinstance(screen, WrittenScale | WrittenGrid | WrittenYesNo | WrittenRating) or screen.practice:
            continue
        if screen.favourable is None and not screen.parts(draft.sets)["favourable"]:
            said = Said(NO_STEPS if isinstance(screen, WrittenRating) else NO_OPTIONS)
            yield Problem(("screens", number), "nothing-favourable", said, "advice")


def unused_sets(draft: Draft) -> Iterator[Problem]:
    """A set that no question uses is perhaps a slip."""
    choices = [screen.options for screen in draft.screens.values() if isinstance(screen, WrittenChoice)]
    used = {options for options in choices if isinstance(options, str)}
    for name in draft.sets:
        if name not in used and not draft.broken_ids:
            said = Said('No question uses the set "%(name)s".', {"name": shown(name)})
            yield Problem(("option_sets", name), "unused-set", said, "advice", at_key=True)


def long_frequency_scales(draft: Draft) -> Iterator[Problem]:
    """Who needs the easy language is helped by three steps of always, sometimes, never."""
    easy = next((language for language in draft.languages if "simple" in language.split("-")[1:]), None)
    if easy is None:
        return
    for number, screen in draft.screens.items():
        if not isinstance(screen, WrittenChooseOne | WrittenScale):
            continue
        steps = [option for option in screen.chosen_options(draft.sets) if not option.way_out]
        often = [option for option in steps if FREQUENCIES & {option.id, *option.picture}]
        if len(steps) > 3 and len(often) > 1:
            said = Said(
                'This scale of how often has %(steps)s steps. With "%(language)s" among the languages, three are '
                "better: always, sometimes, never.",
                {"steps": len(steps), "language": easy},
            )
            shared = isinstance(screen.options, str)
            path: Path = ("option_sets", str(screen.options)) if shared else ("screens", number, "options")
            yield Problem(path, "long-frequency-scale", said, "advice")
