"""Trying a questionnaire: the way a participant goes, with nothing kept.

The answers so far travel in the page, signed, so that only what was taken as an answer comes back as one. No route here
knows where responses are stored.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from flask import abort, current_app, render_template, request
from flask.typing import ResponseReturnValue
from itsdangerous import BadData, URLSafeSerializer
from wtforms import SelectField

from surveyapp.accounts.forms import StaffForm
from surveyapp.accounts.guard import open_to
from surveyapp.design.blueprint import blueprint
from surveyapp.design.clauses import facts_named
from surveyapp.design.showing import echoed, participants_page
from surveyapp.design.versions import known
from surveyapp.questionnaire.kinds import AnswerForm, kind_of
from surveyapp.questionnaire.model import Answer, Answers, Questionnaire, Screen
from surveyapp.questionnaire.way import Way
from surveyapp.questionnaire.words import fixed
from surveyapp.web import words

SUMMARY = "summary"
"""Where a walk leads after the last screen. No screen's address, for it is sent apart from their ids."""


class FactsForm(StaffForm):
    """What is known of a visit before it begins."""

    language = SelectField(fixed("Language"))
    site = SelectField(fixed("Site"))
    wave = SelectField(fixed("Wave"))


@dataclass(frozen=True)
class Walk:
    """A way through a questionnaire as far as somebody has gone."""

    questionnaire: Questionnaire
    language: str
    facts: Mapping[str, str]
    answers: Answers

    @cached_property
    def way(self) -> Way:
        """The way that the answers so far lead."""
        return Way(self.questionnaire, self.answers, {**self.facts, "$language": self.language})

    def carried(self) -> str:
        """All of it, for a hidden field."""
        return _signer().dumps([self.questionnaire.version, self.language, dict(self.facts), dict(self.answers)])


def carried_back(questionnaire: Questionnaire, carried: str) -> Walk | None:
    """The walk that a page carried, if it is one of ours and of this version."""
    try:
        version, language, facts, answers = _signer().loads(carried)
    except BadData:
        return None
    if version != questionnaire.version:
        return None
    return Walk(questionnaire, language, facts, {id: _frozen(answer) for id, answer in answers.items()})


def _frozen(answer: Any) -> Answer | None:  # noqa: ANN401 (it comes out of JSON)
    return tuple(answer) if isinstance(answer, list) else answer


def _signer() -> URLSafeSerializer:
    key = current_app.secret_key
    assert key
    return URLSafeSerializer(key, salt="a designer's walk")


@blueprint.route("/versions/<version>/walk", methods=["GET", "POST"])
@open_to("designer")
def walk(version: str) -> ResponseReturnValue:
    """Choose what is known before the first question, and begin."""
    questionnaire = known(version).questionnaire
    form = _facts_form(questionnaire)
    if form.validate_on_submit():
        facts = {"$site": form.site.data or "", "$wave": form.wave.data or ""}
        begun = Walk(questionnaire, form.language.data, facts, {})
        return _show(begun, begun.way.screens[0] if begun.way.screens else None)
    page = render_template("design/walk.html", questionnaire=questionnaire, form=form, facts=facts_named(questionnaire))
    return page, 422 if form.faulty() else 200


@blueprint.post("/versions/<version>/walk/on")
@open_to("designer")
def walk_on(version: str) -> ResponseReturnValue:
    """Take an answer, or go where a button leads, and show what comes then."""
    questionnaire = known(version).questionnaire
    gone = carried_back(questionnaire, request.form.get("carried", "")) or abort(400)
    if "to" in request.form:
        to = request.form["to"]
        return _show(gone, gone.way.on_way(to) if to != SUMMARY else None, changing="changing" in request.form)
    screen = gone.way.on_way(request.form.get("at", "")) or abort(400)
    return _answered(gone, screen, changing="changing" in request.form)


def _answered(gone: Walk, screen: Screen, *, changing: bool) -> ResponseReturnValue:
    if screen.ask != "information":
        form = kind_of(screen).form(screen)(request.form)
        if not form.validate():
            page = _screen(gone, screen, form, changing=changing)
            return page, 422 if form.errors else 200  # a rank goes place by place
        if screen.is_question:
            gone = replace(gone, answers={**gone.answers, screen.id: form.given()})
    following = gone.way.after_change(screen.id) if changing else gone.way.after(screen.id)
    return _show(gone, following, changing=changing)


def _show(gone: Walk, screen: Screen | None, *, changing: bool = False) -> ResponseReturnValue:
    """A screen, or the summary."""
    if screen is None:
        return _summary(gone)
    return _screen(gone, screen, kind_of(screen).form(screen)(kept=gone.answers.get(screen.id)), changing=changing)


def _screen(gone: Walk, screen: Screen, form: AnswerForm, *, changing: bool) -> str:
    progress = gone.way.progress(screen.id)
    before = gone.way.before(screen.id)
    source = gone.way.on_way(screen.echo) if screen.echo else None
    return _page(
        "design/walk_screen.html",
        gone,
        screen=screen,
        form=form,
        chosen=form.chosen(),
        step=progress and progress.number,
        steps=progress and progress.total,
        echo=source and echoed(gone.questionnaire, source, gone.way.given[source.id], gone.language),
        changing=changing,
        back_to=SUMMARY if changing else before and before.id,
        action=_address(gone),
        back_url=None,
        token="",
    )


def _summary(gone: Walk) -> str:
    return _page(
        "design/walk_summary.html",
        gone,
        given=[
            (screen, _spoken(screen, gone.way.given[screen.id])) for screen in gone.way.screens if screen.is_question
        ],
        left_out=[screen for screen in gone.questionnaire.screens if gone.way.on_way(screen.id) is None],
        last=gone.way.screens[-1] if gone.way.screens else None,
        action=_address(gone),
    )


def _spoken(screen: Screen, answer: Answer | None) -> list[Any]:
    return [] if answer is None else list(kind_of(screen).spoken(screen, answer))


def _address(gone: Walk) -> str:
    return f"/design/versions/{gone.questionnaire.version}/walk/on"


def _page(template: str, gone: Walk, **more: object) -> str:
    staff = words.page_language()
    return participants_page(
        template,
        gone.questionnaire,
        gone.language,
        carried=gone.carried(),
        facts={"$site": gone.facts.get("$site"), "$wave": gone.facts.get("$wave")},
        staff=staff,
        told={key: words.say(sentence) for key, sentence in TOLD.items()},  # said before the page's language is another
        language_url=None,
        **more,
    )


TOLD = {
    "trying": fixed("You are trying the questionnaire. Nothing is kept."),
    "leave": fixed("Leave"),
    "anew": fixed("Start anew"),
    "left_out": fixed("Not shown on this way"),
    "none_left_out": fixed("Every screen was shown on this way."),
    "site": fixed("Site"),
    "wave": fixed("Wave"),
}
"""What the banner and the end say to staff, in their language whatever the participants' is."""


def _facts_form(questionnaire: Questionnaire) -> FactsForm:
    named = facts_named(questionnaire)
    form = FactsForm()
    form.language.choices = [(tag, tag) for tag in questionnaire.languages]
    other = words.say(fixed("Another"))
    for field, fact in ((form.site, "$site"), (form.wave, "$wave")):
        field.choices = [*((value, value) for value in named.get(fact, ())), ("", other)]
        if fact not in named:
            field.data = ""
    return form
