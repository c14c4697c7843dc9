"""Spend per order, between a customer's own and everybody's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clvwidgets.formulas._dispatch import Value, divide, quotient
from clvwidgets.formulas.checks import COUNT, POSITIVE, Range, formula

if TYPE_CHECKING:
    from clvwidgets.formulas._dispatch import Number

_MEAN_EXISTS = Range("be greater than 1, or the mean spend has no end", low=1, above_low=True)


@formula(p=POSITIVE, q=_MEAN_EXISTS, v=POSITIVE, x=COUNT, m=COUNT)
def shrunk_spend(p: Number, q: Number, v: Number, x: Number, m: Number) -> Value:
    r"""Compute the spend per order to expect under the Gamma-Gamma model.

    .. math:: w m + (1 - w) \frac{p v}{q - 1}, \qquad w = \frac{p x}{p x + q - 1}

    One's own average, pulled towards the crowd's; the more orders are known, the less.

    Parameters
    ----------
    p : number > 0
        Shape of one customer's orders: the larger, the more alike they are.
    q : number > 1
        Shape of the spread between customers: the larger, the more alike they are.
    v : number > 0
        Rate of that spread, in money.
    x : number, 0 or more
        Repeat orders of the customer.
    m : number, 0 or more
        Their mean, in the same money. Without a repeat order it counts for nothing.

    Returns
    -------
    number
        Money per order.

    References
    ----------
    P. Fader, B. Hardie (2013), The Gamma-Gamma Model of Monetary Value, note 25.

    Examples
    --------
    >>> round(shrunk_spend(6, 5, 20, 1, 120), 1)
    84.0
    """
    known = x + quotient(q - 1, p)
    return divide(x, known) * m + quotient(v, known)
