"""What a new customer may be worth if margin, churn and the cost of winning them are guesses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from clvwidgets.arguments import checked, checked_methods
from clvwidgets.doors import a
from clvwidgets.effects.sensitivity_indices import draws, sensitivity_indices
from clvwidgets.effects.uncertain import Array, Uncertain
from clvwidgets.formulas import retention_clv
from clvwidgets.formulas.checks import RATE, single
from clvwidgets.models.risk import ValueAtRisk, value_at_risk

if TYPE_CHECKING:
    import pandas as pd

DRAWS: Final = 100_000
_FOR_INDICES: Final = 2**12


@checked_methods()
@dataclass(frozen=True)
class ClvRisk:
    """What may come of a customer, drawn many times.

    Attributes
    ----------
    values : numpy.ndarray
        Lifetime value less the cost of winning them, one entry a draw.
    at_risk : ValueAtRisk
        Mean, floor and shortfall.
    at_means : float
        The value if each input were at its mean; the mean of the values is another number.
    importance : pandas.DataFrame
        By input, ``first`` and ``total`` share of the variance, as if none went with another.

    Examples
    --------
    >>> found = clv_risk(Uncertain.certain(20), Uncertain.triangular(0.02, 0.05, 0.12),
    ...     Uncertain.certain(250), 0.008)
    >>> found.importance["first"].round(2).to_dict()
    {'margin': 0.0, 'churn': 1.0, 'cac': 0.0}
    """

    values: Array
    at_risk: ValueAtRisk
    at_means: float
    importance: pd.DataFrame

    @property
    def mean(self) -> float:
        """Of all draws."""
        return self.at_risk.expected

    @property
    def median(self) -> float:
        """Half of the draws are above."""
        return float(np.median(self.values))

    @property
    def loses(self) -> float:
        """Share of draws in which the customer costs more than they bring."""
        return float((self.values < 0).mean())

    def bins(self, most: int = 40) -> pd.DataFrame:
        """Count the draws in bars of one round width, of which one ends at 0.

        Parameters
        ----------
        most : int
            Bars at most, for what lies between the lowest and the highest 0.5 percent.

        Returns
        -------
        pandas.DataFrame
            ``low, high`` (ends of the bar) and ``share`` of all draws.

        Raises
        ------
        ValueError
            If most is below 1.

        Examples
        --------
        >>> known = Uncertain.certain(20), Uncertain.certain(0.05), Uncertain.uniform(150, 250)
        >>> clv_risk(*known, 0.0).bins(5).iloc[0].round(2).to_dict()
        {'low': 150.0, 'high': 200.0, 'share': 0.5}
        """
        import pandas as pd

        if most < 1:
            raise ValueError(f"most must be 1 or more, got {most}.")
        low, high = np.quantile(self.values, [0.005, 0.995])
        width = _round_up((high - low) / max(most - 1, 1))
        first, last = np.floor(low / width), np.floor(high / width) + 1
        edges = width * np.arange(first, last + 1)
        counts = np.histogram(self.values, edges)[0]
        return pd.DataFrame(
            {"low": edges[:-1], "high": edges[1:], "share": counts / len(self.values)}
        )


@checked(margin=a("Uncertain"), churn=a("Uncertain"), cac=a("Uncertain"))
def clv_risk(
    margin: Uncertain,
    churn: Uncertain,
    cac: Uncertain,
    discount: float,
    *,
    correlation: float = 0.0,
    level: float = 0.95,
    n: int = DRAWS,
    seed: int = 1,
) -> ClvRisk:
    r"""Draw lifetime value less acquisition cost, first payment now.

    .. math:: m \frac{1 + d}{d + c} - CAC

    These are uncertain parameters, which customers share: a thousand customers of the same kind
    do not even them out, as they do the luck of each.

    Parameters
    ----------
    margin : Uncertain
        Money per period while the customer stays.
    churn : Uncertain
        Share that leaves per period, between 0 and 1.
    cac : Uncertain
        Money to win a customer.
    discount : float
        Rate per period.
    correlation : float
        Of churn and cost: above 0 where customers who are dear to win leave sooner.
    level : float
        Probability of the floor.
    n : int
        Draws, 20 or more.
    seed : int

    Returns
    -------
    ClvRisk

    Raises
    ------
    ValueError
        If a draw of churn is no share, or neither churn nor discount is above 0.

    Examples
    --------
    >>> found = clv_risk(Uncertain.triangular(17, 20, 23), Uncertain.triangular(0.02, 0.05, 0.12),
    ...     Uncertain.triangular(150, 250, 400), discount=0.008)
    >>> print(f"{found.mean:.0f} on average, {found.loses:.0%} lose money")
    43 on average, 39% lose money
    """
    rate = single("discount", discount, RATE)
    inputs = {"margin": margin, "churn": churn, "cac": cac}

    def net(margin: Any, churn: Any, cac: Any) -> Any:
        return retention_clv(margin, 1 - churn, rate) - cac

    tied = {("churn", "cac"): correlation} if correlation else None
    made = {name: values.to_numpy() for name, values in draws(inputs, n, seed, tied).items()}
    if not ((made["churn"] >= 0) & (made["churn"] <= 1)).all():
        raise ValueError(f"churn must lie between 0 and 1 in every draw, got {churn}.")
    values: npt.NDArray[np.float64] = net(made["margin"], made["churn"], made["cac"])
    if not np.isfinite(values).all():
        raise ValueError("churn or discount must be above 0: else a customer has no finite value.")
    at_means = net(*(one.mean for one in inputs.values()))
    importance = sensitivity_indices(net, inputs, _FOR_INDICES, seed)
    return ClvRisk(values, value_at_risk(values, level), float(at_means), importance)


def _round_up(width: float) -> float:
    """Give the next of 1, 2, 5, 10 and so on; 1 where there is nothing to divide."""
    if width <= 0:
        return 1.0
    power = 10.0 ** np.floor(np.log10(width))
    return float(next(step * power for step in (1, 2, 5, 10) if step * power >= width * 0.999999))
