"""Drawing a question once for all who see it.

A question that nobody has answered yet looks the same to every reader of a language, and drawing it is most of the work
of sending it. So its drawing is kept. One that shows anything of a person (a choice, a text, an error) never is.
"""

from flask import Flask
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

MOST = 2000
"""Drawings that are kept, of some ten kilobytes each: the pictures are in them."""


def init(app: Flask) -> None:
    """Give the templates `question()`, which draws the question of the screen that they show."""
    kept: dict[tuple[str, ...], Markup] = {}

    @pass_context
    def question(context: Context) -> Markup:
        screen, form = context["screen"], context["form"]
        if form is not None and (form.errors or form.chosen() or form.written()):
            return _draw(context)
        round = context.get("round")  # none when a designer looks at it
        questionnaire = context["questionnaire"]
        whose = (round.name if round else "/") if questionnaire.media else ""  # the address of media names the round
        offered = (option.id for option in screen.options if option.show_if)
        key = (questionnaire.version, screen.id, context["language"], whose, *offered)
        if key not in kept:
            if len(kept) >= MOST:
                kept.clear()
            kept[key] = _draw(context)
        return kept[key]

    app.jinja_env.globals["question"] = question


def _draw(context: Context) -> Markup:
    template = context.environment.get_template(f"kinds/{context['screen'].ask}.html")
    return Markup(template.render(context.get_all()))  # noqa: S704 (a template escapes what it is given)
