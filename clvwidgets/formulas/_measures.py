"""Measures of a period, from counts and sums: what a dashboard shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clvwidgets.formulas._dispatch import Value, divide, is_array, is_traced
from clvwidgets.formulas.checks import COUNT, MONEY, POSITIVE, at_most, formula

if TYPE_CHECKING:
    from clvwidgets.formulas._dispatch import Number


@formula(revenue=MONEY, orders=POSITIVE)
def average_order_value(revenue: Number, orders: Number) -> Value:
    r"""Compute the revenue of an average order (AOV).

    .. math:: \frac{\text{revenue}}{\text{orders}}

    Parameters
    ----------
    revenue : number
        Money taken in the period, before costs, refunds taken off.
    orders : number above 0
        Orders in the same period.

    Returns
    -------
    number
        Money per order, on the basis of revenue.

    Examples
    --------
    >>> average_order_value(12_000, 300)
    40.0
    """
    return divide(revenue, orders)


@formula(orders=COUNT, customers=POSITIVE)
def purchase_frequency(orders: Number, customers: Number) -> Value:
    r"""Compute how often an average customer orders.

    .. math:: \frac{\text{orders}}{\text{customers}}

    Parameters
    ----------
    orders : number, 0 or more
        Orders in the period.
    customers : number above 0
        Different customers who ordered in the same period.

    Returns
    -------
    number
        Orders per customer and period; the length of the period is the caller's.

    Examples
    --------
    >>> purchase_frequency(300, 120)
    2.5
    """
    return divide(orders, customers)


@formula(repeat_customers=COUNT, customers=POSITIVE)
def repeat_purchase_rate(repeat_customers: Number, customers: Number) -> Value:
    r"""Compute the share of customers with more than one purchase.

    .. math:: \frac{\text{customers with two purchases or more}}{\text{customers}}

    Not a retention rate: a loyal customer who buys once a year is not in it within a year.

    Parameters
    ----------
    repeat_customers : number, 0 or more
        Customers with more than one purchase in the period.
    customers : number above 0
        All customers with a purchase in the same period.

    Returns
    -------
    number
        Share in [0, 1].

    Examples
    --------
    >>> repeat_purchase_rate(30, 120)
    0.25
    """
    at_most("repeat_customers", repeat_customers, "customers", customers)
    return divide(repeat_customers, customers)


@formula(customers_at_start=POSITIVE, customers_at_end=COUNT, new_customers=COUNT)
def retention_rate(
    customers_at_start: Number, customers_at_end: Number, new_customers: Number
) -> Value:
    r"""Compute the share of the customers at the start who are still there at the end.

    .. math:: \frac{E - N}{S}

    Parameters
    ----------
    customers_at_start : number above 0
        Customers on the first day of the period, :math:`S`.
    customers_at_end : number, 0 or more
        Customers on its last day, :math:`E`.
    new_customers : number, 0 or more
        Those of them who came during the period, :math:`N`.

    Returns
    -------
    number
        Share in [0, 1] per period.

    Examples
    --------
    >>> retention_rate(200, 190, 30)
    0.8
    """
    at_most("new_customers", new_customers, "customers_at_end", customers_at_end)
    stayed = customers_at_end - new_customers
    at_most("customers_at_end - new_customers", stayed, "customers_at_start", customers_at_start)
    return divide(stayed, customers_at_start)


@formula(customers_at_start=POSITIVE, customers_lost=COUNT)
def churn_rate(customers_at_start: Number, customers_lost: Number) -> Value:
    r"""Compute the share of the customers at the start who left during the period.

    .. math:: \frac{\text{lost}}{S}

    Parameters
    ----------
    customers_at_start : number above 0
        Customers on the first day of the period, :math:`S`.
    customers_lost : number, 0 or more
        Those of them who left before its last day. One who came and left within the period is
        not among them.

    Returns
    -------
    number
        Share in [0, 1] per period; 1 - `retention_rate`.

    Examples
    --------
    >>> churn_rate(200, 40)
    0.2
    """
    at_most("customers_lost", customers_lost, "customers_at_start", customers_at_start)
    return divide(customers_lost, customers_at_start)


@formula(promoters=COUNT, passives=COUNT, detractors=COUNT)
def net_promoter_score(promoters: Number, passives: Number, detractors: Number) -> Value:
    r"""Compute the net promoter score of a survey (0 to 10: "would you recommend us?").

    .. math:: 100 \, \frac{P - D}{P + Q + D}

    Parameters
    ----------
    promoters, passives, detractors : numbers, 0 or more
        Answers of 9 or 10, of 7 or 8, and of 0 to 6; :math:`P`, :math:`Q` and :math:`D`.

    Returns
    -------
    number
        Points from -100 to 100.

    References
    ----------
    F. Reichheld (2003), The One Number You Need to Grow, Harvard Business Review 81(12).

    Examples
    --------
    >>> net_promoter_score(50, 30, 20)
    30.0
    """
    answers = promoters + passives + detractors
    _refuse_empty_survey(answers)
    return 100 * divide(promoters - detractors, answers)


def _refuse_empty_survey(answers: Value) -> None:
    if is_traced(answers):
        return
    empty = answers == 0
    if empty.any() if is_array(empty) else empty:
        raise ValueError(
            "A net promoter score needs at least one answer: promoters, passives and detractors "
            "are all 0."
        )
