"""The pages of evaluators about studies: what was released, and nothing else."""

from importlib.util import find_spec

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from surveyapp.accounts.forms import ConfirmForm
from surveyapp.accounts.guard import note, open_to
from surveyapp.evaluate import names
from surveyapp.evaluate.study import reading
from surveyapp.evaluate.study.reading import Told, Vote
from surveyapp.questionnaire.words import fixed
from surveyapp.release.read import release_of
from surveyapp.release.study_make import make_study_release, study_release_of
from surveyapp.store import actions, guides, questionnaires, rounds, studies, study_releases
from surveyapp.store.errors import StoreRefused
from surveyapp.store.studies import Study
from surveyapp.web import here, words

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

blueprint = Blueprint("study_figures", __name__, url_prefix="/evaluate/studies", template_folder="../templates")


@blueprint.get("/")
@open_to("evaluator", "analyst")
def overview() -> ResponseReturnValue:
    """The studies that have a release."""
    with here.store().reading() as c:
        made = study_releases.made(c)
    return render_template("evaluate/studies.html", made=made)


@blueprint.get("/<name>/")
@open_to("evaluator", "analyst")
def figures(name: str) -> ResponseReturnValue:
    """What a study's release tells."""
    _, told = _told(name, words.page_language())
    return render_template(
        "evaluate/study.html",
        told=told,
        release=told.release,
        reading=reading,
        names=names,
        languages=words.languages(),
        report_there=find_spec("docx") is not None,
    )


@blueprint.get("/<name>/workbook")
@open_to("evaluator", "analyst")
def workbook(name: str) -> ResponseReturnValue:
    """The workbook, in one of the interface's languages."""
    from surveyapp.evaluate.study.workbook import make_study_workbook

    language = _language()
    study, told = _told(name, language)
    return _file(make_study_workbook(told), f"{study.name}-{language}.xlsx", XLSX)


@blueprint.get("/<name>/report")
@open_to("evaluator", "analyst")
def report(name: str) -> ResponseReturnValue:
    """The report for Word; not found where the library that writes it is missing."""
    if find_spec("docx") is None:
        abort(404)
    from surveyapp.evaluate.study.report import make_report

    language = _language()
    study, told = _told(name, language)
    return _file(make_report(told), f"{study.name}-{language}.docx", DOCX)


@blueprint.route("/<name>/release", methods=["GET", "POST"])
@open_to("analyst")
def release(name: str) -> ResponseReturnValue:
    """Release a study, after a yes: once and for all."""
    study = _known(name)
    form = ConfirmForm()
    if form.validate_on_submit():
        try:
            with here.store().writing() as c:
                make_study_release(c, study, here.today())
                note(c, f"released the study {study.name}")
        except StoreRefused as refusal:
            form.blame("sure", refusal.said)
        else:
            flash(fixed("The study is released."))
            return redirect(url_for(".figures", name=name), code=303)
    made = study_release_of(here.store(), study) is not None
    page = render_template("evaluate/release_study.html", form=form, study=study, made=made, reading=reading)
    return page, 422 if form.faulty() else 200


def _known(name: str) -> Study:
    with here.store().reading() as c:
        return studies.study_named(c, name) or abort(404)


def _told(name: str, language: str) -> tuple[Study, Told]:
    """A study with what is told of it. One without a release looks like none at all."""
    study = _known(name)
    release = study_release_of(here.store(), study) or abort(404)
    votes = []
    with here.store().reading() as c:
        guide, board = guides.guide(c, study.guide_version), actions.actions(c, study_id=study.id)
        ballots = [round for round in (rounds.round_named(c, one) for one in release.ballots) if round]
        asked = {round.id: questionnaires.questionnaire(c, round.questionnaire_version) for round in ballots}
    for round in ballots:
        made = release_of(here.store(), round)
        if made:
            votes.append(Vote(round.label, made, asked[round.id]))
    return study, Told(release, guide, votes, board, language)


def _language() -> str:
    language = request.args.get("language", words.page_language())
    return language if language in words.languages() else abort(404)


def _file(content: bytes, name: str, mimetype: str) -> Response:
    response = Response(content, mimetype=mimetype)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
