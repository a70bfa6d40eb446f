"""The page that maps what the field has told to the screens that ask it stays true."""

import re
from pathlib import Path

import pytest

from tests.questionnaires.shipped import SHIPPED, written

PAGE = (Path(__file__).parents[2] / "docs" / "field-questions.md").read_text()
FACTS = re.findall(r"^\| (?!what the field|---)(.+?) \| (.+?) \|$", PAGE, re.M)
NAMED = re.findall(r"`([a-z-]+)\.([a-z_]+)`", PAGE)
GENERAL = set(re.findall(r"`([a-z_]+)`", PAGE[PAGE.index("## General screens") : PAGE.index("## What is not asked")]))

OF_THE_FIELD = [key for key in SHIPPED if key != "prova"]


def ids(key: str) -> set[str]:
    return {screen.part_of or screen.id for screen in written(key)}


def test_every_fact_names_a_screen_that_asks_it() -> None:
    assert len(FACTS) > 30
    assert [fact for fact, asked in FACTS if not re.fullmatch(r"`[a-z-]+\.[a-z_]+`( `[a-z-]+\.[a-z_]+`)*", asked)] == []


def test_every_screen_that_is_named_exists() -> None:
    assert [f"{key}.{id}" for key, id in NAMED if key not in SHIPPED or id not in ids(key)] == []
    assert GENERAL - set[str]().union(*map(ids, OF_THE_FIELD)) == set()


@pytest.mark.parametrize("key", OF_THE_FIELD)
def test_every_screen_is_named_once_or_is_general(key: str) -> None:
    named = [id for of, id in NAMED if of == key]
    assert len(named) == len(set(named))
    assert ids(key) - GENERAL == set(named)
