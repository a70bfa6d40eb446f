"""The pages of a moderator's guide: to look at, and to print with room for notes."""

from collections.abc import Callable

from flask import Response, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from surveyapp.accounts.guard import open_to
from surveyapp.focusgroup.blueprint import blueprint
from surveyapp.questionnaire.guide import Guide
from surveyapp.store import guides
from surveyapp.web import here
from surveyapp.web.media import medium

LINES = 6
"""For notes, under each question on paper."""


@blueprint.get("/guides/<version>")
@open_to("moderator", "analyst")
def guide(version: str) -> ResponseReturnValue:
    """A guide in one of its languages."""
    found = known_guide(version)
    return render_template("focusgroup/guide.html", guide=found, language=_chosen(found), media_url=media_url_of(found))


@blueprint.get("/guides/<version>/print")
@open_to("moderator", "analyst")
def print_guide(version: str) -> ResponseReturnValue:
    """The same on A4, with room for notes."""
    found = known_guide(version)
    return render_template(
        "focusgroup/guide_paper.html",
        guide=found,
        language=_chosen(found),
        lines=LINES,
        media_url=media_url_of(found),
    )


@blueprint.get("/guides/<version>/media/<sha256>")
@open_to("moderator", "analyst")
def guide_medium(version: str, sha256: str) -> Response:
    """A picture of a guide's own."""
    return medium(known_guide(version), sha256)


def known_guide(version: str) -> Guide:
    """The guide of that version; not found if there is none."""
    with here.store().reading() as c:
        try:
            return guides.guide(c, version)
        except KeyError:
            abort(404)


def media_url_of(guide: Guide) -> Callable[[str], str]:
    """What gives a picture of the guide's own (`media/…`) its address, for the pages that show its themes."""

    def media_url(name: str) -> str:
        return url_for("focusgroup.guide_medium", version=guide.version, sha256=guide.media[name])

    return media_url


def _chosen(guide: Guide) -> str:
    wanted = request.args.get("language", guide.source)
    return wanted if wanted in guide.languages else guide.source
