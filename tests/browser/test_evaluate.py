"""The evaluators' pages in a real browser."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page

from surveyapp import demo
from surveyapp.release.make import make_release
from surveyapp.store import rounds
from surveyapp.store.rounds import Round
from tests.browser.conftest import Size, examine_in_every_window, log_in
from tests.browser.walk import follow
from tests.running import Service

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def released(staffed: Service) -> Round:
    return made_and_released(staffed, "Figurer att läsa")


def made_and_released(service: Service, label: str) -> Round:
    trial = service.open_round(kind="trial", label=label)
    now = service.now()
    demo.fill(service.store, trial, 60, now, now.date(), seed=3)
    with service.store.writing() as c:
        closed = rounds.close_trial(c, trial, now)
    make_release(service.store, closed, now + timedelta(seconds=1))
    return closed


@pytest.mark.parametrize(("size", "language"), [("phone", "sv"), ("laptop", "en")])
def test_an_evaluator_reads_the_figures_and_takes_the_workbook_home(
    service: Service, released: Round, new_page: Callable[..., Page], size: Size, language: str, tmp_path: Path
) -> None:
    page = new_page(size, locale=language)
    log_in(page, service.address, "evaluator")
    page.goto(f"{service.address}/evaluate/")
    examine_in_every_window(page, f"evaluate-{language}-{size}-overview")
    follow(page, page.get_by_role("link", name=released.label))
    examine_in_every_window(page, f"evaluate-{language}-{size}-figures")
    with page.expect_download() as download:
        page.get_by_role("button", name="English").and_(page.locator("main button")).click()
    download.value.save_as(tmp_path / "figures.xlsx")
    assert len(load_workbook(BytesIO((tmp_path / "figures.xlsx").read_bytes())).sheetnames) > 5


@pytest.mark.parametrize(("size", "language"), [("phone", "sv"), ("laptop", "en")])
def test_an_evaluator_lays_two_rounds_side_by_side_with_a_profile_at_hand(
    service: Service, released: Round, new_page: Callable[..., Page], size: Size, language: str, tmp_path: Path
) -> None:
    other = made_and_released(service, f"Efteråt {size}")
    page = new_page(size, locale=language)
    log_in(page, service.address, "evaluator")
    page.goto(f"{service.address}/evaluate/")
    for round in (released, other):
        page.locator(f"input[value='{round.name}']").check()
    page.locator("main form button").click()
    page.wait_for_url("**/evaluate/compare?*")
    examine_in_every_window(page, f"evaluate-{language}-{size}-compare")
    with page.expect_download() as download:
        page.get_by_role("button", name="English").and_(page.locator("main button")).click()
    download.value.save_as(tmp_path / "compare.xlsx")
    assert load_workbook(BytesIO((tmp_path / "compare.xlsx").read_bytes())).sheetnames[:2] == ["Cover", "Overview"]
    page.goto(f"{service.address}/evaluate/compare?round={released.name}")
    examine_in_every_window(page, f"evaluate-{language}-{size}-refused")
