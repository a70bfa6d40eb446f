import re
from collections.abc import Callable
from html import unescape

import pytest
from flask.testing import FlaskClient

from surveyapp.questionnaire.kinds import KINDS
from surveyapp.web import pictures
from tests.web.screens import ALL_KINDS

Page = Callable[[str], str]

EVERY = [screen.id for screen in ALL_KINDS.screens]


def test_the_questionnaire_of_these_tests_has_every_kind() -> None:
    assert {screen.ask for screen in ALL_KINDS.screens} == set(KINDS)


@pytest.mark.parametrize("language", ["sv", "ar", "so"])
@pytest.mark.parametrize("id", EVERY)
def test_every_kind_is_a_whole_page_with_nothing_chosen(page: Page, id: str, language: str) -> None:
    html = page(f"/r/real/{language}/{id}")
    assert " checked" not in html
    assert html.count('class="button') == 1, "one thing to press"


@pytest.mark.parametrize(
    "id", ["try", "gender", "helper", "meeting", "presented", "safe", "lunch", "born", "five", "own"]
)
def test_the_legend_of_a_group_holds_the_heading(page: Page, id: str) -> None:
    html = page(f"/r/real/sv/{id}")
    assert len(re.findall('<legend class="asked">.*?<h1>', html, re.DOTALL)) == html.count("<fieldset") == 1


@pytest.mark.parametrize("id", EVERY[2:])
def test_not_wanting_to_answer_is_offered_once_and_apart_from_the_rest(page: Page, id: str) -> None:
    html = page(f"/r/real/en/{id}")
    assert html.count('value="rather_not_say"') == 1
    assert html.index('class="cards apart"') < html.index('value="rather_not_say"')


@pytest.mark.parametrize("id", ["information", "try"])
def test_what_is_practised_or_read_has_no_way_out(page: Page, id: str) -> None:
    assert "rather_not_say" not in page(f"/r/real/sv/{id}")


def test_a_way_out_stands_apart_from_the_steps_of_a_scale(page: Page) -> None:
    html = page("/r/real/sv/safe")
    assert html.index('value="never"') < html.index('class="cards apart"') < html.index('value="dont_know"')


@pytest.mark.parametrize(
    ("id", "posted", "message"),
    [
        ("safe", {"answer": "forged"}, "Choose one of the answers on this page."),
        ("lunch", {"answer": "11"}, "Choose one of the answers on this page."),
        ("presented", {"answer": ["none", "sewing"]}, "can't stand together"),
        ("better", {"answer": "x" * 1001}, "Write at most 1,000."),
        ("words", {"answer": "x", "rather_not_say": "rather_not_say"}, "Take one of them away."),
        ("age", {"answer": "14"}, "Write a whole number from 15 to 110, with digits."),
        ("born", {"day": "1", "month": "1", "year": "1919"}, "Write 1 January 1920 or a later day."),
    ],
)
def test_an_error_stands_in_title_summary_and_beside_the_field(
    client: FlaskClient, id: str, posted: dict[str, str], message: str
) -> None:
    response = client.post(f"/r/real/en/{id}", data=posted)
    html = unescape(response.get_data(as_text=True))
    assert response.status_code == 422
    assert html.count(message) == 2
    assert re.search(r"<title>\s*Error: ", html)
    assert 'aria-invalid="true"' in html
    assert re.search(r'aria-describedby="[^"]*\berror\b', html)


def test_the_error_word_is_in_the_readers_language(client: FlaskClient) -> None:
    html = client.post("/r/real/sv/safe", data={"answer": "forged"}).get_data(as_text=True)
    assert "<title>Fel: Är du trygg i din verkstad? – " in html


def test_an_error_keeps_what_was_written_and_chosen(client: FlaskClient) -> None:
    html = client.post("/r/real/sv/words", data={"answer": 'a"<b', "rather_not_say": "rather_not_say"}).text
    assert 'value="a&#34;&lt;b"' in html
    assert 'value="rather_not_say" checked' in html
    html = client.post("/r/real/sv/presented", data={"answer": ["carpentry", "none"]}).text
    assert re.findall(r'value="(\w+)"[^>]* checked', html) == ["carpentry", "none"]


def test_a_designers_text_is_escaped_and_keeps_its_lines(page: Page) -> None:
    html = page("/r/real/sv/own")
    assert "<h1>Vilket &lt;b&gt;hus&lt;/b&gt; &amp; vad?<br>\nTänk efter.</h1>" in html
    html = page("/r/real/sv/information")
    assert "<h1>Nu börjar frågorna.</h1>" in html
    assert "<p>Inget svar är fel.<br>\nDu kan hoppa över.</p>" in html


def test_a_text_in_another_language_than_the_page_is_marked(page: Page) -> None:
    assert '<span lang="sv" dir="ltr">Vad var det?</span>' in page("/r/real/ar/words")
    assert 'lang="' not in page("/r/real/sv/words").split("<main", 1)[1]


def test_every_option_has_its_text_beside_its_picture(page: Page) -> None:
    for card in re.findall(r'<label class="card">.*?</label>', page("/r/real/ar/presented"), re.DOTALL):
        assert re.search(r'<svg [^>]*aria-hidden="true"', card)
        assert re.search(r'<span class="words">\S', card)


def test_a_questionnaires_own_picture_comes_from_the_round(page: Page) -> None:
    assert 'src="/r/media/house.png"' in page("/r/real/sv/own")


QUESTION_MARK = re.findall(r' d="[^"]+"', pictures.PICTURES["dont_know"].plain.decode())[0]


def test_the_question_mark_is_turned_for_readers_of_arabic(page: Page) -> None:
    assert page("/r/real/ar/safe").count(QUESTION_MARK) == 0
    assert page("/r/real/sv/safe").count(QUESTION_MARK) == 1


def test_demo_and_trial_say_so_and_a_real_round_does_not(page: Page) -> None:
    assert 'class="banner"' in page("/r/demo/sv/safe")
    assert 'class="banner"' in page("/r/trial/sv/safe")
    assert 'class="banner"' not in page("/r/real/sv/safe")


def test_an_echo_is_escaped(page: Page) -> None:
    assert "&lt;b&gt;" in page("/r/real/sv/better?echo=<b>")


def test_answers_are_never_completed_by_the_browser(page: Page) -> None:
    for id in EVERY:
        assert re.search(r"<form[^>]* autocomplete=\"off\"", page(f"/r/real/sv/{id}"))


def test_a_rank_goes_place_by_place_without_a_script(client: FlaskClient) -> None:
    response = client.post("/r/real/en/five", data={"answer": ["sewing"], "press": "cooking"})
    assert response.status_code == 200
    html = response.text
    assert re.findall(r'name="answer" value="(\w+)"', html) == ["sewing", "cooking"]
    assert re.findall(r'value="(\w+)"[^>]* aria-pressed="true"', html) == ["sewing", "cooking"]
    assert re.findall(r'class="place">(\d)<', html) == ["1", "2"]
    assert html.count(" autofocus") == 1
    page_of_one_too_many = client.post("/r/real/en/five", data={"answer": ["a", "b"], "press": "c"})
    assert page_of_one_too_many.status_code == 422


def test_a_number_has_the_keyboard_of_digits_and_its_unit_beside_it(page: Page) -> None:
    html = page("/r/real/sv/age")
    assert re.search(r'inputmode="numeric"[^>]* aria-describedby="unit', html)
    assert '<span id="unit">år</span>' in html


def test_a_question_that_is_asked_of_several_things_says_which(page: Page) -> None:
    html = page("/r/real/sv/why")
    assert html.index('class="about"') < html.index("<h1>")
    assert re.search(r"<title>\s*Varför just den\? – Snickeri – ", html)
