"""What must be untouched after something hostile was opened, and what must be there to read."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Frame, Locator, Page, Request
from playwright.sync_api import TimeoutError as Late

ANSWERS_MS = 20_000
READS_MS = 20_000
LOOK_AGAIN_MS = 20

_STATE = """() => ({
    canary: window.__pwned ?? null,
    polluted: {}.polluted ?? null,
    address: location.origin + location.pathname.replace(/[/]tree[/].*/, ''),
    display: getComputedStyle(document.body).display,
    bindings: document.querySelectorAll('body > .vega-bind, body > .vega-bindings').length,
})"""

# Something a person can read: a picture that came, a drawing, or words.
_READABLE = """within => [...document.querySelectorAll(within)].some(root =>
    root.innerText?.trim()
    || [...root.querySelectorAll('img')].some(one => one.naturalWidth > 1)
    || [...root.querySelectorAll('svg')].some(one => one.getBoundingClientRect().height > 10))"""

# Each chart that is in sight is drawn, or its panel says why not: what it wants to do, it has done.
_DRAWN = """() => document.readyState === 'complete'
    && [...document.querySelectorAll('.clv-chart')].every(chart => !chart.checkVisibility()
        || chart.querySelector('svg[role=img]')
        || [...chart.closest('.clv-panel').querySelectorAll('.clv-problem')]
            .some(problem => problem.textContent))"""

# Whatever was due has had its turn: two frames, the timers set before them, and then idle time.
_RESTED = """() => new Promise(rested => {
    const idle = () => requestIdleCallback(() => rested(true), { timeout: 1000 });
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(idle)));
})"""

# An address that is stored as text is harmless; one that a click or the page itself follows is not.
# Lab makes a link of each address in plain text: it leads where it says.
_LEADS = """host => [...document.querySelectorAll(
    '[src], [href], iframe[srcdoc], meta[http-equiv=refresh], form[action]')]
    .filter(one => !(one.localName === 'a' && one.textContent === one.getAttribute('href')))
    .map(one => ['src', 'href', 'xlink:href', 'content', 'action'].map(n => one.getAttribute(n)))
    .flat().filter(to => to && !to.startsWith('data:'))
    .filter(to => to.includes(host) || /^\\s*javascript:/i.test(to))"""


def answers(page: Page) -> bool:
    """Say whether the tab still answers; a frozen one would hold `evaluate` for ever."""
    try:
        page.wait_for_function("() => true", timeout=ANSWERS_MS)
    except Exception:  # a timeout, or a page that crashed
        return False
    return True


def state(page: Page) -> dict[str, Any]:
    """Read what hostile content would want to change in the page around it."""
    found: dict[str, Any] = page.evaluate(_STATE)
    return found


def files(folder: Path) -> dict[str, tuple[int, int]]:
    """List the files of a folder with size and time, without Lab's own checkpoints."""
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_size, path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file() and ".ipynb_checkpoints" not in path.parts
    }


def leads(page: Page, host: str) -> list[str]:
    """List addresses of the foreign host, or scripts, that a page or its frames would follow."""
    return [to for frame in page.frames for to in _asked(frame, _LEADS, host, [])]


def wait_until_readable(page: Page, within: str) -> bool:
    """Wait until there is something to read in the page's part, or in a frame in it."""
    deadline = time.monotonic() + READS_MS / 1000
    while time.monotonic() < deadline:
        inner = [frame for frame in page.frames if frame.parent_frame]
        if _asked(page.main_frame, _READABLE, within, False) or any(
            _asked(frame, _READABLE, "body", False) for frame in inner
        ):
            return True
        page.wait_for_timeout(LOOK_AGAIN_MS)
    return False


def look_around(page: Page, within: str) -> None:
    """Move over what is shown and click it, as somebody does who wonders what it is.

    Returns when the page is at rest: its charts are drawn, nothing it asked for is on its way, and
    what that set going is done as well.

    Raises
    ------
    AssertionError
        If the page never comes to rest.
    """
    try:
        with _on_the_way(page) as asked:
            page.wait_for_function(_DRAWN, timeout=READS_MS)
            _touch(page.locator(within).first)
            page.wait_for_function(_RESTED, timeout=ANSWERS_MS)
            deadline = time.monotonic() + ANSWERS_MS / 1000
            while asked and time.monotonic() < deadline:
                page.wait_for_timeout(LOOK_AGAIN_MS)
                page.wait_for_function(_RESTED, timeout=ANSWERS_MS)
    except Late as late:
        raise AssertionError("the tab does not come to rest") from late


def _touch(shown: Locator) -> None:
    box = shown.bounding_box(timeout=ANSWERS_MS)
    if not box:
        return
    x, y = box["width"] / 2, min(box["height"], 400) / 2
    # `page.mouse` would wait for ever for a tab that stands still.
    look: dict[str, Any] = {"force": True, "timeout": ANSWERS_MS}
    shown.hover(position={"x": max(x - 20, 1), "y": max(y - 5, 1)}, **look)
    shown.hover(position={"x": x, "y": y}, **look)
    shown.click(position={"x": x, "y": y}, **look)


@contextlib.contextmanager
def _on_the_way(page: Page) -> Iterator[set[Request]]:
    """Keep the requests of a page from now on that have no answer yet."""
    asked: set[Request] = set()

    def begin(request: Request) -> None:
        asked.add(request)

    def end(request: Request) -> None:
        asked.discard(request)

    heard = {"request": begin, "requestfinished": end, "requestfailed": end}
    for event, hear in heard.items():
        page.on(event, hear)  # type: ignore[call-overload]
    try:
        yield asked
    finally:
        for event, hear in heard.items():
            page.remove_listener(event, hear)


def _asked(frame: Frame, script: str, argument: str, otherwise: Any) -> Any:
    try:
        return frame.evaluate(script, argument)
    except Exception:  # the frame has gone meanwhile
        return otherwise
