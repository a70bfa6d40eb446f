"""The pages of ballots: for the facilitator what to do in each step, for the group what to look at."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, cast

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from surveyapp.accounts.forms import ConfirmForm, in_languages, written
from surveyapp.accounts.guard import note, open_to
from surveyapp.focusgroup.ballots import questionnaire as asked
from surveyapp.focusgroup.ballots import result as results
from surveyapp.focusgroup.ballots.forms import (
    METHODS,
    VOTERS,
    BallotForm,
    BesideForm,
    ChoicesForm,
    IdeaForm,
    OpenVoteForm,
    PaperForm,
)
from surveyapp.focusgroup.blueprint import blueprint
from surveyapp.focusgroup.studies import known_study
from surveyapp.questionnaire.kinds import kind_of
from surveyapp.questionnaire.model import Answer, Questionnaire
from surveyapp.questionnaire.words import Said, fixed
from surveyapp.release.make import is_due, make_release
from surveyapp.store import ballots, codes, improvements, questionnaires, rounds, tablets
from surveyapp.store.ballots import Ballot, BallotPlan, Step
from surveyapp.store.errors import StoreRefused
from surveyapp.store.rounds import Asking, Plan, Round, Site
from surveyapp.store.studies import Study
from surveyapp.web import here, words
from surveyapp.web.qr import qr, without_scheme

STEPS: dict[str, str] = {
    "ideas": fixed("Silent ideas"),
    "round_table": fixed("One at a time round the table"),
    "merge": fixed("Put together"),
    "vote": fixed("Secret vote"),
    "result": fixed("Result"),
}
PLACE = Site("all", "")
TOO_FEW = fixed("A vote needs two improvements or more. Tick what is voted on first.")


@blueprint.get("/<name>/ballots/")
@open_to("moderator", "analyst")
def ballots_of(name: str) -> ResponseReturnValue:
    """The ballots of a study."""
    study = known_study(name)
    with here.store().reading() as c:
        found = ballots.of_study(c, study.id)
    return render_template(
        "focusgroup/ballots.html", study=study, ballots=found, methods=METHODS, voters=VOTERS, steps=STEPS
    )


@blueprint.route("/<name>/ballots/add", methods=["GET", "POST"])
@open_to("moderator")
def add_ballot(name: str) -> ResponseReturnValue:
    """Say how is voted, by whom, and how the result will be told."""
    study = known_study(name)
    form = BallotForm()
    _offer(form, study)
    if form.validate_on_submit():
        plan = BallotPlan(
            written(form.label), form.voters.data, form.method.data, form.choose.data or 1, form.by_gender.data
        )
        with here.store().writing() as c:
            ballot = ballots.add(c, study.id, plan)
            ballots.choose(c, ballot, [int(id) for id in form.improvements.data or ()])
            note(c, f"added a ballot to the study {study.name}")
        return _to(study, ballot, "ideas")
    page = render_template("focusgroup/ballot_form.html", form=form, study=study, beside=None)
    return page, 422 if form.faulty() else 200


@blueprint.route("/<name>/ballots/<id:ballot>/beside", methods=["GET", "POST"])
@open_to("moderator")
def add_ballot_beside(name: str, ballot: int) -> ResponseReturnValue:
    """Add the ballot of the others on the same improvements, whose voice weighs the same."""
    study, found = _known(name, ballot)
    form = BesideForm()
    if form.validate_on_submit():
        others: ballots.Voters = "staff" if found.voters == "participants" else "participants"
        try:
            with here.store().writing() as c:
                added = ballots.add_beside(c, found, written(form.label), others, by_gender=form.by_gender.data)
                note(c, f"added a second ballot to the study {study.name}")
        except StoreRefused as refusal:
            form.blame("label", refusal.said)
        else:
            return _to(study, added, "vote")
    page = render_template("focusgroup/ballot_form.html", form=form, study=study, beside=found)
    return page, 422 if form.faulty() else 200


@blueprint.get("/<name>/ballots/<id:ballot>/<step>")
@open_to("moderator", "analyst")
def ballot_step(name: str, ballot: int, step: str) -> ResponseReturnValue:
    """What the facilitator does in a step."""
    study, found = _known(name, ballot)
    return _step(study, found, step)


@blueprint.get("/<name>/ballots/<id:ballot>/<step>/show")
@open_to("moderator")
def show_step(name: str, ballot: int, step: str) -> ResponseReturnValue:
    """What the group looks at in a step: large, with pictures, and without anybody's name or number."""
    study, found = _known(name, ballot)
    language = request.args.get("language", study.languages[0])
    if language not in study.languages:
        abort(404)
    words.use_language(language)
    return render_template(
        "focusgroup/ballot_show.html",
        **_facts(study, found, step),
        language=language,
        beforehand=asked.said_beforehand(found, study.k),
    )


@blueprint.post("/<name>/ballots/<id:ballot>/<step>/reached")
@open_to("moderator")
def reach_step(name: str, ballot: int, step: str) -> ResponseReturnValue:
    """Say that the group has come to a step. A vote that has opened stays the step."""
    study, found = _known(name, ballot)
    if step not in ("ideas", "round_table", "merge"):
        abort(404)
    with here.store().writing() as c:
        if found.round_id is None:
            ballots.set_step(c, found, cast(Step, step))
    return _to(study, found, step)


@blueprint.post("/<name>/ballots/<id:ballot>/ideas/add")
@open_to("moderator")
def add_idea(name: str, ballot: int) -> ResponseReturnValue:
    """Make an idea that was told an improvement, and vote on it."""
    study, found = _known(name, ballot)
    form = _idea_form(study)
    if form.validate_on_submit():
        form.need("text", fixed("Write what should be changed."))
        if not form.faulty():
            try:
                with here.store().writing() as c:
                    added = improvements.add(c, study.id, form.texts("text"), form.picture.data)
                    ballots.choose(c, found, [*(one.id for one in ballots.choices(c, found)), added.id])
                    note(c, f"added an improvement to the study {study.name}")
            except StoreRefused as refusal:
                form.blame(f"text_{study.languages[0]}", refusal.said)
            else:
                return _to(study, found, "round_table")
    return _step(study, found, "round_table", idea=form), 422


@blueprint.post("/<name>/ballots/<id:ballot>/choices")
@open_to("moderator")
def choose_improvements(name: str, ballot: int) -> ResponseReturnValue:
    """Say which improvements are voted on."""
    study, found = _known(name, ballot)
    form = ChoicesForm()
    _offer(form, study)
    if form.validate_on_submit():
        try:
            with here.store().writing() as c:
                ballots.choose(c, found, [int(id) for id in form.improvements.data or ()])
                note(c, f"chose what a ballot of the study {study.name} is on")
        except StoreRefused as refusal:
            form.blame("improvements", refusal.said)
        else:
            return _to(study, found, "vote")
    return _step(study, found, "merge", choosing=form), 422


@blueprint.post("/<name>/ballots/<id:ballot>/vote/open")
@open_to("moderator")
def open_vote(name: str, ballot: int) -> ResponseReturnValue:
    """Open the vote, and show its slips this once."""
    study, found = _known(name, ballot)
    form = OpenVoteForm()
    with here.store().reading() as c:
        choices = ballots.choices(c, found)
    if form.validate_on_submit():
        if len(choices) < 2:
            form.blame("n", TOO_FEW)
        elif found.method != "yes_no" and found.choose > len(choices):
            form.blame("n", Said("Each may choose %(n)s, but there are fewer to choose from.", {"n": found.choose}))
        else:
            questionnaire = asked.make(found, choices, study.languages, study.k)
            plan = _plan(study, found, questionnaire, form.minutes.data or 0)
            try:
                with here.store().writing() as c:
                    round, made = ballots.open_vote(
                        c, found, questionnaire, plan, form.n.data or 0, here.store().keys, here.now()
                    )
                    note(c, f"opened a vote of the study {study.name}")
            except StoreRefused as refusal:
                form.blame("n", refusal.said)
            else:
                return _slips(study, found, round, questionnaire, made)
    return _step(study, found, "vote", opening=form), 422


@blueprint.post("/<name>/ballots/<id:ballot>/vote/tablet")
@open_to("moderator")
def vote_tablet(name: str, ballot: int) -> ResponseReturnValue:
    """Make a code for the tablet that is passed round, and show it this once. A former one is worthless."""
    study, found = _known(name, ballot)
    round = _open(found)
    with here.store().writing() as c:
        code = tablets.make_code(c, round, PLACE.id, here.store().keys)
        note(c, f"made a code for the tablet of a vote of the study {study.name}")
    address = f"{here.config().public_address}/r/{round.name}/tablet/"
    return render_template(
        "focusgroup/ballot_tablet.html",
        study=study,
        ballot=found,
        code=code,
        link=address,
        address=without_scheme(address),
        qr=qr(address),
    )


@blueprint.route("/<name>/ballots/<id:ballot>/vote/paper", methods=["GET", "POST"])
@open_to("moderator")
def vote_paper(name: str, ballot: int) -> ResponseReturnValue:
    """Enter a vote from paper, with the code of its slip."""
    study, found = _known(name, ballot)
    round = _open(found)
    with here.store().reading() as c:
        questionnaire = questionnaires.questionnaire(c, round.questionnaire_version)
    form, answers = PaperForm(), dict[str, Answer | None]()
    if form.validate_on_submit():
        for screen in questionnaire.questions:
            given = [one for one in request.form.getlist(f"answer-{screen.id}") if one]
            one = kind_of(screen).form(screen)(MultiDict([("answer", each) for each in given]))
            if not one.validate() or len(set(given)) < len(given):
                form.blame("code", fixed("Look at the choices again: one is there twice, or there are too many."))
            answers[screen.id] = one.given()
        if not form.faulty():
            store = here.store()
            try:
                with store.writing() as c:
                    code_id = store.keys.code_id(codes.normalise(written(form.code)))
                    ballots.vote_on_paper(c, round, code_id, study.languages[0], answers, here.today(), here.now())
            except StoreRefused as refusal:
                form.blame("code", refusal.said)
            else:
                return redirect(url_for(".vote_paper", name=name, ballot=ballot, kept=1), code=303)
    page = render_template(
        "focusgroup/ballot_paper.html",
        study=study,
        ballot=found,
        form=form,
        questionnaire=questionnaire,
        kept="kept" in request.args and not form.faulty(),
        given={screen.id: request.form.getlist(f"answer-{screen.id}") for screen in questionnaire.questions},
    )
    return page, 422 if form.faulty() else 200


@blueprint.route("/<name>/ballots/<id:ballot>/vote/anew", methods=["GET", "POST"])
@open_to("moderator")
def vote_anew(name: str, ballot: int) -> ResponseReturnValue:
    """End a vote that went wrong, after a yes. Nobody ever sees its votes."""
    study, found = _known(name, ballot)
    _open(found)
    form = ConfirmForm()
    if form.validate_on_submit():
        try:
            with here.store().writing() as c:
                ballots.start_anew(c, found, here.now())
                note(c, f"started a vote of the study {study.name} anew")
        except StoreRefused as refusal:
            form.blame("sure", refusal.said)
        else:
            return _to(study, found, "vote")
    page = render_template("focusgroup/ballot_anew.html", study=study, ballot=found, form=form)
    return page, 422 if form.faulty() else 200


def _known(name: str, id: int) -> tuple[Study, Ballot]:
    study = known_study(name)
    with here.store().reading() as c:
        found = ballots.by_id(c, id)
    return (study, found) if found and found.study_id == study.id else abort(404)


def _round(ballot: Ballot) -> Round | None:
    with here.store().reading() as c:
        return rounds.round_by_id(c, ballot.round_id) if ballot.round_id else None


def _open(ballot: Ballot) -> Round:
    round = _round(ballot)
    return round if round and round.takes_starts(here.now()) else abort(404)


def _to(study: Study, ballot: Ballot, step: str) -> ResponseReturnValue:
    return redirect(url_for(".ballot_step", name=study.name, ballot=ballot.id, step=step), code=303)


def _offer(form: BallotForm | ChoicesForm, study: Study) -> None:
    with here.store().reading() as c:
        there = improvements.of_study(c, study.id)
    form.improvements.choices = [(str(one.id), one.text[study.languages[0]]) for one in there]


def _idea_form(study: Study) -> IdeaForm:
    return in_languages(IdeaForm, study.languages, text={})()


def _plan(study: Study, ballot: Ballot, questionnaire: Questionnaire, minutes: int) -> Plan:
    now = here.now()
    closes = now + timedelta(minutes=minutes)
    return Plan(
        label=f"{study.label}: {ballot.label}",
        questionnaire_version=questionnaire.version,
        kind=study.kind,
        languages=study.languages,
        sites=(PLACE,),
        k=study.k,
        breakdown="gender" if ballot.by_gender else "none",
        opens=now,
        closes=closes,
        releases=closes,
        access="codes",
        facts=study.facts,
        asking=Asking(help_now=study.help_now, results_told=study.results_told),
        ballot=True,
    )


def _slips(
    study: Study, ballot: Ballot, round: Round, questionnaire: Questionnaire, made: Sequence[str]
) -> ResponseReturnValue:
    public = here.config().public_address
    told = fixed("With this code you vote once. Scan it, or write it."), asked.said_beforehand(ballot, study.k)
    return render_template(
        "focusgroup/ballot_slips.html",
        study=study,
        ballot=ballot,
        round=round,
        questionnaire=questionnaire,
        slips=[(code, qr(f"{public}/r/{round.name}/at/{PLACE.id}/#code={code}")) for code in made],
        address=without_scheme(f"{public}/r"),
        told=words.say_in_each(study.languages, *told),
    )


def _facts(study: Study, ballot: Ballot, step: str) -> dict[str, Any]:
    """What both pages of a step tell. Of the votes there is nothing but what the release tells."""
    if step not in STEPS:
        abort(404)
    round = _round(ballot)
    with here.store().reading() as c:
        choices = ballots.choices(c, ballot)
        other = ballots.other(c, ballot)
    over = round is not None and is_due(round, here.now())
    facts: dict[str, Any] = {
        "study": study,
        "ballot": ballot,
        "step": step,
        "steps": STEPS,
        "round": round,
        "over": over,
        "choices": choices,
        "other": other,
        "counts": (),
        "together": (),
    }
    if step == "result" and round and over:
        counts = _counts(round)
        facts["counts"] = counts
        facts["together"] = _together(counts, other)
    return facts


def _counts(round: Round) -> tuple[results.Count, ...]:
    """The result, as the release tells it. It is made now if nobody has made it yet."""
    release = make_release(here.store(), round, here.now())
    if release is None:
        return ()
    with here.store().reading() as c:
        return results.counted(release, questionnaires.questionnaire(c, round.questionnaire_version))


def _together(counts: tuple[results.Count, ...], other: Ballot | None) -> tuple[results.Together, ...]:
    """Both ballots together, once both are over."""
    round = _round(other) if other else None
    if round is None or not counts or not is_due(round, here.now()):
        return ()
    theirs = _counts(round)
    return results.together(counts[0], theirs[0]) if theirs else ()


def _step(
    study: Study,
    ballot: Ballot,
    step: str,
    *,
    idea: IdeaForm | None = None,
    choosing: ChoicesForm | None = None,
    opening: OpenVoteForm | None = None,
) -> str:
    facts = _facts(study, ballot, step)
    if choosing is None:
        choosing = ChoicesForm(formdata=None, improvements=[str(one.id) for one in facts["choices"]])
        _offer(choosing, study)
    return render_template(
        "focusgroup/ballot.html",
        **facts,
        idea=idea or _idea_form(study),
        choosing=choosing,
        opening=opening or OpenVoteForm(formdata=None),
        faulty=idea or opening or choosing,
        beforehand=asked.said_beforehand(ballot, study.k),
        methods=METHODS,
        voters=VOTERS,
    )
