"""Columns of a caller's own as features: numbers of the day, or a sentence."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable
from typing import Any, Final

import numpy as np
import pandas as pd

from clvwidgets.doors import TABLE, shown
from clvwidgets.models._dates import days_in

_QUARTER: Final = re.compile(r"\d{4}-?Q[1-4]")


def own_features(
    extra: Callable[[pd.Timestamp], Any], day: pd.Timestamp, known: pd.DataFrame, period: str
) -> pd.DataFrame:
    """Ask for columns as of a day, for the customers that are known by then."""
    made = _asked(extra, day)
    twice = made.columns.intersection(known.columns)
    if len(twice):
        raise ValueError(f"extra gives the column {twice[0]!r}, which features has. Rename yours.")
    if made.columns.has_duplicates:
        same = made.columns[made.columns.duplicated()][0]
        raise ValueError(f"extra gives the column {same!r} more than once. Rename one.")
    refuse_later_quarters("extra", map(str, made.columns), day)
    for name in made.select_dtypes(["datetime", "datetimetz"]):
        made[name] = _periods_before(name, made[name], day, period)
    missing = known.index.difference(made.index)
    if len(missing):
        raise ValueError(
            f"extra has no row for {len(missing)} of {len(known)} customers who bought by "
            f"{day:%Y-%m-%d}, the first is {missing[0]}. Give each one, for example with "
            "reindex(customers, fill_value=0) where no row means 0."
        )
    return check_features("extra", made.reindex(known.index))


def check_features(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """Return a table of numbers and marks in which nothing is missing."""
    for column in table:
        values = table[column]
        if not pd.api.types.is_numeric_dtype(values):
            raise ValueError(
                f"Column {column!r} of {name} holds {values.dtype}, and a learner takes numbers "
                "and marks. Make marks of words with pandas.get_dummies, periods of dates."
            )
        gaps = ~np.isfinite(values.to_numpy(dtype=float, na_value=np.nan))
        if gaps.any():
            raise ValueError(
                f"Column {column!r} of {name} is missing or infinite for {gaps.sum()} of "
                f"{len(table)} customers, the first is {values.index[gaps][0]}. Fill it in, or "
                "leave the column out."
            )
    return table


def refuse_later_quarters(name: str, labels: Iterable[str], day: pd.Timestamp) -> None:
    """Refuse the name of a quarter that ends after the day."""
    for label in labels:
        if not _QUARTER.fullmatch(label):
            if name == "quarters":
                raise ValueError(f"quarters must hold names such as '2024Q3', got {shown(label)}.")
            continue
        end = pd.Period(label.replace("-", ""), freq="Q").end_time.normalize()
        if end > day:
            raise ValueError(
                f"{name} holds {label}, a quarter that ends on {end:%Y-%m-%d}, after the cutoff "
                f"{day:%Y-%m-%d}: it knows what came later. Take quarters that ended by then, as "
                "quarterly(visits, cutoff) does."
            )


def _asked(extra: Callable[[pd.Timestamp], Any], day: pd.Timestamp) -> pd.DataFrame:
    try:
        inspect.signature(extra).bind(day)
    except TypeError:
        raise TypeError(
            "extra must be a function of one day, such as lambda day: quarterly(visits, day)."
        ) from None
    made = extra(day)
    if isinstance(made, pd.Series):
        made = made.to_frame(made.name if made.name is not None else "extra")
    if not TABLE.lets_in(made):
        raise TypeError(f"extra must give a pandas table with a row a customer, got {shown(made)}.")
    if made.index.has_duplicates:
        raise ValueError(
            f"extra gives customer {made.index[made.index.duplicated()][0]} more than one row. "
            "Make one row a customer, for example with groupby(...).sum()."
        )
    table: pd.DataFrame = made.copy()
    return table


def _periods_before(
    name: object, dates: pd.Series[Any], day: pd.Timestamp, period: str
) -> pd.Series[Any]:
    """Turn dates into periods before the day; refuse those after it."""
    later = dates[dates.dt.tz_localize(None).dt.normalize() > day]
    if len(later):
        raise ValueError(
            f"Column {name!r} of extra knows what came after the cutoff {day:%Y-%m-%d}: for "
            f"{len(later)} customers it is later, {later.iloc[0]:%Y-%m-%d} for {later.index[0]}. "
            "Take the column as it stood on that day."
        )
    past: pd.Series[Any] = (day - dates.dt.tz_localize(None)).dt.days / days_in(period)
    return past
