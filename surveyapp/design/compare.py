"""What two versions of a questionnaire differ in."""

from collections import Counter
from itertools import groupby

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from surveyapp.accounts.guard import open_to
from surveyapp.design.blueprint import blueprint
from surveyapp.design.versions import known
from surveyapp.questionnaire.difference import VERDICTS, differences
from surveyapp.store import questionnaires
from surveyapp.store.questionnaires import Version
from surveyapp.web import here


@blueprint.get("/versions/<version>/differences")
@open_to("designer")
def compare(version: str) -> ResponseReturnValue:
    """This version beside another of its key: the one before it, unless another was chosen."""
    listed, questionnaire = known(version)
    others = _others(listed)
    wanted = request.args.get("other")
    if wanted is not None and wanted not in {other.version for other in others}:
        abort(404)
    chosen = wanted or _before(listed, others)
    found = differences(known(chosen).questionnaire, questionnaire) if chosen else ()
    return render_template(
        "design/compare.html",
        listed=listed,
        questionnaire=questionnaire,
        others=others,
        chosen=chosen,
        old=chosen and known(chosen).questionnaire,
        by_screen=[(screen, list(those)) for screen, those in groupby(found, key=lambda one: one.screen)],
        counts=Counter(one.weight for one in found),
        verdicts=VERDICTS,
    )


def _others(listed: Version) -> list[Version]:
    with here.store().reading() as c:
        everything = [*questionnaires.drafts(c), *questionnaires.versions(c)]
    return [other for other in everything if other.key == listed.key and other.version != listed.version]


def _before(listed: Version, others: list[Version]) -> str | None:
    """The version published before this one; before a draft, the newest that is published."""
    published = [other for other in others if other.published]
    if listed.published is None:
        return published[0].version if published else None
    with here.store().reading() as c:
        order = [one.version for one in questionnaires.versions(c) if one.key == listed.key]
    place = order.index(listed.version)
    return order[place + 1] if place + 1 < len(order) else None
