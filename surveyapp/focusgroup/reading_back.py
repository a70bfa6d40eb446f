"""Reading back what was said: to those who are there, theme by theme, so that they say whether it is right."""

import secrets
from dataclasses import dataclass
from typing import Literal, TypeAlias, cast, get_args

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import TextAreaField

from surveyapp.accounts.forms import StaffForm, written
from surveyapp.accounts.guard import note, open_to, someone
from surveyapp.focusgroup.blueprint import blueprint
from surveyapp.focusgroup.coding import known_statement
from surveyapp.focusgroup.guides import media_url_of
from surveyapp.focusgroup.studies import guide_of, known_meeting
from surveyapp.questionnaire.guide import Guide, Theme
from surveyapp.questionnaire.words import Said, fixed
from surveyapp.store import notes, studies, tables
from surveyapp.store.engine import Connection
from surveyapp.store.errors import StoreRefused
from surveyapp.store.heard import Heard, heard, hold
from surveyapp.store.notes import ReadingBack, Wording
from surveyapp.store.studies import Group, Meeting, Speaker, Study
from surveyapp.web import here, words

Outcome: TypeAlias = Literal["read_back", "confirmed", "changed", "rejected"]

GROUPS_OWN = ("speaker", "several", "unknown", "moderator")
"""Whose words a group hears again: its own, and the moderator's summaries of them."""


class ReadingForm(StaffForm):
    """What became of a statement when it was read back."""

    text = TextAreaField(fixed("The words as they should be"))


@dataclass(frozen=True)
class Company:
    """The speakers of a group, and who of them is in the meeting."""

    speakers: dict[int, Speaker]
    here: frozenset[int]

    def named(self, ids: frozenset[int] | tuple[int, ...]) -> list[str]:
        """Pseudonyms, by number."""
        return [one.pseudonym for one in self.speakers.values() if one.id in ids]

    def not_asked(self, present: frozenset[int] | tuple[int, ...]) -> list[str]:
        """Who of the group was not there when something was read back."""
        return [one.pseudonym for one in self.speakers.values() if one.id not in present and not one.withdrawn]


@blueprint.get("/<name>/meetings/<id:meeting>/reading-back")
@open_to("moderator")
def reading_back(name: str, meeting: int) -> ResponseReturnValue:
    """What the group has said until now, theme by theme, and what became of each statement."""
    study, group, found = known_meeting(name, meeting)
    return _page(study, group, found, ReadingForm(), None)


@blueprint.post("/<name>/meetings/<id:meeting>/reading-back/<id:statement>")
@open_to("moderator")
def read_back(name: str, meeting: int, statement: int) -> ResponseReturnValue:
    """Write down what became of a statement when it was read back to those who are here."""
    study, group, found = known_meeting(name, meeting)
    form, outcome = ReadingForm(), request.form.get("outcome")
    if outcome not in get_args(Outcome):
        abort(400)
    known_statement(_of_group(study, group), statement)
    if form.validate_on_submit():
        seen = request.form.get("wording", "")
        text = written(form.text) if outcome == "changed" else None
        try:
            with here.store().writing() as c:
                one = hold(c, study.id, statement, writes_in=[found.id]).get(statement)
                if one is None or one.group != group:
                    abort(404)
                if seen != str(one.statement.wording_id):
                    raise StoreRefused(Said("The words have changed meanwhile. Read them again."))
                keep(c, one, found, cast(Outcome, outcome), text)
                note(c, f"read a statement of the study {study.name} back")
        except StoreRefused as refusal:
            form.blame("text", refusal.said)
        else:
            there = url_for(
                ".reading_back",
                name=name,
                meeting=meeting,
                theme=request.args.get("theme"),
                _anchor=f"said-{statement}",
            )
            return redirect(there, code=303)
    return _page(study, group, found, form, statement), 422


def keep(c: Connection, one: Heard, meeting: Meeting, outcome: Outcome, text: str | None) -> None:
    """Keep what became of a statement in that meeting; `text` is its new wording, if it was changed.

    Refused if nobody is there, or if the new wording says nothing new.
    """
    there = studies.present(c, meeting.id)[meeting.id]
    if not there:
        raise StoreRefused(Said("Nobody is marked as here. Say first who is in the meeting."))
    statement, writer = one.statement, someone().name
    stamp, id = statement.stamp + 1, _later_id(statement.read_back)
    if text is not None:
        if text in ("", statement.text):
            raise StoreRefused(Said("Write the words as they should be, if they were changed."))
        wording = Wording(
            id=id,
            meeting_id=one.meeting.id,
            writer=writer,
            arrived=0,
            statement_id=statement.id,
            stamp=stamp,
            theme=statement.theme,
            who=statement.who,
            speaker_id=statement.speaker_id,
            sort=statement.sort,
            text=text,
        )
        notes.write(c, one.meeting, [wording])
    reading = ReadingBack(
        id=id,
        meeting_id=meeting.id,
        writer=writer,
        arrived=0,
        statement_id=statement.id,
        stamp=stamp,
        outcome=outcome,
        present=tuple(sorted(there)),
        day=here.today(),
    )
    notes.write(c, meeting, [reading])


def _later_id(last: ReadingBack | None) -> int:
    """Of two readings of the same words the one of the higher id holds, so a later one gets a higher one."""
    return tables.new_id() if last is None else last.id + 1 + secrets.randbelow(2**63 - last.id - 1)


@blueprint.get("/<name>/meetings/<id:meeting>/said-before")
@open_to("moderator")
def said_before(name: str, meeting: int) -> ResponseReturnValue:
    """What the group said at its earlier meetings, large, a theme at a time, nobody named."""
    study, group, found = known_meeting(name, meeting)
    language = request.args.get("language", study.languages[0])
    if language not in study.languages:
        abort(404)
    words.use_language(language)
    guide = guide_of(study)
    shown = [
        one
        for one in _of_group(study, group)
        if one.meeting.number < found.number and one.statement.who in GROUPS_OWN and one.statement.outcome != "rejected"
    ]
    themes = _themes(guide, shown)
    step = request.args.get("step", 1, type=int)
    if not 1 <= step <= max(1, len(themes)):
        abort(404)
    theme = themes[step - 1] if themes else None
    return render_template(
        "focusgroup/said_before.html",
        study=study,
        guide=guide,
        media_url=media_url_of(guide),
        meeting=found,
        language=language,
        theme=theme,
        step=step,
        steps=len(themes),
        said=[one.statement for one in shown if theme and one.statement.theme == theme.id],
    )


def _of_group(study: Study, group: Group) -> list[Heard]:
    with here.store().reading() as c:
        return [one for one in heard(c, study.id) if one.group == group]


def _themes(guide: Guide, said: list[Heard]) -> list[Theme]:
    return [theme for theme in guide.themes if any(one.statement.theme == theme.id for one in said)]


def _page(study: Study, group: Group, meeting: Meeting, form: ReadingForm, wrong: int | None) -> str:
    guide = guide_of(study)
    said = [one for one in _of_group(study, group) if one.meeting.number <= meeting.number]
    themes = _themes(guide, said)
    theme = next((one for one in themes if one.id == request.args.get("theme")), themes[0] if themes else None)
    with here.store().reading() as c:
        company = Company(
            {one.id: one for one in studies.speakers(c, group.id)}, studies.present(c, meeting.id)[meeting.id]
        )
    return render_template(
        "focusgroup/reading_back.html",
        study=study,
        guide=guide,
        media_url=media_url_of(guide),
        group=group,
        meeting=meeting,
        form=form,
        wrong=wrong,
        themes=themes,
        theme=theme,
        said=[one for one in said if theme and one.statement.theme == theme.id],
        company=company,
        left={
            each.id: sum(one.statement.outcome == "draft" for one in said if one.statement.theme == each.id)
            for each in themes
        },
    )
