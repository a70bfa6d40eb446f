"""The marks of one page of texts, as a reviewer has sent them. Rules on plain data; the texts come from the store."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias, cast

from surveyapp.questionnaire.kinds.forms import MOST_CHARACTERS, plain
from surveyapp.questionnaire.words import Said, fixed
from surveyapp.store.open_answers import Decision, Mark, OpenAnswer

NOT_YET = "not_yet"

CHOICES: dict[str, str] = {
    "show": fixed("Show"),
    "shorten": fixed("Shorten"),
    "dont_show": fixed("Don't show"),
    NOT_YET: fixed("Not yet"),
}

Posted: TypeAlias = Mapping[str, str]


@dataclass(frozen=True)
class Marking:
    """A text with the mark that the page shows. `was` is what stood on the page when it was opened."""

    text: OpenAnswer
    mark: str
    shorter: str
    was: str
    wrong: Said | None = None

    @property
    def changed(self) -> bool:
        """Whether the reviewer has changed it, whatever others have done meanwhile."""
        return _state(self.mark, self.shorter) != self.was

    @property
    def decision(self) -> Decision:
        """What is to be stored."""
        mark = None if self.mark == NOT_YET else cast(Mark, self.mark)
        return Decision(mark, self.shorter if mark == "shorten" else None)


def opened(text: OpenAnswer) -> Marking:
    """A text as its page opens. The room for a shorter text holds the whole one, to take away from."""
    mark, shorter = text.mark or NOT_YET, text.shorter or text.text
    return Marking(text, mark, shorter, _state(mark, shorter))


def ids_sent(posted: Posted) -> list[int]:
    """The texts that the page held."""
    ids = (int(found[1]) for name in posted if (found := re.fullmatch(r"mark_([0-9]{1,19})", name)))
    return [id for id in ids if id < 2**63]


def sent(text: OpenAnswer, posted: Posted) -> Marking:
    """A text with what was sent about it, and what is wrong with that."""
    mark = posted.get(f"mark_{text.id}", NOT_YET)
    shorter = plain(posted.get(f"shorter_{text.id}", ""), several_lines=True)
    was = plain(posted.get(f"was_{text.id}", ""), several_lines=True)
    return Marking(text, mark, shorter, was, _wrong(text, mark, shorter))


def _state(mark: str, shorter: str) -> str:
    return f"{mark} {shorter}" if mark == "shorten" else mark


def _wrong(text: OpenAnswer, mark: str, shorter: str) -> Said | None:
    if mark not in CHOICES:
        return Said("Choose what is done with the text.")
    if mark != "shorten":
        return None
    most = min(MOST_CHARACTERS, len(text.text))
    if not shorter:
        return Said("Write the shorter text, or choose not to show it.")
    if len(shorter) > most:
        return Said(
            "The shorter text has %(length)s characters. Here it can have at most %(most)s.",
            {"length": len(shorter), "most": most},
        )
    if shorter == text.text:
        return Said("Nothing is taken away. Shorten the text, or choose to show it as it is.")
    return None
