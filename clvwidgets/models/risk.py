"""Value at risk of the customer base."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from clvwidgets._places import places
from clvwidgets.arguments import checked, checked_methods
from clvwidgets.doors import ANYTHING
from clvwidgets.models._checks import check_share, check_whole
from clvwidgets.models._histories import as_pandas, counts
from clvwidgets.models._quadrature import Array
from clvwidgets.models._terms import check_margin, check_returns
from clvwidgets.models.backtests import error_draws
from clvwidgets.models.clv import CustomerValue
from clvwidgets.models.uncertainty import Draws


@checked_methods()
@dataclass(frozen=True)
class ValueAtRisk:
    """What the customer base may fall short of its expected value.

    It knows what the draws know. Of draws from a model without ``error`` (luck and parameters)
    every number is the model's word: what the model does not know, such as a season, is not in it.

    Attributes
    ----------
    expected : float
    floor : float
        The value that is exceeded with probability ``level``, if the draws know all.
    at_risk : float
        ``expected - floor``.
    shortfall : float
        Mean value of the futures at or below the floor.
    level : float

    Examples
    --------
    >>> round(value_at_risk(range(1, 101), level=0.9).at_risk, 1)
    39.6
    """

    expected: float
    floor: float
    at_risk: float
    shortfall: float
    level: float

    def __str__(self) -> str:
        return (
            f"Expected {self.expected:,.0f}. With probability {self.level:.0%} it will be more "
            f"than {self.floor:,.0f}, so {self.at_risk:,.0f} is at risk.\n"
            f"If it gets worse, {self.shortfall:,.0f} is left on average.\n"
            "This is the word of the model that made the draws: its own error is in it only if "
            "they were made with error=."
        )


@checked()
def value_at_risk(values: ArrayLike, level: float = 0.95) -> ValueAtRisk:
    """Summarise draws of the value of the base as risk managers do.

    Parameters
    ----------
    values : array
        Possible values of the base, as :func:`base_value_draws` makes them.
    level : float
        Probability of the floor.

    Returns
    -------
    ValueAtRisk

    Raises
    ------
    ValueError
        If there are fewer than 20 draws, or one is not finite.

    Examples
    --------
    >>> print(value_at_risk(range(1, 101), level=0.9))
    Expected 50. With probability 90% it will be more than 11, so 40 is at risk.
    If it gets worse, 6 is left on average.
    This is the word of the model that made the draws: its own error is in it only if they were \
made with error=.
    """
    draws = np.sort(np.asarray(values, dtype=float).ravel())
    if len(draws) < 20 or not np.isfinite(draws).all():
        raise ValueError(
            f"values must be at least 20 finite draws of the base's value, got {len(draws)}."
        )
    level = check_share("level", level)
    floor = float(np.quantile(draws, 1.0 - level))
    expected = float(draws.mean())
    return ValueAtRisk(
        expected, floor, expected - floor, float(draws[draws <= floor].mean()), level
    )


@checked(horizon=ANYTHING)
def base_value_draws(
    value: CustomerValue,
    customers: Any,
    *,
    horizon: float | str,
    margin: float | pd.Series[Any],
    returns: float | pd.Series[Any] = 0.0,
    size: int = 500,
    seed: int | None = None,
    draws: Draws | None = None,
    error: pd.Series[Any] | None = None,
) -> Array:
    """Draw what the whole base may bring within the horizon.

    Three things are uncertain: what each customer will do, which evens out over many; the
    parameters, which do not even out and come in with ``draws``; and the model itself, which more
    customers do not make truer and which comes in with ``error``. Without ``error`` an interval
    of these draws is the model's word: it holds what the model knows, and no season, trend or
    rival that it does not.

    Parameters
    ----------
    value : CustomerValue
        Fitted.
    customers : table
        Columns ``frequency, recency, T, monetary_value`` and, if rows stand for several
        customers, ``count``.
    horizon : float or str
        In the model's period, or in words such as "1 year".
    margin, returns : float or pandas.Series
        As in :meth:`CustomerValue.predict`: one for all or one for each customer.
    size : int
        Number of futures.
    seed : int, optional
    draws : Draws, optional
        Of a CustomerValue; each future uses the next of these models.
    error : pandas.Series, optional
        How far earlier forecasts of the same length were off, three or more: the column ``off``
        of :func:`backtest`. Each future is multiplied by a draw of what came over what was said,
        so the mean moves too where forecasts were too high. Their errors hold luck and parameters
        as well, so the interval is rather too wide than too narrow.

    Returns
    -------
    array
        Margin of all customers, not discounted; one entry a future.

    Raises
    ------
    ValueError
        If a margin or the horizon is out of range, or ``error`` holds too few or impossible ones.

    Examples
    --------
    >>> import pandas as pd
    >>> from clvwidgets.models import BGNBD, GammaGamma
    >>> purchases = BGNBD.from_params(r=0.24, alpha=4.41, a=0.79, b=2.43, period="W")
    >>> value = CustomerValue(purchases, GammaGamma.from_params(p=6.25, q=3.74, v=15.44))
    >>> base = pd.DataFrame({"frequency": [2, 0], "recency": [30, 0], "T": [39, 39]})
    >>> base["monetary_value"] = [30.0, 0.0]
    >>> base_value_draws(value, base, horizon=52, margin=0.4, size=5, seed=1).shape
    (5,)
    """
    table = as_pandas(customers)
    share, lost = check_margin(margin, table.index), check_returns(returns, table.index)
    if "count" in table.columns:
        rows = np.repeat(np.arange(len(table)), places(counts(table)))
        table, share, lost = table.iloc[rows], share[rows], lost[rows]
    rng = np.random.default_rng(seed)
    models = draws.models if draws is not None else (value,)
    totals = np.empty(check_whole("size", size))
    for i in range(len(totals)):
        model = models[i % len(models)]
        first, second = (int(number) for number in rng.integers(2**31, size=2))
        made = model.purchases.simulate_future(table, horizon, first)[0].to_numpy()
        totals[i] = share @ model.spend.simulate_spend(table, made, second) - lost @ made
    return totals if error is None else totals * error_draws(error, len(totals), rng)
