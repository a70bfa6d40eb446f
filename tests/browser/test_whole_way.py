"""The straight way, as someone with the guide and a shell walks it: from the guide's last example to a workbook."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page

from surveyapp.questionnaire.load import load_folder
from surveyapp.questionnaire.model import Questionnaire
from surveyapp.questionnaire.path import final_answers
from surveyapp.release.read import release_of
from surveyapp.release.tick import tick
from surveyapp.store import rounds
from tests.browser.conftest import Size, examine
from tests.browser.walk import begin, submit, walk
from tests.release.recompute import block_table
from tests.running import Service

GUIDE = (Path(__file__).parents[2] / "docs/questionnaires.md").read_text("utf-8")
LAST_EXAMPLE = re.findall(r"^```yaml\n(.*?)^```", GUIDE, re.M | re.S)[-1]

PEOPLE: tuple[tuple[Size, str, dict[str, Any]], ...] = (
    (
        "phone",
        "sv",
        {"try": "yes", "gender": "woman", "eats": ("soup", "other"), "eats.own_words": "=1+1", "calm": "never"},
    ),
    ("tablet", "ar", {"gender": "man", "eats": ("nothing",), "calm": "always", "taste": 7, "hungry": "never"}),
    ("phone", "ar", {"gender": "woman", "calm": "sometimes", "better": "هدوء", "taste": 10, "helper": "interpreter"}),
    ("tablet", "sv", {"gender": "man", "eats": ("bread",), "calm": "dont_know", "taste": 0, "hungry": "always"}),
    ("phone", "en", {"gender": "rather_not_say", "eats": ("soup",), "taste": "rather_not_say"}),
)


@pytest.fixture
def shell(service: Service) -> Callable[..., str]:
    """The commands, on the served database."""
    data = service.app.extensions["surveyapp"].config.data
    settings = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "SURVEYAPP_LANGUAGE": "en", "HOME": str(data)}
    settings |= {"SURVEYAPP_DATA": str(data), "SURVEYAPP_PUBLIC_ADDRESS": service.address}

    def run(*words: str | Path) -> str:
        done = subprocess.run(
            [Path(sys.executable).with_name("surveyapp"), *words], env=settings, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run


@pytest.mark.browser
def test_a_strangers_yaml_is_answered_on_phone_and_tablet_and_comes_out_as_a_workbook(
    service: Service, shell: Callable[..., str], new_page: Callable[..., Page], tmp_path: Path
) -> None:
    folder = tmp_path / "lunch"
    folder.mkdir()
    (folder / "questionnaire.yaml").write_text(LAST_EXAMPLE, encoding="utf-8")
    assert "no faults" in shell("check", "--complete", folder)
    shell("load", folder)
    link = re.search(r"http://\S+/r/([^/\s]+)/", shell("round", "open", "lunch", "--trial", "--k", "5"))
    assert link
    for number, (size, language, answers) in enumerate(PEOPLE):
        page = new_page(size)
        begin(page, link[0], language)
        walk(page, answers, partial(examined, number))
        submit(page)
    shell("round", "close", link[1])
    shell("export", link[1], "-o", tmp_path / "lunch.xlsx", "--language", "sv")

    sheets = load_workbook(tmp_path / "lunch.xlsx")
    texts = [str(cell) for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row]
    assert not any("=1+1" in text or "هدوء" in text for text in texts), "a text is no figure"
    questionnaire = load_folder(folder).questionnaire
    assert questionnaire
    given = [raw(language, answers) for _, language, answers in PEOPLE]
    expected = block_table(
        questionnaire, [final(questionnaire, one) for one in given], k=5, languages=("sv", "en", "ar")
    )
    assert expected["blocks"] == [{"id": "everyone", "size": 5}]
    counts = {
        (one["id"], row["id"]): row["counts"][0]
        for one in expected["tables"]
        for row in one["rows"]
        if one["shown"] != "not_shown" and isinstance(row["counts"][0], int)
    }
    flat = sheets[sheets.sheetnames[-2]].iter_rows(values_only=True)
    shown = {(row[1], row[2]): row[3] for row in flat if row[0] == "everyone" and isinstance(row[3], int)}
    assert shown == counts
    assert counts["taste", "7"] == 1


def examined(person: int, page: Page, name: str) -> None:
    """The first two see every screen between them, on phone and tablet, in Swedish and Arabic."""
    if person < 2:
        examine(page, f"whole-way-{person}-{name}")


def raw(language: str, answers: dict[str, Any]) -> dict[str, Any]:
    return {"language": language, "support": {}, "mode": "own_device", "answers": answers}


def test_a_real_round_closes_and_releases_by_itself_at_its_hour(service: Service) -> None:
    """The clock is put on; nobody does anything but the service's own timer."""
    round = service.open_round(closes=service.now() + timedelta(hours=2), releases=service.now() + timedelta(hours=4))
    zone = service.app.extensions["surveyapp"].config.zone
    tick(service.store, service.now(), zone)
    assert release_of(service.store, round) is None
    service.ahead = timedelta(hours=4, minutes=1)
    tick(service.store, service.now(), zone)
    found = release_of(service.store, round)
    assert found is not None
    with service.store.reading() as c:
        again = rounds.round_named(c, round.name)
    assert again
    assert again.state(service.now()) == "released"


def final(questionnaire: Questionnaire, one: dict[str, Any]) -> dict[str, Any]:
    """What the visit of that person submits."""
    facts = {"$site": "", "$language": one["language"]}
    return one | {"answers": final_answers(questionnaire, one["answers"], facts)}
