"""Shared tablets of a round: the code that staff write on them, and how such a device is locked to its page."""

import secrets

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from surveyapp.accounts.guard import note, open_to
from surveyapp.design.blueprint import blueprint
from surveyapp.design.forms import OnceForm
from surveyapp.design.letters import site_of
from surveyapp.design.routes import known_round
from surveyapp.questionnaire.words import fixed
from surveyapp.store import tablets as shared
from surveyapp.store.rounds import Round, Site
from surveyapp.web import here
from surveyapp.web.qr import qr, without_scheme


@blueprint.get("/rounds/<name>/tablets")
@open_to("designer")
def tablets(name: str) -> ResponseReturnValue:
    """For each site, whether it has a code for tablets; make one, make a new one, revoke it."""
    return _page(_not_over(name))


@blueprint.post("/rounds/<name>/tablets/<site>")
@open_to("designer")
def make_tablet_code(name: str, site: str) -> ResponseReturnValue:
    """Make a code for the tablets of a site, and show it this once. The former one is worthless."""
    round = _not_over(name)
    place = site_of(round, site)
    form = OnceForm()
    if not form.validate_on_submit() or form.made_before():
        return _page(round, faulty=form), 422
    with here.store().writing() as c:
        code = shared.make_code(c, round, place.id, here.store().keys)
        note(c, f"made a code for shared tablets at {place.id} in the round {round.name}")
    form.remember()
    return _page(round, made=(place, code))


@blueprint.post("/rounds/<name>/tablets/<site>/revoke")
@open_to("designer")
def revoke_tablet_code(name: str, site: str) -> ResponseReturnValue:
    """Make the code of a site worthless. Its tablets are shared no more."""
    round = _not_over(name)
    place = site_of(round, site)
    with here.store().writing() as c:
        shared.revoke(c, round, place.id)
        note(c, f"revoked the code for shared tablets at {place.id} in the round {round.name}")
    flash(fixed("The code is worthless now, and its tablets are shared no more."))
    return redirect(url_for(".tablets", name=name), code=303)


@blueprint.get("/shared-tablets")
@open_to("designer")
def locking() -> ResponseReturnValue:
    """How staff lock a tablet or a computer to the page of a round."""
    return render_template("design/locking.html")


def _not_over(name: str) -> Round:
    round = known_round(name)
    return round if round.state(here.now()) in ("planned", "open", "finishing") else abort(404)


def _page(round: Round, made: tuple[Site, str] | None = None, faulty: OnceForm | None = None) -> str:
    with here.store().reading() as c:
        coded = [(site, shared.has_code(c, round, site.id)) for site in round.sites]
    address = f"{here.config().public_address}/r/{round.name}/tablet/"
    return render_template(
        "design/tablets.html",
        round=round,
        coded=coded,
        made=made,
        form=faulty or OnceForm(formdata=None),
        once=secrets.token_hex(8),
        link=address,
        address=without_scheme(address),
        qr=qr(address),
    )
