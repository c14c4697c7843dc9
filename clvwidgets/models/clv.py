"""What each customer is worth: purchases and spend put together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import pandas as pd

from clvwidgets.arguments import checked_methods
from clvwidgets.doors import shown
from clvwidgets.formulas import convert_rate
from clvwidgets.models._checks import PERIOD_NAMES, check_duration, in_words
from clvwidgets.models._histories import as_pandas
from clvwidgets.models._purchases import PurchaseModel
from clvwidgets.models.gammagamma import GammaGamma


@dataclass(frozen=True)
class _Settings:
    """What the latest prediction was asked for."""

    span: str
    discount: float
    margin: float
    period: str


@checked_methods()
class CustomerValue:
    r"""Value of each customer from now on, from a model of purchases and one of spend.

    value = P(alive) x discounted purchases if alive x spend per purchase x margin

    Only the future counts: what the customer spent, the purchase that just happened and the cost
    of acquisition are not part of it. A payment at time t (in years from the end of the data) is
    divided by :math:`(1+d)^t`.

    Parameters
    ----------
    purchases : PurchaseModel
        For example ``BGNBD()``, fitted or not.
    spend : GammaGamma
        Fitted or not.

    Attributes
    ----------
    predictions_ : pandas.DataFrame
        The table of the latest :meth:`predict`, which :meth:`explain` reads.

    Examples
    --------
    >>> import pandas as pd
    >>> from clvwidgets.models import BGNBD, GammaGamma
    >>> value = CustomerValue(
    ...     BGNBD.from_params(r=0.243, alpha=4.414, a=0.793, b=2.426, period="W"),
    ...     GammaGamma.from_params(p=6.25, q=3.74, v=15.44),
    ... )
    >>> customers = pd.DataFrame(
    ...     {"frequency": [2], "recency": [30.43], "T": [38.86], "monetary_value": [22.35]},
    ...     index=["Ann"],
    ... )
    >>> table = value.predict(customers, horizon=52, discount=0.10, margin=0.3)
    >>> table.loc["Ann", ["probability_alive", "expected_spend", "value"]].round(2).tolist()
    [0.73, 24.66, 11.04]
    """

    predictions_: pd.DataFrame
    _settings: _Settings

    def __init__(self, purchases: PurchaseModel, spend: GammaGamma) -> None:
        self.purchases = purchases
        self.spend = spend

    def __repr__(self) -> str:
        return f"CustomerValue({self.purchases!r}, {self.spend!r})"

    def fit(self, customers: Any) -> Self:
        """Fit both models.

        Parameters
        ----------
        customers : table
            Columns ``frequency, recency, T, monetary_value`` and, if need be, ``count``.

        Returns
        -------
        CustomerValue
        """
        self.purchases.fit(customers)
        self.spend.fit(customers)
        return self

    def predict(
        self,
        customers: Any,
        horizon: float | str | None = None,
        discount: float = 0.10,
        *,
        margin: float,
        period: str = "W",
    ) -> pd.DataFrame:
        """Value of each customer, with every factor in a column of its own.

        Parameters
        ----------
        customers : table
            Columns ``frequency, recency, T, monetary_value``.
        horizon : float or str, optional
            How far to count, in periods (52 weeks, not 12 months, if the period is a week), or in
            words such as "1 year". Without it for ever: the discount rate lets the sum end.
        discount : float
            Rate per year.
        margin : float
            Share of the spend that is left as margin, between 0 and 1; 1 gives revenue.
        period : {"D", "W", "M", "Y"}
            The unit of time of table and model; it must be the model's.

        Returns
        -------
        pandas.DataFrame
            On the customers' index: ``probability_alive``; ``purchases_if_alive``, discounted,
            within the horizon; ``discounted_purchases``, the product of the two;
            ``expected_spend`` per purchase; ``margin``; and ``value``, the product of the last
            three.

        Raises
        ------
        ValueError
            If the period is not the model's, or a rate, margin or horizon is out of range.
        """
        self._check(discount, margin, period)
        ahead = None if horizon is None else check_duration("horizon", horizon, period)
        table = as_pandas(customers)
        rate = convert_rate(discount, "year", PERIOD_NAMES[period], kind="discount")  # type: ignore[arg-type]
        histories, alive, present = self.purchases._discounted(customers, float(rate), ahead)
        discounted = (alive * present)[histories.row]
        spend = self.spend.expected_spend(customers).to_numpy()
        columns = {
            "probability_alive": alive[histories.row],
            "purchases_if_alive": present[histories.row],
            "discounted_purchases": discounted,
            "expected_spend": spend,
            "margin": float(margin),
            "value": discounted * spend * margin,
        }
        self.predictions_ = pd.DataFrame(columns, index=table.index)
        self._settings = _Settings(_span(horizon, period), discount, margin, period)
        return self.predictions_.copy()

    def explain(self, customer: Any) -> str:
        """Say in words and numbers how the value of one customer came about.

        Parameters
        ----------
        customer : label
            From the index of the table that was last predicted.

        Returns
        -------
        str

        Raises
        ------
        KeyError
            If the customer is not in that table.
        AttributeError
            If nothing was predicted yet.
        """
        if "predictions_" not in self.__dict__:
            raise AttributeError(
                "CustomerValue has predicted nothing yet. Call predict(...) first."
            )
        if not _is_label(customer) or customer not in self.predictions_.index:
            raise KeyError(
                f"customer {shown(customer)} is not in the table that was last predicted."
            )
        row = self.predictions_.loc[customer]
        if isinstance(row, pd.DataFrame):
            raise KeyError(f"Customer {customer!r} is in the table {len(row)} times.")
        given = self._settings
        return (
            f"Customer {customer}: value {row['value']:,.2f}\n"
            f"  {row['probability_alive']:8.3f}   probability to be alive\n"
            f"x {row['purchases_if_alive']:8.3f}   purchases {given.span} if alive, "
            f"discounted at {given.discount:.1%} a year\n"
            f"= {row['discounted_purchases']:8.3f}   discounted purchases to expect\n"
            f"x {row['expected_spend']:8.2f}   spend per purchase, between their own and "
            f"the mean of all ({self.spend.mean_spend_:,.2f})\n"
            f"x {row['margin']:8.2f}   margin\n"
            f"= {row['value']:8.2f}"
        )

    def _check(self, discount: float, margin: float, period: str) -> None:
        own = self.purchases.period_
        if own is not None and own != period:
            raise ValueError(
                f"period is {period!r} but the model counts time in {in_words(own)}. "
                f"Write period={own!r} and give the horizon in {in_words(own)}."
            )
        if period not in PERIOD_NAMES:
            raise ValueError(f"period must be one of {', '.join(PERIOD_NAMES)}, got {period!r}.")
        if not np.isfinite(margin) or not 0 <= margin <= 1:
            hint = (
                f" If you meant {margin:g} percent, write {margin / 100:g}." if margin > 1 else ""
            )
            raise ValueError(f"margin must lie between 0 and 1, got {margin}.{hint}")
        if not 0 < discount <= 1:
            hint = f" If you meant {discount:g} percent, write {discount / 100:g}."
            raise ValueError(
                f"discount must be greater than 0 and at most 1 per year, got {discount}."
                + (hint if discount > 1 else "")
            )


def _span(horizon: float | str | None, period: str) -> str:
    if horizon is None:
        return "for ever"
    if isinstance(horizon, str):
        return f"in the next {horizon.strip()}"
    return f"in the next {horizon:g} {in_words(period)}"


def _is_label(value: Any) -> bool:
    try:
        hash(value)
    except TypeError:  # also a Decimal that signals that it is no number
        return False
    return True
