"""What can't be exported."""

from surveyapp.questionnaire.words import Said


class ExportRefused(Exception):
    """This can't be exported; the sentence says why and what to do."""

    def __init__(self, said: Said) -> None:
        super().__init__(str(said))
        self.said = said
