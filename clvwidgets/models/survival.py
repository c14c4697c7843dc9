"""Contracts with lifelines: how long customers stay, and what goes with leaving sooner.

lifelines does the statistics; here its answers take and give the tables that the rest of the
package speaks. Install it with ``pip install "clvwidgets[survival]"``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from clvwidgets._extras import require
from clvwidgets.models._checks import check_share
from clvwidgets.models._histories import as_pandas

if TYPE_CHECKING:
    from lifelines import CoxPHFitter


def kaplan_meier(
    contracts: Any,
    *,
    tenure: str = "tenure",
    churned: str = "churned",
    by: str | None = None,
    level: float = 0.95,
) -> pd.DataFrame:
    """Share of customers who are still under contract after each length of time.

    Customers who have not left yet count for as long as they were seen.

    Parameters
    ----------
    contracts : table
        One row a customer.
    tenure : str
        Column with the time from the start of the contract to its end, or to now.
    churned : str
        Column that is true (or 1) for who has left.
    by : str, optional
        Column whose values get a curve each.
    level : float
        Confidence of the band.

    Returns
    -------
    pandas.DataFrame
        One row for each group and tenure at which somebody left or was last seen: ``group``
        ("all" without ``by``), ``tenure``, ``survival``, ``lower``, ``upper``, ``at_risk`` (how
        many had not left before).

    Raises
    ------
    ValueError
        If a column is missing, a tenure is negative or missing, ``churned`` is neither true nor
        false, or nobody left.
    ImportError
        If lifelines is not installed.

    Examples
    --------
    >>> contracts = pd.DataFrame({"tenure": [1, 2, 2, 4], "churned": [True, True, False, False]})
    >>> kaplan_meier(contracts)[["tenure", "survival", "at_risk"]].round(2).to_dict("list")
    {'tenure': [0.0, 1.0, 2.0, 4.0], 'survival': [1.0, 0.75, 0.5, 0.5], 'at_risk': [4, 4, 3, 1]}
    """
    alpha = 1.0 - check_share("level", level)
    table = _read(contracts, tenure, churned, [] if by is None else [by])
    lifelines = _lifelines()
    groups = {"all": table} if by is None else dict(tuple(table.groupby(by, observed=True)))
    curves = []
    for name, rows in groups.items():
        fitter = lifelines.KaplanMeierFitter(alpha=alpha).fit(rows[tenure], rows[churned])
        curve = pd.DataFrame(fitter.survival_function_.to_numpy(), columns=["survival"])
        band = fitter.confidence_interval_.to_numpy()
        curve["lower"], curve["upper"] = band[:, 0], band[:, 1]
        curve["at_risk"] = fitter.event_table["at_risk"].to_numpy().astype(int)
        curve.insert(0, "tenure", fitter.survival_function_.index.to_numpy(dtype=float))
        curve.insert(0, "group", name)
        curves.append(curve)
    return pd.concat(curves, ignore_index=True)


def cox_regression(
    contracts: Any,
    covariates: Sequence[str],
    *,
    tenure: str = "tenure",
    churned: str = "churned",
) -> CoxPHFitter:
    """Fit Cox's model of proportional hazards: what goes with leaving sooner.

    It is an association. Whether changing a covariate would keep customers, only an experiment
    tells.

    Parameters
    ----------
    contracts : table
        One row a customer.
    covariates : sequence of str
        Columns with numbers, booleans or categories; of a category the first value is the one
        that the others are compared with.
    tenure, churned : str
        As for :func:`kaplan_meier`.

    Returns
    -------
    lifelines.CoxPHFitter
        Fitted without penalty. :func:`hazard_ratios` reads it;
        ``check_assumptions`` and the rest are in lifelines' own pages.

    Raises
    ------
    ValueError
        As :func:`kaplan_meier`, and if a covariate has missing values or is always the same.
    ImportError
        If lifelines is not installed.

    Examples
    --------
    >>> contracts = pd.DataFrame({
    ...     "tenure": [1, 2, 3, 4, 5, 6, 7, 8],
    ...     "churned": [1, 1, 1, 0, 1, 1, 0, 0],
    ...     "monthly": [1, 1, 0, 1, 0, 1, 0, 0],
    ... })
    >>> hazard_ratios(cox_regression(contracts, ["monthly"]))["hazard_ratio"].round(2).to_dict()
    {'monthly': 2.65}
    """
    names = list(covariates)
    if not names:
        raise ValueError("covariates is empty. Name the columns to look at.")
    table = _read(contracts, tenure, churned, names)
    for name in names:
        if table[name].isna().any():
            raise ValueError(
                f"Column '{name}' is missing for {int(table[name].isna().sum())} of {len(table)} "
                "customers. Fill it, or leave these customers out and say so."
            )
        if table[name].nunique() == 1:
            raise ValueError(f"Column '{name}' is the same for everybody. Leave it out.")
    formula = " + ".join(f"`{name}`" for name in names)
    return _lifelines().CoxPHFitter().fit(table, tenure, churned, formula=formula)


def hazard_ratios(model: CoxPHFitter) -> pd.DataFrame:
    """How many times as likely to leave, at any time, per unit of each covariate.

    Parameters
    ----------
    model : fitted lifelines.CoxPHFitter

    Returns
    -------
    pandas.DataFrame
        One row a covariate: ``hazard_ratio`` (above 1 leaves sooner), ``lower`` and ``upper`` of
        its interval, ``p`` of the test that it is 1.

    Examples
    --------
    >>> contracts = pd.DataFrame({
    ...     "tenure": [1, 2, 3, 4, 5, 6, 7, 8],
    ...     "churned": [True, True, True, True, False, True, False, True],
    ...     "monthly": [1, 1, 0, 1, 0, 0, 1, 0],
    ... })
    >>> model = cox_regression(contracts, ["monthly"])
    >>> hazard_ratios(model)[["hazard_ratio", "lower", "upper"]].round(1).loc["monthly"].tolist()
    [2.3, 0.4, 13.9]
    """
    found = model.summary
    percent = f"{100 * (1 - model.alpha):g}%"
    table = pd.DataFrame(
        {
            "hazard_ratio": found["exp(coef)"],
            "lower": found[f"exp(coef) lower {percent}"],
            "upper": found[f"exp(coef) upper {percent}"],
            "p": found["p"],
        }
    )
    table.index = table.index.str.replace("`", "")
    return table


def _lifelines() -> Any:
    return require("lifelines", "survival", "A Kaplan-Meier curve or Cox's model")


def _read(contracts: Any, tenure: str, churned: str, others: list[str]) -> pd.DataFrame:
    """Return the columns that are asked for, checked, with ``churned`` as true and false."""
    given = as_pandas(contracts)
    for name in (tenure, churned, *others):
        if name not in given.columns:
            raise ValueError(
                f"contracts lacks the column '{name}'; it has "
                f"{', '.join(map(str, given.columns))}. Name yours with tenure= and churned=."
            )
    table = given[[tenure, churned, *others]].copy()
    times = pd.to_numeric(table[tenure], errors="coerce").to_numpy(dtype=float)
    wrong = ~np.isfinite(times) | (times < 0)
    if wrong.any():
        raise ValueError(
            f"{tenure} must be 0 or more; it is not for {int(wrong.sum())} of {len(table)} "
            f"customers, first {table.index[wrong][0]!r} (got {table[tenure][wrong].iloc[0]!r})."
        )
    left = table[churned]
    if not left.isin([0, 1]).all():
        other = left[~left.isin([0, 1])].iloc[0]
        raise ValueError(
            f"{churned} must be true or false (or 1 or 0), got {other!r}. If that means that the "
            f"customer has left, write contracts[{churned!r}] == {other!r}."
        )
    table[tenure], table[churned] = times, left.astype(bool)
    if not table[churned].any():
        raise ValueError(f"Nobody left: {churned} is false for all {len(table)} customers.")
    return table
