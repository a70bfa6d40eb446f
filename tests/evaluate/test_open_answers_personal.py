"""What is pointed out to reviewers, measured on fifty texts."""

from pathlib import Path

import pytest

from surveyapp.web.personal import SORTS, Sort, found, parts
from tests.evaluate import recall

FLOOR: dict[Sort, tuple[float, float]] = {
    "personal_number": (1, 1),
    "mail": (1, 1),
    "web": (1, 1),
    "phone": (0.87, 1),
    "address": (0.87, 1),
    "name": (0.71, 0.76),
}
"""Recall and precision. Measure anew, and tell it in the documentation, when one of them is raised."""


def test_fifty_texts_are_measured() -> None:
    assert len(list(recall.corpus())) == 50


@pytest.mark.parametrize("sort", SORTS)
def test_no_less_is_found_and_no_more_is_wrongly_pointed_out_than_was_measured(sort: Sort) -> None:
    measured = recall.measured()[sort]
    assert (measured.recall, measured.precision) >= FLOOR[sort]
    assert measured.precision >= FLOOR[sort][1]


def test_the_documentation_tells_what_is_measured() -> None:
    assert recall.table() in (Path(__file__).parents[2] / "docs/open-answers.md").read_text("utf-8")


def sorts(text: str) -> list[str]:
    return [one.sort for one in found(text)]


@pytest.mark.parametrize(
    "text",
    [
        "19900101-2385", "199001012385", "900101-2385", "9001012385", "19900101 2385", "900101+9802", "900101 - 2385",
        "900101–2385", "9\u200b00101-2385", "٩٠٠١٠١-٢٣٨٥", "nr:199001012385.", "191401682396", "202601612381",
    ],
)  # fmt: skip
def test_personal_and_coordination_numbers_are_found_in_every_form(text: str) -> None:
    assert sorts(text) == ["personal_number"]


@pytest.mark.parametrize("text", ["19900101-2386", "19901301-2381", "900199-2384", "2199001012385", "0000000000"])
def test_a_wrong_check_digit_or_an_impossible_day_is_no_personal_number(text: str) -> None:
    assert "personal_number" not in sorts(text)


@pytest.mark.parametrize(
    "text",
    [
        "070-174 06 05", "0701740605", "070 174 06 05", "070/1740605", "+46701740605", "+46 (0)70 174 06 05",
        "0046701740605", "08-465 004 12", "(08) 465 004 12", "031-3900621", "+47 22 33 44 55",
    ],
)  # fmt: skip
def test_phone_numbers_are_found_in_every_form(text: str) -> None:
    assert [(one.sort, text[one.start : one.end]) for one in found(f"Ring {text}.".removeprefix("Ring "))] == [
        ("phone", text)
    ]


@pytest.mark.parametrize(
    "text",
    ["kl 08.00-16.30", "10-15 personer", "2024-03-12", "1 250 kronor", "0,5 liter", "betyg 0-10", "se sidan 100 000"],
)
def test_times_days_and_sums_are_no_phone_numbers(text: str) -> None:
    assert "phone" not in sorts(text)


@pytest.mark.parametrize(
    "text",
    ["Sagogatan 3", "storgatan 12 B", "Norra vägen 3", "Sagovägen 7b", "123 45 Exempelstad", "Box 12", "14 Mill Road"],
)
def test_addresses_are_found(text: str) -> None:
    assert sorts(text) == ["address"]


@pytest.mark.parametrize("text", ["på vägen 3 timmar", "100 00 kronor", "på plan 3", "gick vägen 2 gånger"])
def test_what_only_looks_like_an_address_is_left_alone(text: str) -> None:
    assert sorts(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "0" * 1000, "a.b@" * 250, "Aa " * 333, "070 " * 250, "a-" * 500 + ".", "(0)-/ " * 160, "12345 A" * 140,
        "\u202e" * 1000, "\U0001f600" * 1000, "A" * 100_000, "a." * 50_000,
    ],
    ids=lambda text: ascii(text[:8]),
)  # fmt: skip
def test_a_hostile_text_is_left_whole(text: str) -> None:
    assert "".join(part.text for part in parts(text)) == text


def test_the_pieces_of_a_text_are_the_text() -> None:
    for text, _ in recall.corpus():
        assert "".join(part.text for part in parts(text)) == text
        assert [part.sort for part in parts(text) if part.sort] == sorts(text)
