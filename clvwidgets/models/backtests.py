"""Old forecasts against what came: the error of a model that its own intervals do not know."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from clvwidgets.arguments import checked
from clvwidgets.data import TransactionLog
from clvwidgets.data.periods import days_per_period
from clvwidgets.doors import ANYTHING
from clvwidgets.models._checks import check_duration
from clvwidgets.models._quadrature import Array
from clvwidgets.models._terms import check_margin
from clvwidgets.models.clv import CustomerValue

_FEWEST = 3
"""Of two forecasts nobody can say how far the errors lie apart."""


@checked(weeks=ANYTHING)
def backtest(
    model: CustomerValue,
    log: TransactionLog,
    cuts: Sequence[str | pd.Timestamp],
    weeks: float | str,
    margin: float,
) -> pd.DataFrame:
    """Forecast from earlier days, as one would have then, and compare with what came.

    At each cut the model is fitted anew to what was known on that day, and says what the customers
    of that day will bring in the weeks after it; customers won later count on neither side.

    Parameters
    ----------
    model : CustomerValue
        Fitted or not; it stays as it is.
    log : TransactionLog
    cuts : list of dates
        Last days that the model sees. Windows that overlap err together, and a season errs by the
        time of the year: cuts a year apart tell of the same forecast, others of the model at large.
    weeks : float or str
        How far each forecast goes, rounded to whole days; or in words such as "1 year" (365 days).
    margin : float
        Share of spend, above 0 and at most 1; the same on both sides.

    Returns
    -------
    pandas.DataFrame
        One row a cut, in the order given: ``said`` and ``came``, margin of the window, not
        discounted; ``off``, said over came, less 1: 0.05 is a forecast 5 % too high.
        :func:`base_value_draws` takes the column ``off`` as its ``error``.

    Raises
    ------
    ValueError
        If a window ends after the log, a cut stands there twice, a fit fails, or nothing came.

    Examples
    --------
    >>> from clvwidgets.data import load_dataset
    >>> from clvwidgets.models import BGNBD, GammaGamma
    >>> cdnow = load_dataset("cdnow")
    >>> log = TransactionLog(cdnow[cdnow["in_sample"]], "customer_id", "date", "amount")
    >>> model = CustomerValue(BGNBD(), GammaGamma())
    >>> backtest(model, log, ["1997-06-30", "1997-09-30"], 26, margin=0.3)["off"].round(2).tolist()
    [-0.15, -0.2]
    """
    days = round(check_duration("weeks", weeks, "W", zero=False) * 7)
    check_margin(margin, pd.Index([0]))
    if margin == 0:
        raise ValueError("margin must be above 0, or nothing is said and nothing comes.")
    read = pd.DatetimeIndex([_as_day(cut) for cut in cuts], name="cut")
    _check_windows(read, days, log)
    rows = [_forecast(model, log, cut, days, margin) for cut in read]
    table = pd.DataFrame(rows, index=read, columns=["said", "came"])
    return table.assign(off=table["said"] / table["came"] - 1.0)


def _as_day(cut: str | pd.Timestamp) -> pd.Timestamp:
    """Cut off the time of day, in the time zone in which it was written, as a log does."""
    return pd.Timestamp(cut).tz_localize(None).normalize()


def _check_windows(cuts: pd.DatetimeIndex, days: int, log: TransactionLog) -> None:
    if not len(cuts):
        raise ValueError("cuts is empty. Give days on which forecasts could have been made.")
    if not cuts.is_unique:
        raise ValueError(f"cuts has {cuts[cuts.duplicated()][0]:%Y-%m-%d} twice. Keep one.")
    if days < 1:
        raise ValueError("weeks must come to a day at least.")
    last = log.observed_until() - pd.Timedelta(days=days)
    if cuts.max() > last:
        raise ValueError(
            f"cuts must not lie after {last:%Y-%m-%d}, or the {days} days after them are not all "
            f"in the log, which ends on {log.observed_until():%Y-%m-%d}; got "
            f"{cuts.max():%Y-%m-%d}. Take earlier cuts or fewer weeks."
        )


def _forecast(
    model: CustomerValue, log: TransactionLog, cut: pd.Timestamp, days: int, margin: float
) -> tuple[float, float]:
    """Say on the day of the cut what will come, and look up what came."""
    period = model.purchases.period or "W"
    parts = log.split(cut, cut + pd.Timedelta(days=days), period)
    fresh = CustomerValue(copy.deepcopy(model.purchases), copy.deepcopy(model.spend))
    try:
        fresh.fit(parts)
        orders = fresh.purchases.expected_purchases(parts, days / days_per_period(period))
        said = float((orders * fresh.spend.expected_spend(parts)).sum())
    except ValueError as error:
        raise ValueError(f"cuts: on {cut:%Y-%m-%d} no forecast could be made. {error}") from error
    came = float(parts["holdout_revenue"].sum())
    if came <= 0:
        raise ValueError(
            f"weeks must be long enough: in the {days} days after {cut:%Y-%m-%d} the customers "
            f"brought {came:g}, with which nothing can be compared."
        )
    return margin * said, margin * came


def error_draws(error: pd.Series[Any], size: int, rng: np.random.Generator) -> Array:
    r"""Draw by what futures are to be multiplied, from the errors of earlier forecasts.

    What came was :math:`q = 1 / (1 + \mathit{off})` of what was said. Drawn is from a normal
    distribution with the mean of the :math:`q` and :math:`\sqrt{1 + 1/n}` times their standard
    deviation, since of n forecasts their mean is not known well either; never below 0.
    """
    try:
        off = error.to_numpy(dtype=float, na_value=np.nan)
    except (TypeError, ValueError):
        raise ValueError("error must hold numbers: the column 'off' of backtest(...).") from None
    if len(off) < _FEWEST:
        raise ValueError(
            f"error must hold the errors of {_FEWEST} earlier forecasts or more, got {len(off)}. "
            "Give backtest(...) more cuts."
        )
    if not np.isfinite(off).all() or off.min() <= -1.0:
        raise ValueError(
            "error must hold finite numbers above -1: said over came, less 1, the column 'off' of "
            "backtest(...)."
        )
    came = 1.0 / (1.0 + off)
    spread = np.sqrt(1.0 + 1.0 / len(came)) * came.std(ddof=1)
    drawn: Array = came.mean() + spread * rng.standard_normal(size)
    return drawn.clip(min=0.0)
