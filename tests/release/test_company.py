"""Whether somebody was there when people answered, as they say themselves."""

import pytest

from surveyapp.questionnaire.model import Questionnaire
from surveyapp.release.model import NOT_ANSWERED, RATHER_NOT_SAY, REMAINDER
from surveyapp.release.table import make
from tests.release.worlds import GENDER, HELPER, TEXT, Given, facts, when

TOLD = ["alone"] * 12 + ["somebody"] * 6 + ["helped"] * 2 + ["rather_not_say"] + [None] * 3


def asked(helper: bool = True, of_some: bool = False) -> Questionnaire:
    condition = {"show_if": when("gender", "woman"), "reads": ("gender",)} if of_some else {}
    screens = (GENDER, HELPER.model_copy(update=condition)) if helper else (GENDER,)
    return Questionnaire(key="asked", languages=("sv",), title=TEXT, welcome=TEXT, thanks=TEXT, screens=screens)


def people(helper: bool = True) -> list[Given]:
    answers = {"helper": "nobody"} if helper else {}
    return [
        Given(n, "north", "sv", {"gender": "woman" if n % 2 else "man", **answers}, company=told)
        for n, told in enumerate(TOLD)
    ]


def test_it_is_told_for_all_together_and_never_of_fewer_than_k() -> None:
    table = make(facts(), asked(), people()).table("$company")
    assert table.shown == "together"
    assert [(row.id, row.counts, row.holds) for row in table.rows] == [
        ("alone", (12,), ()),
        ("somebody", (6,), ()),
        (REMAINDER, (6,), ("helped", RATHER_NOT_SAY, NOT_ANSWERED)),
    ]


@pytest.mark.parametrize("questionnaire", [asked(helper=False), asked(of_some=True)])
def test_where_not_everyone_is_asked_for_a_helper_nothing_is_told(questionnaire: Questionnaire) -> None:
    release = make(facts(), questionnaire, people(helper=False))
    assert "$company" not in {table.id for table in release.tables}
