"""The lines of a question's table, by ids that rounds share. An option of a rank has one line: who gave it a place."""

from surveyapp.evaluate.reading import Question
from surveyapp.questionnaire.kinds import Sayable
from surveyapp.release.figures import Column, Share
from surveyapp.release.model import Count


def lines(question: Question) -> list[str]:
    """The ids of the lines, in order."""
    options = [option.id for option in question.placed]
    inside = tuple(f"{id}." for id in options)
    return [*options, *(row.id for row in question.rows if not row.id.startswith(inside))]


def name(question: Question, id: str) -> Sayable:
    """What the line is called."""
    return question.screen.option(id).text if _is_placed(question, id) else question.name(question.row(id))


def is_way_out(question: Question, id: str) -> bool:
    """Whether the line tells of something else than an answer to the question."""
    return not _is_placed(question, id) and question.is_way_out(question.row(id))


def count(question: Question, id: str, column: Column) -> Count | None:
    """How many; `None` if the question has no such line, or it can't be told."""
    return question.given_a_place(id, column) if _is_placed(question, id) else column.counts.get(id)


def share(question: Question, id: str, column: Column) -> Share | None:
    """Their part of those who were asked."""
    return question.share_with_a_place(id, column) if _is_placed(question, id) else column.shares.get(id)


def _is_placed(question: Question, id: str) -> bool:
    return any(option.id == id for option in question.placed)
