"""Who leaves at another price: from trials in which each newcomer was shown a price by lot."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats

from clvwidgets.arguments import checked
from clvwidgets.effects._price_columns import LEVEL, need, numbers
from clvwidgets.formulas.checks import POSITIVE, single


@checked()
def churn_response(
    table: pd.DataFrame,
    *,
    price_today: float,
    price: str = "fee",
    periods: str = "months_paid",
    ended: str = "ended",
    level: float = 0.95,
) -> pd.DataFrame:
    r"""Measure how churn follows the price, on a straight line.

    .. math:: \text{churn} = \text{churn}_0 + \text{further} \cdot \frac{p / p_0 - 1}{0.1}

    Each period that a customer paid was a chance to leave after it, but for the last one of those
    who are still there: what they do after it is not known yet. Weighted least squares through the
    shares at each price. Churn is taken to be the same in all periods of a stay.

    Parameters
    ----------
    table : pandas.DataFrame
        A row for each person; those who never paid count nothing.
    price_today : float
        Money, the price that the line is described at.
    price : str
        Column of the price that was drawn by lot, in money per period.
    periods : str
        Column of the periods paid so far, 0 for who did not become a customer.
    ended : str
        Column that is true where the customer left after the last of them.
    level : float
        Of the intervals, such as 0.95.

    Returns
    -------
    pandas.DataFrame
        Two rows: ``measure`` "churn" (share that leaves in a period at today's price) and "further"
        (share that leaves besides if the price is a tenth higher), with ``value``,
        ``standard_error``, ``low`` and ``high``.

    Raises
    ------
    ValueError
        If a column lacks, a number is missing or below 0, nobody paid, nobody or everybody left, or
        there was one price only.

    References
    ----------
    Fader & Hardie (2007), How to Project Customer Retention, Journal of Interactive Marketing
    21(1): periods at risk; the line is ordinary weighted least squares.

    Examples
    --------
    >>> from clvwidgets import load_dataset
    >>> found = churn_response(load_dataset("subscription_price_trial"), price_today=48)
    >>> found.set_index("measure")["value"].round(4).to_dict()
    {'churn': 0.0381, 'further': 0.0034}
    """
    today = single("price_today", price_today, POSITIVE)
    share = single("level", level, LEVEL)
    rows = _at_risk(table, price, periods, ended)
    cheapest, dearest = rows["price"].min(), rows["price"].max()
    if not cheapest / 10 <= today <= dearest * 10:
        raise ValueError(
            f"price_today ({today:g}) is far from the prices that were tried, {cheapest:g} to "
            f"{dearest:g}. Give it in the same money."
        )
    by_price = rows[rows["periods"] > 0].groupby("price")[["periods", "ended"]].sum()
    at = (by_price.index.to_numpy(float) / today - 1) * 10
    risk, left = by_price["periods"].to_numpy(float), by_price["ended"].to_numpy(float)
    overall = left.sum() / max(risk.sum(), 1)
    if np.count_nonzero(risk) < 2 or not 0 < overall < 1:
        raise ValueError(
            f"There are {np.count_nonzero(risk)} prices, and {left.sum():g} of {risk.sum():g} "
            "periods ended a stay: a line needs two prices, and some who left and some who stayed."
        )
    centre = np.average(at, weights=risk)
    spread = float((risk * (at - centre) ** 2).sum())
    slope = float((risk * (at - centre) * (left / risk)).sum()) / spread
    noise = overall * (1 - overall)
    errors = [(noise * (1 / risk.sum() + centre**2 / spread)) ** 0.5, (noise / spread) ** 0.5]
    values = [overall - slope * centre, slope]
    reach = float(stats.norm.ppf((1 + share) / 2))
    return pd.DataFrame(
        {
            "measure": ["churn", "further"],
            "value": values,
            "standard_error": errors,
            "low": [value - reach * error for value, error in zip(values, errors, strict=True)],
            "high": [value + reach * error for value, error in zip(values, errors, strict=True)],
        }
    )


def _at_risk(table: pd.DataFrame, price: str, periods: str, ended: str) -> pd.DataFrame:
    """Those who paid, with their price, their periods and whether they left."""
    need(table, price=price, periods=periods, ended=ended)
    numbers(table, "price", price, above_zero=True)
    numbers(table, "periods", periods)
    numbers(table, "ended", ended)
    named = {"price": price, "periods": periods, "ended": ended}
    rows = pd.DataFrame({to: pd.to_numeric(table[of]).astype(float) for to, of in named.items()})
    paid = rows[rows["periods"] > 0]
    if paid.empty:
        raise ValueError(
            f"Nobody paid a period by the column periods={periods!r}, so nobody could leave."
        )
    return paid.assign(periods=paid["periods"] - 1 + (paid["ended"] > 0), ended=paid["ended"] > 0)
