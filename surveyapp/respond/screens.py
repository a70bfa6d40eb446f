"""The pages of a visit under way: its screens, its summary, and where each of them is."""

from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from surveyapp.questionnaire.kinds import AnswerForm, Sayable, kind_of
from surveyapp.questionnaire.model import Answer, Screen
from surveyapp.questionnaire.words import fixed
from surveyapp.respond import pages
from surveyapp.respond.visit import Visit
from surveyapp.web import words

CHANGED_ELSEWHERE = fixed("Your answers have changed on another page. Look through them, and send them once more.")


def screen_page(visit: Visit, screen: Screen, form: AnswerForm) -> str:
    """`screen.html` draws the screen; `kinds/<ask>.html` in it the question."""
    progress = visit.way.progress(screen.id)
    changing = "change" in request.args
    return pages.page(
        "screen.html",
        visit,
        visit.language,
        screen=screen,
        form=form,
        chosen=form.chosen(),
        step=progress and progress.number,
        steps=progress and progress.total,
        echo=_echo(visit, screen),
        action=address(visit, screen, changing=changing),
        back_url=_back(visit, screen, changing=changing),
        language_url=language_url(visit, screen, changing=changing),
        token=pages.form_token(),
    )


def summary_page(visit: Visit, *, changed_elsewhere: bool = False) -> str:
    """All answers, to look through and send."""
    screens = visit.way.screens
    return pages.page(
        "respond/summary.html",
        visit,
        visit.language,
        visit=visit,
        given=[(screen, spoken(screen, visit.way.given[screen.id])) for screen in screens if screen.is_question],
        changed_elsewhere=changed_elsewhere and CHANGED_ELSEWHERE,
        back_url=address(visit, screens[-1]) if screens else information_url(visit),
        language_url=language_url(visit, None),
        token=pages.form_token(),
    )


def _echo(visit: Visit, screen: Screen) -> str:
    """The answer that a screen repeats above its question; nothing if it was skipped."""
    echoed = visit.way.on_way(screen.echo) if screen.echo else None
    if echoed is None:
        return ""
    told = spoken(echoed, visit.way.given[echoed.id])
    return " · ".join(words.said(one, visit.language, visit.questionnaire.source) for one in told)


def spoken(screen: Screen, answer: Answer | None) -> list[Sayable]:
    """An answer in the words that it was chosen by; nothing if there is none."""
    return [] if answer is None else list(kind_of(screen).spoken(screen, answer))


def _back(visit: Visit, screen: Screen, *, changing: bool) -> str:
    """The screen before on the way; in a change from the summary, the summary."""
    if changing and screen.id in visit.response.answers:
        return address(visit, None)
    before = visit.way.before(screen.id)
    if before:
        return address(visit, before, changing=changing)
    return information_url(visit)


def information_url(visit: Visit) -> str:
    """The page that the visit began from."""
    return url_for(".information", name=visit.round.name, site=visit.response.site, language=visit.language)


def address(visit: Visit, screen: Screen | None, *, changing: bool = False) -> str:
    """Where a screen is; no screen is the summary."""
    if screen is None:
        return url_for(".summary", name=visit.round.name)
    return url_for(".ask", name=visit.round.name, screen_id=screen.id, change=1 if changing else None)


def lead_to(visit: Visit, screen: Screen | None, *, changing: bool = False) -> AnyResponse:
    """Go to a screen; no screen is the summary."""
    return redirect(address(visit, screen, changing=changing), code=303)


def language_url(visit: Visit, screen: Screen | None, *, changing: bool = False) -> str | None:
    """Where the language can be changed, to come back to this screen."""
    if len(visit.round.languages) == 1:
        return None
    return url_for(
        ".other_language", name=visit.round.name, screen=screen and screen.id, change=1 if changing else None
    )


def came_from(visit: Visit) -> str:
    """The screen that a page was opened from, named by its id in the query; without one, the summary."""
    return address(visit, visit.way.on_way(request.args.get("screen", "")), changing="change" in request.args)


def known(visit: Visit, id: str) -> Screen:
    """The screen of that id; not found if there is none."""
    try:
        return visit.questionnaire.screen(id)
    except KeyError:
        abort(404)
