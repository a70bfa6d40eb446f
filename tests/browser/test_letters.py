"""Letters and posters as they are printed: the QR codes are read back from the paper, and followed on a phone."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import zxingcpp
from playwright.sync_api import Page, expect

from surveyapp.store import codes
from surveyapp.store.rounds import Site
from tests.browser.conftest import examine, fits, log_in
from tests.browser.walk import follow
from tests.running import Service

pytestmark = pytest.mark.browser

NewPage = Callable[..., Page]

PUBLIC = "http://127.0.0.1:8000"


def scanned(pdf: Path) -> list[str]:
    """What a phone reads on the sheets, which are looked at as coarsely as a cheap printer prints."""
    subprocess.run(["pdftoppm", "-r", "150", "-gray", pdf, pdf.with_suffix("")], check=True)
    found = []
    for sheet in sorted(pdf.parent.glob("*.pgm")):
        _, size, _, grey = sheet.read_bytes().split(b"\n", 3)
        width, height = map(int, size.split())
        found += [code.text for code in zxingcpp.read_barcodes(memoryview(grey).cast("B", (height, width)))]
    return found


def print_out(page: Page, pdf: Path) -> list[str]:
    page.pdf(path=pdf, prefer_css_page_size=True)
    return scanned(pdf)


def test_printed_letters_are_scanned_and_a_code_stands_in_its_field(
    staffed: Service, new_page: NewPage, tmp_path: Path
) -> None:
    sites = (Site("here", "Här"), Site("there", "Där"))
    round = staffed.open_round(access="codes", sites=sites, languages=("sv", "en", "ar"))
    page = new_page("laptop", locale="sv")
    log_in(page, staffed.address, "designer")
    page.goto(f"{staffed.address}/design/rounds/{round.name}/codes")
    page.locator("#site").select_option("there")
    follow(page, page.locator("main form button"))
    made = page.locator(".letters code").all_inner_texts()
    assert len(made) == 20
    expect(page.locator("[data-print]")).to_be_visible()
    examine(page, "staff-letters")
    read = print_out(page, tmp_path / "letters.pdf")
    assert sorted(read) == sorted(f"{PUBLIC}/r/{round.name}/at/there/#code={code}" for code in made)

    asked: list[str] = []
    phone = new_page(locale="sv")
    phone.on("request", lambda request: asked.append("".join(urlsplit(request.url)[1:4])))
    phone.goto(read[0].replace(PUBLIC, staffed.address))
    follow(phone, phone.locator("a.look"))
    follow(phone, phone.locator("#done"))
    follow(phone, phone.locator(".languages a").first)
    code = read[0][-9:]
    expect(phone.locator("#code")).to_have_value(code)
    follow(phone, phone.locator("a.language"))
    follow(phone, phone.locator(".languages a").nth(2))
    expect(phone.locator("#code")).to_have_value(code)
    assert phone.url.endswith(f"/r/{round.name}/at/there/ar/")
    follow(phone, phone.locator("#start"))
    assert re.search(r"/ask/\w+$", phone.url)
    assert not [address for address in asked if code in address]


def test_a_code_is_typed_at_the_short_address_without_a_script(staffed: Service, new_page: NewPage) -> None:
    round = staffed.open_round(access="codes")
    with staffed.store.writing() as c:
        [code] = codes.make(c, round, "here", 1, staffed.store.keys)
    page = new_page(locale="ar", java_script_enabled=False)
    page.goto(f"{staffed.address}/r")
    page.fill("#code", "2345")
    follow(page, page.locator("main button"))
    expect(page.locator(".faults a")).to_be_visible()
    page.fill("#code", code.lower())
    follow(page, page.locator("main button"))
    assert page.url == f"{staffed.link(round)}at/here/#code={code}"


def test_the_short_address_keeps_what_all_pages_promise(staffed: Service, new_page: NewPage) -> None:
    for size in ("phone", "zoomed"):
        page = new_page(size, locale="sv")
        page.goto(f"{staffed.address}/r/")
        examine(page, f"code-{size}")


def test_a_printed_poster_leads_to_its_site_on_one_sheet(staffed: Service, new_page: NewPage, tmp_path: Path) -> None:
    round = staffed.open_round(sites=(Site("here", "Här"), Site("there", "Där")))
    page = new_page("laptop", locale="sv")
    log_in(page, staffed.address, "designer")
    page.goto(f"{staffed.address}/design/rounds/{round.name}/poster/there")
    examine(page, "staff-poster")
    assert print_out(page, tmp_path / "poster.pdf") == [f"{PUBLIC}/r/{round.name}/at/there/"]
    assert len(list(tmp_path.glob("*.pgm"))) == 1
    for size in ("phone", "zoomed"):
        small = new_page(size, locale="sv")
        log_in(small, staffed.address, "designer")
        small.goto(page.url)
        fits(small)
