"""The pages of a meeting that is under way, and what its devices send and fetch."""

from collections.abc import Sequence
from typing import Any

from flask import Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from surveyapp.accounts.guard import note, open_to, someone
from surveyapp.focusgroup.blueprint import blueprint
from surveyapp.focusgroup.guides import media_url_of
from surveyapp.focusgroup.meeting.arriving import MOST_AT_ONCE, Meant, Refused, id_of, note_of
from surveyapp.focusgroup.meeting.talk import everyone_was_heard, shared
from surveyapp.focusgroup.studies import guide_of, known_meeting
from surveyapp.questionnaire.guide import Guide, Theme
from surveyapp.questionnaire.words import fixed
from surveyapp.store import guides, notes, studies, tables
from surveyapp.store.engine import Connection
from surveyapp.store.notes import ThemeTime, Turn, Wording
from surveyapp.store.studies import Group, Meeting, Speaker, Study
from surveyapp.web import headers, here, words

SORTS = {
    "verbatim": fixed("In their own words"),
    "reworded": fixed("In other words"),
    "summary": fixed("The moderator's summary"),
    "interpreted": fixed("The interpreter's words"),
}
OTHERS = {
    "several": fixed("Several"),
    "unknown": fixed("Unknown"),
    "moderator": fixed("Moderator"),
    "interpreter": fixed("Interpreter"),
    "support_person": fixed("Support person"),
}


@blueprint.get("/<name>/meetings/<id:meeting>/")
@open_to("moderator")
def meeting(name: str, meeting: int) -> ResponseReturnValue:
    """The screen of a meeting."""
    study, group, found = known_meeting(name, meeting)
    return _screen(study, group, found, {})


@blueprint.post("/<name>/meetings/<id:meeting>/write")
@open_to("moderator")
def write(name: str, meeting: int) -> ResponseReturnValue:
    """Write one statement down, where no script sends it."""
    study, group, found = known_meeting(name, meeting)
    who, _, speaker = request.form.get("who", "").partition(":")
    item = {
        "id": str(tables.new_id()),
        "kind": "wording",
        "statement": str(tables.new_id()),
        "stamp": 1,
        "theme": request.form.get("theme"),
        "who": who,
        "speaker": speaker,
        "sort": request.form.get("sort"),
        "text": request.form.get("text", "").replace("\r\n", "\n"),
    }
    with here.store().writing() as c:
        try:
            wording = note_of(item, _meant(c, study, found))
        except Refused as refused:
            return _screen(study, group, found, {**request.form, "refused": refused.said}, 422)
        notes.write(c, found, [wording])
    return redirect(url_for(".meeting", name=name, meeting=meeting, theme=item["theme"]), code=303)


@blueprint.post("/<name>/meetings/<id:meeting>/present")
@open_to("moderator")
def present(name: str, meeting: int) -> ResponseReturnValue:
    """Say who is in the meeting."""
    _, _, found = known_meeting(name, meeting)
    with here.store().writing() as c:
        studies.set_present(c, found, [int(id) for id in request.form.getlist("present") if id_of({"id": id})])
    flash(fixed("It is noted who is here."))
    return redirect(url_for(".meeting", name=name, meeting=meeting), code=303)


@blueprint.post("/<name>/meetings/<id:meeting>/state")
@open_to("moderator")
def set_state(name: str, meeting: int) -> ResponseReturnValue:
    """Begin the meeting, or end it."""
    study, _, found = known_meeting(name, meeting)
    begins = request.form.get("state") == "under_way"
    with here.store().writing() as c:
        studies.set_state(c, found, "under_way" if begins else "ended")
        note(c, f"{'began' if begins else 'ended'} a meeting of the study {study.name}")
    return redirect(url_for(".meeting", name=name, meeting=meeting), code=303)


@blueprint.get("/<name>/meetings/<id:meeting>/notes")
@open_to("moderator")
def fetch(name: str, meeting: int) -> ResponseReturnValue:
    """What has arrived since the device asked last, and who has withdrawn, whose words no screen keeps."""
    with here.store().reading() as c:
        _, group, found = studies.meeting_of(c, name, meeting) or abort(404)
        withdrawn = [str(id) for id in studies.withdrawn(c, group.id)]
        return {**_arrived(c, found, request.args.get("since", 0, int), found.arrived), "withdrawn": withdrawn}


@blueprint.post("/<name>/meetings/<id:meeting>/notes")
@open_to("moderator")
def take(name: str, meeting: int) -> ResponseReturnValue:
    """Take the notes of a device: each by itself. What was sent before is there once."""
    sent = request.get_json(silent=True)
    items = sent.get("notes") if isinstance(sent, dict) else None
    since = sent.get("since") if isinstance(sent, dict) else None
    if not isinstance(items, list) or len(items) > MOST_AT_ONCE or not isinstance(since, int):
        abort(400)
    refused = []
    with here.store().writing() as c:
        study, _, found = studies.meeting_of(c, name, meeting) or abort(404)
        meant, good = _meant(c, study, found), []
        for item in items:
            try:
                good.append(note_of(item, meant))
            except Refused as why:
                refused.append({"id": id_of(item), "why": words.say(why.said)})
        arrived = notes.write(c, found, good)
        return {**_arrived(c, found, since, arrived), "taken": [str(one.id) for one in good], "refused": refused}


@blueprint.get("/<name>/meetings/<id:meeting>/balance")
@open_to("moderator")
def talk(name: str, meeting: int) -> ResponseReturnValue:
    """How the talk is shared out: for the moderator alone."""
    study, group, found = known_meeting(name, meeting)
    with here.store().reading() as c:
        there = _present(c, found)
        turns = notes.read(c, Turn, found.id)
    page = render_template(
        "focusgroup/balance.html", study=study, group=group, meeting=found, shared=shared(there, turns)
    )
    return _fetching(page)


@blueprint.get("/<name>/meetings/<id:meeting>/together")
@open_to("moderator")
def together(name: str, meeting: int) -> ResponseReturnValue:
    """What the group can see on a screen: the theme, the time that is left, and whether everyone has been heard."""
    study, _, found = known_meeting(name, meeting)
    guide, language = guide_of(study), study.languages[0]
    words.use_language(language)
    with here.store().reading() as c:
        there = _present(c, found)
        turns, times = notes.read(c, Turn, found.id), notes.read(c, ThemeTime, found.id)
        statements = notes.statements_of(c, found.id)
    theme = _theme_now(guide, found, times)
    spent = sum(time.seconds for time in times if time.theme == theme.id)
    page = render_template(
        "focusgroup/together.html",
        study=study,
        guide=guide,
        media_url=media_url_of(guide),
        language=language,
        theme=theme,
        spent=min(spent, theme.minutes * 60),
        heard=everyone_was_heard(there, turns, statements),
        anybody=bool(there),
    )
    return _fetching(page)


def _screen(study: Study, group: Group, meeting: Meeting, filled: dict[str, Any], status: int = 200) -> Response:
    guide = guide_of(study)
    with here.store().reading() as c:
        statements = notes.statements_of(c, meeting.id)
        times = notes.read(c, ThemeTime, meeting.id)
        everyone = studies.speakers(c, group.id)
        present = studies.present(c, meeting.id)[meeting.id]
    chosen = request.args.get("theme", filled.get("theme"))
    themes = guide.of_meeting(meeting.number)
    page = render_template(
        "focusgroup/meeting.html",
        study=study,
        group=group,
        meeting=meeting,
        guide=guide,
        media_url=media_url_of(guide),
        themes=themes,
        theme=next((theme for theme in themes if theme.id == chosen), _theme_now(guide, meeting, times)),
        spent={theme.id: sum(time.seconds for time in times if time.theme == theme.id) for theme in themes},
        speakers=[speaker for speaker in everyone if not speaker.withdrawn],
        present=present,
        statements=statements,
        pseudonyms={speaker.id: speaker.pseudonym for speaker in everyone},
        names={f"speaker:{speaker.id}": speaker.pseudonym for speaker in everyone},
        sorts=SORTS,
        others=OTHERS,
        filled=filled,
    )
    return _fetching(page, status)


def _fetching(page: str, status: int = 200) -> Response:
    """A page whose script fetches."""
    answer = make_response(page, status)
    answer.headers["Content-Security-Policy"] = headers.FETCHING
    return answer


def _meant(c: Connection, study: Study, meeting: Meeting) -> Meant:
    return Meant(
        meeting_id=meeting.id,
        writer=someone().name,
        themes={theme.id for theme in guides.guide(c, study.guide_version).themes},
        speakers={speaker.id: speaker for speaker in studies.speakers(c, meeting.focus_group_id)},
    )


def _present(c: Connection, meeting: Meeting) -> list[Speaker]:
    there = studies.present(c, meeting.id)[meeting.id]
    return [one for one in studies.speakers(c, meeting.focus_group_id) if one.id in there and not one.withdrawn]


def _theme_now(guide: Guide, meeting: Meeting, times: Sequence[ThemeTime]) -> Theme:
    """The theme that was talked about last, or the first."""
    themes = {theme.id: theme for theme in guide.of_meeting(meeting.number)}
    return next((themes[time.theme] for time in reversed(times) if time.theme in themes), next(iter(themes.values())))


def _arrived(c: Connection, meeting: Meeting, since: int, arrived: int) -> dict[str, Any]:
    """The notes after that place, up to the last. Ids are text, since numbers of scripts end at 53 bits."""
    found: list[dict[str, Any]] = []
    if arrived <= since:
        return {"notes": found, "arrived": arrived}
    for wording in notes.read(c, Wording, meeting.id, since=since):
        found.append(
            {
                "kind": "wording",
                "id": str(wording.id),
                "statement": str(wording.statement_id),
                "stamp": wording.stamp,
                "theme": wording.theme,
                "who": wording.who,
                "speaker": str(wording.speaker_id) if wording.speaker_id else None,
                "sort": wording.sort,
                "text": wording.text,
                "removed": wording.removed,
                "arrived": wording.arrived,
            }
        )
    for time in notes.read(c, ThemeTime, meeting.id, since=since):
        found.append({"kind": "theme_time", "id": str(time.id), "theme": time.theme, "seconds": time.seconds})
    return {"notes": found, "arrived": arrived}
