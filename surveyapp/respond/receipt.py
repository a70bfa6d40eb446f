"""A receipt: three words with pictures that lead back to a response, to go on with it, look at it or withdraw it.

Nobody can look the words up: they follow from a cookie that the browser has for a short while, and the store has their
keyed hash. Whoever has the words has the response, so every page here carries them on in its forms, and nothing else
remembers them.
"""

from collections.abc import Sequence

from flask import Response, abort, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from surveyapp.accounts.guard import public
from surveyapp.questionnaire.way import Way
from surveyapp.questionnaire.words import Said, fixed
from surveyapp.respond import pages, receipt_words, returning, screens
from surveyapp.respond import visit as visits
from surveyapp.respond.blueprint import blueprint
from surveyapp.respond.receipt_words import Word
from surveyapp.respond.visit import Found, Opened
from surveyapp.web import here, words
from surveyapp.web.pictures import drawing_of

UNKNOWN = fixed("No answers have these three words. Look at your receipt, and write them once more.")
MISSING = fixed("Write all three words of your receipt.")
TOO_MANY = fixed("There were too many wrong tries. Wait an hour, then try again.")
NO_MORE = fixed("The survey takes no more answers, so you can't go on.")


@blueprint.get("/pause")
@public
def pause(name: str) -> ResponseReturnValue:
    """What a pause is, and the button for it."""
    visit = pages.under_way(name)
    if not visit.round.asking.receipt_until:
        abort(404)
    back = returning.back_url(name, visit.language)
    return pages.page("respond/pause.html", visit, visit.language, back_url=back, token=pages.form_token())


@blueprint.post("/pause")
@public
def begin_pause(name: str) -> ResponseReturnValue:
    """End the visit on this device. Its receipt leads back to it."""
    visit = pages.under_way(name)
    if not visit.round.asking.receipt_until:
        abort(404)
    token = visit.pause() or pages.over(visit)
    answer = redirect(url_for(".paused", name=name, language=visit.language), code=303)
    pages.set_cookie(answer, visit.round, token)
    return answer


@blueprint.get("/paused/<language>")
@public
def paused(name: str, language: str) -> ResponseReturnValue:
    """The receipt, as long as this browser has just paused."""
    found = pages.whose(name)
    receipt = visits.present_receipt(found.round, request.cookies.get(pages.COOKIE))
    if not receipt:
        return redirect(url_for(".receipt", name=name))
    return pages.page("respond/paused.html", found, pages.language_of(found.round, language), receipt=receipt)


@blueprint.get("/receipt")
@public
def receipt(name: str) -> ResponseReturnValue:
    """Where the three words are told."""
    found = _with_receipts(name)
    return _ask_for_words(found, pages.language_shown(found))


@blueprint.post("/receipt")
@public
def open_receipt(name: str) -> ResponseReturnValue:
    """Show what the words open, or do with it what the button says."""
    found = _with_receipts(name)
    language = pages.language_shown(found)
    if not pages.form_is_ours():
        return _ask_for_words(found, language, [fixed("Press the button once more.")]), 422
    typed = [word.strip() for word in request.form.getlist("word")][: receipt_words.LENGTH]
    if len(list(filter(None, typed))) < receipt_words.LENGTH:
        return _ask_for_words(found, language, [MISSING], typed), 422
    opened = visits.open_by_receipt(found, typed, request.remote_addr or "")
    if opened == "too-many":
        return _ask_for_words(found, language, [TOO_MANY], typed), 429
    if opened is None:
        return _ask_for_words(found, language, [UNKNOWN], typed), 422
    match request.form.get("do"):
        case "go-on":
            return _go_on(found, opened, language)
        case "withdraw":
            return _show(found, opened, language, "respond/withdraw.html")
        case "withdraw-surely":
            opened.withdraw()
            answer = make_response(pages.page("respond/withdrawn.html", found, language))
            pages.set_cookie(answer, found.round, visits.new_token())
            return answer
        case _:
            return _show(found, opened, language)


@blueprint.get("/word/<picture>.svg")
@public
def word_picture(name: str, picture: str) -> Response:  # noqa: ARG001
    """The picture of a word. The same for everyone, so it may be kept."""
    if picture not in {word.picture for word in receipt_words.all_words()}:
        abort(404)
    return drawing_of(picture)


@blueprint.app_template_global()
def receipt_picture_url(picture: str) -> str:
    """The address of a word's picture."""
    return url_for("respond.word_picture", name=(request.view_args or {})["name"], picture=picture)


@blueprint.app_template_global()
def receipt_language() -> str:
    """The language that the present reader is told words in."""
    language = words.interface_language(words.current_language())
    return language if language in receipt_words.languages() else words.MESSAGES


def _go_on(found: Found, opened: Opened, language: str) -> ResponseReturnValue:
    token = opened.go_on()
    if token is None:
        return _show(found, opened, language, error=NO_MORE)
    answer = redirect(url_for(".resume", name=found.round.name), code=303)
    pages.set_cookie(answer, found.round, token)
    return answer


def _show(
    found: Found, opened: Opened, language: str, template: str = "respond/opened.html", error: str | None = None
) -> str:
    response = opened.response
    way: Way = opened.way
    return pages.page(
        template,
        found,
        language,
        opened=opened,
        sent=response.state == "submitted",
        released=found.round.state(here.now()) in ("released", "stopped"),
        can_go_on=opened.can_go_on(here.now()),
        given=[
            (screen, screens.spoken(screen, response.answers[screen.id]))
            for screen in way.screens
            if screen.is_question and screen.id in response.answers
        ],
        receipt=opened.words,
        error=error,
        token=pages.form_token(),
    )


def _ask_for_words(
    found: Found, language: str, errors: Sequence[str | Said] = (), typed: Sequence[str] = ()
) -> Response:
    token = request.cookies.get(pages.COOKIE) or visits.new_token()
    words.use_language(language)
    page = pages.page(
        "respond/receipt.html",
        found,
        language,
        errors=errors,
        typed=typed,
        near={word: _near(word) for word in typed if word and not receipt_words.is_word(word)},
        places=range(receipt_words.LENGTH),
        token=visits.form_token(token),
    )
    answer = make_response(page)
    pages.set_cookie(answer, found.round, token)
    return answer


def _near(typed: str) -> list[Word]:
    return receipt_words.near(typed)


def _with_receipts(name: str) -> Found:
    """The round, until the end of the day that it gives receipts for. Else not found."""
    found = pages.whose(name)
    until = found.round.asking.receipt_until
    today = here.today()
    if until is None or today > until:
        abort(404)
    return found
