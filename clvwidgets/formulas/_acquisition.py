"""What a customer may cost: LTV:CAC, break-even and payback, from the formulas of a stay."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from clvwidgets.formulas._dispatch import (
    Value,
    ceil,
    divide,
    log1p,
    maximum,
    minimum,
    quotient,
    where,
)
from clvwidgets.formulas._retention import (
    FIRST_PAYMENTS,
    FirstPayment,
    first_payment_value,
    loss_per_period,
)
from clvwidgets.formulas.checks import COST, MONEY, POSITIVE, RATE, WORTH, choice, formula

if TYPE_CHECKING:
    from clvwidgets.formulas._dispatch import Number

_ROUNDING: Final = 1e-12
"""Part of a sum by which rounding may leave it short of the cost that it covers exactly."""


@formula(clv=WORTH, cac=COST)
def ltv_cac_ratio(clv: Number, cac: Number) -> Value:
    r"""Tell how many times a customer returns the cost of acquiring them.

    .. math:: \frac{\text{CLV}}{\text{CAC}}

    Parameters
    ----------
    clv : number
        Value of a new customer, in money, before the cost of acquiring (else CAC counts twice).
        On the basis of margin; a ratio of revenue to CAC flatters. ``inf`` is allowed.
    cac : number, 0 or more
        Money spent to acquire one customer.

    Returns
    -------
    number
        Ratio without unit; 1 is break-even. ``inf`` for CAC 0 (``-inf`` if CLV is negative),
        0 if both are 0.

    Examples
    --------
    >>> ltv_cac_ratio(200, 100)
    2.0
    """
    return divide(clv, cac)


@formula(clv=WORTH, ratio=POSITIVE)
def break_even_cac(clv: Number, ratio: Number = 1.0) -> Value:
    r"""Find the most that a customer may cost to acquire.

    .. math:: \frac{\text{CLV}}{\text{ratio}}

    Parameters
    ----------
    clv : number
        Value of a new customer, in money, before the cost of acquiring, on the basis of margin.
    ratio : number above 0
        LTV:CAC that you want to reach: 1 for break-even, 3 for the common rule of thumb.

    Returns
    -------
    number
        Money per customer; negative if each customer loses money even when they come for free.

    Examples
    --------
    >>> break_even_cac(360), break_even_cac(360, ratio=3)
    (360.0, 120.0)
    """
    return divide(clv, ratio)


@formula(margin=MONEY, discount=RATE, cac=COST)
def break_even_retention(
    margin: Number, discount: Number, cac: Number, *, first_payment: FirstPayment = "now"
) -> Value:
    r"""Find the lowest retention at which `retention_clv` covers the cost of acquiring.

    .. math::

        (1+d) \left(1 - \frac{m}{a}\right) \text{ (now)} \qquad
        \frac{a (1+d)}{m + a} \text{ (after renewal)} \qquad
        1 + d - \frac{m}{a} \text{ (end of period)}

    Parameters
    ----------
    margin : number
        As in `retention_clv`, per period.
    discount : number in [0, 1]
        As in `retention_clv`, per period.
    first_payment : {"now", "after_renewal", "end_of_period"}
        As in `retention_clv`.
    cac : number, 0 or more
        Money spent to acquire one customer, :math:`a` in the formula.

    Returns
    -------
    number
        Retention per period in [0, 1]; 0 if the first payment covers the cost, ``inf`` if no
        retention is high enough.

    References
    ----------
    `retention_clv` solved for the retention.

    Examples
    --------
    >>> round(break_even_retention(40, 0.01, 120), 4)
    0.6733
    """
    choice("first_payment", first_payment, FIRST_PAYMENTS)
    if first_payment == "now":
        needed = (1 + discount) * (1 - quotient(margin, cac))
    elif first_payment == "after_renewal":
        needed = (1 + discount) * quotient(cac, margin + cac)
    else:
        needed = 1 + discount - quotient(margin, cac)
    reached = where(needed > 1 + _ROUNDING, math.inf, maximum(minimum(needed, 1.0), 0.0))
    return where(cac == 0, 0.0, where(margin <= 0, math.inf, reached))


@formula(margin=MONEY, retention=RATE, discount=RATE, cac=COST)
def payback_periods(
    margin: Number,
    retention: Number,
    discount: Number,
    cac: Number,
    *,
    first_payment: FirstPayment = "now",
) -> Value:
    r"""Count the periods until the expected margin has paid back the cost of acquiring.

    The least :math:`n` for which `finite_clv` of :math:`n` payments reaches the cost, counted as
    the time at which the :math:`n`-th payment arrives. With :math:`q = r/(1+d)` and :math:`p` the
    present value of the first payment:

    .. math:: n = \left\lceil \frac{\log(1 - (1-q)\, a / p)}{\log q} \right\rceil

    Parameters
    ----------
    margin : number
        As in `retention_clv`, per period.
    retention : number in [0, 1]
        As in `retention_clv`, per period.
    discount : number in [0, 1]
        As in `retention_clv`, per period. 0 gives the undiscounted payback time.
    first_payment : {"now", "after_renewal", "end_of_period"}
        As in `retention_clv`.
    cac : number, 0 or more
        Money spent to acquire one customer, :math:`a` in the formula.

    Returns
    -------
    number
        Periods from acquisition: with the first payment now, 0 means that it covers the cost at
        once. ``inf`` if the cost is never paid back; 0 for CAC 0.

    References
    ----------
    `finite_clv` solved for the horizon.

    Examples
    --------
    >>> payback_periods(40, 0.95, 0.10 / 12, 120)  # the fourth payment, three months on
    3.0
    >>> payback_periods(40, 0.5, 0, 120)
    inf
    """
    first = first_payment_value(margin, retention, discount, first_payment)
    loss = loss_per_period(retention, discount)
    owed = cac * (1 - _ROUNDING)
    never = owed * loss >= first  # all that the customer would ever pay is first / loss
    payments = where(
        loss == 0,
        quotient(owed, first),
        quotient(log1p(-quotient(owed * loss, first)), log1p(-loss)),
    )
    wait = maximum(ceil(payments), 1.0) - (1 if first_payment == "now" else 0)
    return where(cac == 0, 0.0, where(never, math.inf, wait))


@formula(margin=MONEY, retention=RATE, cac=COST)
def irr_of_customer(
    margin: Number, retention: Number, cac: Number, *, first_payment: FirstPayment = "now"
) -> Value:
    r"""Find the discount rate at which a customer is worth just what they cost.

    .. math::

        \frac{a r}{a - m} - 1 \text{ (now)} \qquad
        \frac{r (m + a)}{a} - 1 \text{ (after renewal)} \qquad
        \frac{m}{a} + r - 1 \text{ (end of period)}

    Parameters
    ----------
    margin : number
        As in `retention_clv`, per period.
    retention : number in [0, 1]
        As in `retention_clv`, per period.
    first_payment : {"now", "after_renewal", "end_of_period"}
        As in `retention_clv`.
    cac : number, 0 or more
        Money spent to acquire one customer, :math:`a` in the formula.

    Returns
    -------
    number
        Internal rate of return per period; negative if the cost never comes back, -1 if nothing
        does (margin 0 or less). ``inf`` for CAC 0, or if a first payment made now covers it.

    References
    ----------
    `retention_clv` without horizon solved for the discount; no search is needed.

    Examples
    --------
    >>> round(irr_of_customer(40, 0.8, 120, first_payment="end_of_period"), 4)
    0.1333
    """
    choice("first_payment", first_payment, FIRST_PAYMENTS)
    covered = cac == 0
    if first_payment == "now":
        covered = covered | (margin >= cac)
        growth = quotient(cac * retention, cac - margin)
    elif first_payment == "after_renewal":
        growth = quotient(retention * (margin + cac), cac)
    else:
        growth = quotient(margin, cac) + retention
    return where(covered, math.inf, where(margin <= 0, -1.0, growth - 1))


@formula(gain=MONEY, cost=COST)
def roi(gain: Number, cost: Number) -> Value:
    r"""Compute the return on what a campaign or programme cost.

    .. math:: \frac{\text{gain} - \text{cost}}{\text{cost}}

    Parameters
    ----------
    gain : number
        Margin, in money, that would not have come without the programme, before its cost. With
        revenue instead of margin, or with what would have come anyway, the result flatters.
    cost : number, 0 or more
        Money spent on the programme in the same period.

    Returns
    -------
    number
        Share of the cost: 0 is break-even, 0.5 is 50 percent. ``inf`` (``-inf`` for a loss) for
        cost 0, and 0 if both are 0.

    Examples
    --------
    >>> roi(15_000, 10_000)
    0.5
    """
    return divide(gain - cost, cost)
