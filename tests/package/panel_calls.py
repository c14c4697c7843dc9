"""Valid calls of everything that a person calls on a panel, over a shop that is small."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from clvwidgets import Panel, TransactionLog, link_explorers
from clvwidgets.widgets.calculators.calculator import Calculator
from clvwidgets.widgets.explorers.explorer import Explorer

from ..panels import EXPLORERS, PANELS, made
from ..widgets.shop import small_shop

# What a panel calls on itself, so that a kind of panel can say it in its own way.
HOOKS = frozenset(
    [
        *("outputs", "chart", "more_charts", "at", "steps", "table_columns", "switching"),
        *("measured", "grouped", "sums", "views", "named_groups"),
    ]
)


def move_every_panel(folder: Path) -> None:
    """Make a panel of each kind and call on it all that has arguments."""
    log = TransactionLog(small_shop(40), attributes=["channel", "age"])
    panels = {name: made(kind, log) for name, kind in PANELS.items()}
    for panel in panels.values():
        _move(panel, folder)
        if isinstance(panel, Calculator):
            panel.sensitivity(panel.readouts[0].name, 0.2)
            panel.elasticity(panel.readouts[0].name)
            panel.pin("today")
        if isinstance(panel, Explorer):
            _choose(panel, folder)
    one, other = (panels[name] for name in list(EXPLORERS)[:2])
    link_explorers(one, other).unlink()


def _move(panel: Panel, folder: Path) -> None:
    name, value = next(iter(panel.values.items()))
    panel.set(**{name: value})
    panel.set_state({name: value})
    panel.update_data("more", [{"x": 1}])
    for preset in panel.declaration.get("presets", [])[:1]:
        panel.use(preset["name"])
        panel.undo()
    panel.lock("Guess first")
    panel.unlock()
    with panel.busy("Counting"):
        pass
    panel.to_html(folder / "panel.html")
    panel.to_png(folder / "panel.png", scale=1)


def _choose(explorer: Explorer, folder: Path) -> None:
    chosen = {"keys": list(explorer.groups.keys)}
    explorer.selection = chosen
    explorer.to_csv(folder / "chosen.csv")
    more: dict[str, Any] = {"assign": ("Best", "Thank them"), "outlook": ("value",)}
    for name, given in more.items():
        if hasattr(explorer, name):
            getattr(explorer, name)(*given)
    labels = [group["label"] for group in explorer.named_groups()]
    who = str(explorer.customers.index[0])  # whom a card shows
    explorer.select(*([who] if hasattr(explorer, "who") else labels[:1]))
    explorer.selection = chosen  # the calls that were overheard are made again
