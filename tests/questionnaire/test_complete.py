"""What opening a round asks more of a questionnaire."""

from surveyapp.questionnaire.complete import missing_texts, site_faults
from tests.questionnaire.writing import HEAD, LEFT_OR_RIGHT, choice, loaded, questionnaire

TWO = HEAD.replace("[sv]", "[sv, ar]").replace("{sv: Prov}", "{sv: Prov, ar: اختبار}")


def test_every_text_that_lacks_a_language_is_named_at_its_screen() -> None:
    own = LEFT_OR_RIGHT.replace("}, {", ", own_words: true}, {")
    found = loaded(choice("one", "why: {sv: Därför}, ", own), "  - {id: gender, ask: gender}\n", head=TWO)
    assert found.questionnaire is not None
    missing = missing_texts(found.questionnaire, ["sv", "ar"], found.places, "x/questionnaire.yaml")
    assert [(fault.screen, fault.said.gaps["what"], fault.line) for fault in missing] == [
        (None, "welcome", 0),
        (None, "thanks", 0),
        ("one", "text", 6),
        ("one", "why", 6),
        ("one", "options: left", 6),
        ("one", "options: right", 6),
    ]
    assert missing_texts(found.questionnaire, ["sv"]) == []


def test_a_language_that_the_questionnaire_has_not_is_a_fault() -> None:
    (fault,) = missing_texts(questionnaire(choice("one"), head=TWO), ["aa"])
    assert fault.code == "language-not-offered"


def test_every_site_of_a_condition_is_one_of_the_rounds() -> None:
    found = questionnaire(
        choice("a", "show_if: {any: [{$site: [north, south]}, {not: {$site: norht}}]}, "),
        choice("b", "show_if: {$site: north}, "),
    )
    assert [(fault.screen, str(fault.said)) for fault in site_faults(found, ["north", "south"])] == [
        ("a", 'The condition names the site "norht", which the round has not. Did you mean: "north"?')
    ]
    assert len(site_faults(found, [])) == 4
