"""From tap to next screen in a real browser whose processor is slowed four times, and the bytes of a first load."""

import shutil
import statistics

from playwright.sync_api import Browser, Page, sync_playwright

from bench.service import demo_service

GOAL_MS, GOAL_BYTES = 250, 60_000
SLOWED, VISITS, SCREENS = 4, 3, 12

REMEMBERS = """const now = () => performance.timeOrigin + performance.now()
addEventListener('click', () => { window.name = String(now()) }, true)
window.everything = new Promise(resolve => addEventListener('DOMContentLoaded', async () => {
    const inView = [...document.images].filter(image => image.getBoundingClientRect().top < innerHeight)
    await Promise.all(inView.map(image => image.complete || new Promise(done => image.addEventListener('load', done))))
    requestAnimationFrame(() => setTimeout(() => resolve(now())))
}))"""

FIRST_PAINT = """() => new Promise(resolve => new PerformanceObserver((list, observer) => {
    for (const entry of list.getEntriesByName('first-contentful-paint')) {
        observer.disconnect()
        resolve(performance.timeOrigin + entry.startTime)
    }
}).observe({type: 'paint', buffered: true}))"""


def run() -> None:
    with demo_service() as service, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium-headless-shell"), args=["--no-sandbox"]
        )
        taps = [tap for _ in range(VISITS) for tap in _visit(chromium, service.round_link)]
        chromium.close()
    for what, times in zip(("next screen", "every picture in view"), zip(*taps, strict=True), strict=True):
        print(
            f"  tap to {what} at {SLOWED} times slowed: median {statistics.median(times):.0f} ms, "
            f"worst {max(times):.0f} ms of {len(times)} (goal {GOAL_MS} ms)"
        )


def _visit(chromium: Browser, link: str) -> list[tuple[float, float]]:
    """Milliseconds of each tap, in a browser that has never been here; prints the bytes of the first screen."""
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    context.add_init_script(REMEMBERS)
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    received = 0

    def count(event: dict[str, float]) -> None:
        nonlocal received
        received += int(event["encodedDataLength"])

    devtools.send("Network.enable")
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    page.goto(link)
    if not page.locator("#start").count():
        page.locator(".languages a").first.click()
        page.wait_for_load_state()
    devtools.on("Network.loadingFinished", count)
    taps = [_tap(page, "#start")]
    page.wait_for_load_state("networkidle")
    print(f"  {received:7,} bytes for the first question with its pictures (goal {GOAL_BYTES:,})")
    while len(taps) < SCREENS and "/ask/" in page.url:
        options = page.locator("main input[type=radio]")
        if options.count():
            options.first.check()
        taps.append(_tap(page, "button.next"))
    context.close()
    return taps


def _tap(page: Page, selector: str) -> tuple[float, float]:
    """Milliseconds from the tap until the next page has painted something, and until every picture in view is there."""
    with page.expect_navigation(wait_until="load"):
        page.locator(selector).click()
    painted: float = page.evaluate(FIRST_PAINT)
    everything: float = page.evaluate("window.everything")
    tapped = float(page.evaluate("window.name"))
    return painted - tapped, max(painted, everything) - tapped
