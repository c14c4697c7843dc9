"""One customer through time: what a model would have said on each day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from clvwidgets.arguments import checked
from clvwidgets.doors import DAY, list_of
from clvwidgets.models._checks import check_whole
from clvwidgets.models._dates import days_in

if TYPE_CHECKING:
    from clvwidgets.models._purchases import PurchaseModel


@checked(purchases=list_of(DAY))
def alive_path(
    model: PurchaseModel,
    purchases: Sequence[Any],
    until: str | pd.Timestamp,
    *,
    every: int = 1,
) -> pd.DataFrame:
    """Probability to be alive of one customer, as it could be told day by day.

    Each day knows what had happened by its end, and nothing later: the path falls while the
    customer is silent and jumps on the day of a purchase, though not always to 1, for it may have
    been the last one.

    Parameters
    ----------
    model : PurchaseModel
        Fitted, or of known parameters, with a period. Its parameters stay what they are.
    purchases : sequence of dates
        Days on which the customer bought, in any order; a day counts once. Those of a log:
        ``clvwidgets.data.rhythm.purchases_of(log, customer)["date"]``.
    until : date
        Last day of the path; purchases after it do not count.
    every : int
        Days from one row to the next. Days with a purchase, the days before these, and the last
        day have a row always.

    Returns
    -------
    pandas.DataFrame
        One row a day, indexed by ``day``, from the first purchase on: ``bought`` (bool),
        ``frequency`` (purchases after the first), ``recency`` and ``T`` (in the model's period) and
        ``probability_alive``.

    Raises
    ------
    ValueError
        If there is no purchase until the last day, or the model does not know its period, or
        counts opportunities and no days.

    Examples
    --------
    >>> from clvwidgets.models import BGNBD
    >>> model = BGNBD.from_params(r=0.243, alpha=4.414, a=0.793, b=2.426, period="W")
    >>> path = alive_path(model, ["2024-01-01", "2024-02-05", "2024-03-04"], "2024-12-31")
    >>> path.loc[["2024-01-31", "2024-02-05", "2024-12-31"], "probability_alive"].round(2).tolist()
    [1.0, 0.75, 0.15]
    """
    days, last = _days(purchases), _day(until)
    days = days[days <= last]
    if not len(days):
        raise ValueError(f"purchases has no day until {last}, so there is nobody to tell of.")
    if not {"r", "alpha"} <= set(model.params_):
        raise ValueError(
            f"{type(model).__name__} counts opportunities to buy and no days. Choose a model of "
            "purchases at any time, such as BGNBD or ParetoNBD."
        )
    if model.period_ is None:
        raise ValueError(
            "The model does not know its period, so it cannot count days. Fit it to "
            "log.customers(period=...), or build it with from_params(..., period='W')."
        )
    shown = _shown(days, last, check_whole("every", every))
    number = np.searchsorted(days, shown, side="right") - 1
    unit = days_in(model.period_)
    table = pd.DataFrame(
        {
            "bought": np.isin(shown, days),
            "frequency": number,
            "recency": (days[number] - days[0]).astype(int) / unit,
            "T": (shown - days[0]).astype(int) / unit,
        },
        index=pd.DatetimeIndex(shown, name="day"),
    )
    # By frequency: the days of one customer are no customers, whose recency a model would judge.
    parts = [model.probability_alive(part) for _, part in table.groupby("frequency")]
    table["probability_alive"] = pd.concat(parts)
    table.attrs = {"period": model.period_}
    return table


def _shown(days: Any, last: np.datetime64, every: int) -> Any:
    a_day = np.timedelta64(1, "D")
    regular = np.arange(days[0], last + a_day, every * a_day)
    before = days[1:] - a_day
    return np.unique(np.concatenate([regular, days, before, [last]]))


def _days(purchases: Sequence[Any]) -> Any:
    found = np.array([_day(one) for one in purchases], dtype="datetime64[D]")
    return np.unique(found)


def _day(day: Any) -> np.datetime64:
    """Take the day on the wall where it was written."""
    return np.datetime64(pd.Timestamp(day).tz_localize(None), "D")
