"""Beside the way: whom to turn to now, and who else was there when somebody answered."""

from typing import cast, get_args

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from surveyapp.accounts.guard import public
from surveyapp.respond import pages, returning, screens
from surveyapp.respond.blueprint import blueprint
from surveyapp.respond.visit import Visit
from surveyapp.store.responses import Company

WHO_WAS_THERE = get_args(Company)


@blueprint.get("/help")
@public
def help_now(name: str) -> ResponseReturnValue:
    """Whom the round says that people can turn to. One tap from every page, and it leads back there."""
    found = pages.whose(name)
    language = pages.language_shown(found)
    return pages.page("respond/help.html", found, language, back_url=returning.back_url(name, language))


@blueprint.get("/company")
@public
def company(name: str) -> ResponseReturnValue:
    """Whether somebody else was there: the participant's own word, after the last question."""
    return _company_page(pages.under_way(name))


@blueprint.post("/company")
@public
def tell_company(name: str) -> ResponseReturnValue:
    """Keep it, and lead on; who was helped says by whom, if that is not told yet."""
    visit = pages.under_way(name)
    told = request.form.get("answer")
    visit.tell_company(cast("Company", told) if told in WHO_WAS_THERE else "rather_not_say")
    helper = visit.way.on_way("helper")
    if told == "helped" and helper and visit.way.given["helper"] in (None, "nobody"):
        return screens.lead_to(visit, helper, changing=True)
    return redirect(url_for(".summary", name=name), code=303)


def is_asked_about_company(visit: Visit) -> bool:
    """Whether the question about company is still to be shown: where the questionnaire asks who helped."""
    return visit.response.company is None and visit.way.on_way("helper") is not None


def _company_page(visit: Visit) -> str:
    last = visit.way.screens[-1]
    return pages.page(
        "respond/company.html",
        visit,
        visit.language,
        chosen=visit.response.company,
        back_url=screens.address(visit, last),
        token=pages.form_token(),
    )
