"""How many of those won in a year came back, at one age, with intervals."""

from __future__ import annotations

import pandas as pd

from clvwidgets.arguments import checked
from clvwidgets.data.cohorts import Cohorts
from clvwidgets.effects.difference_interval import share_interval


@checked()
def returned_by_year(cohorts: Cohorts, age: int = 1, level: float = 0.95) -> pd.DataFrame:
    """Tell what share of each year's new customers bought at one age.

    Cohorts that were not followed to that age, or seen at it in part only, are left out.

    Parameters
    ----------
    cohorts : Cohorts
        Of customers, as ``TransactionLog.cohorts(by)`` gives them.
    age : int
        Periods after that of the first purchase, at least 1.
    level : float
        Share of such intervals that hold the truth.

    Returns
    -------
    pandas.DataFrame
        One row a year: how many were ``won``, how many ``returned``, the ``share``, and the ends
        ``low`` and ``high`` of its Wilson interval, all fractions.

    Raises
    ------
    ValueError
        If the cohorts count revenue or orders, or none was followed to that age.

    Examples
    --------
    >>> from clvwidgets.data import TransactionLog, load_dataset
    >>> shop = TransactionLog(load_dataset("shop_orders"), "customer_id", "date", "amount")
    >>> returned_by_year(shop.cohorts("Q"))["share"].round(3).to_dict()
    {2022: 0.52, 2023: 0.499, 2024: 0.517}
    """
    if cohorts.measure != "customers":
        raise ValueError(
            f"cohorts must count customers, got those of {cohorts.measure}. "
            "Take log.cohorts(by) without a measure."
        )
    seen = cohorts.table.mask(cohorts.partial)
    if age < 1 or age not in seen or not seen[age].notna().any():
        raise ValueError(f"age must be one at which a cohort was seen, 1 or more; got {age}.")
    came = seen[age].dropna()
    year = pd.PeriodIndex(came.index).year.rename("year")
    table = pd.DataFrame({"won": cohorts.sizes[came.index], "returned": came.astype("int64")})
    table = table.groupby(year).sum()
    counts = zip(table["returned"], table["won"], strict=True)
    ends = [share_interval(int(x), int(n), level) for x, n in counts]
    return table.assign(
        share=[one.value for one in ends],
        low=[one.low for one in ends],
        high=[one.high for one in ends],
    )
