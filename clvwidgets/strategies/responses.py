"""How a rate answers to what is spent on it: steep at first, flat towards a ceiling."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clvwidgets.formulas.arithmetic import Value, expm1, log1p, quotient, where
from clvwidgets.formulas.checks import COST, POSITIVE, SHARE, at_most, formula

if TYPE_CHECKING:
    from clvwidgets.formulas.arithmetic import Number


@formula(spend=POSITIVE, rate=SHARE, ceiling=SHARE)
def response_steepness(spend: Number, rate: Number, ceiling: Number) -> Value:
    r"""Find the steepness of a response from one point on it and a guess of its ceiling.

    .. math:: k = -\frac{\ln(1 - \text{rate} / \text{ceiling})}{\text{spend}}

    Parameters
    ----------
    spend : number above 0
        Money per person that is spent today.
    rate : number in [0, 1]
        Share that is reached with it: of prospects acquired, or of customers kept.
    ceiling : number in [0, 1]
        Share that no spend would exceed. It is a guess: look how the answer moves with it.

    Returns
    -------
    number
        Steepness per unit of money; ``inf`` where today's rate is at its ceiling already.

    Raises
    ------
    ValueError
        If the rate is above its ceiling.

    References
    ----------
    Blattberg & Deighton (1996), Manage Marketing by the Customer Equity Test, Harvard Business
    Review 74(4).

    Examples
    --------
    >>> round(response_steepness(10, 0.08, 0.2), 4)
    0.0511
    """
    at_most("rate", rate, "ceiling", ceiling)
    return where(rate == 0, 0.0, -log1p(-quotient(rate, ceiling)) / spend)


@formula(spend=COST, ceiling=SHARE, steepness=COST)
def response_rate(spend: Number, ceiling: Number, steepness: Number) -> Value:
    r"""Compute the share that a spend reaches.

    .. math:: \text{ceiling} \cdot (1 - e^{-k \cdot \text{spend}})

    Parameters
    ----------
    spend : number, 0 or more
        Money per person.
    ceiling : number in [0, 1]
        Share that no spend would exceed.
    steepness : number, 0 or more
        As `response_steepness` finds it, per unit of money.

    Returns
    -------
    number
        Share, from 0 up to the ceiling.

    References
    ----------
    Blattberg & Deighton (1996).

    Examples
    --------
    >>> round(response_rate(10, 0.2, 0.0511), 3)
    0.08
    """
    return -ceiling * expm1(-steepness * spend)
