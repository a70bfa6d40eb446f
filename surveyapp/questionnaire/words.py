"""Fixed words of the interface, marked where they are written and translated where they are shown.

`questionnaire/` knows no translations. It marks each fixed sentence with `fixed` or `Said`, so that the catalogues
find it, and `surveyapp.web.words` says it in the reader's language.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


def fixed(message: str) -> str:
    """Mark a sentence for the catalogues, and return it unchanged."""
    return message


@dataclass(frozen=True)
class Said:
    """One whole sentence with its gaps, `%(name)s` in the message, still to be translated.

    Numbers and days in gaps are written as the reader's language does; a number that must stay as it is is a text.
    `then` is the sentence that follows, if one does.
    """

    message: str
    gaps: Mapping[str, str | int | date] = field(default_factory=dict)
    then: "Said | None" = None

    def __str__(self) -> str:  # noqa: D105
        first = self.message % self.gaps if self.gaps else self.message
        return first if self.then is None else f"{first} {self.then}"
