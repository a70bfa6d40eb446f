"""Conditions as a designer writes them, read into `model.Condition`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from surveyapp.questionnaire.conditions import agrees
from surveyapp.questionnaire.draft import Draft
from surveyapp.questionnaire.faults import Path, Problem, listed, shown, unknown
from surveyapp.questionnaire.kinds import kind_of
from surveyapp.questionnaire.model import RATHER_NOT_SAY, All, AnyOf, Comparison, Condition, Not, Screen
from surveyapp.questionnaire.words import Said, fixed

FACTS = ("$site", "$language", "$helper", "$wave")


@dataclass
class ConditionReader:
    """Reads the condition of one screen. A part that is wrong is left out, and told in `problems`.

    `earlier` are the screens before it, `later` the ids of itself and those behind it. Those that did not load, in
    `draft`, are told already.
    """

    earlier: Mapping[str, Screen]
    later: frozenset[str]
    draft: Draft
    problems: list[Problem] = field(default_factory=list)

    def read(self, raw: object, path: Path) -> Condition | None:
        """A mapping: all its keys hold together."""
        if not isinstance(raw, dict) or not raw:
            self.wrong(
                path, "condition-form", Said("A condition is a question's id and a value, such as {safe: never}.")
            )
            return None
        parts = [self.entry(key, value, (*path, key)) for key, value in raw.items()]
        return self.together(parts)

    def together(self, parts: list[Condition | None]) -> Condition | None:
        """All the parts that could be read."""
        known = tuple(part for part in parts if part is not None)
        if len(known) < len(parts):
            return None
        return known[0] if len(known) == 1 else All(all=known)

    def entry(self, key: str, value: object, path: Path) -> Condition | None:
        """One key and its value."""
        if key == "not":
            part = self.read(value, path)
            return None if part is None else Not(negated=part)
        if key in ("all", "any"):
            if not isinstance(value, list) or not value:
                said = Said('After "%(key)s" a list of conditions is wanted, each with "-" before it.', {"key": key})
                self.wrong(path, "condition-form", said)
                return None
            parts = [self.read(part, (*path, number)) for number, part in enumerate(value)]
            known = tuple(part for part in parts if part is not None)
            if len(known) < len(parts):
                return None
            return All(all=known) if key == "all" else AnyOf(any=known)
        if key.startswith("$"):
            return self.fact(key, value, path)
        screen = self.question(key, path)
        return None if screen is None else self.answer(screen, key, value, path)

    def fact(self, key: str, value: object, path: Path) -> Condition | None:
        """A fact of the visit."""
        if key not in FACTS:
            sentence = fixed('"%(name)s" is no fact of a visit.')
            self.problems.append(unknown(path, "unknown-fact", key, FACTS, sentence, at_key=True))
            return None
        if key == "$helper":
            screen = self.question("helper", path)
            return None if screen is None else self.answer(screen, key, value, path)
        values = self.listed(value, path)
        if values is None:
            return None
        if key == "$language":
            for number, language in enumerate(values):
                if language not in self.draft.languages:
                    sentence = fixed('"%(name)s" is none of the questionnaire\'s languages.')
                    self.problems.append(
                        unknown((*path, number), "unknown-language", language, self.draft.languages, sentence)
                    )
        return Comparison(of=key, any_of=values)

    def question(self, id: str, path: Path, *, at_key: bool = True) -> Screen | None:
        """The question that is read: it comes earlier, and its answer is kept."""
        screen = self.earlier.get(id)
        if screen is None:
            parts = [one.id for one in self.earlier.values() if one.part_of == id]
            if id in self.later:
                said = Said(
                    'A condition can only read questions that come before its screen. "%(name)s" does not. Move one of '
                    "them.",
                    {"name": shown(id)},
                )
                self.wrong(path, "reads-later", said, at_key=at_key)
            elif parts:
                said = Said(
                    '"%(name)s" is asked as several questions. Name one of them, such as: %(near)s.',
                    {"name": shown(id), "near": listed(parts[:1])},
                )
                self.wrong(path, "several-questions", said, at_key=at_key)
            elif not self.draft.is_broken(id):
                sentence = fixed('No question before this one has the id "%(name)s".')
                self.problems.append(unknown(path, "unknown-question", id, self.earlier, sentence, at_key=at_key))
            return None
        if not screen.is_question:
            said = Said(
                'The screen "%(name)s" keeps no answer, so that a condition can\'t read it. Read a question instead.',
                {"name": shown(id)},
            )
            self.wrong(path, "reads-no-question", said, at_key=at_key)
            return None
        return screen

    def answer(self, screen: Screen, key: str, value: object, path: Path) -> Condition | None:
        """A comparison with an answer."""
        of = "$helper" if screen.id == "helper" else key
        real = tuple(option.id for option in screen.options if not option.way_out)
        if isinstance(value, dict):
            return self.bounds(screen, of, real, value, path)
        if value == "answered":
            return Comparison(of=of, any_of=real) if screen.options else Comparison(of=of, answered=True)
        values = self.listed(value, path)
        if values is None:
            return None
        known = (*kind_of(screen).values(screen), RATHER_NOT_SAY)
        for number, id in enumerate(values):
            if id not in known:
                sentence = fixed('"%(name)s" is no answer to that question.')
                if kind_of(screen).bounds(screen) is not None and len(known) == 1:
                    sentence = fixed(
                        'A number or a day can\'t be compared with "%(name)s", only by at_least and at_most, or with '
                        'these: "answered", "rather_not_say".'
                    )
                elif len(known) == 1:
                    sentence = fixed(
                        'A text can\'t be compared with "%(name)s", only with these: "answered", "rather_not_say".'
                    )
                where = (*path, number) if isinstance(value, list) else path
                self.problems.append(unknown(where, "unknown-answer", id, known, sentence))
        return Comparison(of=of, any_of=values)

    def bounds(
        self, screen: Screen, of: str, real: tuple[str, ...], value: dict[str, object], path: Path
    ) -> Condition | None:
        """`{at_least: 3}`, `{at_most: 3}`, or both."""
        bounds = kind_of(screen).bounds(screen)
        if bounds is None:
            said = Said("That question has no number to compare. Name the answers instead, such as [sometimes, never].")
            self.wrong(path, "no-number", said)
            return None
        allowed = bounds._asdict()
        found: dict[str, int | str] = {}
        for key, raw in value.items():
            if key not in allowed:
                sentence = fixed('"%(name)s" is no comparison.')
                near = ("at_least", "at_most")
                self.problems.append(unknown((*path, key), "unknown-comparison", key, near, sentence, at_key=True))
                continue
            bound = next((bound for bound in allowed[key] if str(bound) == raw), None)
            if bound is None:
                self.problems.append(_faulty_bound((*path, key), key, raw, allowed[key]))
            else:
                found[key] = bound
        if not found or len(found) < len(value):
            if not value:
                self.wrong(path, "condition-form", Said("Write at_least or at_most, and a number."))
            return None
        if len(found) == 2 and not agrees(Comparison(of=of, at_most=found["at_most"]), found["at_least"]):
            self.wrong(path, "bounds-crossed", Said("at_least is greater than at_most here, so that nothing can hold."))
            return None
        return Comparison.model_validate({"of": of, "any_of": real if screen.options else None} | found)

    def listed(self, value: object, path: Path) -> tuple[str, ...] | None:
        """`x` or `[x, y]`."""
        values = [value] if isinstance(value, str) else value
        if isinstance(values, list) and values:
            texts = tuple(text for text in values if isinstance(text, str) and text)
            if len(texts) == len(values):
                return texts
        self.wrong(
            path,
            "condition-form",
            Said("Here an answer's id is wanted, or a list of them, such as [sometimes, never]."),
        )
        return None

    def wrong(self, path: Path, code: str, said: Said, *, at_key: bool = False) -> None:
        """Tell a problem."""
        self.problems.append(Problem(path, code, said, at_key=at_key))


def reads(condition: Condition | None) -> tuple[str, ...]:
    """What a condition reads, each once, in order."""
    if condition is None:
        return ()
    if isinstance(condition, Comparison):
        return (condition.of,)
    if isinstance(condition, Not):
        return reads(condition.negated)
    parts = condition.all if isinstance(condition, All) else condition.any
    return tuple(dict.fromkeys(id for part in parts for id in reads(part)))


def _faulty_bound(path: Path, key: str, raw: object, allowed: Sequence[int] | Sequence[str]) -> Problem:
    """Of a range any number can be named; of a number or a day in bands only their edges."""
    if isinstance(allowed, range):
        said = Said(
            "Here a whole number from %(least)s to %(most)s is wanted.", {"least": allowed[0], "most": allowed[-1]}
        )
        return Problem(path, "number-out-of-range", said)
    if not allowed:
        said = Said(
            "That question has no bands, so that only these can be compared: answered, rather_not_say. Add bands to "
            "it. How many were asked would else tell what is not published."
        )
        return Problem(path, "no-bands", said)
    said = Said(
        'After %(key)s only an edge of the bands can stand here: %(edges)s. Write one of these, or add "%(name)s" to '
        "the bands of that question. How many were asked would else tell what the bands hide.",
        {
            "key": key,
            "edges": ", ".join(map(str, allowed)),
            "name": shown(_edge(key, raw)),
        },
    )
    return Problem(path, "no-edge", said)


def _edge(key: str, raw: object) -> object:
    """The band that would have that bound: one that begins there, or right after it."""
    if key == "at_most" and isinstance(raw, str):
        try:
            return str(int(raw) + 1) if len(raw) < 10 else (date.fromisoformat(raw) + timedelta(days=1)).isoformat()
        except (ValueError, OverflowError):
            return raw
    return raw
