"""Gamma-Gamma: how much a customer spends per purchase."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Self

import numpy as np
import pandas as pd
from scipy.special import digamma, gammaln, ndtr

from clvwidgets.arguments import checked_methods
from clvwidgets.doors import VECTOR, same_length
from clvwidgets.models._base import Model
from clvwidgets.models._checks import check_whole
from clvwidgets.models._diagnosis import IF_SPEND_IS_UNSURE, Diagnosis, judge_size
from clvwidgets.models._histories import as_pandas, complain, counts, numeric
from clvwidgets.models._limits import gamma_spread, same_within
from clvwidgets.models._quadrature import Array

_NAMED = 3
"""So many customers who were left out are named."""

_SPREADS = (
    gamma_spread("q", "v", "how much they spend", unit=""),
    same_within("p", "v", "each customer spends the same at each purchase"),
)


@dataclass(frozen=True)
class Independence:
    """Whether spend goes with frequency, which the Gamma-Gamma model denies.

    Attributes
    ----------
    pearson, spearman : float
        Correlation of frequency with mean spend over the repeat buyers, plain and by rank.
    p_value : float
        Of the rank correlation, by the normal approximation.
    customers : int
    """

    pearson: float
    spearman: float
    p_value: float
    customers: int

    @property
    def ok(self) -> bool:
        """True if the ranks hardly go together: less than 0.1, whatever the p-value.

        With many customers any correlation is significant, and a small one does no harm.
        """
        return abs(self.spearman) < 0.1

    def __str__(self) -> str:
        numbers = (
            f"Rank correlation of frequency and spend {self.spearman:.2f} "
            f"(p = {self.p_value:.2g}, Pearson {self.pearson:.2f}, "
            f"{self.customers} repeat buyers)."
        )
        if self.ok:
            return f"{numbers} Small enough to take spend as independent of frequency."
        way = "more" if self.spearman > 0 else "less"
        return (
            f"{numbers} Frequent buyers spend {way} per purchase, which the model does not know. "
            "Fit segments of similar frequency apart, or compare with observed spend."
        )


@checked_methods(frequency=VECTOR, purchases=VECTOR)
class GammaGamma(Model):
    r"""Gamma-gamma model of the money that a customer spends per purchase.

    A customer's purchases follow a gamma distribution with shape ``p`` and a rate of their own,
    which follows a gamma distribution with shape ``q`` and rate ``v``. The mean over customers is
    p v / (q - 1). Spend is taken as independent of how often they buy.

    The likelihood is that of the mean spend per customer, as in Fader and Hardie's note; that
    of the total spend differs by a constant.

    Parameters
    ----------
    period : {"D", "W", "M", "Y"}, optional
        The unit of time of the tables, as for the model of purchases beside it; spend has none.

    References
    ----------
    P. Fader, B. Hardie (2013), The Gamma-Gamma Model of Monetary Value, note 25.

    Examples
    --------
    >>> import pandas as pd
    >>> model = GammaGamma.from_params(p=6.25, q=3.74, v=15.44)
    >>> round(model.mean_spend_, 2)
    35.22
    >>> customers = pd.DataFrame({"frequency": [1, 0], "monetary_value": [11.77, 0.0]})
    >>> model.expected_spend(customers).round(2).tolist()
    [18.92, 35.22]
    """

    _if_unsure = IF_SPEND_IS_UNSURE
    _tiny = 1e-20  # v counts money, which may come in millions
    _names = ("p", "q", "v")
    _meanings = MappingProxyType(
        {
            "p": "shape of one customer's purchases: the larger, the more alike they are",
            "q": "shape of the spread between customers: the larger, the more alike they are",
            "v": "rate of the spread between customers, in money",
        }
    )

    def fit(self, customers: Any) -> Self:
        """Find the parameters that make the repeat buyers' mean spend most likely.

        Parameters
        ----------
        customers : table
            Columns ``frequency`` (repeat purchases), ``monetary_value`` (mean spend of the repeat
            purchases) and, if rows stand for several customers, ``count``. Who did not buy again
            tells nothing here and is left out. So are repeat buyers whose mean is 0 or less
            (gifts, returns of more than they bought): no gamma distribution has such a mean.
            A warning and ``diagnosis_`` name them.

        Returns
        -------
        GammaGamma

        Raises
        ------
        ValueError
            If nobody bought again and paid for it, or if all customers spend the same.
        """
        self.period_ = self._check_period(customers, self.period)
        x, spend, count, unpaid = _repeat_buyers(customers)
        left_out = _left_out(unpaid)
        findings = [*_judge(x, spend, count, unpaid), *left_out]
        for finding in left_out:
            warnings.warn(finding, stacklevel=2)
        levels, level = np.unique(x, return_inverse=True)

        def log_likelihood(params: Array) -> tuple[Array, Array]:
            return _evaluate(params, levels, level, spend)

        mean = count @ spend / count.sum()
        self._estimate(log_likelihood, [4.0, 4.0, 0.75 * mean], count, findings, spreads=_SPREADS)
        if self.params_["q"] <= 1:
            self.diagnosis_ = self._heavy_tail()
        return self

    @property
    def mean_spend_(self) -> float:
        """Mean spend per purchase over all customers, p v / (q - 1).

        Raises
        ------
        ValueError
            If q is 1 or less: then the mean is infinite.
        """
        p, q, v = self._values()
        if q <= 1:
            raise ValueError(
                f"The mean spend is infinite because q is {q:.3g}, not above 1: a few customers "
                "spend without limit. Look for outliers in monetary_value."
            )
        return float(p * v / (q - 1.0))

    def weight(self, customers: Any) -> pd.Series[Any]:
        """Weight of one's own average in the spend to expect; the rest is that of all.

        Parameters
        ----------
        customers : table
            Column ``frequency``.

        Returns
        -------
        pandas.Series
            From 0 for who has no repeat purchase to nearly 1 for who has many:
            p x / (p x + q - 1).

        Raises
        ------
        ValueError
            If q is 1 or less: then there is no mean to weigh against.

        Examples
        --------
        >>> import pandas as pd
        >>> model = GammaGamma.from_params(p=6.0, q=5.0, v=20.0)
        >>> model.weight(pd.DataFrame({"frequency": [0, 1, 10]})).round(2).tolist()
        [0.0, 0.6, 0.94]
        """
        _ = self.mean_spend_
        p, q, _ = self._values()
        table = as_pandas(customers)
        x = _frequency(table)
        return pd.Series(p * x / (p * x + q - 1.0), index=table.index, name="weight")

    def expected_spend(self, customers: Any) -> pd.Series[Any]:
        """Spend per future purchase to expect of each customer.

        A weighted mean of what the customer spent and what all spend: the more purchases, the
        more weight on their own. Who has no repeat purchase gets the mean over all, which may
        well be more than a repeat buyer gets who spends little. A mean of 0 or less counts as 0.

        Parameters
        ----------
        customers : table
            Columns ``frequency`` and ``monetary_value``.

        Returns
        -------
        pandas.Series
        """
        _ = self.mean_spend_
        p, q, v = self._values()
        table = as_pandas(customers)
        x, spend = _spend(table)
        spend = np.where(x > 0, spend.clip(min=0.0), 0.0)
        return pd.Series(
            p * (v + x * spend) / (p * x + q - 1.0), index=table.index, name="expected_spend"
        )

    def log_likelihood(self, customers: Any) -> pd.Series[Any]:
        """Log density of each customer's mean spend; 0 for who did not buy again or did not pay."""
        table = as_pandas(customers)
        x, spend = _spend(table)
        rows = np.zeros(len(table))
        again = (x > 0) & (spend > 0)
        levels, level = np.unique(x[again], return_inverse=True)
        rows[again] = _evaluate(self._values(), levels, level, spend[again])[0]
        return pd.Series(rows, index=table.index, name="log_likelihood")

    def independence(self, customers: Any) -> Independence:
        """Test the assumption that spend does not go with frequency.

        Parameters
        ----------
        customers : table
            Columns ``frequency`` and ``monetary_value``; ``count`` is taken as 1.

        Returns
        -------
        Independence

        Raises
        ------
        ValueError
            If all repeat buyers have the same frequency or the same spend.

        Examples
        --------
        >>> customers = GammaGamma.from_params(p=6.25, q=3.74, v=15.44).simulate([1, 2, 3] * 99, 7)
        >>> GammaGamma().independence(customers).ok
        True
        """
        x, spend, _, _ = _repeat_buyers(customers)
        if len(np.unique(x)) < 2 or len(np.unique(spend)) < 2:
            raise ValueError(
                "All repeat buyers have the same frequency or the same spend, so whether the two "
                "go together cannot be seen."
            )
        pearson = float(np.corrcoef(x, spend)[0, 1])
        spearman = float(np.corrcoef(pd.Series(x).rank(), pd.Series(spend).rank())[0, 1])
        p_value = float(2.0 * ndtr(-abs(spearman) * np.sqrt(len(x) - 1.0)))
        return Independence(pearson, spearman, p_value, len(x))

    def simulate(self, frequency: Sequence[int] | Array, seed: int | None = None) -> pd.DataFrame:
        """Draw the mean spend of customers with these numbers of repeat purchases.

        Parameters
        ----------
        frequency : sequence of int
            Repeat purchases of each customer, 0 or more.
        seed : int, optional

        Returns
        -------
        pandas.DataFrame
            ``frequency``, ``monetary_value`` and the truth: ``mean_spend`` of each customer.
        """
        p, q, v = self._values()
        x = np.array([check_whole("frequency", number, least=0) for number in frequency])
        rng = np.random.default_rng(seed)
        rate = rng.gamma(q, 1.0 / v, len(x))
        mean = rng.gamma(p * np.maximum(x, 1)) / np.maximum(x, 1) / rate
        return pd.DataFrame(
            {
                "frequency": x,
                "monetary_value": np.where(x > 0, mean, 0.0),
                "mean_spend": p / rate,
            }
        )

    def simulate_spend(
        self, customers: Any, purchases: Any, seed: int | None = None
    ) -> pd.Series[Any]:
        """Draw what each customer pays in all for so many future purchases.

        Parameters
        ----------
        customers : table
            Columns ``frequency`` and ``monetary_value``.
        purchases : array of int
            Number of future purchases of each customer, as from a column of ``simulate_future``.
        seed : int, optional

        Returns
        -------
        pandas.Series
        """
        p, q, v = self._values()
        table = as_pandas(customers)
        x, spend = _spend(table)
        number = np.asarray(purchases, dtype=float)
        same_length(customers=table, purchases=number)
        rng = np.random.default_rng(seed)
        rate = rng.gamma(p * x + q) / (v + x * np.where(x > 0, spend.clip(min=0.0), 0.0))
        paid = np.where(number > 0, rng.gamma(p * np.maximum(number, 1.0)) / rate, 0.0)
        return pd.Series(paid, index=table.index, name="spend")

    def _heavy_tail(self) -> Diagnosis:
        finding = (
            f"q is {self.params_['q']:.3g}, not above 1, so the mean spend would be infinite and "
            "no spend can be predicted. Look for outliers in monetary_value."
        )
        return replace(self.diagnosis_, findings=(*self.diagnosis_.findings, finding))


def _evaluate(params: Array, levels: Array, level: Any, spend: Array) -> tuple[Array, Array]:
    """Log density of the mean spend, and its gradient."""
    p, q, v = params
    x = levels[level]
    total = v + x * spend
    known = gammaln(p * levels + q) - gammaln(p * levels) - gammaln(q)
    known += q * np.log(v) + p * levels * np.log(levels)
    rows = known[level] + (p * x - 1.0) * np.log(spend) - (p * x + q) * np.log(total)
    both = digamma(p * levels + q)
    by_p = levels * (both - digamma(p * levels) + np.log(levels))
    gradient = np.empty((len(x), 3))
    gradient[:, 0] = by_p[level] + x * (np.log(spend) - np.log(total))
    gradient[:, 1] = (both - digamma(q) + np.log(v))[level] - np.log(total)
    gradient[:, 2] = q / v - (p * x + q) / total
    return rows, gradient


def _spend(table: pd.DataFrame) -> tuple[Array, Array]:
    """Check and return frequency and mean spend."""
    return _frequency(table), numeric(table, "monetary_value")


def _frequency(table: pd.DataFrame) -> Array:
    x = numeric(table, "frequency")
    whole = (x >= 0) & (x == np.floor(x))
    complain(table.index, ~whole, "frequency is not a whole number, 0 or more,", x)
    return x


def _repeat_buyers(customers: Any) -> tuple[Array, Array, Array, pd.Series[Any]]:
    """Frequency, mean spend and number of who bought again; and the means of who did not pay."""
    table = as_pandas(customers)
    x, spend = _spend(table)
    count = counts(table)
    again = (x > 0) & (count > 0)
    paid = again & (spend > 0)
    unpaid = pd.Series(spend, index=table.index)[again & ~paid]
    return x[paid], spend[paid], count[paid], unpaid


def _left_out(unpaid: pd.Series[Any]) -> list[str]:
    """Name the repeat buyers from whose spend nothing can be learned."""
    if unpaid.empty:
        return []
    named = ", ".join(f"{label} ({mean:g})" for label, mean in unpaid.head(_NAMED).items())
    more = f" and {len(unpaid) - _NAMED} more" if len(unpaid) > _NAMED else ""
    who = "1 repeat buyer" if len(unpaid) == 1 else f"{len(unpaid)} repeat buyers"
    return [
        f"Left out: {who} with a mean spend of 0 or less, {named}{more}. Gifts, or returns of more "
        "than was bought? Their future spend is told as if the mean were 0."
    ]


def _judge(x: Array, spend: Array, count: Array, unpaid: pd.Series[Any]) -> list[str]:
    if not len(x) and len(unpaid):
        raise ValueError(
            f"All {len(unpaid)} repeat buyers have a mean spend of 0 or less, so there is no spend "
            "to learn from. Check monetary_value: it is the mean of what was paid at repeat "
            "purchases, after returns."
        )
    if not len(x):
        raise ValueError(
            "No customer has a repeat purchase, so there is no spend to learn from. "
            "monetary_value is the mean of the repeat purchases, without the first."
        )
    if np.ptp(spend) == 0:
        raise ValueError(
            f"All {count.sum():g} repeat buyers spend {spend[0]:g} per purchase; there is nothing "
            "to model. Use that amount."
        )
    findings = judge_size(float(count.sum()), 0.0)
    if x.max() == 1:
        findings.append(
            "Nobody bought more than twice, so the spread within a customer cannot be told from "
            "the spread between customers."
        )
    return findings
