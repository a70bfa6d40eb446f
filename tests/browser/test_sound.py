"""Reading aloud, heard in a real browser: what is pressed plays, what is read is marked, and nothing is chosen."""

import base64
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from surveyapp.config import shipped
from surveyapp.store import responses
from surveyapp.store.rounds import Round
from tests.browser.conftest import examine, fits, shoot
from tests.browser.walk import begin, follow, screen_of, submit, walk
from tests.questionnaire.writing import choice, screens
from tests.running import Service

pytestmark = pytest.mark.browser

PROVA = shipped("questionnaires") / "prova"

FASTER = "for (const audio of document.querySelectorAll('audio')) audio.playbackRate = 8"

WATCH = """() => {
    globalThis.order = []
    new MutationObserver((changes) => {
        for (const { target } of changes) {
            if (target.classList.contains('reading')) order.push(target.querySelector('.words, h1').innerText.trim())
        }
    }).observe(document.querySelector('main'), { subtree: true, attributeFilter: ['class'] })
}"""

FILMED = """async () => {
    const canvas = document.createElement('canvas')
    canvas.width = canvas.height = 64
    const pen = canvas.getContext('2d')
    const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: 'video/webm' })
    const parts = []
    recorder.ondataavailable = ({ data }) => parts.push(data)
    const film = new Promise((done) => (recorder.onstop = () => done(new Blob(parts))))
    recorder.start()
    for (let frame = 0; frame < 40; frame++) {
        pen.fillStyle = `hsl(${frame * 9} 90% 50%)`
        pen.fillRect(0, 0, 64, 64)
        await new Promise(requestAnimationFrame)
    }
    recorder.stop()
    const bytes = new Uint8Array(await (await film).arrayBuffer())
    return btoa(String.fromCharCode(...bytes))
}"""
"""A film of less than a second, as this browser records one."""

HEARD = """async (file) => {
    const bytes = Uint8Array.from(atob(file), (letter) => letter.charCodeAt(0))
    const sound = await new OfflineAudioContext(1, 1, 44100).decodeAudioData(bytes.buffer)
    const heights = sound.getChannelData(0)
    const power = heights.reduce((sum, height) => sum + height * height, 0) / heights.length
    const peak = heights.reduce((most, height) => Math.max(most, Math.abs(height)), 0)
    return [sound.duration, 10 * Math.log10(power), peak]
}"""
"""Seconds, mean level in decibels under full scale, and the highest peak (1 is full scale) of an MP3 file."""

NewPage = Callable[..., Page]


@pytest.fixture(scope="module")
def round(service: Service) -> Round:
    return service.open_round(PROVA)


def link(service: Service, round: Round) -> str:
    return f"{service.address}/r/{round.name}/"


def playing(page: Page) -> list[float]:
    """How far the players that play have come."""
    times: list[float] = page.evaluate(
        "[...document.querySelectorAll('audio')].filter(a => !a.paused).map(a => a.currentTime)"
    )
    return times


def test_what_is_pressed_is_heard_and_nothing_is_chosen(service: Service, round: Round, new_page: NewPage) -> None:
    page = new_page("phone")
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url) if "/media/" in request.url else None)
    begin(page, link(service, round))
    buttons = page.locator(".hear")
    buttons.nth(4).wait_for()
    assert buttons.all_inner_texts() == ["Lyssna", "Läs allt", "Lyssna", "Lyssna", "Lyssna"]
    assert page.get_by_text("En dator läser.").is_visible()
    for box in [button.bounding_box() for button in buttons.all()]:
        assert box
        assert min(box["width"], box["height"]) >= 44
    assert playing(page) == []
    assert fetched == [], "nothing is fetched that nobody wants to hear"
    examine(page, "sound-question")

    for name in ("Lyssna: Kaffe", "Stekt ägg", "Lyssna: Stekt ägg"):  # one reaches the buttons by Tab too
        if name == "Lyssna: Kaffe":
            page.locator("#answer").focus()
        page.keyboard.press("Tab")
        assert page.locator(f'.hear[aria-label="{name}"], label:has-text("{name}") input').evaluate(
            "e => e == document.activeElement"
        ), name
    page.keyboard.press("Shift+Tab")
    assert page.get_by_role("radio", name="Stekt ägg").evaluate("e => e == document.activeElement")

    coffee = page.get_by_role("button", name="Lyssna: Kaffe")
    coffee.click()
    page.wait_for_function("() => [...document.querySelectorAll('audio')].some(a => !a.paused && a.currentTime > 0.1)")
    assert coffee.get_attribute("aria-pressed") == "true"
    reading = page.locator(".reading")
    assert reading.inner_text().strip() == "Kaffe"
    assert reading.evaluate("e => getComputedStyle(e).outlineStyle") == "dashed"
    shoot(page, "sound-reading")
    coffee.click()
    assert playing(page) == []
    assert coffee.get_attribute("aria-pressed") == "false"
    reading.wait_for(state="detached")

    page.evaluate(FASTER)
    page.evaluate(WATCH)
    all_button = page.get_by_role("button", name="Läs allt")
    all_button.click()
    page.wait_for_function("() => document.querySelectorAll('.hear[aria-pressed=true]').length == 0", timeout=20_000)
    assert page.evaluate("order") == ["Vad vill du ha först?", "Kaffe", "Stekt ägg", "En liten tupplur"]
    assert page.locator("main :checked").count() == 0

    page.evaluate("for (const audio of document.querySelectorAll('audio')) audio.playbackRate = 1")
    all_button.click()
    page.wait_for_function("() => [...document.querySelectorAll('audio')].some(a => !a.paused)")
    buttons.nth(0).click()
    page.wait_for_function("() => document.querySelectorAll('.hear[aria-pressed=true]').length == 1")
    page.wait_for_function("() => [...document.querySelectorAll('audio')].filter(a => !a.paused).length == 1")
    assert reading.count() == 1, "one at a time, and marked"
    page.locator("label.card").nth(1).click()
    assert playing(page) == [], "an answer ends the reading"
    assert page.locator('input[value="egg"]').is_checked()
    follow(page, page.locator("button.next"))
    walk(page)
    submit(page)
    with service.store.reading() as c:
        assert [row.support for row in responses.submitted(c, round.id)] == [{"read_aloud": True}]


def test_every_kind_of_screen_is_read_in_arabic_too(service: Service, round: Round, new_page: NewPage) -> None:
    page = new_page("zoomed")
    seen: dict[str, int] = {}

    def look(page: Page, name: str) -> None:
        if screen_of(page):
            page.locator(".hear").first.wait_for()
            seen[screen_of(page)] = page.locator(".hear").count()
            silent = page.locator("main .cards .card:not(.spoken > *)").all_inner_texts()
            assert not silent, "a card without a sound"
            examine(page, f"sound-ar-{screen_of(page)}")

    begin(page, link(service, round), "ar", look)
    walk(page, {"likes": ("other",)}, look)
    # The question, all, and then: options, and "I don't want to answer".
    assert seen == {
        "try": 2 + 3,
        "taste": 2 + 4 + 1,
        "full": 2 + 2 + 1,
        "likes": 2 + 6 + 1,
        "likes.own_words": 2 + 1,
        "next_lunch": 2 + 1,
        "gender": 2 + 4,
    }


def test_without_the_script_there_are_players(service: Service, round: Round, new_page: NewPage) -> None:
    page = new_page("phone", java_script_enabled=False)
    begin(page, link(service, round))
    players = page.locator("audio[controls][preload=none]")
    assert players.count() == 4
    assert all((box := player.bounding_box()) and box["height"] >= 44 for player in players.all())
    assert page.get_by_text("En dator läser.").is_visible()
    shoot(page, "sound-no-script")


def test_who_wants_no_buttons_has_none(service: Service, round: Round, new_page: NewPage) -> None:
    page = new_page("tablet")
    page.context.add_cookies([{"name": "look", "value": "aloud=no", "url": f"{service.address}/r"}])
    begin(page, link(service, round))
    assert page.locator(".hear:visible, audio:visible").count() == 0


def test_where_there_is_no_sound_nothing_is_fetched_for_it(service: Service, new_page: NewPage) -> None:
    page = new_page("phone")
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    begin(page, link(service, service.open_round()))
    assert page.locator(".hear, audio").count() == 0, "this Chromium has no voice of its own"
    assert page.get_by_text("En dator läser.").is_hidden()
    assert not [url for url in fetched if "/read." in url]
    fits(page)


def test_the_shipped_sounds_can_be_heard(service: Service, new_page: NewPage) -> None:
    page = new_page()
    page.goto(service.address)
    files = sorted((PROVA / "sound").rglob("*.mp3"))
    assert {file.parts[-3] for file in files} >= {"sv", "en", "ar"}
    for file in files:
        seconds, level, peak = page.evaluate(HEARD, base64.b64encode(file.read_bytes()).decode())
        assert 0.3 < seconds < 15, file
        assert -40 < level < -6, file
        assert peak < 1, f"{file} is clipped"


def test_a_film_plays_with_its_captions(service: Service, new_page: NewPage, tmp_path: Path) -> None:
    page = new_page("phone")
    page.goto(service.address)
    folder = tmp_path / "film"
    (folder / "media").mkdir(parents=True)
    (folder / "media/one.webm").write_bytes(base64.b64decode(page.evaluate(FILMED)))
    (folder / "media/one.vtt").write_text("WEBVTT\n\n00:00.000 --> 00:09.000\nVart vill du gå?\n")
    film = "film: {sv: {file: media/one.webm, captions: media/one.vtt}}, "
    (folder / "questionnaire.yaml").write_text(screens(choice("one", film)))
    begin(page, link(service, service.open_round(folder)))
    video = page.locator("video")
    box, question = video.bounding_box(), page.locator("h1").bounding_box()
    assert box
    assert question
    assert box["y"] < question["y"]
    assert video.evaluate("v => v.paused")
    examine(page, "sound-film")
    video.focus()
    page.keyboard.press("Space")
    page.wait_for_function("() => document.querySelector('video').currentTime > 0.1")
    page.wait_for_function("() => document.querySelector('video').textTracks[0].activeCues?.length")
    assert video.evaluate("v => v.textTracks[0].mode + v.textTracks[0].activeCues[0].text") == "showingVart vill du gå?"
