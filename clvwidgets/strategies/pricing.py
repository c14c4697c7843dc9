"""What a price earns: the best one, what a change must bring, and what a discount really adds.

The best prices here maximise the money that one product brings, (price - cost + what a sale brings
later) times the units sold. Each belongs to a form of demand, and holds as far as the form does:
ask first which prices were tried.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from clvwidgets.formulas.arithmetic import Value, divide, log1p, maximum, minimum, where
from clvwidgets.formulas.checks import COST, MONEY, POSITIVE, SHARE, Range, at_most, formula
from clvwidgets.strategies.lambert import lambert_of_exp

if TYPE_CHECKING:
    from clvwidgets.formulas.arithmetic import Number

ABOVE_ONE: Final = Range(
    "be above 1 (at 1 or less a higher price always earns more, so that there is no best one: try "
    "dearer prices and measure anew)",
    low=1,
    above_low=True,
)
PRICE_CHANGE: Final = Range(
    "lie above -1 and be at most 1, as a share of today's price",
    low=-1,
    high=1,
    above_low=True,
    percent=True,
)
UTILITY: Final = Range("lie between -700 and 700", low=-700, high=700)


@formula(price_change=MONEY, contribution=COST)
def break_even_sales_change(price_change: Number, contribution: Number) -> Value:
    r"""Find by how much sales must change for a new price to earn what today's does.

    .. math:: \frac{-\Delta P}{CM + \Delta P}

    Parameters
    ----------
    price_change : number
        New price less today's: in money, or as a share of today's price.
    contribution : number, 0 or more
        What is left of today's price after the cost of the unit, in the same terms: in money, or
        as a share of today's price.

    Returns
    -------
    number
        Change of the units sold, relative: 0.125 for an eighth more. ``inf`` where the new price
        leaves nothing of a unit, so that no number of them would do.

    References
    ----------
    Nagle & Müller, The Strategy and Tactics of Pricing: break-even sales change.

    Examples
    --------
    Westside Manufacturing sells at 10 with a cost of 5.50, and thinks of 5 % less:

    >>> break_even_sales_change(-0.5, 4.5)
    0.125
    """
    left = contribution + price_change
    never = where(price_change < 0, math.inf, 0.0)
    return where(left > 0, -price_change / where(left > 0, left, 1.0), never)


@formula(price_change=PRICE_CHANGE, contribution=SHARE)
def break_even_elasticity(price_change: Number, contribution: Number) -> Value:
    r"""Find the elasticity at which a new price earns exactly what today's does.

    .. math:: e = \frac{\ln(1 + \Delta P / CM)}{\ln(1 + \Delta P)}

    A cut pays only where buyers answer more strongly than this, a rise where they answer less.

    Parameters
    ----------
    price_change : number above -1, at most 1
        Relative change of the price: -0.1 for a tenth off.
    contribution : number in [0, 1]
        What is left of today's price after the cost of the unit, as a share of it.

    Returns
    -------
    number
        Elasticity as a positive number: 2 for 2 % fewer units at 1 % more. ``inf`` where no
        elasticity is enough for a cut, or none too much for a rise.

    References
    ----------
    Nagle & Müller, The Strategy and Tactics of Pricing: the break-even sales change, put as an
    elasticity between the two prices.

    Examples
    --------
    >>> round(break_even_elasticity(-0.1, 0.48), 2)
    2.22
    """
    is_change = price_change != 0
    is_possible = (contribution + price_change > 0) & (contribution > 0)
    safe_margin = where(is_possible, contribution, 1.0)
    change = where(is_change & is_possible, price_change, 0.5)
    between = log1p(change / safe_margin) / log1p(change)
    return where(is_possible, where(is_change, between, 1 / safe_margin), math.inf)


@formula(cost=COST, elasticity=ABOVE_ONE, future_value=MONEY)
def best_price_constant_elasticity(
    cost: Number, elasticity: Number, future_value: Number = 0
) -> Value:
    r"""Find the price that earns most where each percent of price costs the same percent of units.

    .. math:: p^* = (c - V) \frac{e}{e - 1}

    Parameters
    ----------
    cost : number, 0 or more
        Money that a unit costs.
    elasticity : number above 1
        Percent fewer units at 1 % more, as a positive number.
    future_value : number
        Money, margin that a sale brings later, in today's money.

    Returns
    -------
    number
        Price, in money; 0 where what a sale brings later pays for the unit.

    Raises
    ------
    ValueError
        If the elasticity is 1 or less: then each dearer price earns more, without end.

    References
    ----------
    Lerner (1934), The Concept of Monopoly and the Measurement of Monopoly Power, Review of
    Economic Studies 1(3).

    Examples
    --------
    >>> best_price_constant_elasticity(10, 2)
    20.0
    >>> best_price_constant_elasticity(10, 2, future_value=1)
    18.0
    """
    return maximum(cost - future_value, 0.0) * (elasticity / (elasticity - 1))


@formula(cost=COST, choke_price=POSITIVE, future_value=MONEY)
def best_price_linear(cost: Number, choke_price: Number, future_value: Number = 0) -> Value:
    r"""Find the price that earns most where each euro of price costs the same number of units.

    .. math:: p^* = \frac{c - V + p_{max}}{2}

    Parameters
    ----------
    cost : number, 0 or more
        Money that a unit costs.
    choke_price : number above 0
        Price at which nobody buys any more; see `linear_choke_price`.
    future_value : number
        Money, margin that a sale brings later, in today's money.

    Returns
    -------
    number
        Price, in money, from 0 to the choke price: at that one nothing is sold, where each unit
        would be sold at a loss.

    References
    ----------
    Phillips (2005), Pricing and Revenue Optimization, Stanford: the linear price response.

    Examples
    --------
    >>> best_price_linear(10, 30)
    20.0
    """
    return maximum(minimum((cost - future_value + choke_price) / 2, choke_price), 0.0)


@formula(cost=COST, a=UTILITY, b=POSITIVE, future_value=MONEY)
def best_price_logit(cost: Number, a: Number, b: Number, future_value: Number = 0) -> Value:
    r"""Find the price that earns most where buyers weigh it against buying nothing.

    Of those who see a price :math:`e^{a - bp} / (1 + e^{a - bp})` buy. With Lambert's W:

    .. math:: p^* = c - V + \frac{1 + W(e^{a - b (c - V) - 1})}{b}

    Parameters
    ----------
    cost : number, 0 or more
        Money that a unit costs.
    a : number in [-700, 700]
        How much the product is liked at a price of 0, in logits.
    b : number above 0
        Logits that one unit of money takes away.
    future_value : number
        Money, margin that a sale brings later, in today's money.

    Returns
    -------
    number
        Price, in money, 0 or more.

    References
    ----------
    Aravindakshan & Ratchford (2011), Solving share equations in logit models using the LambertW
    function, Review of Marketing Science 9.

    Examples
    --------
    >>> round(best_price_logit(10, 4, 0.2), 9)
    20.0
    """
    net = cost - future_value
    return maximum(net + (1 + lambert_of_exp(maximum(a - b * net - 1, -700.0))) / b, 0.0)


@formula(next_best_price=COST, difference=MONEY)
def value_based_price(next_best_price: Number, difference: Number) -> Value:
    r"""Compute the most that a buyer who knows all has reason to pay.

    .. math:: \text{price of the next best choice} + \text{worth of the difference to the buyer}

    Parameters
    ----------
    next_best_price : number, 0 or more
        Money, price of what the buyer would take instead.
    difference : number
        Money, what is better here less what is worse, as it is worth to the buyer.

    Returns
    -------
    number
        Price, in money; 0 where the next best choice is better by more than it costs.

    References
    ----------
    Nagle & Müller, The Strategy and Tactics of Pricing: economic value to the customer.

    Examples
    --------
    >>> value_based_price(12, 2.5)
    14.5
    """
    return maximum(next_best_price + difference, 0.0)


@formula(sold=COST, anyway=COST)
def incremental_share(sold: Number, anyway: Number) -> Value:
    r"""Compute the share of the units sold at a discount that were sold because of it.

    .. math:: 1 - \frac{\text{sold anyway}}{\text{sold}}

    Parameters
    ----------
    sold : number, 0 or more
        Units sold at the lower price.
    anyway : number, 0 or more
        Units that would have been sold at the full price in the same time.

    Returns
    -------
    number
        Share, 0 to 1; 0 where nothing was sold.

    Raises
    ------
    ValueError
        If more would have been sold anyway than were sold.

    References
    ----------
    Blattberg & Neslin (1990), Sales Promotion: Concepts, Methods, and Strategies: incremental
    sales.

    Examples
    --------
    >>> incremental_share(125, 100)
    0.2
    """
    at_most("anyway", anyway, "sold", sold)
    return divide(sold - anyway, sold)


@formula(units=COST, incremental=SHARE, margin=MONEY, price_cut=COST, cost=COST)
def promotion_profit(
    units: Number, incremental: Number, margin: Number, price_cut: Number, cost: Number = 0
) -> Value:
    r"""Compute what a discount earns beyond what would have been sold without it.

    .. math:: s n (m - D) - (1 - s) n D - \text{cost} = n (s m - D) - \text{cost}

    Parameters
    ----------
    units : number, 0 or more
        Units sold at the discount.
    incremental : number in [0, 1]
        Share of them that would not have been sold at the full price, now or later.
    margin : number
        Money, margin of a unit at the full price.
    price_cut : number, 0 or more
        Money taken off the price of a unit.
    cost : number, 0 or more
        Money, cost of the promotion itself.

    Returns
    -------
    number
        Profit beyond that without the discount, in money; below 0 for a loss.

    References
    ----------
    Blattberg & Neslin (1990), Sales Promotion: Concepts, Methods, and Strategies.

    Examples
    --------
    A discount pays if a fifth of the units is new, not if a sixteenth is:

    >>> promotion_profit(125, 0.2, 4.5, 0.5), promotion_profit(128, 0.0625, 4.5, 0.5)
    (50.0, -28.0)
    """
    return units * (incremental * margin - price_cut) - cost
