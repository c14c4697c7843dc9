"""The cash that a company needs to win customers at a steady pace."""

from __future__ import annotations

import numpy as np
import pandas as pd

from clvwidgets.arguments import checked
from clvwidgets.formulas.checks import COST, COUNT, MONEY, RATE, single


@checked()
def growth_cash(won: float, cac: float, margin: float, churn: float, periods: int) -> pd.DataFrame:
    """Follow the cash of a company that wins as many customers in each period.

    Each pays at once and then in each period in which they are still there. Nothing is discounted.

    Parameters
    ----------
    won : float
        Customers won in each period.
    cac : float
        Money, cost to win one, paid in the period in which they come.
    margin : float
        Money that each customer who is there brings in a period.
    churn : float
        Share of customers who leave between one period and the next, 0 to 1.
    periods : int
        How many to follow, 1 or more.

    Returns
    -------
    pandas.DataFrame
        By ``period`` from 1 on: ``there`` (customers who pay), ``paid out`` and ``comes in`` (money
        in the period), ``tied up`` (money paid out so far and not yet back; below 0 once more has
        come back than went out).

    Raises
    ------
    ValueError
        If a number lies outside its range.

    Examples
    --------
    >>> growth_cash(won=100, cac=120, margin=20, churn=0.05, periods=2)["tied up"].tolist()
    [10000.0, 18100.0]
    """
    won, cac = single("won", won, COUNT), single("cac", cac, COST)
    margin, churn = single("margin", margin, MONEY), single("churn", churn, RATE)
    if periods < 1:
        raise ValueError(f"periods must be 1 or more, got {periods}.")
    number = pd.RangeIndex(1, int(periods) + 1, name="period")
    there = won * np.cumsum((1 - churn) ** np.arange(len(number)))
    cash = pd.DataFrame({"there": there, "paid out": won * cac, "comes in": margin * there}, number)
    return cash.assign(**{"tied up": (cash["paid out"] - cash["comes in"]).cumsum()})
