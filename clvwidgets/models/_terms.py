"""What of the spend is kept: margin and returns, one for all customers or one for each."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from clvwidgets.doors import NUMBER, written
from clvwidgets.models._histories import complain
from clvwidgets.models._quadrature import Array


def check_margin(margin: Any, index: pd.Index) -> Array:
    """Return the share of spend that is kept, between 0 and 1, for each customer of the index."""
    values = _for_each("margin", margin, index)
    wrong = (values < 0) | (values > 1)
    if wrong.any() and not isinstance(margin, pd.Series):
        hint = f" If you meant {margin:g} percent, write {margin / 100:g}." if margin > 1 else ""
        raise ValueError(f"margin must lie between 0 and 1, got {margin}.{hint}")
    complain(
        index,
        wrong,
        "margin does not lie between 0 and 1",
        values,
        "Money that returns take goes into returns=.",
    )
    return values


def check_returns(returns: Any, index: pd.Index) -> Array:
    """Return the money per purchase, 0 or more, that returns cost, for each of the index."""
    values = _for_each("returns", returns, index)
    wrong = values < 0
    if wrong.any() and not isinstance(returns, pd.Series):
        raise ValueError(f"returns must be 0 or more, money lost per purchase, got {returns:g}.")
    complain(index, wrong, "returns is negative", values, "It is money lost per purchase.")
    return values


def _for_each(name: str, given: Any, index: pd.Index) -> Array:
    if not isinstance(given, pd.Series):
        NUMBER.check(name, given)
        return np.full(len(index), float(given))
    if not given.index.is_unique:
        twice = written(given.index[int(given.index.duplicated().argmax())])
        raise ValueError(f"{name} has two entries for customer {twice}. Keep one.")
    lacking = ~index.isin(given.index)
    if lacking.any():
        raise ValueError(
            f"{name} has no entry for {int(lacking.sum())} of {len(index)} customers, first for "
            f"{written(index[int(lacking.argmax())])}. Give everybody one, by the index of the "
            f"table; {name}.reindex(customers.index, fill_value=...) fills in a usual one."
        )
    try:
        values = given.reindex(index).to_numpy(dtype=float, na_value=np.nan)
    except (TypeError, ValueError):
        raise ValueError(f"{name} must hold numbers.") from None
    complain(index, ~np.isfinite(values), f"{name} is missing or infinite", values)
    return values
