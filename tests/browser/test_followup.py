"""The wall in the hall, its sheet, the answer to participants and its poster: in a browser, on paper, at every size."""

import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from surveyapp.store import actions, feedback, rounds
from surveyapp.store.actions import ActionPlan, Stand, Texts
from surveyapp.store.feedback import Figure, LinePlan
from surveyapp.store.rounds import Round
from tests.browser.conftest import examine, log_in, shoot
from tests.browser.test_letters import print_out
from tests.evaluate.test_routes import released_trial
from tests.running import Service

pytestmark = pytest.mark.browser

NewPage = Callable[..., Page]

BENCH = {"sv": "En ny bänk i snickeriet", "ar": "مقعد جديد في ورشة النجارة"}
BUS = {"sv": "En egen buss till verkstaden", "ar": "حافلة خاصة إلى الورشة"}
WHY = {"sv": "Det finns inga pengar till en buss i år.", "ar": "لا يوجد مال لحافلة هذا العام."}
SAID = {"sv": "Det gör ont i ryggen av bänken.", "ar": "المقعد يؤلم الظهر."}


def follow_up(service: Service, round: Round) -> str:
    """Actions in every state, and a published page; its name."""
    now, today = service.now(), service.today()

    def act(title: Texts, stand: Stand) -> actions.Action:
        return actions.begin(c, ActionPlan(None, round.id, title, "carpentry", ()), stand, "kim", now, today)

    with service.store.writing() as c:
        act(BENCH, Stand("decided", {}, "head of the workshop", today - timedelta(days=3), today + timedelta(days=9)))
        for state in ("proposed", "under_way", "done"):
            act(BENCH, Stand(state, {}, "head of the workshop", today + timedelta(days=30), None))
        no = act(BUS, Stand("no", WHY, "head of the department", None, None))
        told = feedback.begin(c, rounds.address_name("x"), ("sv", "ar"), today, study_id=None, round_id=round.id)
        figure = Figure(round.name, "eats_here", "yes")
        feedback.add_line(c, told, LinePlan("pain", SAID, BENCH, {}, None, figure))
        feedback.add_line(c, told, LinePlan("bus", BUS, {}, WHY, no.id, None))
        feedback.publish(c, told, today)
    return told.name


def pages_of(pdf: Path) -> list[str]:
    """The sizes of a PDF's pages."""
    info = subprocess.run(["pdfinfo", "-l", "9", pdf], check=True, capture_output=True, text=True).stdout
    return [
        line.partition(":")[2].strip() for line in info.splitlines() if line.startswith("Page ") and " size:" in line
    ]


def test_what_became_of_it_is_seen_on_a_wall_on_paper_and_on_a_phone(
    staffed: Service, new_page: NewPage, tmp_path: Path
) -> None:
    round = released_trial(staffed, 40, "Uppföljd", languages=("sv", "ar"))
    told = follow_up(staffed, round)
    wall = f"{staffed.address}/followup/wall/{round.name}"

    screen = new_page("tablet", locale="sv")
    screen.clock.install()
    for size, (width, height) in {"screen": (1920, 1080), "tablet": (820, 1180), "phone": (360, 740)}.items():
        screen.set_viewport_size({"width": width, "height": height})
        screen.goto(f"{wall}?language={'ar' if size == 'tablet' else 'sv'}")
        examine(screen, f"wall-{size}")
        assert screen.locator(".columns section").count() == 5
    screen.set_viewport_size({"width": 1920, "height": 1080})
    columns = screen.locator(".columns section").evaluate_all(
        "found => found.map(one => one.getBoundingClientRect().top)"
    )
    assert len(set(columns)) == 1, "the columns stand side by side on a large screen"

    # It brings itself up to date, and whoever has moved to a link stays there.
    screen.locator(".in-languages a").nth(1).focus()
    with staffed.store.writing() as c:
        proposed = next(one for one in actions.actions(c, round_id=round.id) if one.now.state == "proposed")
        actions.go_on(c, proposed, Stand("done", {}, "head of the workshop", None, None), "kim", staffed.now())
    screen.clock.fast_forward("01:05")
    expect(screen.locator(".done li")).to_have_count(2)
    expect(screen.locator(".proposed li")).to_have_count(0)
    expect(screen.locator(".in-languages a").nth(1)).to_be_focused()

    screen.goto(f"{wall}/print?language=sv")
    examine(screen)
    screen.pdf(path=tmp_path / "wall.pdf", prefer_css_page_size=True)
    assert pages_of(tmp_path / "wall.pdf") == ["1191.12 x 841.92 pts (A3)"]

    reader = new_page("phone", locale="sv", java_script_enabled=False)
    for wide, high, language in ((360, 740, "sv"), (820, 1180, "ar")):
        reader.set_viewport_size({"width": wide, "height": high})
        reader.goto(f"{staffed.address}/told/{told}?language={language}")
        shoot(reader, f"told-{language}")
        expect(reader.locator("figure li").first).to_be_visible()
        assert reader.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    page = new_page("zoomed", locale="sv")
    page.goto(f"{staffed.address}/told/{told}?language=sv")
    examine(page)

    staff = new_page("laptop", locale="sv")
    log_in(staff, staffed.address, "moderator")
    staff.goto(f"{staffed.address}/followup/{round.name}/feedback/poster/0?language=ar")
    examine(staff, "told-poster")
    assert print_out(staff, tmp_path / "poster.pdf") == [f"http://127.0.0.1:8000/told/{told}"]
    assert pages_of(tmp_path / "poster.pdf") == ["841.92 x 1191.12 pts (A3)"]
    for address in (f"/followup/{round.name}/actions/add", f"/followup/{round.name}/feedback/", "/followup/"):
        staff.goto(f"{staffed.address}{address}")
        examine(staff)
