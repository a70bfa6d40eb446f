"""A definition's faults: every one at once, each at its place, with what to do."""

import re
from datetime import date
from pathlib import Path

import pytest

from surveyapp.questionnaire.faults import MOST, shown
from surveyapp.questionnaire.load import load_folder, load_text
from surveyapp.questionnaire.model import Questionnaire
from surveyapp.questionnaire.source import MOST_BYTES
from surveyapp.questionnaire.written_conditions import FACTS
from tests.questionnaire.writing import HEAD, LEFT_OR_RIGHT, choice, codes, loaded, questionnaire, screens


def test_every_fault_is_told_at_once_with_its_place_and_the_nearest_name() -> None:
    text = """\
languages: [sv, en]
title: {sv: Prov}
welcome: {sv: Ja, ibland, en: Yes}
thanks: {en: Thanks}
option_sets:
  often:
    - {id: always, picture: always, text: {sv: Alltid}}
    - {id: never, picture: nevr, text: {sv: Aldrig}}
screens:
  - id: safe
    ask: scael
    text: {sv: Trygg?}
  - id: glad
    ask: scale
    pictuer: good
    text: {sv: Glad?}
    options: offten
  - id: last
    ask: text
    picture: idea
    lines: 1_000
    text: {sv: Varför?}
    show_if: {glda: never}
    echo: sad
"""
    found = load_text(text, "prov")
    assert found.questionnaire is None
    told = [re.sub(r"^questionnaire.yaml:", "", str(fault)) for fault in found.faults]
    assert told == [
        '3:19: A text with a comma needs quotes, such as {sv: "Ja, ibland"}. Here "ibland" stands alone.',
        '4:9: The text in the source language "sv" is missing. Add it.',
        '8:28: There is no picture "nevr". Your own begin with "media/". Did you mean: "never"?',
        '11:10: safe: "scael" is no kind of question. Did you mean: "scale"?',
        '13:5: glad: The question has no picture. Add "picture:", or "pictures: false" to show none here.',
        '15:5: glad: The key "pictuer" is not known here. Did you mean: "picture"?',
        '17:14: glad: There is no set "offten" in option_sets. Did you mean: "often"?',
        '21:12: last: Here a whole number is wanted, for example 3. "1_000" is none.',
        '23:15: last: No question before this one has the id "glda". Did you mean: "glad"?',
        '24:11: last: "sad" is no question before this screen, so that its answer can\'t be shown. '
        'You can write: "glad".',
    ]


SETS = HEAD + "option_sets: {hands: " + LEFT_OR_RIGHT + "}\n"
RATING = "  - {id: b, ask: rating, picture: pain, text: {sv: Ont}%s}\n"


OWN = LEFT_OR_RIGHT.replace("}, {", ", own_words: true}, {")


def third(more: str, first: str = LEFT_OR_RIGHT) -> str:
    """Left, right, and a third option with these marks."""
    return first[:-1] + f", {{id: c, picture: yes, text: {{sv: C}}, {more}}}]"


NUMBER = "  - {id: a, ask: number, pictures: false, text: {sv: A}"
DAY = "  - {id: a, ask: date, pictures: false, text: {sv: A}"


@pytest.mark.parametrize("bands", ["15-24", "[15-24]", "[15-24, 25-34, 35-]"])
@pytest.mark.parametrize("ask", ["number", "date"])
def test_bands_in_another_form_are_one_fault_that_tells_the_form(ask: str, bands: str) -> None:
    screen = f"  - {{id: age, ask: {ask}, pictures: false, text: {{sv: Hur gammal?}}, bands: {bands}}}\n"
    (fault,) = loaded(screen).faults
    assert fault.code == "bands-form"
    assert ("bands: [25, 45, 65]" if ask == "number" else "bands: [2020-01-01, 2025-01-01]") in str(fault)


@pytest.mark.parametrize("key", ["text", "why", "unit"])
def test_a_plain_text_where_one_by_language_is_wanted_tells_the_form(key: str) -> None:
    texts = {"text": "{sv: Hur gammal?}"} | {key: "år"}
    written = ", ".join(f"{name}: {text}" for name, text in texts.items())
    (fault,) = loaded(f"  - {{id: age, ask: number, pictures: false, {written}}}\n").faults
    assert fault.code == "text-form"
    assert '{sv: "Hej"' in str(fault)


def test_where_no_name_is_near_what_can_be_written_is_told_or_nothing_of_many() -> None:
    def told(*written: str, head: str = HEAD) -> str:
        (fault,) = loaded(*written, head=head).faults
        return str(fault.said)

    few, many = choice("one", "show_if: {$zzz: a}, "), choice("one").replace("choose-one", "zzzz")
    assert told(few) == (
        '"$zzz" is no fact of a visit. You can write: ' + ", ".join(f'"{fact}"' for fact in FACTS) + "."
    )
    assert told(many) == '"zzzz" is no kind of question.'
    none = choice("one", options="zzz")
    assert told(none) == 'There is no set "zzz" in option_sets.'


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("anchor", screens(choice("one", options="&hands " + LEFT_OR_RIGHT))),
        ("tag", screens(choice("one")).replace("sv: Fråga", "sv: !!str Fråga")),
        ("tag", screens(choice("one")).replace("sv: Fråga", "sv: ! Fråga")),
        ("merge-key", screens(choice("one", "<<: {}, "))),
        ("duplicate-key", screens(choice("one", "ask: choose-one, "))),
        ("duplicate-key", "title: {sv: Igen}\n" + screens(choice("one"))),
        ("several-documents", screens(choice("one")) + "---\nlanguages: [sv]\n"),
        ("no-yaml", screens(choice("one")) + "\t- x: y\n"),
        ("no-yaml", screens(choice("one")).replace("sv: Prov", 'sv: "Prov')),
        ("no-text", screens(choice("one")).replace("Prov", "Pr\x01v")),
        ("empty", ""),
        ("empty", "# nothing\n"),
        ("empty", "- one\n- two\n"),
        ("too-deep", screens(choice("one", "show_if: " + "{not: " * 25 + "{}" + "}" * 25 + ", "))),
        ("key-form", screens(choice("one")) + "? [a, b]\n: c\n"),
        ("unknown-key", screens(choice("one")) + "colour: red\n"),
        ("no-screens", HEAD),
        ("no-screens", HEAD + "screens: []\n"),
        ("screen-form", screens(choice("one"), "  - one\n")),
        ("ask-missing", screens(choice("one"), "  - {id: two, text: {sv: Hej}}\n")),
        ("id-form", screens(choice("1one"))),
        ("id-form", screens(choice("å"))),
        ("id-reserved", screens(choice("answered"))),
        ("id-reserved", screens(choice("gender"))),
        ("id-reserved", screens("  - {id: sex, ask: gender}\n")),
        ("id-reserved", screens(choice("one", options=LEFT_OR_RIGHT.replace("left", "rather_not_say")))),
        ("screen-id-twice", screens(choice("one"), choice("one"))),
        ("option-id-twice", screens(choice("one", options=LEFT_OR_RIGHT.replace("right", "left")))),
        ("same-words", screens(choice("one", options=LEFT_OR_RIGHT.replace("höger", " VÄNSTER.")))),
        ("same-picture", screens(choice("one", options=LEFT_OR_RIGHT.replace("next", "back")))),
        ("picture-missing", screens(choice("one").replace("picture: idea, ", ""))),
        ("picture-missing", screens(choice("one", options=LEFT_OR_RIGHT.replace("picture: next, ", "")))),
        ("unknown-picture", screens(choice("one").replace("idea", "ideas"))),
        ("value-form", screens(choice("one").replace("idea", "[idea, idea, idea, idea]"))),
        ("media-outside", screens(choice("one").replace("idea", "media/x.svg"))),
        ("source-text-missing", screens(choice("one")).replace("{sv: Tack}", "{en: T}").replace("[sv]", "[sv, en]")),
        ("empty-text", screens(choice("one")).replace("Fråga", '" "')),
        ("text-form", screens(choice("one")).replace("{sv: Fråga}", "Fråga")),
        ("text-form", screens(RATING % ", ends: [Lite, {sv: Mycket}]")),
        ("control-character", screens(choice("one")).replace("Fråga", '"Fr\\0ga"')),
        ("unknown-language", screens(choice("one")).replace("{sv: Fråga}", "{sv: Fråga, en: Question}")),
        ("language-form", screens(choice("one")).replace("[sv]", "[sv, sv_SE]")),
        ("language-twice", screens(choice("one")).replace("[sv]", "[sv, SV]")),
        ("unknown-language", "reviewed: {en: {by: Ann, on: 2026-11-20}}\n" + screens(choice("one"))),
        ("day-form", "reviewed: {sv: {by: Ann, on: 20/11}}\n" + screens(choice("one"))),
        ("option-too-long", screens(choice("one", options=LEFT_OR_RIGHT.replace("höger", "x " * 30)))),
        ("word-too-long", screens(choice("one", options=LEFT_OR_RIGHT.replace("höger", "x" * 25)))),
        ("own-words-twice", screens(choice("one", options=third("own_words: true", OWN)))),
        ("way-out-own-words", screens(choice("one", options=third("own_words: true, way_out: true")))),
        ("way-out-favourable", screens(choice("one", options=third("favourable: true, way_out: true")))),
        ("way-out-exclusive", screens(choice("one", "", third("exclusive: true, way_out: true"), "choose-many"))),
        ("exclusive-alone", screens(choice("one", options=third("exclusive: true")))),
        ("one-option", screens(choice("one", options="[{id: a, picture: yes, text: {sv: A}}]"))),
        ("only-ways-out", screens(choice("one", options="[{id: a, picture: yes, way_out: true, text: {sv: A}}]"))),
        ("unknown-set", screens(choice("one", options="hand"), head=SETS)),
        ("no-options", screens(choice("one", options="hands"), head=HEAD + "option_sets: {hands: []}\n")),
        ("unknown-favourable", screens(choice("one", "favourable: [lfet], "))),
        ("unknown-favourable", screens("  - {id: a, ask: yes-no, picture: no, text: {sv: A}, favourable: [maybe]}\n")),
        ("practice-own-words", screens(choice("one", "practice: true, ", options=OWN))),
        ("flag-form", screens(choice("one", "sensitive: yes, "))),
        ("flag-form", screens(choice("one", "sensitive: True, "))),
        ("number-form", screens(choice("one", "at_most: 3.0, ", ask="choose-many"))),
        ("value-form", screens(choice("one", "at_most: 0, ", ask="choose-many"))),
        ("key-not-here", screens(choice("one", "at_most: 2, "))),
        ("key-not-here", screens("  - {id: gender, ask: gender, sensitive: true}\n")),
        ("key-not-here", screens("  - {id: read, ask: information, text: {sv: Hej}, practice: true}\n")),
        ("key-missing", screens(RATING % "")),
        ("value-form", screens(RATING % ", ends: [{sv: Lite}]")),
        ("value-form", screens("  - {id: t, ask: text, picture: pain, text: {sv: Ont}, lines: 0}\n")),
        ("unknown-echo", screens(choice("one", "echo: two, "), choice("two"))),
        ("unknown-echo", screens(choice("one", "practice: true, "), choice("two", "echo: one, "))),
        ("value-form", screens(choice("one", "film: media/a.mp4, "))),
        ("no-bands", screens(NUMBER + "}\n", choice("b", "show_if: {a: {at_least: 1}}, "))),
        ("range-empty", screens(NUMBER + ", min: 5, max: 5}\n")),
        ("range-empty", screens(DAY + ", min: 2020-01-02, max: 2020-01-01}\n")),
        ("bands-fall", screens(NUMBER + ", bands: [20, 20]}\n")),
        ("band-outside", screens(NUMBER + ", max: 19, bands: [20]}\n")),
        ("band-outside", screens(NUMBER + ", bands: [0]}\n")),
        ("day-form", screens(DAY + ", bands: [2020-02-30]}\n")),
        ("choose-too-many", screens(choice("one", "choose: 3, ", ask="rank"))),
        ("key-not-here", screens(choice("one", "choose: 2, favourable: [left], ", ask="rank"))),
    ],
)  # fmt: skip
def test_what_the_format_refuses(code: str, text: str) -> None:
    found = load_text(text, "prov")
    assert found.questionnaire is None
    assert [fault.code for fault in found.faults] == [code], "\n".join(map(str, found.faults))
    assert all(fault.line > 0 and fault.column > 0 for fault in found.faults)


def test_an_alias_is_refused_where_it_stands() -> None:
    text = screens(choice("one", options="&a " + LEFT_OR_RIGHT), choice("two", options="*a"))
    assert [fault.code for fault in load_text(text, "prov").faults] == ["anchor", "alias"]


def test_the_word_no_is_the_word_no() -> None:
    found = questionnaire(
        choice("one", options="[{id: no, picture: no, text: {sv: no}}, {id: on, picture: yes, text: {sv: 010}}]")
    )
    assert [(option.id, option.text) for option in found.screen("one").options] == [
        ("no", {"sv": "no"}),
        ("on", {"sv": "010"}),
    ]


def test_a_loaded_questionnaire_is_the_same_after_it_was_stored() -> None:
    found = questionnaire(
        choice("one", "sensitive: true, why: {sv: Därför}, favourable: [left], ", options=OWN),
        RATING % ", ends: [{sv: Lite}, {sv: Mycket}], favourable: {at_most: 3}",
        choice("two", "echo: b, show_if: {any: [{b: {at_least: 4}}, {not: {b: answered}}]}, "),
    )
    again = Questionnaire.model_validate_json(found.canonical())
    assert again.canonical() == found.canonical()
    assert again.version == found.version
    assert again.screen("b").favourable == ("0", "1", "2", "3")


def test_a_shared_set_may_have_an_exclusive_option_for_those_who_choose_many() -> None:
    head = HEAD + "option_sets: {hands: " + LEFT_OR_RIGHT[:-2] + ", exclusive: true}]}\n"
    assert codes(choice("one", options="hands"), choice("two", options="hands", ask="choose-many"), head=head) == []


def test_a_fault_in_a_set_is_told_once_for_all_who_use_it() -> None:
    head = HEAD + "option_sets: {hands: " + LEFT_OR_RIGHT.replace("picture: next, ", "") + "}\n"
    found = loaded(choice("one", options="hands"), choice("two", options="hands"), head=head)
    assert [fault.code for fault in found.faults] == ["picture-missing"]


def test_a_question_may_do_without_pictures() -> None:
    bare = "[{id: a, text: {sv: A}}, {id: b, text: {sv: B}}]"
    assert codes(choice("one", "pictures: false, ", options=bare).replace("picture: idea, ", "")) == []


def test_the_reserved_questions_bring_words_and_pictures() -> None:
    found = questionnaire(
        "  - {id: gender, ask: gender}\n", "  - {id: helper, ask: helper, text: {sv: Fick du hjälp?}}\n"
    )
    gender, helper = found.screens
    assert [option.id for option in gender.options] == ["woman", "man", "other", "rather_not_say"]
    assert isinstance(gender.text, str)
    assert helper.text == {"sv": "Fick du hjälp?"}
    assert helper.sensitive
    assert all(option.pictures for screen in found.screens for option in screen.options)


def test_advice_keeps_nothing_from_loading() -> None:
    head = HEAD.replace("[sv]", "[sv, sv-simple]") + "option_sets: {hands: " + LEFT_OR_RIGHT + "}\n"
    often = ", ".join(
        f"{{id: {id}, picture: {id}, text: {{sv: {id}}}}}" for id in ("always", "often", "seldom", "never")
    )
    found = loaded(
        choice("one", "at_most: 9, ", ask="choose-many"), choice("two", options=f"[{often}]", ask="scale"), head=head
    )
    assert found.questionnaire is not None
    assert [fault.code for fault in found.advice] == [
        "unused-set",
        "at-most-without-effect",
        "nothing-favourable",
        "long-frequency-scale",
    ]


def test_who_helps_is_asked_before_all_but_practice_and_gender() -> None:
    helper, gender = "  - {id: helper, ask: helper}\n", "  - {id: gender, ask: gender}\n"
    practice = choice("try", "practice: true, ")
    information = "  - {id: told, ask: information, pictures: false, text: {sv: Hej}}\n"
    assert [fault.code for fault in loaded(practice, information, gender, helper, choice("one")).advice] == []
    late = loaded(practice, gender, choice("one"), helper)
    assert late.questionnaire is not None
    assert [(fault.code, fault.screen) for fault in late.advice] == [("helper-late", "helper")]


def test_a_scale_has_at_most_five_steps_beside_its_ways_out() -> None:
    def steps(n: int, ways_out: str) -> str:
        made = [
            f"{{id: a{i}, picture: {p}, text: {{sv: a{i}}}}}"
            for i, p in zip(range(n), ("yes", "no", "job", "bus", "home", "care"), strict=False)
        ]
        return "[" + ", ".join([*made, ways_out]) + "]"

    out = "{id: out, picture: dont_know, way_out: true, text: {sv: Vet ej}}"
    assert codes(choice("one", options=steps(5, out), ask="scale")) == []
    assert codes(choice("one", options=steps(6, out), ask="scale")) == ["too-many-steps"]


def test_the_folder_gives_the_key_and_is_named_in_faults(tmp_path: Path) -> None:
    folder = tmp_path / "verkstad"
    folder.mkdir()
    (folder / "questionnaire.yaml").write_text("\ufeff" + screens(choice("one")))
    found = load_folder(folder)
    assert found.questionnaire is not None
    assert found.questionnaire.key == "verkstad"
    (folder / "questionnaire.yaml").write_text(screens(choice("å")))
    assert str(load_folder(folder).faults[0]).startswith(f"{folder}/questionnaire.yaml:6:10: å: ")
    bad = tmp_path / "två ord"
    folder.rename(bad)
    assert [fault.code for fault in load_folder(bad).faults] == ["folder-name", "id-form"]
    assert [fault.code for fault in load_folder(tmp_path).faults] == ["no-file"]
    (bad / "questionnaire.yaml").write_bytes(b"languages: [sv]\ntitle: {sv: Fr\xe5ga}\n")
    (fault,) = [fault for fault in load_folder(bad).faults if fault.code == "no-utf8"]
    assert fault.line == 2


def test_what_a_message_quotes_is_harmless_in_a_terminal() -> None:
    assert shown("a\x1b[31m\nb\u202ec") == "a [31m b c"
    assert len(shown("x" * 10_000)) == 80
    text = screens(choice("one")) + '"\\e[2J' + "x" * 500 + '": y\n'
    (fault,) = load_text(text, "prov").faults
    assert "\x1b" not in str(fault)
    assert len(str(fault)) < 300


# Each would take minutes, or all memory, without a bound. pytest's own time for the whole room is the test.
@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "- " * 100_000,
        "{a: " * 50_000,
        "a: " + "x" * (MOST_BYTES + 1),
        HEAD + "screens: [" + "," * 10 + "{}, " * 100_000 + "]",
        HEAD + "screens:\n" + "  - {id: a, ask: text}\n" * 20_000,
        HEAD + "screens: [{" + "".join(f"key{i}: x, " for i in range(50_000)) + "}]",
        HEAD + "".join(f"key{i}: x\n" for i in range(100_000)),
        "languages: [" + "sv, " * 100_000 + "]\nscreens: [{}]",
        screens(choice("one", options="[" + LEFT_OR_RIGHT[1:-1] * 1 + ", {id: a}" * 20_000 + "]")),
        screens(choice("one", "show_if: {any: [" + "{x: y}, " * 50_000 + "]}, ")),
        screens(choice("one", f"echo: {'x' * 1_000_000}, ")),
        HEAD + "option_sets: {" + "".join(f"s{i}: [], " for i in range(30_000)) + "}\nscreens: [{}]",
        "? " * 50_000,
        "a: !!python/object/apply:os.system [x]",
        "&a [" + "*a, " * 100_000 + "]",
    ],
    ids=range(16),
)  # fmt: skip
def test_a_hostile_file_is_refused_with_a_bounded_list(text: str) -> None:
    found = load_text(text, "prov")
    assert found.questionnaire is None
    assert 1 <= len(found.faults) <= MOST + 1


def test_the_day_of_a_review_is_a_day() -> None:
    found = loaded(choice("one"), head=HEAD + "reviewed: {sv: {by: Ann, on: 2026-11-20}}\n").questionnaire
    assert found is not None
    assert date.fromisoformat(found.reviewed["sv"].on) == date(2026, 11, 20)
