"""Two arms of an experiment: difference of their means, and ratios with intervals."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from clvwidgets.arguments import checked_methods
from clvwidgets.effects.estimate import Estimate, as_frame, check_level, in_words

if TYPE_CHECKING:
    import pandas as pd

Array: TypeAlias = npt.NDArray[np.float64]
Mask: TypeAlias = npt.NDArray[np.bool_]

FEWEST: Final = 2
"""Rows that an arm needs for a variance."""


@dataclass(frozen=True)
class Arm:
    """What is known of those who were treated, or of the others."""

    size: int
    mean: float
    variance: float
    """Of the mean."""

    @classmethod
    def of(cls, values: Array) -> Arm:
        """Measure an arm of two or more."""
        return cls(len(values), float(values.mean()), float(values.var(ddof=1)) / len(values))


@checked_methods()
class Difference:
    """What the treated have more than the untreated, each row with a value and perhaps a cost."""

    def _measure(self, values: Array, is_treated: Mask, outcome: str, cost: Array | None) -> None:
        """Take the rows; each kind of difference is made from something else."""
        self.outcome = outcome
        self._values, self._is_treated, self._cost = values, is_treated, cost
        self._treated, self._untreated = Arm.of(values[is_treated]), Arm.of(values[~is_treated])

    @property
    def treated(self) -> int:
        """How many were treated."""
        return self._treated.size

    @property
    def untreated(self) -> int:
        """How many were not."""
        return self._untreated.size

    @property
    def effect(self) -> float:
        """Mean outcome of the treated less that of the untreated, in units of the outcome."""
        return self._treated.mean - self._untreated.mean

    @property
    def standard_error(self) -> float:
        """Of the effect; the arms may vary differently."""
        return float(np.sqrt(self._treated.variance + self._untreated.variance))

    @cached_property
    def degrees_of_freedom(self) -> float:
        """Welch's."""
        parts = [(arm.variance, arm.size) for arm in (self._treated, self._untreated)]
        largest = max(variance for variance, _ in parts)
        shares = [(variance / largest, size) for variance, size in parts]  # no square overflows
        total = sum(share for share, _ in shares)
        return float(total**2 / sum(share**2 / (size - 1) for share, size in shares))

    def interval(self, level: float = 0.95) -> tuple[float, float]:
        """Give Welch's interval of the effect.

        Parameters
        ----------
        level : float
            Share of such intervals that hold the true effect.

        Returns
        -------
        tuple of two float

        Raises
        ------
        ValueError
            If the level does not lie between 0 and 1.

        Examples
        --------
        >>> from clvwidgets import load_dataset
        >>> from clvwidgets.effects import Experiment
        >>> trial = Experiment(load_dataset("experiments_points"), "orders", "treated")
        >>> [round(end, 2) for end in trial.interval(level=0.9)]
        [0.24, 0.61]
        """
        reach = self._quantile(level) * self.standard_error
        return self.effect - reach, self.effect + reach

    def relative_lift(self, level: float = 0.95) -> Estimate:
        """Give the effect as a share of the untreated mean, with Fieller's interval.

        Parameters
        ----------
        level : float

        Returns
        -------
        Estimate
            0.1 is a tenth more. An end without limit says that the untreated mean may be 0.

        Raises
        ------
        ValueError
            If the untreated mean is 0 or less, of which no share can be taken.

        Examples
        --------
        >>> from clvwidgets import load_dataset
        >>> from clvwidgets.effects import Experiment
        >>> trial = Experiment(load_dataset("experiments_points"), "orders", "treated")
        >>> print(trial.relative_lift(level=0.95))
        0.234 [0.107, 0.378]
        """
        if self._untreated.mean <= 0:
            raise ValueError(
                f"A relative lift of {self.outcome!r} needs an untreated mean above 0, got "
                f"{in_words(self._untreated.mean)}. Use .effect, which is in units of the outcome."
            )
        one, other = self._treated, self._untreated
        found = _ratio(one.mean, other.mean, (one.variance, other.variance, 0.0), self, level)
        return _less_one(found)

    def return_on_investment(self, level: float = 0.95) -> Estimate:
        """Give what was added, less what it cost, over what it cost, with Fieller's interval.

        What was added is the effect on the outcome, which must be margin before this cost; what
        the treated would have brought anyway is not in it. Where the added cost is clearly above
        0, the interval is above 0 just about where that of the effect on margin less cost is;
        where it may be 0, the interval has no limits.

        Parameters
        ----------
        level : float

        Returns
        -------
        Estimate
            0.5 is half a euro gained for each euro spent, besides the euro that came back.

        Raises
        ------
        ValueError
            If no cost was named, or the treated cost no more than the untreated.

        Examples
        --------
        >>> from clvwidgets import load_dataset
        >>> from clvwidgets.effects import Experiment
        >>> trial = Experiment(load_dataset("experiments_points"), "margin", "treated", cost="cost")
        >>> print(trial.return_on_investment(level=0.95))
        0.469 [-0.491, 1.35]
        """
        if self._cost is None:
            raise ValueError(
                "A return needs what the treatment cost: Experiment(..., cost='cost'), a column "
                "of money per row."
            )
        made, cost = self._values, self._cost
        got, not_got = self._is_treated, ~self._is_treated
        spent = [Arm.of(cost[rows]) for rows in (got, not_got)]
        added_cost = spent[0].mean - spent[1].mean
        if added_cost <= 0:
            raise ValueError(
                f"A return needs a cost above 0: the treated cost {in_words(spent[0].mean)} each, "
                f"the untreated {in_words(spent[1].mean)}."
            )
        together = sum(
            float(np.cov(made[rows], cost[rows])[0, 1]) / int(rows.sum()) for rows in (got, not_got)
        )
        spread = (self.standard_error**2, spent[0].variance + spent[1].variance, together)
        return _less_one(_ratio(self.effect, added_cost, spread, self, level))

    def to_frame(self, level: float = 0.95) -> pd.DataFrame:
        """List what was measured.

        Parameters
        ----------
        level : float

        Returns
        -------
        pandas.DataFrame
            Indexed by ``measure``: ``value, low, high``. Shares (lift, return) are fractions.

        Examples
        --------
        >>> from clvwidgets import load_dataset
        >>> from clvwidgets.effects import Experiment
        >>> trial = Experiment(load_dataset("experiments_points"), "orders", "treated")
        >>> trial.to_frame(level=0.95).loc["effect"].round(2).tolist()
        [0.43, 0.2, 0.65]
        """
        return as_frame(self._estimates(check_level(level)))

    def _estimates(self, level: float) -> dict[str, Estimate]:
        rows = {
            "mean of the treated": self._mean(self._treated, level),
            "mean of the untreated": self._mean(self._untreated, level),
            "effect": Estimate(self.effect, *self.interval(level), level),
        }
        if self._untreated.mean > 0:
            rows["relative lift"] = self.relative_lift(level)
        if self._has_return:
            rows["return on investment"] = self.return_on_investment(level)
        return rows

    @property
    def _has_return(self) -> bool:
        cost = self._cost
        if cost is None:
            return False
        return bool(cost[self._is_treated].mean() > cost[~self._is_treated].mean())

    def _mean(self, arm: Arm, level: float) -> Estimate:
        from scipy.special import stdtrit

        reach = float(stdtrit(arm.size - 1, 0.5 + level / 2) * np.sqrt(arm.variance))
        return Estimate(arm.mean, arm.mean - reach, arm.mean + reach, level)

    def _quantile(self, level: float) -> float:
        from scipy.special import stdtrit

        return float(stdtrit(self.degrees_of_freedom, 0.5 + check_level(level) / 2))


def _ratio(
    above: float,
    below: float,
    spread: tuple[float, float, float],
    measured: Difference,
    level: float,
) -> Estimate:
    """Divide two means, with Fieller's interval; ``spread``: their variances and covariance.

    Unlike the delta method it is not symmetric. Where what is divided by is clearly not 0, it
    holds 1 just where the interval of the difference of the two, with this quantile, holds 0.
    """
    quantile = measured._quantile(level)
    upper, lower, together = spread
    ratio, known = above / below, below**2 - quantile**2 * lower
    if known <= 0:  # what is divided by may be 0
        return Estimate(ratio, -np.inf, np.inf, level)
    middle = above * below - quantile**2 * together
    inside = middle**2 - known * (above**2 - quantile**2 * upper)
    reach = float(np.sqrt(max(inside, 0.0)))
    return Estimate(ratio, (middle - reach) / known, (middle + reach) / known, level)


def _less_one(found: Estimate) -> Estimate:
    return Estimate(found.value - 1, found.low - 1, found.high - 1, found.level)
