"""Write docs/gallery.md: every simulator with its question, its picture and five lines of code.

    make gallery

The simulators are found, not listed; the lines are run by a test.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import clvwidgets
from clvwidgets.display.picture import small

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "gallery.md"
PICTURES = ROOT / "docs" / "images" / "gallery"
HEAD = """# Gallery of simulators

Each asks what a strategy brings beyond what would have happened anyway. Copy five lines into a
notebook and move a slider; [which strategy has which simulator](strategies.md) is a table of its
own. Made by `make gallery`.
"""


def simulators() -> dict[str, type[Any]]:
    """Find the simulators that the package offers, by name."""
    public = {name: getattr(clvwidgets, name) for name in clvwidgets.__all__}
    return {
        name: kind
        for name, kind in sorted(public.items())
        if isinstance(kind, type) and kind.__module__.startswith("clvwidgets.widgets.simulators.")
    }


def first_preset(panel: Any) -> str:
    """Name the preset that a panel is shown with: the first, which is the world's own."""
    return str(panel.declaration["presets"][0]["name"])


def lines(name: str, panel: Any) -> str:
    """Write the five lines that make a simulator and use it."""
    needs_python = any(field.needs_kernel for field in panel.fields().values())
    page = "a page, as it is now" if needs_python else "a page whose sliders need no Python"
    return "\n".join(
        [
            f"from clvwidgets import {name}\n",
            f"panel = {name}()",
            f"panel.use({json.dumps(first_preset(panel), ensure_ascii=False)})",
            f'panel.to_html("{panel.panel_name.lower()}.html")  # {page}',
            "panel  # in a notebook: move a slider; in Python: panel.results",
        ]
    )


def page() -> str:
    """Write the page's text."""
    parts = [HEAD]
    for name, kind in simulators().items():
        panel = kind()
        picture = f"images/gallery/{name}.png"
        parts.append(
            f"\n## {name}\n\n{panel.title}\n\n![{panel.panel_name}: {panel.title}]({picture})\n\n"
            f"```python\n{lines(name, panel)}\n```\n"
        )
    return "".join(parts)


def draw() -> None:
    """Draw each simulator's chart as its first preset has it."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name, kind in simulators().items():
        panel = kind()
        panel.use(first_preset(panel))
        (PICTURES / f"{name}.png").write_bytes(small(panel.to_png(scale=1)))


if __name__ == "__main__":
    draw()
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
