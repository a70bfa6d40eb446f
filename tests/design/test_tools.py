"""The designers' tools: preview, map, trying, all texts, differences; for drafts and published versions alike."""

import html
import re
from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from surveyapp.design.map import drawing, stops
from surveyapp.design.walk import carried_back
from surveyapp.questionnaire.load import load_folder, load_text
from surveyapp.questionnaire.model import Questionnaire, Screen
from surveyapp.store import questionnaires, tables
from tests.accounts.staff import Person
from tests.browser.walk import ANSWERS
from tests.running import ALL_KINDS, Service

TOOLS = ("", "/preview", "/walk", "/map", "/texts", "/differences")

HEAD = """
languages: [sv, en, ar]
title: {sv: "Provet"}
welcome: {sv: "Välkommen."}
thanks: {sv: "Tack."}
screens:
"""

CONDITIONS = (
    HEAD
    + """
  - {id: tired, ask: yes-no, picture: sleep, text: {sv: "Är du trött?", en: "Are you tired?"}}
  - {id: rest, ask: yes-no, picture: sleep, text: {sv: "Får du vila?"}, show_if: {tired: yes}}
  - id: north
    ask: yes-no
    picture: home
    text: {sv: "Är det kallt?"}
    show_if: {$site: [norr, nordost], not: {any: [{tired: no}, {rest: answered}]}}
  - id: pain
    ask: rating
    picture: pain
    text: {sv: "Hur ont har du?"}
    ends: [{sv: "Inget"}, {sv: "Mycket"}]
  - {id: why, ask: text, picture: pain, text: {sv: "Varför?"}, show_if: {pain: {at_least: 7}}}
"""
)

HOSTILE = "<script>alert(1)</script> {{ 7 * 7 }} =cmd|x '\"&"


@pytest.fixture(scope="module")
def designer(service: Service) -> Person:
    return Person(service, "designer")


def loaded(text: str, key: str = "prov") -> Questionnaire:
    found = load_text(text, key)
    assert found.questionnaire, [str(fault) for fault in found.faults]
    return found.questionnaire


def draft(service: Service, questionnaire: Questionnaire, media: Mapping[str, bytes] | None = None) -> str:
    with service.store.writing() as c:
        questionnaires.save_draft(c, questionnaire, media or {}, service.today())
    return f"/design/versions/{questionnaire.version}"


def changed(questionnaire: Questionnaire, **parts: Any) -> Questionnaire:  # noqa: ANN401
    return Questionnaire.model_validate(questionnaire.model_dump() | parts)


@pytest.fixture(scope="module")
def conditions(service: Service) -> str:
    return draft(service, loaded(CONDITIONS))


@pytest.fixture(scope="module")
def everything(service: Service) -> str:
    return f"/design/versions/{service.publish(ALL_KINDS)}"


# ---- all of them -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tool", TOOLS)
def test_drafts_and_published_versions_are_looked_at_alike(
    service: Service, designer: Person, everything: str, tool: str
) -> None:
    whole = load_folder(ALL_KINDS)
    assert whole.questionnaire
    another = draft(service, changed(whole.questionnaire, key="another"), whole.media)
    for version in (everything, another):
        assert designer.get(version + tool).status_code == 200
    assert designer.get("/design/versions/nothing" + tool).status_code == 404


@pytest.mark.parametrize("tool", TOOLS)
def test_no_text_of_a_questionnaire_is_more_than_text(service: Service, designer: Person, tool: str) -> None:
    text = {"sv": f"{HOSTILE} Varför?", "en": HOSTILE}
    plain = loaded(CONDITIONS, "hostile")
    screens = [
        screen.model_dump()
        | {"text": text, "why": text, "options": [o.model_dump() | {"text": text} for o in screen.options]}
        for screen in plain.screens
    ]
    older, newer = changed(plain, title=text, screens=screens), changed(plain, title={"sv": "x"}, screens=screens[1:])
    draft(service, newer)
    page = designer.get(
        f"{draft(service, older)}{tool}?other={newer.version}"
        if tool == "/differences"
        else f"{draft(service, older)}{tool}"
    )
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert " 49 " not in page.text
    if tool not in ("/walk", "/preview"):
        assert "&lt;script&gt;" in page.text


def test_a_draft_opens_no_round_until_it_is_published(service: Service, designer: Person) -> None:
    version = draft(service, loaded(CONDITIONS, "soon"))
    assert designer.get(version + "/open").status_code == 404
    assert "Draft. It is there until" in designer.get(version).text
    assert designer.post(version + "/publish").status_code == 422
    assert designer.post(version + "/publish", sure="y").status_code == 303
    assert designer.get(version + "/open").status_code == 200
    assert designer.get(version + "/publish").status_code == 303
    assert "Draft. It is there until" not in designer.get(version).text


# ---- preview ---------------------------------------------------------------------------------------------------------


def test_the_preview_is_the_participants_screen_in_two_frames(
    service: Service, designer: Person, everything: str
) -> None:
    page = designer.get(everything + "/preview?screen=chores&language=ar")
    frames = re.findall(r'<iframe src="([^"]+)"[^>]*sandbox="allow-same-origin"', page.text)
    assert frames == [f"{everything}/preview/chores/ar"] * 2
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    frame = designer.get(frames[0])
    assert "frame-ancestors 'self'" in frame.headers["Content-Security-Policy"]
    assert '<html lang="ar" dir="rtl">' in frame.text

    round = service.open_round()
    participant = Person(service)
    start = f"/r/{round.name}/at/here/ar/"
    token = re.search(r'name="token" value="(\w+)"', participant.get(start).text)
    assert token
    participant.send(start, token=token[1])
    real = participant.get(f"/r/{round.name}/ask/chores").text
    assert _question(frame.text) == _question(real)


def _question(page: str) -> str:
    found = re.search(r"<fieldset.*</fieldset>", page, re.DOTALL)
    assert found
    return found[0]


def test_only_frames_may_be_framed(designer: Person, everything: str) -> None:
    for page in (everything, everything + "/map", everything + "/walk"):
        policy = designer.get(page).headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in policy
        assert "frame-src" not in policy


def test_the_preview_marks_what_is_read_in_the_source_language(designer: Person, conditions: str) -> None:
    assert "missing in this language" not in designer.get(conditions + "/preview?screen=tired&language=en").text
    assert "missing in this language" in designer.get(conditions + "/preview?screen=rest&language=en").text


def test_a_long_questionnaire_has_no_more_frames_on_a_page(service: Service, designer: Person) -> None:
    screens = [Screen(id=f"s{n}", ask="yes-no", text={"sv": f"Fråga {n}?"}, show_pictures=False) for n in range(300)]
    version = draft(service, changed(loaded(CONDITIONS, "long"), screens=screens))
    page = designer.get(version + "/preview?screen=s150").text
    assert page.count("<iframe") == 2
    assert len(page) < 60_000
    assert designer.get(version + "/map").status_code == 200


@pytest.mark.parametrize("query", ["?screen=none", "?language=so", "?language=xx"])
def test_a_screen_or_language_that_is_none(designer: Person, conditions: str, query: str) -> None:
    assert designer.get(f"{conditions}/preview{query}").status_code == 404


# ---- map -------------------------------------------------------------------------------------------------------------


def test_the_map_leads_from_what_is_read_to_what_reads_it(service: Service, designer: Person, conditions: str) -> None:
    page = designer.get(conditions + "/map").text
    words = re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))
    assert 'If "Är du trött?": Yes' in words
    assert '"Är du trött?": No' in words
    assert '"The site": norr or nordost' in words
    assert "not (" in words
    assert '"Hur ont har du?": at least 7' in words
    assert "This does not hold:" in words
    assert "At least one of these holds:" in words
    with service.app.test_request_context(headers={"Accept-Language": "en"}):
        drawn = drawing(loaded(CONDITIONS))
        told = stops(loaded(CONDITIONS))
    by_id = {box.id: box for box in drawn.boxes}
    assert list(by_id) == ["$site", "tired", "rest", "north", "pain", "why"]
    leads = {
        (box.id, other.id)
        for trunk in drawn.trunks
        for box in drawn.boxes
        for other in drawn.boxes
        if box.middle == trunk.start
        for end in trunk.ends
        if other.y < end < other.y + other.height
    }
    assert leads == {
        ("$site", "north"), ("tired", "rest"), ("tired", "north"), ("rest", "north"), ("pain", "why"),
    }  # fmt: skip
    assert {stop.screen.id: [other.id for other in stop.read_by] for stop in told} == {
        "tired": ["rest", "north"], "rest": ["north"], "north": [], "pain": ["why"], "why": [],
    }  # fmt: skip


def test_no_two_trunks_of_the_map_share_a_lane_at_the_same_height(service: Service) -> None:
    whole = load_folder(ALL_KINDS).questionnaire
    assert whole
    with service.app.test_request_context():
        drawn = drawing(whole)
    for number, one in enumerate(drawn.trunks):
        for other in drawn.trunks[number + 1 :]:
            if one.x == other.x:
                assert max(one.ends) < other.start or max(other.ends) < one.start
    assert all(box.y + box.height < after.y for box, after in zip(drawn.boxes, drawn.boxes[1:], strict=False))


# ---- trying ----------------------------------------------------------------------------------------------------------


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return html.unescape(found[1])


def begin(designer: Person, version: str, **facts: str) -> TestResponse:
    return designer.post(version + "/walk", **{"language": "sv", "site": "", "wave": ""} | facts)


def go_on(designer: Person, version: str, page: str, **fields: object) -> TestResponse:
    main = page.partition("<main")[2]
    given = {name: hidden(main, name) for name in ("csrf_token", "carried")} | fields
    if "to" not in fields:
        given["at"] = hidden(main, "at")
    return designer.send(version + "/walk/on", **given)


def rows(service: Service) -> dict[str, int]:
    with service.store.reading() as c:
        return {
            table.name: c.execute(select(func.count()).select_from(table)).scalar_one()
            for table in tables.metadata.sorted_tables
        }


def test_a_whole_walk_goes_where_a_participant_goes_and_keeps_nothing(
    service: Service, designer: Person, everything: str
) -> None:
    before = rows(service)
    page = begin(designer, everything)
    asked: list[str] = []
    while 'name="at"' in page.text:
        at = hidden(page.text, "at")
        asked.append(at)
        answer = ANSWERS.get(at)
        fields: dict[str, object] = {"answer": list(answer) if isinstance(answer, tuple) else answer or ""}
        page = go_on(designer, everything, page.text, **fields)
        assert page.status_code == 200, at
        assert "Nothing is kept." in page.text
        assert len(asked) < 60
    whole = load_folder(ALL_KINDS).questionnaire
    assert whole
    with service.app.app_context():
        walked = carried_back(whole, hidden(page.text, "carried"))
    assert walked
    assert [screen.id for screen in walked.way.screens] == asked
    assert walked.answers["gender"] == "man"
    assert walked.answers["chores"] == ("cleaning", "other")
    assert "Blommor" in page.text
    assert rows(service) == before


def test_the_facts_are_chosen_and_decide_the_way(designer: Person, conditions: str) -> None:
    page = designer.get(conditions + "/walk").text
    assert '<option value="norr"' in page
    for site, third in (("norr", "north"), ("", "pain")):
        step = begin(designer, conditions, site=site).text
        for answer in ("yes", ""):
            step = go_on(designer, conditions, step, answer=answer).text
        assert hidden(step, "at") == third
    assert designer.post(conditions + "/walk", language="xx", site="", wave="").status_code == 422


def test_back_and_change_lead_there_and_on(designer: Person, conditions: str) -> None:
    first = begin(designer, conditions).text
    second = go_on(designer, conditions, first, answer="no").text
    assert hidden(second, "at") == "pain"
    back = go_on(designer, conditions, second, to="tired").text
    assert re.search(r'value="no"[^>]* checked', back)
    end = go_on(designer, conditions, go_on(designer, conditions, back, answer="no").text, answer="3").text
    assert "Not shown on this way" in end
    assert "Får du vila?" in end
    change = go_on(designer, conditions, end, to="tired", changing="1").text
    opened = go_on(designer, conditions, change, answer="yes", changing="1").text
    assert hidden(opened, "at") == "rest"
    assert "Not shown on this way" in go_on(designer, conditions, opened, answer="yes", changing="1").text


def test_a_wrong_answer_is_told_and_a_forged_way_is_refused(designer: Person, conditions: str, everything: str) -> None:
    first = begin(designer, conditions).text
    wrong = go_on(designer, conditions, first, answer="maybe")
    assert wrong.status_code == 422
    assert hidden(wrong.text, "at") == "tired"
    carried = hidden(first, "carried")
    assert go_on(designer, conditions, first, carried=carried[:-2] + "xx", answer="yes").status_code == 400
    assert go_on(designer, conditions, first, carried="", answer="yes").status_code == 400
    token = hidden(first.partition("<main")[2], "csrf_token")
    of_another = designer.send(everything + "/walk/on", csrf_token=token, carried=carried, at="try", answer="")
    assert of_another.status_code == 400
    elsewhere = designer.send(conditions + "/walk/on", csrf_token=token, carried=carried, at="why", answer="x")
    assert elsewhere.status_code == 400


def test_a_walk_speaks_the_participants_language_and_its_banner_that_of_staff(
    designer: Person, everything: str
) -> None:
    page = begin(designer, everything, language="ar").text
    assert '<html lang="ar" dir="rtl">' in page
    assert '<div class="banner trying" lang="en" dir="ltr">' in page


# ---- all texts -------------------------------------------------------------------------------------------------------


def test_every_text_stands_on_the_page_in_every_language_that_was_chosen(designer: Person, everything: str) -> None:
    whole = load_folder(ALL_KINDS).questionnaire
    assert whole
    page = designer.get(everything + "/texts").text
    read = _read(page)
    for screen in whole.screens:
        for words in (screen.text, screen.why, *(option.text for option in screen.options)):
            if isinstance(words, Mapping) and screen.own_words_of is None:
                for text in words.values():
                    assert "".join(text.split()) in read
    only = designer.get(everything + "/texts?language=sv").text
    assert 'lang="ar"' not in only.partition('class="reading"')[2]
    assert designer.get(everything + "/texts?language=so").status_code == 404


def _read(page: str) -> str:
    return "".join(html.unescape(re.sub(r"<[^>]+>", "", page)).split())


def test_long_words_and_sentences_are_marked_and_what_is_missing_is_told(service: Service, designer: Person) -> None:
    long = "Vad tycker du om arbetsmarknadsenheten? " + " ".join(["ord"] * 16) + "."
    version = draft(
        service, loaded(HEAD + f'  - {{id: a, ask: text, picture: home, text: {{sv: "{long}"}}}}', "long-words")
    )
    page = designer.get(version + "/texts").text
    assert "<mark>arbetsmarknadsenheten</mark>" in page
    assert f'<span class="long"> {" ".join(["ord"] * 16)}.</span>' in page
    assert page.count("Missing. The source language is shown in its place.") == 8
    assert "Nobody has reviewed it" in page


# ---- differences -----------------------------------------------------------------------------------------------------


def test_two_versions_are_laid_side_by_side(service: Service, designer: Person) -> None:
    first = loaded(CONDITIONS, "two")
    second = loaded(
        CONDITIONS.replace("Är du trött?", "Är du mycket trött?").replace("at_least: 7", "at_least: 8"), "two"
    )
    service.publish(first)
    assert "no other version" in designer.get(f"/design/versions/{first.version}/differences").text
    page = designer.get(draft(service, second) + "/differences").text
    for words in ("Är du trött?", "Är du mycket trött?", "Breaks the comparison", "The question is reworded."):
        assert words in page
    back = designer.get(f"/design/versions/{first.version}/differences").text
    assert "No version was published before this one." in back
    assert designer.get(f"/design/versions/{first.version}/differences?other={second.version}").status_code == 200
    other_key = service.publish(ALL_KINDS)
    assert designer.get(f"/design/versions/{first.version}/differences?other={other_key}").status_code == 404
