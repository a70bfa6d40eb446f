"""The operators' guide names nothing that isn't there, and its examples say the same as the service."""

import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from surveyapp import cli, design
from surveyapp.app import MAX_BODY, UPLOADS
from surveyapp.config import SETTINGS

DOCS = Path(__file__).parent.parent / "docs"
FILES = [DOCS / "operating.md", *sorted((DOCS / "operating").iterdir())]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_command_and_setting_that_is_named_is_there(file: Path) -> None:
    told = file.read_text("utf-8")
    for setting in re.findall(r"SURVEYAPP_[A-Z_]+", told):
        assert setting in SETTINGS
    for group, command in re.findall(r"(?:`|bin/|^)surveyapp ([a-z]+)(?: ([a-z]+))?", told, re.MULTILINE):
        found = cli.main.commands[group]
        assert not isinstance(found, click.Group) or command in found.commands
    for named in re.findall(r"docs/(operating/[a-z.-]+)", told):
        assert (DOCS / named).is_file()


def test_proxies_take_as_much_as_the_service() -> None:
    assert (MAX_BODY, UPLOADS) == (1_000_000, {"/design/upload": 20_000_000})
    assert design.MOST_UPLOADED == 20_000_000
    nginx, haproxy = ((DOCS / "operating" / name).read_text() for name in ("nginx.conf", "haproxy.cfg"))
    assert re.findall(r"client_max_body_size (\w+);", nginx) == ["1m", "20m"]
    assert "gt 1000000 } !{ path /design/upload }" in haproxy


def test_serving_names_the_guide() -> None:
    told = subprocess.run(
        [Path(sys.executable).with_name("surveyapp"), "serve", "--help"], capture_output=True, text=True
    )
    assert "docs/operating.md" in " ".join(told.stdout.split())
