"""The participants' way from the link to the thank-you. Each route parses, asks `visit` what happens, and renders.

An unknown round and one that is over look the same to a stranger: not found. Whoever is in mid-visit is told.
"""

import re

from flask import abort, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as AnyResponse

from surveyapp.accounts.guard import public, way_on
from surveyapp.questionnaire.kinds import kind_of
from surveyapp.questionnaire.words import fixed
from surveyapp.respond import beside, pages, screens
from surveyapp.respond import visit as visits
from surveyapp.respond.blueprint import blueprint
from surveyapp.respond.pages import COOKIE
from surveyapp.respond.visit import Found
from surveyapp.store.rounds import Site
from surveyapp.web import here, look, media, words

CODE_REFUSED = fixed(
    "This code can't be used. Look at your paper and write it once more, or ask the staff for a new code."
)
"""The same whether the code is unknown, revoked or used: whoever holds the list must not learn who has answered."""

TOO_MANY = fixed("There were too many wrong tries. Wait a while, or ask the staff.")


# ---- to the first question -------------------------------------------------------------------------------------------


@blueprint.get("/")
@public
def begin(name: str) -> ResponseReturnValue:
    """The link of a round. One site leads straight on; of several, each has a link of its own."""
    found = pages.door(name)
    if found.tablet:
        return redirect(url_for(".tablet", name=name))
    sites = found.round.sites
    if len(sites) == 1:
        return redirect(url_for(".languages", name=name, site=sites[0].id))
    return pages.page("respond/which_link.html", found, pages.readers_language(found.round))


@blueprint.get("/at/<site>/")
@public
def languages(name: str, site: str) -> ResponseReturnValue:
    """The choice of language, each in its own name."""
    found = pages.door(name)
    place, offered = pages.site_of(found.round, site), found.round.languages
    if len(offered) == 1:
        return redirect(url_for(".information", name=name, site=place.id, language=offered[0]))
    readers = pages.readers_language(found.round)
    others = []
    for tag in dict.fromkeys(words.interface_language(tag) for tag in offered):
        if tag != words.interface_language(readers):
            with words.in_language(tag):
                others.append((tag, words.say(fixed("Choose your language"))))
    return pages.page("respond/languages.html", found, readers, site=place, others=others)


@blueprint.get("/at/<site>/<language>/")
@public
def information(name: str, site: str, language: str) -> ResponseReturnValue:
    """Who asks, that it is voluntary, what happens with the answers; and the button that starts."""
    found = pages.door(name)
    return _information(found, pages.site_of(found.round, site), pages.language_of(found.round, language))


@blueprint.post("/at/<site>/<language>/")
@public
def start(name: str, site: str, language: str) -> ResponseReturnValue:
    """Begin a visit, or go on with the one that is under way. Sent twice at once, it begins one visit."""
    found = pages.door(name)
    place, language = pages.site_of(found.round, site), pages.language_of(found.round, language)
    if not pages.form_is_ours():
        return _information(found, place, language, fixed("Press the button once more.")), 422
    if found.visit:
        if found.visit.language != language:
            found.visit.read_in(language)
        return redirect(url_for(".resume", name=name), code=303)
    code = request.form.get("code", "") if found.round.access == "codes" else None
    token = visits.token_after(request.cookies[COOKIE])
    proxy = found.round.asking.proxy_allowed and request.form.get("proxy") == "yes"
    begins = visits.Begins(place.id, language, token, code, found.tablet, proxy)
    refused = visits.start(found.round, begins, request.remote_addr or "")
    if refused == "not-open":
        abort(404)
    if refused:
        error = TOO_MANY if refused == "too-many" else CODE_REFUSED
        return _information(found, place, language, error, code or ""), 429 if error is TOO_MANY else 422
    answer = redirect(url_for(".resume", name=name), code=303)
    pages.set_cookie(answer, found.round, token)
    return answer


@blueprint.post("/at/<site>/<language>/anew")
@public
def start_anew(name: str, site: str, language: str) -> ResponseReturnValue:
    """Leave the visit under way as it is: someone else wants to answer on this device."""
    round = pages.door(name).round
    to_start = url_for(
        ".information", name=name, site=pages.site_of(round, site).id, language=pages.language_of(round, language)
    )
    answer = redirect(to_start, code=303)
    if pages.form_is_ours():
        pages.set_cookie(answer, round, visits.new_token())
    return answer


# ---- from the first question to the thank-you ------------------------------------------------------------------------


@blueprint.get("/go-on")
@public
def resume(name: str) -> ResponseReturnValue:
    """Lead to where the visit goes on."""
    visit = pages.under_way(name)
    return screens.lead_to(visit, visit.way.first_unseen)


@blueprint.get("/ask/<screen_id>")
@public
def ask(name: str, screen_id: str) -> ResponseReturnValue:
    """One screen, with the answer that was kept."""
    visit = pages.under_way(name)
    screen = visit.way.on_way(screens.known(visit, screen_id).id)
    if screen is None:
        return screens.lead_to(visit, visit.way.after(screen_id))
    return screens.screen_page(visit, screen, kind_of(screen).form(screen)(kept=visit.way.given[screen_id]))


@blueprint.post("/ask/<screen_id>")
@public
def keep(name: str, screen_id: str) -> ResponseReturnValue:
    """Keep the answer, durably, and lead on. What is practised or only read keeps nothing.

    Who has written something and opens another page before going on (`then`) is led there, and finds it again.
    """
    visit = pages.under_way(name)
    screen = visit.way.on_way(screen_id) or screens.known(visit, screen_id)
    then = way_on(request.form.get("then"))
    if screen.ask != "information":
        form = kind_of(screen).form(screen)(request.form)
        if not form.validate():
            if then:
                return redirect(then, code=303)
            return screens.screen_page(visit, screen, form), 422 if form.errors else 200  # a rank goes place by place
        if screen.is_question:
            visit = visit.keep(screen, form.given()) or pages.over(visit)
    visit.use_support(_support(visit))
    if then:
        return redirect(then, code=303)
    changing = "change" in request.args
    following = visit.way.after_change(screen_id) if changing else visit.way.after(screen_id)
    return screens.lead_to(visit, following, changing=changing)


@blueprint.get("/summary")
@public
def summary(name: str) -> ResponseReturnValue:
    """All answers, each with a link that changes it. A question that nobody has seen is shown first."""
    visit = pages.under_way(name)
    unseen = visit.way.first_unseen
    if unseen:
        return screens.lead_to(visit, unseen, changing=True)
    if beside.is_asked_about_company(visit):
        return redirect(url_for(".company", name=name), code=303)
    return screens.summary_page(visit)


@blueprint.post("/summary")
@public
def submit(name: str) -> ResponseReturnValue:
    """Send the answers as they were shown. The cookie gets a fresh value, so Back shows no answer."""
    visit = pages.under_way(name, submitting=True)
    if visit.way.first_unseen:
        return screens.lead_to(visit, visit.way.first_unseen, changing=True)
    outcome, token = visit.submit(_revision())
    if outcome == "submitted":
        return pages.thank(visit.round, visit.language, token)
    if outcome == "changed":
        return screens.summary_page(pages.under_way(name), changed_elsewhere=True), 422
    pages.over(visit, submitting=True)


def _support(visit: visits.Visit) -> dict[str, bool]:
    """The support that this page was answered with."""
    heard = {"read_aloud": True} if request.form.get("heard") else {}
    return {**look.present().support(visit.language), **heard}


def _revision() -> int:
    """The revision that the summary was shown at; none that there is, if the form was tampered with."""
    carried = request.form.get("revision", "")
    return int(carried) if re.fullmatch(r"[0-9]{1,9}", carried) else -1


@blueprint.get("/thanks/<language>")
@public
def thanks(name: str, language: str) -> ResponseReturnValue:
    """What happens now. It names no answer, and shows the same to everyone."""
    found = pages.whose(name)
    if found.round.state(here.now()) == "planned":
        abort(404)
    return pages.page(
        "respond/thanks.html",
        found,
        pages.language_of(found.round, language),
        receipt=visits.present_receipt(found.round, request.cookies.get(COOKIE)),
    )


# ---- on the way ------------------------------------------------------------------------------------------------------


@blueprint.get("/language")
@public
def other_language(name: str) -> ResponseReturnValue:
    """The languages, from any screen in mid-visit."""
    visit = pages.under_way(name)
    return pages.page(
        "respond/other_language.html",
        visit,
        visit.language,
        action=request.full_path,
        back_url=screens.came_from(visit),
        token=pages.form_token(),
    )


@blueprint.post("/language")
@public
def change_language(name: str) -> ResponseReturnValue:
    """Go on in another language, at the same screen."""
    visit = pages.under_way(name)
    visit.read_in(pages.language_of(visit.round, request.form.get("language", "")))
    return redirect(screens.came_from(visit), code=303)


@blueprint.get("/media/<sha256>")
@public
def medium(name: str, sha256: str) -> ResponseReturnValue:
    """A file of the round's own questionnaire. Its address is its content, so it may be kept for ever."""
    found = visits.find(name, None) or abort(404)
    answer = media.medium(found.questionnaire, sha256)
    answer.cache_control.public = True
    answer.cache_control.max_age = 365 * 24 * 3600
    answer.cache_control.immutable = True
    return answer


def _information(found: Found, site: Site, language: str, error: str | None = None, code: str = "") -> AnyResponse:
    token = request.cookies.get(COOKIE) or visits.new_token()
    several = len(found.round.languages) > 1
    page = pages.page(
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
    pages.set_cookie(answer, found.round, token)
    return answer
