"""What the next customers cost: from weeks in which the budget was drawn by lot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pandas as pd
from scipy import stats

from clvwidgets.arguments import checked
from clvwidgets.doors import ANY_TEXT, NOTHING, written
from clvwidgets.effects._price_columns import LEVEL, need, numbers
from clvwidgets.formulas.checks import single

_FEWEST: Final = 2  # weeks with a budget, for a variance


@checked(by=ANY_TEXT | NOTHING)
def further_customers(
    weeks: pd.DataFrame,
    steps: Mapping[str, Any],
    *,
    worth: float | pd.Series[Any] | None = None,
    spend: str = "spend",
    customers: str = "new_customers",
    by: str | None = None,
    level: float = 0.95,
) -> pd.DataFrame:
    r"""Measure what each further customer costs when a budget takes a step up.

    .. math:: \frac{x_1 - x_0}{\bar n_1 - \bar n_0}

    The money is known; the further customers have Welch's interval, and what each costs has the
    interval that follows from it (Fieller's with a certain numerator). It says what money *does*
    only where budgets were drawn by lot. Budgets that followed demand carry their reason with them.

    Parameters
    ----------
    weeks : pandas.DataFrame
        One row a period (such as a week) or, with ``by``, a period and channel.
    steps : mapping of str to tuple of two float
        For each step its name and two budgets in money per period, the smaller one first.
    worth : float or pandas.Series, optional
        Money, value of a newcomer before the cost to win them; a Series by the names of the steps.
    spend, customers : str
        Columns: money spent in the period, and customers won in it.
    by : str, optional
        Column whose value is the step's name: each step looks at its own rows only.
    level : float
        Of the intervals, such as 0.95.

    Returns
    -------
    pandas.DataFrame
        A row for each step, with ``money`` (spent more, per period), ``customers`` (won more, per
        period) and ``cost`` (money for each of them), each but the first with ``_low`` and
        ``_high``; given ``worth`` also ``back`` (money for each euro spent more). A cost
        without limit says that the step may win nobody.

    Raises
    ------
    ValueError
        If a column lacks, a budget was spent in fewer than two periods, a step does not rise, or
        a worth is missing.

    Examples
    --------
    >>> from clvwidgets import load_dataset
    >>> ads = load_dataset("marketing_weekly").query("line == 'shop' and channel == 'paid'")
    >>> found = further_customers(ads, {"800 to 1,600 €": (800, 1600)}, worth=81)
    >>> found.iloc[0].round(1).to_dict()["cost"], found.iloc[0].round(1).to_dict()["cost_high"]
    (71.6, 127.9)
    """
    share = single("level", level, LEVEL)
    try:
        need(weeks, spend=spend, customers=customers, by=by)
    except ValueError as error:
        raise ValueError(f"weeks: {error}") from None
    numbers(weeks, "spend", spend)
    numbers(weeks, "customers", customers)
    if not steps:
        raise ValueError('steps is empty: name one, such as {"double": (1600, 3200)}.')
    rows = {}
    for name, step in steps.items():
        few, many = _budgets(name, step)
        own = weeks if by is None else weeks[weeks[by] == name]
        won = [_won(own, name, budget, spend, customers) for budget in (few, many)]
        rows[name] = _step(many - few, won[0], won[1], share)
    found = pd.DataFrame(rows).T.rename_axis("step")
    return found if worth is None else found.join(_back(found, worth))


def _budgets(name: str, step: Any) -> tuple[float, float]:
    try:
        few, many = (float(budget) for budget in step)
    except (TypeError, ValueError):
        few, many = np.nan, np.nan
    if not few < many < np.inf:
        raise ValueError(
            f"steps: {written(name)} must be two budgets, the smaller one first, such as "
            f"(1600, 3200); got {written(step)}."
        )
    return few, many


def _won(weeks: pd.DataFrame, step: str, budget: float, spend: str, customers: str) -> Any:
    won = weeks.loc[weeks[spend] == budget, customers].to_numpy(float)
    if len(won) < _FEWEST:
        there = ", ".join(f"{one:,.10g}" for one in sorted(weeks[spend].unique())[:8]) or "none"
        raise ValueError(
            f"Step {written(step)}: {budget:,.10g} was spent in {len(won)} rows, and {_FEWEST} are "
            f"needed for an interval. Budgets there are: {there}."
        )
    return won


def _step(money: float, few: Any, many: Any, level: float) -> dict[str, float]:
    more = float(many.mean() - few.mean())
    if few.var() or many.var():
        ends = stats.ttest_ind(many, few, equal_var=False).confidence_interval(level)
        low, high = float(ends.low), float(ends.high)
    else:
        low, high = more, more
    named = {"customers": more, "customers_low": low, "customers_high": high}
    costs = {"cost": more, "cost_low": high, "cost_high": low}
    each = {name: money / won if won > 0 else np.inf for name, won in costs.items()}
    return {"money": money, **named, **each}


def _back(found: pd.DataFrame, worth: float | pd.Series[Any]) -> pd.DataFrame:
    if isinstance(worth, pd.Series) and not worth.index.is_unique:
        twice = written(worth.index[worth.index.duplicated()][0])
        raise ValueError(f"worth must name each step once, got {twice} twice.")
    each = worth.reindex(found.index) if isinstance(worth, pd.Series) else worth
    values = pd.Series(each, found.index).astype(float)
    if values.isna().any():
        name = written(values.index[values.isna()][0])
        raise ValueError(f"worth says nothing of {name}. Give each step its value.")
    ends = ["customers", "customers_low", "customers_high"]
    back = found[ends].mul(values / found["money"], axis=0)
    return back.set_axis(["back", "back_low", "back_high"], axis=1)
