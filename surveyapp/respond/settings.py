"""How I want it: the page where a participant chooses how the pages look and sound, one tap away from every other.

The look stands in a cookie, the language in the visit or, before and after one, in the address. The page carries which
page it was opened from, as the name of one of ours and its parts, and leads back there.
"""

from typing import NamedTuple
from unicodedata import name as name_of_letter

from flask import Response, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from surveyapp.accounts.guard import public
from surveyapp.questionnaire.words import fixed
from surveyapp.respond import pages, returning
from surveyapp.respond import visit as visits
from surveyapp.respond.blueprint import blueprint
from surveyapp.respond.visit import Found
from surveyapp.web import look, words

IN_VISIT = ("ask", "summary", "company")
"""Pages of a visit, whose language is the visit's."""

EASY = "-simple"


class Choice(NamedTuple):
    """One card: its value, what it says, and its picture; without one it shows a sample of itself."""

    value: str
    text: str
    picture: str | None = None


class Group(NamedTuple):
    """One thing to choose."""

    part: str
    title: str
    choices: tuple[Choice, ...]


GROUPS = (
    Group(
        "size",
        fixed("Size of the text"),
        (
            Choice("0", fixed("Usual")),
            Choice("1", fixed("Larger")),
            Choice("2", fixed("Still larger")),
            Choice("3", fixed("Largest")),
        ),
    ),
    Group(
        "contrast",
        fixed("Colours"),
        (
            Choice("device", fixed("As on this device")),
            Choice("light", fixed("Light")),
            Choice("dark", fixed("Dark")),
            Choice("high", fixed("Strong contrast")),
        ),
    ),
    Group(
        "letters",
        fixed("Letters"),
        (Choice("usual", fixed("Usual letters")), Choice("clear", fixed("Clearer letters"))),
    ),
    Group(
        "pictures",
        fixed("Pictures"),
        (Choice("yes", fixed("With pictures"), "picture"), Choice("no", fixed("Without pictures"), "none")),
    ),
    Group(
        "aloud",
        fixed("Read aloud"),
        (
            Choice("yes", fixed("With buttons to listen"), "read_aloud"),
            Choice("no", fixed("Without buttons to listen"), "quiet"),
        ),
    ),
)


@blueprint.context_processor
def door() -> dict[str, object]:
    """`look_url`: where to choose how one wants it, to come back to the page that is shown."""
    return {"look_url": returning.url_for_after(".choose_look")}


@blueprint.get("/look")
@public
def choose_look(name: str) -> ResponseReturnValue:
    """The choices, as they stand."""
    found = pages.whose(name)
    return _choices(found)


@blueprint.post("/look")
@public
def set_look(name: str) -> ResponseReturnValue:
    """Take the choices, and lead back."""
    found = pages.whose(name)
    if not pages.form_is_ours():
        return _choices(found, fixed("Press the button once more.")), 422
    language = _language(found)
    easy = request.form.get("easy")
    if easy in _easy_and_not(found, language):
        language = easy
        if found.visit and found.visit.language != easy and returning.page_shown() in IN_VISIT:
            found.visit.read_in(easy)
    to_languages = _languages_url(found) if "languages" in request.form else None
    answer = redirect(to_languages or returning.back_url(name, language), code=303)
    look.remember(
        answer,
        look.Look.of({**look.present().chosen, **request.form}),
        shared=found.tablet is not None,
    )
    return answer


def _choices(found: Found, error: str | None = None) -> Response:
    token = request.cookies.get(pages.COOKIE) or visits.new_token()
    language = _language(found)
    answer = make_response(
        pages.page(
            "respond/look.html",
            found,
            language,
            groups=[group for group in GROUPS if _is_offered(group.part, language)],
            chosen=look.present(),
            easy=_easy_and_not(found, language),
            error=error,
            back_url=returning.back_url(found.round.name, language),
            language_url=_languages_url(found),
            token=visits.form_token(token),
        )
    )
    pages.set_cookie(answer, found.round, token)
    return answer


def _languages_url(found: Found) -> str | None:
    """Where another language is chosen, if there is one, to come back to the same page."""
    page = returning.page_shown()
    if len(found.round.languages) == 1:
        return None
    if page in IN_VISIT:
        change = 1 if "change" in request.args else None
        return url_for(".other_language", name=found.round.name, screen=request.args.get("screen_id"), change=change)
    if "site" in returning.PAGES[page]:
        return url_for(".languages", name=found.round.name, site=request.args["site"])
    return None


def _language(found: Found) -> str:
    """The language of the page that the choices were opened from."""
    asked = request.args.get("language", "")
    if asked in found.round.languages and "language" in returning.PAGES[returning.page_shown()]:
        return asked
    return found.visit.language if found.visit else pages.readers_language(found.round)


def _easy_and_not(found: Found, language: str) -> tuple[str, ...]:
    """The language as it is usually written and in easy words, if the round has both and the reader has chosen it."""
    page = returning.page_shown()
    if page not in IN_VISIT and "language" not in returning.PAGES[page]:
        return ()
    usual = language.removesuffix(EASY)
    both = (usual, usual + EASY)
    return both if set(both) <= set(found.round.languages) else ()


def _is_offered(part: str, language: str) -> bool:
    """Nothing is offered that would change nothing: the clear letters are Latin."""
    return part != "letters" or name_of_letter(words.own_name(language)[0]).startswith("LATIN")
