"""The points of accessible asking that a page's own HTML shows, each by a test that names its number.

What only a browser can show (targets, focus, zoom, contrast, movement) stands in `tests/browser`, under the same
numbers.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from xml.etree.ElementTree import Element

import html5lib
import pytest

from surveyapp.questionnaire.load import load_folder
from surveyapp.questionnaire.model import Questionnaire
from surveyapp.store.rounds import Asking
from tests.pages import DRAWING, text_of
from tests.respond.participant import Participant
from tests.respond.test_visit import ANSWERS
from tests.running import ALL_KINDS, Service, make_service

WAY_OUT = "rather_not_say"


class Seen:
    """A page of the visit, as it was first shown."""

    def __init__(self, at: str, html: str) -> None:
        self.at = at
        self.html = html
        self.tree: Element = html5lib.parse(html, namespaceHTMLElements=False)

    @property
    def screen(self) -> str:
        found = re.search(r"/ask/([^?]+)", self.at)
        return found[1] if found else ""

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """The elements of that tag that have those attributes."""
        return [e for e in self.tree.iter(tag) if all(e.get(name) == value for name, value in attributes.items())]

    def of_class(self, name: str) -> list[Element]:
        return [e for e in self.tree.iter() if name in (e.get("class") or "").split()]


@pytest.fixture(scope="module")
def all_kinds() -> Questionnaire:
    loaded = load_folder(ALL_KINDS).questionnaire
    assert loaded
    return loaded


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    """On one database: what a page holds is the same from both."""
    return make_service(tmp_path_factory.mktemp("asking"))


@pytest.fixture(scope="module", params=["sv", "ar"])
def visit(service: Service, request: pytest.FixtureRequest) -> list[Seen]:
    """Every page from the door to the thank-you, with all that a round can have."""
    until = (service.now() + timedelta(days=9)).date()
    asking = Asking(
        own_supervisor_may_help=False, proxy_allowed=True, receipt_until=until, help_now="Kim: 0500-12 34 56"
    )
    person = Participant(service, service.open_round(asking=asking), request.param)
    person.company = None
    seen = [Seen(person.door, person.open(person.door).page)]
    person.begin()
    while "/ask/" in person.at:
        seen.append(Seen(person.at, person.page))
        given = ANSWERS.get(person.screen)
        if person.screen == "began":
            person.answer(day="29", month="2", year="2024")
        else:
            person.answer(list(given) if isinstance(given, tuple) else None if given is None else str(given))
    seen.append(Seen(person.at, person.page))
    seen.append(Seen(person.at, person.answer("alone").page))
    seen[-1].at = person.at
    seen.append(Seen(person.submit().at, person.page))
    return seen


def questions(visit: list[Seen]) -> Iterator[Seen]:
    yield from (page for page in visit if page.screen)


def test_asking_1_one_question_a_page_and_its_heading_is_what_names_the_group(visit: list[Seen]) -> None:
    for page in questions(visit):
        assert len(page.all("h1")) == 1
        options = page.all("input", type="radio")
        if options:
            (legend,) = page.all("legend")
            assert legend.find(".//h1") is not None, page.at


def test_asking_2_every_title_begins_with_the_question_and_is_told_once(visit: list[Seen]) -> None:
    titles = [text_of(page.all("title")[0]) for page in visit]
    assert len(set(titles)) == len(titles)


def test_asking_2_an_error_comes_first_in_the_title_and_keeps_what_was_answered_25(service: Service) -> None:
    person = Participant(service, service.open_round()).begin()
    while person.screen != "age":
        person.answer()
    page = person.answer("gammal").page
    assert person.status == 422
    assert re.search(r"<title>Fel: ", page)
    assert 'value="gammal"' in page, "25"
    assert 'aria-invalid="true"' in page, "24"
    assert re.search(r'class="faults"[^>]*>.*?href="#answer"', page, re.DOTALL), "24: the summary links to the field"


def test_asking_3_the_language_and_direction_are_the_readers(visit: list[Seen]) -> None:
    language = "ar" if "/ar/" in visit[0].at else "sv"
    for page in visit:
        assert (page.tree.get("lang"), page.tree.get("dir")) == (language, "rtl" if language == "ar" else "ltr")


def test_asking_4_nothing_is_chosen_beforehand(visit: list[Seen]) -> None:
    for page in visit:
        assert not [e for e in page.all("input") if e.get("checked") is not None], page.at
        assert not page.all("option", selected=""), page.at


def test_asking_5_i_dont_want_to_answer_is_offered_apart_on_every_question(visit: list[Seen]) -> None:
    for page in questions(visit):
        if page.screen == "try" or not page.all("form"):
            continue
        ways_out = [e for e in page.all("input") + page.all("button") if e.get("value") == WAY_OUT]
        if page.all("input", name="answer") or page.all("textarea") or ways_out:
            assert len(ways_out) == 1, page.at
            apart = page.of_class("apart")
            assert apart
            assert ways_out[0] in list(apart[0].iter()), page.at


def test_asking_8_options_are_native_inside_labels(visit: list[Seen]) -> None:
    for page in visit:
        inside = {id(e) for label in page.all("label") for e in label.iter("input")}
        for option in page.all("input", type="radio") + page.all("input", type="checkbox"):
            assert id(option) in inside, page.at
        assert not page.of_class("slider")


def test_asking_9_and_10_every_card_has_a_picture_without_words_and_words_beside_it(visit: list[Seen]) -> None:
    pictured = ("gender", "where", "chores", "eats_here", "helper")
    for page in (page for page in questions(visit) if page.screen in pictured):
        for card in page.of_class("card"):
            assert any(picture.get("aria-hidden") for picture in card.iter(DRAWING)), page.at
            assert text_of(card), page.at
    for page in visit:
        assert all(picture.get("alt") == "" for picture in page.all("img"))
        assert all(not text_of(picture) for picture in page.all(DRAWING))


def test_asking_15_zoom_is_not_locked(visit: list[Seen]) -> None:
    for page in visit:
        assert "scalable" not in page.html
        assert "maximum-scale" not in page.html


def test_asking_17_nothing_is_dragged_slid_or_hovered(visit: list[Seen]) -> None:
    for page in visit:
        assert not page.all("input", type="range")
        assert "draggable" not in page.html
        assert not [e for e in page.tree.iter() if e.get("title")], "a tooltip needs hovering"


def test_asking_20_and_21_one_button_leads_on_and_says_so(visit: list[Seen]) -> None:
    for page in questions(visit):
        (onward,) = [e for e in page.all("button") if "next" in (e.get("class") or "").split()]
        assert text_of(onward) in ("Gå vidare", "متابعة")


def test_asking_22_every_page_of_the_way_leads_back(visit: list[Seen]) -> None:
    for page in visit[1:-1]:
        assert len(page.of_class("back")) == 1, page.at


def test_asking_23_progress_is_told_in_words_and_never_goes_back(visit: list[Seen]) -> None:
    told = [
        re.findall(r"\d+", text_of(page.of_class("progress")[0]))
        for page in questions(visit)
        if page.of_class("progress")
    ]
    numbers = [int(parts[0]) for parts in told]
    assert numbers == sorted(numbers)
    assert len(numbers) > 10
    assert {int(parts[1]) for parts in told if len(parts) > 1} == {numbers[-1]}, "a total is told only when it is sure"


def test_asking_24_nothing_is_required(visit: list[Seen]) -> None:
    for page in visit:
        assert not [e for e in page.tree.iter() if e.get("required") is not None or e.get("aria-required")]
        assert all(
            form.get("novalidate") is not None for form in page.all("form") if page.screen and form.get("action")
        )


def test_asking_26_a_last_page_shows_all_answers_each_with_a_link_that_changes_it(visit: list[Seen]) -> None:
    summary = next(page for page in visit if page.at.endswith("/summary"))
    kept = [page for page in questions(visit) if page.screen not in ("try",) and page.all("h1")]
    changes = [e for e in summary.all("a") if "change=1" in (e.get("href") or "") and "/ask/" in (e.get("href") or "")]
    assert len(changes) > 15
    assert len(changes) <= len(kept)


def test_asking_27_help_is_in_the_same_place_on_every_page(visit: list[Seen]) -> None:
    for page in visit:
        (footer,) = page.all("footer")
        first = next(iter(footer))
        assert "help" in (first.get("class") or ""), page.at
        assert "/help" in (first.get("href") or ""), page.at


def test_asking_28_a_code_may_be_pasted_and_there_is_no_puzzle(service: Service) -> None:
    person = Participant(service, service.open_round(access="codes"))
    page = Seen(person.door, person.open(person.door).page)
    (code,) = page.all("input", name="code")
    assert int(code.get("maxlength", "0")) >= 12, "gaps and hyphens may come with it"
    assert not page.all("input", type="password")


def test_asking_29_no_page_on_an_own_device_has_a_time_limit(visit: list[Seen]) -> None:
    for page in visit:
        assert "http-equiv" not in page.html
        assert not page.all("dialog")


def test_asking_30_nothing_plays_or_moves_by_itself(visit: list[Seen]) -> None:
    for page in visit:
        assert "autoplay" not in page.html
        assert not page.all("marquee")


def test_asking_36_a_practice_comes_first_and_is_not_kept(visit: list[Seen]) -> None:
    assert visit[1].screen == "try"
    summary = next(page for page in visit if page.at.endswith("/summary"))
    assert "/ask/try" not in summary.html
    assert re.search("Inget svar är fel|لا توجد إجابة خاطئة", visit[0].html)


def test_asking_37_no_scale_of_all_kinds_has_more_than_five_steps(all_kinds: Questionnaire) -> None:
    for screen in all_kinds.screens:
        if screen.ask == "scale":
            assert len([option for option in screen.options if not option.way_out]) <= 5


def test_asking_39_no_form_lets_the_browser_fill_in_or_remember(visit: list[Seen]) -> None:
    for page in visit:
        for form in page.all("form"):
            assert form.get("autocomplete") == "off", page.at
