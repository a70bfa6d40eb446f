"""A real service on a free port, and a real Chromium. The back/forward cache is on, as it is for people."""

import shutil
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal, TypeAlias

import pytest
import waitress
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.accounts.staff import PASSWORD, add_staff
from tests.running import Service, make_service

Size: TypeAlias = Literal["phone", "tablet", "laptop", "zoomed"]

SIZES: dict[Size, tuple[int, int]] = {
    "phone": (360, 740),
    "tablet": (820, 1180),
    "laptop": (1280, 800),
    "zoomed": (320, 256),  # what is left of a laptop's window at 400 %
}

SCREENSHOTS = Path(__file__).parents[2] / "screenshots"


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A live server with a database of its own, for all browser tests."""
    service = make_service(tmp_path_factory.mktemp("service"))
    server = waitress.create_server(service.app, host="127.0.0.1", port=0, threads=8, ident=None)
    service.address = f"http://127.0.0.1:{server.effective_port}"
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield service
    server.close()
    thread.join(timeout=5)


@pytest.fixture(scope="session")
def staffed(service: Service) -> Service:
    """The live server, with a user of each role."""
    add_staff(service)
    return service


def log_in(page: Page, address: str, name: str) -> None:
    """Log in as the user of that role."""
    page.goto(f"{address}/login")
    page.fill("#name", name)
    page.fill("#password", PASSWORD)
    page.locator("main button").click()
    page.wait_for_url(lambda url: "/login" not in url)


@pytest.fixture(autouse=True)
def _clock_back(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    if "service" in request.fixturenames:
        request.getfixturevalue("service").ahead = timedelta()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium-headless-shell"),
            args=["--no-sandbox"],
            ignore_default_args=["--disable-back-forward-cache"],
        )
        yield chromium
        chromium.close()


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a page in a context of its own: `new_page("phone", java_script_enabled=False)`."""
    contexts: list[BrowserContext] = []

    def open_page(size: Size = "phone", **options: Any) -> Page:  # noqa: ANN401
        width, height = SIZES[size]
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        context.set_default_timeout(30_000)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


def shoot(page: Page, name: str) -> None:
    """A screenshot of the whole page, for people to look at. Git ignores the folder."""
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)


def examine(page: Page, name: str | None = None, *, without: tuple[str, ...] = ()) -> None:
    """What every page promises in a browser: axe finds nothing, nothing runs out of the window, nothing moves.

    `without` names rules of axe that can't be judged in this test; say why beside it.
    """
    if name:
        shoot(page, name)
    fits(page)
    rules = {rule: {"enabled": False} for rule in without}
    found = Axe().run(page, options={"resultTypes": ["violations"], "rules": rules})
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"
    assert page.evaluate("document.getAnimations().filter(a => a.playState == 'running').length") == 0


def examine_in_every_window(page: Page, name: str) -> None:
    """As `examine`, and that the page fits the other windows too. The smallest is shot."""
    examine(page, name)
    own = page.viewport_size
    assert own
    for size in SIZES:
        in_window(page, size)
        fits(page)
        if size == "zoomed":
            shoot(page, f"{name}-zoomed")
    page.set_viewport_size(own)


def in_window(page: Page, size: Size) -> None:
    """Make the window as large as a device of that size."""
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})


def fits(page: Page) -> None:
    """Nothing runs out of the window sideways, and no text is cut."""
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0, f"{page.url} is {overflow} px too wide"
    assert page.evaluate(CUT) == [], f"{page.url}: text is cut"


CUT = """[...document.querySelectorAll('main *, header *, footer *')].filter(e => {
    const style = getComputedStyle(e)
    return ['hidden', 'clip'].includes(style.overflowX) && style.position != 'absolute' && e.innerText
        && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1)
}).map(e => e.outerHTML.slice(0, 100))"""
