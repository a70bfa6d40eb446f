from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from jinja2.runtime import Context
from markupsafe import Markup

from surveyapp.questionnaire.kinds import AnswerForm
from surveyapp.web import drawing

Page = Callable[[str], str]

ANSWERS: list[tuple[str, dict[str, object]]] = [
    ("safe", {"answer": "often"}),
    ("safe", {"answer": "forged"}),
    ("presented", {"answer": ["sewing", "cooking"]}),
    ("lunch", {"answer": "7"}),
    ("better", {"answer": "canary"}),
    ("words", {"rather_not_say": "rather_not_say"}),
]


@pytest.mark.parametrize(("id", "posted"), ANSWERS)
def test_what_one_person_answered_is_never_drawn_for_the_next(
    client: FlaskClient, id: str, posted: dict[str, object]
) -> None:
    before = client.get(f"/r/real/sv/{id}").text
    answered = client.post(f"/r/real/sv/{id}", data=posted).text
    assert answered != before, "the answer is shown to the one who gave it"
    assert client.get(f"/r/real/sv/{id}").text == before


def test_a_question_is_drawn_in_each_language_and_for_each_questionnaire(page: Page) -> None:
    for _ in range(2):
        assert "Alltid" in page("/r/real/sv/safe")
        assert "دائمًا" in page("/r/real/ar/safe")


def test_a_question_that_nobody_has_answered_is_drawn_once(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[Context] = []
    draw = drawing._draw

    def counting(context: Context) -> Markup:
        drawn.append(context)
        return draw(context)

    monkeypatch.setattr(drawing, "_draw", counting)
    for _ in range(3):
        client.get("/r/real/en/meeting")
    assert len(drawn) == 1


def test_forms_show_what_drawing_asks_them_for() -> None:
    assert {"chosen", "written"} <= set(vars(AnswerForm)), "an answer that a form showed otherwise would be kept"
