"""What a designer sees as a participant does: the same templates, with nobody behind them."""

from random import Random

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from surveyapp.accounts.guard import open_to
from surveyapp.design.blueprint import blueprint
from surveyapp.design.versions import known
from surveyapp.questionnaire.kinds import kind_of
from surveyapp.questionnaire.model import Answer, Questionnaire, Screen
from surveyapp.web import media, words


def participants_page(template: str, questionnaire: Questionnaire, language: str, **more: object) -> str:
    """A page as a reader of that language sees it."""
    words.use_language(language)
    return page_with_media(template, questionnaire, round=None, language=language, **more)


def page_with_media(template: str, questionnaire: Questionnaire, **more: object) -> str:
    """A page that shows pictures of the questionnaire's own."""

    def media_url(name: str) -> str:
        return url_for("design.medium", version=questionnaire.version, sha256=questionnaire.media[name])

    return render_template(template, questionnaire=questionnaire, media_url=media_url, **more)


def echoed(questionnaire: Questionnaire, screen: Screen, answer: Answer | None, language: str) -> str:
    """An earlier answer in words, as a later screen repeats it."""
    spoken = kind_of(screen).spoken(screen, answer) if answer is not None else ()
    return " · ".join(words.said(one, language, questionnaire.source) for one in spoken)


def made_up_echo(questionnaire: Questionnaire, screen: Screen, language: str) -> str:
    """What a screen might repeat, always the same; nothing if it repeats nothing."""
    if screen.echo is None:
        return ""
    earlier = questionnaire.screen(screen.echo)
    return echoed(questionnaire, earlier, kind_of(earlier).made_up(earlier, Random(1)), language)  # noqa: S311


@blueprint.get("/versions/<version>/media/<sha256>")
@open_to("designer")
def medium(version: str, sha256: str) -> ResponseReturnValue:
    """A file of the questionnaire's own."""
    answer = media.medium(known(version).questionnaire, sha256)
    answer.cache_control.private = True
    answer.cache_control.max_age = 3600
    return answer
