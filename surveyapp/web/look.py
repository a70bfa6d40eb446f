"""How a participant wants the pages: size of the text, pictures, reading aloud, contrast, letters.

The choices stand in a cookie of their own, which names nobody. A page without it looks as everyone's does.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from urllib.parse import parse_qsl, urlencode

from flask import g, request
from werkzeug.wrappers import Response

from surveyapp.web import here

COOKIE = "look"
PATH = "/"
"""Participants also read what became of it, and how accessible it is. Staff pages look the same to all."""

YEAR = 365 * 24 * 3600

CHOICES: Mapping[str, tuple[str, ...]] = {
    "size": ("0", "1", "2", "3"),
    "pictures": ("yes", "no"),
    "aloud": ("yes", "no"),
    "contrast": ("device", "light", "dark", "high"),
    "letters": ("usual", "clear"),
}
"""What can be chosen, each thing's usual first. The style sheet reads the same words from the page's `data-` marks."""


@dataclass(frozen=True)
class Look:
    """What a participant has chosen; each is one of `CHOICES`."""

    size: str = "0"
    pictures: str = "yes"
    aloud: str = "yes"
    contrast: str = "device"
    letters: str = "usual"

    @classmethod
    def of(cls, parts: Mapping[str, str]) -> "Look":
        """The look with these choices. What is unknown, or no choice, is left out."""
        return cls(**{part: parts[part] for part, offered in CHOICES.items() if parts.get(part) in offered})

    @property
    def chosen(self) -> dict[str, str]:
        """What is not as usual."""
        return {part: value for part, value in asdict(self).items() if value != CHOICES[part][0]}

    def support(self, language: str) -> dict[str, bool]:
        """Which support was used by someone who read `language`: `{fact: True}`, as it is stored with a response.

        Whether something was read aloud is told by the page that read it.
        """
        facts = {
            "large_text": self.size != "0",
            "no_pictures": self.pictures == "no",
            "dark": self.contrast == "dark",
            "high_contrast": self.contrast == "high",
            "clear_letters": self.letters == "clear",
            "easy_language": language.endswith("-simple"),
        }
        return {fact: used for fact, used in facts.items() if used}


def present() -> Look:
    """How the present reader wants it."""
    if "look" in g:
        used: Look = g.look
        return used
    written = request.cookies.get(COOKIE, "")
    try:
        return Look.of(dict(parse_qsl(written, max_num_fields=len(CHOICES))))
    except ValueError:  # more than we ever write
        return Look()


def remember(answer: Response, wanted: Look, *, shared: bool) -> None:
    """Keep it in the reader's browser: for a year, or until the browser closes if the device is `shared`."""
    if not wanted.chosen:
        forget(answer)
        return
    answer.set_cookie(
        COOKIE,
        urlencode(wanted.chosen),
        max_age=None if shared else YEAR,
        path=PATH,
        secure=here.config().secure,
        httponly=True,
        samesite="Lax",
    )


def show_as_usual() -> None:
    """Draw the rest of this page as everyone's: its reader isn't the one who has chosen."""
    g.look = Look()


def forget(answer: Response) -> None:
    """Let the next page look as everyone's does."""
    answer.delete_cookie(COOKIE, path=PATH, secure=here.config().secure, httponly=True, samesite="Lax")
