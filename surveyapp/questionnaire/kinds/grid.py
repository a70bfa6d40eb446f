"""Several statements on one scale. Only written so: it is loaded as a `scale` screen for each statement."""

from typing import Annotated, Any, Literal

from pydantic import Field

from surveyapp.questionnaire.definition import (
    Flag,
    Id,
    OptionSets,
    Pictures,
    Text,
    Written,
    WrittenJudged,
)
from surveyapp.questionnaire.kinds import only_written
from surveyapp.questionnaire.model import Topic


class WrittenStatement(Written):
    """One row of a grid. Its answers' favourable end may be another than the grid's."""

    id: Id
    text: Text
    picture: Pictures = ()
    favourable: tuple[str, ...] | None = None
    sensitive: Flag = False


class WrittenGrid(WrittenJudged):
    """`ask: grid`."""

    ask: Literal["grid"]
    statements: Annotated[tuple[WrittenStatement, ...], Field(min_length=1)]

    def rows(self, sets: OptionSets) -> list[dict[str, Any]]:
        """The fields of the flat screen of each statement."""
        whole = self.parts(sets)
        about = Topic(text=self.text, pictures=self.picture)
        return [
            whole
            | {
                "id": f"{self.id}.{statement.id}",
                "ask": "scale",
                "text": statement.text,
                "pictures": statement.picture,
                "favourable": whole["favourable"] if statement.favourable is None else statement.favourable,
                "sensitive": self.sensitive or statement.sensitive,
                "about": about,
                "part_of": self.id,
            }
            for statement in self.statements
        ]


only_written("grid", WrittenGrid)
