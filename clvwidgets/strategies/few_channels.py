"""The best split over a few channels, written so that a browser can compute it by itself."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import TYPE_CHECKING, Any, Final

from clvwidgets.formulas.arithmetic import Value, log, maximum, minimum, quotient, where
from clvwidgets.formulas.checks import COST, DURATION, POSITIVE, Range, sequence, unwrap

if TYPE_CHECKING:
    from clvwidgets.formulas.arithmetic import Number

_NOTHING: Final = 1e-300  # stands for a next euro that brings nothing, whose log has no end
_ENDLESS: Final = 1e300


def few_channel_split(
    budget: Number,
    ceiling: Sequence[Number],
    scale: Sequence[Number],
    value: Sequence[Number],
    at_most: Sequence[Number],
) -> dict[str, Value]:
    """Write the best split of a budget over a few channels as plain arithmetic, without a loop.

    It is that of `best_budget_split`. What is spent falls in straight lines while the next euro
    of all channels is asked to bring more; the lines bend where a channel gets its first euro and
    where it is full. The spend at each bend is known; the best level lies on the line between the
    two bends that have the budget between them.

    Parameters
    ----------
    budget : number, 0 or more
        Money in a period.
    ceiling : sequence of number, 0 or more
        Customers in a period that no spend of the channel would exceed.
    scale : sequence of number above 0
        Money in a period that wins 63 percent of the ceiling.
    value : sequence of number, 0 or more
        Worth of a channel's customer.
    at_most : sequence of number, 0 or more
        Money in a period that a channel gets at most.

    Returns
    -------
    dict of str to number
        ``spend_1`` and so on, money for each channel. Before them what they are made of, so that
        traced expressions need not repeat it: ``first_1``, log of what the first euro brings;
        ``full_1``, log of what the next euro brings where the channel is full; ``spent_1``, money
        of all channels at each of these; ``level``, log of what the next euro brings at the best.

    Raises
    ------
    ValueError
        If an argument lies outside its range, or the lists are not of one length.

    References
    ----------
    Dorfman & Steiner (1954), as for `best_budget_split`.

    Examples
    --------
    >>> split = few_channel_split(100, [10, 5], [50, 50], [1, 1], [80, 80])
    >>> round(split["spend_1"], 1), round(split["spend_2"], 1)
    (67.3, 32.7)
    """
    total = unwrap("budget", budget, COST)
    most, reach = _each("ceiling", ceiling, COST), _each("scale", scale, POSITIVE)
    worth = _each("value", value, COST)
    limit = [minimum(one, total) for one in _each("at_most", at_most, DURATION)]
    if not len(most) == len(reach) == len(worth) == len(limit) > 0:
        raise ValueError(
            "There must be one number for each channel and one channel at least, got ceiling "
            f"{len(most)}, scale {len(reach)}, value {len(worth)}, at_most {len(limit)}."
        )
    brings = [quotient(v * m, t) for v, m, t in zip(worth, most, reach, strict=True)]
    first = [log(maximum(one, _NOTHING)) for one in brings]
    full = [start - end / t for start, end, t in zip(first, limit, reach, strict=True)]
    channels = list(zip(first, reach, limit, strict=True))
    bends = first + full
    spent = [reduce(_plus, [_spend(bend, *channel) for channel in channels]) for bend in bends]
    level = _level(total, bends, spent)
    spends = [
        where(one > 0, _spend(level, *channel), 0.0)
        for one, channel in zip(brings, channels, strict=True)
    ]
    return {
        **_numbered("first", first),
        **_numbered("full", full),
        **_numbered("spent", spent),
        "level": level,
        **_numbered("spend", spends),
    }


def _spend(level: Value, first: Value, reach: Value, limit: Value) -> Value:
    """Money of a channel whose next euro brings as much as the level says."""
    return minimum(limit, maximum(reach * (first - level), 0.0))


def _level(budget: Value, bends: Sequence[Value], spent: Sequence[Value]) -> Value:
    """Find where the budget is met, between the nearest bends below and above it.

    Where all channels are full before, it comes out below the last of the bends.
    """
    pairs = list(zip(bends, spent, strict=True))
    upper = reduce(minimum, [where(one <= budget, bend, _ENDLESS) for bend, one in pairs])
    lower = reduce(maximum, [where(one >= budget, bend, -_ENDLESS) for bend, one in pairs])
    less = reduce(maximum, [where(one <= budget, one, 0.0) for one in spent])
    more = reduce(minimum, [where(one >= budget, one, _ENDLESS) for one in spent])
    # Where a bend meets the budget exactly, less and more are the same.
    part = quotient(budget - less, maximum(more - less, _NOTHING))
    return upper - (upper - lower) * part


def _plus(a: Value, b: Value) -> Value:
    return a + b


def _each(name: str, values: Any, allowed: Range) -> list[Value]:
    return [unwrap(name, one, allowed) for one in sequence(name, values)]


def _numbered(name: str, values: Sequence[Value]) -> dict[str, Value]:
    return {f"{name}_{place}": value for place, value in enumerate(values, start=1)}
