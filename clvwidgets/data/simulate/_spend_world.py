"""A world in which frequent buyers spend more, or less, than others: what Gamma-Gamma denies."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import betaincinv, gammaincinv, ndtr

from clvwidgets.arguments import checked
from clvwidgets.data.simulate._random import stream, tries_until
from clvwidgets.data.simulate._settings import Settings
from clvwidgets.data.simulate.shop import SPEND, habits

_MOST_CUSTOMERS, _MOST_WEEKS = 1_000_000, 10_000


@checked()
def spend_world(
    correlation: float = 0.0,
    customers: int = 20_000,
    weeks: float = 104.0,
    seed: int = 0,
    *,
    ahead: float = 52.0,
) -> pd.DataFrame:
    r"""Draw customers with the shop's habits whose rate of purchase and level of spend go together.

    Rates follow the shop's gamma distribution, chances of leaving after a repeat order its beta
    distribution, and mean orders its inverse gamma distribution, whatever the correlation. Rate and
    mean order hang together by a normal copula; their rank correlation is
    :math:`\frac{6}{\pi} \arcsin \frac{\rho}{2}`. Leaving is independent of both, and there is no
    season.

    Parameters
    ----------
    correlation : float
        :math:`\rho` of the copula, from -1 (frequent buyers spend the least) to 1.
    customers : int
        All came at the same time.
    weeks : float
        Weeks that are seen.
    seed : int
        The same settings give the same world.
    ahead : float
        Weeks behind them.

    Returns
    -------
    pandas.DataFrame
        A row a customer. What is seen, as in ``TransactionLog.split``: ``frequency, recency, T``
        in weeks and ``monetary_value`` in euros (mean of the repeat orders, 0 without), then
        ``holdout_orders``, ``holdout_revenue`` and ``holdout_T``. And the truth:
        ``orders_per_week``, ``leaving_chance``, ``mean_order`` in euros, and ``alive`` at the end
        of what is seen.

    Raises
    ------
    ValueError
        If a setting is out of range.

    References
    ----------
    R. Nelsen (2006), An Introduction to Copulas, 2nd edition: the rank correlation of a normal
    copula.

    Examples
    --------
    >>> world = spend_world(0.8, customers=1000, seed=1)
    >>> bool(world["orders_per_week"].corr(world["mean_order"], method="spearman") > 0.7)
    True
    """
    _check("correlation", correlation, -1, 1, "0 is the shop's own world.")
    _check("customers", customers, 1, _MOST_CUSTOMERS, "The shop has 20,000.")
    _check("weeks", weeks, 1, _MOST_WEEKS, "Two years are 104.")
    _check("ahead", ahead, 1, _MOST_WEEKS, "A year is 52.")
    rng, n, (p, q, v) = stream(seed, "spend_world"), int(customers), SPEND
    usual = habits(Settings()).parameters
    first, second = rng.standard_normal((2, n))
    level = correlation * first + np.sqrt(1.0 - correlation**2) * second
    rate = gammaincinv(usual["r"], ndtr(first)) / usual["alpha"]
    spend = p * v / gammaincinv(q, ndtr(-level))
    leaving = betaincinv(usual["a"], usual["b"], rng.random(n))
    last = tries_until(rng, leaving)
    wanted = rng.poisson(rate * weeks)
    seen = np.minimum(wanted, last).astype(np.int64)
    # Orders fall anywhere in the time, so that of the last seen is an order statistic.
    recency = weeks * rng.beta(np.maximum(seen, 1), wanted - seen + 1)
    later = np.where(wanted < last, np.minimum(rng.poisson(rate * ahead), last - seen), 0)
    mean = spend / p * rng.gamma(p * np.maximum(seen, 1)) / np.maximum(seen, 1)
    paid = spend / p * rng.gamma(p * np.maximum(later, 1))
    table = pd.DataFrame(
        {
            "frequency": seen,
            "recency": np.where(seen > 0, recency, 0.0),
            "T": float(weeks),
            "monetary_value": np.where(seen > 0, mean, 0.0),
            "holdout_orders": later.astype(np.int64),
            "holdout_revenue": np.where(later > 0, paid, 0.0),
            "holdout_T": float(ahead),
            "orders_per_week": rate,
            "leaving_chance": leaving,
            "mean_order": spend,
            "alive": wanted < last,
        },
        index=pd.RangeIndex(1, n + 1, name="customer_id"),
    )
    table.attrs["period"] = "W"
    return table


def _check(name: str, value: float, low: float, high: float, hint: str) -> None:
    if not low <= value <= high:
        raise ValueError(f"{name} must lie between {low:,} and {high:,}, got {value:g}. {hint}")
