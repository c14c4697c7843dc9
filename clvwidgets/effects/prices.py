"""What buyers do at another price: from trials in which prices were drawn by lot."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, Final

import numpy as np
import pandas as pd
from scipy import optimize, stats

from clvwidgets.arguments import checked
from clvwidgets.doors import ANY_TEXT, NOTHING, written
from clvwidgets.effects._price_columns import LEVEL, need, numbers
from clvwidgets.formulas.checks import COST, single

_FEWEST: Final = 3


@checked(by=ANY_TEXT | NOTHING, visitors=ANY_TEXT | NOTHING)
def price_response(
    table: pd.DataFrame,
    *,
    price: str = "price",
    units: str = "units",
    visitors: str | None = "visitors",
    by: str | None = "product_id",
    weighted: bool = False,
    level: float = 0.95,
) -> pd.DataFrame:
    r"""Measure how strongly buyers answer to the price, for each product by itself.

    .. math:: \ln(\text{units} / \text{visitors}) = \text{const} - e \ln(\text{price})

    by least squares. It says what a price *does* only where prices were drawn by lot: prices that
    followed demand, such as those of a sale, carry their reason with them. It says nothing of who
    leaves later, of what buyers put in their cupboards, or of prices that were not tried.

    Parameters
    ----------
    table : pandas.DataFrame
        A row for each product and stretch of time.
    price, units : str
        Columns: money, and units sold.
    visitors : str or None
        Column of those who saw the price; None where as many saw each.
    by : str or None
        Column that tells products apart; None where all rows are of one.
    weighted : bool
        Whether a row counts as much as units were sold in it, as the logarithm of few units
        scatters more; otherwise each counts alike.
    level : float
        Of the interval, such as 0.95.

    Returns
    -------
    pandas.DataFrame
        A row for each product: ``elasticity`` (percent fewer units at 1 % more, a positive number),
        ``standard_error``, ``low`` and ``high`` (of its interval, Student's t), ``rows``,
        ``cheapest`` and ``dearest`` (the prices that were tried).

    Raises
    ------
    ValueError
        If a column lacks, a price or a number is no number above 0, or a product had one price
        only or fewer than three rows.

    References
    ----------
    Tellis (1988), The Price Elasticity of Selective Demand, Journal of Marketing Research 25(4).

    Examples
    --------
    >>> from clvwidgets import load_dataset
    >>> found = price_response(load_dataset("shop_price_trial")).set_index("product_id")
    >>> found.loc[1, ["elasticity", "low", "high"]].astype(float).round(2).to_list()
    [1.43, 1.18, 1.68]
    """
    share = single("level", level, LEVEL)
    need(table, price=price, units=units, visitors=visitors, by=by)
    for argument, name in {"price": price, "units": units, "visitors": visitors}.items():
        if name is not None:
            numbers(table, argument, name, above_zero=True)
    if by is not None and table[by].isna().any():
        raise ValueError(
            f"by={by!r} is empty in {int(table[by].isna().sum())} of {len(table)} rows. "
            "Fill in the product, or leave those rows out and say how many."
        )
    groups = [(None, table)] if by is None else list(table.groupby(by, observed=True))
    rows = [
        _one_response(key, part, price, units, visitors, weighted, share) for key, part in groups
    ]
    found = pd.DataFrame(rows)
    if by is not None:
        found.insert(0, by, [key for key, _ in groups])
    return found


def _one_response(
    key: Hashable,
    part: pd.DataFrame,
    price: str,
    units: str,
    visitors: str | None,
    weighted: bool,
    level: float,
) -> dict[str, Any]:
    prices = part[price].to_numpy(float)
    sold = part[units].to_numpy(float)
    seen = np.ones(len(part)) if visitors is None else part[visitors].to_numpy(float)
    whose = "The table" if key is None else f"Product {written(key)}"
    if len(part) < _FEWEST or len(np.unique(prices)) < 2:
        raise ValueError(
            f"{whose} has {len(part)} rows with {len(np.unique(prices))} different prices. An "
            f"elasticity needs {_FEWEST} rows and two prices at least. Leave it out or try more "
            "prices."
        )
    slope, error = _slope(
        np.log(prices), np.log(sold / seen), sold if weighted else np.ones_like(sold)
    )
    reach = float(stats.t.ppf((1 + level) / 2, len(part) - 2)) * error
    return {
        "elasticity": -slope,
        "standard_error": error,
        "low": -slope - reach,
        "high": -slope + reach,
        "rows": len(part),
        "cheapest": float(prices.min()),
        "dearest": float(prices.max()),
    }


def _slope(x: Any, y: Any, weight: Any) -> tuple[float, float]:
    """Slope of weighted least squares with its standard error."""
    across = x - np.average(x, weights=weight)
    spread = float((weight * across**2).sum())
    slope = float((weight * across * y).sum()) / spread
    residual = y - np.average(y, weights=weight) - slope * across
    noise = float((weight * residual**2).sum()) / (len(x) - 2)
    return slope, (noise / spread) ** 0.5


@checked()
def gabor_granger(
    table: pd.DataFrame,
    *,
    price: str = "price",
    buys: str = "buys",
    cost: float = 0.0,
    level: float = 0.95,
) -> pd.DataFrame:
    """Find the share that buys at each price, and what each price brings per person asked.

    A dearer price cannot bring more buyers, so shares that rise by chance are levelled with their
    neighbours (isotonic regression). Whether people say that they would buy or do buy is the
    table's affair: sayings promise more.

    Parameters
    ----------
    table : pandas.DataFrame
        A row for each person and price.
    price : str
        Column of the price that a person was asked about or offered.
    buys : str
        Column that is true where they take it.
    cost : float
        Money that a unit costs; 0 compares revenue.
    level : float
        Of the interval, such as 0.95.

    Returns
    -------
    pandas.DataFrame
        A row for each price, rising: ``price``, ``asked``, ``share`` who buy with ``low`` and
        ``high`` (Wilson's interval), ``levelled`` (the share on a curve that never rises),
        ``per_person`` (money: the price less the cost, times the levelled share) and ``best`` (true
        for the price that brings most; the lowest of equals).

    Raises
    ------
    ValueError
        If a column lacks, a price is no number above 0, or an answer is neither yes nor no.

    References
    ----------
    Gabor & Granger (1966), Price as an Indicator of Quality, Economica 33(129).

    Examples
    --------
    >>> from clvwidgets import load_dataset
    >>> survey = load_dataset("shop_price_survey")
    >>> found = gabor_granger(survey, price="offered", buys="bought", cost=6.19)
    >>> found.loc[found["best"], "price"].tolist()
    [12.9]
    """
    share_of, each_costs = single("level", level, LEVEL), single("cost", cost, COST)
    need(table, price=price, buys=buys)
    numbers(table, "price", price, above_zero=True)
    answers = table[buys]
    if answers.isna().any() or not answers.isin([0, 1]).all():
        raise ValueError(
            f"buys={buys!r} must say True or False in each row. Leave out who gave no answer, and "
            "say how many."
        )
    grouped = answers.astype(float).groupby(table[price].astype(float)).agg(["size", "sum"])
    prices, asked = grouped.index.to_numpy(float), grouped["size"].to_numpy(int)
    share = grouped["sum"].to_numpy(float) / asked
    fitted = optimize.isotonic_regression(share, weights=asked, increasing=False).x
    ends = [
        _wilson(int(yes), int(of), share_of) for yes, of in zip(grouped["sum"], asked, strict=True)
    ]
    brings = (prices - each_costs) * fitted
    return pd.DataFrame(
        {
            "price": prices,
            "asked": asked,
            "share": share,
            "low": [low for low, _ in ends],
            "high": [high for _, high in ends],
            "levelled": fitted,
            "per_person": brings,
            "best": np.arange(len(prices)) == int(np.argmax(brings)),
        }
    )


def _wilson(yes: int, of: int, level: float) -> tuple[float, float]:
    interval = stats.binomtest(yes, of).proportion_ci(level, method="wilson")
    return float(interval.low), float(interval.high)
