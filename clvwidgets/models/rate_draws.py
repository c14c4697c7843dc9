"""How often customers buy and how easily they leave, as a model takes them to differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import stats

from clvwidgets.arguments import checked
from clvwidgets.models._checks import PERIOD_NAMES, check_whole

if TYPE_CHECKING:
    from clvwidgets.models._purchases import PurchaseModel

# Beyond this share of the customers a curve has nothing left to show.
_NEARLY_ALL = 0.995


@checked()
def drawn_rates(model: PurchaseModel, n: int, seed: int | None = None) -> pd.DataFrame:
    """Draw customers: how often each buys while there, and how easily each leaves.

    Parameters
    ----------
    model : PurchaseModel
        BG/NBD, MBG/NBD or Pareto/NBD, fitted or of known parameters.
    n : int
        How many customers.
    seed : int, optional

    Returns
    -------
    pandas.DataFrame
        One row a customer: ``rate`` (purchases per period of the model) and ``leaving`` (chance to
        leave after a purchase; under Pareto/NBD a rate per period), and the density of each under
        the model, ``rate_density`` and ``leaving_density``. The two are drawn independently of each
        other, as the models have it.

    Raises
    ------
    ValueError
        If the model has other parameters, as BG/BB has.

    Examples
    --------
    >>> from clvwidgets.models import BGNBD
    >>> model = BGNBD.from_params(r=0.7, alpha=4.5, a=1.2, b=6.8, period="W")
    >>> drawn_rates(model, 10_000, seed=1)[["rate", "leaving"]].mean().round(2).to_dict()
    {'rate': 0.16, 'leaving': 0.15}
    """
    rng, table = np.random.default_rng(seed), pd.DataFrame(index=range(check_whole("n", n)))
    laws = _laws(model)
    for name, law in laws.items():
        table[name] = law.rvs(size=len(table), random_state=rng)
    for name, law in laws.items():
        table[f"{name}_density"] = law.pdf(table[name])
    return table


@checked()
def rate_densities(model: PurchaseModel, steps: int = 100) -> pd.DataFrame:
    """Tell the densities of the customers' rates and of their leaving, for curves.

    Parameters
    ----------
    model : PurchaseModel
        As for :func:`drawn_rates`.
    steps : int
        Points of each curve.

    Returns
    -------
    pandas.DataFrame
        One row a point: ``what`` ("rate" or "leaving"), ``meaning`` (of the value, in words),
        ``value`` and ``density``, from near 0 to where 995 in 1,000 customers lie below. Where a
        density has no limit at 0 the first point is half a step away from it.

    Raises
    ------
    ValueError
        As for :func:`drawn_rates`.

    Examples
    --------
    >>> from clvwidgets.models import BGNBD
    >>> model = BGNBD.from_params(r=1.0, alpha=5.0, a=1.0, b=1.0, period="W")
    >>> rate_densities(model, steps=2).query("what == 'leaving'")["value"].tolist()
    [0.24875, 0.74625]
    """
    period = PERIOD_NAMES[model.period_] if model.period_ else "period"
    leaving = "chance to leave after a purchase" if "a" in model.params_ else f"leaves per {period}"
    meanings = {"rate": f"purchases per {period}", "leaving": leaving}
    parts = []
    for what, law in _laws(model).items():
        middle = (np.arange(check_whole("steps", steps)) + 0.5) / steps
        value = middle * float(law.ppf(_NEARLY_ALL))
        curve = pd.DataFrame({"value": value, "density": law.pdf(value)})
        parts.append(curve.assign(what=what, meaning=meanings[what]))
    return pd.concat(parts, ignore_index=True)[["what", "meaning", "value", "density"]]


def _laws(model: PurchaseModel) -> dict[str, Any]:
    """Distributions of the rates of purchase, and of the chances or rates of leaving."""
    known = model.params_
    if {"a", "b"} <= set(known):
        leaving = stats.beta(known["a"], known["b"])
    elif {"s", "beta"} <= set(known):
        leaving = stats.gamma(known["s"], scale=1.0 / known["beta"])
    else:
        raise ValueError(
            f"{type(model).__name__} has no rates of purchase. Choose BGNBD, MBGNBD or ParetoNBD."
        )
    return {"rate": stats.gamma(known["r"], scale=1.0 / known["alpha"]), "leaving": leaving}
