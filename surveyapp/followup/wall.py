"""The board for everyone: on a screen in the hall, and on paper. Who can't read sees how far things have come."""

from datetime import date

from babel.dates import format_date
from flask import Response, make_response, render_template, request
from flask.typing import ResponseReturnValue

from surveyapp.accounts.guard import public
from surveyapp.followup.blueprint import blueprint
from surveyapp.followup.board import in_turn
from surveyapp.followup.forms import STATES
from surveyapp.followup.origins import known_origin
from surveyapp.store import actions
from surveyapp.web import here, words
from surveyapp.web.headers import FETCHING

PICTURES = {"proposed": "idea", "decided": "paper", "under_way": "tools", "done": "done", "no": "no"}

FIT = 2
"""Cards of a column that fit on a large screen as they are. Where there are more, all are drawn smaller."""


@blueprint.get("/wall/<name>")
@public
def wall(name: str) -> ResponseReturnValue:
    """The actions of a study or a round in columns, for a screen. It brings itself up to date."""
    answer = _drawn(name, paper=False)
    answer.headers["Content-Security-Policy"] = FETCHING
    return answer


@blueprint.get("/wall/<name>/print")
@public
def wall_on_paper(name: str) -> ResponseReturnValue:
    """The same as a sheet of A3."""
    return _drawn(name, paper=True)


def _drawn(name: str, *, paper: bool) -> Response:
    origin = known_origin(name)
    language = spoken(origin.languages)
    words.use_language(language)
    with here.store().reading() as c:
        found = in_turn(actions.actions(c, study_id=origin.study_id, round_id=origin.round_id), here.today())
    columns = [
        (state, said, PICTURES[state], [one for one in found if one.now.state == state])
        for state, said in STATES.items()
    ]
    page = render_template(
        "followup/wall.html",
        origin=origin,
        language=language,
        columns=columns,
        many=any(len(those) > FIT for *_, those in columns),
        leaf_of=_leaf,
        done_on=lambda one: one.now.at.astimezone(here.zone()).date(),
        today=here.today(),
        paper=paper,
    )
    return make_response(page)


def _leaf(day: date) -> tuple[str, str, str]:
    """A day as it stands on a leaf of a calendar: the weekday, the number, the month (with another year's number)."""
    locale = words.locale_of(words.current_language())
    month = format_date(day, "MMMM" if day.year == here.today().year else "MMMM y", locale=locale)
    return format_date(day, "EEEE", locale=locale), str(day.day), month


def spoken(languages: tuple[str, ...]) -> str:
    """The language that the address asks for, or the browser, or else the source."""
    wanted = request.args.get("language")
    if wanted in languages:
        return wanted
    return request.accept_languages.best_match(languages) or languages[0]
