"""A programme for each stage of a customer's life: what it adds, and for whom it is paid.

A stage has a margin, a chance of staying, a length, and a share that moves on to the next one. A
programme changes one of these and costs money for every head in the stage, also for those who
would have stayed or moved on anyway. Its value is a difference: the same life with and without it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import add
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from clvwidgets.formulas import stage_values
from clvwidgets.formulas.arithmetic import Value, maximum, power, quotient, where
from clvwidgets.formulas.checks import COST, MONEY, SHARE, Range, formula, sequence, unwrap

if TYPE_CHECKING:
    from clvwidgets.formulas.arithmetic import Number

_FirstPayment: TypeAlias = Literal["now", "after_renewal", "end_of_period"]

_ELASTICITY: Final = Range("be 0 or less (sales fall when a price rises)", low=-100, high=0)
_CUT: Final = Range("be 0 or more and below 1 (a tenth off is 0.1)", low=0, high=0.999)
_MARGIN: Final = Range("be above 0, at most 1", low=0, high=1, above_low=True, percent=True)

STAGE_PRICE_ELASTICITIES: Final[Mapping[str, float]] = MappingProxyType(
    {"introduction": -2.37, "growth": -1.16, "maturity": -1.98, "decline": -2.01}
)
"""Percent of sales per percent of price, by stage of a product's life: means of a meta-analysis.

G. Tellis (1988), The Price Elasticity of Selective Demand, Journal of Marketing Research 25(4), as
a later overview prints them. They are of products and of their time: a place to start from, no
figure of your own. A customer's stage is not a product's.
"""


def stage_periods(
    lengths: Sequence[Number],
    retentions: Sequence[Number],
    moves: Sequence[Number],
    *,
    discount: Number = 0.0,
    first_payment: _FirstPayment = "now",
) -> tuple[Value, ...]:
    r"""Compute how many periods a newcomer spends in each stage, discounted.

    With :math:`q_i = r_i / (1+d)` and :math:`g_i`, the share that moves on at the end of a stage:

    .. math:: h_i = \prod_{j<i} g_j \, q_j^{n_j} \; \sum_{k=0}^{n_i - 1} q_i^k

    A margin per period times this is what the stage adds (`clvwidgets.formulas.stage_values`); a
    cost per head and period times this is what a programme in the stage costs.

    Parameters
    ----------
    lengths : sequence of whole numbers, one for each stage
        Periods that each stage lasts.
    retentions : sequence of numbers in [0, 1], one for each stage
        Probability per period of staying while in the stage.
    moves : sequence of numbers in [0, 1]
        Share of those at the end of a stage who go on to the next one, the others leave there: one
        fewer than there are stages.
    discount : number in [0, 1]
        Discount rate per period.
    first_payment : {"now", "after_renewal", "end_of_period"}
        As in `clvwidgets.formulas.retention_clv`.

    Returns
    -------
    tuple of numbers
        Periods in each stage for each who enters the first one: few, where few get there.

    Raises
    ------
    ValueError
        If a stage lacks a number, or one lies outside its range.

    References
    ----------
    From `clvwidgets.formulas.stage_values`.

    Examples
    --------
    Half of those who end their introduction go on:

    >>> stage_periods([2, 4], [1, 1], [0.5])
    (2.0, 2.0)
    """
    shares = [unwrap("moves", share, SHARE) for share in sequence("moves", moves)]
    count = len(sequence("lengths", lengths))
    values = stage_values(
        [1.0] * count,
        [0.0] * count,
        lengths,
        retentions,
        discount=discount,
        first_payment=first_payment,
    )
    if len(shares) != count - 1:
        raise ValueError(
            f"moves must have one share fewer than there are stages, got {len(shares)} for "
            f"{count} stages: the last one leads nowhere."
        )
    reached: Value = 1.0
    found = [values[0]]
    for value, share in zip(values[1:], shares, strict=True):
        reached = _moved_on(reached, share)
        found.append(value * reached)
    return tuple(found)


@formula(reached=SHARE, share=SHARE)
def _moved_on(reached: Number, share: Number) -> Value:
    return reached * share


@formula(rate=SHARE, kept=SHARE)
def rate_with_kept(rate: Number, kept: Number) -> Value:
    r"""Raise a chance of staying, or of moving on, by keeping a share of those who would not.

    .. math:: r + k \, (1 - r)

    Parameters
    ----------
    rate : number in [0, 1]
        Share that stays or moves on anyway.
    kept : number in [0, 1]
        Share of the others that stays because of the programme, as an experiment finds it.

    Returns
    -------
    number
        The new share; never above 1.

    References
    ----------
    Arithmetic of shares.

    Examples
    --------
    >>> rate_with_kept(0.5, 0.1)
    0.55
    """
    return rate + kept * (1 - rate)


@formula(
    value_without=MONEY,
    value_with=MONEY,
    periods=COST,
    cost=COST,
)
def stage_programme(
    value_without: Number, value_with: Number, periods: Number, cost: Number
) -> dict[str, Value]:
    r"""Set what a stage's programme adds against what it costs for every head in the stage.

    Parameters
    ----------
    value_without, value_with : number
        Money, value of a newcomer without and with the programme, before its cost: margins times
        `stage_periods`, all stages added.
    periods : number, 0 or more
        Discounted periods that a newcomer spends in the stage *with* the programme: those of
        everybody in it count, since it is paid for those who would have stayed anyway too.
    cost : number, 0 or more
        Money per head and period in the stage.

    Returns
    -------
    dict of str to number
        ``gain`` (money a newcomer, before the cost), ``spent`` (present value of the cost, money
        a newcomer), ``net`` (gain less spent) and ``cost_cap`` (most that a head and period may
        cost; 0 where nobody gets to the stage).

    References
    ----------
    From `clvwidgets.formulas.stage_values`: value by difference.

    Examples
    --------
    >>> stage_programme(100, 130, 4, 5)
    {'gain': 30.0, 'spent': 20.0, 'net': 10.0, 'cost_cap': 7.5}
    """
    gain = value_with - value_without
    spent = cost * periods
    return {
        "gain": gain,
        "spent": spent,
        "net": gain - spent,
        "cost_cap": where(periods == 0, 0.0, quotient(gain, maximum(periods, 1e-300))),
    }


def _for_each(name: str, values: Any, allowed: Range, count: int) -> list[Value]:
    """Check numbers one by one, of which there must be so many."""
    numbers = [unwrap(name, value, allowed) for value in sequence(name, values)]
    if len(numbers) != count:
        raise ValueError(
            f"{name} must have {count} numbers for the stages in lengths, got {len(numbers)}."
        )
    return numbers


def stage_programmes(
    margins: Sequence[Number],
    lengths: Sequence[Number],
    retentions: Sequence[Number],
    moves: Sequence[Number],
    *,
    new_margins: Sequence[Number],
    new_retentions: Sequence[Number],
    new_moves: Sequence[Number],
    costs: Sequence[Number],
    discount: Number = 0.0,
) -> dict[str, Any]:
    """Compute what a programme in each stage leaves after its cost, alone and all together.

    Parameters
    ----------
    margins, lengths, retentions : sequences of numbers, one for each stage
        Money per period, whole periods, and probability per period of staying: without programmes.
    moves : sequence of numbers in [0, 1]
        As in `stage_periods`.
    new_margins, new_retentions, new_moves : sequences of numbers
        The same with the programme of that stage; equal where it changes nothing. A programme
        changes the move out of its stage.
    costs : sequence of numbers, 0 or more
        Money per head and period in the stage, also for those who would have stayed anyway.
    discount : number in [0, 1]
        Discount rate per period; the first payment comes now.

    Returns
    -------
    dict of str to number or list
        ``without`` (value of a newcomer), ``net`` and ``cost_cap`` (lists, a number for each stage
        as `stage_programme` has them) and ``together`` (value that all programmes add, net).

    References
    ----------
    From `clvwidgets.formulas.stage_values`: value by difference.

    Examples
    --------
    >>> one = {"new_margins": [10, 33], "new_retentions": [1, 1], "new_moves": [0.6]}
    >>> found = stage_programmes([10, 30], [2, 4], [1, 1], [0.5], costs=[1, 2], **one)
    >>> [round(net, 2) for net in found["net"]], round(found["together"], 2)
    ([10.0, 2.0], 12.4)
    """
    count = len(sequence("lengths", lengths))
    margins = _for_each("margins", margins, MONEY, count)
    retentions = _for_each("retentions", retentions, SHARE, count)
    moves = _for_each("moves", moves, SHARE, count - 1)
    new_margins = _for_each("new_margins", new_margins, MONEY, count)
    new_retentions = _for_each("new_retentions", new_retentions, SHARE, count)
    new_moves = _for_each("new_moves", new_moves, SHARE, count - 1)
    costs = _for_each("costs", costs, COST, count)

    def changed(old: Sequence[Number], new: Sequence[Number], at: int) -> list[Number]:
        return [*old[:at], *new[at : at + 1], *old[at + 1 :]]

    def life(pay: Sequence[Number], stay: Sequence[Number], go: Sequence[Number]) -> Any:
        periods = stage_periods(lengths, stay, go, discount=discount)
        return reduce(add, (m * n for m, n in zip(pay, periods, strict=True))), periods

    without, _ = life(margins, retentions, moves)
    found = []
    for at, cost in enumerate(costs):
        value, periods = life(
            changed(margins, new_margins, at),
            changed(retentions, new_retentions, at),
            changed(moves, new_moves, at) if at < len(new_moves) else moves,
        )
        found.append(stage_programme(without, value, periods[at], cost))
    earned = [m - cost for m, cost in zip(new_margins, costs, strict=True)]
    together, _ = life(earned, new_retentions, new_moves)
    return {
        "without": without,
        "net": [one["net"] for one in found],
        "cost_cap": [one["cost_cap"] for one in found],
        "together": together - without,
    }


@formula(cut=_CUT, gross_margin=_MARGIN, elasticity=_ELASTICITY)
def price_cut_margin_change(cut: Number, gross_margin: Number, elasticity: Number) -> Value:
    r"""Compute by how much a stage's margin changes when its price is cut.

    .. math:: \frac{g - x}{g} \, (1 - x)^{e} - 1

    The price falls for everybody, also for those who would have bought at the old one.

    Parameters
    ----------
    cut : number in [0, 1)
        Part of the price that is taken off: 0.1 for a tenth.
    gross_margin : number in (0, 1]
        Share of the old price that is left after the cost of goods.
    elasticity : number, 0 or less
        Percent of units sold per percent of price, the same at every price; for example one of
        `STAGE_PRICE_ELASTICITIES`.

    Returns
    -------
    number
        Relative change of the margin per period: below 0 the cut loses money.

    References
    ----------
    Constant elasticity of demand; elasticities by stage: G. Tellis (1988), The Price Elasticity of
    Selective Demand, Journal of Marketing Research 25(4).

    Examples
    --------
    A tenth off at a margin of 40 percent:

    >>> cuts = STAGE_PRICE_ELASTICITIES.items()
    >>> {stage: round(price_cut_margin_change(0.1, 0.4, e), 2) for stage, e in cuts}
    {'introduction': -0.04, 'growth': -0.15, 'maturity': -0.08, 'decline': -0.07}
    """
    return (gross_margin - cut) / gross_margin * power(1 - cut, elasticity) - 1
