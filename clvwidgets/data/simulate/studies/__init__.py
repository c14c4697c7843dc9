"""Trials, surveys and records of one question each, drawn after the company's own tables.

Each module has the tables of one study: `TABLES`, from a table's name to what makes it out of a
world. A study has streams of random numbers of its own, named as its tables, and changes nothing
that stands.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from importlib import import_module
from typing import Any

import pandas as pd

# What the world is, its module says; to name it here would be a circle.
Maker = Callable[[Any], pd.DataFrame]


def tables() -> dict[str, Maker]:
    """Find the tables of all studies: from a name to what makes it of a world."""
    found: dict[str, Maker] = {}
    for module in pkgutil.iter_modules(__path__, prefix=f"{__name__}."):
        found |= import_module(module.name).TABLES
    return found
