"""The best split of a budget over channels whose customers become dearer with each euro.

At the best split one more euro brings the same in every channel that gets any; with curves
m(1 - e^(-x/t)) that can be solved in closed form, also where channels have a limit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from clvwidgets.arguments import checked
from clvwidgets.doors import NOTHING, REAL, VECTOR
from clvwidgets.formulas.checks import COST, DURATION, POSITIVE, Range, single, unwrap

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

_LIST: Final = VECTOR | REAL
_STRAIGHT: Final = 1e6  # a curve whose scale is so many budgets does not bend within one


@checked(ceiling=VECTOR, scale=_LIST, value=_LIST, at_most=_LIST | NOTHING)
def best_budget_split(
    budget: float,
    ceiling: npt.ArrayLike,
    scale: npt.ArrayLike,
    value: npt.ArrayLike = 1.0,
    at_most: npt.ArrayLike | None = None,
) -> Any:
    r"""Find the split of a budget over channels whose newcomers are worth most together.

    Every channel that gets money and is below its limit brings the same with its next euro,
    :math:`e^\lambda`; one whose first euro brings less gets nothing:

    .. math:: x_i = \min(\text{at most}_i,\; t_i \max(0, \ln \frac{v_i m_i}{t_i} - \lambda))

    The whole budget is spent unless all channels that bring anything are at their limits.

    Parameters
    ----------
    budget : float
        Money in a period.
    ceiling : array_like of shape (n,)
        m, customers in a period that no spend of the channel would exceed.
    scale : array_like of shape (n,), or float
        t, money in a period that wins 63 percent of the ceiling.
    value : array_like of shape (n,), or float
        v, worth of a channel's customer; one number for all splits by heads.
    at_most : array_like of shape (n,), or float, optional
        Money in a period that a channel gets at most. Give the most that was ever tried: beyond
        it the curve is a guess.

    Returns
    -------
    numpy.ndarray or pandas.Series
        Money for each channel; a Series with the channels' index if one was given.

    Raises
    ------
    ValueError
        If a number is missing or out of its range, or the channels do not belong together.

    References
    ----------
    The condition of equal next euros is Dorfman & Steiner's (1954), Optimal Advertising and Optimal
    Quality, American Economic Review 44(5). Split by value, not by heads: Venkatesan & Kumar
    (2004), Journal of Marketing 68(4).

    Examples
    --------
    >>> most, reach = [40.6561, 45.7381, 66.0662, 25.4101], [500, 500, 900, 400]
    >>> best_budget_split(2650, most, reach).round(1).tolist()
    [604.8, 663.7, 996.5, 385.1]
    >>> best_budget_split(2650, most, reach, at_most=[500, 900, 3200, 700]).round(1).tolist()
    [500.0, 692.8, 1048.9, 408.3]
    """
    import numpy as np

    total = single("budget", budget, COST)
    limits = np.inf if at_most is None else at_most
    most, reach, worth, limit = _per_channel(
        ceiling=(ceiling, COST),
        scale=(scale, POSITIVE),
        value=(value, COST),
        at_most=(limits, DURATION),
    )
    spend = np.zeros(len(most))
    pays = (most > 0) & (worth > 0) & (limit > 0)
    if pays.any():
        first_euro = np.log(most[pays]) + np.log(worth[pays]) - np.log(reach[pays])
        spend[pays] = _with_equal_next_euros(total, first_euro, reach[pays], limit[pays])
    return _indexed(spend, ceiling, scale, value, at_most)


@checked(ceiling=VECTOR, scale=_LIST)
def cheapest_split(customers: float, ceiling: npt.ArrayLike, scale: npt.ArrayLike) -> Any:
    r"""Find the split over channels that wins a number of customers for the least money.

    In every channel that gets money the next customer costs the same, :math:`L`; one whose first
    customer costs more gets nothing:

    .. math:: x_i = t_i \max(0, \ln \frac{m_i L}{t_i}),\quad
        L = \frac{\sum t_i}{\sum m_i - \text{customers}}

    where the sums run over the channels that get money.

    Parameters
    ----------
    customers : float
        Customers to be won in a period, from all channels together.
    ceiling : array_like of shape (n,)
        m, customers in a period that no spend of the channel would exceed.
    scale : array_like of shape (n,), or float
        t, money in a period that wins 63 percent of the ceiling.

    Returns
    -------
    numpy.ndarray or pandas.Series
        Money for each channel; a Series with the channels' index if one was given.

    Raises
    ------
    ValueError
        If so many customers are not to be had at any price, a number is missing or out of its
        range, or the channels do not belong together.

    References
    ----------
    Dorfman & Steiner (1954).

    Examples
    --------
    The customers of a usual week, for 2,298 instead of 2,650 euros:

    >>> most, reach = [40.6561, 45.7381, 66.0662, 25.4101], [500, 500, 900, 400]
    >>> cheapest_split(112.857, most, reach).round(1).tolist()
    [528.3, 587.2, 858.9, 323.9]
    """
    import numpy as np

    wanted = single("customers", customers, COST)
    most, reach = _per_channel(ceiling=(ceiling, COST), scale=(scale, POSITIVE))
    if wanted >= most.sum() > 0 or wanted > most.sum():
        raise ValueError(
            f"No money wins {wanted:g} customers: the ceilings of all channels together are "
            f"{most.sum():g}. Ask for fewer, or add a channel."
        )
    with np.errstate(divide="ignore"):
        first = reach / most
    order = np.argsort(first, kind="stable")
    # With the k cheapest channels the next customer costs this; the right k has the least.
    rest = np.cumsum(most[order]) - wanted
    with np.errstate(divide="ignore", invalid="ignore"):
        costs = np.where(rest > 0, np.cumsum(reach[order]) / rest, np.inf)
    next_customer = costs.min() if len(costs) else np.inf
    spend = np.zeros(len(most))
    used = first < next_customer
    if wanted > 0:
        spend[used] = reach[used] * np.log(next_customer / first[used])
    return _indexed(spend, ceiling, scale)


def _with_equal_next_euros(
    budget: float, first_euro: Floats, reach: Floats, limit: Floats
) -> Floats:
    """Split a budget over channels that all pay; ``first_euro`` is the log of what it brings.

    What is spent falls in straight lines while the log of the next euro rises; the lines bend
    where a channel gets its first euro, and where it reaches its limit.
    """
    import numpy as np

    limit = np.minimum(limit, budget)
    if limit.sum() <= budget:
        return limit
    reach = np.minimum(reach, _STRAIGHT * budget)
    from_first = first_euro - first_euro.max()  # the best channel's spend keeps all its digits
    at_limit = from_first - limit / reach

    def spent(level: float) -> Floats:
        found: Floats = np.clip(reach * (from_first - level), 0, limit)
        return found

    bends = np.unique(np.concatenate([from_first, at_limit]))
    low, high = -1, len(bends) - 1  # at the last bend nothing is spent
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if spent(bends[middle]).sum() <= budget else (middle, high)
    full = at_limit >= bends[high]
    moves = (from_first >= bends[high]) & ~full
    if not moves.any():
        return np.where(full, limit, 0.0)
    rest = budget - limit[full].sum()
    level = ((reach * from_first)[moves].sum() - rest) / reach[moves].sum()
    return np.where(full, limit, spent(level))


def _per_channel(**given: tuple[Any, Range]) -> tuple[Floats, ...]:
    """Bring what is told of the channels into arrays of one length."""
    import numpy as np

    values = {
        name: unwrap(name, value if hasattr(value, "to_numpy") else np.asarray(value), allowed)
        for name, (value, allowed) in given.items()
    }
    lengths = {name: len(value) for name, value in values.items() if np.ndim(value)}
    count = next(iter(lengths.values()))
    if count == 0:
        raise ValueError("There is no channel to split over: ceiling is empty. Name one at least.")
    if len(set(lengths.values())) > 1:
        listed = ", ".join(f"{name} {length}" for name, length in lengths.items())
        raise ValueError(f"There must be one number for each channel, got {listed}.")
    return tuple(np.broadcast_to(value, count).astype(float) for value in values.values())


def _indexed(spend: Floats, *given: Any) -> Any:
    """Give the split the channels' names, if it was asked for with any."""
    import pandas as pd

    named = [value for value in given if isinstance(value, pd.Series)]
    for other in named[1:]:
        if not other.index.equals(named[0].index):
            raise ValueError(
                "The channels stand in different orders, or have different names: "
                f"{list(named[0].index)} and {list(other.index)}. Bring them into one order: "
                "other.reindex(first.index)."
            )
    return pd.Series(spend, index=named[0].index, name="spend") if named else spend
