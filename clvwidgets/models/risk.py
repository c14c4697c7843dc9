"""Value at risk of the customer base."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from clvwidgets.arguments import checked, checked_methods
from clvwidgets.models._checks import check_share, check_whole
from clvwidgets.models._quadrature import Array
from clvwidgets.models.clv import CustomerValue
from clvwidgets.models.uncertainty import Draws


@checked_methods()
@dataclass(frozen=True)
class ValueAtRisk:
    """What the customer base may fall short of its expected value.

    Attributes
    ----------
    expected : float
    floor : float
        The value that is exceeded with probability ``level``.
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
            f"If it gets worse, {self.shortfall:,.0f} is left on average."
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


@checked()
def base_value_draws(
    value: CustomerValue,
    customers: Any,
    *,
    horizon: float,
    margin: float,
    size: int = 500,
    seed: int | None = None,
    draws: Draws | None = None,
) -> Array:
    """Draw what the whole base may bring within the horizon.

    Two things are uncertain: what each customer will do, which evens out over many, and the
    parameters, which do not even out. The second comes in with ``draws``.

    Parameters
    ----------
    value : fitted CustomerValue
    customers : table
    horizon : float
        In the model's period.
    margin : float
        Share of spend, between 0 and 1.
    size : int
        Number of futures.
    seed : int, optional
    draws : Draws of a CustomerValue, optional
        Each future uses the next of these models.

    Returns
    -------
    array
        Margin of all customers, not discounted; one entry a future.

    Raises
    ------
    ValueError
        If the margin lies outside 0 to 1.

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
    if not 0 <= margin <= 1:
        raise ValueError(f"margin must lie between 0 and 1, got {margin}.")
    rng = np.random.default_rng(seed)
    models = draws.models if draws is not None else (value,)
    totals = np.empty(check_whole("size", size))
    for i in range(len(totals)):
        model = models[i % len(models)]
        first, second = (int(number) for number in rng.integers(2**31, size=2))
        made = model.purchases.simulate_future(customers, horizon, first)[0]
        totals[i] = margin * model.spend.simulate_spend(customers, made, second).sum()
    return totals
