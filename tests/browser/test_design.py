"""The designers' tools in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload, Page, expect

from surveyapp.questionnaire.load import load_folder, load_text
from surveyapp.questionnaire.model import Questionnaire, Screen
from surveyapp.store import questionnaires
from tests.browser.conftest import Size, examine_in_every_window, log_in
from tests.browser.walk import ANSWERS, fill, follow
from tests.design.test_archive import folder_as_zip
from tests.design.test_tools import CONDITIONS
from tests.design.test_upload import FAULTY
from tests.running import ALL_KINDS, Service

pytestmark = pytest.mark.browser

NewPage = Callable[..., Page]


@pytest.mark.parametrize(("size", "language"), [("phone", "sv"), ("laptop", "en")])
def test_every_tool_keeps_what_all_pages_promise(
    staffed: Service, new_page: NewPage, size: Size, language: str
) -> None:
    version = f"/design/versions/{staffed.publish(ALL_KINDS)}"
    older, newer = (load_text(text, "prov").questionnaire for text in (CONDITIONS, CONDITIONS.replace("trött", "pigg")))
    assert older
    assert newer
    staffed.publish(older)
    with staffed.store.writing() as c:
        questionnaires.save_draft(c, newer, {}, staffed.today())
    draft = f"/design/versions/{newer.version}"
    page = new_page(size, locale=language)
    log_in(page, staffed.address, "designer")

    def see(name: str) -> None:
        examine_in_every_window(page, f"design-{language}-{size}-{name}")

    def look(path: str, name: str) -> None:
        page.goto(staffed.address + path)
        see(name)

    look("/design/", "overview")
    look("/design/upload", "upload")
    page.fill("#text", FAULTY)
    page.fill("#key", "prov")
    follow(page, page.locator("main form button").last)
    see("faults")
    page.locator("#text").fill(CONDITIONS.replace("Varför?", "Och varför arbetsmarknadsenheten?"))
    follow(page, page.locator("main form button").last)
    page.locator("details.advice summary").click()
    see("advice")
    look(draft, "draft")
    look(draft + "/publish", "publish")
    look(version + "/preview?screen=chores", "preview")
    look(version + "/preview?screen=helper&language=ar", "preview-arabic")
    look(version + "/map", "map")
    look(version + "/texts", "texts")
    look(draft + "/differences", "differences")
    look(version + "/walk", "walk")
    follow(page, page.locator("main form button").last)
    see("walk-screen")


def test_a_designer_brings_tries_and_publishes_a_questionnaire_by_keyboard_and_without_javascript(
    staffed: Service, new_page: NewPage
) -> None:
    page = new_page("laptop", java_script_enabled=False, locale="en")
    log_in(page, staffed.address, "designer")
    page.goto(f"{staffed.address}/design/upload")
    packed: FilePayload = {"name": "q.zip", "mimeType": "application/zip", "buffer": folder_as_zip("tangenter")}
    page.locator("#zip").set_input_files(packed)
    page.locator("#key").press("Enter")
    page.locator("section", has=page.get_by_role("heading", name="tangenter")).get_by_role("link").first.press("Enter")
    page.get_by_role("link", name="Try the questions").press("Enter")
    page.wait_for_url("**/walk")
    page.locator("main form button").last.press("Enter")
    seen = 0
    while page.locator("main input[name=at]").count():
        at = page.locator("main input[name=at]").get_attribute("value") or ""
        if page.locator("button[name=press]").count() == 0:
            fill(page, ANSWERS.get(at) if not at.endswith("helper") else "staff")
        follow(page, page.locator("button.next"))
        seen += 1
    assert seen > 10
    expect(page.locator("main")).to_contain_text("Not shown on this way")
    page.get_by_role("link", name="Leave").press("Enter")
    page.get_by_role("link", name="Publish the questionnaire").press("Enter")
    page.locator("#sure").press("Space")
    page.keyboard.press("Enter")
    expect(page.locator("[role=status]")).to_contain_text("is published")
    expect(page.get_by_role("link", name="Open a round")).to_be_visible()


def test_a_fault_in_the_summary_leads_to_its_line(staffed: Service, new_page: NewPage) -> None:
    page = new_page("laptop", locale="en")
    log_in(page, staffed.address, "designer")
    page.goto(f"{staffed.address}/design/upload")
    page.fill("#text", FAULTY)
    page.fill("#key", "prov")
    follow(page, page.locator("main form button").last)
    expect(page.locator(".faults")).to_be_focused()
    link = page.locator(".faults a").first
    line = (link.get_attribute("href") or "").removeprefix("#")
    link.press("Enter")
    expect(page.locator(f"#{line}")).to_be_focused()
    expect(page.locator(f"#{line} .error")).to_be_in_viewport()


def test_the_frames_show_the_screen_at_the_widths_of_devices_and_send_nothing(
    staffed: Service, new_page: NewPage
) -> None:
    version = staffed.publish(ALL_KINDS)
    page = new_page("laptop", locale="en")
    log_in(page, staffed.address, "designer")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    page.goto(f"{staffed.address}/design/versions/{version}/preview?screen=gender&language=sv")
    widths = {}
    for device in ("phone", "tablet"):
        frame = page.frame_locator(f".{device} iframe")
        expect(frame.locator("h1")).to_contain_text("kvinna")
        widths[device] = frame.locator("html").evaluate("html => html.ownerDocument.defaultView.innerWidth")
        frame.locator("button.next").click()
        expect(frame.locator("h1")).to_contain_text("kvinna")
    assert widths == {"phone": 360, "tablet": 820}
    assert set(sent) == {"GET"}


def test_a_questionnaire_of_300_screens_can_be_looked_at(staffed: Service, new_page: NewPage) -> None:
    whole = load_folder(ALL_KINDS).questionnaire
    assert whole
    screens = [Screen(id=f"s{n}", ask="yes-no", text={"sv": f"Fråga {n}?"}, show_pictures=False) for n in range(300)]
    long = Questionnaire.model_validate(
        whole.model_dump() | {"key": "lang", "media": {}, "screens": [screen.model_dump() for screen in screens]}
    )
    version = staffed.publish(long)
    page = new_page("laptop", locale="en")
    log_in(page, staffed.address, "designer")
    page.goto(f"{staffed.address}/design/versions/{version}/preview")
    page.locator("#screen").select_option("s211")
    follow(page, page.get_by_role("button", name="Show"))
    expect(page.frame_locator(".phone iframe").locator("h1")).to_have_text("Fråga 211?")
    follow(page, page.get_by_role("link", name="The next screen"))
    expect(page.frame_locator(".tablet iframe").locator("h1")).to_have_text("Fråga 212?")
    page.goto(f"{staffed.address}/design/versions/{version}/map")
    expect(page.locator(".map rect")).to_have_count(300)
