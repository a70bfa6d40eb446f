"""A shared tablet: one picture start page for everyone, and between two people nothing of the first is left.

Staff write a code on the tablet; from then on its cookie names the tablet. Whatever leads to the start page ends the
visit: it gives the browser another cookie, so that the cache of pages gone by lets go of them.
"""

from flask import Response, abort, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as AnyResponse

from surveyapp.accounts.guard import public
from surveyapp.questionnaire.words import fixed
from surveyapp.respond import pages, returning
from surveyapp.respond import visit as visits
from surveyapp.respond.blueprint import blueprint
from surveyapp.respond.visit import Found
from surveyapp.store.tablets import Tablet
from surveyapp.web import here, look, words

WRONG_CODE = fixed("This is not the code of a tablet in this round. Look at the page of the round, and write it anew.")
TOO_MANY = fixed("There were too many wrong tries. Wait an hour, or make a new code.")

WARNED_FOR = 60
"""Seconds between the question whether somebody is still there, and the end of the visit."""


@blueprint.get("/tablet/")
@public
def tablet(name: str) -> ResponseReturnValue:
    """The start page of a shared tablet; on any other device, where staff write the tablet's code."""
    found = pages.whose(name)
    return _start_page(found, found.tablet) if found.tablet else _code_page(found)


@blueprint.post("/tablet/")
@public
def share(name: str) -> ResponseReturnValue:
    """Make this device a shared tablet of the round."""
    found = pages.whose(name)
    if found.tablet:
        return redirect(url_for(".tablet", name=name), code=303)
    if not pages.form_is_ours():
        return _code_page(found, fixed("Press the button once more.")), 422
    token = visits.new_token()
    refused = visits.share_tablet(found.round, request.form.get("code", ""), token, request.remote_addr or "")
    if refused:
        return _code_page(found, TOO_MANY if refused == "too-many" else WRONG_CODE), 422
    answer = redirect(url_for(".tablet", name=name), code=303)
    pages.set_cookie(answer, found.round, token, pages.TABLET_COOKIE)
    return answer


@blueprint.get("/tablet/done")
@public
def done(name: str) -> ResponseReturnValue:
    """Whether the visit is to end for the next person."""
    found = pages.whose(name)
    if not found.tablet or not found.visit:
        return redirect(url_for(".begin", name=name))
    back = returning.back_url(name, found.visit.language)
    return pages.page("respond/done.html", found.visit, found.visit.language, back_url=back, token=pages.form_token())


@blueprint.get("/tablet/still-here")
@public
def still_here(name: str) -> ResponseReturnValue:
    """What a page without scripts leads to when nobody has touched it; soon it leads to the start page itself."""
    found = pages.whose(name)
    if not found.tablet or not found.visit:
        return redirect(url_for(".begin", name=name))
    back = returning.back_url(name, found.visit.language)
    page = pages.page("respond/still_here.html", found.visit, found.visit.language, back_url=back)
    return make_response(page, {"Refresh": f"{WARNED_FOR}; url={url_for('.tablet', name=name, rested=1)}"})


@blueprint.post("/tablet/next")
@public
def next_person(name: str) -> ResponseReturnValue:
    """End the visit as the round says, and begin anew for the next person. Pressed twice, it does so once."""
    found = pages.whose(name)
    if not found.tablet:
        abort(404)
    if found.visit and pages.form_is_ours():
        found.visit.leave()
    return redirect(url_for(".tablet", name=name, rested=1 if "rested" in request.form else None), code=303)


@blueprint.get("/tablet/leave")
@public
def leave(name: str) -> ResponseReturnValue:
    """Where staff end the sharing of this tablet, with its code."""
    found = pages.whose(name)
    return _code_page(found) if found.tablet else redirect(url_for(".begin", name=name))


@blueprint.post("/tablet/leave")
@public
def end_sharing(name: str) -> ResponseReturnValue:
    """Share this tablet no more."""
    found = pages.whose(name)
    if not found.tablet:
        return redirect(url_for(".begin", name=name), code=303)
    if not pages.form_is_ours():
        return _code_page(found, fixed("Press the button once more.")), 422
    code = request.form.get("code", "")
    refused = visits.end_tablet(found.round, found.tablet, code, request.remote_addr or "")
    if refused:
        return _code_page(found, TOO_MANY if refused == "too-many" else WRONG_CODE), 422
    answer = redirect(url_for(".tablet", name=name), code=303)
    answer.delete_cookie(pages.TABLET_COOKIE, path=f"/r/{name}")
    return _forgetting(answer, found)


def _start_page(found: Found, tablet: Tablet) -> Response:
    """Nothing of whoever was here before is on it, or can be had back from it."""
    look.show_as_usual()
    offered = []
    for tag in found.round.languages:
        with words.in_language(tag):
            offered.append((tag, words.say(fixed("Start"))))
    page = pages.page(
        "respond/tablet.html",
        found,
        found.round.languages[0],
        site=pages.site_of(found.round, tablet.site),
        offered=offered,
        takes_starts=found.round.takes_starts(here.now()),
        rested="rested" in request.args,
    )
    answer = make_response(page)
    look.forget(answer)
    return _forgetting(answer, found)


def _forgetting(answer: Response | AnyResponse, found: Found) -> Response:
    pages.set_cookie(answer, found.round, visits.new_token())
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer  # type: ignore[return-value]


def _code_page(found: Found, error: str | None = None) -> Response:
    token = request.cookies.get(pages.COOKIE) or visits.new_token()
    page = pages.page(
        "respond/tablet_code.html",
        found,
        pages.readers_language(found.round),
        error=error,
        token=visits.form_token(token),
    )
    answer = make_response(page)
    pages.set_cookie(answer, found.round, token)
    return answer
