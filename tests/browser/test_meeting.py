"""A meeting with two note takers at once, and a network that is cut in the middle."""

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from surveyapp.store import notes, studies
from surveyapp.store.notes import Turn
from surveyapp.store.studies import SpeakerPlan
from tests.browser.conftest import examine_in_every_window, log_in
from tests.focusgroup.voices import Voices, voices
from tests.running import Service

pytestmark = pytest.mark.browser

SAYS = "main .who [value='speaker:%s']"


def texts(there: Voices) -> list[str]:
    with there.store.reading() as c:
        return sorted(one.text for one in notes.statements_of(c, there.meetings[0][0].id))


def open_meeting(page: Page, service: Service, there: Voices) -> None:
    log_in(page, service.address, "moderator")
    page.goto(f"{service.address}/groups/{there.study.name}/meetings/{there.meetings[0][0].id}/")
    expect(page.locator(".state")).to_have_text("Everything is saved.")


def write(page: Page, words: str, who: str = "[value=several]") -> None:
    page.locator(f"main .who {who}").check()
    page.locator("#text").fill(words)
    page.keyboard.press("Enter")


def left(page: Page) -> int:
    """How many notes are on the device."""
    kept: int = page.evaluate(
        """() => new Promise(resolve => { const open = indexedDB.open('surveyapp-notes'); open.onsuccess = () => {
            const all = open.result.transaction('note').objectStore('note').getAll()
            all.onsuccess = () => resolve(all.result.length) } })"""
    )
    return kept


def test_two_note_takers_and_a_lost_network_lose_nothing_and_overwrite_nothing(
    staffed: Service, new_page: Callable[..., Page]
) -> None:
    there = voices(staffed.store, date(2026, 11, 2))
    speakers = there.speakers[0]
    with staffed.store.writing() as c:
        studies.set_present(c, there.meetings[0][0], [one.id for one in speakers])
    one, two = new_page("tablet", locale="en"), new_page("laptop", locale="en")
    for page in (one, two):
        open_meeting(page, staffed, there)
    examine_in_every_window(one, "meeting-empty")
    for n in range(8):
        write(one, f"one {n}", f"[value='speaker:{speakers[0].id}']")
        write(two, f"two {n}")
    for page in (one, two):
        expect(page.locator("#statements li")).to_have_count(16)
    one.context.set_offline(True)
    for n in range(8, 15):
        write(one, f"one {n}", f"[value='speaker:{speakers[2].id}']")
        write(two, f"two {n}")
    expect(one.locator(".state")).to_contain_text("7 not sent yet")
    expect(two.locator("#statements li")).to_have_count(23)
    examine_in_every_window(one, "meeting-offline")
    address, context = one.url, one.context
    one.close()  # with what it had written
    context.set_offline(False)
    one = context.new_page()
    one.goto(address)
    for page in (one, two):
        expect(page.locator("#statements li")).to_have_count(30)
    assert texts(there) == sorted(f"{who} {n}" for who in ("one", "two") for n in range(15))


def test_what_a_speaker_takes_back_leaves_the_screens_that_are_open(
    staffed: Service, new_page: Callable[..., Page]
) -> None:
    there = voices(staffed.store, date(2026, 11, 9))
    speaker = there.speakers[0][0]
    with staffed.store.writing() as c:
        studies.set_present(c, there.meetings[0][0], [one.id for one in there.speakers[0]])
    one, two = new_page("tablet", locale="en"), new_page("laptop", locale="en")
    for page in (one, two):
        open_meeting(page, staffed, there)
    write(one, "a secret", f"[value='speaker:{speaker.id}']")
    write(two, "in the open")
    expect(two.locator("#statements li")).to_have_count(2)
    two.locator("#statements li", has_text="a secret").locator(".change").click()
    with staffed.store.writing() as c:
        notes.withdraw(c, speaker, there.day)
    for page in (one, two):
        expect(page.locator("#statements li", has_text="Taken back by the speaker")).to_have_count(1)
        expect(page.locator("#statements li", has_text="a secret")).to_have_count(0)
        assert "a secret" not in page.content()
        assert page.locator("#text").input_value() == ""


def test_what_was_written_without_a_network_arrives_once_when_the_browser_is_opened_again(
    staffed: Service, new_page: Callable[..., Page]
) -> None:
    there = voices(staffed.store, date(2026, 11, 2))
    page = new_page("tablet", locale="en")
    open_meeting(page, staffed, there)
    address, context = page.url, page.context
    context.set_offline(True)
    for n in range(3):
        write(page, f"kept {n}")
    expect(page.locator(".state")).to_contain_text("3 not sent yet")
    page.close()
    assert texts(there) == []
    context.set_offline(False)
    context.clear_cookies()
    page = context.new_page()
    log_in(page, staffed.address, "administrator")
    page.goto(address)
    expect(page.locator(".refused")).to_contain_text("Notes of another person wait on this device: 3.")
    expect(page.locator(".state")).to_have_text("Everything is saved.")
    assert texts(there) == [], "nobody sends them under another name"
    context.clear_cookies()
    log_in(page, staffed.address, "moderator")
    page.goto(address)
    expect(page.locator("#statements li")).to_have_count(3)
    expect(page.locator(".state")).to_have_text("Everything is saved.")
    assert texts(there) == ["kept 0", "kept 1", "kept 2"]
    page.locator(".change").first.click()
    page.locator("#text").fill("put right")
    page.keyboard.press("Enter")
    page.locator(".take-away").last.click()
    expect(page.locator("#statements li")).to_have_count(2)
    expect(page.locator(".state")).to_have_text("Everything is saved.")
    assert texts(there) == ["kept 1", "put right"]
    assert left(page) == 0, "nothing stays on the device"
    speaker = there.speakers[0][0]
    plan = SpeakerPlan("woman", "sv", False, False, False, False, False, ("read_aloud",))
    with there.store.writing() as c:
        studies.change_speaker(c, speaker, plan)  # who changes their mind after the page was loaded
    write(page, "not to be kept", f"[value='speaker:{speaker.id}']")
    write(page, "to be kept")
    expect(page.locator(".refused")).to_contain_text("This speaker does not want to be written down.")
    expect(page.locator(".state")).to_have_text("Everything is saved.")
    expect(page.locator("#statements li")).to_have_count(3)
    assert texts(there) == ["kept 1", "put right", "to be kept"]
    page.reload()
    expect(page.locator(".refused")).to_contain_text("not to be kept")
    page.locator(".refused button").click()
    expect(page.locator(".refused p")).to_have_count(0)
    assert left(page) == 0
    context.set_offline(True)
    write(page, "lost by logging out")
    expect(page.locator(".state")).to_contain_text("1 not sent yet")
    page.once("dialog", lambda dialog: dialog.dismiss())
    with page.expect_event("dialog") as asked:
        page.locator(".leave button").click()
    assert asked.value.message == "1 not sent yet. If you log out now, they are lost."
    context.set_offline(False)
    expect(page.locator(".state")).to_have_text("Everything is saved.")
    page.locator(".leave button").click()
    page.wait_for_url("**/login")
    assert left(page) == 0


def test_who_speaks_and_for_how_long_is_for_the_moderator_alone(
    staffed: Service, new_page: Callable[..., Page]
) -> None:
    there = voices(staffed.store, date(2026, 11, 2))
    first, second, third = there.speakers[0]
    meeting = there.meetings[0][0]
    with staffed.store.writing() as c:
        studies.set_present(c, meeting, [one.id for one in there.speakers[0]])
    page = new_page("laptop", locale="en")
    page.clock.install()
    open_meeting(page, staffed, there)
    page.locator("#keeps-clock").check()
    page.keyboard.press("Alt+1")
    page.clock.run_for(6_000)
    page.keyboard.press("Alt+2")
    page.clock.run_for(12_000)
    page.keyboard.press("Alt+3")
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("[data-theme=noise]")).to_have_attribute("open", "")
    page.clock.run_for(3_000)
    expect(page.locator(".state")).to_have_text("Everything is saved.")
    with staffed.store.reading() as c:
        seconds = {turn.speaker_id: turn.seconds for turn in notes.read(c, Turn, meeting.id)}
        times = notes.read(c, notes.ThemeTime, meeting.id)
    assert seconds == {first.id: 6, second.id: 12}
    assert sum(time.seconds for time in times if time.theme == "comfort") == pytest.approx(18, abs=1)
    page.goto(page.url + "balance")
    examine_in_every_window(page, "meeting-balance")
    page.goto(page.url.replace("balance", "together"))
    expect(page.locator(".heard img[src$='/listen.svg']")).to_have_count(1)
    assert third.pseudonym not in page.content()
    examine_in_every_window(page, "meeting-together")
