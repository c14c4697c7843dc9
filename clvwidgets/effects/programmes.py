"""Programmes beside each other: what each added, how sure that is, and what a euro brought."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from clvwidgets.arguments import checked
from clvwidgets.effects.experiments import Experiment


@checked()
def compare_programmes(
    trials: Mapping[str, pd.DataFrame],
    *,
    outcome: str = "margin",
    treated: str = "treated",
    cost: str = "cost",
    level: float = 0.95,
) -> pd.DataFrame:
    """Measure several programmes, each by its own experiment.

    Parameters
    ----------
    trials : mapping of str to pandas.DataFrame
        For each programme its name and its table: one row a customer, treated or not by lot.
    outcome : str
        Column of margin, in money, before the cost of the programme.
    treated : str
        Column that says yes for the treated, no for the others.
    cost : str
        Column of what the programme cost, money per row, 0 for the untreated.
    level : float
        Of the intervals.

    Returns
    -------
    pandas.DataFrame
        A row for each programme: ``treated`` and ``untreated`` (rows), ``cost`` (money for each
        treated), ``net`` (margin added for each treated, less cost) with ``net_low``, ``net_high``
        and ``net_errors`` (how many standard errors it lies above 0), and ``per_euro`` (net for
        each euro spent) with its ends. Different programmes were tried on different customers.

    Raises
    ------
    ValueError
        If there is no trial, or one is none that `Experiment` can measure.

    Examples
    --------
    >>> from clvwidgets import load_dataset
    >>> trials = {name: load_dataset(f"experiments_{name}") for name in ("points", "winback")}
    >>> compare_programmes(trials)[["net", "net_errors", "per_euro"]].round(2).values.tolist()
    [[1.38, 0.98, 0.47], [0.68, 3.11, 0.34]]
    """
    if not trials:
        raise ValueError('trials is empty: name one, such as {"points": table}.')
    rows = {name: _row(table, outcome, treated, cost, level) for name, table in trials.items()}
    found = pd.DataFrame.from_dict(rows, orient="index").rename_axis("programme")
    return found.astype({"treated": int, "untreated": int})


def _row(
    table: pd.DataFrame, outcome: str, treated: str, cost: str, level: float
) -> dict[str, float]:
    trial = Experiment(table, outcome, treated, cost=cost)
    net, back = trial.net(), trial.return_on_investment(level)
    low, high = net.interval(level)
    return {
        "treated": trial.treated,
        "untreated": trial.untreated,
        "cost": (trial.effect - net.effect),
        "net": net.effect,
        "net_low": low,
        "net_high": high,
        "net_errors": net.effect / net.standard_error,
        "per_euro": back.value,
        "per_euro_low": back.low,
        "per_euro_high": back.high,
    }
