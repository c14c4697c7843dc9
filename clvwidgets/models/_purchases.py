"""What all purchase models answer, and how their answers come back to the customers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, Self

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from clvwidgets.arguments import checked_methods
from clvwidgets.doors import ANYTHING
from clvwidgets.models._base import Model
from clvwidgets.models._checks import (
    check_discount,
    check_duration,
    check_horizon,
    check_rate,
    check_share,
    check_whole,
)
from clvwidgets.models._dates import dates_after
from clvwidgets.models._diagnosis import judge_histories
from clvwidgets.models._histories import Histories, read_histories
from clvwidgets.models._limits import Spread
from clvwidgets.models._quadrature import Array

# With many more histories than this a fit begins with so many of them.
_PILOT = 4000


@checked_methods(horizon=ANYTHING, ahead=ANYTHING)
class PurchaseModel(Model, ABC):
    """A model of when customers buy and whether they are still alive.

    All methods that take ``customers`` want a table with the columns ``frequency`` (purchases
    after the first), ``recency`` (time from the first to the last purchase) and ``T`` (time from
    the first purchase to the end of the data), in the model's period, and leave it as it is. They
    answer with a Series on the index of the table.

    Parameters
    ----------
    period : {"D", "W", "M", "Y"}, optional
        The unit of time of the tables and horizons; else the one that the table carries.

    Examples
    --------
    >>> from clvwidgets.models import BGNBD
    >>> issubclass(BGNBD, PurchaseModel)
    True
    """

    def fit(self, customers: Any) -> Self:
        """Find the parameters that make the customers' histories most likely.

        Parameters
        ----------
        customers : table
            Columns ``frequency``, ``recency``, ``T`` and, if rows stand for several customers,
            ``count``. The table of ``log.customers()`` or ``log.triples()``.

        Returns
        -------
        PurchaseModel

        Raises
        ------
        ValueError
            If a history cannot be, if nobody bought again, or if all histories are the same.
        """
        self.period_ = self._check_period(customers, self.period)
        histories = self._read(customers)
        findings = judge_histories(histories)

        def log_likelihood(params: Array) -> tuple[Array, Array]:
            return self._evaluate(params, histories)

        def pilot_likelihood(params: Array) -> tuple[Array, Array]:
            return self._evaluate(params, some)

        many = len(histories.T) > 4 * _PILOT
        some = histories.part(slice(None, None, max(len(histories.T) // _PILOT, 1)))
        pilot = (pilot_likelihood, some.count) if many else None
        start, spreads = self._start(histories), self._spreads(histories)
        self._estimate(log_likelihood, start, histories.count, findings, pilot, spreads)
        return self

    def probability_alive(self, customers: Any, ahead: float | str = 0.0) -> pd.Series[Any]:
        """Probability that each customer is still a customer.

        Parameters
        ----------
        customers : table
        ahead : float
            Periods after the end of the data at which the question is put.

        Returns
        -------
        pandas.Series
            Probabilities. Under the BG/NBD model it is 1 for who bought once: there a customer
            can leave after a repeat purchase only.
        """
        histories = self._known(customers)
        ahead = check_duration("ahead", ahead, self.period_)
        log = self._log_alive(histories) + self._log_stays(histories, ahead)
        return histories.spread(np.exp(log), "probability_alive")

    def expected_purchases(self, customers: Any, horizon: float | str) -> pd.Series[Any]:
        """Purchases to expect of each customer in the time after the end of the data.

        Parameters
        ----------
        customers : table
        horizon : float or str
            Length of that time in the model's period (weeks if the data count weeks), or in words
            such as "1 year".

        Returns
        -------
        pandas.Series
        """
        histories = self._known(customers)
        horizon = self._check_horizon(horizon)
        alive = np.exp(self._log_alive(histories))
        return histories.spread(alive * self._if_alive(histories, horizon), "expected_purchases")

    def probability_to_buy(self, customers: Any, horizon: float | str) -> pd.Series[Any]:
        """Probability that each customer buys at all in the time after the end of the data.

        Parameters
        ----------
        customers : table
        horizon : float or str
            Length of that time in the model's period, or in words.

        Returns
        -------
        pandas.Series
        """
        histories = self._known(customers)
        horizon = self._check_horizon(horizon)
        alive = np.exp(self._log_alive(histories))
        comes = self._comes_if_alive(histories, horizon)
        return histories.spread(alive * comes, "probability_to_buy")

    def expected_purchases_new(self, horizon: ArrayLike) -> Any:
        """Repeat purchases to expect of a new customer within ``horizon`` of the first purchase.

        Parameters
        ----------
        horizon : float or array
            In the model's period.

        Returns
        -------
        float or array
        """
        times = check_horizon(horizon, self.period_)
        return _like(times, self._new(times.ravel()))

    def residual_purchases(
        self, customers: Any, discount: float, horizon: float | str | None = None
    ) -> pd.Series[Any]:
        r"""Discounted expected residual transactions (DERT): future purchases at today's worth.

        Times :math:`\delta = \ln(1 + d)` is the continuous rate of discount. Multiply by the
        spend per purchase for the residual value of a customer.

        Parameters
        ----------
        customers : table
        discount : float
            Rate per period of the model, greater than 0 and at most 100 % a year. For 10 % a year
            and weekly data: ``convert_rate(0.10, "year", "week")``.
        horizon : float or str, optional
            Stop counting after so many periods, or a time in words; without it never.

        Returns
        -------
        pandas.Series
        """
        histories, alive, present = self._discounted(customers, discount, horizon)
        return histories.spread(alive * present, "residual_purchases")

    def pmf(self, n: ArrayLike, horizon: float | str) -> Any:
        """Probability that a new customer makes ``n`` repeat purchases within ``horizon``.

        Parameters
        ----------
        n : int or array of int
        horizon : float
            Time since the first purchase, in the model's period.

        Returns
        -------
        float or array
        """
        numbers = np.asarray(n, dtype=float)
        for number in numbers.ravel():
            check_whole("n", number, least=0)
        return _like(numbers, self._pmf(numbers.ravel(), self._check_horizon(horizon)))

    def log_likelihood(self, customers: Any) -> pd.Series[Any]:
        """Log-likelihood of each customer's history.

        Parameters
        ----------
        customers : table

        Returns
        -------
        pandas.Series
            For a row with a ``count``, that of one of its customers.
        """
        histories = self._known(customers)
        return histories.spread(self._evaluate(self._values(), histories)[0], "log_likelihood")

    def next_purchase(
        self, customers: Any, interval: float = 0.8, end: str | pd.Timestamp | None = None
    ) -> pd.DataFrame:
        """When each customer will buy next, if ever.

        Parameters
        ----------
        customers : table
        interval : float
            Probability of the interval around the median.
        end : date, optional
            Last day of the data, from which ``T`` looks back. With it the answer is in dates.

        Returns
        -------
        pandas.DataFrame
            ``probability`` that the customer ever buys again; ``lower``, ``median``, ``upper``:
            when the next purchase comes, if it comes. With ``end`` these are days, missing where
            they lie beyond the calendar of pandas (the year 2262); else periods after the end.

        Raises
        ------
        ValueError
            If ``end`` is not a date, or the model does not know its period.

        Examples
        --------
        >>> from clvwidgets.models import BGNBD
        >>> model = BGNBD.from_params(r=0.243, alpha=4.414, a=0.793, b=2.426, period="W")
        >>> customers = pd.DataFrame({"frequency": [9], "recency": [37.0], "T": [38.9]})
        >>> model.next_purchase(customers, end="1997-09-30")["median"].dt.date.tolist()
        [datetime.date(1997, 10, 24)]
        """
        histories = self._known(customers)
        tail = (1.0 - check_share("interval", interval)) / 2.0
        share = self._comes_if_alive(histories, np.inf)
        columns: dict[str, Any] = {"probability": np.exp(self._log_alive(histories)) * share}
        for name, level in (("lower", tail), ("median", 0.5), ("upper", 1.0 - tail)):
            columns[name] = self._wait(histories, level)
            if end is not None:
                columns[name] = dates_after(end, columns[name], self.period_)
        return pd.DataFrame({name: v[histories.row] for name, v in columns.items()}).set_index(
            histories.index
        )

    def simulate(
        self,
        n: int,
        T: ArrayLike,  # noqa: N803 (the name of the column)
        seed: int | None = None,
        horizon: float | str = 0.0,
    ) -> pd.DataFrame:
        """Draw customers of whom the truth is known.

        Parameters
        ----------
        n : int
            Number of customers.
        T : float or array of n
            Time that each is observed, in the model's period.
        seed : int, optional
        horizon : float
            Length of a time after T in which purchases are counted too.

        Returns
        -------
        pandas.DataFrame
            ``frequency, recency, T`` as a model sees them, and the truth: ``alive`` at T and
            ``future_purchases`` within the horizon.

        Raises
        ------
        ValueError
            If T is not one number or one a customer, or if the parameters mean more purchases
            than can be drawn.
        """
        n = check_whole("n", n)
        end = np.asarray(T, dtype=float)
        if end.shape not in ((), (n,)):
            raise ValueError(f"T must be one number or {n}, one a customer, got shape {end.shape}.")
        end = np.broadcast_to(end, (n,))
        for time in (end.min(), end.max()):
            check_duration("T", float(time), self.period_)
            self._check_horizon(float(time))
        horizon = self._check_horizon(horizon)
        check_rate(self.params_, float(end.max()) + horizon)
        table = pd.DataFrame(self._draw(n, end, horizon, np.random.default_rng(seed)))
        table.attrs.update({"period": self.period_} if self.period_ else {})
        return table

    def simulate_future(
        self, customers: Any, horizon: float | str, seed: int | None = None, *, futures: int = 1
    ) -> pd.DataFrame:
        """Draw how often each customer buys in the time after the end of the data.

        Each column is one possible future, given the customer's history and the parameters; the
        mean of many comes to :meth:`expected_purchases`.

        Parameters
        ----------
        customers : table
        horizon : float
            In the model's period.
        seed : int, optional
        futures : int
            How many.

        Returns
        -------
        pandas.DataFrame
            A row for each customer and a column for each future, numbered from 0.
        """
        histories = self._known(customers)
        horizon = self._check_horizon(horizon)
        rng = np.random.default_rng(seed)
        row = histories.row
        probability = np.exp(self._log_alive(histories))[row]
        made = np.zeros((len(row), check_whole("futures", futures)), dtype=int)
        for column in made.T:
            alive = rng.random(len(row)) < probability
            x, end = histories.frequency[row[alive]], histories.T[row[alive]]
            column[alive] = self._draw_future(x, end, horizon, rng)
        return pd.DataFrame(made, index=histories.index)

    def _known(self, customers: Any) -> Histories:
        """Histories to predict for; a model without parameters cannot."""
        _ = self.params_
        self._check_period(customers, self.period_)
        return self._read(customers)

    def _discounted(
        self, customers: Any, discount: float, horizon: float | str | None
    ) -> tuple[Histories, Array, Array]:
        """Histories, their probability to be alive, and discounted purchases of who is."""
        histories = self._known(customers)
        discount = check_discount(discount, self.period_)
        if horizon is not None:
            horizon = self._check_horizon(horizon)
        alive = np.exp(self._log_alive(histories))
        if horizon == 0:  # no time in which anything could come
            return histories, alive, np.zeros_like(alive)
        return histories, alive, self._discounted_if_alive(histories, discount, horizon)

    def _read(self, customers: Any) -> Histories:
        return read_histories(customers)

    def _check_horizon(self, horizon: Any) -> float:
        return float(check_horizon(check_duration("horizon", horizon, self.period_), self.period_))

    def _start(self, histories: Histories) -> list[float]:
        """Start for a gamma rate of purchase, from the mean rate; the rest is up to the model."""
        rate = float(histories.count @ histories.frequency / (histories.count @ histories.T))
        return [0.5, 0.5 / rate]

    @abstractmethod
    def _spreads(self, histories: Histories) -> tuple[Spread, ...]:
        """In what customers differ, and to which simpler models that can run."""

    @abstractmethod
    def _evaluate(self, params: Array, histories: Histories) -> tuple[Array, Array]:
        """Log-likelihood of each history and its gradient, one column a parameter."""

    @abstractmethod
    def _log_alive(self, histories: Histories) -> Array:
        """Log probability of being alive at T."""

    @abstractmethod
    def _log_stays(self, histories: Histories, ahead: float) -> Array:
        """Log probability that who is alive at T is still alive at T + ahead."""

    @abstractmethod
    def _if_alive(self, histories: Histories, horizon: float) -> Array:
        """Give the expected purchases of who is alive at T."""

    @abstractmethod
    def _discounted_if_alive(
        self, histories: Histories, discount: float, horizon: float | None
    ) -> Array:
        """Discounted expected purchases of who is alive at T."""

    @abstractmethod
    def _new(self, horizon: Array) -> Array:
        """Give the expected repeat purchases of a new customer within each of the times."""

    @abstractmethod
    def _pmf(self, n: Array, horizon: float) -> Array:
        """Probability of n repeat purchases of a new customer."""

    @abstractmethod
    def _comes_if_alive(self, histories: Histories, horizon: float) -> Array:
        """Probability that who is alive at T buys again within the horizon, be it infinite."""

    @abstractmethod
    def _wait(self, histories: Histories, level: float) -> Array:
        """Quantile of the time to the next purchase, given that it comes."""

    @abstractmethod
    def _draw(
        self, n: int, end: Array, horizon: float, rng: np.random.Generator
    ) -> dict[str, NDArray[Any]]:
        """Columns of :meth:`simulate`."""

    @abstractmethod
    def _draw_future(
        self, x: Array, end: Array, horizon: float, rng: np.random.Generator
    ) -> NDArray[Any]:
        """Draw the purchases of customers who are alive at T."""


def _like(given: Array, values: Array) -> Any:
    """Return a float for a single number, else an array of the shape given."""
    return float(values[0]) if given.ndim == 0 else values.reshape(given.shape)
