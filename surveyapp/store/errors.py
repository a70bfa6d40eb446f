"""What the store refuses, and how it fails, in a sentence for whoever asked."""

from typing import Literal

from surveyapp.questionnaire.words import Said


class StoreRefused(Exception):
    """The store refuses; `said` tells why and what to do."""

    def __init__(self, said: Said) -> None:
        super().__init__(said)
        self.said = said

    def __str__(self) -> str:
        """The sentence in English."""
        return str(self.said)


class StoreFailed(Exception):
    """The database itself failed: its disk is full, it can't be written to, it can't be reached.

    `kept` tells what became of the transaction: "no", nothing of it; "unknown", the connection was lost in the moment
    of storing, so all of it is there or nothing.
    """

    def __init__(self, kept: Literal["no", "unknown"]) -> None:
        super().__init__(kept)
        self.kept = kept
        self.said = _SAID[kept]

    def __str__(self) -> str:
        """The sentence in English."""
        return str(self.said)


_SAID = {
    "no": Said("The database can't be used just now, so nothing was changed. Try again in a while."),
    "unknown": Said(
        "The database was lost in the moment of storing. See whether the last change is there before you make it again."
    ),
}
