"""What is given out on paper: letters with access codes, and a poster for a round with an open link.

A QR code carries an access code behind the # of the address, which no server and no log sees.
"""

import secrets
from datetime import date

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from surveyapp.accounts.guard import note, open_to
from surveyapp.design.blueprint import blueprint
from surveyapp.design.forms import CodesForm, ReplaceForm
from surveyapp.design.routes import known_round, link
from surveyapp.questionnaire.model import Questionnaire
from surveyapp.questionnaire.words import Said, fixed
from surveyapp.store import codes, questionnaires
from surveyapp.store.rounds import Round, Site
from surveyapp.web import here, words
from surveyapp.web.qr import qr, without_scheme

SUGGESTED = 20
"""Codes: a workshop and a few to spare."""


@blueprint.route("/rounds/<name>/codes", methods=["GET", "POST"])
@open_to("designer")
def make_codes(name: str) -> ResponseReturnValue:
    """Make access codes for a site, and show them as letters this once."""
    round = _with_codes(name)
    form = CodesForm(n=SUGGESTED, once=secrets.token_hex(8))
    form.site.choices = [(site.id, site.name) for site in round.sites]
    if form.validate_on_submit() and not form.made_before():
        return _letters(round, form, replacing=False)
    page = render_template("design/codes.html", form=form, round=round)
    return page, 422 if form.faulty() else 200


@blueprint.route("/rounds/<name>/codes/replace", methods=["GET", "POST"])
@open_to("designer")
def replace_codes(name: str) -> ResponseReturnValue:
    """Make a lost list worthless, and show new letters in its place, after a yes."""
    round = _with_codes(name)
    form = ReplaceForm(n=SUGGESTED, once=secrets.token_hex(8))
    form.site.choices = [(site.id, site.name) for site in round.sites]
    if form.validate_on_submit() and not form.made_before():
        return _letters(round, form, replacing=True)
    page = render_template("design/codes_replace.html", form=form, round=round)
    return page, 422 if form.faulty() else 200


@blueprint.get("/rounds/<name>/poster/<site>")
@open_to("designer")
def poster(name: str, site: str) -> ResponseReturnValue:
    """A sheet for the wall. Whoever scans it can answer."""
    round = known_round(name)
    place = site_of(round, site)
    if round.access != "open" or round.state(here.now()) not in ("planned", "open"):
        abort(404)
    with here.store().reading() as c:
        questionnaire = questionnaires.questionnaire(c, round.questionnaire_version)
    told = words.say_in_each(
        _source_first(round, questionnaire),
        Said("Scan this with your phone to answer."),
        Said(
            "%(responsible)s asks these questions.",
            {"responsible": round.facts.responsible or here.config().organisation},
        ),
        fixed("You decide whether you want to answer. Nothing bad happens if you say no."),
        Said("You can answer until %(day)s.", {"day": _last_day(round)}),
    )
    return render_template(
        "design/poster.html",
        round=round,
        site=place,
        questionnaire=questionnaire,
        told=told,
        address=without_scheme(link(round, place.id)),
        qr=qr(link(round, place.id)),
    )


def site_of(round: Round, id: str) -> Site:
    """The site of that id; not found if there is none."""
    return next((site for site in round.sites if site.id == id), None) or abort(404)


def _with_codes(name: str) -> Round:
    round = known_round(name)
    if round.access != "codes" or round.state(here.now()) not in ("planned", "open"):
        abort(404)
    return round


def _letters(round: Round, form: CodesForm, *, replacing: bool) -> ResponseReturnValue:
    site = site_of(round, form.site.data)
    with here.store().writing() as c:
        if replacing:
            codes.revoke_unused(c, round, site.id)
            note(c, f"revoked the unused access codes of {site.id} in the round {round.name}")
        made = codes.make(c, round, site.id, form.n.data or 0, here.store().keys)
        note(c, f"made access codes for {site.id} in the round {round.name}")
        questionnaire = questionnaires.questionnaire(c, round.questionnaire_version)
    form.remember()
    public = here.config().public_address
    return render_template(
        "design/letters.html",
        round=round,
        site=site,
        questionnaire=questionnaire,
        letters=[(code, qr(f"{public}/r/{round.name}/at/{site.id}/#code={code}")) for code in made],
        address=without_scheme(f"{public}/r"),
        told=words.say_in_each(
            _source_first(round, questionnaire),
            Said("Scan or write this code by %(day)s.", {"day": _last_day(round)}),
        ),
    )


def _source_first(round: Round, questionnaire: Questionnaire) -> list[str]:
    return sorted(round.languages, key=lambda language: language != questionnaire.source)


def _last_day(round: Round) -> date:
    return round.closes.astimezone(here.zone()).date()
