"""From tap to next screen in a real browser whose processor is slowed four times, and the bytes of a first load."""

import shutil
import statistics

from playwright.sync_api import Page, sync_playwright

from bench.service import demo_service

GOAL_MS, GOAL_BYTES = 250, 60_000
SLOWED, SCREENS = 4, 12

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
        page = chromium.new_page(viewport={"width": 390, "height": 844})
        devtools = page.context.new_cdp_session(page)
        received = 0

        def count(event: dict[str, float]) -> None:
            nonlocal received
            received += int(event["encodedDataLength"])

        devtools.send("Network.enable")
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
        page.goto(service.round_link)
        if not page.locator("#start").count():
            page.locator(".languages a").first.click()
            page.wait_for_load_state()
        devtools.on("Network.loadingFinished", count)
        times = [_tap(page, "#start")]
        page.wait_for_load_state("networkidle")
        print(f"  {received:7,} bytes for the first question with its pictures (goal {GOAL_BYTES:,})")
        while len(times) < SCREENS and "/ask/" in page.url:
            options = page.locator("main input[type=radio]")
            if options.count():
                options.first.check()
            times.append(_tap(page, "button.next"))
        chromium.close()
        print(
            f"  tap to next screen at {SLOWED} times slowed: median {statistics.median(times):.0f} ms, "
            f"worst {max(times):.0f} ms of {len(times)} (goal {GOAL_MS} ms)"
        )


def _tap(page: Page, selector: str) -> float:
    """Milliseconds from the tap until the next page has painted something."""
    page.evaluate("addEventListener('click', () => { window.name = String(Date.now()) }, true)")
    with page.expect_navigation(wait_until="load"):
        page.locator(selector).click()
    painted: float = page.evaluate(FIRST_PAINT)
    return painted - float(page.evaluate("window.name"))
