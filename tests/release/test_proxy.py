"""How many answered for another person, where the round allows it."""

import pytest

from surveyapp.questionnaire.model import Option, Questionnaire, Screen
from surveyapp.release.model import REMAINDER
from surveyapp.release.table import make
from tests.release.worlds import TEXT, Given, facts

GENDER = Screen(
    id="gender", ask="gender", text=TEXT, options=tuple(Option(id=id, text=TEXT) for id in ("woman", "man", "other"))
)
ASKED = Questionnaire(key="asked", languages=("sv",), title=TEXT, welcome=TEXT, thanks=TEXT, screens=(GENDER,))


def people(proxies: int) -> list[Given]:
    return [Given(n, "north", "sv", {"gender": "woman" if n % 2 else "man"}, proxy=n < proxies) for n in range(24)]


@pytest.mark.parametrize(
    ("proxies", "rows"),
    [(8, [("themselves", (16,)), ("by_proxy", (8,))]), (2, [(REMAINDER, (24,))]), (0, [(REMAINDER, (24,))])],
)
def test_it_is_told_for_all_together_and_never_of_fewer_than_k(
    proxies: int, rows: list[tuple[str, tuple[int, ...]]]
) -> None:
    release = make(facts().model_copy(update={"proxy_allowed": True}), ASKED, people(proxies))
    table = release.table("$proxy")
    assert (table.shown, [(row.id, row.counts) for row in table.rows]) == ("together", rows)


def test_a_round_that_does_not_allow_it_tells_nothing_and_keeps_its_bytes() -> None:
    release = make(facts(), ASKED, people(8))
    assert "$proxy" not in {table.id for table in release.tables}
    assert b"proxy" not in release.canonical()
