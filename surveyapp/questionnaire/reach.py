"""Screens that no answers lead to.

For each screen, the questions that its condition reads, and those that their conditions read, are answered in order in
every way that makes a difference: answers that agree in every comparison read count as one. A question that is hidden
by the answers before it has none. As soon as the answers given so far decide the condition, the search goes on or
stops there. The search proves that a screen can't be reached, or finds a way to it; where it would take too long, the
screen counts as reachable, so that nothing is refused without proof.
"""

from collections.abc import Iterator, Mapping
from itertools import combinations

from surveyapp.questionnaire.conditions import HELPER, agrees, read
from surveyapp.questionnaire.faults import Problem
from surveyapp.questionnaire.flatten import Flat
from surveyapp.questionnaire.kinds import kind_of
from surveyapp.questionnaire.model import RATHER_NOT_SAY, All, Answer, AnyOf, Comparison, Condition, Not, Screen
from surveyapp.questionnaire.words import Said

STEPS_FOR_A_SCREEN = 100_000
STEPS_IN_ALL = 1_000_000
"""A step is one comparison."""
MOST_NAMED_TOGETHER = 8


class _TooLong(Exception):  # an end, not an error
    pass


def unreachable(flat: Flat, languages: tuple[str, ...]) -> Iterator[Problem]:
    """Each screen whose condition never holds, unless that follows from another's that is told."""
    left = STEPS_IN_ALL
    dead: set[str] = set()
    for id, screen in flat.screens.items():
        if screen.show_if is None or left <= 0:
            continue
        search = _Search(flat.screens, screen, languages, min(left, STEPS_FOR_A_SCREEN))
        reached = search.found()
        left -= search.steps
        if not reached:
            dead.add(id)
            if screen.own_words_of is None and dead.isdisjoint(screen.reads):
                said = Said(
                    "This screen is never shown: no answers to the questions before it make its condition true. "
                    "Change the condition."
                )
                yield Problem((*flat.paths[id], "show_if"), "never-shown", said, at_key=True)


class _Search:
    def __init__(self, screens: Mapping[str, Screen], goal: Screen, languages: tuple[str, ...], budget: int) -> None:
        assert goal.show_if is not None
        self.screens = screens
        self.goal = goal.show_if
        self.languages = languages
        self.steps = 0
        self.budget = budget
        self.read: dict[str, list[Comparison]] = {}
        needed: set[str] = set()
        front = [goal]
        while front:
            for comparison in _comparisons(front.pop().show_if):
                self.read.setdefault(comparison.of, []).append(comparison)
                asked = _asked(comparison.of)
                if asked in screens and asked not in needed:
                    needed.add(asked)
                    front.append(screens[asked])
        self.questions = [screens[id] for id in screens if id in needed]
        self.size = sum(len(made) for made in self.read.values())
        self.steps = self.size + len(screens)  # what it took to come so far
        self.facts = [of for of in self.read if _asked(of) not in screens]
        self.choices: dict[str, list[Answer | None]] = {}

    def found(self) -> bool:
        """Whether some answers lead to the screen, or it would take too long to know."""
        try:
            self.choices = {_asked(of): self._different(of, made) for of, made in self.read.items()}
            return self._try_facts(0, {})
        except _TooLong:
            return True

    def _different(self, of: str, made: list[Comparison]) -> list[Answer | None]:
        """One answer of each sort that the comparisons tell apart, none at all last."""
        screen = self.screens.get(_asked(of))
        different: dict[tuple[bool, ...], Answer | None] = {}
        for answer in _answers(screen, made) if screen else _facts(of, made, self.languages):
            self._step(len(made))
            different[tuple(agrees(one, answer) for one in made)] = answer
        return sorted(different.values(), key=lambda answer: answer is None)

    def _step(self, comparisons: int) -> None:
        self.steps += comparisons
        if self.steps > self.budget:
            raise _TooLong

    def _try_facts(self, number: int, facts: dict[str, str]) -> bool:
        if number == len(self.facts):
            return self._try_questions(0, {}, facts)
        of = self.facts[number]
        return any(self._try_facts(number + 1, facts | {of: str(value)}) for value in self.choices[of])

    def _try_questions(self, number: int, answers: dict[str, Answer | None], facts: dict[str, str]) -> bool:
        self._step(self.size)
        decided = _decided(self.goal, answers, facts)
        if decided is not None or number == len(self.questions):
            return bool(decided)
        question = self.questions[number]
        if question.show_if is not None and not _decided(question.show_if, answers, facts):
            return self._try_questions(number + 1, answers | {question.id: None}, facts)
        return any(
            self._try_questions(number + 1, answers | {question.id: answer}, facts)
            for answer in self.choices[question.id]
        )


def _asked(of: str) -> str:
    """The question behind what is read."""
    return HELPER if of == "$helper" else of


def _decided(condition: Condition, answers: Mapping[str, Answer | None], facts: Mapping[str, str]) -> bool | None:
    """Whether the condition holds whatever else is answered; `None` while that is open."""
    if isinstance(condition, Comparison):
        asked = "helper" if condition.of == "$helper" else condition.of
        if asked not in answers and asked not in facts:
            return None
        return agrees(condition, read(condition.of, answers, facts))
    if isinstance(condition, Not):
        part = _decided(condition.negated, answers, facts)
        return None if part is None else not part
    parts = [
        _decided(part, answers, facts) for part in (condition.all if isinstance(condition, All) else condition.any)
    ]
    strong = isinstance(condition, AnyOf)
    if strong in parts:
        return strong
    return None if None in parts else not strong


def _comparisons(condition: Condition | None) -> Iterator[Comparison]:
    if isinstance(condition, Comparison):
        yield condition
    elif isinstance(condition, Not):
        yield from _comparisons(condition.negated)
    elif condition is not None:
        for part in condition.all if isinstance(condition, All) else condition.any:
            yield from _comparisons(part)


def _facts(of: str, made: list[Comparison], languages: tuple[str, ...]) -> list[Answer | None]:
    if of == "$language":
        return list(languages)
    return [*(site for one in made for site in one.any_of or ()), ""]


def _answers(screen: Screen, made: list[Comparison]) -> Iterator[Answer | None]:
    """Answers of every sort that the comparisons tell apart."""
    kind = kind_of(screen)
    yield from (None, RATHER_NOT_SAY)
    if kind.overlapping:
        yield from _subsets(screen, made)
    elif screen.options:
        yield from kind.values(screen)
    else:
        bounds = kind.bounds(screen) or ((), ())
        yield from (*bounds[0], *bounds[1]) or ("text",)


def _subsets(screen: Screen, made: list[Comparison]) -> Iterator[Answer]:
    alone = [option.id for option in screen.options if option.way_out or option.exclusive]
    yield from ((id,) for id in alone)
    together = [option.id for option in screen.options if option.id not in alone]
    everything = frozenset(kind_of(screen).values(screen))
    ways_out = {option.id for option in screen.options if option.way_out}
    named = {
        id
        for one in made
        for id in one.any_of or ()
        if id in together and frozenset(one.any_of or ()) != everything - ways_out  # "answered" names none by itself
    }
    if len(named) > MOST_NAMED_TOGETHER:
        raise _TooLong
    others = [id for id in together if id not in named]
    most = screen.at_most or screen.choose or len(together)
    bounds = {bound for one in made for bound in (one.at_least, one.at_most) if isinstance(bound, int)}
    sizes = {1, *bounds, *(bound + 1 for bound in bounds), *(bound - 1 for bound in bounds)}
    for number in range(len(named) + 1):
        for some in combinations(sorted(named), number):
            for size in sizes | {number, number + 1}:
                if max(1, number) <= size <= min(most, number + len(others)):
                    yield (*some, *others[: size - number])
