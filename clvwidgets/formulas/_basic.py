"""Value from averages: what was earned so far, order value x frequency x lifespan, and net."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clvwidgets.formulas._dispatch import Value, times
from clvwidgets.formulas.checks import COST, DURATION, MONEY, SHARE, formula

if TYPE_CHECKING:
    from clvwidgets.formulas._dispatch import Number


@formula(revenue=MONEY, gross_margin=SHARE, service_cost=COST)
def historic_clv(revenue: Number, gross_margin: Number, service_cost: Number = 0.0) -> Value:
    r"""Compute the margin that a customer has brought so far.

    .. math:: \text{revenue} \times \text{gross margin} - \text{service cost}

    It counts what happened and says nothing of what comes.

    Parameters
    ----------
    revenue : number
        All that the customer has paid to date, in money, refunds taken off.
    gross_margin : number in [0, 1]
        Share of revenue that is left after the cost of goods. 1 gives the revenue basis.
    service_cost : number, 0 or more
        Money spent on serving the customer to date.

    Returns
    -------
    number
        Money, not discounted, before the cost of acquiring.

    Examples
    --------
    >>> historic_clv(600, 0.4, service_cost=30)
    210.0
    """
    return revenue * gross_margin - service_cost


@formula(average_order_value=COST, purchase_frequency=COST, lifespan=DURATION, gross_margin=SHARE)
def simple_clv(
    average_order_value: Number,
    purchase_frequency: Number,
    lifespan: Number,
    *,
    gross_margin: Number = 1.0,
) -> Value:
    r"""Multiply order value, purchase frequency and lifespan.

    .. math:: \text{AOV} \times f \times L \times \text{gross margin}

    Parameters
    ----------
    average_order_value : number, 0 or more
        Revenue per order, in money.
    purchase_frequency : number, 0 or more
        Orders per customer and period.
    lifespan : number, 0 or more
        Periods, of the same length, that a customer stays; ``inf`` is allowed.
    gross_margin : number in [0, 1]
        Share of revenue left after the cost of goods. The default 1 gives the basic formula,
        whose basis is revenue; less gives the basis of margin.

    Returns
    -------
    number
        Money over the whole lifespan, not discounted, before any other cost. ``inf`` if the
        lifespan is and the customer buys.

    Examples
    --------
    >>> simple_clv(50, 4, 3)
    600.0
    >>> simple_clv(50, 4, 3, gross_margin=0.4)
    240.0
    """
    return times(average_order_value * purchase_frequency * gross_margin, lifespan)


@formula(
    average_order_value=COST,
    purchase_frequency=COST,
    lifespan=DURATION,
    cac=COST,
    service_cost=COST,
    gross_margin=SHARE,
)
def net_clv(
    average_order_value: Number,
    purchase_frequency: Number,
    lifespan: Number,
    cac: Number,
    service_cost: Number = 0.0,
    *,
    gross_margin: Number = 1.0,
) -> Value:
    r"""Take the cost of acquiring and serving off `simple_clv`.

    .. math:: (\text{AOV} \times f \times \text{gross margin} - s) \times L - \text{CAC}

    Parameters
    ----------
    average_order_value, purchase_frequency, lifespan : number, 0 or more
        As in `simple_clv`.
    gross_margin : number in [0, 1]
        As in `simple_clv`. With the default 1, goods cost nothing.
    cac : number, 0 or more
        Money spent once to acquire the customer.
    service_cost : number, 0 or more
        Money per period spent on serving the customer, :math:`s` in the formula.

    Returns
    -------
    number
        Money over the whole lifespan, not discounted, net of these costs. ``inf`` or ``-inf`` if
        the lifespan is infinite and a period earns or loses money.

    Examples
    --------
    >>> net_clv(50, 4, 3, cac=100, service_cost=20, gross_margin=0.4)
    80.0
    """
    per_period = average_order_value * purchase_frequency * gross_margin - service_cost
    return times(per_period, lifespan) - cac
