"""A file of a version: a picture, a sound, a film or its captions. Its address is its content."""

from flask import Response, abort, request

from surveyapp.questionnaire.guide import Guide
from surveyapp.questionnaire.model import Questionnaire
from surveyapp.store import questionnaires
from surveyapp.web import here
from surveyapp.web.headers import DRAWING


def medium(definition: Questionnaire | Guide, sha256: str) -> Response:
    """The file, or the part of it that the browser asks for: Safari plays nothing that can't be had in parts.

    Not found if it is none of the definition's.
    """
    if sha256 not in definition.media.values():
        abort(404)
    with here.store().reading() as c:
        content, mimetype = questionnaires.medium(c, sha256) or abort(404)
    answer = Response(content, mimetype=mimetype, headers={"Content-Security-Policy": DRAWING})
    answer.make_conditional(request, accept_ranges=True, complete_length=len(content))
    return answer
