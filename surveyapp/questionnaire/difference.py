"""What two versions of a questionnaire differ in, question by question, and whether their figures can be compared.

Questions and options are the same if their ids are the same. What the participants of both read and could answer is
compared as it is shown, so that a file that is only written in another way differs in nothing.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from surveyapp.questionnaire.model import Option, Questionnaire, Screen, Words
from surveyapp.questionnaire.words import Said, fixed

Weight: TypeAlias = Literal["breaks", "look", "harmless"]
"""What a difference does to figures side by side: they can't stand so, somebody must look, or nothing."""

VERDICTS: Mapping[Weight, str] = {
    "breaks": fixed("This breaks the comparison. Don't lay the figures side by side."),
    "look": fixed("Look at it. Is still the same asked? Then the figures can be laid side by side."),
    "harmless": fixed("Harmless. The figures can be laid side by side."),
}


@dataclass(frozen=True)
class Difference:
    """One thing that differs. `screen` is the question's id; `None` is the questionnaire as a whole.

    A changed wording has its language, and the words before and after.
    """

    screen: str | None
    said: Said
    weight: Weight
    language: str | None = None
    before: str = ""
    after: str = ""

    @property
    def breaks(self) -> bool:
        """Whether figures of the question can't be laid side by side."""
        return self.weight == "breaks"

    @property
    def verdict(self) -> str:
        """What it means for a comparison, as a message."""
        return VERDICTS[self.weight]


@dataclass(frozen=True)
class _Both:
    """The two versions, the older one first."""

    old: Questionnaire
    new: Questionnaire


def differences(old: Questionnaire, new: Questionnaire) -> tuple[Difference, ...]:
    """Everything that differs, in the order of the newer version; what it lacks comes last."""
    both = _Both(old, new)
    olds = {screen.id: screen for screen in old.screens}
    news = {screen.id: screen for screen in new.screens}
    moved = _moved([id for id in olds if id in news], [id for id in news if id in olds])
    found = [*_as_a_whole(both)]
    for id, screen in news.items():
        if id not in olds:
            found.append(Difference(id, Said("The question is new. There is nothing to compare it with."), "harmless"))
            continue
        if id in moved:
            found.append(Difference(id, Said("The question stands in another place among the others."), "look"))
        found += _of_a_screen(both, olds[id], screen)
    return (
        *found,
        *(Difference(id, Said("The question is taken away."), "breaks") for id in olds if id not in news),
    )


def _moved(old: Sequence[str], new: Sequence[str]) -> frozenset[str]:
    """The fewest of the same ids that must be moved to bring them from one order into the other."""
    place = {id: number for number, id in enumerate(old)}
    lowest: list[int] = []  # of the ascending rows of each length, the lowest last place
    reached: list[int] = []
    for id in new:
        length = bisect_left(lowest, place[id])
        lowest[length : length + 1] = [place[id]]
        reached.append(length)
    staying: set[str] = set()
    length = len(lowest) - 1
    for id, here in zip(reversed(new), reversed(reached), strict=True):
        if here == length:
            staying.add(id)
            length -= 1
    return frozenset(new) - staying


def _as_a_whole(both: _Both) -> Iterator[Difference]:
    old, new = both.old, both.new
    for language in new.languages:
        if language not in old.languages:
            said = Said("The language %(language)s is new.", {"language": language})
            yield Difference(None, said, "harmless", language)
    for language in old.languages:
        if language not in new.languages:
            said = Said(
                "The language %(language)s is taken away: who reads it is not asked any more.", {"language": language}
            )
            yield Difference(None, said, "look", language)
    if old.source != new.source:
        said = Said("The source language was %(old)s and is %(new)s.", {"old": old.source, "new": new.source})
        yield Difference(None, said, "look")
    for words_before, words_after, sentence in (
        (old.title, new.title, fixed("The title is reworded.")),
        (old.welcome, new.welcome, fixed("The words before the first question are changed.")),
        (old.thanks, new.thanks, fixed("The words after the last question are changed.")),
    ):
        yield from _reworded(both, None, words_before, words_after, Said(sentence), around=True)


SAME: tuple[tuple[str, Weight, str], ...] = (
    ("practice", "breaks", fixed("In one of the two it is practice, whose answers are not kept.")),
    ("show_if", "breaks", fixed("The condition is another, so others are asked.")),
    ("at_most", "breaks", fixed("How many may be chosen is another number.")),
    ("choose", "breaks", fixed("How many are put in order is another number.")),
    ("favourable", "breaks", fixed("Other answers count as favourable.")),
    ("bands", "breaks", fixed("Numbers are put together into other bands.")),
    ("day_bands", "breaks", fixed("Days are put together into other bands.")),
    ("sensitive", "look", fixed("In one of the two it is sensitive: its figures are for all together only.")),
    ("least", "look", fixed("The lowest number that can be answered is another.")),
    ("most", "look", fixed("The highest number that can be answered is another.")),
    ("first_day", "look", fixed("The first day that can be answered is another.")),
    ("last_day", "look", fixed("The last day that can be answered is another.")),
    ("echo", "look", fixed("The earlier answer that is repeated above the question is another.")),
    ("show_pictures", "look", fixed("In one of the two there are no pictures.")),
    ("lines", "harmless", fixed("The room to write in is larger or smaller.")),
)
"""What a question has beside words and options; what a difference in it does; and the sentence that says so."""


def _of_a_screen(both: _Both, old: Screen, new: Screen) -> Iterator[Difference]:
    if old.ask != new.ask:
        said = Said("The kind was %(old)s and is %(new)s.", {"old": old.ask, "new": new.ask})
        yield Difference(new.id, said, "breaks")
    for name, weight, sentence in SAME:
        if getattr(old, name) != getattr(new, name):
            yield Difference(new.id, Said(sentence), weight)
    yield from _reworded(both, new.id, old.text, new.text, Said("The question is reworded."))
    yield from _reworded(both, new.id, old.why, new.why, Said('The words under "Why do we ask?" are changed.'))
    yield from _reworded(both, new.id, old.unit, new.unit, Said("The unit is reworded."))
    ends_before, ends_after = (screen.ends or (None, None) for screen in (old, new))
    yield from _reworded(both, new.id, ends_before[0], ends_after[0], Said("The words of the lowest step are changed."))
    yield from _reworded(
        both, new.id, ends_before[1], ends_after[1], Said("The words of the highest step are changed.")
    )
    about_before, about_after = (screen.about.text if screen.about else None for screen in (old, new))
    yield from _reworded(both, new.id, about_before, about_after, Said("What stands above the question is reworded."))
    if _drawn(both.old, old.pictures) != _drawn(both.new, new.pictures):
        yield Difference(new.id, Said("The picture beside the question is another."), "look")
    yield from _of_options(both, old, new)


def _of_options(both: _Both, old: Screen, new: Screen) -> Iterator[Difference]:
    olds = {option.id: option for option in old.options}
    news = {option.id: option for option in new.options}
    for id, option in news.items():
        if id not in olds:
            yield Difference(new.id, Said('The option "%(option)s" is new.', {"option": id}), _of_one_more(new, option))
        else:
            yield from _of_an_option(both, new, olds[id], option)
    for id, option in olds.items():
        if id not in news:
            said = Said('The option "%(option)s" is taken away.', {"option": id})
            yield Difference(new.id, said, _of_one_more(new, option))
    moved = _moved([id for id in olds if id in news], [id for id in news if id in olds])
    if moved and new.ask == "scale":
        yield Difference(new.id, Said("The steps of the scale stand in another order."), "breaks")
    elif moved:
        yield Difference(new.id, Said("The options stand in another order."), "look")


def _of_one_more(screen: Screen, option: Option) -> Weight:
    """Where only one can have a place, one option more takes answers from the others; a way out is no answer."""
    return "look" if screen.ask == "choose-many" or option.way_out else "breaks"


def _of_an_option(both: _Both, screen: Screen, old: Option, new: Option) -> Iterator[Difference]:
    gap = {"option": new.id}
    yield from _reworded(both, screen.id, old.text, new.text, Said('The option "%(option)s" is reworded.', gap))
    if old.show_if != new.show_if:
        said = Said('The condition of the option "%(option)s" is another, so it is offered to others.', gap)
        yield Difference(screen.id, said, "breaks")
    if old.way_out != new.way_out:
        said = Said('In one of the two, the option "%(option)s" is a way out and counts in no mean.', gap)
        yield Difference(screen.id, said, "breaks")
    if old.exclusive != new.exclusive:
        said = Said('In one of the two, the option "%(option)s" can\'t stand together with others.', gap)
        yield Difference(screen.id, said, "look")
    if old.own_words != new.own_words:
        said = Said('In one of the two, the option "%(option)s" asks for words of one\'s own.', gap)
        yield Difference(screen.id, said, "harmless")
    if _drawn(both.old, old.pictures) != _drawn(both.new, new.pictures):
        yield Difference(screen.id, Said('The picture of the option "%(option)s" is another.', gap), "look")


def _reworded(
    both: _Both, screen: str | None, old: Words | None, new: Words | None, said: Said, *, around: bool = False
) -> Iterator[Difference]:
    """One difference for each language that reads otherwise. Words `around` the questions change no answer.

    A translation that is mended to say what the source says is harmless, and so is one that was missing.
    """
    before, after = (words if isinstance(words, Mapping) else {"": words or ""} for words in (old, new))
    source = {both.old.source, both.new.source, ""}
    for language in dict.fromkeys((*after, *before)):
        was, is_now = before.get(language, ""), after.get(language, "")
        if was == is_now or (language and language not in {*both.old.languages} & {*both.new.languages}):
            continue  # a language as a whole that is new or gone is told once
        weight: Weight = "look" if language in source and not around else "harmless"
        yield Difference(screen, said, weight, language or None, was, is_now)


def _drawn(questionnaire: Questionnaire, pictures: Sequence[str]) -> list[str]:
    """The pictures as they look: a file of the questionnaire by what it holds, whatever its name."""
    return [questionnaire.media.get(picture, picture) for picture in pictures]
