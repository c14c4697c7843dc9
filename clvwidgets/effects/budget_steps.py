"""Which step up each budget can take: from the usual sum to one that was tried."""

from __future__ import annotations

import pandas as pd

from clvwidgets.arguments import checked
from clvwidgets.doors import table_with
from clvwidgets.formulas.checks import COST, single

_TRIED = 10  # periods with a budget; fewer are a cut week, or a slip


@checked(weeks=table_with("spend"))
def budget_steps(weeks: pd.DataFrame, by: str, *, most: float) -> dict[str, tuple[float, float]]:
    """Give each budget the furthest step up that was tried and costs at most so much more.

    The usual budget is the middle one of those that were tried, in ten periods each or more.

    Parameters
    ----------
    weeks : pandas.DataFrame
        One row a period and budget, with ``spend``: money spent in it.
    by : str
        Column that names the budget, such as a channel.
    most : float
        Money more per period, at most.

    Returns
    -------
    dict of str to tuple of two float
        Name of the budget to the usual and to the larger sum, as `further_customers` takes them.
        A budget without such a step has none.

    Raises
    ------
    ValueError
        If there is no such column, or ``most`` is below 0.

    Examples
    --------
    >>> tried = [0.0, 100.0, 200.0, 300.0, 400.0] * 10
    >>> ads = pd.DataFrame({"channel": "ads", "spend": tried})
    >>> budget_steps(ads, "channel", most=150)
    {'ads': (200.0, 300.0)}
    """
    single("most", most, COST)
    if by not in weeks:
        raise ValueError(
            f"by={by!r} is no column of weeks, which has: {', '.join(map(str, weeks.columns))}."
        )
    steps = {}
    for name, own in weeks.groupby(by, sort=False, observed=True)["spend"]:
        counts = own.value_counts()
        tried = sorted(counts[counts >= _TRIED].index)
        usual = tried[len(tried) // 2] if tried else 0.0
        further = [budget for budget in tried if usual < budget <= usual + most]
        if further:
            steps[str(name)] = (float(usual), float(further[-1]))
    return steps
