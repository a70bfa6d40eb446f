"""The designers' guide can be trusted: every example loads, and it names every kind and picture."""

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from surveyapp.questionnaire.complete import missing_texts
from surveyapp.questionnaire.definition import WrittenChosenIn, WrittenOption, WrittenUse
from surveyapp.questionnaire.kinds import WRITTEN
from surveyapp.questionnaire.kinds.grid import WrittenStatement
from surveyapp.questionnaire.load import load_text
from surveyapp.questionnaire.pictures import GROUPS

GUIDE = (Path(__file__).parents[2] / "docs" / "questionnaires.md").read_text()
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```", GUIDE, re.M | re.S)


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_every_example_loads_without_a_fault(example: str) -> None:
    found = load_text(example, "lunch")
    assert found.questionnaire is not None, "\n".join(map(str, found.faults))
    assert not found.advice, "\n".join(map(str, found.advice))
    assert missing_texts(found.questionnaire, found.questionnaire.languages) == []


def test_there_are_examples() -> None:
    assert len(EXAMPLES) == 6


def test_the_guide_names_every_kind_and_every_picture() -> None:
    for kind in WRITTEN:
        assert f"| `{kind}` |" in GUIDE
    for group, ids in GROUPS.items():
        assert f"- {group}: `{ids}`" in GUIDE


def test_the_guide_names_every_key_that_a_screen_or_an_option_can_have() -> None:
    parts: tuple[type[BaseModel], ...] = (WrittenOption, WrittenStatement, WrittenUse, WrittenChosenIn)
    for written in (*WRITTEN.values(), *parts):
        for key in written.model_fields:
            assert re.search(rf"\b{key}:|`{key}`", GUIDE), key
