"""Selling something beside, or something dearer: what it adds, and what it replaces."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clvwidgets.formulas.arithmetic import Value, divide, maximum, quotient, times
from clvwidgets.formulas.checks import COST, MONEY, RATE, SHARE, formula

if TYPE_CHECKING:
    from clvwidgets.formulas.arithmetic import Number


@formula(
    orders=COST,
    attach=SHARE,
    attach_anyway=SHARE,
    add_on_margin=MONEY,
    cannibalised=SHARE,
    base_margin=MONEY,
    fatigue=COST,
)
def cross_sell_value(
    orders: Number,
    attach: Number,
    add_on_margin: Number,
    cannibalised: Number,
    base_margin: Number,
    fatigue: Number,
    attach_anyway: Number = 0,
) -> Value:
    r"""Compute what a suggestion adds to a customer's lifetime value.

    .. math:: \text{orders} \cdot \left[ (a - a_0) (m_\text{add} - s \, m_\text{base}) - f \right]

    Parameters
    ----------
    orders : number, 0 or more
        Orders to come at which it is shown, discounted; 1 for the gain per showing.
    attach : number in [0, 1]
        Share of those orders that take the add-on when it is suggested.
    add_on_margin : number
        Margin of an add-on, money.
    cannibalised : number in [0, 1]
        Share of add-ons that replace something the customer would have bought.
    base_margin : number
        Margin of what is replaced, money.
    fatigue : number, 0 or more
        Margin that one showing costs by itself, money per order: orders lost by nagging, returns,
        the place it takes.
    attach_anyway : number in [0, 1], optional
        Share that takes it unasked, as those show who see no suggestion, by lot.

    Returns
    -------
    number
        Money per customer, below 0 where showing loses money.

    References
    ----------
    Bodapati (2008), Recommendation Systems with Purchase Data, Journal of Marketing Research 45(1):
    suggest what the suggestion changes, not what is likely to be bought.

    Examples
    --------
    >>> round(cross_sell_value(1, 0.079, 5.52, 0, 0, 0, attach_anyway=0.029), 3)
    0.276
    """
    per_order = (attach - attach_anyway) * (add_on_margin - cannibalised * base_margin) - fatigue
    return orders * per_order


@formula(
    attach=SHARE,
    attach_anyway=SHARE,
    add_on_margin=MONEY,
    cannibalised=SHARE,
    base_margin=MONEY,
    order_margin=COST,
)
def break_even_nagging(
    attach: Number,
    add_on_margin: Number,
    cannibalised: Number,
    base_margin: Number,
    order_margin: Number,
    attach_anyway: Number = 0,
) -> Value:
    r"""Find the share of orders that showing a suggestion may cost before it loses money.

    .. math:: \frac{(a - a_0) (m_\text{add} - s \, m_\text{base})}{m_\text{order}}

    Parameters
    ----------
    attach : number in [0, 1]
        Share of orders that take the add-on when it is suggested.
    add_on_margin : number
        Margin of an add-on, money.
    cannibalised : number in [0, 1]
        Share of add-ons that replace something the customer would have bought.
    base_margin : number
        Margin of what is replaced, money.
    order_margin : number, 0 or more
        Margin of an order that is lost, money.
    attach_anyway : number in [0, 1], optional
        Share that takes it unasked.

    Returns
    -------
    number
        Share of orders; 0 where the suggestion gains nothing, ``inf`` where an order lost costs
        nothing.

    References
    ----------
    Derived: the gain of `cross_sell_value` set against orders lost.

    Examples
    --------
    >>> round(break_even_nagging(0.077, 5.518, 0, 0, 11.69, attach_anyway=0.029), 4)
    0.0227
    """
    gain = (attach - attach_anyway) * (add_on_margin - cannibalised * base_margin)
    return divide(maximum(gain, 0.0), order_margin)


@formula(share=SHARE, margin_high=MONEY, margin_low=MONEY, share_anyway=SHARE)
def up_sell_gain(
    share: Number, margin_high: Number, margin_low: Number, share_anyway: Number = 0
) -> Value:
    r"""Compute what customers who take the dearer version add, per customer who is asked.

    .. math:: (u - u_0) (m_\text{high} - m_\text{low})

    Parameters
    ----------
    share : number in [0, 1]
        Share that takes the dearer version when asked.
    margin_high, margin_low : number
        Margin of the dearer and of the cheaper version, money per period or per order.
    share_anyway : number in [0, 1], optional
        Share that would have taken it unasked.

    Returns
    -------
    number
        Money per customer asked, in the period of the margins.

    References
    ----------
    Derived; Kamakura (2008), Cross-Selling: Offering the Right Product to the Right Customer at
    the Right Time, Journal of Relationship Marketing 6(3-4).

    Examples
    --------
    >>> round(up_sell_gain(0.2, 30, 20), 2)
    2.0
    """
    return (share - share_anyway) * (margin_high - margin_low)


@formula(margin_gain=MONEY, retention=RATE, discount=RATE, moves_up=RATE, moves_down=RATE)
def upgrade_value(
    margin_gain: Number, retention: Number, discount: Number, moves_up: Number, moves_down: Number
) -> Value:
    r"""Compute what it is worth to move a subscriber to the dearer plan today.

    .. math:: \frac{\Delta m}{1 - s (1 - u - w)}, \qquad s = \frac{r}{1 + d}

    Some would have gone up by themselves later, some come down again: both shorten the time for
    which the upgrade makes a difference.

    Parameters
    ----------
    margin_gain : number
        Margin of the dearer plan less that of the cheaper one, money per period; first now.
    retention : number in [0, 1]
        Per period, the same in both plans.
    discount : number in [0, 1]
        Per period.
    moves_up, moves_down : number in [0, 1]
        Share of the cheaper plan that goes up by itself in a period, and of the dearer one that
        comes down.

    Returns
    -------
    number
        Money now, at most that may be spent on the upgrade; infinite where nobody leaves, nothing
        is discounted and nobody moves.

    References
    ----------
    Derived: the difference of two Markov chains (Pfeifer & Carraway 2000, Modeling Customer
    Relationships as Markov Chains, Journal of Interactive Marketing 14(2)).

    Examples
    --------
    Ten more a month, 3.49 % leave a month, 10 % a year; 1.50 % go up, 0.55 % come down:

    >>> round(upgrade_value(10, 0.9651, 1.1 ** (1 / 12) - 1, 0.015, 0.0055))
    161
    """
    stays = quotient(retention, 1 + discount) * (1 - moves_up - moves_down)
    return times(margin_gain, quotient(1, 1 - stays))
