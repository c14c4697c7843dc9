"""What a choice by forecast earns: in euros, where scores have none."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from clvwidgets.arguments import checked
from clvwidgets.doors import VECTOR
from clvwidgets.models._checks import check_whole
from clvwidgets.models._quadrature import Array
from clvwidgets.significant import significant_array


@checked(forecast=VECTOR)
def chosen(
    forecast: ArrayLike,
    *,
    fee: float | None = None,
    above: float | None = None,
    places: int | None = None,
) -> pd.Series[Any]:
    """Choose customers by what is forecast of them.

    Parameters
    ----------
    forecast : array
        One entry a customer: worth in money, or a chance, or any score.
    fee : float, optional
        Cost of each who is chosen; a forecast must be above it.
    above : float, optional
        A forecast must be above this instead, where it is not in money. For chances: cost of a
        miss over the sum of gain of a hit and cost of a miss.
    places : int, optional
        So many at most, the highest first. Who are tied for the last places share them, as if
        they drew lots.

    Returns
    -------
    pandas.Series
        For each customer 1 if chosen, 0 if not, and the share of a place where ties share it.

    Raises
    ------
    ValueError
        If nothing is said of how to choose, or a forecast is missing.

    Examples
    --------
    >>> chosen([30.0, 5.0, 30.0, 12.0], fee=12).tolist()
    [1.0, 0.0, 1.0, 0.0]
    >>> chosen([30.0, 5.0, 30.0, 12.0], places=1).tolist()
    [0.5, 0.0, 0.5, 0.0]
    """
    if fee is None and above is None and places is None:
        raise ValueError(
            "Say how forecast decides: fee=12 (more than it costs), above=0.25 (a chance), or "
            "places=200 (the highest)."
        )
    said = significant_array(_finite("forecast", forecast))
    limit = fee if above is None else above
    wanted = np.ones(len(said), dtype=bool) if limit is None else said > limit
    share = wanted.astype(float)
    if places is not None:
        share *= _share_of_places(np.where(wanted, said, -np.inf), check_whole("places", places, 0))
    index = forecast.index if isinstance(forecast, pd.Series) else None
    return pd.Series(share, index=index, name="chosen")


@checked(forecast=VECTOR, worth=VECTOR)
def earned(
    forecast: ArrayLike,
    worth: ArrayLike,
    *,
    fee: float | None = None,
    above: float | None = None,
    places: int | None = None,
) -> float:
    r"""Compute what a choice by forecast earns: the worth of the chosen, less what they cost.

    .. math:: \sum_{\hat v > f} (v - f)

    Parameters
    ----------
    forecast : array
        One entry a customer: by what is decided.
    worth : array
        What each brings if chosen, in the same order, in money; a loss is negative. The truth,
        or what came.
    fee, above : float, optional
        How forecast decides, as in :func:`chosen`. Only the fee is paid.
    places : int, optional
        As there.

    Returns
    -------
    float
        In the money of ``worth``.

    Raises
    ------
    ValueError
        If nothing is said of how to choose, values are missing, or the two do not belong together.

    Examples
    --------
    Accounts that cost 12 euros each, kept where the forecast is above that:

    >>> earned([30.0, 5.0, 14.0], [20.0, 40.0, 2.0], fee=12)
    -2.0

    A box packed ahead saves 1.50 if it is ordered and costs 0.50 if not, so a chance above a
    quarter decides:

    >>> import numpy as np
    >>> bought = np.array([True, True, False])
    >>> earned([0.6, 0.1, 0.3], np.where(bought, 1.5, -0.5), above=0.25)
    1.0
    """
    real = _finite("worth", worth)
    share = chosen(forecast, fee=fee, above=above, places=places)
    if len(real) != len(share):
        raise ValueError(f"forecast has {len(share)} entries, but worth {len(real)}.")
    both = isinstance(forecast, pd.Series) and isinstance(worth, pd.Series)
    if both and not forecast.index.equals(worth.index):  # type: ignore[union-attr]
        raise ValueError(
            "forecast and worth stand on different customers. Bring worth into the order of the "
            "other: worth.reindex(forecast.index)."
        )
    return float((share.to_numpy() * (real - (fee or 0.0))).sum())


def _share_of_places(said: Array, places: int) -> Array:
    """Share of a place that each gets, the highest first; -inf gets none."""
    scores, which, number = np.unique(-said, return_inverse=True, return_counts=True)
    taken = np.cumsum(number) - number
    share = np.clip((places - taken) / number, 0.0, 1.0)
    return np.where(np.isfinite(scores), share, 0.0)[which]


def _finite(name: str, values: ArrayLike) -> Array:
    numbers = np.asarray(values, dtype=float)
    if not np.isfinite(numbers).all():
        raise ValueError(
            f"{name} is missing or infinite for {int((~np.isfinite(numbers)).sum())} of "
            f"{len(numbers)} customers. Fill it in or leave them out."
        )
    return numbers
