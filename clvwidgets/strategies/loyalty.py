"""Loyalty programmes: what rewards cost, what they must bring, and what is still owed for points.

A reward falls on everything that a member buys, also on what they would have bought anyway. So a
programme is judged by the margin of the purchases that it adds, less the reward on all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from clvwidgets.arguments import checked
from clvwidgets.formulas.arithmetic import Value, divide, quotient, where
from clvwidgets.formulas.checks import COST, SHARE, Range, at_most, formula, single, unwrap

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from clvwidgets.formulas.arithmetic import Number

_LIFT: Final = Range("be a relative change, -1 or more", low=-1)


@formula(earned=SHARE, redeemed=SHARE, cost_ratio=COST)
def reward_cost(earned: Number, redeemed: Number, cost_ratio: Number = 1.0) -> Value:
    r"""Compute what rewards cost per euro that a member spends.

    .. math:: k = \text{earned} \cdot \text{redeemed} \cdot \text{cost ratio}

    Parameters
    ----------
    earned : number in [0, 1]
        Face value of the reward per euro of spend, such as 0.05 for five percent.
    redeemed : number in [0, 1]
        Share of it that is ever used: 1 less the breakage.
    cost_ratio : number, 0 or more
        What a euro of face value costs: below 1 where the reward is one's own goods.

    Returns
    -------
    number
        Euros per euro of spend.

    References
    ----------
    IFRS 15, Revenue from Contracts with Customers, Illustrative Example 52, values points in the
    same way: number, times value, times the likelihood that they are used.

    Examples
    --------
    >>> round(reward_cost(0.05, 0.70), 3)
    0.035
    """
    return earned * redeemed * cost_ratio


@formula(reward_cost=SHARE, margin=SHARE, fixed_cost=COST, spend=COST)
def loyalty_break_even_lift(
    reward_cost: Number, margin: Number, fixed_cost: Number = 0.0, spend: Number = 1.0
) -> Value:
    r"""Find by how much members must buy more for a programme to pay.

    .. math:: l^* = \frac{k + F / A}{m - k}

    Parameters
    ----------
    reward_cost : number in [0, 1]
        Reward per euro of spend, as `reward_cost` computes it; a discount counts in full.
    margin : number in [0, 1]
        Share of revenue that is left after the goods, before the reward.
    fixed_cost : number, 0 or more
        Money per member and period, whatever they buy.
    spend : number, 0 or more
        Money per member and period that they would spend without the programme.

    Returns
    -------
    number
        Relative rise of spend, 0.147 for 14.7 percent; ``inf`` where further purchases leave
        nothing, so that no rise pays.

    References
    ----------
    T. Nagle, G. Mueller (2018), The Strategy and Tactics of Pricing, chapter 9: the break-even
    sales change, for a reward in place of a price cut.

    Examples
    --------
    >>> round(loyalty_break_even_lift(0.035, 0.3454, 0.60, 56.02), 3)
    0.147
    """
    needed = reward_cost + divide(fixed_cost, spend)
    left = where(margin > reward_cost, margin - reward_cost, 0.0)
    return divide(needed, left)


@formula(lift=_LIFT, within_reach=SHARE, elsewhere=_LIFT)
def average_lift(lift: Number, within_reach: Number, elsewhere: Number = 0.0) -> Value:
    r"""Compute the lift of all members where a tier moves only those who are near it.

    .. math:: \bar l = s \, l + (1 - s) \, l_0

    Parameters
    ----------
    lift : number, -1 or more
        Relative rise of spend of those within reach of the next tier.
    within_reach : number in [0, 1]
        Their share of all spend without the programme. A share of heads is right only if they
        spend as much as the others.
    elsewhere : number, -1 or more
        Relative rise of spend of the others.

    Returns
    -------
    number
        Relative rise of all spend.

    References
    ----------
    R. Kivetz, O. Urminsky, Y. Zheng (2006), The Goal-Gradient Hypothesis Resurrected, Journal of
    Marketing Research 43(1): effort grows near a reward.

    Examples
    --------
    >>> round(average_lift(0.80, 0.25), 2)
    0.2
    """
    return within_reach * lift + (1 - within_reach) * elsewhere


@formula(spend=COST, margin=SHARE, reward_cost=SHARE, lift=_LIFT, anyway=SHARE, fixed_cost=COST)
def loyalty_profit(
    spend: Number,
    margin: Number,
    reward_cost: Number,
    lift: Number,
    anyway: Number,
    fixed_cost: Number = 0.0,
) -> Value:
    r"""Compute what a programme adds per member and period, and what it pays for nothing.

    With :math:`B = A (1 + l w)`, what members would buy without it (:math:`w` the part of their
    lead that they would have anyway), and :math:`D = A \, l \, (1 - w)`, what it adds:

    .. math:: \text{net} = D \, m - (B + D) \, k - F

    Parameters
    ----------
    spend : number, 0 or more
        Money per customer and period that those outside the programme spend.
    margin : number in [0, 1]
        Share of revenue that is left after the goods, before the reward.
    reward_cost : number in [0, 1]
        Reward per euro of spend, as `reward_cost` computes it.
    lift : number, -1 or more
        How much more members spend than those outside, relative.
    anyway : number in [0, 1]
        Share of that difference which they would have bought anyway, because those who buy much
        join. 0 only where a lot decided who may join.
    fixed_cost : number, 0 or more
        Money per member and period, whatever they buy.

    Returns
    -------
    dict of str to number
        Money per member and period, but for two: ``baseline`` (spend without the programme),
        ``added`` (spend because of it), ``real_lift`` (the second over the first),
        ``added_margin``, ``reward_added``, ``reward_anyway`` (rewards on either), ``cost`` (all
        rewards and the fixed cost), ``share_anyway`` (share of the cost that would be due if
        nobody bought more) and ``net``.

    References
    ----------
    Y. Liu (2007), The Long-Term Impact of Loyalty Programs on Consumer Purchase Behavior and
    Loyalty, Journal of Marketing 71(4): heavy buyers claim rewards and do not change.

    Examples
    --------
    >>> trial = loyalty_profit(56.02, 0.3454, 0.035, 0.1983, 0, 0.60)
    >>> round(trial["net"], 2), round(trial["share_anyway"], 3)
    (0.89, 0.868)
    >>> joined = loyalty_profit(56.02, 0.3454, 0.035, 0.1983, 0.5, 0.60)
    >>> round(joined["net"], 2)
    -1.03
    """
    baseline = spend * (1 + lift * anyway)
    added = spend * lift * (1 - anyway)
    on_added, on_anyway = reward_cost * added, reward_cost * baseline
    cost = on_added + on_anyway + fixed_cost
    return {
        "baseline": baseline,
        "added": added,
        "real_lift": divide(added, baseline),
        "added_margin": margin * added,
        "reward_added": on_added,
        "reward_anyway": on_anyway,
        "cost": cost,
        "share_anyway": divide(on_anyway + fixed_cost, cost),
        "net": margin * added - cost,
    }


@formula(earned=COST, redeemed=SHARE)
def deferred_points_share(earned: Number, redeemed: Number) -> Value:
    r"""Compute the share of a sale that is not yet revenue, because points were sold with it.

    .. math:: \frac{v \rho}{1 + v \rho}

    Parameters
    ----------
    earned : number, 0 or more
        Face value of the points per euro of sales.
    redeemed : number in [0, 1]
        Share of them that is expected to be used.

    Returns
    -------
    number
        Share of the sale's price, 0 to 1.

    References
    ----------
    IFRS 15, Revenue from Contracts with Customers, Illustrative Example 52.

    Examples
    --------
    >>> round(100_000 * deferred_points_share(10_000 / 100_000, 0.95))
    8676
    """
    return quotient(earned * redeemed, 1 + earned * redeemed)


@checked()
def deferred_points_revenue(
    sales: float, points_value: float, expected_redeemed: ArrayLike, redeemed: ArrayLike
) -> dict[str, Any]:
    """Compute revenue and liability of points over the years after a sale (IFRS 15).

    The price is split once, by what is expected at the sale. Later expectations change when the
    points' part becomes revenue, not how large it is.

    Parameters
    ----------
    sales : float
        Money received for goods and points together.
    points_value : float
        Money, stand-alone value of one point if it is used.
    expected_redeemed : array_like
        Points that are expected to be used in all, as estimated at the end of each year; the
        first is the estimate at the sale, too.
    redeemed : array_like
        Points used since the sale, by the end of each year.

    Returns
    -------
    dict
        ``product`` and ``points``: the parts of the price, money. ``share``: the points' part
        over the price. ``revenue``: of points in each year, array, negative where expectations
        rose so much that some is taken back. ``liability``: owed at the end of each year, array.

    Raises
    ------
    ValueError
        If the two arrays do not have one value for each year, what was used falls, or more was
        used than is expected.

    References
    ----------
    IFRS 15, Revenue from Contracts with Customers, Illustrative Example 52.

    Examples
    --------
    >>> years = deferred_points_revenue(100_000, 1, [9_500, 9_700], [4_500, 8_500])
    >>> round(years["points"]), years["revenue"].round().tolist()
    (8676, [4110.0, 3493.0])
    >>> years["liability"].round().tolist()
    [4566.0, 1073.0]
    """
    import numpy as np

    price = single("sales", sales, COST)
    expected = _years("expected_redeemed", expected_redeemed)
    used = _years("redeemed", redeemed)
    if expected.shape != used.shape:
        raise ValueError(
            f"expected_redeemed has {expected.size} years and redeemed {used.size}. "
            "Give one value of each for the end of each year."
        )
    if (np.diff(used) < 0).any():
        raise ValueError(
            "redeemed falls from one year to the next, but it counts all points used since the "
            "sale. Add the years up: numpy.cumsum(redeemed)."
        )
    at_most("redeemed", used, "expected_redeemed", expected)
    value = single("points_value", points_value, COST) * expected[0]
    points = price * divide(value, price + value)
    earned = points * np.divide(used, expected, out=np.zeros_like(used), where=expected > 0)
    return {
        "product": price - points,
        "points": points,
        "share": divide(points, price),
        "revenue": np.diff(earned, prepend=0.0),
        "liability": points - earned,
    }


def _years(name: str, values: ArrayLike) -> Any:
    """One number for each year, 0 or more."""
    import numpy as np

    years = np.atleast_1d(np.asarray(values))
    if years.ndim != 1 or years.size == 0:
        raise ValueError(f"{name} must have one number for each year, got shape {years.shape}.")
    return unwrap(name, years, COST)
