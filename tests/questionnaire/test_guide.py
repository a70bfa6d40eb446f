"""A guide loads whole, or every fault of it is told at once, with its place."""

import json
from pathlib import Path

import pytest

from surveyapp.questionnaire.guide_load import LoadedGuide, json_schema, load_guide, load_guide_text

GOOD = """\
languages: [sv, en]
title: {sv: Samtal, en: Talk}
information: {sv: Du bestämmer., en: You decide.}
opening: {sv: Hej., en: Hello.}
closing: {sv: Tack., en: Thanks.}
themes:
  - id: say
    title: {sv: Att säga till, en: Having a say}
    minutes: 20
    picture: talk
    questions:
      - id: who
        text: {sv: Vem bestämmer?, en: Who decides?}
        probes:
          - {sv: Berätta., en: Tell us.}
  - id: road
    title: {sv: Vägen, en: The road}
    minutes: 30
    meeting: 2
    picture: [walking, bus]
    questions:
      - id: how
        text: {sv: Hur?}
"""


def load(text: str) -> LoadedGuide:
    return load_guide_text(text, "talk")


def codes(loaded: LoadedGuide) -> list[tuple[int, str]]:
    return [(fault.line, fault.code) for fault in loaded.faults]


def test_a_guide_is_read_as_it_was_written() -> None:
    guide = load(GOOD).guide
    assert guide
    assert (guide.key, guide.source, guide.meetings) == ("talk", "sv", 2)
    assert [theme.id for theme in guide.of_meeting(1)] == ["say"]
    assert guide.theme("road").pictures == ("walking", "bus")
    assert guide.theme("say").questions[0].probes == ({"sv": "Berätta.", "en": "Tell us."},)
    assert guide.of_meeting(7) == guide.of_meeting(2)


def test_a_missing_translation_is_named_with_its_line() -> None:
    assert [(fault.line, fault.code) for fault in load(GOOD).missing] == [(23, "text-missing")]


def test_every_fault_is_told_at_once() -> None:
    text = (
        GOOD.replace("picture: talk", "picture: tlak")
        .replace("id: road", "id: say")
        .replace("meeting: 2", "meeting: two")
        .replace("probes:", "probs:")
        .replace("en: Who decides?", "fi: Kuka?")
        .replace("opening: {sv: Hej., en: Hello.}\n", "")
    )
    loaded = load(text)
    assert loaded.guide is None
    assert [code for _, code in codes(loaded)] == [
        "key-missing",
        "unknown-picture",
        "unknown-language",
        "unknown-key",
        "id-twice",
        "number-form",
    ]
    told = {fault.code: str(fault.said) for fault in loaded.faults}
    assert told["unknown-picture"].endswith('Did you mean: "talk"?')
    assert told["unknown-key"].endswith('Did you mean: "probes"?')


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("- a", "empty"),
        (GOOD.split("themes:")[0], "no-themes"),
        (GOOD.replace("questions:\n      - id: how\n        text: {sv: Hur?}", "questions: []"), "no-questions"),
        (GOOD.replace("  - id: say\n", "  - nothing\n  - id: say\n"), "theme-form"),
        (GOOD.replace("picture: talk", "picture: media/../../x.svg"), "media-outside"),
        (GOOD + "x: &a 1\n", "anchor"),
        (GOOD + "title: {sv: Igen}\n", "duplicate-key"),
        (GOOD.replace("minutes: 20", "minutes: 0"), "value-form"),
        (GOOD.replace("meeting: 2", "meeting: 3"), "meeting-without-themes"),
        (GOOD.replace("minutes: 20", "minutes: 20\n    meeting: 2"), "meeting-without-themes"),
        (GOOD.replace("sv: Hej.", 'sv: "He\\x07j"'), "control-character"),
    ],
)
def test_what_is_no_guide_is_refused(text: str, code: str) -> None:
    loaded = load(text)
    assert loaded.guide is None
    assert code in {code for _, code in codes(loaded)}


def test_a_meeting_that_nobody_can_listen_through_is_pointed_out() -> None:
    loaded = load(GOOD.replace("minutes: 20", "minutes: 200"))
    assert loaded.guide
    assert "long-meeting" in {fault.code for fault in loaded.advice}


def test_a_folder_without_a_guide_is_told(tmp_path: Path) -> None:
    assert codes(load_guide(tmp_path / "1 b"))[-1] == (0, "no-file")


def test_the_schema_knows_every_key() -> None:
    written = json.dumps(json_schema())
    for key in (
        "languages",
        "information",
        "opening",
        "closing",
        "themes",
        "minutes",
        "meeting",
        "questions",
        "probes",
    ):
        assert f'"{key}"' in written
