"""Whether a silent customer is still there, by the algebra of BG/NBD."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from clvwidgets.formulas._dispatch import (
    Value,
    is_array,
    is_traced,
    maximum,
    power,
    quotient,
    where,
)
from clvwidgets.formulas.checks import COST, LENGTH, POSITIVE, at_most, choice, formula

if TYPE_CHECKING:
    from clvwidgets.formulas._dispatch import Number

LeavesAfter: TypeAlias = Literal["repeat purchase", "any purchase"]
LEAVES_AFTER: Final = ("repeat purchase", "any purchase")


@formula(frequency=LENGTH, recency=COST, T=COST, r=POSITIVE, alpha=POSITIVE, a=POSITIVE, b=POSITIVE)
def bgnbd_alive(
    frequency: Number,
    recency: Number,
    T: Number,  # noqa: N803 (the name of the column)
    r: Number,
    alpha: Number,
    a: Number,
    b: Number,
    *,
    leaves_after: LeavesAfter = "repeat purchase",
) -> Value:
    r"""Compute the probability that a customer is still one, by BG/NBD or MBG/NBD.

    .. math::

        \left[1 + \frac{a}{b + x - 1}
        \left(\frac{\alpha + T}{\alpha + t_x}\right)^{r + x}\right]^{-1}

    with :math:`x` repeat purchases, the last of them at :math:`t_x`; 1 for :math:`x = 0`. Under
    MBG/NBD, where the first purchase may be the last too, :math:`b + x` stands for
    :math:`b + x - 1`, also for :math:`x = 0`.

    Parameters
    ----------
    frequency : whole number, 0 or more
        Purchases after the first.
    recency : number from 0 to T
        Time from the first purchase to the last: 0 if there was one only, and more if not.
    T : number, 0 or more
        Time from the first purchase to today, in the periods of ``alpha``.
    r, alpha : number above 0
        Shape and rate of the gamma distribution of purchase rates.
    a, b : number above 0
        Of the beta distribution of the chances to leave after a purchase.
    leaves_after : {"repeat purchase", "any purchase"}
        After which purchases a customer may leave: of BG/NBD, or of MBG/NBD.

    Returns
    -------
    number in [0, 1]

    References
    ----------
    P. Fader, B. Hardie, K. Lee (2008), Computing P(alive) Using the BG/NBD Model, note 021;
    E. Batislam, M. Denizel, A. Filiztekin (2007), International Journal of Research in Marketing
    24(3).

    Examples
    --------
    >>> round(bgnbd_alive(2, 30.43, 38.86, 0.243, 4.414, 0.793, 2.426), 3)
    0.727
    >>> round(bgnbd_alive(0, 0, 38.86, 0.525, 6.183, 0.891, 1.614, leaves_after="any purchase"), 2)
    0.39
    """
    choice("leaves_after", leaves_after, LEAVES_AFTER)
    at_most("recency", recency, "T", T)
    _same_history(frequency, recency)
    at_first = 1 if leaves_after == "any purchase" else 0
    silence = power((alpha + T) / (alpha + recency), r + frequency)
    odds = a * silence / (b + maximum(frequency + at_first - 1, 0))
    return quotient(1, 1 + where(frequency + at_first > 0, odds, 0.0))


def _same_history(frequency: Any, recency: Any) -> None:
    """Refuse a last purchase that is the first one and is not."""
    if is_traced(frequency) or is_traced(recency):
        return
    wrong = (frequency == 0) != (recency == 0)
    if wrong.any() if is_array(wrong) else wrong:
        many = f" in {int(wrong.sum())} of {wrong.size} rows" if is_array(wrong) else ""
        got = "" if is_array(wrong) else f", got {recency:g} with frequency {frequency:g}"
        raise ValueError(
            "recency is the time from the first purchase to the last: 0 if frequency is 0, and "
            f"more if not; this is broken{many}{got}."
        )
