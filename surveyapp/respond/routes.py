"""The participants' pages. Each route parses, asks `visit` what happens, and renders or leads on.

An unknown round and one that is over look the same to a stranger: not found. Whoever is in mid-visit is told.
"""

import re
from typing import NoReturn

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as AnyResponse

from surveyapp.accounts.guard import public
from surveyapp.questionnaire.kinds import AnswerForm, Sayable, kind_of
from surveyapp.questionnaire.model import Answer, Screen
from surveyapp.questionnaire.words import fixed
from surveyapp.respond import visit as visits
from surveyapp.respond.visit import Found, Visit
from surveyapp.store import questionnaires
from surveyapp.store.rounds import Round, Site
from surveyapp.web import here, words
from surveyapp.web.headers import DRAWING

COOKIE = "visit"
COOKIE_SECONDS = 7 * 24 * 3600  # the service itself ends a visit that rests for two days

CODE_REFUSED = fixed(
    "This code can't be used. Look at your paper and write it once more, or ask the staff for a new code."
)
"""The same whether the code is unknown, revoked or used: whoever holds the list must not learn who has answered."""

CHANGED_ELSEWHERE = fixed("Your answers have changed on another page. Look through them, and send them once more.")

blueprint = Blueprint("respond", __name__, url_prefix="/r/<name>", template_folder="templates")


# ---- to the first question -------------------------------------------------------------------------------------------


@blueprint.get("/")
@public
def begin(name: str) -> ResponseReturnValue:
    """The link of a round. One site leads straight on; of several, each has a link of its own."""
    found = _door(name)
    sites = found.round.sites
    if len(sites) == 1:
        return redirect(url_for(".languages", name=name, site=sites[0].id))
    return _page("respond/which_link.html", found, _readers_language(found.round))


@blueprint.get("/at/<site>/")
@public
def languages(name: str, site: str) -> ResponseReturnValue:
    """The choice of language, each in its own name."""
    found = _door(name)
    place, offered = _site(found.round, site), found.round.languages
    if len(offered) == 1:
        return redirect(url_for(".information", name=name, site=place.id, language=offered[0]))
    readers = _readers_language(found.round)
    others = []
    for tag in dict.fromkeys(words.interface_language(tag) for tag in offered):
        if tag != words.interface_language(readers):
            with words.in_language(tag):
                others.append((tag, words.say(fixed("Choose your language"))))
    return _page("respond/languages.html", found, readers, site=place, others=others)


@blueprint.get("/at/<site>/<language>/")
@public
def information(name: str, site: str, language: str) -> ResponseReturnValue:
    """Who asks, that it is voluntary, what happens with the answers; and the button that starts."""
    found = _door(name)
    return _information(found, _site(found.round, site), _language(found.round, language))


@blueprint.post("/at/<site>/<language>/")
@public
def start(name: str, site: str, language: str) -> ResponseReturnValue:
    """Begin a visit, or go on with the one that is under way. Sent twice at once, it begins one visit."""
    found = _door(name)
    place, language = _site(found.round, site), _language(found.round, language)
    if not _form_is_ours():
        return _information(found, place, language, fixed("Press the button once more.")), 422
    if found.visit:
        if found.visit.language != language:
            found.visit.read_in(language)
        return redirect(url_for(".resume", name=name), code=303)
    code = request.form.get("code", "") if found.round.access == "codes" else None
    refused = visits.start(found.round, place.id, language, request.cookies[COOKIE], code)
    if refused == "not-open":
        abort(404)
    if refused:
        return _information(found, place, language, CODE_REFUSED, code or ""), 422
    return redirect(url_for(".resume", name=name), code=303)


@blueprint.post("/at/<site>/<language>/anew")
@public
def start_anew(name: str, site: str, language: str) -> ResponseReturnValue:
    """Leave the visit under way as it is: someone else wants to answer on this device."""
    round = _door(name).round
    to_start = url_for(".information", name=name, site=_site(round, site).id, language=_language(round, language))
    answer = redirect(to_start, code=303)
    if _form_is_ours():
        _set_cookie(answer, round, visits.new_token())
    return answer


# ---- from the first question to the thank-you ------------------------------------------------------------------------


@blueprint.get("/go-on")
@public
def resume(name: str) -> ResponseReturnValue:
    """Lead to where the visit goes on."""
    visit = _under_way(name)
    return _lead_to(visit, visit.way.first_unseen)


@blueprint.get("/ask/<screen_id>")
@public
def ask(name: str, screen_id: str) -> ResponseReturnValue:
    """One screen, with the answer that was kept."""
    visit = _under_way(name)
    screen = visit.way.on_way(_known(visit, screen_id).id)
    if screen is None:
        return _lead_to(visit, visit.way.after(screen_id))
    return _screen(visit, screen, kind_of(screen).form(screen)(kept=visit.way.given[screen_id]))


@blueprint.post("/ask/<screen_id>")
@public
def keep(name: str, screen_id: str) -> ResponseReturnValue:
    """Keep the answer, durably, and lead on. What is practised or only read keeps nothing."""
    visit = _under_way(name)
    screen = visit.way.on_way(screen_id) or _known(visit, screen_id)
    if screen.ask != "information":
        form = kind_of(screen).form(screen)(request.form)
        if not form.validate():
            return _screen(visit, screen, form), 422 if form.errors else 200  # a rank goes place by place
        if screen.is_question:
            visit = visit.keep(screen, form.given()) or _over(visit)
    changing = "change" in request.args
    following = visit.way.after_change(screen_id) if changing else visit.way.after(screen_id)
    return _lead_to(visit, following, changing=changing)


@blueprint.get("/summary")
@public
def summary(name: str) -> ResponseReturnValue:
    """All answers, each with a link that changes it. A question that nobody has seen is shown first."""
    visit = _under_way(name)
    unseen = visit.way.first_unseen
    return _lead_to(visit, unseen, changing=True) if unseen else _summary(visit)


@blueprint.post("/summary")
@public
def submit(name: str) -> ResponseReturnValue:
    """Send the answers as they were shown. The cookie gets a fresh value, so Back shows no answer."""
    visit = _under_way(name, submitting=True)
    if visit.way.first_unseen:
        return _lead_to(visit, visit.way.first_unseen, changing=True)
    outcome = visit.submit(_revision())
    if outcome == "submitted":
        return _thank(visit.round, visit.language)
    if outcome == "changed":
        return _summary(_under_way(name), changed_elsewhere=True), 422
    _over(visit, submitting=True)


def _revision() -> int:
    """The revision that the summary was shown at; none that there is, if the form was tampered with."""
    carried = request.form.get("revision", "")
    return int(carried) if re.fullmatch(r"[0-9]{1,9}", carried) else -1


@blueprint.get("/thanks/<language>")
@public
def thanks(name: str, language: str) -> ResponseReturnValue:
    """What happens now. It names no answer, and shows the same to everyone."""
    found = visits.find(name, None) or abort(404)
    if found.round.state(here.now()) == "planned":
        abort(404)
    return _page("respond/thanks.html", found, _language(found.round, language))


# ---- on the way ------------------------------------------------------------------------------------------------------


@blueprint.get("/language")
@public
def other_language(name: str) -> ResponseReturnValue:
    """The languages, from any screen in mid-visit."""
    visit = _under_way(name)
    return _page(
        "respond/other_language.html",
        visit,
        visit.language,
        action=request.full_path,
        back_url=_came_from(visit),
        token=_token(),
    )


@blueprint.post("/language")
@public
def change_language(name: str) -> ResponseReturnValue:
    """Go on in another language, at the same screen."""
    visit = _under_way(name)
    visit.read_in(_language(visit.round, request.form.get("language", "")))
    return redirect(_came_from(visit), code=303)


@blueprint.get("/media/<sha256>")
@public
def medium(name: str, sha256: str) -> ResponseReturnValue:
    """A picture of the round's own questionnaire. Its address is its content, so it may be kept for ever."""
    found = visits.find(name, None) or abort(404)
    if sha256 not in found.questionnaire.media.values():
        abort(404)
    with here.store().reading() as c:
        content, mimetype = questionnaires.medium(c, sha256) or abort(404)
    answer = Response(content, mimetype=mimetype, headers={"Content-Security-Policy": DRAWING})
    answer.cache_control.public = True
    answer.cache_control.max_age = 365 * 24 * 3600
    answer.cache_control.immutable = True
    return answer


# ---- what the routes share -------------------------------------------------------------------------------------------


def _door(name: str) -> Found:
    """The round, if a visit can start or go on in it, with the visit under way. Else the request ends here."""
    found = visits.find(name, request.cookies.get(COOKIE)) or abort(404)
    now = here.now()
    if found.round.state(now) == "planned":
        _end("respond/not_yet.html", found, _readers_language(found.round), 403)
    if found.visit and not found.round.takes_answers(now):
        _closed(found.visit)
    if not found.visit and not found.round.takes_starts(now):
        abort(404)
    return found


def _under_way(name: str, *, submitting: bool = False) -> Visit:
    """The visit that the cookie is of, if it can be answered and a form is its own. Else the request ends here."""
    found = visits.find(name, request.cookies.get(COOKIE)) or abort(404)
    if not found.round.takes_answers(here.now()):
        if found.visit:
            _closed(found.visit)
        abort(404)
    if request.method == "POST" and not _form_is_ours():
        _end("respond/ended.html", found, _forms_language(found.round), 409)
    if found.visit:
        words.use_language(found.visit.language)  # for what goes wrong on the way too
        return found.visit
    if submitting:
        abort(_thank(found.round, _forms_language(found.round)))  # sent twice at once, and the other was first
    if request.method == "POST":
        _end("respond/ended.html", found, _forms_language(found.round), 409)
    abort(redirect(url_for(".begin", name=name), code=303))


def _over(visit: Visit, *, submitting: bool = False) -> NoReturn:
    """It came too late: since the request began, the round has closed or another tab has sent the answers."""
    _under_way(visit.round.name, submitting=submitting)
    _closed(visit)


def _closed(visit: Visit) -> NoReturn:
    """The round closed in mid-visit: say so."""
    _end("respond/closed.html", visit, visit.language, 410)


def _end(template: str, found: Found | Visit, language: str, status: int) -> NoReturn:
    abort(make_response(_page(template, found, language), status))


def _form_is_ours() -> bool:
    return visits.is_form_token(request.form.get("token", ""), request.cookies.get(COOKIE))


def _thank(round: Round, language: str) -> AnyResponse:
    answer = redirect(url_for(".thanks", name=round.name, language=language), code=303)
    _set_cookie(answer, round, visits.new_token())
    return answer


def _set_cookie(answer: AnyResponse, round: Round, token: str) -> None:
    answer.set_cookie(
        COOKIE,
        token,
        max_age=COOKIE_SECONDS,
        path=f"/r/{round.name}",
        secure=here.config().secure,
        httponly=True,
        samesite="Lax",
    )


def _token() -> str:
    return visits.form_token(request.cookies[COOKIE])


def _page(template: str, found: Found | Visit, language: str, **more: object) -> str:
    """A page of this round in that language. The definition gives its title and its source language."""
    words.use_language(language)
    round, questionnaire = found.round, found.questionnaire

    def media_url(name: str) -> str:
        return url_for(".medium", name=round.name, sha256=questionnaire.media[name])

    return render_template(
        template,
        round=round,
        questionnaire=questionnaire,
        language=language,
        media_url=media_url,
        closes=round.closes.astimezone(here.zone()).date(),
        releases=round.releases.astimezone(here.zone()).date(),
        finish_by=round.closes + round.finishing if round.state(here.now()) == "finishing" else None,
        **more,
    )


def _information(found: Found, site: Site, language: str, error: str | None = None, code: str = "") -> AnyResponse:
    token = request.cookies.get(COOKIE) or visits.new_token()
    several = len(found.round.languages) > 1
    page = _page(
        "respond/information.html",
        found,
        language,
        site=site,
        visit=found.visit,
        error=error,
        code=code,
        token=visits.form_token(token),
        language_url=url_for(".languages", name=found.round.name, site=site.id) if several else None,
    )
    answer = make_response(page)
    _set_cookie(answer, found.round, token)
    return answer


def _screen(visit: Visit, screen: Screen, form: AnswerForm) -> str:
    """`screen.html` draws the screen; `kinds/<ask>.html` in it the question."""
    progress = visit.way.progress(screen.id)
    changing = "change" in request.args
    return _page(
        "screen.html",
        visit,
        visit.language,
        screen=screen,
        form=form,
        chosen=form.chosen(),
        step=progress and progress.number,
        steps=progress and progress.total,
        echo=_echo(visit, screen),
        action=_address(visit, screen, changing=changing),
        back_url=_back(visit, screen, changing=changing),
        language_url=_language_url(visit, screen, changing=changing),
        token=_token(),
    )


def _summary(visit: Visit, *, changed_elsewhere: bool = False) -> str:
    screens = visit.way.screens
    return _page(
        "respond/summary.html",
        visit,
        visit.language,
        visit=visit,
        given=[(screen, _spoken(screen, visit.way.given[screen.id])) for screen in screens if screen.is_question],
        changed_elsewhere=changed_elsewhere and CHANGED_ELSEWHERE,
        back_url=_address(visit, screens[-1]) if screens else _information_url(visit),
        language_url=_language_url(visit, None),
        token=_token(),
    )


def _echo(visit: Visit, screen: Screen) -> str:
    """The answer that a screen repeats above its question; nothing if it was skipped."""
    echoed = visit.way.on_way(screen.echo) if screen.echo else None
    if echoed is None:
        return ""
    spoken = _spoken(echoed, visit.way.given[echoed.id])
    return " · ".join(words.said(one, visit.language, visit.questionnaire.source) for one in spoken)


def _spoken(screen: Screen, answer: Answer | None) -> list[Sayable]:
    return [] if answer is None else list(kind_of(screen).spoken(screen, answer))


def _back(visit: Visit, screen: Screen, *, changing: bool) -> str:
    """The screen before on the way; in a change from the summary, the summary."""
    if changing and screen.id in visit.response.answers:
        return _address(visit, None)
    before = visit.way.before(screen.id)
    if before:
        return _address(visit, before, changing=changing)
    return _information_url(visit)


def _information_url(visit: Visit) -> str:
    return url_for(".information", name=visit.round.name, site=visit.response.site, language=visit.language)


def _address(visit: Visit, screen: Screen | None, *, changing: bool = False) -> str:
    """Where a screen is; no screen is the summary."""
    if screen is None:
        return url_for(".summary", name=visit.round.name)
    return url_for(".ask", name=visit.round.name, screen_id=screen.id, change=1 if changing else None)


def _lead_to(visit: Visit, screen: Screen | None, *, changing: bool = False) -> AnyResponse:
    return redirect(_address(visit, screen, changing=changing), code=303)


def _language_url(visit: Visit, screen: Screen | None, *, changing: bool = False) -> str | None:
    """Where the language can be changed, to come back to this screen."""
    if len(visit.round.languages) == 1:
        return None
    return url_for(
        ".other_language", name=visit.round.name, screen=screen and screen.id, change=1 if changing else None
    )


def _came_from(visit: Visit) -> str:
    """The screen that a page was opened from, named by its id in the query; without one, the summary."""
    return _address(visit, visit.way.on_way(request.args.get("screen", "")), changing="change" in request.args)


def _known(visit: Visit, id: str) -> Screen:
    try:
        return visit.questionnaire.screen(id)
    except KeyError:
        abort(404)


def _site(round: Round, id: str) -> Site:
    return next((site for site in round.sites if site.id == id), None) or abort(404)


def _language(round: Round, tag: str) -> str:
    return tag if tag in round.languages else abort(404)


def _forms_language(round: Round) -> str:
    """Where no visit is known any more: the language that the form was written in."""
    tag = request.form.get("language", "")
    return tag if tag in round.languages else _readers_language(round)


def _readers_language(round: Round) -> str:
    """Before a language has been chosen: what the browser asks for, or the round's first."""
    return request.accept_languages.best_match(round.languages) or round.languages[0]
