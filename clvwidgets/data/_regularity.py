"""Whether customers buy by the clock or by chance: how far the gaps of each spread."""

from __future__ import annotations

from typing import Any

import narwhals as nw
import numpy as np
import numpy.typing as npt
import pandas as pd

from clvwidgets._places import places
from clvwidgets.data._days import DaysInMemory, Numbers
from clvwidgets.data._engine import DaysInEngine
from clvwidgets.data._fates import CUSTOMER, DATE
from clvwidgets.data._totals import days_since_1970


def regularity(sums: pd.DataFrame) -> float | None:
    """Spread of a customer's gaps over their mean, the median over customers.

    Parameters
    ----------
    sums : pandas.DataFrame
        One row a customer: how many ``gaps``, their sum in ``days``, and that of their
        ``squares``.

    Returns
    -------
    float or None
        None if there is no customer.
    """
    if sums.empty:
        return None
    gaps, days = sums["gaps"].to_numpy(), sums["days"].to_numpy()
    # Whole numbers up to the division: two equal gaps spread by exactly 0.
    spread = (gaps * sums["squares"].to_numpy() - days**2) / (gaps * (gaps - 1.0))
    return float(np.median(np.sqrt(spread) * gaps / days))


def gap_sums(days: DaysInMemory, least: int) -> pd.DataFrame:
    """Add up the gaps of each customer who has so many of them, and their squares."""
    gaps = days._orders - 1
    enough = gaps >= least
    gap = np.diff(days.day, prepend=days.day[:1])
    gap[days._starts] = 0
    squares = np.bincount(places(_number_of_each(days)), gap.astype(float) ** 2, len(gaps))
    whole = days.day[days._starts + gaps] - days.day[days._starts]
    sums = {"gaps": gaps, "days": whole, "squares": squares.astype(np.int64)}
    return pd.DataFrame({name: column[enough] for name, column in sums.items()})


def gap_sums_of_some(days: DaysInMemory | DaysInEngine, least: int, most: int) -> pd.DataFrame:
    """Do as `gap_sums` does, of the first customers only, in the order of their names.

    Some tell enough of a log of millions, whose engine then sorts their days and no others.
    """
    if isinstance(days, DaysInMemory):
        return gap_sums(days, least).head(most)
    bought = days.frame.group_by(CUSTOMER).agg(nw.len().alias("bought"))
    some = bought.filter(nw.col("bought") > least).sort(CUSTOMER).head(most).select(CUSTOMER)
    theirs = days.frame.join(some, on=CUSTOMER, how="inner")
    try:
        return _in_engine(days, theirs)
    except NotImplementedError:
        # Dask cannot look back at the purchase before: the days of these customers are fetched.
        return gap_sums(DaysInEngine(theirs, days.fetch).in_memory(), least)


def _in_engine(days: DaysInEngine, theirs: nw.LazyFrame[Any]) -> pd.DataFrame:
    day = nw.col("day")
    before = day.shift(1).over(CUSTOMER, order_by="day")
    sums = (
        theirs.with_columns(days_since_1970(nw.col(DATE)).alias("day"))
        .with_columns((day - before).alias("gap"))
        .with_columns((nw.col("gap") * nw.col("gap")).alias("squares"))
        .group_by(CUSTOMER)
        .agg(nw.len().alias("bought"), nw.col("gap").sum(), nw.col("squares").sum())
    )
    found = days.fetch(sums)
    columns = {"gaps": found["bought"] - 1, "days": found["gap"], "squares": found["squares"]}
    return pd.DataFrame(columns).astype("int64")


def _number_of_each(days: DaysInMemory) -> Numbers:
    """Give each entry the number of its customer, counting from 0 those who bought."""
    begins: npt.NDArray[np.int64] = np.zeros(len(days.code), dtype=np.int64)
    begins[days._starts[1:]] = 1
    return begins.cumsum()
