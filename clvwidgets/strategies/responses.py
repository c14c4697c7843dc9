"""How a rate answers to what is spent on it: steep at first, flat towards a ceiling."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clvwidgets.formulas.arithmetic import Value, divide, exp, expm1, log1p, maximum
from clvwidgets.formulas.checks import COST, POSITIVE, SHARE, at_most, formula

if TYPE_CHECKING:
    from clvwidgets.formulas.arithmetic import Number


@formula(spend=POSITIVE, rate=SHARE, ceiling=SHARE, floor=SHARE)
def response_steepness(spend: Number, rate: Number, ceiling: Number, floor: Number = 0.0) -> Value:
    r"""Find the steepness of a response from one point on it and a guess of its ceiling.

    .. math:: k = -\frac{1}{\text{spend}} \ln\left(1 - \frac{\text{rate} - \text{floor}}
        {\text{ceiling} - \text{floor}}\right)

    Parameters
    ----------
    spend : number above 0
        Money per person that is spent today.
    rate : number in [0, 1]
        Share that is reached with it: of prospects acquired, or of customers kept.
    ceiling : number in [0, 1]
        Share that no spend would exceed. It is a guess: look how the answer moves with it.
    floor : number in [0, 1]
        Share that is reached without any spend: those who would have come or stayed anyway.

    Returns
    -------
    number
        Steepness per unit of money; ``inf`` where today's rate is at its ceiling already.

    Raises
    ------
    ValueError
        If the rate is above its ceiling, or below its floor.

    References
    ----------
    Blattberg & Deighton (1996), Manage Marketing by the Customer Equity Test, Harvard Business
    Review 74(4); the floor is ours.

    Examples
    --------
    >>> round(response_steepness(10, 0.08, 0.2), 4)
    0.0511
    """
    at_most("rate", rate, "ceiling", ceiling)
    at_most("floor", floor, "rate", rate)
    # Nothing that spend reaches is 0, not the negative zero that would turn infinities round.
    return maximum(-log1p(-divide(rate - floor, ceiling - floor)), 0.0) / spend


@formula(spend=COST, ceiling=SHARE, steepness=COST, floor=SHARE)
def response_rate(spend: Number, ceiling: Number, steepness: Number, floor: Number = 0.0) -> Value:
    r"""Compute the share that a spend reaches.

    .. math:: \text{floor} + (\text{ceiling} - \text{floor}) (1 - e^{-k \cdot \text{spend}})

    Parameters
    ----------
    spend : number, 0 or more
        Money per person.
    ceiling : number in [0, 1]
        Share that no spend would exceed.
    steepness : number, 0 or more
        As `response_steepness` finds it, per unit of money.
    floor : number in [0, 1]
        Share that is reached without any spend.

    Returns
    -------
    number
        Share, from the floor up to the ceiling.

    Raises
    ------
    ValueError
        If the floor is above the ceiling.

    References
    ----------
    Blattberg & Deighton (1996); the floor is ours.

    Examples
    --------
    >>> round(response_rate(10, 0.2, 0.0511), 3)
    0.08
    """
    at_most("floor", floor, "ceiling", ceiling)
    return floor - (ceiling - floor) * expm1(-steepness * spend)


@formula(spend=COST, ceiling=SHARE, steepness=COST, floor=SHARE)
def marginal_response_cost(
    spend: Number, ceiling: Number, steepness: Number, floor: Number = 0.0
) -> Value:
    r"""Compute what one person more costs at the margin: the next newcomer, the next one kept.

    .. math:: \frac{e^{k \cdot \text{spend}}}{k (\text{ceiling} - \text{floor})}

    Parameters
    ----------
    spend, ceiling, steepness, floor : number
        As in `response_rate`.

    Returns
    -------
    number
        Money per further person; ``inf`` where no spend reaches one more.

    Raises
    ------
    ValueError
        If the floor is above the ceiling.

    References
    ----------
    Pfeifer (2005), The Optimal Ratio of Acquisition and Retention Costs, Journal of Targeting,
    Measurement and Analysis for Marketing 13(2).

    Examples
    --------
    >>> round(marginal_response_cost(10, 0.2, 0.0511))
    163
    """
    at_most("floor", floor, "ceiling", ceiling)
    return divide(exp(steepness * spend), steepness * (ceiling - floor))
