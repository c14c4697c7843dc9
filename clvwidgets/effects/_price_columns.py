"""The columns of tables of prices: found by their argument, or refused in its name."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from clvwidgets.doors import written
from clvwidgets.formulas.checks import Range

LEVEL: Final = Range("lie between 0.5 and 0.999", low=0.5, high=0.999, percent=True)


def need(table: pd.DataFrame, **arguments: str | None) -> None:
    """Refuse a table that is empty or lacks a column that an argument names."""
    for argument, name in arguments.items():
        if name is not None and name not in table.columns:
            have = ", ".join(map(str, table.columns)) or "none"
            raise ValueError(
                f"The table lacks the column {argument}={name!r}; it has {have}. Name yours."
            )
    if table.empty:
        raise ValueError("The table has no rows, so there is nothing to measure.")


def numbers(table: pd.DataFrame, argument: str, name: str, *, above_zero: bool = False) -> None:
    """Refuse a column with anything but finite numbers of 0 or more (or above 0)."""
    values = pd.to_numeric(table[name], errors="coerce").to_numpy(float, na_value=np.nan)
    is_bad = ~np.isfinite(values) | (values < 0) | ((values == 0) & above_zero)
    if is_bad.any():
        first = written(table[name].iloc[int(is_bad.argmax())])
        least = "above 0" if above_zero else "of 0 or more"
        raise ValueError(
            f"{argument}={name!r} must hold numbers {least}; {int(is_bad.sum())} of {len(values)} "
            f"rows do not, the first holds {first}. Fill them in, add up rows of one price, or "
            "leave them out and say how many."
        )
