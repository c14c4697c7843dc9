"""Levers of a customer's value: how strongly each pulls, how far it goes, what the next euro buys.

Three questions that are often taken for one. An *elasticity* says what one percent of an input is
worth; a *swing* says what a project is worth that moves the input as far as it can; the *gain per
euro* sets that against its cost. The levers stand in another order in each.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from clvwidgets.formulas import retention_clv
from clvwidgets.formulas.arithmetic import (
    Value,
    choice,
    divide,
    is_traced,
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

LEVER_PROJECTS: Final[Mapping[str, tuple[float, float]]] = MappingProxyType(
    {
        "order_value": (0.05, 0.015),
        "frequency": (0.10, 0.06),
        "gross_margin": (0.02, 0.02),
        "cac": (0.15, 0.05),
        "discount": (0.02, 0.0),
    }
)
"""How far a good project moves a lever, and what it costs. Illustrative, to be argued with.

Order value, frequency and cost to acquire move relatively, gross margin and discount by points.
The cost is a share of the margin in every period, for "cac" of the cost to acquire; a discount rate
is not for sale.
"""

_FirstPayment: TypeAlias = Literal["now", "after_renewal", "end_of_period"]

_YARDSTICKS: Final = ("percent", "tenth", "range", "euro")
_KEEPINGS: Final = ("retention", "points", "churn")
_WHOSE: Final = ("new", "running")
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


@formula(
    order_value=COST,
    frequency=COST,
    gross_margin=SHARE,
    churn=RATE,
    cac=COST,
    discount=SHARE,
    churn_with=RATE,
)
def lever_moves(
    order_value: Number,
    frequency: Number,
    gross_margin: Number,
    churn: Number,
    cac: Number,
    discount: Number,
    churn_with: Number,
    *,
    yardstick: str = "percent",
    keeping: str = "retention",
) -> dict[str, Value]:
    """Move each of six levers by a yardstick, in the direction that is wanted.

    Parameters
    ----------
    order_value, frequency, cac : number, 0 or more
        Money per order, orders per period, money to acquire a customer.
    gross_margin, churn, discount : number in [0, 1]
        Share of revenue, share that leaves in a period, discount rate.
    churn_with : number in [0, 1]
        Churn per period with a project to keep customers: their own range.
    yardstick : {"percent", "tenth", "range", "euro"}
        1 % of itself, a tenth of itself, or as far as a project moves it (`LEVER_PROJECTS`); by
        the euro it is the same project.
    keeping : {"retention", "points", "churn"}
        Of what a percent or a tenth is one: retention (relative), points of retention, or churn
        (relative).

    Returns
    -------
    dict of str to number
        Each lever by its name, moved; no rate below 0 or above 1.

    References
    ----------
    S. Gupta, D. Lehmann, J. Stuart (2004), Valuing Customers, Journal of Marketing Research 41(1),
    move each lever by one percent.

    Examples
    --------
    >>> moved = lever_moves(50, 1, 0.4, 0.05, 120, 0.1, 0.045)
    >>> round(moved["order_value"], 2), round(moved["churn"], 4)
    (50.5, 0.0405)
    """
    _one_of("yardstick", yardstick, _YARDSTICKS)
    _one_of("keeping", keeping, _KEEPINGS)
    share = where(yardstick == "tenth", 0.1, 0.01)
    by_project = (yardstick == "range") | (yardstick == "euro")
    up = {name: where(by_project, far, share) for name, (far, _) in LEVER_PROJECTS.items()}
    kept = where(
        keeping == "points",
        rate_by_points(churn, -share),
        where(keeping == "churn", churn * (1 - share), 1 - rate_by_percent(1 - churn, share)),
    )
    return {
        "order_value": order_value * (1 + up["order_value"]),
        "frequency": frequency * (1 + up["frequency"]),
        "gross_margin": where(
            by_project,
            minimum(1.0, gross_margin + LEVER_PROJECTS["gross_margin"][0]),
            minimum(1.0, gross_margin * (1 + share)),
        ),
        "churn": where(by_project, churn_with, kept),
        "cac": cac * (1 - up["cac"]),
        "discount": where(
            by_project,
            maximum(0.0, discount - LEVER_PROJECTS["discount"][0]),
            discount * (1 - share),
        ),
    }


@formula(churn=RATE, discount=RATE)
def margin_worth(churn: Number, discount: Number, *, whose: str = "new") -> Value:
    """Compute what one euro of margin per period is worth.

    Parameters
    ----------
    churn : number in [0, 1]
        Probability per period of leaving.
    discount : number in [0, 1]
        Discount rate per period.
    whose : {"new", "running"}
        A new customer pays now, one who is there already after their renewal.

    Returns
    -------
    number
        Money; ``inf`` if nobody leaves and nothing is discounted.

    References
    ----------
    P. Fader, B. Hardie (2012), Reconciling and Clarifying CLV Formulas, note 024, cases 1 and 2.

    Examples
    --------
    >>> round(margin_worth(0.2, 0.1), 3), round(margin_worth(0.2, 0.1, whose="running"), 3)
    (3.667, 2.667)
    """
    _one_of("whose", whose, _WHOSE)
    loss = discount + churn
    return quotient(where(whose == "running", 1 - churn, 1 + discount), loss)


@formula(margin=COST, gross_margin=SHARE, cac=COST)
def project_returns(margin: Number, gross_margin: Number, cac: Number) -> dict[str, Value]:
    """Compute what the projects of `LEVER_PROJECTS` bring for each euro that they cost.

    Parameters
    ----------
    margin : number, 0 or more
        Money per period of one customer.
    gross_margin : number in [0, 1]
        Share of revenue left after the cost of goods.
    cac : number, 0 or more
        Money, cost to acquire a customer; 0 for one who is there already.

    Returns
    -------
    dict of str to number
        ``order_value``, ``frequency``, ``gross_margin`` and ``cac``: money per unit of money; what
        a project adds to the margin lasts as long as its cost.

    References
    ----------
    R. Rust, K. Lemon, V. Zeithaml (2004), Return on Marketing, Journal of Marketing 68(1).

    Examples
    --------
    >>> {name: round(one, 2) for name, one in project_returns(20, 0.4, 120).items()}
    {'order_value': 3.33, 'frequency': 1.67, 'gross_margin': 2.5, 'cac': 3.0}
    """
    ratio = {name: far / cost for name, (far, cost) in LEVER_PROJECTS.items() if cost}
    higher = minimum(1.0, gross_margin + LEVER_PROJECTS["gross_margin"][0]) - gross_margin
    of_margin = higher / maximum(gross_margin, 1e-300) / LEVER_PROJECTS["gross_margin"][1]
    return {
        "order_value": where(margin == 0, 0.0, ratio["order_value"]),
        "frequency": where(margin == 0, 0.0, ratio["frequency"]),
        "gross_margin": where(margin == 0, 0.0, of_margin),
        "cac": where(cac == 0, 0.0, ratio["cac"]),
    }


def _one_of(name: str, value: Any, known: tuple[str, ...]) -> None:
    if not is_traced(value):
        choice(name, value, known)
