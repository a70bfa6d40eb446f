"""The statements of a study, each with who said it, in which group and at which meeting."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from surveyapp.store import notes, studies, study_tables, turns
from surveyapp.store.engine import Connection
from surveyapp.store.notes import Statement
from surveyapp.store.studies import Group, Meeting, Speaker


@dataclass(frozen=True)
class Heard:
    """A statement that has words. `meeting` is that in which it was said; `speaker` is there if it was one of them."""

    statement: Statement
    group: Group
    meeting: Meeting
    speaker: Speaker | None


def heard(c: Connection, study_id: int) -> list[Heard]:
    """All that was said in a study, by meeting. What speakers took along who have withdrawn is left out."""
    groups = {group.id: group for group in studies.groups(c, study_id)}
    meetings = {one.id: one for one in studies.meetings(c, *groups)}
    speakers = {one.id: one for one in studies.speakers(c, *groups)}
    found = [
        Heard(
            one,
            groups[meetings[one.meeting_id].focus_group_id],
            meetings[one.meeting_id],
            speakers[one.speaker_id] if one.speaker_id is not None else None,
        )
        for one in notes.statements_of(c, *meetings)
        if one.text
    ]
    return sorted(found, key=lambda one: (one.meeting.day, one.group.label, one.group.id, one.meeting.number))


def hold(c: Connection, study_id: int, *statement_ids: int, writes_in: Collection[int] = ()) -> dict[int, Heard]:
    """Those of these statements that are there in the study. None of them goes away until the transaction ends.

    `writes_in` are the meetings that the transaction writes something down in besides those of the statements.
    """
    words = study_tables.wording.c
    of_statements = c.execute(
        select(words.meeting_id).distinct().where(words.statement_id.in_(statement_ids))
    ).scalars()
    for meeting_id in sorted({*of_statements, *writes_in}):
        turns.take(c, "meeting", meeting_id)
    return {one.statement.id: one for one in heard(c, study_id) if one.statement.id in statement_ids}
