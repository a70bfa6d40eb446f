"""The pages of what people wrote: for reviewers every text with its mark, for evaluators what is shown."""

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from surveyapp.accounts.guard import note, open_to
from surveyapp.evaluate import names
from surveyapp.evaluate.open_answers import cautions, listing, marking
from surveyapp.evaluate.open_answers.marking import Marking
from surveyapp.evaluate.routes import XLSX, released_round
from surveyapp.questionnaire.model import Questionnaire
from surveyapp.questionnaire.words import fixed
from surveyapp.store import open_answers, rounds
from surveyapp.store.rounds import Round
from surveyapp.web import here, personal, words

AT_ONCE = 50
"""How many texts stand on one page."""

blueprint = Blueprint("open_answers", __name__, url_prefix="/texts", template_folder="templates")


@blueprint.get("/")
@open_to("reviewer")
def to_read() -> ResponseReturnValue:
    """The rounds that have texts."""
    with here.store().reading() as c:
        unmarked = open_answers.rounds_with_texts(c)
        found = [(round, unmarked[round.id]) for round in rounds.rounds(c) if round.id in unmarked]
    return render_template("open_answers/to_read.html", rounds=found, names=names)


@blueprint.get("/<name>/review")
@open_to("reviewer")
def review(name: str) -> ResponseReturnValue:
    """A round's texts, a page at a time, with their present marks."""
    round, _, questionnaire = released_round(name)
    unmarked, order = _unmarked(), listing.order(questionnaire)
    with here.store().reading() as c:
        left = open_answers.count(c, round.id, unmarked=True)
        texts = left if unmarked else open_answers.count(c, round.id)
        pages = listing.pages(_page(), texts, AT_ONCE)
        found = open_answers.page(c, round.id, order, unmarked, pages.start, AT_ONCE)
    return _review_page(round, questionnaire, [marking.opened(text) for text in found], pages, left)


@blueprint.post("/<name>/review")
@open_to("reviewer")
def mark(name: str) -> ResponseReturnValue:
    """Keep the marks that the reviewer has changed on one page: all of them, or none if one is wrong."""
    round, _, questionnaire = released_round(name)
    with here.store().writing() as c:
        ids = marking.ids_sent(request.form)
        found = open_answers.of_ids(c, round.id, ids[:AT_ONCE], listing.order(questionnaire))
        marked = [marking.sent(text, request.form) for text in found]
        changed = {one.text.id: one.decision for one in marked if one.changed}
        wrong = any(one.wrong for one in marked)
        if changed and not wrong:
            open_answers.decide(c, round.id, changed, here.today())
            note(c, f"marked {len(changed)} texts in the round {round.name}")
        left = open_answers.count(c, round.id, unmarked=True)
        texts = left if _unmarked() else open_answers.count(c, round.id)
    if wrong:
        return _review_page(round, questionnaire, marked, listing.pages(_page(), texts, AT_ONCE), left), 422
    saved, same = fixed("The marks are saved. Evaluators see them after midnight."), fixed("No mark was changed.")
    flash(saved if changed else same)
    only = "unmarked" if _unmarked() else None
    return redirect(url_for(".review", name=name, only=only, page=_page()), code=303)


@blueprint.get("/<name>")
@open_to("evaluator")
def shown(name: str) -> ResponseReturnValue:
    """What reviewers had decided to show at the last midnight."""
    round, release, questionnaire = released_round(name)
    with here.store().reading() as c:
        pages = listing.pages(_page(), open_answers.count_shown(c, round.id), AT_ONCE)
        texts = open_answers.shown(c, round.id, listing.order(questionnaire), pages.start, AT_ONCE)
    return render_template(
        "open_answers/shown.html",
        release=release,
        questionnaire=questionnaire,
        sections=listing.sections(questionnaire, texts),
        pages=pages,
        names=names,
        cautions=cautions,
        languages=words.languages(),
    )


@blueprint.get("/<name>/workbook")
@open_to("evaluator")
def workbook(name: str) -> ResponseReturnValue:
    """The same list as a workbook, in one of the interface's languages."""
    from surveyapp.evaluate.open_answers.workbook import make_workbook

    round, release, questionnaire = released_round(name)
    language = request.args.get("language", words.page_language())
    if language not in words.languages():
        abort(404)
    with here.store().reading() as c:
        texts = open_answers.shown(c, round.id, listing.order(questionnaire))
    response = Response(make_workbook(release, questionnaire, texts, language), mimetype=XLSX)
    response.headers.set("Content-Disposition", "attachment", filename=f"{name}-texts-{language}.xlsx")
    return response


def _review_page(
    round: Round, questionnaire: Questionnaire, marked: list[Marking], pages: listing.Pages, left: int
) -> str:
    return render_template(
        "open_answers/review.html",
        round=round,
        questionnaire=questionnaire,
        sections=listing.sections(questionnaire, ((one.text.question, one) for one in marked)),
        faults=[(f"mark_{one.text.id}", one.wrong) for one in marked if one.wrong],
        pages=pages,
        unmarked=_unmarked(),
        left=left,
        choices=marking.CHOICES,
        parts=personal.parts,
        sorts=personal.NAMES,
        names=names,
    )


def _page() -> int:
    return request.args.get("page", 1, type=int)


def _unmarked() -> bool:
    return request.args.get("only") == "unmarked"
