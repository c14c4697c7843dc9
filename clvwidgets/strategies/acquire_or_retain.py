"""How much to spend on winning customers and how much on keeping them: the customer equity test."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clvwidgets.formulas.arithmetic import (
    Value,
    divide,
    exp,
    log,
    maximum,
    minimum,
    quotient,
    where,
)
from clvwidgets.formulas.checks import (
    COST,
    MONEY,
    RATE,
    SHARE,
    Range,
    at_most,
    formula,
    sequence,
    unwrap,
)
from clvwidgets.strategies.lambert import lambert_of_exp
from clvwidgets.strategies.responses import response_rate, response_steepness

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clvwidgets.formulas.arithmetic import Number

_LEAST, _MOST = 1e-300, 1e300


@formula(
    margin=MONEY,
    discount=RATE,
    acquisition_spend=COST,
    acquisition_rate=SHARE,
    retention_spend=COST,
    retention_rate=SHARE,
)
def prospect_value(
    margin: Number,
    discount: Number,
    acquisition_spend: Number,
    acquisition_rate: Number,
    retention_spend: Number,
    retention_rate: Number,
) -> Value:
    r"""Compute what one prospect is worth, after what is spent on winning and on keeping them.

    .. math:: a m - A + a \frac{m r - R}{1 + d - r} = a \,\text{CLV} - A,
        \quad \text{CLV} = \frac{m (1 + d) - R}{1 + d - r}

    The first period's margin comes now; from then on each customer is paid :math:`R` before it is
    known who stays.

    Parameters
    ----------
    margin : number
        Money per period, :math:`m`, before what is spent on keeping.
    discount : number in [0, 1]
        Rate per period, :math:`d`.
    acquisition_spend : number, 0 or more
        Money per prospect, :math:`A`, on those who come and on those who do not.
    acquisition_rate : number in [0, 1]
        Share of prospects who become customers, :math:`a`.
    retention_spend : number, 0 or more
        Money per customer at risk and period, :math:`R`; per customer kept it is :math:`R / r`.
    retention_rate : number in [0, 1]
        Share of customers kept in a period, :math:`r`.

    Returns
    -------
    number
        Money per prospect, today; ``inf`` if nobody ever leaves and waiting costs nothing, and
        ``-inf`` if each of those costs more than they bring.

    References
    ----------
    Blattberg & Deighton (1996), Manage Marketing by the Customer Equity Test, Harvard Business
    Review 74(4).

    Examples
    --------
    >>> round(prospect_value(50, 0.1, 1, 0.04, 8, 0.6), 2)
    2.76
    """
    later = divide(margin * retention_rate - retention_spend, 1 + discount - retention_rate)
    # Nobody won, nothing earned: also where a customer would be worth more than any number.
    earned = where(acquisition_rate == 0, 0.0, later) * maximum(acquisition_rate, _LEAST)
    return acquisition_rate * margin - acquisition_spend + earned


def best_acquire_or_retain(
    margin: Number,
    discount: Number,
    acquisition: Sequence[Number],
    retention: Sequence[Number],
    stays_anyway: Number = 0.0,
) -> dict[str, Value]:
    r"""Find the best spend on winning and on keeping, in closed form.

    Both rates answer to spend as `response_rate` says. With :math:`M = m (1 + d)`, ceilings
    :math:`C`, steepness :math:`k` and the share who stay anyway :math:`s`, Lambert's :math:`W`
    gives

    .. math::

        R^* = M - \frac{1 + W(x)}{k_r}, \quad x = \frac{1 + d - C_r}{C_r - s} e^{k_r M - 1},
        \qquad A^* = \frac{\ln(C_a k_a \text{CLV}^*)}{k_a}

    There the next newcomer and the next one kept cost the same: as much as a customer is worth
    (Pfeifer's theorem).

    Parameters
    ----------
    margin : number
        Money per period, before what is spent on keeping; the first comes now.
    discount : number in [0, 1]
        Rate per period.
    acquisition, retention : sequence of three numbers
        Today's spend (above 0), the rate that it reaches, and the ceiling that no spend exceeds:
        per prospect, and per customer at risk and period.
    stays_anyway : number in [0, 1]
        Share of customers who would stay without any spend on keeping them.

    Returns
    -------
    dict of str to number
        ``acquisition_spend``, ``acquisition_rate``, ``retention_spend``, ``retention_rate``,
        ``clv`` (of a customer, after what is spent on keeping) and ``value`` (of a prospect). A
        spend is 0 where its first euro does not pay.

    Raises
    ------
    ValueError
        If a rate is above its ceiling, or fewer stay than would stay anyway.

    References
    ----------
    Blattberg & Deighton (1996); Pfeifer (2005), The Optimal Ratio of Acquisition and Retention
    Costs, Journal of Targeting, Measurement and Analysis for Marketing 13(2). The closed form is
    ours, from the conditions of first order.

    Examples
    --------
    >>> best = best_acquire_or_retain(50, 0.1, (1, 0.04, 0.1), (8, 0.6, 0.8))
    >>> {name: round(value, 2) for name, value in best.items() if name != "value"}
    ... # doctest: +NORMALIZE_WHITESPACE
    {'acquisition_spend': 3.4, 'acquisition_rate': 0.08, 'retention_spend': 15.8,
     'retention_rate': 0.75, 'clv': 111.44}
    """
    spend, rate, ceiling = _point("acquisition", acquisition)
    keeping, kept, most = _point("retention", retention)
    unwrap("stays_anyway", stays_anyway, SHARE)  # refused under its own name
    at_most("stays_anyway", stays_anyway, "the share kept today", kept)
    best: dict[str, Value] = _best(
        margin,
        discount,
        ceiling,
        response_steepness(spend, rate, ceiling),
        most,
        response_steepness(keeping, kept, most, stays_anyway),
        stays_anyway,
    )
    return best


def _point(name: str, given: Sequence[Number]) -> list[Number]:
    parts = sequence(name, given)
    if len(parts) != 3:
        raise ValueError(
            f"{name} must be three numbers, today's spend, its rate and the ceiling, "
            f"got {len(parts)}."
        )
    return parts


_STEEP = Range("be 0 or more", low=0, endless=True)


@formula(
    margin=MONEY,
    discount=RATE,
    ceiling=SHARE,
    steepness=_STEEP,
    most_kept=SHARE,
    keeping_steepness=_STEEP,
    floor=SHARE,
)
def _best(
    margin: Number,
    discount: Number,
    ceiling: Number,
    steepness: Number,
    most_kept: Number,
    keeping_steepness: Number,
    floor: Number,
) -> Value:
    # A rate at its ceiling has no limit of steepness: the least spend would do.
    k_a, k_r = minimum(steepness, 1e9), minimum(keeping_steepness, 1e9)
    annuity = margin * (1 + discount)
    movable = most_kept - floor
    lost = 1 + discount - most_kept  # what no spend would keep, and what waiting costs
    pays = (k_r * annuity - 1) * movable > lost
    kept_apart = log(maximum(lost, _LEAST)) - log(maximum(movable, _LEAST))
    power = maximum(minimum(kept_apart + k_r * annuity - 1, 1e15), -700.0)
    retention = where(pays, annuity - (1 + lambert_of_exp(power)) / maximum(k_r, _LEAST), 0.0)
    retention = maximum(retention, 0.0)
    kept = response_rate(retention, most_kept, k_r, floor)
    clv = quotient(annuity - retention, maximum(lost + movable * exp(-k_r * retention), _LEAST))
    reach = minimum(ceiling * k_a * maximum(clv, 0.0), _MOST)
    acquisition = where(reach > 1, log(maximum(reach, 1.0)) / maximum(k_a, _LEAST), 0.0)
    won = response_rate(acquisition, ceiling, k_a)
    return {
        "acquisition_spend": acquisition,
        "acquisition_rate": won,
        "retention_spend": retention,
        "retention_rate": kept,
        "clv": clv,
        "value": won * clv - acquisition,
    }
