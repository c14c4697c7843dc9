"""Customers who move between states: the chances, counted, and what each state is worth."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from clvwidgets._places import places
from clvwidgets.arguments import checked, checked_methods
from clvwidgets.doors import ANYTHING, COLUMN, REAL, VECTOR, mapping_to, shown, written
from clvwidgets.formulas import markov_clv
from clvwidgets.models._checks import PERIOD_NAMES, check_discount, check_whole
from clvwidgets.models._histories import as_pandas
from clvwidgets.models._quadrature import Array, Rows
from clvwidgets.models.uncertainty import Draws

# Days from one row of a customer to the next, at least and at most, by period.
_DAYS: Mapping[str, tuple[int, int]] = {"D": (1, 1), "W": (7, 7), "M": (28, 31), "Y": (365, 366)}
_BY_STATE = COLUMN | VECTOR | mapping_to(ANYTHING)


@checked_methods(start=_BY_STATE, rewards=_BY_STATE, periods=REAL)
@dataclass(frozen=True, repr=False, eq=False)
class Transitions:
    """A Markov chain: where customers are one period later, by where they are now.

    Attributes
    ----------
    counts : pandas.DataFrame
        How often a customer in the state of the row was in the state of the column one period
        later. Rows and columns have the same names in the same order.
    period : {"D", "W", "M", "Y"} or None
        Length of a step; None if it is not known.

    Notes
    -----
    The chain knows the state and nothing else: customers in one state are taken to be alike,
    whatever they did before and however long they have been there.

    Examples
    --------
    >>> counts = pd.DataFrame(
    ...     {"active": [80, 2], "gone": [20, 98]}, index=["active", "gone"]
    ... )
    >>> chain = Transitions(counts, "M")
    >>> chain.chances.loc["active"].tolist()
    [0.8, 0.2]
    >>> chain.ahead([100, 0], 2).tolist()
    [64.4, 35.6]
    >>> chain.values([10.0, 0.0], 0.01).round(2).tolist()
    [131.74, 87.83]
    """

    counts: pd.DataFrame
    period: str | None = None

    def __post_init__(self) -> None:
        if self.period is not None and self.period not in PERIOD_NAMES:
            raise ValueError(
                f"period must be one of {', '.join(PERIOD_NAMES)} or None, got "
                f"{shown(self.period)}."
            )
        _check_counts(self.counts)

    @property
    def states(self) -> list[Any]:
        """Names of the states, in the order of the rows."""
        return list(self.counts.index)

    @property
    def chances(self) -> pd.DataFrame:
        """Chance of each state one period later (columns) by the state now (rows)."""
        return pd.DataFrame(self._chances(), self.counts.index, self.counts.columns)

    def _chances(self) -> Array:
        counts = self.counts.to_numpy(dtype=float)
        found: Array = counts / counts.sum(axis=1, keepdims=True)
        return found

    def ahead(self, start: Any, steps: int) -> pd.Series[Any]:
        """Tell how many customers to expect in each state after so many periods.

        Parameters
        ----------
        start : pandas.Series, mapping or sequence of float
            By state, or in the order of the states: customers (or their share) in each state now.
        steps : int
            Periods ahead, 0 or more.

        Returns
        -------
        pandas.Series
            By state; the sum is that of ``start``, since nobody is won or lost on the way.

        Raises
        ------
        ValueError
            If a number of ``start`` or ``steps`` is below 0, or a state is missing.
        """
        steps = check_whole("steps", steps, least=0)
        now = self._by_state("start", start)
        if (now < 0).any():
            raise ValueError(f"start must hold numbers of 0 or more, got {now.min():g}.")
        then = now @ np.linalg.matrix_power(self._chances(), steps)
        return pd.Series(then, index=self.counts.index, name="ahead")

    def values(
        self,
        rewards: Any,
        discount: float,
        periods: float = math.inf,
        *,
        first_payment: Literal["now", "after_renewal", "end_of_period"] = "now",
    ) -> pd.Series[Any]:
        """Value a customer in each state, by :func:`clvwidgets.formulas.markov_clv`.

        Parameters
        ----------
        rewards : pandas.Series, mapping or sequence of float
            By state, or in the order of the states: money that a customer in each state brings per
            period.
        discount : float
            Rate per period of the chain, not per year. For 10 % a year and months:
            ``convert_rate(0.10, "year", "month")``. Where the period is known, a rate of more
            than 100 % a year is refused.
        periods : float
            How many rewards count, 0 or more; by default all.
        first_payment : {"now", "after_renewal", "end_of_period"}
            When the first reward arrives: now; one period from now, for the state they are in
            then; or at the end of the period, for the present state.

        Returns
        -------
        pandas.Series
            Present value in money, by state. Keeping a customer is worth the difference between
            the state that they stay in and the one that they would go to.

        Raises
        ------
        ValueError
            If a state has no reward, or the rate cannot be one of the chain's period.
        """
        if discount > 0 and self.period is not None:
            check_discount(discount, self.period)
        money = self._by_state("rewards", rewards)
        found = markov_clv(self._chances(), money, discount, periods, first_payment=first_payment)
        return pd.Series(found, index=self.counts.index, name="value")

    def interval(
        self,
        quantity: Callable[[Transitions], Any],
        level: float = 0.95,
        *,
        size: int = 1000,
        seed: int | None = 0,
    ) -> pd.DataFrame | pd.Series[Any]:
        """Interval of anything that can be computed from the chances.

        The chances of each row are drawn from the Dirichlet distribution of its counts. So the
        interval knows that the counts are few, and nothing of what the chain cannot know: customers
        who differ within a state, chances that change.

        Parameters
        ----------
        quantity : callable
            From a chain to a number or a Series, for example
            ``lambda chain: chain.values([4.5, 0, 0], 0.008)``.
        level : float
            Share of the draws inside the interval.
        size : int
            Number of draws.
        seed : int, optional

        Returns
        -------
        pandas.DataFrame or pandas.Series
            ``lower, median, upper``; for a Series one row for each of its entries.

        Examples
        --------
        >>> counts = pd.DataFrame({"in": [80, 2], "out": [20, 98]}, index=["in", "out"])
        >>> chain = Transitions(counts, "M")
        >>> chain.interval(lambda drawn: drawn.chances.loc["in", "out"]).round(2).to_dict()
        {'lower': 0.12, 'median': 0.2, 'upper': 0.29}
        """
        rng = np.random.default_rng(seed)
        shape = (check_whole("size", size), *self.counts.shape)
        drawn = rng.gamma(np.broadcast_to(self.counts.to_numpy(dtype=float), shape))
        index, columns = self.counts.index, self.counts.columns
        chains = (Transitions(pd.DataFrame(one, index, columns), self.period) for one in drawn)
        return Draws(tuple(chains)).interval(quantity, level)

    def __repr__(self) -> str:
        step = PERIOD_NAMES.get(self.period or "", "period")
        return (
            f"Chances from one {step} to the next, from {self.counts.to_numpy().sum():,.0f} steps\n"
            f"{self.chances.round(4).to_string()}"
        )

    def _by_state(self, name: str, given: Any) -> Array:
        if isinstance(given, Mapping | pd.Series):
            named = pd.Series(given)
            strange = [state for state in named.index if state not in self.counts.index]
            lacking = [state for state in self.states if state not in named.index]
            if strange or lacking or not named.index.is_unique:
                raise ValueError(
                    f"{name} must have one number for each of the states "
                    f"{', '.join(map(str, self.states))}, got {', '.join(map(str, named.index))}."
                )
            given = named.reindex(self.counts.index)
        try:
            numbers = np.asarray(given, dtype=float)
        except (TypeError, ValueError):
            raise ValueError(f"{name} must hold one number for each state.") from None
        if numbers.shape != (len(self.states),) or not np.isfinite(numbers).all():
            raise ValueError(
                f"{name} must hold one finite number for each of the {len(self.states)} states "
                f"{', '.join(map(str, self.states))}, got {numbers.tolist()}."
            )
        return numbers


@checked(group=ANYTHING)
def transitions(
    table: Any,
    group: Any = None,
    *,
    states: Sequence[str] = ("active", "paused", "gone"),
    customer: str = "member_id",
    time: str = "month",
    state: str = "state",
    by: str = "plan",
) -> Transitions:
    """Count how customers move between states from one period to the next.

    Parameters
    ----------
    table : table
        One row a customer and period, in any order, without gaps: who has gone has rows too.
    group : label, optional
        Count only the rows whose column ``by`` has this value, such as "basic". By default all.
    states : sequence of str
        Every state that occurs, in the order of rows and columns.
    customer, time, state, by : str
        Names of the columns. ``time`` holds dates, or whole numbers that count periods.

    Returns
    -------
    Transitions
        Its period is found from the dates; with whole numbers it is None.

    Raises
    ------
    ValueError
        If a column is missing or has gaps, a state is not among ``states``, a customer has two
        rows for a period or none for one in between, or a state was never seen to be left or
        kept, so that nothing is known of its chances.

    References
    ----------
    P. Pfeifer, R. Carraway (2000), Modeling Customer Relationships as Markov Chains, Journal of
    Interactive Marketing 14(2).

    Examples
    --------
    >>> from clvwidgets.data import load_dataset
    >>> months = load_dataset("streaming_months").merge(load_dataset("streaming_members"))
    >>> chain = transitions(months, "basic")
    >>> chain.counts.loc["active"].tolist()
    [29712, 2413, 2148]
    >>> chain.values([4.5, 0, 0], 0.00797).round(1).to_dict()
    {'active': 138.6, 'paused': 124.0, 'gone': 100.2}
    """
    names = _check_states(states)
    rows = _rows(as_pandas(table, "table"), group, by, [customer, time, state])
    step, period = _steps(rows[time], time)
    place = {name: number for number, name in enumerate(names)}
    code = rows[state].map(place).to_numpy(dtype=float, na_value=np.nan)
    if np.isnan(code).any():
        found = rows[state].iloc[int(np.isnan(code).argmax())]
        raise ValueError(
            f"Column '{state}' has the state {shown(found)}, which is not among states: "
            f"{', '.join(names)}. Write every state that occurs: states=(...)."
        )
    who, _ = pd.factorize(rows[customer])
    order = np.lexsort((step, who))
    who, step, code = who[order], step[order], code[order].astype(int)
    same, jump = who[1:] == who[:-1], np.diff(step)
    _refuse_gaps(rows.iloc[order], same & (jump != 1), jump, customer, time)
    moved = code[:-1][same] * len(names) + code[1:][same]
    counts = np.bincount(places(moved), minlength=len(names) ** 2).reshape(len(names), -1)
    index, columns = pd.Index(names, name="now"), pd.Index(names, name="next")
    return Transitions(pd.DataFrame(counts, index, columns), period)


def _check_states(states: Sequence[str]) -> list[str]:
    names = list(states)
    if len(names) < 2 or len(set(names)) < len(names):
        raise ValueError(f"states must be two or more different names, got {shown(names)}.")
    return names


def _rows(table: pd.DataFrame, group: Any, by: str, columns: list[str]) -> pd.DataFrame:
    """Rows of the group, with the columns that are needed and nothing missing."""
    for name in [*columns, *([] if group is None else [by])]:
        if name not in table.columns:
            raise ValueError(
                f"table lacks the column '{name}'; it has {', '.join(map(str, table.columns))}. "
                "Name the columns (customer=, time=, state=, by=), or merge what is missing."
            )
    if group is not None:
        known = list(table[by].dropna().unique())
        if not pd.api.types.is_scalar(group) or group not in known:
            raise ValueError(
                f"group {shown(group)} does not occur in column '{by}'; it has "
                f"{', '.join(map(str, known[:10]))}."
            )
        table = table[table[by] == group]
    rows = table[columns]
    if not len(rows):
        raise ValueError("table has no rows; there is nobody to count.")
    missing = rows.isna().any()
    if missing.any():
        raise ValueError(
            f"Column '{missing.idxmax()}' of table is empty in "
            f"{int(rows[missing.idxmax()].isna().sum())} of {len(rows)} rows. Fill it, or leave "
            "the rows out."
        )
    return rows


def _steps(times: pd.Series[Any], name: str) -> tuple[Rows, str | None]:
    """Give each row the number of its period, and the length of a period if it can be told."""
    if isinstance(times.dtype, pd.PeriodDtype):
        times = times.dt.to_timestamp()
    is_date = pd.api.types.is_datetime64_any_dtype(times)
    if not is_date and not pd.api.types.is_integer_dtype(times):
        raise ValueError(
            f"Column '{name}' of table must hold dates or whole numbers, got {times.dtype}. "
            "pd.to_datetime(...) makes dates of text."
        )
    step, levels = pd.factorize(times, sort=True)
    spans = np.diff(levels.to_numpy())
    days = spans.astype("timedelta64[D]").astype(int) if is_date else spans.astype(int)
    if len(days) and days.max() > 1.5 * days.min():
        after = levels[int(days.argmax())]
        raise ValueError(
            f"After {_day(after)} column '{name}' of table has no row for a longer time than "
            "elsewhere. Give every period its rows: steps must be equally long."
        )
    if not is_date or not len(days):
        return step, None
    fits = (p for p, (low, high) in _DAYS.items() if low <= days.min() and days.max() <= high)
    return step, next(fits, None)


def _refuse_gaps(rows: pd.DataFrame, wrong: Any, jump: Any, customer: str, time: str) -> None:
    if not wrong.any():
        return
    at = int(wrong.argmax())
    who, day = rows[customer].iloc[at], _day(rows[time].iloc[at])
    if jump[at] == 0:
        raise ValueError(
            f"{customer} {who} has more than one row of table for {time} {day}. Keep one state "
            "for each customer and period."
        )
    raise ValueError(
        f"{customer} {who} has no row of table after {time} {day} for {int(jump[at]) - 1} "
        "period(s), then again. Give every period a state, such as 'gone' or 'paused'."
    )


def _check_counts(counts: pd.DataFrame) -> None:
    if counts.empty or not counts.index.equals(counts.columns) or not counts.index.is_unique:
        raise ValueError(
            "counts must have one row and one column for each state, with the same names in the "
            f"same order, got rows {shown(list(counts.index))} and columns "
            f"{shown(list(counts.columns))}."
        )
    try:
        numbers = counts.to_numpy(dtype=float)
    except (TypeError, ValueError):
        raise ValueError("counts must hold numbers.") from None
    if not np.isfinite(numbers).all() or (numbers < 0).any():
        raise ValueError("counts must hold finite numbers of 0 or more.")
    empty = numbers.sum(axis=1) == 0
    if empty.any():
        name = written(counts.index[int(empty.argmax())])
        raise ValueError(
            f"Nobody in the state {name} was seen one period later, so the counts tell nothing "
            "of its chances. Who has gone needs rows too; leave out of states what never occurs."
        )


def _day(value: Any) -> str:
    return f"{value:%Y-%m-%d}" if isinstance(value, pd.Timestamp) else str(value)
