"""The expected value or the profit of each customer, as a model or somebody's own table has it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from clvwidgets.doors import ArgumentError, shown, written

Given: TypeAlias = "pd.Series[Any] | pd.DataFrame | Mapping[Any, float]"


def value_of_each(given: Given, customers: pd.Index[Any], *, name: str = "value") -> pd.Series[Any]:
    """Take the expected value of each customer, or another sum of money, from what was given.

    Parameters
    ----------
    given : pandas.Series, pandas.DataFrame or mapping
        By customer; of a table the column of that name, such as the "value" that
        ``CustomerValue.predict`` gives.
    customers : pandas.Index
        Whose values are wanted.
    name : str
        What is given: "value" or "profit".

    Returns
    -------
    pandas.Series of float

    Raises
    ------
    ValueError
        If it is not of that kind, names a customer twice or says nothing of one.

    Examples
    --------
    >>> value_of_each({"Ann": 90, "Bo": 20}, pd.Index(["Bo", "Ann"])).tolist()
    [20.0, 90.0]
    """
    found = _by_customer(given, name)
    if found.index.has_duplicates:
        twice = found.index[found.index.duplicated()][0]
        raise ValueError(
            f"{name}= names customer {written(twice)} twice. Give each customer one {name}."
        )
    found = found.reindex(customers)
    missing = ~np.isfinite(found)
    if missing.any():
        raise ValueError(
            f"{name}= says nothing of {missing.sum()} of {len(found)} customers, the first "
            f"is {written(found.index[missing][0])}. Give it for all of log.customers()."
        )
    return found


def _by_customer(given: Any, name: str) -> pd.Series[Any]:
    fault = ArgumentError(
        f"{name} must be the {name} of each customer: numbers by customer in a pandas Series or a "
        f'dict, or a table with the column "{name}", got {shown(given)}.'
    )
    column = given[name] if isinstance(given, pd.DataFrame) and name in given else given
    if not isinstance(column, pd.Series | Mapping):
        raise fault
    try:
        return pd.Series(column, dtype=float)
    except (ValueError, TypeError, OverflowError):
        raise fault from None
