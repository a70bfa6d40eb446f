"""Advice on the order of the questions."""

from collections.abc import Iterator

from surveyapp.questionnaire.draft import Draft
from surveyapp.questionnaire.faults import Problem
from surveyapp.questionnaire.kinds.information import WrittenInformation
from surveyapp.questionnaire.words import Said


def helper_asked_late(draft: Draft) -> Iterator[Problem]:
    """Whoever helps is there when the answers are given, and says so before. Practice and gender may come first."""
    before = False
    for number, screen in sorted(draft.screens.items()):
        if screen.ask == "helper" and before:
            said = Said(
                "Ask who helps first, before the other questions: whoever helps is there when the answers are given."
            )
            yield Problem(("screens", number), "helper-late", said, "advice")
        practice = getattr(screen, "practice", False)
        before = before or not (practice or screen.ask == "gender" or isinstance(screen, WrittenInformation))
