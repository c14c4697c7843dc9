"""What the customers are worth who are there, and what one is worth who is still to come."""

from __future__ import annotations

from typing import Any

import pandas as pd

from clvwidgets.arguments import checked
from clvwidgets.doors import ANYTHING
from clvwidgets.models._histories import as_pandas, counts
from clvwidgets.models.clv import CustomerValue


@checked(horizon=ANYTHING)
def base_value(
    value: CustomerValue,
    customers: Any,
    horizon: float | str | None = None,
    discount: float = 0.10,
    *,
    margin: float | pd.Series[Any],
    returns: float | pd.Series[Any] = 0.0,
    period: str = "W",
) -> float:
    """Value of all customers who are there: the sum of what each is worth from now on.

    Customers still to come are not in it (:func:`newcomer_value`), nor is what was earned so far.

    Parameters
    ----------
    value : CustomerValue
        Fitted; it stays as it is, its ``predictions_`` too.
    customers : table
        Columns ``frequency, recency, T, monetary_value`` and, if rows stand for several
        customers, ``count``.
    horizon : float or str, optional
        As in :meth:`CustomerValue.predict`.
    discount : float
        Rate per year.
    margin, returns : float or pandas.Series
        One for all or one for each customer, as there.
    period : {"D", "W", "M", "Y"}
        The model's.

    Returns
    -------
    float
        Money.

    Examples
    --------
    >>> from clvwidgets.models import BGNBD, GammaGamma
    >>> purchases = BGNBD.from_params(r=0.24, alpha=4.41, a=0.79, b=2.43, period="W")
    >>> value = CustomerValue(purchases, GammaGamma.from_params(p=6.25, q=3.74, v=15.44))
    >>> base = pd.DataFrame({"frequency": [2, 0], "recency": [30, 0], "T": [39, 39]})
    >>> base["monetary_value"] = [30.0, 0.0]
    >>> round(base_value(value, base, "1 year", margin=0.4), 2)
    21.67
    """
    worth = _apart(value).predict(
        customers, horizon, discount, margin=margin, returns=returns, period=period
    )["value"]
    return float(worth.to_numpy() @ counts(as_pandas(customers)))


@checked(horizon=ANYTHING)
def newcomer_value(
    value: CustomerValue,
    horizon: float | str | None = None,
    discount: float = 0.10,
    *,
    margin: float,
    returns: float = 0.0,
    period: str = "W",
) -> float:
    """Value of a customer who is won now: the first purchase, and what is to come after it.

    The cost to win them is not taken off. The first purchase counts in full, at the mean spend of
    the Gamma-Gamma model; that was learned from later purchases, so compare it with first ones.

    Parameters
    ----------
    value : CustomerValue
        Fitted; it stays as it is.
    horizon : float or str, optional
        As in :meth:`CustomerValue.predict`.
    discount : float
        Rate per year.
    period : {"D", "W", "M", "Y"}
        The model's.
    margin : float
        Share of the spend that is left, between 0 and 1.
    returns : float
        Money lost per purchase to what comes back.

    Returns
    -------
    float
        Money. With the cost to win a customer taken off, it is the ``new_clv`` of
        :func:`clvwidgets.formulas.customer_equity`.

    Examples
    --------
    >>> from clvwidgets.models import BGNBD, GammaGamma
    >>> purchases = BGNBD.from_params(r=0.24, alpha=4.41, a=0.79, b=2.43, period="W")
    >>> value = CustomerValue(purchases, GammaGamma.from_params(p=6.25, q=3.74, v=15.44))
    >>> round(newcomer_value(value, "1 year", margin=0.4), 2)
    33.56
    """
    someone = {"frequency": [0], "recency": [0.0], "T": [0.0], "monetary_value": [0.0]}
    later = base_value(
        value,
        pd.DataFrame(someone),
        horizon,
        discount,
        margin=margin,
        returns=returns,
        period=period,
    )
    return later + value.spend.mean_spend_ * margin - returns


def _apart(value: CustomerValue) -> CustomerValue:
    """Give the same models without the predictions that the caller keeps."""
    return CustomerValue(value.purchases, value.spend)
