"""How easy the words are, as advice."""

import pytest

from surveyapp.questionnaire.readability import lix, sentences
from tests.questionnaire.writing import HEAD, choice, loaded


def test_lix_is_words_in_a_sentence_plus_the_share_of_long_words() -> None:
    assert lix("") == 0
    assert lix("Hej på dig.") == 3
    assert lix("Handledarna lyssnar på mig.") == 4 + 100 * 2 / 4
    assert lix("Bryr sig personalen om dig?") == 5 + 100 / 5


def test_a_line_ends_a_sentence_and_a_number_does_not() -> None:
    assert len(sentences("Du har 3.5 minuter kvar. هل أنت بخير؟ نعم።")) == 3
    assert len(sentences("Hej\nDu är här")) == 2


def advice(text: str, language: str = "sv") -> list[str]:
    head = HEAD.replace("[sv]", "[sv, sv-simple, ar]")
    found = loaded(
        choice("one").replace(
            "{sv: Fråga}", f"{{sv: Fråga, {language}: {text}}}" if language != "sv" else f"{{sv: {text}}}"
        ),
        head=head,
    )
    assert found.questionnaire is not None, found.faults
    return [fault.code for fault in found.advice]


@pytest.mark.parametrize(
    ("text", "language", "code"),
    [
        ("ett två tre fyra fem sex sju åtta nio tio elva.", "sv-simple", "long-sentence"),
        ("ett två tre fyra fem sex sju åtta nio tio.", "sv-simple", None),
        ("ett två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton.", "sv", None),
        ("ett två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton sexton.", "sv", "long-sentence"),
        ("و و و و و و و و و و و و و و و و", "ar", "long-sentence"),
        ("Arbetsförmedlingen hjälper dig.", "sv", "long-word"),
        ("Är du glad (eller inte)?", "sv", "brackets"),
        ("Vill du ha fika och/eller mat?", "sv", "slash"),
        ("Vad gör du, t.ex. i dag?", "sv", "abbreviation"),
        ("Mår du bra? Är du glad?", "sv", "two-questions"),
        ("Har du aldrig inte mått bra?", "sv", "two-negations"),
        ("Är du <b>glad</b>?", "sv", "looks-like-html"),
        ("En rad som är längre än den får vara i lätt text", "sv-simple", "long-line"),
    ],
)
def test_advice_for_one_text(text: str, language: str, code: str | None) -> None:
    found = advice(f'"{text}"', language)
    assert (code in found) if code else not found


def test_lix_is_looked_at_for_a_whole_language() -> None:
    hard = " ".join(["Handledarna lyssnar noggrant."] * 40)
    assert "lix" in advice(f'"{hard}"')
    assert "lix" not in advice(f'"{hard}"', "ar")
