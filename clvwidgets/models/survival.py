"""How long customers stay under contract, and what goes with leaving sooner.

statsmodels does the statistics, since it lets people keep their pandas; here its answers take and
give the tables that the rest of the package speaks. Install it with
``pip install "clvwidgets[survival]"``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy.special import ndtri

from clvwidgets._extras import require
from clvwidgets.arguments import checked
from clvwidgets.doors import written
from clvwidgets.models._checks import check_share
from clvwidgets.models._histories import as_pandas

if TYPE_CHECKING:
    from statsmodels.duration.hazard_regression import PHRegResults


@checked()
def kaplan_meier(
    contracts: Any,
    *,
    tenure: str = "tenure",
    churned: str = "churned",
    by: str | None = None,
    level: float = 0.95,
) -> pd.DataFrame:
    """Share of customers who are still under contract after each length of time.

    Customers who have not left yet count for as long as they were seen. At a tenure at which some
    leave and others were last seen, the latter are still at risk: they are taken to have come
    through it. So tenure must count the same for both. Payments in advance do not: who still runs
    after twelve of them has met eleven renewals, who has left has met twelve, and the curve comes
    out too high. For contracts that are renewed, count the renewals that each has met, with
    :func:`clvwidgets.data.renewals_faced` and :func:`clvwidgets.data.left_at_renewal`.

    Parameters
    ----------
    contracts : table
        One row a customer.
    tenure : str
        Column with the time from the start of the contract to its end, or to now; for contracts
        that are renewed, the renewals met.
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
        If statsmodels is not installed.

    Examples
    --------
    >>> contracts = pd.DataFrame({"tenure": [1, 2, 2, 4], "churned": [True, True, False, False]})
    >>> kaplan_meier(contracts)[["tenure", "survival", "at_risk"]].round(2).to_dict("list")
    {'tenure': [0.0, 1.0, 2.0, 4.0], 'survival': [1.0, 0.75, 0.5, 0.5], 'at_risk': [4, 4, 3, 1]}
    """
    alpha = 1.0 - check_share("level", level)
    table = _read(contracts, tenure, churned, [] if by is None else [by])
    duration = require("statsmodels.duration.survfunc", "survival", "A Kaplan-Meier curve")
    groups = {"all": table} if by is None else dict(tuple(table.groupby(by, observed=True)))
    curves = []
    for name, rows in groups.items():
        times, left = rows[tenure].to_numpy(), rows[churned].to_numpy()
        curve = _curve(duration.SurvfuncRight(times, left.astype(int)), times, alpha)
        curve.insert(0, "group", name)
        curves.append(curve)
    return pd.concat(curves, ignore_index=True)


def _curve(found: Any, times: Any, alpha: float) -> pd.DataFrame:
    """List survival at 0 and at every length of time that was seen, with its band."""
    at = np.unique(np.append(0.0, times))
    place = np.searchsorted(found.surv_times, at, side="right")
    survival = np.append(1.0, found.surv_prob)[place]
    error = np.append(0.0, found.surv_prob_se)[place]
    lower, upper = _band(survival, error, alpha)
    at_risk = (times[None, :] >= at[:, None]).sum(axis=1)
    return pd.DataFrame(
        {"tenure": at, "survival": survival, "lower": lower, "upper": upper, "at_risk": at_risk}
    )


def _band(survival: Any, error: Any, alpha: float) -> tuple[Any, Any]:
    """Give Greenwood's band on the scale of log(-log), which stays between 0 and 1."""
    inside = (survival > 0.0) & (survival < 1.0)
    logs = np.log(np.where(inside, survival, 0.5))
    width = -ndtri(alpha / 2.0) * np.where(inside, error / np.where(inside, survival, 1.0), 0.0)
    spread = np.exp(width / -logs)
    lower = np.where(inside, np.exp(logs * spread), survival)
    return lower, np.where(inside, np.exp(logs / spread), survival)


@checked()
def cox_regression(
    contracts: Any,
    covariates: Sequence[str],
    *,
    tenure: str = "tenure",
    churned: str = "churned",
) -> PHRegResults:
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
    statsmodels.duration.hazard_regression.PHRegResults
        With Efron's treatment of ties. :func:`hazard_ratios` reads it; ``summary()`` and the rest
        are in statsmodels' own pages.

    Raises
    ------
    ValueError
        As :func:`kaplan_meier`, and if a covariate has missing values or is always the same.
    ImportError
        If statsmodels is not installed.

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
    hazard = require("statsmodels.duration.hazard_regression", "survival", "Cox's model")
    known = pd.concat([_as_numbers(table[name]) for name in names], axis=1)
    model = hazard.PHReg(
        table[tenure], known.astype(float), status=table[churned].astype(int), ties="efron"
    )
    return model.fit()


def _as_numbers(column: pd.Series[Any]) -> pd.DataFrame:
    """Give a covariate as numbers: a category as one column for each value but the first."""
    if pd.api.types.is_numeric_dtype(column):
        return column.to_frame()
    chosen = pd.get_dummies(column, drop_first=True)
    return chosen.set_axis([f"{column.name}[T.{value}]" for value in chosen], axis=1)


@checked()
def hazard_ratios(model: PHRegResults) -> pd.DataFrame:
    """How many times as likely to leave, at any time, per unit of each covariate.

    Parameters
    ----------
    model : PHRegResults
        As :func:`cox_regression` gives it.

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
    bounds = np.exp(model.conf_int())
    return pd.DataFrame(
        {
            "hazard_ratio": np.exp(model.params),
            "lower": bounds[:, 0],
            "upper": bounds[:, 1],
            "p": model.pvalues,
        },
        index=pd.Index(model.model.exog_names, name="covariate"),
    )


def _read(contracts: Any, tenure: str, churned: str, others: list[str]) -> pd.DataFrame:
    """Return the columns that are asked for, checked, with ``churned`` as true and false."""
    given = as_pandas(contracts, "contracts")
    for name in (tenure, churned, *others):
        if name not in given.columns:
            raise ValueError(
                f"contracts lacks the column '{name}'; it has "
                f"{', '.join(map(str, given.columns))}. Name yours with tenure=, churned= and by=."
            )
    table = given[[tenure, churned, *others]].copy()
    times = pd.to_numeric(table[tenure], errors="coerce").to_numpy(dtype=float)
    wrong = ~np.isfinite(times) | (times < 0)
    if wrong.any():
        raise ValueError(
            f"{tenure} must be 0 or more; it is not for {int(wrong.sum())} of {len(table)} "
            f"customers, first {written(table.index[wrong][0])} "
            f"(got {written(table[tenure][wrong].iloc[0])})."
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
