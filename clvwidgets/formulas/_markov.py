"""The value of relationships that pause and resume: a Markov chain over customer states."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, TypeAlias

from clvwidgets.formulas._retention import FIRST_PAYMENTS, FirstPayment
from clvwidgets.formulas.checks import PERIODS, RATE, choice, single

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    Floats: TypeAlias = NDArray[np.floating[Any]]
    Flags: TypeAlias = NDArray[np.bool_]


def markov_clv(
    transition: ArrayLike,
    rewards: ArrayLike,
    discount: float,
    periods: float = math.inf,
    *,
    first_payment: FirstPayment = "now",
) -> Floats:
    r"""Value a customer who moves between states, for each state they may start in.

    .. math:: V = \sum_{t=0}^{n-1} \Big( \frac{P}{1+d} \Big)^{t} R
        \qquad V_\infty = \Big( I - \frac{P}{1+d} \Big)^{-1} R

    It solves a system of equations, so unlike the other formulas it takes no Altair parameters.

    Parameters
    ----------
    transition : array of shape (k, k)
        ``transition[i, j]`` is the probability of being in state j one period after state i.
        Every row adds up to 1; customers who leave for good are in a state of their own.
    rewards : array of shape (k,)
        Money per period that a customer in each state brings, after the cost of marketing to them.
    discount : float in [0, 1]
        Discount rate per period.
    periods : whole number, 0 or more
        How many rewards count; ``inf`` for all. The source's horizon T counts T + 1 of them.
    first_payment : {"now", "after_renewal", "end_of_period"}
        When the first reward arrives: now, for the state they are in (as in the source); one period
        from now, for the state they are in then; or at the end of the period, for the present one.

    Returns
    -------
    array of shape (k,)
        Present value, in money, by starting state. Without discount and horizon a state is worth
        ``inf`` or ``-inf`` if it leads to states that earn, or lose, for ever.

    Raises
    ------
    ValueError
        If the arrays do not describe a chain, or if without discount and horizon some states earn
        and others lose for ever, so that there is no limit.

    References
    ----------
    P. Pfeifer, R. Carraway (2000), Modeling Customer Relationships as Markov Chains, Journal of
    Interactive Marketing 14(2).

    Examples
    --------
    Active (buys, 100), paused (buys again with probability 0.25), gone:

    >>> chain = [[0.7, 0.2, 0.1], [0.25, 0.5, 0.25], [0, 0, 1]]
    >>> markov_clv(chain, [100, 0, 0], 0.1).round(1)
    array([347.4, 144.7,   0. ])
    """
    choice("first_payment", first_payment, FIRST_PAYMENTS)
    chain, money = _checked_chain(transition, rewards)
    rate = single("discount", discount, RATE)
    count = single("periods", periods, PERIODS)
    if first_payment == "after_renewal":  # all rewards but the one of today
        return _present_values(chain, money, rate, count + 1) - money
    values = _present_values(chain, money, rate, count)
    return values if first_payment == "now" else values / (1 + rate)


def _checked_chain(transition: ArrayLike, rewards: ArrayLike) -> tuple[Floats, Floats]:
    import numpy as np

    try:
        if np.iscomplexobj(transition) or np.iscomplexobj(rewards):
            raise TypeError("A complex number is no amount")
        # What a masked array hides is missing, not the number under the mask.
        chain: Floats = np.ma.filled(np.ma.asarray(transition, dtype=float), math.nan)
        money: Floats = np.ma.filled(np.ma.asarray(rewards, dtype=float), math.nan)
    except (TypeError, ValueError, OverflowError):
        raise ValueError("transition and rewards must hold numbers only, in full rows.") from None
    if chain.ndim != 2 or chain.shape[0] != chain.shape[1] or chain.size == 0:
        raise ValueError(
            f"transition must be a square table with one row per state, got shape {chain.shape}."
        )
    if money.shape != chain.shape[:1]:
        raise ValueError(
            f"rewards must have one amount for each of the {len(chain)} states, "
            f"got shape {money.shape}."
        )
    if not np.isfinite(money).all():
        raise ValueError("rewards must be finite amounts; one is missing (NaN) or infinite.")
    if not ((chain >= 0) & (chain <= 1)).all():
        wrong = chain[~((chain >= 0) & (chain <= 1))][0]
        raise ValueError(f"transition must hold probabilities between 0 and 1, got {wrong:g}.")
    sums = chain.sum(axis=1)
    off = abs(sums - 1) > 1e-8
    if off.any():
        row = int(off.argmax())
        raise ValueError(
            f"Each row of transition must add up to 1; row {row} adds up to {sums[row]:g}. "
            "Customers who leave need a state of their own."
        )
    return chain, money


def _present_values(chain: Floats, money: Floats, rate: float, count: float) -> Floats:
    """Value the first ``count`` rewards, the first one now."""
    import numpy as np

    size = len(money)
    step = chain / (1 + rate)
    if math.isfinite(count):
        # The powers of [[step, money], [0, 1]] hold the sum of the rewards in the last column.
        block = np.eye(size + 1)
        block[:size, :size] = step
        block[:size, size] = money
        return np.linalg.matrix_power(block, int(count))[:size, size]
    if 1 + rate > 1:
        return np.linalg.solve(np.eye(size) - step, money)
    return _undiscounted(chain, money)


def _undiscounted(chain: Floats, money: Floats) -> Floats:
    """Value all rewards at full weight: finite only where what is never left earns nothing."""
    import numpy as np

    reach = _reachable(chain)
    kept = (~reach | reach.T).all(axis=1)  # states to which every path from them comes back
    gains = reach[:, kept & (money > 0)].any(axis=1)
    loses = reach[:, kept & (money < 0)].any(axis=1)
    if (gains & loses).any():
        raise ValueError(
            "Without discount and horizon this chain has no value: some states earn for ever and "
            "others lose for ever. Give a discount above 0, or a number of periods."
        )
    values = np.zeros(len(money))
    passed = ~kept
    within = np.eye(int(passed.sum())) - chain[np.ix_(passed, passed)]
    values[passed] = np.linalg.solve(within, money[passed])
    values[gains] = math.inf
    values[loses] = -math.inf
    return values


def _reachable(chain: Floats) -> Flags:
    """Tell for each pair of states whether a path leads from the first to the second."""
    import numpy as np

    reach = (chain > 0) | np.eye(len(chain), dtype=bool)
    for _ in range(len(chain).bit_length()):  # each pass doubles the length of the paths
        reach = reach @ reach
    return reach
