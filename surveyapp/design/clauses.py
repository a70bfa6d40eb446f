"""Conditions in words."""

from collections.abc import Iterator
from dataclasses import dataclass

from surveyapp.questionnaire.kinds import helper, kind_of
from surveyapp.questionnaire.kinds.ways_out import REFUSED
from surveyapp.questionnaire.model import RATHER_NOT_SAY, All, AnyOf, Comparison, Condition, Not, Questionnaire, Words
from surveyapp.questionnaire.words import Said, fixed
from surveyapp.web import words

LONGEST_NAME = 70

FACTS = {
    "$site": fixed("The site"),
    "$language": fixed("The participant's language"),
    "$helper": fixed("Who helps"),
    "$wave": fixed("The wave"),
}
"""What a condition reads that is no question."""


@dataclass(frozen=True)
class Clause:
    """A sentence, and the clauses that it is about, if it has any."""

    said: Said
    parts: tuple["Clause", ...] = ()


def clause(condition: Condition, questionnaire: Questionnaire) -> Clause:
    """A condition as sentences, one inside the other as the condition is."""
    if isinstance(condition, Not):
        return Clause(Said("This does not hold:"), (clause(condition.negated, questionnaire),))
    if isinstance(condition, Comparison):
        said = tuple(Clause(one) for one in _comparison(condition, questionnaire))
        return said[0] if len(said) == 1 else Clause(Said("All of this holds:"), said)
    parts = tuple(clause(part, questionnaire) for part in _parts(condition))
    sentence = fixed("All of this holds:") if isinstance(condition, All) else fixed("At least one of these holds:")
    return Clause(Said(sentence), parts)


def one_line(condition: Condition, questionnaire: Questionnaire, *, inside: bool = False) -> str:
    """The same in one line, in the reader's language."""
    if isinstance(condition, Not):
        return words.say(Said("not (%(part)s)", {"part": one_line(condition.negated, questionnaire)}))
    if isinstance(condition, Comparison):
        parts, sentence = [words.say(one) for one in _comparison(condition, questionnaire)], AND
    else:
        parts = [one_line(part, questionnaire, inside=True) for part in _parts(condition)]
        sentence = AND if isinstance(condition, All) else OR
    line = _joined(parts, sentence)
    return f"({line})" if inside and len(parts) > 1 else line


AND, OR = fixed("%(one)s and %(other)s"), fixed("%(one)s or %(other)s")


def comparisons(condition: Condition | None) -> Iterator[Comparison]:
    """Every comparison in a condition."""
    if isinstance(condition, Comparison):
        yield condition
    elif isinstance(condition, Not):
        yield from comparisons(condition.negated)
    elif condition is not None:
        for part in _parts(condition):
            yield from comparisons(part)


def facts_named(questionnaire: Questionnaire) -> dict[str, tuple[str, ...]]:
    """The facts of a visit that conditions read, each with the values that they name."""
    found: dict[str, dict[str, None]] = {}
    for screen in questionnaire.screens:
        for condition in (screen.show_if, *(option.show_if for option in screen.options)):
            for one in comparisons(condition):
                if one.of.startswith("$"):
                    found.setdefault(one.of, {}).update(dict.fromkeys(one.any_of or ()))
    return {fact: tuple(values) for fact, values in found.items()}


def name_of(of: str, questionnaire: Questionnaire) -> str:
    """What a comparison reads, in words: a question's text, or a fact."""
    if of in FACTS:
        return words.say(FACTS[of])
    return plain(questionnaire.screen(of).text, questionnaire)


def plain(text: Words, questionnaire: Questionnaire) -> str:
    """A designer's text in one line, not too long; a right-to-left one keeps to itself."""
    source = questionnaire.source
    line = " ".join(words.said(text, source, source).split())
    line = line if len(line) <= LONGEST_NAME else line[: LONGEST_NAME - 1] + "…"
    return line if words.direction(source) == "ltr" or isinstance(text, str) else f"\u2068{line}\u2069"


def _parts(condition: All | AnyOf) -> tuple[Condition, ...]:
    return condition.all if isinstance(condition, All) else condition.any


def _comparison(comparison: Comparison, questionnaire: Questionnaire) -> Iterator[Said]:
    """One sentence for each test that it makes."""
    gaps: dict[str, str | int] = {"question": name_of(comparison.of, questionnaire)}
    if comparison.any_of is not None:
        names = [_answer(comparison.of, id, questionnaire) for id in comparison.any_of]
        yield Said('"%(question)s": %(answers)s', gaps | {"answers": _joined(names, OR)})
    if comparison.answered:
        yield Said('"%(question)s" is answered', gaps)
    least, most = comparison.at_least, comparison.at_most
    if least is not None or most is not None:
        gaps |= {"least": str(least), "most": str(most)}
        if least is None:
            yield Said('"%(question)s": at most %(most)s', gaps)
        elif most is None:
            yield Said('"%(question)s": at least %(least)s', gaps)
        else:
            yield Said('"%(question)s": from %(least)s to %(most)s', gaps)


def _answer(of: str, id: str, questionnaire: Questionnaire) -> str:
    if id == RATHER_NOT_SAY and not of.startswith("$"):
        return words.say(REFUSED)
    if of == "$language":
        return words.own_name(id)
    if of in ("$site", "$wave"):
        return id
    if of == "$helper":
        return next((words.say(str(option.text)) for option in helper.OPTIONS if option.id == id), id)
    screen = questionnaire.screen(of)
    option = next((option for option in screen.options if option.id == id), None)
    if option is not None:
        return plain(option.text, questionnaire)
    row = kind_of(screen).rows(screen).get(id, id)
    return words.say(row) if isinstance(row, Said) else plain(row, questionnaire)


def _joined(parts: list[str], sentence: str) -> str:
    line = parts[0] if parts else ""
    for part in parts[1:]:
        line = words.say(Said(sentence, {"one": line, "other": part}))
    return line
