"""Shows panels on stub models in Chromium: no Jupyter, no server, no network."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, Route

import clvwidgets

STUB = Path(__file__).parent
STATIC = Path(clvwidgets.__file__).parent / "static"
ADDRESS = "http://localhost/stub/"
NARROW, MIDDLE, WIDE = 380, 700, 1100


def example(name: str) -> dict[str, Any]:
    """Read a hand-written panel: subscription, grid or bare."""
    panel: dict[str, Any] = json.loads((STUB / f"{name}.json").read_text("utf-8"))
    return panel


def changed(panel: dict[str, Any], **change: Any) -> dict[str, Any]:
    """Copy a panel with other entries; those of the declaration are taken there."""
    other = copy.deepcopy(panel)
    for name, value in change.items():
        (other if name in other else other["declaration"])[name] = value
    return other


class StubPage:
    """A page on which panels can be mounted, driven and taken away."""

    def __init__(self, page: Page, address: str = "index.html") -> None:
        self.page = page
        self.console_errors: list[str] = []
        page.on("console", lambda m: m.type == "error" and self.console_errors.append(m.text))
        page.on("pageerror", lambda error: self.console_errors.append(str(error)))
        page.route(f"{ADDRESS}**", _serve)
        page.goto(ADDRESS + address)
        page.wait_for_function("globalThis.stub")

    def mount(self, panel: dict[str, Any], *, drawn: bool = True, **options: Any) -> Locator:
        """Mount a panel and wait for its chart; the panel's element."""
        number = self.page.evaluate("([json, how]) => stub.mount(json, how)", [panel, options])
        shown = self.page.locator(".clv-panel").nth(number)
        if drawn:
            shown.locator(".clv-picture svg").first.wait_for()
        return shown

    def resize(self, width: int, scheme: str = "light") -> None:
        """Make the page so wide, and light or dark."""
        self.page.set_viewport_size({"width": width, "height": 800})
        self.page.emulate_media(color_scheme=scheme)

    def clear(self) -> None:
        """Take all panels away."""
        self.page.evaluate("stub.clear()")
        self.console_errors.clear()

    def get(self, key: str, number: int = 0) -> Any:
        """Read what the model holds."""
        return self.page.evaluate(f"key => stub.panels[{number}].model.get(key)", key)

    def set(self, key: str, value: Any, number: int = 0) -> None:
        """Set what Python would set."""
        set_it = f"([key, value]) => stub.panels[{number}].model.set(key, value)"
        self.page.evaluate(set_it, [key, value])


def field(panel: Locator, role: str, label: str = "Churn per month") -> Locator:
    """Find the slider or the textbox of a field."""
    return panel.get_by_role(role, name=label)  # type: ignore[arg-type]


def readout(panel: Locator, label: str) -> Locator:
    """Find a headline number."""
    return panel.get_by_role("status", name=label, exact=True)


def button(panel: Locator, label: str) -> Locator:
    """Find a button by its whole name."""
    return panel.get_by_role("button", name=label, exact=True)


def move(slider: Locator, value: float, *, let_go: bool = True) -> None:
    """Drag a slider to a value."""
    slider.evaluate(
        """(slider, [value, letGo]) => {
            slider.value = String(value);
            slider.dispatchEvent(new Event('input', { bubbles: true }));
            if (letGo) slider.dispatchEvent(new Event('change', { bubbles: true }));
        }""",
        [value, let_go],
    )


def _serve(route: Route) -> None:
    name = route.request.url.removeprefix(ADDRESS)
    if name == "strict.html":
        # The same page under a policy that refuses to compile text to code.
        strict = {"content-security-policy": "script-src 'self'", "content-type": "text/html"}
        route.fulfill(path=STUB / "index.html", headers=strict)
        return
    for folder in (STUB, STATIC):
        if (folder / name).is_file():
            route.fulfill(path=folder / name)
            return
    route.fulfill(status=404)
