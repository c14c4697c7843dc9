"""Levers of a customer's value: how strongly each pulls, how far it goes, what the next euro buys.

Three questions that are often taken for one. An *elasticity* says what one percent of an input is
worth; a *swing* says what a project is worth that moves the input as far as it can; the *gain per
euro* sets that against its cost. The levers stand in another order in each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from clvwidgets.formulas import retention_clv
from clvwidgets.formulas.arithmetic import (
    Value,
    choice,
    divide,
    maximum,
    minimum,
    quotient,
    times,
    where,
)
from clvwidgets.formulas.checks import (
    COST,
    COUNT,
    DURATION,
    MONEY,
    RATE,
    SHARE,
    WORTH,
    Range,
    formula,
)

if TYPE_CHECKING:
    from clvwidgets.formulas.arithmetic import Number

_FirstPayment: TypeAlias = Literal["now", "after_renewal", "end_of_period"]

_TIMINGS: Final = ("now", "after_renewal", "end_of_period")
_CHANGE: Final = Range("be -1 or more (nothing can fall by more than all of it)", low=-1)
_POINTS: Final = Range("lie between -1 and 1 (a point is 0.01)", low=-1, high=1, percent=True)


@formula(retention=RATE, discount=RATE)
def retention_elasticity(
    retention: Number, discount: Number, *, first_payment: _FirstPayment = "now"
) -> Value:
    r"""Compute by how many percent a customer's value rises for one percent of retention.

    .. math::

        \frac{r}{1+d-r} \text{ (now, end of period)} \qquad
        \frac{1+d}{1+d-r} \text{ (after renewal)}

    The percent is relative: 0.80 becomes 0.808. It is the slope of a tiny step, and it says
    nothing of whether retention can be moved.

    Parameters
    ----------
    retention : number in [0, 1]
        Probability of staying from one period to the next.
    discount : number in [0, 1]
        Discount rate per period.
    first_payment : {"now", "after_renewal", "end_of_period"}
        As in `clvwidgets.formulas.retention_clv`.

    Returns
    -------
    number
        Percent of value, before the cost of acquiring, per percent of retention; ``inf`` if
        nobody leaves and nothing is discounted.

    References
    ----------
    S. Gupta, D. Lehmann (2003), Customers as Assets, Journal of Interactive Marketing 17(1);
    P. Pfeifer, P. Farris (2004), The Elasticity of Customer Value to Retention, Journal of
    Interactive Marketing 18(2).

    Examples
    --------
    >>> round(retention_elasticity(0.8, 0.1), 3)
    2.667
    >>> round(retention_elasticity(0.8, 0.1, first_payment="after_renewal"), 3)
    3.667
    """
    choice("first_payment", first_payment, _TIMINGS)
    top = 1 + discount if first_payment == "after_renewal" else retention
    return divide(top, discount + (1 - retention))


@formula(churn=RATE, discount=RATE)
def churn_elasticity(
    churn: Number, discount: Number, *, first_payment: _FirstPayment = "now"
) -> Value:
    r"""Compute by how many percent a customer's value changes for one percent of churn.

    .. math::

        -\frac{c}{d+c} \text{ (now, end of period)} \qquad
        -\frac{c \, (1+d)}{(1-c)(d+c)} \text{ (after renewal)}

    Retention and churn are one lever with two names: one percent of a retention of 95 % is a fifth
    of all leaving, one percent of a churn of 5 % a hundredth of it.

    Parameters
    ----------
    churn : number in [0, 1]
        Probability per period of leaving.
    discount : number in [0, 1]
        Discount rate per period.
    first_payment : {"now", "after_renewal", "end_of_period"}
        As in `clvwidgets.formulas.retention_clv`.

    Returns
    -------
    number
        Percent of value, 0 or below, per percent (relative) of churn; 0 where nobody leaves.

    References
    ----------
    From `clvwidgets.formulas.retention_clv`, which follows P. Fader, B. Hardie (2012), Reconciling
    and Clarifying CLV Formulas, note 024.

    Examples
    --------
    >>> round(churn_elasticity(0.05, 0.00797414), 2)
    -0.86
    """
    choice("first_payment", first_payment, _TIMINGS)
    if first_payment == "after_renewal":
        return -divide(churn * (1 + discount), (1 - churn) * (discount + churn))
    return -divide(churn, discount + churn)


@formula(retention=RATE, discount=RATE)
def discount_elasticity(
    retention: Number, discount: Number, *, first_payment: _FirstPayment = "now"
) -> Value:
    r"""Compute by how many percent a customer's value changes for one percent of the discount rate.

    .. math::

        -\frac{d \, r}{(1+d)(1+d-r)} \text{ (now)} \qquad
        -\frac{d}{1+d-r} \text{ (after renewal, end of period)}

    Parameters
    ----------
    retention : number in [0, 1]
        Probability of staying from one period to the next.
    discount : number in [0, 1]
        Discount rate per period; one percent of it is relative, 0.10 becomes 0.101.
    first_payment : {"now", "after_renewal", "end_of_period"}
        As in `clvwidgets.formulas.retention_clv`.

    Returns
    -------
    number
        Percent of value, 0 or below, per percent of the discount rate; 0 without discount.

    References
    ----------
    From `clvwidgets.formulas.retention_clv`, which follows P. Fader, B. Hardie (2012), Reconciling
    and Clarifying CLV Formulas, note 024.

    Examples
    --------
    >>> round(discount_elasticity(0.8, 0.1), 4)
    -0.2424
    >>> round(discount_elasticity(0.8, 0.1, first_payment="end_of_period"), 4)
    -0.3333
    """
    choice("first_payment", first_payment, _TIMINGS)
    slope = divide(discount, discount + (1 - retention))
    if first_payment == "now":
        return -slope * retention / (1 + discount)
    return -slope


@formula(elasticity=MONEY, value=MONEY, cac=COST)
def net_elasticity(elasticity: Number, value: Number, cac: Number) -> Value:
    r"""Turn an elasticity of value into one of value less the cost of acquiring.

    .. math:: e \cdot \frac{V}{|V - \text{CAC}|}

    A small net value makes every lever look strong; of a value below zero the sign still says
    whether it rises. The cost of acquiring itself has the elasticity ``-cac / abs(value - cac)``.

    Parameters
    ----------
    elasticity : number
        Percent of value per percent of an input that does not change the cost of acquiring.
    value : number
        Money, value of a customer before the cost of acquiring.
    cac : number, 0 or more
        Money, cost of acquiring one.

    Returns
    -------
    number
        Percent of the net value's size; ``inf`` or ``-inf`` where the net value is 0.

    References
    ----------
    S. Gupta, D. Lehmann, J. Stuart (2004), Valuing Customers, Journal of Marketing Research 41(1),
    set retention, margin and the cost of acquiring side by side in this way.

    Examples
    --------
    >>> net_elasticity(1, 300, 100)
    1.5
    """
    return divide(elasticity * value, abs(value - cac))


@formula(order_value_change=_CHANGE, frequency_change=_CHANGE, margin_change=_CHANGE)
def joint_change(
    order_value_change: Number, frequency_change: Number, margin_change: Number = 0.0
) -> Value:
    r"""Compute what three levers move together when they are factors of one product.

    .. math:: (1 + a)(1 + f)(1 + g) - 1

    Parameters
    ----------
    order_value_change, frequency_change, margin_change : number, -1 or more
        Relative changes: 0.1 for a tenth more.

    Returns
    -------
    number
        Relative change of the product; more than the sum where all rise.

    References
    ----------
    Arithmetic: changes of factors multiply.

    Examples
    --------
    >>> round(joint_change(0.1, 0.1, 0.1), 3)
    0.331
    """
    return (1 + order_value_change) * (1 + frequency_change) * (1 + margin_change) - 1


@formula(rate=SHARE, change=_CHANGE)
def rate_by_percent(rate: Number, change: Number) -> Value:
    """Change a rate by a part of itself; no rate passes 1.

    Parameters
    ----------
    rate : number in [0, 1]
        A probability or a share, such as retention per period.
    change : number, -1 or more
        Relative change: 0.1 makes 0.88 of 0.80.

    Returns
    -------
    number
        The new rate, at most 1: above that the change is cut short, which is to be said.

    References
    ----------
    Arithmetic of rates.

    Examples
    --------
    >>> round(rate_by_percent(0.8, 0.1), 2), rate_by_percent(0.95, 0.1)
    (0.88, 1.0)
    """
    return minimum(1.0, rate * (1 + change))


@formula(rate=SHARE, points=_POINTS)
def rate_by_points(rate: Number, points: Number) -> Value:
    """Add points to a rate; it stays between 0 and 1.

    Parameters
    ----------
    rate : number in [0, 1]
        A probability or a share, such as retention per period.
    points : number in [-1, 1]
        Points as a fraction: 0.1 makes 0.90 of 0.80.

    Returns
    -------
    number
        The new rate, cut short at 0 and 1, which is to be said.

    References
    ----------
    Arithmetic of rates.

    Examples
    --------
    >>> round(rate_by_points(0.8, 0.1), 2), rate_by_points(0.95, 0.1)
    (0.9, 1.0)
    """
    return maximum(0.0, minimum(1.0, rate + points))


@formula(before=WORTH, after=WORTH)
def value_gained(before: Number, after: Number) -> Value:
    """Compute what a value has gained, also where it has no limit.

    Parameters
    ----------
    before, after : number
        Money; ``inf`` is allowed.

    Returns
    -------
    number
        Money, ``after`` less ``before``; 0 from no limit to no limit.

    References
    ----------
    Arithmetic.

    Examples
    --------
    >>> value_gained(200, 230)
    30.0
    """
    return where(after == before, 0.0, after - before)


@formula(margin=MONEY, churn=RATE, new_churn=RATE, discount=RATE, customers=COUNT)
def churn_project_gain(
    margin: Number,
    churn: Number,
    new_churn: Number,
    discount: Number,
    customers: Number = 1.0,
    *,
    first_payment: _FirstPayment = "after_renewal",
) -> Value:
    r"""Compute what customers are worth more because fewer of them leave.

    .. math:: N \, [V(m, 1 - c') - V(m, 1 - c)]

    Parameters
    ----------
    margin : number
        Money per period of one customer.
    churn, new_churn : number in [0, 1]
        Probability per period of leaving, without and because of the project; of customers alike
        but for the project, so that those who would stay anyway are in both.
    discount : number in [0, 1]
        Discount rate per period.
    customers : number, 0 or more
        How many the project reaches.
    first_payment : {"now", "after_renewal", "end_of_period"}
        As in `clvwidgets.formulas.retention_clv`: customers who are there already pay next after
        their renewal.

    Returns
    -------
    number
        Present value, in money, before the project's cost.

    References
    ----------
    From `clvwidgets.formulas.retention_clv`.

    Examples
    --------
    Subscribers whose cards no longer expire, 10 % a year:

    >>> round(churn_project_gain(28.27, 0.0428, 0.0292, 0.00797414, 2376), -3)
    488000.0
    """
    before = retention_clv(margin, 1 - churn, discount, first_payment=first_payment)
    after = retention_clv(margin, 1 - new_churn, discount, first_payment=first_payment)
    return times(customers, value_gained(before, after))


@formula(margin=MONEY, value_before=DURATION, value_after=DURATION)
def spend_cap(margin: Number, value_before: Number, value_after: Number) -> Value:
    r"""Compute the most that may be spent on a customer in every period of a longer stay.

    .. math:: m \, (1 - V / V')

    Parameters
    ----------
    margin : number
        Money per period of one customer.
    value_before, value_after : number, 0 or more
        Value of one unit of margin per period, without and with what makes the stay longer;
        ``inf`` is allowed.

    Returns
    -------
    number
        Money per customer and period, due when the margin comes in; ``-inf`` where no value is
        left after it.

    References
    ----------
    From `clvwidgets.formulas.retention_clv`, which is proportional to the margin.

    Examples
    --------
    >>> round(spend_cap(20, 10, 12.5), 2)
    4.0
    """
    change = 1 - quotient(value_before, value_after)
    return where(value_before == value_after, 0.0, times(margin, change))


@formula(margin=MONEY, churn=RATE, new_churn=RATE, discount=RATE)
def churn_project_cap(
    margin: Number,
    churn: Number,
    new_churn: Number,
    discount: Number,
    *,
    first_payment: _FirstPayment = "after_renewal",
) -> Value:
    r"""Compute the most that keeping customers may cost, for each in every period they stay.

    .. math:: m \, (1 - V / V')

    Parameters
    ----------
    margin : number
        Money per period of one customer.
    churn, new_churn : number in [0, 1]
        Probability per period of leaving, without and because of the project.
    discount : number in [0, 1]
        Discount rate per period.
    first_payment : {"now", "after_renewal", "end_of_period"}
        As in `clvwidgets.formulas.retention_clv`; the cost falls due when the margin comes in.

    Returns
    -------
    number
        Money per customer and period, for all who are reached: also for those who would have
        stayed anyway. Below 0 where the project drives customers away.

    References
    ----------
    From `clvwidgets.formulas.retention_clv`, which is proportional to the margin.

    Examples
    --------
    >>> round(churn_project_cap(28.27, 0.0428, 0.0292, 0.00797414), 1)
    7.9
    """
    before = retention_clv(1.0, 1 - churn, discount, first_payment=first_payment)
    after = retention_clv(1.0, 1 - new_churn, discount, first_payment=first_payment)
    return spend_cap(margin, before, after)


@formula(gain=WORTH, cost=COST)
def gain_per_euro(gain: Number, cost: Number) -> Value:
    r"""Compute what a euro brings: the gain of a step over the cost of the same step.

    .. math:: \Delta V \cdot N / \text{cost}

    For the *next* euro take the gain and the cost of the next step, not the totals: those say what
    the average euro has brought.

    Parameters
    ----------
    gain : number
        Money, value gained by all who are reached, before the cost.
    cost : number, 0 or more
        Money, present value of what the step costs.

    Returns
    -------
    number
        Money per unit of money; above 1 it pays. ``inf`` where it costs nothing and gains, 0 where
        it gains nothing.

    References
    ----------
    R. Rust, K. Lemon, V. Zeithaml (2004), Return on Marketing, Journal of Marketing 68(1), whose
    return on investment is this less 1.

    Examples
    --------
    >>> round(gain_per_euro(101.3, 70) - 1, 3)
    0.447
    """
    return divide(gain, cost)
