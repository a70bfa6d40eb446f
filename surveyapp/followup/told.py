"""The page for participants: what they said, what was done, and what won't be done and why."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from surveyapp.accounts.guard import public
from surveyapp.followup.figures import Told, told
from surveyapp.followup.origins import origin_of
from surveyapp.followup.wall import spoken
from surveyapp.release.read import release_of
from surveyapp.store import feedback, questionnaires, rounds
from surveyapp.store.feedback import Feedback, Figure
from surveyapp.web import here, words

blueprint = Blueprint("told", __name__, url_prefix="/told")


@blueprint.get("/<name>")
@public
def page(name: str) -> ResponseReturnValue:
    """What participants are told, once it is published."""
    with here.store().reading() as c:
        found = feedback.named(c, name)
        if found is None or found.published is None:
            abort(404)
        origin = origin_of(c, found.study_id, found.round_id)
    language = spoken(found.languages)
    words.use_language(language)
    return render_template(
        "followup/told.html", feedback=found, origin=origin, language=language, figures=figures_of(found)
    )


def figures_of(found: Feedback) -> dict[int, Told]:
    """The figure of each line that has one, read from its release."""
    read = {line.id: figure_told(line.figure) for line in found.lines if line.figure}
    return {id: figure for id, figure in read.items() if figure}


def figure_told(figure: Figure) -> Told | None:
    """A figure in words, or `None` where there is no release that tells it."""
    with here.store().reading() as c:
        round = rounds.round_named(c, figure.round)
        if round is None:
            return None
        questionnaire = questionnaires.questionnaire(c, round.questionnaire_version)
    release = release_of(here.store(), round)
    return told(release, questionnaire, figure.question, figure.row) if release else None
