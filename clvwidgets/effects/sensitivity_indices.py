"""What a result may be if its inputs are uncertain, and which of them matters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from clvwidgets.arguments import checked
from clvwidgets.doors import WHOLE, a, mapping_to
from clvwidgets.effects.uncertain import Array, Uncertain

if TYPE_CHECKING:
    import pandas as pd

_INPUTS: Final = mapping_to(a("Uncertain"))
_MOST: Final = 2**20


@checked(inputs=_INPUTS)
def draws(
    inputs: Mapping[str, Uncertain],
    n: int = 100_000,
    seed: int = 1,
    correlation: Mapping[tuple[str, str], float] | None = None,
) -> pd.DataFrame:
    """Draw the inputs many times; some may go together.

    They go together through a Gaussian copula: each keeps its own distribution, and the
    correlation is that of the normal scores behind them, a little above their own. Where nothing
    is said inputs are independent, which is a strong claim: what goes wrong tends to go wrong
    together.

    Parameters
    ----------
    inputs : dict of str to Uncertain
    n : int
        How many draws.
    seed : int
        The same seed gives the same draws.
    correlation : dict of two names to float, optional
        Between -1 and 1, such as ``{("churn", "cac"): 0.8}``.

    Returns
    -------
    pandas.DataFrame
        A column for each input, a row for each draw.

    Raises
    ------
    ValueError
        If a name is unknown, a correlation out of range, or several contradict each other.

    References
    ----------
    Nelsen (2006), An Introduction to Copulas.

    Examples
    --------
    >>> made = draws({"cac": Uncertain.triangular(150, 250, 400)}, n=10_000, seed=1)
    >>> round(float(made["cac"].mean()))
    266
    """
    import pandas as pd

    _check_inputs(inputs)
    size = _check_size(n)
    normal = np.random.default_rng(seed).standard_normal((len(inputs), size))
    if correlation:
        normal = _tied(list(inputs), correlation) @ normal
    return pd.DataFrame(
        {name: one.at_normal(z) for (name, one), z in zip(inputs.items(), normal, strict=True)}
    )


@checked(inputs=_INPUTS)
def sensitivity_indices(
    function: Callable[..., Any], inputs: Mapping[str, Uncertain], n: int = 2**13, seed: int = 1
) -> pd.DataFrame:
    """Find what share of a result's variance each input makes (Sobol).

    Parameters
    ----------
    function : callable
        Called with an array for each input, by name; gives an array.
    inputs : dict of str to Uncertain
        Independent of each other; shares of a variance have no meaning for inputs that go
        together.
    n : int
        Points of the sequence, a power of two; the function is computed for n times the number
        of inputs and two more.
    seed : int

    Returns
    -------
    pandas.DataFrame
        By input: ``first`` (share of the variance that would vanish if it alone were known) and
        ``total`` (share that would stay if all others were known). Between 0 and 1 but for errors
        of drawing; all 0 where the result does not vary.

    Raises
    ------
    ValueError
        If n is no power of two, or the function gives anything but a number for each draw.

    References
    ----------
    Sobol (2001), Global Sensitivity Indices for Nonlinear Mathematical Models, Mathematics and
    Computers in Simulation 55. Saltelli et al. (2010), Computer Physics Communications 181.

    Examples
    --------
    >>> known = {"margin": Uncertain.normal(100, 10), "cost": Uncertain.normal(60, 20)}
    >>> found = sensitivity_indices(lambda margin, cost: margin - cost, known, n=1024)
    >>> found["first"].round(1).to_dict()
    {'margin': 0.2, 'cost': 0.8}
    """
    import pandas as pd
    from scipy.stats import sobol_indices

    _check_inputs(inputs)
    size = _check_size(n)
    if size & (size - 1):
        raise ValueError(f"n must be a power of two such as 8192, got {size:,}.")
    names = list(inputs)

    def answer(points: Array) -> Array:
        try:
            given = function(**dict(zip(names, points, strict=True)))
        except TypeError as reason:
            raise TypeError(
                f"function must take an array for each of {', '.join(names)}: {reason}."
            ) from reason
        found = np.asarray(given, dtype=float)
        if found.shape != points[0].shape or not np.isfinite(found).all():
            raise ValueError(
                "function must give a finite number for each draw; check it at the ends of its "
                "inputs."
            )
        return found

    index = pd.Index(names, name="input")
    spread = answer(np.array([one.at_normal([-1.5, -0.5, 0.5, 1.5]) for one in inputs.values()]))
    if all(one.is_certain for one in inputs.values()) or (len(names) and np.ptp(spread) == 0):
        flat = draws(inputs, 256, seed)
        if np.ptp(answer(flat.to_numpy().T)) == 0:
            return pd.DataFrame({"first": 0.0, "total": 0.0}, index)
    shapes = [_Tabled(one) for one in inputs.values()]
    found = sobol_indices(func=answer, n=size, dists=shapes, random_state=seed)
    return pd.DataFrame({"first": found.first_order, "total": found.total_order}, index)


class _Tabled:
    """A distribution as SciPy's Sobol indices take it, read from the table of its quantiles."""

    def __init__(self, one: Uncertain) -> None:
        self._one = one

    def ppf(self, probability: Array) -> Array:
        from scipy.special import ndtri

        return self._one.at_normal(ndtri(probability))


def _tied(names: list[str], correlation: Mapping[tuple[str, str], float]) -> Array:
    matrix = np.eye(len(names))
    for pair, value in correlation.items():
        known = isinstance(pair, tuple) and len(pair) == 2 and set(pair) <= set(names)
        if not known or pair[0] == pair[1]:
            raise ValueError(
                f"correlation must name two different inputs of {', '.join(names)}, got {pair!r}."
            )
        if not -1 <= value <= 1:
            raise ValueError(f"correlation of {pair} must lie between -1 and 1, got {value:g}.")
        i, j = (names.index(name) for name in pair)
        matrix[i, j] = matrix[j, i] = value
    smallest = float(np.linalg.eigvalsh(matrix).min())
    if smallest < -1e-9:
        raise ValueError(
            "correlation holds values that contradict each other: no inputs can go together like "
            "that. Bring some nearer to 0."
        )
    if smallest > 1e-12:
        return np.asarray(np.linalg.cholesky(matrix))
    values, vectors = np.linalg.eigh(matrix)  # some go together entirely
    return np.asarray(vectors * np.sqrt(np.maximum(values, 0)))


def _check_inputs(inputs: Mapping[str, Uncertain]) -> None:
    if not inputs:
        raise ValueError("inputs is empty; name at least one, such as Uncertain.triangular(...).")


def _check_size(n: int) -> int:
    WHOLE.check("n", n)
    if not 1 <= n <= _MOST:
        raise ValueError(f"n must lie between 1 and {_MOST:,}, got {n:,}.")
    return int(n)
