"""What a price does to those who stay: a dearer customer is worth more, and leaves sooner.

The elasticity of a trial of some weeks sees who buys. Who leaves later because of the price is
seen by nobody who counts sales only, so a price that is best for this month may be too high for a
lifetime.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from clvwidgets.formulas import retention_clv
from clvwidgets.formulas.arithmetic import Value, exp, maximum, minimum, power, where
from clvwidgets.formulas.checks import COST, MONEY, POSITIVE, RATE, formula
from clvwidgets.strategies.demand import (
    DemandForm,
    check_form,
    linear_choke_price,
    logit_demand_parameters,
)
from clvwidgets.strategies.lambert import lambert_of_exp
from clvwidgets.strategies.pricing import UTILITY

if TYPE_CHECKING:
    from clvwidgets.formulas.arithmetic import Number

_STEPS: Final = 3


@formula(price=COST, price_today=POSITIVE, churn=RATE, further=RATE)
def churn_at_price(price: Number, price_today: Number, churn: Number, further: Number) -> Value:
    r"""Compute the share that leaves in a period at a price.

    .. math:: \text{churn} + \text{further} \cdot \frac{p / p_0 - 1}{0.1}

    Parameters
    ----------
    price : number, 0 or more
        Money.
    price_today : number above 0
        Money.
    churn : number in [0, 1]
        Share of customers that leaves in a period at today's price.
    further : number in [0, 1]
        Share that leaves in a period besides if the price is a tenth higher: 0.01 is one point.

    Returns
    -------
    number
        Share of customers that leaves in a period, 0 to 1.

    References
    ----------
    A straight line through what a trial of prices finds, for prices near those that were tried;
    Bolton & Lemon (1999), A Dynamic Model of Customers' Usage of Services, Journal of Marketing
    Research 36(2), for why a price moves who stays.

    Examples
    --------
    >>> round(churn_at_price(52.8, 48, 0.04, 0.0048), 4)
    0.0448
    """
    moved = churn + further * (price - price_today) * 10 / price_today
    return minimum(maximum(moved, 0.0), 1.0)


@formula(price=COST, cost=COST, churn=RATE, discount=RATE, future_value=MONEY)
def sale_value(
    price: Number, cost: Number, churn: Number, discount: Number, future_value: Number = 0
) -> Value:
    r"""Compute what a sale is worth with what follows from it, in today's money.

    .. math:: (p - c) \frac{1 + d}{d + \text{churn}} + V

    Parameters
    ----------
    price : number, 0 or more
        Money per period that the customer pays; the first payment is made now.
    cost : number, 0 or more
        Money per period that serving them costs.
    churn : number in [0, 1]
        Share of customers that leaves in a period at this price; 1 for a single purchase.
    discount : number in [0, 1]
        Discount rate per period.
    future_value : number
        Money, margin that a sale brings later by other ways, in today's money.

    Returns
    -------
    number
        Money per sale. ``inf`` (``-inf`` for a loss) if nobody leaves and nothing is discounted.

    References
    ----------
    Fader & Hardie (2012), "Reconciling and clarifying CLV formulas", case 1.

    Examples
    --------
    >>> sale_value(12, 7, 1, 0.1, 2)
    7.0
    """
    return retention_clv(price - cost, 1 - churn, discount) + future_value


@formula(
    price_today=POSITIVE,
    cost=COST,
    elasticity=COST,
    churn=RATE,
    further=RATE,
    discount=RATE,
    future_value=MONEY,
)
def best_lifetime_price_elastic(
    price_today: Number,
    cost: Number,
    elasticity: Number,
    churn: Number,
    further: Number,
    discount: Number,
    future_value: Number = 0,
) -> Value:
    r"""Find the price with the most lifetime value where demand has a constant elasticity.

    Maximises :math:`(p / p_0)^{-e} \cdot \text{sale value}(p)`. With
    :math:`H = d + \text{churn} - 10\,\text{further}`, :math:`k = 10\,\text{further} / p_0` and
    :math:`c' = ((1 + d) c - V H) / (1 + d + V k)` it is the larger root of

    .. math:: e k p^2 + ((e - 1) H - (e + 1) k c') p - e H c' = 0

    Parameters
    ----------
    price_today : number above 0
        Money per period.
    cost : number, 0 or more
        Money per period.
    elasticity : number, 0 or more
        Percent fewer sales at 1 % more, as a positive number; it may be below 1 here, as those who
        leave make a high price dear.
    churn, further : number in [0, 1]
        As in `churn_at_price`, per period.
    discount : number in [0, 1]
        Discount rate per period.
    future_value : number
        Money that a sale brings later by other ways, in today's money; below 0 for what it costs.

    Returns
    -------
    number
        Price per period, in money; ``inf`` where each dearer price is worth more. It holds where
        the line of `churn_at_price` lies between 0 and 1.

    References
    ----------
    The first-order condition of the product, worked by hand; without ``further`` it is Lerner
    (1934), see `best_price_constant_elasticity`.

    Examples
    --------
    >>> round(best_lifetime_price_elastic(48, 18, 1.3, 0.04, 0.0048, 0.008), 2)
    31.85
    """
    base, slope, net = _line(price_today, cost, churn, further, discount, future_value)
    squared = elasticity * slope
    linear = (elasticity - 1) * base - (elasticity + 1) * slope * net
    constant = elasticity * net * base
    root = power(maximum(linear * linear + 4 * squared * constant, 0.0), 0.5)
    rising = linear > 0
    from_above = 2 * constant / where(rising, linear + root, 1.0)
    bends = squared > 0
    from_below = where(bends, (root - linear) / where(bends, 2 * squared, 1.0), math.inf)
    return maximum(where(rising, from_above, from_below), 0.0)


@formula(
    price_today=POSITIVE,
    cost=COST,
    choke_price=POSITIVE,
    churn=RATE,
    further=RATE,
    discount=RATE,
    future_value=MONEY,
)
def best_lifetime_price_linear(
    price_today: Number,
    cost: Number,
    choke_price: Number,
    churn: Number,
    further: Number,
    discount: Number,
    future_value: Number = 0,
) -> Value:
    r"""Find the price with the most lifetime value where demand is a straight line.

    With the signs of `best_lifetime_price_elastic`, :math:`h = H / k` and the choke
    price K:

    .. math:: p^* = \sqrt{(h + c')(h + K)} - h

    Parameters
    ----------
    price_today : number above 0
        Money per period.
    cost : number, 0 or more
        Money per period.
    choke_price : number above 0
        Price at which nobody buys any more; see `linear_choke_price`.
    churn, further : number in [0, 1]
        As in `churn_at_price`, per period.
    discount : number in [0, 1]
        Discount rate per period.
    future_value : number
        Money that a sale brings later by other ways, in today's money; below 0 for what it costs.

    Returns
    -------
    number
        Price per period, in money, from 0 to the choke price. It holds where the line of
        `churn_at_price` lies between 0 and 1.

    References
    ----------
    The first-order condition of the product, worked by hand; without ``further`` it is Phillips
    (2005), see `best_price_linear`.

    Examples
    --------
    >>> best_lifetime_price_linear(15, 10, 30, 1, 0, 0.1)
    20.0
    """
    base, slope, net = _line(price_today, cost, churn, further, discount, future_value)
    squares = (base + slope * net) * (base + slope * choke_price)
    root = power(maximum(squares, 0.0), 0.5)
    usual = base > 0
    product = base * (net + choke_price) + slope * net * choke_price
    steep = (root - base) / where(slope > 0, slope, 1.0)
    best = where(usual, product / where(usual, root + base, 1.0), steep)
    return maximum(minimum(best, choke_price), 0.0)


@formula(
    price_today=POSITIVE,
    cost=COST,
    a=UTILITY,
    b=POSITIVE,
    churn=RATE,
    further=RATE,
    discount=RATE,
    future_value=MONEY,
)
def _best_lifetime_price_logit(
    price_today: Number,
    cost: Number,
    a: Number,
    b: Number,
    churn: Number,
    further: Number,
    discount: Number,
    future_value: Number,
) -> Value:
    r"""Solve (p - c') (b (1 - s(p)) + tau(p)) = 1 by Newton's steps from `best_price_logit`.

    s is the share who buy and tau = k / (H + k p). After three steps a price near those that were
    tried is worth within a thousandth of the best, nearly always within a millionth.
    """
    base, slope, net = _line(price_today, cost, churn, further, discount, future_value)
    # Below this price the line of churn ends, and with it what the formula says.
    least = where(
        further > 0, price_today * (1 - churn / where(further > 0, 10 * further, 1.0)), net
    )
    least = maximum(maximum(least, net), 0.0)
    best = maximum(net + (1 + lambert_of_exp(maximum(a - b * net - 1, -700.0))) / b, least)
    for _ in range(_STEPS):
        best = maximum(_nearer(best, net, a, b, base, slope), least)
    return best


def best_lifetime_price(
    price_today: Number,
    cost: Number,
    elasticity: Number,
    share: Number,
    churn: Number,
    further: Number,
    discount: Number,
    future_value: Number = 0,
    *,
    form: DemandForm = "constant_elasticity",
) -> Value:
    r"""Find the price with the most lifetime value, for any form of `demand_at_price`.

    Parameters
    ----------
    price_today : number above 0
        Money per period.
    cost : number, 0 or more
        Money per period.
    elasticity : number above 0
        Percent fewer sales at 1 % more than today, as a positive number.
    share : number above 0, below 1
        Share of those who see today's price who buy; only the logit asks for it.
    churn, further : number in [0, 1]
        As in `churn_at_price`, per period; 1 and 0 for single purchases.
    discount : number in [0, 1]
        Discount rate per period.
    future_value : number
        Money that a sale brings later by other ways, in today's money; below 0 for what it costs.
    form : {"constant_elasticity", "linear", "logit"}
        Form of demand.

    Returns
    -------
    number
        Price per period, in money; ``inf`` where each dearer price is worth more.

    References
    ----------
    The first-order conditions of sales times `sale_value`; two have closed forms, see
    `best_lifetime_price_elastic` and `best_lifetime_price_linear`. For the logit
    Newton's steps lead there from Lambert's W (Aravindakshan & Ratchford 2011, see
    `best_price_logit`), to a thousandth of the best worth or nearer.

    Examples
    --------
    >>> best_lifetime_price(15, 10, 2, 0.05, 1, 0, 0.1)
    20.0
    >>> best_lifetime_price(15, 10, 2, 0.05, 1, 0, 0.1, form="linear")
    16.25
    """
    check_form(form)
    later = (churn, further, discount, future_value)
    choke = linear_choke_price(price_today, elasticity)
    logit = logit_demand_parameters(price_today, elasticity, share)
    liking = minimum(maximum(logit["a"], -700.0), 700.0)
    return where(
        form == "linear",
        best_lifetime_price_linear(price_today, cost, choke, *later),
        where(
            form == "logit",
            _best_lifetime_price_logit(price_today, cost, liking, logit["b"], *later),
            best_lifetime_price_elastic(price_today, cost, elasticity, *later),
        ),
    )


def _nearer(price: Value, net: Value, a: Value, b: Value, base: Value, slope: Value) -> Value:
    """Take one of Newton's steps on p - c' = 1 / (b (1 - s) + tau)."""
    losing = b / (1 + exp(a - b * price))
    leaving = slope / maximum(base + slope * price, 1e-9)
    both = losing + leaving
    bend = losing * (b + 2 * leaving)
    return price - both * ((price - net) * both - 1) / maximum(bend, 1e-300)


def _line(
    price_today: Value,
    cost: Value,
    churn: Value,
    further: Value,
    discount: Value,
    future_value: Value,
) -> tuple[Value, Value, Value]:
    """Loss per period at a price of 0, what a unit of money adds to it, and the cost net of V.

    Without an answer of churn to the price only the ratio of the first two counts, so that the
    first may be 1: where nobody leaves and nothing is discounted it would be 0.
    """
    slope = further * 10 / price_today
    loss = discount + churn - 10 * further
    rises = maximum(1 + discount + future_value * slope, 1e-9)
    net = ((1 + discount) * cost - future_value * loss) / rises
    return where(further > 0, loss, 1.0), slope, net
