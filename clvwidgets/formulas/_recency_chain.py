"""The Markov chain of recency in closed form: customers who pause, resume, and are given up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from clvwidgets.formulas._dispatch import Value, divide, times
from clvwidgets.formulas.checks import COST, MONEY, RATE, sequence, unwrap

if TYPE_CHECKING:
    from clvwidgets.formulas._dispatch import Number


def recency_chain_values(
    margin: Number,
    contact_cost: Number,
    purchase_chances: Sequence[Number],
    discount: Number,
) -> tuple[Value, ...]:
    r"""Value of a customer by how many periods ago they last bought.

    In state :math:`i` they last bought :math:`i - 1` periods before the present one. They are
    contacted in every state; with chance :math:`p_i` they buy in the next period and are back in
    the first state, else they move on; after the last state they are given up.

    .. math:: V_i = R_i + \frac{p_i V_1 + (1 - p_i) V_{i+1}}{1+d}, \qquad
        R_1 = m - c, \quad R_{i > 1} = -c, \quad V_{n+1} = 0

    The equations are solved from the last state backwards, so that the formula is plain
    arithmetic and can be traced; `markov_clv` solves any chain with NumPy.

    Parameters
    ----------
    margin : number
        Money that a purchase brings, received now in the first state.
    contact_cost : number, 0 or more
        Money per period spent on a customer in any state, until they are given up.
    purchase_chances : sequence of numbers in [0, 1]
        Chance of a purchase in the next period, for each state; at least one.
    discount : number in [0, 1]
        Discount rate per period.

    Returns
    -------
    tuple of numbers
        Present value in money, for each state; ``inf`` where it has no limit.

    Raises
    ------
    ValueError
        If there is no chance of buying, or an argument lies outside its range.

    References
    ----------
    P. Pfeifer, R. Carraway (2000), Modeling Customer Relationships as Markov Chains, Journal of
    Interactive Marketing 14(2).

    Examples
    --------
    The source's catalogue company: net contribution 40, contact cost 4, discount rate 0.2:

    >>> values = recency_chain_values(40, 4, [0.3, 0.2, 0.15, 0.05], 0.2)
    >>> [round(value, 2) for value in values]
    [52.32, 5.55, 1.25, -1.82]
    """
    chances = sequence("purchase_chances", purchase_chances)
    if not chances:
        raise ValueError("purchase_chances must hold at least one chance of buying, got none.")
    return _solved(
        unwrap("margin", margin, MONEY),
        unwrap("contact_cost", contact_cost, COST),
        unwrap("discount", discount, RATE),
        [unwrap("purchase_chance", chance, RATE) for chance in chances],
    )


def _solved(
    margin: Value, cost: Value, discount: Value, chances: Sequence[Value]
) -> tuple[Value, ...]:
    """Write each state as ``a + b * first``, from the last backwards, and find the first."""
    weight = 1 / (1 + discount)
    a, b = 0.0 * margin, 0.0 * margin
    later = []
    for chance in reversed(chances[1:]):
        a = weight * (1 - chance) * a - cost
        b = weight * (chance + (1 - chance) * b)
        later.append((a, b))
    stay = 1 - chances[0]
    # 1 - weight p - weight (1 - p) b without losing digits when nothing is discounted.
    drain = (discount + stay * (1 - b)) * weight
    first = divide(margin - cost + weight * stay * a, drain)
    return first, *(a + times(b, first) for a, b in reversed(later))
