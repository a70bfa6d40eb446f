"""The pages of designers about rounds, and the overview."""

from dataclasses import asdict
from datetime import timedelta
from typing import cast

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from surveyapp import demo
from surveyapp.accounts.forms import ConfirmForm
from surveyapp.accounts.guard import note, open_to
from surveyapp.design import opening
from surveyapp.design.blueprint import blueprint
from surveyapp.design.forms import FillForm, OpenForm, PostponeForm
from surveyapp.design.versions import published
from surveyapp.questionnaire.model import Questionnaire
from surveyapp.questionnaire.words import Said, fixed
from surveyapp.release import second
from surveyapp.release.make import make_release
from surveyapp.store import ballots, counters, questionnaires, rounds
from surveyapp.store.errors import StoreRefused
from surveyapp.store.rounds import Asking, Facts, Plan, Round
from surveyapp.web import here
from surveyapp.web.times import text_of
from surveyapp.web.words import page_language, said, say

COUNTERS = {
    "fewer": fixed("Fewer than %(n)s, as it stood last midnight"),
    "at_least": fixed("At least %(n)s, as it stood last midnight"),
    "exactly": fixed("%(n)s, as it stands now"),
}


@blueprint.get("/")
@open_to("designer")
def overview() -> ResponseReturnValue:
    """The rounds, and the questionnaires."""
    with here.store().reading() as c:
        found = [round for round in rounds.rounds(c) if not round.ballot]
        versions = [version for version in questionnaires.versions(c) if not version.key.startswith(ballots.KEY)]
        drafts = questionnaires.drafts(c)
    return render_template(
        "design/overview.html", rounds=found, versions=versions, drafts=drafts, now=here.now(), zone=here.zone().key
    )


@blueprint.route("/versions/<version>/open", methods=["GET", "POST"])
@open_to("designer")
def open_round(version: str) -> ResponseReturnValue:
    """Choose everything about a round, and open it."""
    questionnaire = published(version)
    form = OpenForm(data=_suggested(questionnaire))
    form.languages.choices = [(language, language) for language in questionnaire.languages]
    form.second.choices = [
        ("", fixed("Nothing more")),
        *((id, _second_named(id, questionnaire)) for id in opening.second_variables(questionnaire)),
    ]
    if not opening.reads_wave(questionnaire):
        del form.wave
    if "change" not in request.form and form.validate_on_submit():
        plan = _plan(form, questionnaire)
        for refusal in opening.refusals_by_part(plan, questionnaire, here.now(), here.zone()):
            form.blame(refusal.about, refusal.said)
        if not form.faulty() and (once_more := _shown_once_more(plan, questionnaire)):
            return once_more
        if not form.faulty():
            with here.store().writing() as c:
                opened = rounds.open_round(c, plan, here.now())
                note(c, f"opened the {opened.kind} round {opened.name}")
            flash(fixed("The round is set up."))
            return redirect(url_for(".one_round", name=opened.name), code=303)
    page = render_template(
        "design/open.html",
        form=form,
        questionnaire=questionnaire,
        usable=opening.default_languages(questionnaire, trial=False),
        zone=here.zone().key,
    )
    return page, 422 if form.faulty() else 200


@blueprint.get("/rounds/<name>")
@open_to("designer")
def one_round(name: str) -> ResponseReturnValue:
    """A round: its state, its links, and what can be done with it."""
    return _round_page(known_round(name), FillForm(n=40))


@blueprint.route("/rounds/<name>/postpone", methods=["GET", "POST"])
@open_to("designer")
def postpone(name: str) -> ResponseReturnValue:
    """Put the closing off."""
    round = known_round(name)
    form = PostponeForm(
        closes=text_of(round.closes + timedelta(days=7), here.zone()),
        releases=text_of(round.releases + timedelta(days=7), here.zone()),
    )
    if form.validate_on_submit():
        try:
            with here.store().writing() as c:
                rounds.postpone(c, round, form.closes.moment, form.releases.moment, here.now())
                note(c, f"put off the closing of the round {round.name}")
        except StoreRefused as refusal:
            form.blame("closes", refusal.said)
        else:
            flash(fixed("The closing is put off."))
            return redirect(url_for(".one_round", name=name), code=303)
    page = render_template("design/postpone.html", form=form, round=round, zone=here.zone().key)
    return page, 422 if form.faulty() else 200


@blueprint.route("/rounds/<name>/stop", methods=["GET", "POST"])
@open_to("designer")
def stop(name: str) -> ResponseReturnValue:
    """Stop a real round for good, after a yes."""
    round = known_round(name)
    form = ConfirmForm()
    if form.validate_on_submit():
        try:
            with here.store().writing() as c:
                stopped = rounds.stop(c, round, here.now())
                note(c, f"stopped the round {round.name} for good")
        except StoreRefused as refusal:
            form.blame("sure", refusal.said)
        else:
            make_release(here.store(), stopped, here.now())
            flash(fixed("The round is stopped. There will be no figures of it."))
            return redirect(url_for(".one_round", name=name), code=303)
    return render_template("design/stop.html", form=form, round=round), 422 if form.faulty() else 200


@blueprint.route("/rounds/<name>/finish", methods=["GET", "POST"])
@open_to("designer")
def finish(name: str) -> ResponseReturnValue:
    """Mark a round as finished, once its participants have been told."""
    round = known_round(name)
    form = ConfirmForm()
    if form.validate_on_submit():
        try:
            with here.store().writing() as c:
                rounds.finish(c, round, here.today())
                note(c, f"marked the round {round.name} as finished")
        except StoreRefused as refusal:
            form.blame("sure", refusal.said)
        else:
            flash(fixed("The round is finished."))
            return redirect(url_for(".one_round", name=name), code=303)
    return render_template("design/finish.html", form=form, round=round), 422 if form.faulty() else 200


@blueprint.post("/rounds/<name>/fill")
@open_to("designer")
def fill(name: str) -> ResponseReturnValue:
    """Add made-up answers to a trial or demo round."""
    round = known_round(name)
    if round.kind == "real":
        abort(404)
    form = FillForm()
    if not form.validate_on_submit():
        return _round_page(round, form)
    today = here.today()
    try:
        demo.fill(here.store(), round, form.n.data or 0, here.now(), today)
    except StoreRefused as refusal:
        flash(say(refusal.said))
    else:
        with here.store().writing() as c:
            note(c, f"added made-up answers to the {round.kind} round {round.name}")
        flash(fixed("The made-up answers are added."))
    return redirect(url_for(".one_round", name=name), code=303)


@blueprint.post("/rounds/<name>/close")
@open_to("designer")
def close(name: str) -> ResponseReturnValue:
    """Close a trial at once, and release it."""
    round = known_round(name)
    try:
        with here.store().writing() as c:
            closed = rounds.close_trial(c, round, here.now())
            note(c, f"closed the trial round {round.name}")
    except StoreRefused as refusal:
        flash(say(refusal.said))
    else:
        make_release(here.store(), closed, here.now())
        flash(fixed("The trial is closed, and its figures are released."))
    return redirect(url_for(".one_round", name=name), code=303)


@blueprint.route("/rounds/<name>/remove", methods=["GET", "POST"])
@open_to("designer")
def remove(name: str) -> ResponseReturnValue:
    """Remove a trial or demo round with all that belongs to it, after a yes."""
    round = known_round(name)
    if round.kind == "real":
        abort(404)
    form = ConfirmForm()
    if form.validate_on_submit():
        with here.store().writing() as c:
            rounds.remove(c, round)
            note(c, f"removed the {round.kind} round {round.name}")
        flash(fixed("The round is removed."))
        return redirect(url_for(".overview"), code=303)
    return render_template("design/remove.html", form=form, round=round), 422 if form.faulty() else 200


def known_round(name: str) -> Round:
    """The round of that name; not found if there is none. A ballot is the facilitator's alone."""
    with here.store().reading() as c:
        round = rounds.round_named(c, name)
    return round if round and not round.ballot else abort(404)


def _round_page(round: Round, form: FillForm) -> ResponseReturnValue:
    with here.store().reading() as c:
        questionnaire = questionnaires.questionnaire(c, round.questionnaire_version)
        shown = counters.shown(c, round, here.now())
    page = render_template(
        "design/round.html",
        zone=here.zone().key,
        round=round,
        state=round.state(here.now()),
        missing=opening.may_be_missing(round, questionnaire),
        questionnaire=questionnaire,
        second=_second_named(round.second, questionnaire) if round.second else None,
        links=[(site, link(round, site.id)) for site in round.sites],
        counter=Said(COUNTERS[shown[0]], {"n": shown[1]}) if shown else None,
        form=form,
    )
    return page, 422 if form.faulty() else 200


def _shown_once_more(plan: Plan, questionnaire: Questionnaire) -> ResponseReturnValue | None:
    """The page that shows everything about a real round before it opens: none of it can be changed then.

    Nothing for a trial, and when the yes has come. The page carries what was filled in, and leads back to it.
    """
    if plan.kind != "real":
        return None
    shown_before = "shown" in request.form
    confirm = ConfirmForm()
    if shown_before and confirm.validate():
        return None
    if not shown_before:
        confirm = ConfirmForm(formdata=None)
    page = render_template(
        "design/open_real.html",
        form=confirm,
        plan=plan,
        questionnaire=questionnaire,
        missing=opening.may_be_missing(plan, questionnaire),
        second=_second_named(plan.second, questionnaire) if plan.second else None,
        zone=here.zone().key,
        written=[(name, value) for name, value in request.form.items(multi=True) if name not in NOT_WRITTEN],
    )
    return page, 422 if shown_before else 200


NOT_WRITTEN = ("csrf_token", "shown", "sure", "change")
"""What a form carries beside what was filled in."""


def _second_named(id: str, questionnaire: Questionnaire) -> str:
    return said(second.named(id, questionnaire), page_language(), questionnaire.source)


def link(round: Round, site: str) -> str:
    """The address that participants of that site are given."""
    address = f"{here.config().public_address}/r/{round.name}/"
    return address if len(round.sites) == 1 else f"{address}at/{site}/"


def _suggested(questionnaire: Questionnaire) -> dict[str, object]:
    opens = here.now().astimezone(here.zone())
    closes = (opens + timedelta(days=14)).replace(hour=16, minute=0)
    releases = (closes + timedelta(days=1)).replace(hour=9)
    return {
        "label": questionnaire.title[questionnaire.source],
        "languages": opening.default_languages(questionnaire, trial=False),
        "k": 5,
        "breakdown": "gender",
        "access": "open",
        "opens": text_of(opens, here.zone()),
        "closes": text_of(closes, here.zone()),
        "releases": text_of(releases, here.zone()),
        **asdict(Asking(receipt_until=releases.date())),
    }


def _plan(form: OpenForm, questionnaire: Questionnaire) -> Plan:
    return Plan(
        label=(form.label.data or "").strip(),
        questionnaire_version=questionnaire.version,
        kind=cast(rounds.Kind, form.kind.data),
        languages=tuple(form.languages.data or ()),
        sites=opening.sites_named((form.sites.data or "").splitlines()),
        k=form.k.data or 0,
        breakdown=cast(rounds.Breakdown, form.breakdown.data),
        opens=form.opens.moment,
        closes=form.closes.moment,
        releases=form.releases.moment,
        access=cast(rounds.Access, form.access.data),
        facts=Facts(
            responsible=(form.responsible.data or "").strip(),
            contact=(form.contact.data or "").strip(),
            legal_ground=(form.legal_ground.data or "").strip(),
            kept_until=form.kept_until.day,
            reference=(form.reference.data or "").strip(),
        ),
        second=form.second.data or None,
        wave=(form.wave.data or "").strip() if form.wave else "",
        asking=Asking(
            own_supervisor_may_help=form.own_supervisor_may_help.data,
            proxy_allowed=form.proxy_allowed.data,
            idle_minutes=form.idle_minutes.data or 0,
            idle_keeps=form.idle_keeps.data,
            receipt_until=form.receipt_until.day,
            help_now=(form.help_now.data or "").strip(),
            results_told=(form.results_told.data or "").strip(),
        ),
    )
