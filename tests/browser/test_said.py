"""What was said, in a browser: coded with the keyboard, read back, and large for the group itself."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from surveyapp.store import coding, improvements, studies
from tests.browser.conftest import examine, log_in
from tests.focusgroup.voices import voices
from tests.running import Service

pytestmark = pytest.mark.browser

NewPage = Callable[..., Page]


def test_words_are_selected_by_keyboard_coded_and_read_back(staffed: Service, new_page: NewPage) -> None:
    there = voices(staffed.store, staffed.today())
    text = "😀 Det drar kallt från porten hela vintern, och ingen gör något åt det."
    statement = there.say(text)
    there.say("الضجيج عالٍ طوال اليوم.", by=2, theme="noise", outcome="confirmed")
    there.say("Jag fryser aldrig.", by=1, group=1)
    with staffed.store.writing() as c:
        studies.set_present(c, there.meetings[0][1], [one.id for one in there.speakers[0][:2]])
        cold = coding.add_code(c, there.study.id, "Kyla", "Allt om hur varmt det är")
        for side in ("För", "Emot"):
            coding.add_code(c, there.study.id, side, "", cold.id)
        improvements.add(c, there.study.id, {"sv": "Täta porten"}, "home", [statement])
    page, study = new_page("tablet"), f"{staffed.address}/groups/{there.study.name}"
    log_in(page, staffed.address, "administrator")

    page.goto(f"{study}/coding/{statement}")
    page.focus("#select-words")
    page.keyboard.press("Control+Home")
    for _ in range(8):  # the picture, "Det", and half of "drar"
        page.keyboard.press("ArrowRight")
    for _ in range(9):  # up to the end of "kallt" and the space
        page.keyboard.press("Shift+ArrowRight")
    page.keyboard.type("x")  # changes nothing
    assert page.input_value("#select-words") == text
    assert page.locator(".select-words [role=status]").inner_text() == "“drar kallt”"
    page.select_option("#code", str(cold.id))
    page.locator(".put-code button").click()
    page.wait_for_selector("mark.coded")
    assert page.locator("mark.coded").inner_text() == "drar kallt"
    examine(page, "said-code-statement")

    before = f"/meetings/{there.meetings[0][1].id}"
    for name, where in {
        "code": f"/codes/{cold.id}/",
        "counts": "/counts/",
        "quotes": "/quotes/",
        "sorting": "/sorting/",
        "improvements": "/improvements/",
        "improvement": "/improvements/add",
        "reading-back": f"{before}/reading-back",
        "said-before": f"{before}/said-before",
        "said-before-ar": f"{before}/said-before?step=2&language=ar",
    }.items():
        page.goto(study + where)
        examine(page, f"said-{name}")

    page.goto(f"{study}{before}/said-before")
    size = page.locator(".large [dir]").first.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
    assert size >= 28
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{study}{before}/reading-back")
    examine(page, "said-reading-back-phone")
