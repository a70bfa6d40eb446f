"""The pages of evaluators. They read releases, and nothing else of a round."""

from functools import partial

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from surveyapp.accounts.guard import open_to
from surveyapp.evaluate import cautions, colours, names, reading
from surveyapp.evaluate.groups import Groups
from surveyapp.questionnaire.model import Questionnaire
from surveyapp.release.model import Release
from surveyapp.release.read import release_of
from surveyapp.store import questionnaires, rounds
from surveyapp.store.rounds import Round
from surveyapp.web import here, words

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

blueprint = Blueprint("evaluate", __name__, url_prefix="/evaluate", template_folder="templates")


@blueprint.get("/")
@open_to("evaluator")
def overview() -> ResponseReturnValue:
    """The rounds that have a release."""
    with here.store().reading() as c:
        released = [round for round in rounds.rounds(c) if round.released]
    return render_template("evaluate/overview.html", rounds=released, names=names)


@blueprint.get("/<name>")
@open_to("evaluator")
def figures(name: str) -> ResponseReturnValue:
    """A round's figures, one table for each question."""
    release, questionnaire = _released(name)
    return render_template(
        "evaluate/figures.html",
        release=release,
        questionnaire=questionnaire,
        questions=reading.questions(release, questionnaire),
        title_of=partial(reading.title, questionnaire=questionnaire),
        notes=reading.notes,
        rest=reading.rest,
        groups=Groups(
            release, questionnaire, partial(words.said, language=words.page_language(), source=questionnaire.source)
        ),
        names=names,
        cautions=cautions,
        colours=colours,
        languages=words.languages(),
    )


@blueprint.get("/<name>/workbook")
@open_to("evaluator")
def workbook(name: str) -> ResponseReturnValue:
    """The workbook, in one of the interface's languages."""
    from surveyapp.evaluate.workbook import make_workbook

    release, questionnaire = _released(name)
    language = request.args.get("language", words.page_language())
    if language not in words.languages():
        abort(404)
    response = Response(make_workbook(release, questionnaire, language), mimetype=XLSX)
    response.headers.set("Content-Disposition", "attachment", filename=f"{name}-{language}.xlsx")
    return response


def _released(name: str) -> tuple[Release, Questionnaire]:
    _, release, questionnaire = released_round(name)
    return release, questionnaire


def released_round(name: str) -> tuple[Round, Release, Questionnaire]:
    """A round, its release and the questionnaire that it is about. A round without a release looks like none at all."""
    with here.store().reading() as c:
        round = rounds.round_named(c, name) or abort(404)
        questionnaire = questionnaires.questionnaire(c, round.questionnaire_version)
    return round, release_of(here.store(), round) or abort(404), questionnaire
