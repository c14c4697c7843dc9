"""What a newcomer of the simulated shop is worth, as only the simulation can know."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from clvwidgets.arguments import checked
from clvwidgets.data.simulate._buying import discounted_purchases
from clvwidgets.doors import table_with
from clvwidgets.formulas import convert_rate
from clvwidgets.formulas.checks import RATE, single

TRUTH = table_with("orders_per_week", "leaving_chance", "margin_per_order")


@checked(truth=TRUTH)
def true_newcomer_values(truth: pd.DataFrame, discount: float = 0.10) -> pd.Series[Any]:
    """Margin to expect from each customer on the day of the first order, which is included.

    After returns, before the cost to win them, as long as they stay. It is made of what was drawn
    for a customer before the first order, not of what became of them.

    Parameters
    ----------
    truth : pandas.DataFrame
        ``orders_per_week`` (while there), ``leaving_chance`` (after each repeat order) and
        ``margin_per_order`` (money, after returns), such as `truth_shop`.
    discount : float
        Rate per year.

    Returns
    -------
    pandas.Series
        Money today, on the index of the table.

    Raises
    ------
    ValueError
        If a number is missing or below 0, or a customer would order for ever at no discount.

    Examples
    --------
    One order in ten weeks, and one customer in ten gone after each repeat order:

    >>> truth = pd.DataFrame({"orders_per_week": [0.1], "leaving_chance": [0.1]})
    >>> true_newcomer_values(truth.assign(margin_per_order=10.0), discount=0).round(6).tolist()
    [110.0]
    """
    single("discount", discount, RATE)
    needed = truth[["orders_per_week", "leaving_chance", "margin_per_order"]].astype(float)
    if not np.isfinite(needed).all(axis=None) or (needed.iloc[:, :2] < 0).any(axis=None):
        raise ValueError(
            "Rates, chances and margins must be numbers, the first two 0 or more; some are not."
        )
    rate, leaving, margin = (needed[name].to_numpy() for name in needed)
    weekly = convert_rate(discount, "year", "week")
    if ((rate * leaving == 0) & (rate > 0)).any() and not weekly:
        raise ValueError("A customer who never leaves has no limit without a discount: give one.")
    later = np.zeros_like(rate)
    orders = rate > 0
    later[orders] = discounted_purchases(rate[orders], leaving[orders], weekly)
    return pd.Series(margin * (1 + later), truth.index, name="newcomer value")
