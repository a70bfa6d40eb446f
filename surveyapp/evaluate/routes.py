"""The pages of evaluators. They read releases, and nothing else of a round."""

from functools import partial

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from surveyapp.accounts.guard import may, open_to
from surveyapp.evaluate import cautions, colours, names, reading
from surveyapp.evaluate.comparison import beside
from surveyapp.evaluate.comparison.sides import MOST_ROUNDS, Side, compare
from surveyapp.evaluate.groups import Groups
from surveyapp.evaluate.profile import STANDARD, profiles
from surveyapp.evaluate.refused import ExportRefused
from surveyapp.questionnaire.kinds.rank import places
from surveyapp.questionnaire.model import Questionnaire, Words
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
    return _overview()


def _overview(refused: ExportRefused | None = None) -> str:
    with here.store().reading() as c:
        released = [round for round in rounds.rounds(c) if round.released]
    chosen = request.args.getlist("round")
    return render_template(
        "evaluate/overview.html", rounds=released, names=names, chosen=chosen, refused=refused, most=MOST_ROUNDS
    )


@blueprint.get("/<name>")
@open_to("evaluator", "designer")
def figures(name: str) -> ResponseReturnValue:
    """A round's figures, one table for each question."""
    return _figures(*_released(name))


def _figures(release: Release, questionnaire: Questionnaire, refused: ExportRefused | None = None) -> str:
    return render_template(
        "evaluate/figures.html",
        release=release,
        questionnaire=questionnaire,
        questions=reading.questions(release, questionnaire),
        title_of=partial(reading.title, questionnaire=questionnaire),
        notes=reading.notes,
        rest=reading.rest,
        places_of=places,
        names=names,
        groups=Groups(
            release, questionnaire, lambda text: words.said(text, words.page_language(), questionnaire.source)
        ),
        cautions=cautions,
        colours=colours,
        languages=words.languages(),
        profiles=profiles(here.config().exports, words.languages()),
        chosen=request.args.get("profile", STANDARD.name),
        refused=refused,
    )


@blueprint.get("/<name>/workbook")
@open_to("evaluator", "designer")
def workbook(name: str) -> ResponseReturnValue:
    """The workbook, in one of the interface's languages and with one of the profiles."""
    from surveyapp.evaluate.workbook import make_workbook

    release, questionnaire = _released(name)
    language = _language()
    wanted = request.args.get("profile", STANDARD.name)
    found = profiles(here.config().exports, words.languages())
    profile = next((one.profile for one in found if one.name == wanted), None) or abort(404)
    try:
        content = make_workbook(release, questionnaire, language, profile)
    except ExportRefused as refused:
        return _figures(release, questionnaire, refused), 422
    standard = profile.name == STANDARD.name
    return _file(content, f"{name}-{language}.xlsx" if standard else f"{name}-{profile.name}-{language}.xlsx")


@blueprint.get("/compare")
@open_to("evaluator")
def comparison() -> ResponseReturnValue:
    """What can be compared of the chosen rounds."""
    try:
        compared = compare(_chosen())
    except ExportRefused as refused:
        return _overview(refused), 422
    return render_template(
        "evaluate/compare.html",
        comparison=compared,
        title_of=_title,
        beside=beside,
        names=names,
        languages=words.languages(),
    )


@blueprint.get("/compare/workbook")
@open_to("evaluator")
def comparison_workbook() -> ResponseReturnValue:
    """The workbook of the chosen rounds side by side."""
    from surveyapp.evaluate.comparison.workbook import make_comparison

    language = _language()
    try:
        content = make_comparison(_chosen(), language)
    except ExportRefused as refused:
        return _overview(refused), 422
    return _file(content, f"compare-{language}.xlsx")


def _chosen() -> list[tuple[Release, Questionnaire]]:
    """The rounds that are named, but not more than one too many."""
    return [_released(name) for name in request.args.getlist("round")[: MOST_ROUNDS + 1]]


def _title(side: Side, id: str) -> Words:
    return reading.title(side.questions[id].screen, side.questionnaire)


def _language() -> str:
    language = request.args.get("language", words.page_language())
    return language if language in words.languages() else abort(404)


def _file(content: bytes, name: str) -> Response:
    response = Response(content, mimetype=XLSX)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def _released(name: str) -> tuple[Release, Questionnaire]:
    """A round's release. What designers try or demonstrate they may look at; figures of people are for evaluators."""
    with here.store().reading() as c:
        round = rounds.round_named(c, name) or abort(404)
    if round.kind == "real" and not may("evaluator"):
        abort(403)
    _, release, questionnaire = released_round(name)
    return release, questionnaire


def released_round(name: str) -> tuple[Round, Release, Questionnaire]:
    """A round, its release and the questionnaire that it is about. A round without a release looks like none at all."""
    with here.store().reading() as c:
        round = rounds.round_named(c, name) or abort(404)
        questionnaire = questionnaires.questionnaire(c, round.questionnaire_version)
    return round, release_of(here.store(), round) or abort(404), questionnaire
