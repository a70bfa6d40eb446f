"""The focus groups of 2012, played whole: two meetings of a mixed group of eight, and what came of them.

Everything is done as people do it, in the browser, by who does it; one of the eight speaks through an interpreter.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from surveyapp.config import shipped
from surveyapp.questionnaire.guide_load import load_guide
from surveyapp.release.tick import tick
from surveyapp.store import ballots, guides, improvements, notes, rounds, studies
from surveyapp.store.notes import Statement
from surveyapp.store.studies import Gender, Meeting, SpeakerPlan, Study
from tests.browser.conftest import examine, examine_in_every_window, log_in
from tests.browser.walk import follow
from tests.focusgroup.test_ballots import vote
from tests.running import FACTS, Service

pytestmark = pytest.mark.browser

GUIDE = shipped("questionnaires") / "fokusgrupp-2012"
GENDERS: tuple[Gender, ...] = ("woman", "man", "woman", "man", "woman", "man", "woman", "man")
WANTED = ("En handläggare i stället för sju", "Prova tre verkstäder innan man väljer", "Brev med lätta ord")


class Staff:
    """Somebody of the staff at their own device."""

    def __init__(self, service: Service, page: Page, role: str) -> None:
        self.address = service.address
        self.page = page
        log_in(page, service.address, role)

    def open(self, path: str) -> Page:
        self.page.goto(self.address + path)
        return self.page

    def send(self, **fields: str) -> None:
        """Fill in the form of the page, and send it."""
        for id, value in fields.items():
            field = self.page.locator(f"#{id}")
            if field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)
        follow(self.page, self.page.locator("main form button.button").last)


def begin(moderator: Staff, version: str) -> str:
    """A study with one group and two meetings; its name."""
    page = moderator.open(f"/groups/guides/{version}/begin")
    page.locator("[name=kind][value=real]").check()
    for language in ("sv", "en"):
        page.locator(f"[name=languages][value={language}]").check()
    page.locator("[name=languages][value=sv-simple]").uncheck()
    examine(page, "2012-begin")
    moderator.send(
        label="Verkstäderna 2012",
        responsible=FACTS.responsible,
        contact=FACTS.contact,
        legal_ground=FACTS.legal_ground,
        kept_until="2030-12-31",
        reference=FACTS.reference,
        help_now="Ring 112.",
        results_told="På husmötet.",
    )
    name = page.url.rstrip("/").rpartition("/")[2]
    moderator.open(f"/groups/{name}/groups/add")
    page.locator("[name=composition][value=mixed]").check()
    moderator.send(label="Grupp 1", site="Snickeriet", reason="De arbetar ihop.")
    group = page.url.rstrip("/")
    for day in ("2026-11-02", "2026-11-16"):
        page.goto(f"{group}/meetings/add")
        page.locator("[name=relation][value=outsider]").check()
        moderator.send(day=day, moderator="Processledare utifrån")
    page.goto(f"{group}/speakers/add")
    page.locator("[name=gender][value=woman]").check()
    for box in ("interpreter", "agrees_notes", "agrees_quotes"):
        page.locator(f"#{box}").check()
    page.locator("[name=told][value=interpreter]").check()
    moderator.send(language="ar")
    return name


def write(page: Page, words: str, speaker: int) -> None:
    page.locator(f"main .who [value='speaker:{speaker}']").check()
    page.locator("#text").fill(words)
    page.keyboard.press("Enter")


@dataclass
class Play:
    """What the parts of the play hand on."""

    service: Service
    new_page: Callable[..., Page]
    moderator: Staff
    analyst: Staff
    study: Study
    meetings: tuple[Meeting, Meeting]
    speakers: list[int]

    @property
    def said(self) -> list[Statement]:
        with self.service.store.reading() as c:
            return notes.statements_of(c, self.meetings[0].id)


def test_from_the_guide_to_the_answer(staffed: Service, new_page: Callable[..., Page], tmp_path: Path) -> None:
    play = prepared(staffed, new_page)
    first_meeting(play)
    second_meeting(play)
    coding(play)
    voting(play)
    answering(play)
    evaluating(play, tmp_path)


def prepared(service: Service, new_page: Callable[..., Page]) -> Play:
    loaded = load_guide(GUIDE)
    assert loaded.guide
    with service.store.writing() as c:
        guides.publish(c, loaded.guide, {}, service.today())
    moderator = Staff(service, new_page("tablet", locale="sv"), "moderator")
    name = begin(moderator, loaded.guide.version)
    with service.store.writing() as c:
        study = studies.study_named(c, name)
        assert study
        (group,) = studies.groups(c, study.id)
        for gender in GENDERS[1:]:
            plan = SpeakerPlan(gender, "sv", False, False, True, True, False, ("read_aloud", "pictures"))
            studies.add_speaker(c, group, plan)
        speakers = [speaker.id for speaker in studies.speakers(c, group.id)]
        first, second = studies.meetings(c, group.id)
    examine(moderator.open(f"/groups/{name}/groups/{group.id}/"), "2012-group")
    analyst = Staff(service, new_page("laptop", locale="sv"), "analyst")
    return Play(service, new_page, moderator, analyst, study, (first, second), speakers)


def first_meeting(play: Play) -> None:
    """Two note takers at once, and the network is cut in the middle."""
    address = f"/groups/{play.study.name}/meetings/{play.meetings[0].id}/"
    page = play.moderator.open(address)
    for box in page.locator("[name=present]").all():
        box.check()
    follow(page, page.locator(".here button"))
    follow(page, page.locator("[name=state]"))
    other = Staff(play.service, play.new_page("laptop", locale="sv"), "moderator").open(address)
    examine(other, "2012-meeting-laptop")
    for n in range(15):
        if n == 5:
            page.context.set_offline(True)
        if n == 10:
            page.context.set_offline(False)
        write(page, f"Det här sa någon, nummer {n}", play.speakers[n % 8])
        write(other, f"Det här skrev den andra, nummer {n}", play.speakers[(n + 3) % 8])
    for each in (page, other):
        expect(each.locator("#statements li")).to_have_count(30)
        expect(each.locator(".state")).to_have_text("Allt är sparat.")
    examine(page, "2012-meeting-tablet")
    assert len({one.text for one in play.said}) == len(play.said) == 30
    follow(page, page.locator("[name=state]"))


def second_meeting(play: Play) -> None:
    """It opens with what the first one said, and that is read back."""
    address = f"/groups/{play.study.name}/meetings/{play.meetings[1].id}/"
    page = play.moderator.open(address)
    for box in page.locator("[name=present]").all()[:6]:
        box.check()
    follow(page, page.locator(".here button"))
    examine_in_every_window(play.moderator.open(f"{address}said-before"), "2012-said-before")
    assert not re.search(r"\bD[1-8]\b", page.locator("main").inner_text()), "nobody's number is shown to the group"
    play.moderator.open(f"{address}reading-back")
    for _ in range(3):
        follow(page, page.locator("li:has(.outcome.draft) button[value=confirmed]").first)
    draft = page.locator("li:has(.outcome.draft)").first
    draft.locator("summary").click()
    draft.locator("textarea").fill("Rättat av gruppen")
    follow(page, draft.locator("button[value=changed]"))
    examine(page, "2012-reading-back")
    outcomes = [one.outcome for one in play.said]
    assert (outcomes.count("confirmed"), outcomes.count("changed")) == (3, 1)
    play.moderator.open(address)
    for _ in ("begin", "end"):
        follow(page, page.locator("[name=state]"))


def coding(play: Play) -> None:
    """An analyst puts a code on a part of what was said."""
    page = play.analyst.open(f"/groups/{play.study.name}/coding/{play.said[0].id}")
    page.locator("#new").fill("Att få välja")
    follow(page, page.locator(".put-code button.button"))
    assert page.locator(".coded").count()
    examine(page, "2012-coding")


def voting(play: Play) -> None:
    """What should change is built from what was said, and the eight vote."""
    name = play.study.name
    for wanted, source in zip(WANTED, play.said[:3], strict=True):
        page = play.moderator.open(f"/groups/{name}/improvements/add")
        page.locator(f"[name=sources][value='{source.id}']").check()
        play.moderator.send(text_sv=wanted, text_en=f"In English: {wanted}")
    examine(page, "2012-improvements")
    play.moderator.open(f"/groups/{name}/ballots/add")
    page.locator("[name=method][value=rank]").check()
    page.locator("[name=voters][value=participants]").check()
    for box in page.locator("[name=improvements]").all():
        box.check()
    play.moderator.send(label="Viktigast", choose="2")
    with play.service.store.reading() as c:
        (ballot,) = ballots.of_study(c, play.study.id)
        wanted_ids = [f"i{one.id}" for one in improvements.of_study(c, play.study.id)]
    address = f"/groups/{name}/ballots/{ballot.id}"
    play.moderator.open(f"{address}/vote")
    play.moderator.send(n="8", minutes="10")
    codes = page.locator(".letters code").all_inner_texts()
    assert len(codes) == 8
    with play.service.store.reading() as c:
        round = rounds.round_by_id(c, ballots.of_study(c, play.study.id)[0].round_id or 0)
    assert round
    for n, code in enumerate(codes):  # how a vote looks on a phone and a tablet is walked with the ballots
        first = wanted_ids[1] if n < 5 else wanted_ids[0]
        vote(play.service, round, code, GENDERS[n], [first, wanted_ids[2]])
    play.service.ahead += timedelta(minutes=11)
    tick(play.service.store, play.service.now(), ZoneInfo("Europe/Stockholm"))
    examine(play.moderator.open(f"{address}/result"), "2012-result")
    assert WANTED[1] in page.locator("main table tbody tr").first.inner_text()
    examine(play.moderator.open(f"{address}/result/show"), "2012-result-together")


def answering(play: Play) -> None:
    """The board has an owner and a day; the participants are told, also what will not be done and why."""
    name, page = play.study.name, play.moderator.page
    for title, state, why in ((WANTED[1], "decided", ""), (WANTED[2], "no", "Pengarna räcker inte i år.")):
        play.moderator.open(f"/followup/{name}/actions/add")
        page.locator(f"[name=state][value={state}]").check()
        play.moderator.send(title_sv=title, owner="Verkstadschefen", due="2027-02-01", why_sv=why)
    examine(play.moderator.open(f"/followup/wall/{name}"), "2012-wall")
    assert "Verkstadschefen" in page.locator("main").inner_text()
    page = play.moderator.open(f"/groups/{name}/finish")
    page.locator("#sure").check()
    play.moderator.send()
    assert page.locator(".faults").count(), "nobody has been told yet"
    for said, did, wont in ((WANTED[1], "Det börjar i februari.", ""), (WANTED[2], "", "Pengarna räcker inte i år.")):
        play.moderator.open(f"/followup/{name}/feedback/lines/add")
        if wont:
            page.locator("#action").select_option(label=said)
        play.moderator.send(said_sv=said, did_sv=did, wont_sv=wont)
    play.moderator.open(f"/followup/{name}/feedback/")
    follow(page, page.locator("form[action$=publish] button"))
    play.moderator.open(f"/followup/{name}/feedback/told")
    page.locator("[name=how][value=meeting]").check()
    play.moderator.send(day=play.service.today().isoformat())
    follow(page, page.locator("a[href*='/poster/']").first)
    examine(page, "2012-poster")
    play.moderator.open(f"/groups/{name}/finish")
    page.locator("#sure").check()
    play.moderator.send()
    assert page.locator("[role=status]").inner_text() == "Studien är avslutad."


def evaluating(play: Play, folder: Path) -> None:
    """An analyst releases the study, and an evaluator downloads what it says by gender."""
    page = play.analyst.open(f"/evaluate/studies/{play.study.name}/release")
    page.locator("#sure").check()
    play.analyst.send()
    evaluator = Staff(play.service, play.new_page("laptop", locale="sv"), "evaluator")
    page = evaluator.open(f"/evaluate/studies/{play.study.name}/")
    examine_in_every_window(page, "2012-figures")
    for kind, name in (("workbook", "study.xlsx"), ("report", "study.docx")):
        with page.expect_download() as download:
            page.locator(f"a[href*='/{kind}?language=en']").click()
        download.value.save_as(folder / name)
    book = load_workbook(folder / "study.xlsx")
    assert len(book.sheetnames) > 5
    cells = [str(value) for sheet in book.worksheets for row in sheet.values for value in row if value is not None]
    assert ("Everyone" in cells, "Women" in cells) == (True, False), "four women are fewer than five"
    assert not any(re.fullmatch(r"D[1-8]", cell) for cell in cells)
    assert (folder / "study.docx").read_bytes()[:2] == b"PK"
