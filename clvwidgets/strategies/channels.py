"""Channels of acquisition: the customers that money wins, what the next one costs, referrals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clvwidgets.formulas.arithmetic import Value, divide, exp, expm1, power, quotient, where
from clvwidgets.formulas.checks import COST, MONEY, POSITIVE, SHARE, formula

if TYPE_CHECKING:
    from clvwidgets.formulas.arithmetic import Number


@formula(spend=COST, ceiling=COST, scale=POSITIVE)
def saturating_customers(spend: Number, ceiling: Number, scale: Number) -> Value:
    r"""Compute the customers that a channel's spend wins: fewer and fewer for each further euro.

    .. math:: n(x) = \text{ceiling} \cdot (1 - e^{-x / \text{scale}})

    Parameters
    ----------
    spend : number, 0 or more
        Money spent in the channel in a period.
    ceiling : number, 0 or more
        Customers in a period that no spend would exceed.
    scale : number above 0
        Money in a period that wins 63 percent of the ceiling.

    Returns
    -------
    number
        Customers in a period, from 0 up to the ceiling.

    References
    ----------
    Blattberg & Deighton (1996), Manage Marketing by the Customer Equity Test, Harvard Business
    Review 74(4), have this curve for a rate of acquisition.

    Examples
    --------
    >>> round(saturating_customers(1600, 66.0662, 900), 1)
    54.9
    """
    return -ceiling * expm1(-spend / scale)


@formula(spend=COST, ceiling=COST, scale=POSITIVE)
def average_cac(spend: Number, ceiling: Number, scale: Number) -> Value:
    """Compute what a customer of a channel costs on average.

    Parameters
    ----------
    spend : number, 0 or more
        Money spent in the channel in a period.
    ceiling : number, 0 or more
        Customers in a period that no spend would exceed.
    scale : number above 0
        Money in a period that wins 63 percent of the ceiling.

    Returns
    -------
    number
        Money per customer; with no spend the cost of the first one, ``inf`` where money wins
        nobody.

    References
    ----------
    Farris, Bendle, Pfeifer & Reibstein (2010), Marketing Metrics, 2nd ed., ch. 5.

    Examples
    --------
    >>> round(average_cac(1600, 66.0662, 900), 2)
    29.14
    """
    won = saturating_customers(spend, ceiling, scale)
    first = quotient(scale, ceiling)
    return where(won == 0, first, quotient(spend, where(won == 0, 1.0, won)))


@formula(spend=COST, ceiling=COST, scale=POSITIVE)
def marginal_cac(spend: Number, ceiling: Number, scale: Number) -> Value:
    r"""Compute what the next customer of a channel costs.

    .. math:: \frac{1}{n'(x)} = \frac{\text{scale}}{\text{ceiling}} \, e^{x / \text{scale}}

    Parameters
    ----------
    spend : number, 0 or more
        Money spent in the channel in a period.
    ceiling : number, 0 or more
        Customers in a period that no spend would exceed.
    scale : number above 0
        Money in a period that wins 63 percent of the ceiling.

    Returns
    -------
    number
        Money per further customer, never less than the average; ``inf`` where money wins nobody.

    References
    ----------
    Blattberg & Deighton (1996): spend until the next customer costs what one is worth.

    Examples
    --------
    The average customer of paid ads costs 29 euros, the next one 81:

    >>> round(marginal_cac(1600, 66.0662, 900), 2)
    80.6
    """
    return quotient(scale, ceiling) * exp(spend / scale)


@formula(spend=COST, ceiling=COST, half=POSITIVE)
def michaelis_menten_customers(spend: Number, ceiling: Number, half: Number) -> Value:
    r"""Compute the customers that a spend wins if the curve flattens slowly.

    .. math:: n(x) = \text{ceiling} \cdot \frac{x}{x + \text{half}}

    Parameters
    ----------
    spend : number, 0 or more
        Money spent in the channel in a period.
    ceiling : number, 0 or more
        Customers in a period that no spend would exceed.
    half : number above 0
        Money in a period that wins half of the ceiling.

    Returns
    -------
    number
        Customers in a period.

    References
    ----------
    Michaelis & Menten (1913); as a response to advertising in Jin, Wang, Sun, Chan & Koehler
    (2017), Bayesian Methods for Media Mix Modeling with Carryover and Shape Effects.

    Examples
    --------
    >>> michaelis_menten_customers(20, 100, 5)
    80.0
    """
    return hill_customers(spend, ceiling, half, 1.0)


@formula(spend=COST, ceiling=COST, half=POSITIVE, shape=POSITIVE)
def hill_customers(spend: Number, ceiling: Number, half: Number, shape: Number) -> Value:
    r"""Compute the customers that a spend wins if a little money wins nobody.

    .. math:: n(x) = \text{ceiling} \cdot
        \frac{x^\text{shape}}{x^\text{shape} + \text{half}^\text{shape}}

    Parameters
    ----------
    spend : number, 0 or more
        Money spent in the channel in a period.
    ceiling : number, 0 or more
        Customers in a period that no spend would exceed.
    half : number above 0
        Money in a period that wins half of the ceiling. Where it is told as a share of the
        largest spend on record, the curve moves whenever that record does.
    shape : number above 0
        Above 1 the curve is an S: steeper at first, then flatter.

    Returns
    -------
    number
        Customers in a period.

    References
    ----------
    Hill (1910); as a response to advertising in Jin, Wang, Sun, Chan & Koehler (2017).

    Examples
    --------
    >>> round(hill_customers(150, 1, 100, 3), 6)
    0.771429
    """
    return quotient(ceiling, 1 + power(quotient(half, spend), shape))


@formula(clv_difference=MONEY, reward=POSITIVE)
def referral_roi(clv_difference: Number, reward: Number) -> Value:
    r"""Compute the return on a reward for recommending.

    .. math:: \frac{\text{clv difference}}{\text{reward}} - 1

    Parameters
    ----------
    clv_difference : number
        Money by which a customer who was recommended is worth more than one who was not; the
        timing is that of the values which are compared.
    reward : number above 0
        Money paid for each who comes.

    Returns
    -------
    number
        Share of the reward, over the whole time of the values; -1 where all is lost.

    References
    ----------
    Schmitt, Skiera & Van den Bulte (2011), Referral Programs and Customer Value, Journal of
    Marketing 75(1): 40 euros over six years for a reward of 25.

    Examples
    --------
    >>> round(referral_roi(40, 25), 2)
    0.6
    """
    return quotient(clv_difference, reward) - 1


@formula(reward=COST, came_anyway=SHARE)
def cost_per_further_referral(reward: Number, came_anyway: Number) -> Value:
    """Compute what one further customer costs who would not have come without the reward.

    Parameters
    ----------
    reward : number, 0 or more
        Money paid for each who comes.
    came_anyway : number in [0, 1]
        Share of those who come that would have come without the reward; a trial by lot tells.

    Returns
    -------
    number
        Money per further customer; ``inf`` where all would have come anyway.

    References
    ----------
    Kumar, Petersen & Leone (2007), How Valuable Is Word of Mouth?, Harvard Business Review 85(10).

    Examples
    --------
    >>> round(cost_per_further_referral(5, 0.73), 2)
    18.52
    """
    return divide(reward, 1 - came_anyway)


@formula(value=MONEY, came_anyway=SHARE, reward=COST, saved=COST)
def referral_value(
    value: Number, came_anyway: Number, reward: Number, saved: Number = 0.0
) -> Value:
    r"""Compute what a customer who was recommended brings beyond what would have come anyway.

    .. math:: (1 - \text{came anyway}) \cdot \text{value} + \text{saved} - \text{reward}

    Count a referral here or as the newcomer's own value, not in both.

    Parameters
    ----------
    value : number
        Money, lifetime value of who comes, first order now, before the cost of acquiring.
    came_anyway : number in [0, 1]
        Share of those who come that would have come without the recommendation.
    reward : number, 0 or more
        Money paid for each who comes, also for those who would have come anyway.
    saved : number, 0 or more
        Money that winning each of them by other means would have cost and is not spent.

    Returns
    -------
    number
        Money per customer who was recommended.

    References
    ----------
    Kumar, Petersen & Leone (2007): the value of those who would have come anyway is left out,
    the cost saved on acquiring them is not.

    Examples
    --------
    >>> round(referral_value(169, 0.73, 5), 2)
    40.63
    """
    return (1 - came_anyway) * value + saved - reward
