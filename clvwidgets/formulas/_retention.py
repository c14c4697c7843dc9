"""The value of a stream of payments from a customer who may leave: present values in one place.

Three timing cases, all per period, standing at the moment of acquisition:

=================  ==================================================  ====================
``first_payment``  when the payments arrive                            value / ("now" value)
=================  ==================================================  ====================
"now"              at once, then at each renewal                       1
"after_renewal"    one period from now, if the customer renews         r / (1 + d)
"end_of_period"    for certain at the end of the first period, then    1 / (1 + d)
                   at the end of each period the customer has begun
=================  ==================================================  ====================
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from clvwidgets.formulas._dispatch import (
    Value,
    divide,
    is_infinite,
    maximum,
    power,
    quotient,
    times,
    where,
)
from clvwidgets.formulas.checks import GROWTH, MONEY, PERIODS, RATE, choice, formula

if TYPE_CHECKING:
    from clvwidgets.formulas._dispatch import Number

FirstPayment: TypeAlias = Literal["now", "after_renewal", "end_of_period"]
FIRST_PAYMENTS: Final = ("now", "after_renewal", "end_of_period")


def first_payment_value(
    margin: Value, retention: Value, discount: Value, first_payment: FirstPayment
) -> Value:
    """Present value of the first payment: the whole difference between the timing cases."""
    choice("first_payment", first_payment, FIRST_PAYMENTS)
    if first_payment == "now":
        return margin
    if first_payment == "after_renewal":
        return margin * retention / (1 + discount)
    return margin / (1 + discount)


def loss_per_period(retention: Value, discount: Value) -> Value:
    """By which share each payment is worth less than the one before: 1 - r / (1 + d).

    Written so that a small difference between numbers near 1 keeps its digits.
    """
    return (discount + (1 - retention)) / (1 + discount)


def _geometric_sum(factor: Value, terms: Value) -> Value:
    """``1 + factor + factor**2 + ...``, so many terms, also where ``factor`` is (nearly) 1."""
    series = terms * (1 - (terms - 1) * (1 - factor) / 2)
    exact = quotient(1 - power(factor, terms), 1 - factor)
    return where(abs(terms * (1 - factor)) < 1e-5, series, exact)


def _present_value(first: Value, loss: Value, factor: Value, periods: Value) -> Value:
    """So many payments, each ``factor`` (1 - ``loss``) times the one before."""
    endless = is_infinite(periods)
    terms = where(endless, 0.0, periods)
    forever = divide(first, loss)
    return where(endless, forever, times(first, _geometric_sum(factor, terms)))


@formula(margin=MONEY, retention=RATE, discount=RATE)
def retention_clv(
    margin: Number, retention: Number, discount: Number, *, first_payment: FirstPayment = "now"
) -> Value:
    r"""Value of a customer who stays with constant probability and pays in each period.

    .. math::

        m \frac{1+d}{1+d-r} \text{ (now)} \qquad
        m \frac{r}{1+d-r} \text{ (after renewal)} \qquad
        m \frac{1}{1+d-r} \text{ (end of period)}

    Parameters
    ----------
    margin : number
        Money per period while the customer stays, after the cost of serving, before the cost of
        acquiring. The result has the same basis: put revenue in and revenue comes out.
    retention : number in [0, 1]
        Probability of staying from one period to the next.
    discount : number in [0, 1]
        Discount rate per period; see `convert_rate` if yours is per year.
    first_payment : {"now", "after_renewal", "end_of_period"}
        Whether the first margin arrives at once, one period from now if the customer renews (the
        residual value of an existing customer), or for certain at the end of the first period.

    Returns
    -------
    number
        Present value, in money. ``inf`` (``-inf`` for a loss) if nobody leaves and nothing is
        discounted; 0 if the margin is 0.

    References
    ----------
    P. Fader, B. Hardie (2012), Reconciling and Clarifying CLV Formulas, note 024, cases 1 to 3.

    Examples
    --------
    >>> round(retention_clv(100, 0.8, 0.1), 1)
    366.7
    >>> round(retention_clv(100, 0.8, 0.1, first_payment="after_renewal"), 1)
    266.7
    """
    first = first_payment_value(margin, retention, discount, first_payment)
    return divide(first, loss_per_period(retention, discount))


@formula(margin=MONEY, retention=RATE, discount=RATE, periods=PERIODS)
def finite_clv(
    margin: Number,
    retention: Number,
    discount: Number,
    periods: Number,
    *,
    first_payment: FirstPayment = "now",
) -> Value:
    r"""Value of the first payments only: `retention_clv` with a horizon.

    With :math:`q = r / (1+d)` and :math:`p` the present value of the first payment:

    .. math:: p \, (1 + q + \dots + q^{n-1}) = p \, \frac{1 - q^n}{1 - q}

    Parameters
    ----------
    margin : number
        As in `retention_clv`, per period.
    retention, discount : number in [0, 1]
        As in `retention_clv`, per period.
    first_payment : {"now", "after_renewal", "end_of_period"}
        As in `retention_clv`.
    periods : whole number, 0 or more
        How many payments count, paid or missed. ``inf`` gives `retention_clv`. May be a column
        (``alt.datum.t``), which draws the cumulative curve.

    Returns
    -------
    number
        Present value, in money; 0 for horizon 0, ``margin * periods`` (first payment now) if
        nobody leaves and nothing is discounted.

    References
    ----------
    P. Berger, N. Nasr (1998), Customer lifetime value: Marketing models and applications,
    Journal of Interactive Marketing 12(1), case 1.

    Examples
    --------
    >>> finite_clv(100, 1, 0, 12)
    1200.0
    >>> round(finite_clv(100, 0.8, 0.1, 5), 1)
    292.1
    """
    first = first_payment_value(margin, retention, discount, first_payment)
    factor = retention / (1 + discount)
    return _present_value(first, loss_per_period(retention, discount), factor, periods)


@formula(margin=MONEY, retention=RATE, discount=RATE, growth=GROWTH, periods=PERIODS)
def growing_clv(
    margin: Number,
    retention: Number,
    discount: Number,
    growth: Number,
    periods: Number = math.inf,
    *,
    first_payment: FirstPayment = "now",
) -> Value:
    r"""Value of a customer whose margin grows by a constant rate while they stay.

    As `finite_clv`, with :math:`q = r (1+g) / (1+d)`. The first payment is the margin as given,
    whenever it arrives; growth begins with the second.

    Parameters
    ----------
    margin : number
        As in `finite_clv`, per period.
    retention, discount : number in [0, 1]
        As in `finite_clv`, per period.
    periods : whole number, 0 or more
        As in `finite_clv`, per period.
    first_payment : {"now", "after_renewal", "end_of_period"}
        As in `finite_clv`.
    growth : number in [-1, 1]
        Growth of the margin per period; negative if it shrinks.

    Returns
    -------
    number
        Present value, in money. Without a horizon it is ``inf`` (``-inf`` for a loss) once the
        margin grows at least as fast as discounting and churn shrink it.

    References
    ----------
    S. Gupta, D. Lehmann (2003), Customers as Assets, Journal of Interactive Marketing 17(1).

    Examples
    --------
    >>> round(growing_clv(100, 0.8, 0.12, 0.05, first_payment="after_renewal"), 1)
    285.7
    """
    first = first_payment_value(margin, retention, discount, first_payment)
    factor = retention * (1 + growth) / (1 + discount)
    # 1 - factor, without losing digits where growth makes up for discounting.
    loss = ((1 - retention) * (1 + growth) + (discount - growth)) / (1 + discount)
    return _present_value(first, maximum(loss, 0.0), factor, periods)


@formula(retention=RATE, discount=RATE, growth=GROWTH)
def margin_multiple(
    retention: Number,
    discount: Number,
    growth: Number = 0.0,
    *,
    first_payment: FirstPayment = "after_renewal",
) -> Value:
    r"""By what to multiply one period's margin to get the value of a customer.

    .. math:: \frac{r}{1 + d - r (1 + g)} \text{ (after renewal)}

    Parameters
    ----------
    retention, discount : number in [0, 1]
        As in `growing_clv`, per period.
    growth : number in [-1, 1]
        As in `growing_clv`, per period.
    first_payment : {"now", "after_renewal", "end_of_period"}
        As in `growing_clv`; the timing of the source is ``"after_renewal"``.

    Returns
    -------
    number
        Number of margins; ``inf`` as in `growing_clv`.

    References
    ----------
    S. Gupta, D. Lehmann (2003), Customers as Assets, Journal of Interactive Marketing 17(1).

    Examples
    --------
    >>> round(margin_multiple(0.8, 0.1), 2)
    2.67
    """
    return growing_clv(1.0, retention, discount, growth, first_payment=first_payment)
