"""Lifespans when customers are of two kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clvwidgets.formulas._dispatch import Value, quotient, where
from clvwidgets.formulas.checks import RATE, formula

if TYPE_CHECKING:
    from clvwidgets.formulas._dispatch import Number


@formula(share=RATE, churn=RATE, other_churn=RATE)
def mixed_lifespan(share: Number, churn: Number, other_churn: Number) -> Value:
    r"""Compute the expected stay of new customers who are of two kinds, the first period counted.

    .. math:: L = \frac{s}{c_1} + \frac{1 - s}{c_2}

    Never below :math:`1/c` of the average churn :math:`c = s c_1 + (1-s) c_2`; the same only if
    both kinds leave alike.

    Parameters
    ----------
    share : number in [0, 1]
        Share of the new customers who are of the first kind.
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
