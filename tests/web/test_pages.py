from collections.abc import Callable
from datetime import date, timedelta

import pytest

from surveyapp.store import questionnaires, rounds
from surveyapp.store.engine import Store
from surveyapp.store.rounds import Facts, Kind, Plan, Site
from surveyapp.web import pictures
from tests.pages import check_page
from tests.web.conftest import NOW
from tests.web.screens import ALL_KINDS, HOUSE

Page = Callable[[str], str]


def _open(store: Store, label: str, kind: Kind, days: int) -> str:
    plan = Plan(
        label=label,
        questionnaire_version=ALL_KINDS.version,
        kind=kind,
        languages=("sv",),
        sites=(Site("here", "Here"),),
        k=5,
        breakdown="gender",
        opens=NOW + timedelta(days=days),
        closes=NOW + timedelta(days=days + 10),
        releases=NOW + timedelta(days=days + 12),
        access="open",
        facts=Facts("a", "b", "c", date(2030, 1, 1), "d"),
    )
    with store.writing() as c:
        questionnaires.publish(c, ALL_KINDS, {"media/house.png": HOUSE}, NOW.date())
        return rounds.open_round(c, plan, NOW).name


def test_the_start_page_leads_to_open_demo_rounds_and_to_no_other(page: Page, store: Store) -> None:
    demo = _open(store, "Demo, open", "demo", -1)
    others = [
        _open(store, "Real, open", "real", -1),
        _open(store, "Trial, open", "trial", -1),
        _open(store, "Demo, planned", "demo", 1),
        _open(store, "Demo, over", "demo", -20),
    ]
    html = page("/")
    assert f'href="/r/{demo}/"' in html
    assert not [name for name in others if name in html]


def test_the_about_page_names_who_drew_the_pictures(page: Page) -> None:
    html = page("/about")
    assert pictures.ATTRIBUTION in html
    assert pictures.LICENSE_URL in html


def test_staff_see_who_they_are_where_they_may_go_and_what_they_have_done(page: Page) -> None:
    html = page("/design/page")
    assert '<html lang="sv"' in html
    assert "<span>Noor</span>" in html
    assert '<a href="/design/page" aria-current="page">Rounds</a>' in html
    assert "Secret" not in html, "a place for others"
    assert 'role="status">Saved.' in html


GOOD = (
    '<!doctype html><html lang="sv" dir="ltr"><head><title>A – B</title>'
    '<meta name="viewport" content="width=device-width"></head>'
    "<body><main><h1>A</h1>{}</main></body></html>"
)


def test_a_good_page_passes_the_examination() -> None:
    check_page(GOOD.format('<label for="a">A</label><input id="a"><img src="/a" alt="">'))


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (GOOD.replace(' lang="sv"', "").format(""), "no language"),
        (GOOD.replace("ltr", "rtl").format(""), "no direction"),
        (GOOD.replace("<title>A", "<title>C").format(""), "doesn't begin with"),
        (GOOD.format("<h1>B</h1>"), "this one has 2"),
        (GOOD.format("<p>A</div>"), "no strict HTML"),
        (GOOD.format('<p id="a">A</p><p id="a">B</p>'), "used twice"),
        (GOOD.format('<p aria-describedby="b">A</p>'), "which is nowhere"),
        (GOOD.format('<a href="#b">A</a>'), "which is nowhere"),
        (GOOD.format('<input name="a">'), "no label"),
        (GOOD.format("<fieldset><legend></legend></fieldset>"), "legend says nothing"),
        (GOOD.format("<button></button>"), "button says nothing"),
        (GOOD.format('<p style="color:red">A</p>'), "styled inline"),
        (GOOD.format('<p onclick="a()">A</p>'), "inline handler"),
        (GOOD.format("<script>a()</script>"), "script of its own"),
        (GOOD.format('<img alt="" src="https://example.org/a">'), "out of the service"),
        (GOOD.format('<img src="/a">'), "says nothing about"),
        (GOOD.format("<p>العربية</p>"), "Arabic letters"),
        (GOOD.format('<p lang="ar">العربية</p>'), "wrong direction"),
        (GOOD.replace("width=device-width", "maximum-scale=1").format(""), "can't be enlarged"),
        (GOOD.format('<div class="faults"><a href="#a">B</a></div><p id="a">B</p>'), "doesn't tell of the error"),
        (
            GOOD.replace("<title>", "<title>Fel: ").format(
                '<div class="faults"><a href="#a">B</a></div><p id="a">B</p>'
            ),
            "leads to no field",
        ),
    ],
)
def test_the_examination_finds_what_is_broken(broken: str, told: str) -> None:
    with pytest.raises(AssertionError, match=told):
        check_page(broken)
