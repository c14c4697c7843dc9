"""What must be untouched after something hostile was opened, and what must be there to read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Frame, Page

ANSWERS_MS = 20_000
READS_MS = 20_000
LOOKS_MS = 500

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
    for _turn in range(READS_MS // 250):
        inner = [frame for frame in page.frames if frame.parent_frame]
        if _asked(page.main_frame, _READABLE, within, False) or any(
            _asked(frame, _READABLE, "body", False) for frame in inner
        ):
            return True
        page.wait_for_timeout(250)
    return False


def look_around(page: Page, within: str) -> None:
    """Move over what is shown and click it, as somebody does who wonders what it is."""
    box = page.locator(within).first.bounding_box()
    if box:
        x, y = box["x"] + box["width"] / 2, box["y"] + min(box["height"], 400) / 2
        page.mouse.move(x - 20, y - 5)
        page.mouse.move(x, y, steps=3)
        page.mouse.click(x, y)
    page.wait_for_timeout(LOOKS_MS)


def _asked(frame: Frame, script: str, argument: str, otherwise: Any) -> Any:
    try:
        return frame.evaluate(script, argument)
    except Exception:  # the frame has gone meanwhile
        return otherwise
