"""How unevenly value is spread over customers."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from clvwidgets.arguments import checked
from clvwidgets.models._checks import check_whole
from clvwidgets.models._quadrature import Array


@checked()
def lorenz_curve(values: ArrayLike, points: int = 200) -> pd.DataFrame:
    """Share of all value that comes from the customers of lowest value.

    The curve lies below the diagonal. Counted from the best customer on, as
    `clvwidgets.segments.concentration` does, it is the concentration curve.

    Parameters
    ----------
    values : array
        One entry a customer, 0 or more.
    points : int
        At most so many points, evenly over the customers, so that a million fit into a chart.

    Returns
    -------
    pandas.DataFrame
        Rising from (0, 0) to (1, 1): ``customers``, share of customers from the lowest value up,
        and ``value``, their share of the value.

    Raises
    ------
    ValueError
        If there are no values, if one is negative or missing, or if all are 0.

    Examples
    --------
    >>> lorenz_curve([1, 0, 3]).round(2).to_dict("list")
    {'customers': [0.0, 0.33, 0.67, 1.0], 'value': [0.0, 0.0, 0.25, 1.0]}
    """
    amounts = np.sort(_amounts(values))
    share = np.append(0.0, np.cumsum(amounts)) / amounts.sum()
    size = min(check_whole("points", points, least=2), len(share))
    at = np.unique(np.linspace(0, len(amounts), size).round().astype(int))
    # The sum ends at 1 whatever was rounded on the way.
    return pd.DataFrame({"customers": at / len(amounts), "value": np.minimum(share[at], 1.0)})


@checked()
def gini_coefficient(values: ArrayLike) -> float:
    """How unevenly value is spread: 0 if all are worth the same, near 1 if one has everything.

    Twice the area between the curve of :func:`lorenz_curve` and the diagonal.

    Parameters
    ----------
    values : array
        One entry a customer, 0 or more.

    Returns
    -------
    float

    Examples
    --------
    >>> gini_coefficient([5, 5, 5]), round(gini_coefficient([1, 0, 3]), 3)
    (0.0, 0.5)
    """
    amounts = _amounts(values)
    return area_of_gains(amounts, amounts)


def area_of_gains(real: Array, guess: Array) -> float:
    """Twice the area between a curve of gains and the diagonal; ties share their gains evenly.

    Parameters
    ----------
    real : array, shape (n,)
        What each customer brings.
    guess : array, shape (n,)
        By what they are put in order. The amounts themselves give the Gini coefficient.

    Returns
    -------
    float

    Examples
    --------
    >>> round(area_of_gains(np.array([1.0, 0.0, 3.0]), np.array([2.0, 1.0, 3.0])), 3)
    0.5
    """
    ranks = pd.Series(guess).rank().to_numpy()
    return float(2.0 * np.cov(real, ranks, bias=True)[0, 1] / (real.mean() * len(real)))


def _amounts(values: ArrayLike) -> Array:
    amounts = np.asarray(values, dtype=float).ravel()
    if not len(amounts) or not np.isfinite(amounts).all() or amounts.min() < 0:
        raise ValueError(
            "values must be 0 or more and not missing, one for each customer. Customers who "
            "brought a loss have no share of a total; look at them on their own."
        )
    if amounts.sum() == 0:
        raise ValueError("values are all 0, so there is nothing of which to have a share.")
    return amounts
