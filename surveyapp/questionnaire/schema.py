"""The JSON Schema for editors, made from the same classes that load the file."""

from functools import reduce
from operator import or_
from typing import Annotated, Any

from pydantic import Field, create_model

from surveyapp.questionnaire.definition import WrittenOption, WrittenUse
from surveyapp.questionnaire.draft import WrittenHead
from surveyapp.questionnaire.kinds import WRITTEN


def json_schema() -> dict[str, Any]:
    """The schema of `questionnaire.yaml`."""
    asked: Any = Annotated[reduce(or_, WRITTEN.values()), Field(discriminator="ask")]
    screen: Any = asked | WrittenUse
    whole = create_model(
        "Questionnaire",
        __base__=WrittenHead,
        option_sets=(dict[str, tuple[WrittenOption, ...]], Field(default_factory=dict)),
        screens=(Annotated[tuple[screen, ...], Field(min_length=1)], ...),
    )
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **whole.model_json_schema()}
