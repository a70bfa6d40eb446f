"""The JSON Schema for editors comes from the classes that load the file."""

from surveyapp.questionnaire.kinds import WRITTEN
from surveyapp.questionnaire.schema import json_schema


def test_the_schema_knows_every_kind_and_key() -> None:
    schema = json_schema()
    assert {"languages", "screens", "option_sets", "reviewed"} <= schema["properties"].keys()
    asks = schema["properties"]["screens"]["items"]["anyOf"][0]["discriminator"]["mapping"]
    assert asks.keys() == WRITTEN.keys()
    for ask, reference in asks.items():
        found = schema["$defs"][reference.rpartition("/")[2]]
        assert found["properties"].keys() == WRITTEN[ask].model_fields.keys()
        assert found["additionalProperties"] is False
