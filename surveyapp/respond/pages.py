"""What the participants' routes share: whose request it is, and a page of the round in the reader's language."""

from typing import NoReturn

from flask import abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from surveyapp.questionnaire.words import fixed
from surveyapp.respond import returning
from surveyapp.respond import visit as visits
from surveyapp.respond.visit import Found, Visit
from surveyapp.store.rounds import Round, Site
from surveyapp.web import here, words

COOKIE = "visit"
COOKIE_SECONDS = 7 * 24 * 3600  # the service itself ends a visit that rests for two days

SUPERVISOR_MAY_NOT = fixed("Your own supervisor may not help you with this. Ask for somebody else who can help.")

OF_NOBODY = ("tablet", "share", "leave", "end_sharing")
"""Pages of a shared tablet that show nothing of anybody, so they may stand."""

RESETTING = ("thanks", "paused")
"""Pages that a visit ends with. On a shared tablet they make way by themselves, as they say."""

TABLET_COOKIE = "tablet"
TABLET_SECONDS = 366 * 24 * 3600  # its code ends it before, or the round


def whose(name: str) -> Found:
    """The round of that name, with the visit and the tablet that the cookies are of. Not found if there is none."""
    return visits.find(name, request.cookies.get(COOKIE), request.cookies.get(TABLET_COOKIE)) or abort(404)


def door(name: str) -> Found:
    """The round, if a visit can start or go on in it, with the visit under way. Else the request ends here."""
    found = whose(name)
    now = here.now()
    if found.round.state(now) == "planned":
        end("respond/not_yet.html", found, readers_language(found.round), 403)
    if found.visit and not found.round.takes_answers(now):
        closed(found.visit)
    if not found.visit and not found.round.takes_starts(now):
        if found.tablet:
            abort(redirect(url_for(".tablet", name=name), code=303))
        abort(404)
    return found


def under_way(name: str, *, submitting: bool = False) -> Visit:
    """The visit that the cookie is of, if it can be answered and a form is its own. Else the request ends here."""
    found = whose(name)
    if not found.round.takes_answers(here.now()):
        if found.visit:
            closed(found.visit)
        if found.tablet:
            abort(redirect(url_for(".tablet", name=name), code=303))
        abort(404)
    if request.method == "POST" and not form_is_ours():
        end("respond/ended.html", found, forms_language(found.round), 409)
    if found.visit:
        words.use_language(found.visit.language)  # for what goes wrong on the way too
        return found.visit
    if submitting:
        abort(
            thank(found.round, forms_language(found.round), visits.new_token())
        )  # sent twice at once, and the other was first
    if request.method == "POST":
        end("respond/ended.html", found, forms_language(found.round), 409)
    abort(redirect(url_for(".begin", name=name), code=303))


def over(visit: Visit, *, submitting: bool = False) -> NoReturn:
    """It came too late: since the request began, the round has closed or another tab has sent the answers."""
    under_way(visit.round.name, submitting=submitting)
    closed(visit)


def closed(visit: Visit) -> NoReturn:
    """The round closed in mid-visit: say so."""
    end("respond/closed.html", visit, visit.language, 410)


def end(template: str, found: Found | Visit, language: str, status: int) -> NoReturn:
    """End the request with a page that tells why."""
    abort(make_response(page(template, found, language), status))


def form_is_ours() -> bool:
    """Whether the form that was sent is one of this visit's."""
    return visits.is_form_token(request.form.get("token", ""), request.cookies.get(COOKIE))


def thank(round: Round, language: str, token: str) -> AnyResponse:
    """Lead to the thank-you, with another cookie than the answers were given under."""
    answer = redirect(url_for(".thanks", name=round.name, language=language), code=303)
    set_cookie(answer, round, token)
    return answer


def set_cookie(answer: AnyResponse, round: Round, token: str, cookie: str = COOKIE) -> None:
    """Give the browser the token of a visit, or of a tablet."""
    answer.set_cookie(
        cookie,
        token,
        max_age=COOKIE_SECONDS if cookie == COOKIE else TABLET_SECONDS,
        path=f"/r/{round.name}",
        secure=here.config().secure,
        httponly=True,
        samesite="Lax",
    )


def form_token() -> str:
    """What the forms of this visit carry."""
    return visits.form_token(request.cookies[COOKIE])


def page(template: str, found: Found | Visit, language: str, **more: object) -> str:
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
        **around(found),
        closes=round.closes.astimezone(here.zone()).date(),
        releases=round.releases.astimezone(here.zone()).date(),
        finish_by=round.closes + round.finishing if round.state(here.now()) == "finishing" else None,
        **more,
    )


def around(found: Found | Visit) -> dict[str, object]:
    """What stands around every page: help, a pause and, on a shared tablet, the next person."""
    visit = found if isinstance(found, Visit) else found.visit
    asking, view = found.round.asking, (request.endpoint or "").rpartition(".")[2]
    shared = found.tablet is not None
    rests = shared and view not in (*OF_NOBODY, *RESETTING)
    return {
        "tablet": found.tablet,
        "help_url": returning.url_for_after(".help_now"),
        "pause_url": returning.url_for_after(".pause") if isinstance(found, Visit) and asking.receipt_until else None,
        "next_url": returning.url_for_after(".done") if shared and visit else None,
        "rests_after": asking.idle_minutes * 60 if rests else 0,
        "still_here_url": returning.url_for_after(".still_here") if rests else None,
        "form_token": visits.form_token(request.cookies.get(COOKIE, "")) if rests else None,
        "start_page_url": url_for(".tablet", name=found.round.name) if shared else None,
        "notice": SUPERVISOR_MAY_NOT if isinstance(found, Visit) and _is_helped_by_whom_may_not(found) else None,
    }


def _is_helped_by_whom_may_not(visit: Visit) -> bool:
    return not visit.round.asking.own_supervisor_may_help and visit.response.answers.get("helper") == "own_supervisor"


def language_shown(found: Found) -> str:
    """The language of a page that stands beside the way: the visit's, or the one that its address carries."""
    carried = request.args.get("language", "")
    if carried in found.round.languages:
        return carried
    return found.visit.language if found.visit else readers_language(found.round)


def site_of(round: Round, id: str) -> Site:
    """The site of that id; not found if there is none."""
    return next((site for site in round.sites if site.id == id), None) or abort(404)


def language_of(round: Round, tag: str) -> str:
    """That language, if the round has it; else not found."""
    return tag if tag in round.languages else abort(404)


def forms_language(round: Round) -> str:
    """Where no visit is known any more: the language that the form was written in."""
    tag = request.form.get("language", "")
    return tag if tag in round.languages else readers_language(round)


def readers_language(round: Round) -> str:
    """Before a language has been chosen: what the browser asks for, or the round's first."""
    return request.accept_languages.best_match(round.languages) or round.languages[0]
