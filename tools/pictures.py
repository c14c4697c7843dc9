"""Take the pictures of the README: the real panels, in the machine's own Chromium.

Run `make pictures` when a panel looks different; it writes docs/images.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from clvwidgets import RFMExplorer, SubscriptionCLV, load_dataset

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from browser.conftest import NAMES  # noqa: E402 (the tests know where a browser may be)

IMAGES = ROOT / "docs" / "images"


def panels() -> dict[str, tuple[object, str]]:
    """Name the pictures: what each shows and in which colours."""
    calculator = SubscriptionCLV(margin=40, churn=0.05, discount=0.10, cac=120)
    calculator.pin("today")
    calculator.churn = 0.04
    explorer = RFMExplorer(load_dataset("cdnow"), currency="USD")
    explorer.select("Champions")
    return {
        "calculator-light": (calculator, "light"),
        "explorer-dark": (explorer, "dark"),
    }


def main() -> int:
    """Write the pictures; returns the exit status."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        print("Pictures need a Chromium or Chrome on this machine.", file=sys.stderr)
        return 1
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=program, chromium_sandbox=False)
        for name, (panel, scheme) in panels().items():
            file = Path(folder) / f"{name}.html"
            panel.to_html(file)  # type: ignore[attr-defined]
            page = browser.new_page(
                viewport={"width": 960, "height": 700}, color_scheme=scheme, device_scale_factor=1.5
            )
            page.goto(file.as_uri())
            page.locator(".clv-picture svg").first.wait_for()
            page.locator(".clv-panel").screenshot(path=IMAGES / f"{name}.png")
            print(f"docs/images/{name}.png")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
