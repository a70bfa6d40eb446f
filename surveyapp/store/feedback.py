"""What participants of a study or a round are told of what became of it, and when and how they were told."""

from sqlalchemy import ColumnElement, delete, select

from surveyapp.questionnaire.words import fixed
from surveyapp.store import study_tables
from surveyapp.store.engine import Connection

NOT_TOLD = fixed(
    "Write down first what the participants were told, when and how, and what will not be done and why. "
    "Then it can be marked as finished."
)

_feedback, _line, _told = study_tables.feedback.c, study_tables.feedback_line.c, study_tables.told.c


def is_told(c: Connection, *, study_id: int | None = None, round_id: int | None = None) -> bool:
    """Whether it is recorded what the participants were told, and when and how."""
    lines = select(_line.id).where(_line.feedback_id == _feedback.id).exists()
    told = select(_told.id).where(_told.feedback_id == _feedback.id).exists()
    return c.execute(select(_feedback.id).where(_about(study_id, round_id), lines, told)).first() is not None


def remove(c: Connection, *, study_id: int | None = None, round_id: int | None = None) -> None:
    """Remove what is told of a study or a round."""
    theirs = select(_feedback.id).where(_about(study_id, round_id))
    for table in (study_tables.feedback_line, study_tables.told):
        c.execute(delete(table).where(table.c.feedback_id.in_(theirs)))
    c.execute(delete(study_tables.feedback).where(_about(study_id, round_id)))


def _about(study_id: int | None, round_id: int | None) -> ColumnElement[bool]:
    return _feedback.study_id == study_id if study_id is not None else _feedback.round_id == round_id
