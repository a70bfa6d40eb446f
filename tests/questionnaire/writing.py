"""Small definitions for the tests: a head, and the screens that a test is about."""

import textwrap

from surveyapp.questionnaire.load import Loaded, load_text
from surveyapp.questionnaire.model import Questionnaire

HEAD = """\
languages: [sv]
title: {sv: Prov}
welcome: {sv: Hej}
thanks: {sv: Tack}
"""

LEFT_OR_RIGHT = (
    "[{id: left, picture: back, text: {sv: Till vänster}}, {id: right, picture: next, text: {sv: Till höger}}]"
)


def choice(id: str, more: str = "", options: str = LEFT_OR_RIGHT, ask: str = "choose-one") -> str:
    """A screen to choose on. `more` are further keys, such as `sensitive: true, `."""
    return f"  - {{id: {id}, ask: {ask}, picture: idea, text: {{sv: Fråga}}, {more}options: {options}}}\n"


def screens(*written: str, head: str = HEAD) -> str:
    """A whole definition with these screens."""
    return (
        head
        + "screens:\n"
        + "".join(textwrap.indent(textwrap.dedent(one), "  ") if one.startswith("-") else one for one in written)
    )


def loaded(*written: str, head: str = HEAD) -> Loaded:
    """What becomes of it."""
    return load_text(screens(*written, head=head), "prov")


def codes(*written: str, head: str = HEAD) -> list[str]:
    """The codes of its faults."""
    return [fault.code for fault in loaded(*written, head=head).faults]


def questionnaire(*written: str, head: str = HEAD) -> Questionnaire:
    """The questionnaire, which has no fault."""
    found = loaded(*written, head=head)
    assert found.questionnaire is not None, "\n".join(map(str, found.faults))
    return found.questionnaire
