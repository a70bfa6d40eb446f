"""The preview: one screen at a time, as participants see it, on a phone and on a tablet side by side."""

from flask import Response, abort, make_response, render_template, request
from flask.typing import ResponseReturnValue

from surveyapp.accounts.guard import open_to
from surveyapp.design.blueprint import blueprint
from surveyapp.design.showing import made_up_echo, participants_page
from surveyapp.design.versions import known
from surveyapp.questionnaire.complete import missing_texts
from surveyapp.questionnaire.faults import Fault
from surveyapp.questionnaire.kinds import kind_of
from surveyapp.questionnaire.model import Questionnaire, Screen
from surveyapp.web.headers import FRAMED, WITH_FRAMES


@blueprint.get("/versions/<version>/preview")
@open_to("designer")
def preview(version: str) -> ResponseReturnValue:
    """A screen in a language, in two frames, and the ways to the others."""
    questionnaire = known(version).questionnaire
    screen = _screen(questionnaire, request.args.get("screen", questionnaire.screens[0].id))
    language = _language(questionnaire, request.args.get("language", questionnaire.source))
    place = questionnaire.screens.index(screen)
    page = render_template(
        "design/preview.html",
        questionnaire=questionnaire,
        screen=screen,
        language=language,
        number=place + 1,
        before=questionnaire.screens[place - 1] if place else None,
        after=questionnaire.screens[place + 1] if place + 1 < len(questionnaire.screens) else None,
        missing=_missing(questionnaire, screen, language),
    )
    return _with_policy(page, WITH_FRAMES)


@blueprint.get("/versions/<version>/preview/<screen>/<language>")
@open_to("designer")
def frame(version: str, screen: str, language: str) -> ResponseReturnValue:
    """The screen as the participants' page itself; the frame that it stands in sends no form."""
    questionnaire = known(version).questionnaire
    shown = _screen(questionnaire, screen)
    _language(questionnaire, language)
    page = participants_page(
        "screen.html",
        questionnaire,
        language,
        screen=shown,
        form=kind_of(shown).form(shown)(),
        chosen=(),
        step=None,
        steps=None,
        echo=made_up_echo(questionnaire, shown, language),
        action="",
        back_url=None,
        language_url=None,
        token="",
    )
    return _with_policy(page, FRAMED)


def _screen(questionnaire: Questionnaire, id: str) -> Screen:
    try:
        return questionnaire.screen(id)
    except KeyError:
        abort(404)


def _language(questionnaire: Questionnaire, tag: str) -> str:
    return tag if tag in questionnaire.languages else abort(404)


def _missing(questionnaire: Questionnaire, screen: Screen, language: str) -> list[Fault]:
    """The texts that are shown in the source language here, because this one lacks them."""
    whose = {screen.id, screen.own_words_of, screen.part_of} - {None}
    return [fault for fault in missing_texts(questionnaire, [language]) if fault.screen in whose]


def _with_policy(page: str, policy: str) -> Response:
    answer = make_response(page)
    answer.headers["Content-Security-Policy"] = policy
    return answer
