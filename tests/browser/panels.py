"""Open pages, move sliders and watch the charts of panels, in whatever page shows them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Locator, Page

HERE = {"localhost", "127.0.0.1"}

STEPS = 60
STEP_MS = 1000 / 30

# Moves a slider as a hand does, thirty steps a second, and looks after each whether the chart's
# markup has changed before the next is due. Runs in the page, so that Playwright's own messages
# stand in nobody's way.
_DRAG = """async ([panel, slider, from, to, steps, stepMs]) => {
    const picture = panel.querySelector('.clv-picture');
    const frame = () => new Promise(requestAnimationFrame);
    const waits = [];
    let drawn = 0;
    for (let step = 1; step <= steps; step += 1) {
        const before = picture.innerHTML;
        const start = performance.now();
        slider.value = String(from + (to - from) * step / steps);
        slider.dispatchEvent(new Event('input', { bubbles: true }));
        let seen = false;
        do {
            await frame();
            if (!seen && picture.innerHTML !== before) {
                seen = true;
                waits.push(performance.now() - start);
            }
        } while (performance.now() - start < stepMs - 8);
        drawn += seen;
    }
    slider.dispatchEvent(new Event('change', { bubbles: true }));
    return { drawn, waits };
}"""


# A chart that is due to be drawn is drawn within a frame.
_RESTED = """async () => {
    const frame = () => new Promise(requestAnimationFrame);
    for (let same = 0, before = ''; same < 3;) {
        await frame();
        const now = document.body.innerHTML;
        same = now === before ? same + 1 : 0;
        before = now;
    }
}"""


@contextlib.contextmanager
def watched_page(profile: BrowserContext) -> Iterator[Page]:
    """Open an empty page that remembers its errors and what it asked of other machines.

    ``page.console_errors`` holds the texts of console errors and of exceptions nobody caught,
    ``page.foreign_requests`` the addresses outside this machine.
    """
    page = profile.new_page()
    page.console_errors = []
    page.foreign_requests = []

    def note_request(url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname not in HERE:
            page.foreign_requests.append(url)

    page.on("console", lambda m: m.type == "error" and page.console_errors.append(m.text))
    page.on("pageerror", lambda error: page.console_errors.append(str(error)))
    page.on("request", lambda request: note_request(request.url))
    page.on("websocket", lambda socket: note_request(socket.url))
    yield page
    page.close()


@dataclass(frozen=True)
class Drag:
    """What came of a drag: steps drawn in time, and milliseconds from input to changed chart."""

    drawn: int
    waits: list[float]


def drag(
    panel: Locator, label: str, start: float, end: float, steps: int = STEPS, ms: float = STEP_MS
) -> Drag:
    """Drag the slider of that label from one value to another, thirty steps a second."""
    slider = panel.get_by_role("slider", name=label)
    answer: dict[str, Any] = panel.page.evaluate(
        _DRAG, [panel.element_handle(), slider.element_handle(), start, end, steps, ms]
    )
    return Drag(answer["drawn"], answer["waits"])


def settled(panel: Locator) -> Locator:
    """Wait until the panel has drawn its chart; the panel."""
    panel.locator(".clv-picture svg").first.wait_for(timeout=30_000)
    return panel


def rested(page: Page) -> None:
    """Wait until nothing on the page changes any more: charts have followed its width."""
    page.evaluate(_RESTED)


def headline(panel: Locator, label: str) -> str:
    """Read a headline number, such as "Lifetime value"."""
    readout = panel.locator(".clv-readout", has_text=label)
    return readout.locator("output").inner_text()


def used_heap(page: Page) -> float:
    """Megabytes of the page's heap after the garbage is collected."""
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.enable")
    for _twice in range(2):
        session.send("HeapProfiler.collectGarbage")
    used: float = session.send("Runtime.getHeapUsage")["usedSize"]
    session.detach()
    return used / 1e6
