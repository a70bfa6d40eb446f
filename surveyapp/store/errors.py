"""What the store refuses, in a sentence for whoever asked."""

from surveyapp.questionnaire.words import Said


class StoreRefused(Exception):
    """The store refuses; `said` tells why and what to do."""

    def __init__(self, said: Said) -> None:
        super().__init__(said)
        self.said = said

    def __str__(self) -> str:
        """The sentence in English."""
        return str(self.said)
