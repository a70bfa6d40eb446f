"""The evaluators' guide can be trusted: its profiles load, and it names every sheet, profile and key."""

import re
from pathlib import Path

import pytest

from surveyapp.config import shipped
from surveyapp.evaluate.profile import SHEETS, WrittenProfile, load_profile
from surveyapp.evaluate.workbook import NAMES

GUIDE = (Path(__file__).parents[2] / "docs" / "workbooks.md").read_text()
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```", GUIDE, re.M | re.S)


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_every_profile_of_the_guide_loads_without_a_fault(example: str, tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(example)
    found = load_profile(tmp_path / "own.yaml", ("sv", "en", "ar"))
    assert found.profile, "\n".join(map(str, found.faults))


def test_there_are_examples() -> None:
    assert len(EXAMPLES) == 2


def test_the_guide_names_every_sheet_key_and_profile() -> None:
    for name in NAMES.values():
        assert f"| {name} |" in GUIDE
    for sheet in SHEETS:
        assert f"`{sheet}`" in GUIDE
    for key in WrittenProfile.model_fields:
        assert f"{key}:" in GUIDE
    for file in shipped("exports").glob("*.yaml"):
        assert f"| `{file.stem}` |" in GUIDE
