"""Lambert's W for every kind of number: where something grows with itself times its exponential."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clvwidgets.formulas.arithmetic import Value, exp, log, log1p, maximum, minimum, where
from clvwidgets.formulas.checks import Range, formula

if TYPE_CHECKING:
    from clvwidgets.formulas.arithmetic import Number

_ANY = Range("be between -700 and 1e15", low=-700, high=1e15)
_STEPS = 3  # from one digit that is right to all


@formula(z=_ANY)
def lambert_of_exp(z: Number) -> Value:
    r"""Solve :math:`w + \ln w = z`, which is :math:`w = W(e^z)` without ever computing the power.

    Parameters
    ----------
    z : number from -700 to 1e15

    Returns
    -------
    number
        The one solution above 0.

    References
    ----------
    Corless, Gonnet, Hare, Jeffrey & Knuth (1996), On the Lambert W Function, Advances in
    Computational Mathematics 5. The start is a softplus; the step is Newton's in the logarithm.

    Examples
    --------
    >>> lambert_of_exp(1)
    1.0
    >>> round(lambert_of_exp(1000), 6)
    993.099169
    """
    small = log1p(exp(minimum(z, 30.0)))
    root = where(z > 30, z, small)
    w = root * (1 - log1p(root) / (2 + root))
    w = where(z < -20, exp(minimum(z, 0.0)), maximum(w, 1e-300))
    for _ in range(_STEPS):
        w = w * (1 + z - log(w)) / (1 + w)
    return w
