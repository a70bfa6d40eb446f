"""A visit to the health day's questionnaire by its pages: what is asked for each of several things names the thing."""

import re
from html import unescape
from pathlib import Path

import pytest

from tests.questionnaires.shipped import FOLDER, LANGUAGES, questionnaire
from tests.respond.participant import Participant
from tests.running import make_service

TOOK_PART = ("walk", "nurse")


@pytest.mark.parametrize("language", LANGUAGES["halsodag"])
def test_the_summary_names_each_activity_with_its_answer(tmp_path: Path, language: str) -> None:
    service = make_service(tmp_path)
    round = service.open_round(FOLDER / "halsodag", kind="trial", languages=LANGUAGES["halsodag"])
    visitor = Participant(service, round, language).begin()
    visitor.walk({"took_part": TOOK_PART, "how_was.walk": "good", "how_was.nurse": "bad"})
    headings = [re.sub(r"<[^>]+>|\s+", " ", one) for one in re.findall(r"<h2[^>]*>(.*?)</h2>", visitor.page, re.S)]
    for id in TOOK_PART:
        text = questionnaire("halsodag").screen("took_part").option(id).text
        assert not isinstance(text, str)
        assert sum(text[language] in unescape(heading) for heading in headings) == 1
    visitor.submit()
    assert "/thanks/" in visitor.at
    service.store.close()
