"""Whom to treat: curves over customers ranked by a score, from an experiment with two arms."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from statistics import NormalDist
from types import MappingProxyType
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from clvwidgets.arguments import checked, checked_methods
from clvwidgets.doors import VECTOR, Door
from clvwidgets.effects._areas import Kind, Sums, area, heights, perfect_order, sums, sums_above
from clvwidgets.effects._rows import Floats, Ranked, arms, column, ranked, same_rows
from clvwidgets.formulas.checks import COST, SHARE, Range, is_number, single

ENOUGH: Final = 10
"""Fewer customers than this in either arm tell nothing; the interval is endless there."""

_LEVEL: Final = Range(
    "lie above 0 and below 1", low=0, high=1 - 1e-12, above_low=True, percent=True
)
_AMONG: Final = "among the k customers with the highest scores, ties merged"
_DEFINITIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "uplift": f"uplift(k) = k x (mean outcome of the treated - mean of the others) {_AMONG}",
        "qini": (
            "Qini(k) = sum of outcomes of the treated - sum of those of the others x number of "
            f"treated / number of others {_AMONG}"
        ),
        "profit": (
            "profit(k) = k x (mean of value x outcome - cost of the treated - mean of value x "
            f"outcome of the others) {_AMONG}"
        ),
    }
)
_COEFFICIENT: Final = "(area - area of a random order) / (area of a perfect order - random)"
_MONEY: Final = Door(
    "a number, or numbers in one row (a list, an array or a column)",
    lambda value: is_number(value) or VECTOR.lets_in(value),
)


@dataclass(frozen=True)
class Cut:
    """What treating the best so many customers brings, with its interval.

    Attributes
    ----------
    customers : float
        How many are treated; within a group of equal scores, a random part of them.
    share : float
        Of all customers.
    lowest_score : float
        Treat whose score is at least this; infinite if nobody is treated.
    value, low, high : float
        Height of the curve and the ends of its interval, in the outcome's unit, over all who are
        treated together. The interval is endless where an arm has fewer than ten customers, and
        has no width where all of each arm did alike: it is too narrow for rare outcomes.

    Examples
    --------
    >>> uplift_curve([1, 0, 1, 0], [2, 2, 1, 1], [1, 0, 1, 0]).at(0.5).value
    2.0
    """

    customers: float
    share: float
    lowest_score: float
    value: float
    low: float
    high: float


@checked_methods()
@dataclass(frozen=True)
class TargetingCurve:
    """A curve over customers ranked by a score: what treating the best k of them brings.

    Attributes
    ----------
    definition : str
        What the height is. Curves of other software may be scaled otherwise.
    level : float
        Of the intervals, which hold for each cut alone.
    cuts : list of Cut
        From nobody to everybody; one below each score that occurs, so equal scores stay together.

    Examples
    --------
    >>> curve = uplift_curve([1, 0, 1, 1], [9, 8, 2, 1], [1, 0, 1, 0])
    >>> curve.to_frame()[["customers", "lowest_score", "value"]].to_numpy().tolist()
    [[0.0, inf, 0.0], [1.0, 9.0, 1.0], [2.0, 8.0, 2.0], [3.0, 2.0, 3.0], [4.0, 1.0, 2.0]]
    """

    definition: str
    level: float
    _table: pd.DataFrame

    @property
    def cuts(self) -> list[Cut]:
        """Every cut, from nobody to everybody."""
        return [Cut(*row) for row in self._table.itertuples(index=False, name=None)]

    def to_frame(self) -> pd.DataFrame:
        """Table of the cuts.

        Returns
        -------
        pandas.DataFrame
            Columns customers, share, lowest_score, value, low, high.
        """
        return self._table.copy()

    def at(self, share: float) -> Cut:
        """Read the curve where the best share of the customers is treated.

        A share that parts customers of equal score treats a random part of them, so the curve is
        straight there; the order of rows never decides.

        Parameters
        ----------
        share : float
            Of all customers, 0 to 1.

        Returns
        -------
        Cut

        Raises
        ------
        ValueError
            If the share is below 0 or above 1.
        """
        asked = single("share", share, SHARE)
        shares = self._table["share"].to_numpy()
        right = min(int(np.searchsorted(shares, asked)), len(shares) - 1)
        if shares[right] == asked:
            return Cut(*map(float, self._table.iloc[right]))
        left, after = self._table.iloc[right - 1], self._table.iloc[right]
        part = (asked - shares[right - 1]) / (shares[right] - shares[right - 1])
        between = {name: _between(left[name], after[name], part) for name in left.index}
        return Cut(**{**between, "lowest_score": float(after["lowest_score"])})

    def best(self) -> Cut:
        """Find the cut where the curve is highest; the fewest customers of several.

        Cuts with fewer than ten customers of either arm are passed over. The highest point of a
        curve that was drawn from the same rows flatters: test the rule on others.

        Returns
        -------
        Cut
            Nobody, if nothing is above 0.
        """
        known = self._table[np.isfinite(self._table["low"])]
        return Cut(*map(float, known.loc[known["value"].idxmax()]))

    def __str__(self) -> str:
        end, best = self.cuts[-1], self.best()
        return (
            f"All {end.customers:,.0f} customers: {end.value:,.2f} ({end.low:,.2f} to "
            f"{end.high:,.2f}). Highest with the best {best.customers:,.0f}: {best.value:,.2f} "
            f"({best.low:,.2f} to {best.high:,.2f}).\n{self.definition}."
        )


def _between(left: float, right: float, part: float) -> float:
    for end in (left, right):
        if math.isinf(end):
            return float(end)
    return float(left + (right - left) * part)


@checked(outcome=VECTOR, score=VECTOR, treated=VECTOR)
def uplift_curve(
    outcome: npt.ArrayLike, score: npt.ArrayLike, treated: npt.ArrayLike, *, level: float = 0.95
) -> TargetingCurve:
    r"""Draw what treating the best k customers changes, over k.

    .. math:: k \left(\frac{Y_t}{n_t} - \frac{Y_c}{n_c}\right)

    Until an arm has somebody among the best k, its mean counts as 0.

    Parameters
    ----------
    outcome : array_like of shape (n,)
        What each customer did: 1 or 0, orders, or money.
    score : array_like of shape (n,)
        Known before the treatment; the highest are treated first.
    treated : array_like of shape (n,)
        True or 1 for who was treated, by lot.
    level : float
        Of the intervals (difference of means with unequal variances, normal).

    Returns
    -------
    TargetingCurve
        In the outcome's unit, over all who are treated together.

    Raises
    ------
    ValueError
        If there is one arm only, something is missing, or the columns do not belong together.

    References
    ----------
    Gutierrez & Gerardy (2017), Causal Inference and Uplift Modelling, PMLR 67.

    Examples
    --------
    >>> uplift_curve([0, 1, 0], [5, 5, 5], [0, 1, 1]).at(1).value
    1.5
    """
    return _curve("uplift", ranked(outcome, score, treated), level)


@checked(outcome=VECTOR, score=VECTOR, treated=VECTOR)
def qini_curve(
    outcome: npt.ArrayLike, score: npt.ArrayLike, treated: npt.ArrayLike, *, level: float = 0.95
) -> TargetingCurve:
    r"""Draw how much more the treated among the best k did than they would have, over k.

    .. math:: Y_t - Y_c \frac{n_t}{n_c}

    Until somebody untreated is among the best k, nothing is taken off.

    Parameters
    ----------
    outcome : array_like of shape (n,)
        What each customer did: 1 or 0, orders, or money.
    score : array_like of shape (n,)
        Known before the treatment; the highest are treated first.
    treated : array_like of shape (n,)
        True or 1 for who was treated, by lot.
    level : float
        Of the intervals (difference of means with unequal variances, normal).

    Returns
    -------
    TargetingCurve
        In the outcome's unit, over the treated of the experiment, who are a part of all.

    Raises
    ------
    ValueError
        If there is one arm only, something is missing, or the columns do not belong together.

    References
    ----------
    Radcliffe (2007), Using Control Groups to Target on Predicted Lift, Direct Marketing Analytics
    Journal.

    Examples
    --------
    >>> qini_curve([0, 1, 0], [5, 5, 5], [0, 1, 1]).at(1).value
    1.0
    """
    return _curve("qini", ranked(outcome, score, treated), level)


@checked(outcome=VECTOR, score=VECTOR, treated=VECTOR, cost=_MONEY)
def profit_curve(
    outcome: npt.ArrayLike,
    score: npt.ArrayLike,
    treated: npt.ArrayLike,
    value: float,
    cost: Any,
    *,
    level: float = 0.95,
) -> TargetingCurve:
    """Draw the profit of treating the best k customers instead of nobody, over k.

    It is the uplift curve of value x outcome - cost. Treating stops to pay where the curve falls:
    where the next customer's uplift is worth less than they cost.

    Parameters
    ----------
    outcome : array_like of shape (n,)
        What each customer did: 1 or 0, orders, or money.
    score : array_like of shape (n,)
        Known before the treatment; the highest are treated first.
    treated : array_like of shape (n,)
        True or 1 for who was treated, by lot.
    value : float
        Margin of one unit of the outcome, money; 1 if the outcome is margin.
    cost : float or array_like of shape (n,)
        Money that treating one customer costs; or what was paid for each, so that a discount also
        costs what would have been bought anyway. What stands beside the untreated must be 0.
    level : float
        Of the intervals.

    Returns
    -------
    TargetingCurve
        Money, over all who are treated together.

    Raises
    ------
    ValueError
        If there is one arm only, something is missing, or the untreated cost something.

    References
    ----------
    Verbeke, Dejaeger, Martens, Hur & Baesens (2012), New insights into churn prediction in the
    telecommunication sector: a profit driven data mining approach, European Journal of Operational
    Research 218(1).

    Examples
    --------
    >>> outcome = [1] * 30 + [0] * 30 + [1] * 40
    >>> score, treated = [2] * 60 + [1] * 40, [1] * 30 + [0] * 30 + [1, 0] * 20
    >>> best = profit_curve(outcome, score, treated, value=20, cost=2).best()
    >>> best.customers, best.lowest_score, best.value
    (60.0, 2.0, 1080.0)
    """
    columns = {"outcome": outcome, "score": score, "treated": treated}
    if not is_number(cost):
        columns["cost"] = cost
    same_rows(**columns)
    paid = _paid(cost, arms("treated", treated))
    return _curve(
        "profit", ranked(value * column("outcome", outcome) - paid, score, treated), level
    )


def _paid(cost: Any, treated: npt.NDArray[np.bool_]) -> Floats:
    """Give what was paid for each customer."""
    if is_number(cost):
        return np.where(treated, single("cost", cost, COST), 0.0)
    paid: Floats = np.asarray(column("cost", cost))
    astray = (paid != 0) & ~treated
    if astray.any():
        raise ValueError(
            f"cost must be 0 for who was not treated; {int(astray.sum()):,} of "
            f"{int((~treated).sum()):,} are not, the first is {paid[astray][0]:g}. What everybody "
            "costs belongs into the outcome: take it off the margin."
        )
    return paid


def _curve(kind: Literal["uplift", "qini", "profit"], rows: Ranked, level: float) -> TargetingCurve:
    """Compute the cuts of a curve with their intervals."""
    of = sums(rows, rows.group)
    shape: Kind = "qini" if kind == "qini" else "uplift"
    height = heights(of, shape)
    weight = np.maximum(of.treated, 1) if kind == "qini" else of.customers
    half = _reach(level) * weight * _standard_error(rows, of)
    lowest = rows.score[np.flatnonzero(np.append(np.diff(rows.group), 1))]
    customers = np.concatenate([[0.0], of.customers])
    table = pd.DataFrame(
        {
            "customers": customers,
            "share": customers / customers[-1],
            "lowest_score": np.concatenate([[np.inf], lowest]),
            "value": np.concatenate([[0.0], height]),
            "low": np.concatenate([[0.0], height - half]),
            "high": np.concatenate([[0.0], height + half]),
        }
    )
    return TargetingCurve(_DEFINITIONS[kind], level, table)


def _reach(level: float) -> float:
    """Give how many standard errors an interval reaches to each side."""
    return NormalDist().inv_cdf((1 + single("level", level, _LEVEL)) / 2)


def _standard_error(rows: Ranked, of: Sums) -> Floats:
    """Estimate the error of the difference of means above each cut; infinite where few are."""
    centred = replace(rows, outcome=rows.outcome - rows.outcome.mean())
    around, squares = sums(centred, rows.group), sums_above(rows, rows.group, centred.outcome**2)
    variance = np.zeros_like(of.treated)
    for count, total, square in zip(
        (of.treated, of.others),
        (around.treated_outcome, around.others_outcome),
        squares,
        strict=True,
    ):
        spread = np.maximum(square - total**2 / np.maximum(count, 1), 0)
        known = count >= ENOUGH
        variance += np.where(known, spread / np.maximum(count * (count - 1), 1), np.inf)
    found: Floats = np.sqrt(variance)
    return found


class QiniCoefficient(float):
    """A number that says what it is: no two programs scale this one alike.

    Parameters
    ----------
    value : float
        The coefficient.
    definition : str
        What was divided by what.
    standard_error : float
        For customers drawn anew, with a score that was fixed before.
    low, high : float
        Ends of its interval.

    Examples
    --------
    >>> found = qini_coefficient([1, 0], [0.3, 0.1], [1, 0])
    >>> found == 1, found.definition.startswith("(area - area of a random order)")
    (True, True)
    """

    definition: str
    standard_error: float
    low: float
    high: float

    def __new__(
        cls,
        value: float,
        definition: str = "",
        standard_error: float = math.inf,
        low: float = -math.inf,
        high: float = math.inf,
    ) -> QiniCoefficient:
        """Make the number, and put beside it what it says of itself."""
        made = super().__new__(cls, value)
        made.definition, made.standard_error = definition, standard_error
        made.low, made.high = low, high
        return made

    def __str__(self) -> str:
        return f"{float(self):.4f} ({self.low:.4f} to {self.high:.4f}), {self.definition}"


@checked(outcome=VECTOR, score=VECTOR, treated=VECTOR)
def qini_coefficient(
    outcome: npt.ArrayLike,
    score: npt.ArrayLike,
    treated: npt.ArrayLike,
    *,
    curve: Literal["qini", "uplift"] = "qini",
    level: float = 0.95,
) -> QiniCoefficient:
    """Say how good a ranking is: 0 as a random one, 1 as if everybody's answer were known.

    Compare only numbers of one definition. The same ranking of the same customers has .064 here
    and in scikit-uplift, .161 to .172 in causalml 0.18 (which moves with the order of the rows),
    and 156 to 166 where nothing is divided.

    Parameters
    ----------
    outcome : array_like of shape (n,)
        1 for who did it, 0 for who did not: a perfect ranking of amounts is not defined.
    score : array_like of shape (n,)
        Known before the treatment; the highest are treated first.
    treated : array_like of shape (n,)
        True or 1 for who was treated, by lot.
    curve : {"qini", "uplift"}
        Under which curve areas are measured, as `qini_curve` and `uplift_curve` draw them. The two
        agree on which ranking is better only if both arms are as large at every score.
    level : float
        Of the interval (infinitesimal jackknife, normal).

    Returns
    -------
    QiniCoefficient
        A float with ``definition``, ``standard_error``, ``low`` and ``high``.

    Raises
    ------
    ValueError
        If an outcome is neither 0 nor 1, there is one arm only, something is missing, or all
        rankings are equally good.

    References
    ----------
    Radcliffe (2007); scikit-uplift 0.5.1, ``qini_auc_score`` and ``uplift_auc_score``; Efron
    (1982), The Jackknife, the Bootstrap and Other Resampling Plans.

    Examples
    --------
    >>> round(qini_coefficient([1, 0, 1, 0, 1, 0], [6, 5, 4, 3, 2, 1], [1, 0, 0, 0, 1, 1]), 3)
    0.308
    """
    reach, rows = _reach(level), ranked(outcome, score, treated)
    neither = rows.outcome[(rows.outcome != 0) & (rows.outcome != 1)]
    if len(neither):
        raise ValueError(
            f"outcome must be 1 or 0 for a coefficient, as nobody knows a perfect ranking of "
            f"amounts; {len(neither):,} of {len(rows.outcome):,} values are neither, such as "
            f"{neither[0]:g}. Draw qini_curve or profit_curve, or ask who bought: outcome > 0."
        )
    actual, random, perfect = (
        area(rows, group, curve)
        for group in (rows.group, np.zeros_like(rows.group), perfect_order(rows, curve))
    )
    best = perfect[0] - random[0]
    if not best > 1e-12 * max(abs(perfect[0]), 1):
        raise ValueError(
            "All rankings of these customers are equally good, so none can be judged: "
            f"{int(rows.outcome.sum()):,} of {len(rows.outcome):,} have the outcome 1."
        )
    value = (actual[0] - random[0]) / best
    slopes = (actual[1] - random[1] - value * (perfect[1] - random[1])) / best
    error = float(np.sqrt(np.sum(slopes**2)))
    definition = f"{_COEFFICIENT}; {_DEFINITIONS[curve]}"
    half = reach * error
    return QiniCoefficient(value, definition, error, value - half, value + half)
