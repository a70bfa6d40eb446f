"""A way through the screens: what comes next, what came before, how far it is. Pure functions on plain data."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from surveyapp.questionnaire.conditions import holds
from surveyapp.questionnaire.model import Answer, Answers, Questionnaire, Screen
from surveyapp.questionnaire.path import final_answers, walk


@dataclass(frozen=True)
class Progress:
    """The question's number and, if it is reliable, how many there are."""

    number: int
    total: int | None


@dataclass(frozen=True)
class Way:
    """The screens that these answers and facts lead through, in order.

    A question has been *seen* when it has an entry, be it `None`: it was shown and answered or skipped.
    """

    questionnaire: Questionnaire
    answers: Answers
    facts: Mapping[str, str]

    @cached_property
    def _walked(self) -> tuple[tuple[Screen, Answer | None], ...]:
        return tuple(walk(self.questionnaire, self.answers, self.facts))

    @cached_property
    def screens(self) -> tuple[Screen, ...]:
        """The screens on the way, as they are shown."""
        return tuple(screen for screen, _ in self._walked)

    @cached_property
    def given(self) -> Mapping[str, Answer | None]:
        """The answers on the way as they count: without options that are not offered any more."""
        return {screen.id: answer for screen, answer in self._walked}

    @property
    def final_answers(self) -> dict[str, Answer | None]:
        """What is sent: one entry for each question on the way."""
        return final_answers(self.questionnaire, self.answers, self.facts)

    @cached_property
    def _place(self) -> Mapping[str, int]:
        return {screen.id: place for place, screen in enumerate(self.questionnaire.screens)}

    def on_way(self, id: str) -> Screen | None:
        """The screen of that id as it is shown on this way, or `None` if the way doesn't lead there."""
        return next((screen for screen in self.screens if screen.id == id), None)

    def after(self, id: str) -> Screen | None:
        """The next screen; `None` is the summary. Also from a screen that another tab has taken off the way."""
        return next((screen for screen in self.screens if self._place[screen.id] > self._place[id]), None)

    def before(self, id: str) -> Screen | None:
        """The screen before; `None` at the first."""
        return next((screen for screen in reversed(self.screens) if self._place[screen.id] < self._place[id]), None)

    @property
    def first_unseen(self) -> Screen | None:
        """Where the visit goes on: the first question not seen, or what is to be read or practised just before it."""
        waiting: Screen | None = None
        for screen in self.screens:
            if not screen.is_question:
                waiting = waiting or screen
            elif screen.id not in self.answers:
                return waiting or screen
            else:
                waiting = None
        return None

    def after_change(self, id: str) -> Screen | None:
        """Where a change made from the summary leads: to the questions that it has opened, else back (`None`).

        What stands just before such a question to be read is shown once more, unless it is where we come from.
        """
        opened = self.first_unseen
        while opened and not opened.is_question and self._place[opened.id] <= self._place[id]:
            opened = self.after(opened.id)
        return opened

    def progress(self, id: str) -> Progress | None:
        """Which question this is, of how many. Nothing for a screen that asks nothing or that is off the way.

        The total is told only when nothing can change it any more but going back: every condition ahead must read
        only facts of the visit and questions that came before this one (or that are certainly never asked).
        """
        questions = [screen.id for screen in self.screens if screen.is_question]
        if id not in questions:
            return None
        number = total = questions.index(id) + 1
        place = self._place[id]
        decided = {screen.id for screen in self.questionnaire.screens[:place] if not self._waits(screen)}
        answers = {id: answer for id, answer in self.given.items() if id in decided}
        for screen in self.questionnaire.screens[place + 1 :]:
            reads = {"helper" if read == "$helper" else read for read in screen.reads} - self.facts.keys()
            if reads - decided:
                return Progress(number, None)
            if screen.show_if is not None and not holds(screen.show_if, answers, self.facts):
                decided.add(screen.id)  # never asked on this way, so a condition that reads it is decided too
            elif screen.is_question:
                total += 1
        return Progress(number, total)

    def _waits(self, screen: Screen) -> bool:
        return screen.is_question and screen.id not in self.answers and self.on_way(screen.id) is not None
