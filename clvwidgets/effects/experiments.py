"""What a treatment added, measured between those who got it by lot and those who did not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from clvwidgets._places import places
from clvwidgets.arguments import checked_methods
from clvwidgets.data.any_table import (
    read_columns,
    read_numbers,
    read_whole,
    read_yes_no,
    refuse_gaps,
)
from clvwidgets.data.small_groups import hidden_groups
from clvwidgets.doors import ANYTHING, written
from clvwidgets.effects._difference import FEWEST, Array, Difference, Mask
from clvwidgets.effects.estimate import Estimate, check_level, in_words

if TYPE_CHECKING:
    import pandas as pd


@checked_methods(table=ANYTHING)
class Experiment(Difference):
    r"""A trial in which a lot decided who was treated.

    The effect is the difference of the means of the two arms, with Welch's standard error:

    .. math:: \bar Y_1 - \bar Y_0, \quad \sqrt{s_1^2 / n_1 + s_0^2 / n_0}

    It is the effect on those who were offered the treatment, in the time of the trial; nothing
    tells whether customers of another kind would answer alike.

    Parameters
    ----------
    table : table
        One row a unit that was drawn (customer, cart, visit); pandas, Polars, PyArrow or lazy.
    outcome : str
        Column of what came of it: money or a count per row, or yes and no.
    treated : str
        Column that says yes for the treated, no for the others.
    before : str, optional
        Column of what was known of each row before the trial began, for `adjusted`.
    unit : str, optional
        Column that names what was drawn; it must not occur twice.
    cost : str, optional
        Column of what the treatment cost, money per row, 0 for the untreated.

    Attributes
    ----------
    outcome : str
    treated, untreated : int
        Rows of each arm.
    effect : float
        In units of the outcome, per treated row.
    standard_error, degrees_of_freedom : float

    Raises
    ------
    ValueError
        If an arm has fewer than two rows, a column is missing or has gaps, ``treated`` says
        neither yes nor no, a unit occurs twice, or the outcome does not vary.

    References
    ----------
    Welch (1947), The Generalization of "Student's" Problem, Biometrika 34(1/2). Fieller (1954),
    Some Problems in Interval Estimation, Journal of the Royal Statistical Society B 16(2).

    Examples
    --------
    >>> from clvwidgets import load_dataset
    >>> trial = Experiment(load_dataset("experiments_points"), outcome="orders", treated="treated",
    ...     before="orders_before", unit="customer_id")
    >>> round(trial.effect, 4), round(trial.standard_error, 4)
    (0.4273, 0.1134)
    >>> print(trial)
    1,386 treated and 1,413 untreated rows: 'orders' 2.25 against 1.82 on average.
    Effect 0.427 [0.205, 0.65] a row, 95% interval; relative lift 23.4% [10.7%, 37.8%].
    """

    def __init__(
        self,
        table: Any,
        outcome: str,
        treated: str,
        before: str | None = None,
        unit: str | None = None,
        *,
        cost: str | None = None,
    ) -> None:
        whole = read_whole(table)
        rows = read_columns(
            whole, outcome=outcome, treated=treated, before=before, unit=unit, cost=cost
        )
        is_treated = read_yes_no(rows[treated], "treated")
        _refuse_gaps_by_arm(rows[outcome], is_treated)
        values = read_numbers(rows[outcome], "outcome")
        _refuse_one_arm(is_treated, treated)
        _refuse_no_spread(values, is_treated, outcome)
        _refuse_twice(rows, unit)
        self._measure(values, is_treated, outcome, None if cost is None else _costs(rows[cost]))
        self._before = None if before is None else read_numbers(rows[before], "before")
        self._before_name, self._table = before, whole

    def net(self) -> Experiment:
        """Measure the outcome less the cost in place of the outcome.

        Returns
        -------
        Experiment

        Raises
        ------
        ValueError
            If no cost was named.

        Examples
        --------
        >>> from clvwidgets import load_dataset
        >>> trial = Experiment(load_dataset("experiments_points"), "margin", "treated", cost="cost")
        >>> round(trial.net().effect, 4)
        1.3844
        """
        if self._cost is None:
            raise ValueError("Net of what? Name the cost: Experiment(..., cost='cost').")
        return self._like(self._values - self._cost, f"{self.outcome} less cost")

    def adjusted(self) -> AdjustedExperiment:
        r"""Take off what was known before, so that the interval shrinks (CUPED).

        .. math:: Y - \theta (X - \bar X), \quad \theta = \operatorname{cov}(X, Y) /
            \operatorname{var}(X)

        The variance left is about :math:`1 - \rho^2`. What was known must stem from the time
        before the trial: a column that the treatment itself moves would take the effect away. And
        it must be chosen before looking: the best of several that were tried proves nothing.

        Returns
        -------
        AdjustedExperiment

        Raises
        ------
        ValueError
            If no ``before`` was named, or it is the same for all.

        References
        ----------
        Deng, Xu, Kohavi & Walker (2013), Improving the Sensitivity of Online Controlled
        Experiments by Utilizing Pre-Experiment Data, WSDM.
        """
        return AdjustedExperiment(self)

    def by(self, column: str, min_group: int = 30, level: float = 0.95) -> pd.DataFrame:
        """Measure the effect in groups of customers.

        Of twenty groups without any difference one looks different by luck: a group that was
        picked after looking needs a trial of its own.

        Parameters
        ----------
        column : str
            Column of the table that says the group, known before the trial.
        min_group : int
            Rows that each arm of a group must have to be shown. If the hidden ones are together
            fewer than that, the next smallest group is hidden too.
        level : float

        Returns
        -------
        pandas.DataFrame
            By group: ``treated, untreated`` (rows), ``effect, standard_error, low, high``. Groups
            that are hidden, or in which the outcome does not vary, are left out;
            ``.attrs["hidden"]`` says how many.

        Raises
        ------
        ValueError
            If the column is missing or has gaps, or no group is large enough.

        Examples
        --------
        >>> from clvwidgets import load_dataset
        >>> trial = Experiment(load_dataset("experiments_points"), "orders", "treated")
        >>> trial.by("orders_before", min_group=200)["effect"].round(2).to_dict()
        {1: 0.29, 2: 0.15, 3: 0.4}
        """
        import pandas as pd

        check_level(level)
        groups = read_columns(self._table, column=column)[column]
        refuse_gaps(groups, "column")
        codes, names = pd.factorize(groups, sort=True)
        sizes = [np.bincount(places(codes[arm]), minlength=len(names)) for arm in self._arms]
        least = max(min_group, FEWEST)
        hidden = hidden_groups(np.maximum(np.minimum(*sizes), 1), least)
        found = {
            name: self._like(self._values[codes == place], self.outcome, codes == place)
            for place, name in enumerate(names)
            if not hidden[place] and _varies(self._values, self._is_treated, codes == place)
        }
        if not found:
            raise ValueError(
                f"No group of column {column!r} has {least:,} rows in each arm and an outcome that "
                f"varies. Take fewer groups, or a lower min_group."
            )
        told = [
            (one.treated, one.untreated, one.effect, one.standard_error, *one.interval(level))
            for one in found.values()
        ]
        names_of = ["treated", "untreated", "effect", "standard_error", "low", "high"]
        table = pd.DataFrame(told, pd.Index(list(found), name=column), names_of)
        table.attrs["hidden"] = len(names) - len(found)
        return table

    def __str__(self) -> str:
        return _told(self)

    @property
    def _arms(self) -> tuple[Mask, Mask]:
        return self._is_treated, ~self._is_treated

    def _like(self, values: Array, outcome: str, rows: Mask | None = None) -> Experiment:
        """Make one of the same rows, or of some, with another outcome."""
        chosen: Any = slice(None) if rows is None else rows
        made = Experiment.__new__(Experiment)
        cost = None if self._cost is None or outcome != self.outcome else self._cost[chosen]
        made._measure(values, self._is_treated[chosen], outcome, cost)
        made._before = None if self._before is None else self._before[chosen]
        made._before_name, made._table = self._before_name, self._table
        return made


@checked_methods()
class AdjustedExperiment(Difference):
    """An experiment from whose outcome was taken what was known before.

    Parameters
    ----------
    experiment : Experiment
        One that was told what was known before.

    Attributes
    ----------
    effect, standard_error, degrees_of_freedom : float
    variance_left : float
        Variance of the effect over that without adjusting; 0.8 needs a fifth fewer customers.
    correlation : float
        Between outcome and what was known.

    Raises
    ------
    ValueError
        If it was not told, or what was known is the same for all.

    Examples
    --------
    >>> from clvwidgets import load_dataset
    >>> trial = Experiment(load_dataset("experiments_points"), outcome="orders", treated="treated",
    ...     before="orders_before")
    >>> print(trial.adjusted())
    1,386 treated and 1,413 untreated rows: 'orders' 2.25 against 1.83 on average.
    Effect 0.421 [0.222, 0.619] a row, 95% interval; relative lift 23% [11.6%, 35.7%].
    Adjusted for 'orders_before' (correlation 0.45): 80% of the variance is left.
    """

    def __init__(self, experiment: Experiment) -> None:
        if experiment._before is None:
            raise ValueError(
                "An experiment is adjusted for what was known before it began: Experiment(..., "
                "before='orders_before')."
            )
        known, made, name = experiment._before, experiment._values, experiment._before_name
        spread = float(known.var(ddof=1))
        if not spread > 0:
            raise ValueError(
                f"Column {name!r}, given as before, is {in_words(float(known[0]))} for all, so it "
                "tells nothing. Take another column, or .effect as it is."
            )
        together = np.cov(known, made)
        self.slope = float(together[0, 1] / spread)
        self.correlation = float(together[0, 1] / np.sqrt(spread * together[1, 1]))
        adjusted = made - self.slope * (known - known.mean())
        self._measure(adjusted, experiment._is_treated, experiment.outcome, experiment._cost)
        self.variance_left = (self.standard_error / experiment.standard_error) ** 2
        self._name = name

    def __str__(self) -> str:
        return (
            f"{_told(self)}\nAdjusted for {self._name!r} (correlation {self.correlation:.2f}): "
            f"{self.variance_left:.0%} of the variance is left."
        )


def _told(measured: Difference) -> str:
    rows = measured._estimates(0.95)
    got, not_got = rows["mean of the treated"], rows["mean of the untreated"]
    text = (
        f"{measured.treated:,} treated and {measured.untreated:,} untreated rows: "
        f"{measured.outcome!r} {in_words(got.value)} against {in_words(not_got.value)} on "
        f"average.\nEffect {rows['effect']} a row, 95% interval"
    )
    for name in ("relative lift", "return on investment"):
        if name in rows:
            text += f"; {name} {_percent(rows[name])}"
    unsure = " The interval holds 0: neither gain nor loss is shown."
    return f"{text}.{unsure if rows['effect'].holds(0) else ''}"


def _percent(share: Estimate) -> str:
    value, low, high = (
        f"{in_words(100 * end)}%" if np.isfinite(end) else "no limit" for end in share
    )
    return f"{value} [{low}, {high}]"


def _costs(column: pd.Series[Any]) -> Array:
    cost = read_numbers(column, "cost")
    if (cost < 0).any():
        raise ValueError(
            f"Column {column.name!r}, given as cost, is below 0 in {int((cost < 0).sum()):,} rows, "
            f"such as {in_words(float(cost.min()))}. Costs are 0 or more."
        )
    return cost


def _refuse_gaps_by_arm(outcome: pd.Series[Any], is_treated: Mask) -> None:
    missing = outcome.isna().to_numpy()
    if missing.any():
        name, got = outcome.name, int((missing & is_treated).sum())
        raise ValueError(
            f"Column {name!r}, given as outcome, is missing for {int(missing.sum()):,} of "
            f"{len(outcome):,} rows ({got:,} treated, {int(missing.sum()) - got:,} untreated). "
            f"Who has none may differ between the arms, so do not just drop them: fill the gaps "
            f"with what they mean, such as table[{name!r}].fillna(0) for who did nothing; or "
            f"measure only who has one, and say so: table.dropna(subset=[{name!r}])."
        )


def _refuse_one_arm(is_treated: Mask, name: str) -> None:
    got = int(is_treated.sum())
    others = len(is_treated) - got
    if min(got, others) < FEWEST:
        raise ValueError(
            f"An experiment needs two arms of {FEWEST} rows or more; column {name!r}, given as "
            f"treated, says yes for {got:,} and no for {others:,}. Keep those who were not treated "
            "in the table."
        )


def _varies(values: Array, is_treated: Mask, rows: Mask) -> bool:
    return any(bool(np.ptp(values[rows & arm])) for arm in (is_treated, ~is_treated))


def _refuse_no_spread(values: Array, is_treated: Mask, name: str) -> None:
    if not _varies(values, is_treated, np.ones(len(values), dtype=bool)):
        first = [in_words(float(values[arm][0])) for arm in (is_treated, ~is_treated)]
        raise ValueError(
            f"Column {name!r}, given as outcome, is {first[0]} for all treated and {first[1]} for "
            "all untreated rows: it does not vary, so nothing tells how far off the effect may "
            "be. For counts of yes use difference_interval."
        )


def _refuse_twice(rows: pd.DataFrame, unit: str | None) -> None:
    if unit is None:
        return
    refuse_gaps(rows[unit], "unit")
    twice = rows[unit].duplicated()
    if twice.any():
        raise ValueError(
            f"Column {unit!r}, given as unit, names {int(twice.sum()):,} of {len(rows):,} rows "
            f"again, such as {written(rows[unit][twice].iloc[0])}. One row stands for one unit "
            f"that was drawn: add up its rows first, table.groupby([{unit!r}, ...]).sum()."
        )
