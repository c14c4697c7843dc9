"""Sums of values: the stages of one customer's life, and the customers of a company."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import add
from typing import TYPE_CHECKING

from clvwidgets.formulas._dispatch import Value, power
from clvwidgets.formulas._retention import FirstPayment, finite_clv
from clvwidgets.formulas.checks import (
    COST,
    COUNT,
    LENGTH,
    MONEY,
    PERIODS,
    RATE,
    SHARE,
    formula,
    sequence,
)

if TYPE_CHECKING:
    from clvwidgets.formulas._dispatch import Number


def stage_values(
    margins: Sequence[Number],
    costs: Sequence[Number],
    lengths: Sequence[Number],
    retentions: Sequence[Number] | None = None,
    *,
    discount: Number = 0.0,
    first_payment: FirstPayment = "now",
) -> tuple[Value, ...]:
    r"""Compute what each stage of a customer's life adds to their value today.

    Stage :math:`i` lasts :math:`n_i` periods; with :math:`q_i = r_i / (1+d)` it adds

    .. math:: \Big( \prod_{j<i} q_j^{n_j} \Big) \, \sum_{k=0}^{n_i - 1} q_i^k \, (m_i - c_i)

    (first payment now), so nobody is counted in a stage that they do not reach.

    Parameters
    ----------
    margins, costs : sequences of numbers, one for each stage
        Money per period that a customer of this stage brings, and that is spent on keeping them
        (offers, service), 0 or more. The cost of acquiring is not in it.
    lengths : sequence of whole numbers
        Periods that each stage lasts.
    retentions : sequence of numbers in [0, 1], optional
        Probability per period of staying, in each stage. Without it nobody leaves early.
    discount : number in [0, 1]
        Discount rate per period.
    first_payment : {"now", "after_renewal", "end_of_period"}
        As in `retention_clv`.

    Returns
    -------
    tuple of numbers
        Present value of each stage, in money, on the basis of margin less stage cost.

    Raises
    ------
    ValueError
        If the stages have not one margin, cost, length and retention each, or an
        argument lies outside its range.

    Examples
    --------
    Introduction, growth, maturity and decline of a customer, in quarters:

    >>> stage_values([10, 30, 40, 15], [15, 10, 5, 5], [2, 4, 8, 3])
    (-10.0, 80.0, 280.0, 30.0)
    """
    margins, costs, lengths = (
        sequence(name, values)
        for name, values in (("margins", margins), ("costs", costs), ("lengths", lengths))
    )
    retentions = [1.0] * len(margins) if retentions is None else sequence("retentions", retentions)
    if not len(margins) == len(costs) == len(lengths) == len(retentions) > 0:
        raise ValueError(
            "Every stage needs one margin, one cost, one length and one retention, got "
            f"{len(margins)}, {len(costs)}, {len(lengths)} and {len(retentions)}."
        )
    values = []
    reached: Value = 1.0
    stages = zip(margins, costs, lengths, retentions, strict=True)
    for number, (margin, cost, length, retention) in enumerate(stages, start=1):
        try:
            values.append(
                _stage_value(margin, cost, length, retention, discount, reached, first_payment)
            )
            reached = _carried_on(reached, length, retention, discount)
        except ValueError as error:
            raise ValueError(f"Stage {number}: {error}") from None
    return tuple(values)


@formula(margin=MONEY, cost=COST, length=LENGTH, retention=RATE, discount=RATE, reached=SHARE)
def _stage_value(
    margin: Number,
    cost: Number,
    length: Number,
    retention: Number,
    discount: Number,
    reached: Number,
    first_payment: FirstPayment,
) -> Value:
    value = finite_clv(margin - cost, retention, discount, length, first_payment=first_payment)
    return value * reached


@formula(reached=SHARE, length=LENGTH, retention=RATE, discount=RATE)
def _carried_on(reached: Number, length: Number, retention: Number, discount: Number) -> Value:
    """Share of customers, discounted, that has come to the end of a stage."""
    return reached * power(retention / (1 + discount), length)


def stage_clv(
    margins: Sequence[Number],
    costs: Sequence[Number],
    lengths: Sequence[Number],
    retentions: Sequence[Number] | None = None,
    *,
    discount: Number = 0.0,
    first_payment: FirstPayment = "now",
) -> Value:
    """Add up the value of all stages of a customer's life.

    Parameters
    ----------
    margins, costs : sequences of numbers, one for each stage
        As in `stage_values`.
    lengths : sequence of whole numbers
        As in `stage_values`.
    retentions : sequence of numbers in [0, 1], optional
        As in `stage_values`.
    discount : number in [0, 1]
        As in `stage_values`.
    first_payment : {"now", "after_renewal", "end_of_period"}
        As in `stage_values`.

    Returns
    -------
    number
        Present value, in money, on the basis of margin less stage cost, before the cost of
        acquiring.

    Examples
    --------
    >>> stage_clv([10, 30, 40, 15], [15, 10, 5, 5], [2, 4, 8, 3])
    380.0
    """
    values = stage_values(
        margins, costs, lengths, retentions, discount=discount, first_payment=first_payment
    )
    return reduce(add, values)


@formula(
    customers=COUNT,
    residual_clv=MONEY,
    new_customers=COUNT,
    new_clv=MONEY,
    discount=RATE,
    periods=PERIODS,
)
def customer_equity(
    customers: Number,
    residual_clv: Number,
    new_customers: Number = 0.0,
    new_clv: Number = 0.0,
    discount: Number = 0.0,
    periods: Number = 0.0,
) -> Value:
    r"""Compute the value of a customer base, and of the customers still to come.

    .. math:: N \, R + A \, V \sum_{t=1}^{n} \frac{1}{(1+d)^t}

    Parameters
    ----------
    customers : number, 0 or more
        Customers of today; an array for segments gives the value of each, to be summed.
    residual_clv : number
        Money that one of them will still bring, :math:`R`; `retention_clv` with the first
        payment ``"after_renewal"``, not the value of a new customer.
    new_customers : number, 0 or more
        Customers acquired in each period to come, :math:`A`.
    new_clv : number
        Value of a new customer when they are acquired, net of the cost of acquiring, :math:`V`.
    discount : number in [0, 1]
        Discount rate per period.
    periods : whole number, 0 or more
        How many periods of acquisition count, the first one period from now; ``inf`` is allowed.
        The default 0 gives the value of today's customers alone.

    Returns
    -------
    number
        Present value, in money; ``inf`` or ``-inf`` without horizon and discount.

    References
    ----------
    S. Gupta, D. Lehmann, J. Stuart (2004), Valuing Customers, Journal of Marketing Research 41(1).

    Examples
    --------
    >>> customer_equity(1_000, 250)
    250000.0
    >>> round(customer_equity(1_000, 250, 100, 80, discount=0.1, periods=3))
    269895
    """
    to_come = finite_clv(
        new_customers * new_clv, 1.0, discount, periods, first_payment="end_of_period"
    )
    return customers * residual_clv + to_come
