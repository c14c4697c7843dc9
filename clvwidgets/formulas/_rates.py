"""Rates and periods: churn, retention, lifespan, and from one period length to another."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from clvwidgets.formulas._dispatch import (
    Value,
    divide,
    expm1,
    is_traced,
    log1p,
    power,
    quotient,
)
from clvwidgets.formulas.checks import POSITIVE, RATE, choice, formula, is_number, unwrap

if TYPE_CHECKING:
    from clvwidgets.formulas._dispatch import Number

Period: TypeAlias = Literal["year", "quarter", "month", "week", "day"]
RateKind: TypeAlias = Literal["discount", "churn", "retention"]
_KINDS: Final = ("discount", "churn", "retention")

PERIODS_PER_YEAR: Final[Mapping[str, float]] = MappingProxyType(
    {"year": 1.0, "quarter": 4.0, "month": 12.0, "week": 365.25 / 7, "day": 365.25}
)
"""How many periods a year has. A year has 365.25 days, so a month is not four weeks."""


@formula(churn=RATE)
def lifespan_from_churn(churn: Number) -> Value:
    r"""Compute the expected number of periods a customer stays, the first one counted.

    .. math:: L = \frac{1}{c}

    Right only if every customer leaves with the same probability in every period; if customers
    differ, the true mean is longer (Fader & Hardie 2010).

    Parameters
    ----------
    churn : number in [0, 1]
        Probability per period of leaving before the next one.

    Returns
    -------
    number
        Periods of the same length; ``inf`` for churn 0: nobody ever leaves.

    References
    ----------
    Mean of the geometric distribution. P. Fader, B. Hardie (2010), Customer-Base Valuation in a
    Contractual Setting: The Perils of Ignoring Heterogeneity, Marketing Science 29(1).

    Examples
    --------
    >>> lifespan_from_churn(0.05)
    20.0
    """
    return divide(1.0, churn)


@formula(retention=RATE)
def churn_from_retention(retention: Number) -> Value:
    r"""Probability of leaving, from the probability of staying.

    .. math:: c = 1 - r

    Parameters
    ----------
    retention : number in [0, 1]
        Probability of staying from one period to the next.

    Returns
    -------
    number
        Churn per period of the same length.

    Examples
    --------
    >>> round(churn_from_retention(0.8), 6)
    0.2
    """
    return 1 - retention


@formula(rate=RATE)
def convert_rate(
    rate: Number,
    from_period: Period | Number,
    to_period: Period | Number,
    *,
    kind: RateKind = "discount",
) -> Value:
    r"""Convert a rate per one period into the same rate per another, compounded.

    With :math:`k` periods of the new length in one of the old:

    .. math::

        d' = (1+d)^{1/k} - 1 \qquad r' = r^{1/k} \qquad c' = 1 - (1-c)^{1/k}

    A year has 4 quarters, 12 months, 365.25 / 7 weeks or 365.25 days.

    Parameters
    ----------
    rate : number in [0, 1]
        Rate per ``from_period``.
    from_period, to_period : {"year", "quarter", "month", "week", "day"} or number
        A period's name, or how many periods of that length a year has.
    kind : {"discount", "churn", "retention"}
        Money grows by a discount rate; customers stay by a retention rate and leave by a churn
        rate. Each compounds in its own way.

    Returns
    -------
    number
        Rate per ``to_period``. A discount rate per year may come out above 1.

    Examples
    --------
    >>> round(convert_rate(0.10, "year", "month"), 6)
    0.007974
    >>> round(convert_rate(0.05, "month", "year", kind="churn"), 4)
    0.4596
    """
    choice("kind", kind, _KINDS)
    old, new = _per_year("from_period", from_period), _per_year("to_period", to_period)
    if not (is_traced(old) or is_traced(new)) and old == new:
        return rate
    times_as_long = quotient(old, new)
    if kind == "retention":
        return power(rate, times_as_long)
    if kind == "churn":
        return -expm1(times_as_long * log1p(-rate))
    return expm1(times_as_long * log1p(rate))


def _per_year(name: str, period: Period | Number) -> Value:
    """How many periods a year has, for a period's name or for that number itself."""
    if is_traced(period) or (is_number(period) and not isinstance(period, bool)):
        return unwrap(name, period, POSITIVE)
    choice(name, period, PERIODS_PER_YEAR)
    return PERIODS_PER_YEAR[period]  # type: ignore[index]
