"""Two kinds of customers: how long they stay, and who is there when newcomers replace leavers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clvwidgets.formulas._dispatch import Value, quotient, where
from clvwidgets.formulas.checks import RATE, formula

if TYPE_CHECKING:
    from clvwidgets.formulas._dispatch import Number


@formula(share=RATE, churn=RATE, other_churn=RATE)
def mixed_lifespan(share: Number, churn: Number, other_churn: Number) -> Value:
    r"""Compute the expected stay of customers who are of two kinds, the current period counted.

    .. math:: L = \frac{s}{c_1} + \frac{1 - s}{c_2}

    Never below :math:`1/c` of the average churn :math:`c = s c_1 + (1-s) c_2`; the same only if
    both kinds leave alike. With shares of newcomers it is a newcomer's stay; with shares of
    today's base it is how long those who are there today will still stay.

    Parameters
    ----------
    share : number in [0, 1]
        Share of the newcomers, or of today's base, who are of the first kind.
    churn, other_churn : number in [0, 1]
        Probability per period of leaving, of the first and of the second kind.

    Returns
    -------
    number
        Periods of the same length; ``inf`` if there are customers who never leave.

    References
    ----------
    P. Fader, B. Hardie (2010), Customer-Base Valuation in a Contractual Setting: The Perils of
    Ignoring Heterogeneity, Marketing Science 29(1).

    Examples
    --------
    >>> round(mixed_lifespan(0.5, 0.01, 0.09), 1)
    55.6
    """
    others = 1 - share
    # Nobody of a kind that never leaves adds nothing.
    first = where(share > 0, quotient(share, churn), 0.0)
    return first + where(others > 0, quotient(others, other_churn), 0.0)


@formula(share=RATE, churn=RATE, other_churn=RATE)
def base_share(share: Number, churn: Number, other_churn: Number) -> Value:
    r"""Compute a kind's share of the base from its share of the newcomers.

    The base stands still: each period as many of each kind come as leave. A kind is then there in
    proportion to how many come and how long they stay (Little's law):

    .. math:: b = \frac{s / c_1}{s / c_1 + (1 - s) / c_2}

    The base loses :math:`b c_1 + (1-b) c_2` per period, and one divided by that is the average
    stay of a *newcomer*, see `mixed_lifespan`.

    Parameters
    ----------
    share : number in [0, 1]
        Share of the newcomers who are of the first kind.
    churn, other_churn : number in [0, 1]
        Probability per period of leaving, of the first and of the second kind.

    Returns
    -------
    number in [0, 1]
        1 if only the first kind never leaves, as it piles up; ``share`` if neither ever leaves.

    References
    ----------
    J. Little (1961), A Proof for the Queuing Formula L = λW, Operations Research 9(3).

    Examples
    --------
    Of newcomers half are loyal, of the base nine in ten, which loses 1.8 % a month.

    >>> round(base_share(0.5, 0.01, 0.09), 3)
    0.9
    """
    return _weighted(share, other_churn, churn)


@formula(share=RATE, churn=RATE, other_churn=RATE)
def newcomer_share(share: Number, churn: Number, other_churn: Number) -> Value:
    r"""Compute a kind's share of the newcomers from its share of the base; undoes `base_share`.

    The base stands still, so those who come replace those who leave:

    .. math:: s = \frac{b c_1}{b c_1 + (1 - b) c_2}

    Parameters
    ----------
    share : number in [0, 1]
        Share of today's base who are of the first kind.
    churn, other_churn : number in [0, 1]
        Probability per period of leaving, of the first and of the second kind.

    Returns
    -------
    number in [0, 1]
        0 if only the first kind never leaves, as nobody replaces them; ``share`` if neither ever
        leaves.

    References
    ----------
    J. Little (1961), A Proof for the Queuing Formula L = λW, Operations Research 9(3).

    Examples
    --------
    Half of the base is loyal, yet only one newcomer in ten.

    >>> round(newcomer_share(0.5, 0.01, 0.09), 3)
    0.1
    """
    return _weighted(share, churn, other_churn)


def _weighted(share: Value, weight: Value, other_weight: Value) -> Value:
    """Weigh two shares anew; where no weight is left, they stay as they are."""
    first, second = share * weight, (1 - share) * other_weight
    return where(first + second > 0, quotient(first, first + second), share)
