"""What each customer is worth: purchases and spend put together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

import pandas as pd

from clvwidgets.arguments import checked_methods
from clvwidgets.doors import shown, written
from clvwidgets.formulas import convert_rate
from clvwidgets.models._checks import PERIOD_NAMES, check_duration, in_words
from clvwidgets.models._diagnosis import Diagnosis, far_years
from clvwidgets.models._histories import Histories, as_pandas
from clvwidgets.models._purchases import PurchaseModel
from clvwidgets.models._quadrature import Array
from clvwidgets.models._terms import check_margin, check_returns
from clvwidgets.models.gammagamma import GammaGamma


@dataclass(frozen=True)
class _Settings:
    """What the latest prediction was asked for."""

    span: str
    discount: float
    period: str
    rate: float
    ahead: float | None
    histories: Histories
    has_returns: bool


@checked_methods()
class CustomerValue:
    r"""Value of each customer from now on, from a model of purchases and one of spend.

    value = P(alive) x discounted purchases if alive x spend per purchase x margin

    where margin is what is left of the spend, after returns if they are given.

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
        """Fit both models; what was predicted before is forgotten.

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
        # What the fit before predicted is not explained with the parameters of this one.
        self.__dict__.pop("predictions_", None)
        return self

    def predict(
        self,
        customers: Any,
        horizon: float | str | None = None,
        discount: float = 0.10,
        *,
        margin: float | pd.Series[Any],
        returns: float | pd.Series[Any] = 0.0,
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
        margin : float or Series
            Share of the spend that is left as margin, between 0 and 1; 1 gives revenue. One for
            all, or one for each customer, found by the index of the table.
        returns : float or Series
            Money per purchase, 0 or more, that is lost to what comes back: refunds less what the
            goods are worth again, and handling. One for all or one for each customer, as
            :func:`clvwidgets.data.margins_by_customer` gives it. By default nothing; then
            ``margin`` must be that after returns already.
        period : {"D", "W", "M", "Y"}
            The unit of time of table and model; it must be the model's.

        Returns
        -------
        pandas.DataFrame
            On the customers' index: ``probability_alive``; ``purchases_if_alive``, discounted,
            within the horizon; ``discounted_purchases``, the product of the two;
            ``expected_spend`` per purchase; ``margin``, the share given less ``returns`` over
            ``expected_spend``; and ``value``, the product of the last three. ``returns`` stands
            at the end.

        Raises
        ------
        ValueError
            If the period is not the model's, a rate, margin or horizon is out of range, or a
            customer has no margin or returns in a Series.
        """
        self._check(discount, period)
        ahead = None if horizon is None else check_duration("horizon", horizon, period)
        table = as_pandas(customers)
        share, lost = check_margin(margin, table.index), check_returns(returns, table.index)
        rate = convert_rate(discount, "year", PERIOD_NAMES[period], kind="discount")  # type: ignore[arg-type]
        histories, alive, present = self.purchases._discounted(customers, float(rate), ahead)
        discounted = (alive * present)[histories.row]
        spend = self.spend.expected_spend(customers).to_numpy()
        columns = {
            "probability_alive": alive[histories.row],
            "purchases_if_alive": present[histories.row],
            "discounted_purchases": discounted,
            "expected_spend": spend,
            "margin": share - lost / spend,
            "value": discounted * spend * share - discounted * lost,
            "returns": lost,
        }
        self.predictions_ = pd.DataFrame(columns, index=table.index)
        self._settings = _Settings(
            _span(horizon, period),
            discount,
            period,
            float(rate),
            ahead,
            histories,
            has_returns=bool((lost > 0).any()),
        )
        return self.predictions_.copy()

    @property
    def diagnosis_(self) -> Diagnosis:
        """Whether to trust the fits, and the latest :meth:`predict`.

        After :meth:`predict` it also says if most of the value is to come later than the customers
        were watched on average: of that time the data tell little, whatever the fit.
        """
        parts = (self.purchases.diagnosis_, self.spend.diagnosis_)
        findings = [finding for part in parts for finding in part.findings]
        if "predictions_" in self.__dict__:
            findings += far_years(*self._later_than_watched(), in_words(self._settings.period))
        return Diagnosis(all(part.converged for part in parts), tuple(findings))

    def _later_than_watched(self) -> tuple[float, float]:
        """Share of the value that comes later than the customers were watched, and how long."""
        given, table = self._settings, self.predictions_
        histories = given.histories
        watched = float(histories.count @ histories.T / histories.customers)
        total = float(table["value"].sum())
        if total <= 0 or (given.ahead is not None and given.ahead <= watched):
            return 0.0, watched
        soon: Array = self.purchases._discounted_if_alive(histories, given.rate, watched)
        money = table["probability_alive"] * table["expected_spend"] * table["margin"]
        return 1.0 - float((money * soon[histories.row]).sum()) / total, watched

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
            raise KeyError(f"Customer {written(customer)} is in the table {len(row)} times.")
        given = self._settings
        text = (
            f"Customer {customer}: value {row['value']:,.2f}\n"
            f"  {row['probability_alive']:8.3f}   probability to be alive\n"
            f"x {row['purchases_if_alive']:8.3f}   purchases {given.span} if alive, "
            f"discounted at {given.discount:.1%} a year\n"
            f"= {row['discounted_purchases']:8.3f}   discounted purchases to expect\n"
            f"x {row['expected_spend']:8.2f}   spend per purchase, between their own and "
            f"the mean of all ({self.spend.mean_spend_:,.2f})\n"
        )
        if not given.has_returns:
            return f"{text}x {row['margin']:8.2f}   margin\n= {row['value']:8.2f}"
        before = row["margin"] + row["returns"] / row["expected_spend"]
        return (
            f"{text}x {before:8.2f}   margin before returns\n"
            f"- {row['discounted_purchases'] * row['returns']:8.2f}   returns, "
            f"{row['returns']:,.2f} for each of these purchases\n"
            f"= {row['value']:8.2f}"
        )

    def _check(self, discount: float, period: str) -> None:
        own = self.purchases.period_
        if own is not None and own != period:
            raise ValueError(
                f"period is {period!r} but the model counts time in {in_words(own)}. "
                f"Write period={own!r} and give the horizon in {in_words(own)}."
            )
        if period not in PERIOD_NAMES:
            raise ValueError(f"period must be one of {', '.join(PERIOD_NAMES)}, got {period!r}.")
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
