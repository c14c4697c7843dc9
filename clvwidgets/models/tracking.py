"""What a model says beside what happened: over time, by number of purchases, by renewal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from clvwidgets._places import places
from clvwidgets.arguments import checked
from clvwidgets.models._checks import PERIOD_NAMES, check_whole
from clvwidgets.models._dates import days_in
from clvwidgets.models._histories import as_pandas, numeric, read_histories
from clvwidgets.models._quadrature import Array
from clvwidgets.models.sbg import read_survivors

if TYPE_CHECKING:
    from clvwidgets.data import TransactionLog
    from clvwidgets.models._purchases import PurchaseModel
    from clvwidgets.models.sbg import ShiftedBetaGeometric


@checked()
def tracking_table(
    model: PurchaseModel,
    log: TransactionLog,
    calibration_end: str | pd.Timestamp,
    end: str | pd.Timestamp | None = None,
) -> pd.DataFrame:
    """Repeat purchases of a group of customers in each period, as they came and as expected.

    The group are those who first bought by ``calibration_end``. What is expected of each is what
    the model expects of a new customer so long after the first purchase, so the first half shows
    how well the model describes and the second how well it predicts.

    Parameters
    ----------
    model : fitted PurchaseModel
        Of continuous time; its period is the step.
    log : TransactionLog
        Summed up once for each period.
    calibration_end : date
        Last day that the model has seen.
    end : date, optional
        By default the end of the log.

    Returns
    -------
    pandas.DataFrame
        One row a period, indexed by its number since the start of the log: ``last_day``;
        ``seen``, whether it ended by ``calibration_end``; ``actual`` and ``expected`` repeat
        purchases; ``actual_total`` and ``expected_total`` since the start. A last period that is
        not complete is left out.

    Raises
    ------
    ValueError
        If the model has no period, or less than one is left after ``calibration_end``.

    Examples
    --------
    >>> from clvwidgets.data import TransactionLog, load_dataset
    >>> from clvwidgets.models import BGNBD
    >>> cdnow = load_dataset("cdnow")
    >>> log = TransactionLog(cdnow[cdnow["in_sample"]], "customer_id", "date", "amount")
    >>> model = BGNBD().fit(log.customers("W", "1997-09-30"))
    >>> table = tracking_table(model, log, "1997-09-30")
    >>> table.loc[[39, 78], "actual_total"].tolist()
    [2457.0, 4339.0]
    >>> table.loc[[39, 78], "expected_total"].round(0).tolist()
    [2494.0, 4161.0]
    """
    period = _period(model)
    cut, last = pd.Timestamp(calibration_end), log.end if end is None else pd.Timestamp(end)
    days = days_in(period)
    # The start is a day of the first period, so a week's last day is six days on.
    steps = int(((last - log.start).days + 1) // days)
    ends = [log.start + pd.Timedelta(days=round(n * days) - 1) for n in range(1, steps + 1)]
    if not ends or ends[-1] <= cut:
        raise ValueError(
            f"No whole {PERIOD_NAMES[period]} is left between calibration_end {cut:%Y-%m-%d} and "
            f"{last:%Y-%m-%d} to compare with. Choose an earlier calibration_end."
        )
    customers = log.customers(period, cut)
    born = np.asarray((cut - log.start).days - np.rint(customers["T"] * days), dtype=int)
    table = pd.DataFrame(
        {
            "last_day": ends,
            "seen": [day <= cut for day in ends],
            "actual_total": [_repeats(log, day, customers.index) for day in ends],
            "expected_total": _expected_totals(model, born, [(d - log.start).days for d in ends]),
        },
        index=pd.RangeIndex(1, steps + 1, name="period"),
    )
    for name in ("actual", "expected"):
        table[name] = table[f"{name}_total"].diff().fillna(table[f"{name}_total"])
    table.attrs["period"] = period
    return table


@checked()
def frequency_table(model: PurchaseModel, customers: Any, most: int = 7) -> pd.DataFrame:
    """How many customers bought again 0, 1, 2, ... times, and how many the model expects.

    Parameters
    ----------
    model : fitted PurchaseModel
    customers : table
        Columns ``frequency, recency, T``, and ``count`` if rows stand for several customers.
    most : int
        Who bought so often or more is one group.

    Returns
    -------
    pandas.DataFrame
        One row a number of repeat purchases, up to ``most``: customers ``actual`` and
        ``expected``. Both add up to the number of customers.

    Examples
    --------
    >>> from clvwidgets.models import ParetoNBD
    >>> model = ParetoNBD.from_params(r=0.553, alpha=10.58, s=0.606, beta=11.67)
    >>> customers = pd.DataFrame({"frequency": [0, 0, 2], "recency": [0, 0, 20], "T": [39] * 3})
    >>> frequency_table(model, customers, most=2).round(2).to_dict("list")
    {'actual': [2.0, 0.0, 1.0], 'expected': [1.78, 0.5, 0.72]}
    """
    histories = read_histories(customers)
    top = check_whole("most", most)
    ends, end = np.unique(histories.T, return_inverse=True)
    weight = np.bincount(places(end), weights=histories.count)
    chance = np.array([model.pmf(np.arange(top), time) for time in ends.tolist()])
    expected = weight @ chance
    group = np.minimum(histories.frequency, top).astype(int)
    actual = np.bincount(places(group), weights=histories.count, minlength=top + 1)
    return pd.DataFrame(
        {"actual": actual, "expected": np.append(expected, weight.sum() - expected.sum())},
        index=pd.RangeIndex(top + 1, name="purchases"),
    )


@checked()
def conditional_expectations(model: PurchaseModel, parts: Any, most: int = 7) -> pd.DataFrame:
    """Mean purchases in the holdout, by the number of repeat purchases before it.

    Parameters
    ----------
    model : fitted PurchaseModel
    parts : table
        As ``log.split()`` makes it: ``frequency, recency, T, holdout_orders, holdout_T``.
    most : int
        Who bought so often or more is one group.

    Returns
    -------
    pandas.DataFrame
        One row a number of repeat purchases that occurs, up to ``most``: ``customers``; mean
        purchases in the holdout, ``actual`` and ``expected``.

    Raises
    ------
    ValueError
        If a column is missing, or the customers' holdouts differ in length.

    Examples
    --------
    >>> from clvwidgets.models import BGNBD
    >>> model = BGNBD.from_params(r=0.24, alpha=4.41, a=0.79, b=2.43, period="W")
    >>> parts = pd.DataFrame({"frequency": [0, 2, 2], "recency": [0, 30, 20], "T": [39, 39, 39]})
    >>> parts = parts.assign(holdout_orders=[0, 1, 2], holdout_T=39)
    >>> conditional_expectations(model, parts).round(2).loc[2].tolist()
    [2.0, 1.5, 1.06]
    """
    table = as_pandas(parts, "parts")
    frequency, orders, length = (
        numeric(table, name) for name in ("frequency", "holdout_orders", "holdout_T")
    )
    if np.ptp(length) > 0:
        raise ValueError(
            f"holdout_T must be the same for all customers, got {length.min():g} to "
            f"{length.max():g}. TransactionLog(...).split(...) makes such a table."
        )
    expected = model.expected_purchases(table, float(length[0]))
    made = pd.DataFrame({"actual": orders, "expected": expected.to_numpy()})
    group = pd.Series(np.minimum(frequency, check_whole("most", most)).astype(int))
    means = made.groupby(group.rename("purchases")).mean()
    means.insert(0, "customers", group.value_counts().reindex(means.index))
    return means


@checked()
def retention_table(
    model: ShiftedBetaGeometric, survivors: Any, renewals: int | None = None
) -> pd.DataFrame:
    """Survival and retention of a cohort: as counted, by a model, and under constant churn.

    Parameters
    ----------
    model : fitted ShiftedBetaGeometric or BetaDiscreteWeibull
    survivors : sequence
        Customers of one cohort at the start, after the first renewal and so on.
    renewals : int, optional
        How far to go; by default twice as far as the counts.

    Returns
    -------
    pandas.DataFrame
        One row a renewal from 0: share of the cohort that is left (``survival_actual``,
        ``survival_expected``, ``survival_constant``) and share of those up for the renewal who
        renew (``retention_...``). Constant churn is what was lost over what could be lost.

    Raises
    ------
    ValueError
        If there is more than one cohort.

    Examples
    --------
    >>> from clvwidgets.models import ShiftedBetaGeometric
    >>> counts = [1000, 869, 743, 653, 593, 551, 517, 491]
    >>> table = retention_table(ShiftedBetaGeometric().fit(counts), counts, 12)
    >>> table.loc[12, ["survival_expected", "survival_constant"]].round(2).tolist()
    [0.38, 0.27]
    """
    cohorts = read_survivors(survivors)
    if len(cohorts) > 1:
        raise ValueError(f"survivors must be one cohort, got {len(cohorts)}. Take one column.")
    counts = cohorts[0]
    last = 2 * (len(counts) - 1) if renewals is None else check_whole("renewals", renewals)
    number = np.arange(max(last, len(counts) - 1) + 1)
    constant = 1.0 - (counts[0] - counts[-1]) / counts[:-1].sum()
    actual = np.full(len(number), np.nan)
    actual[: len(counts)] = counts / counts[0]
    columns = {"actual": actual, "expected": model.survival(number), "constant": constant**number}
    table = pd.DataFrame({f"survival_{name}": share for name, share in columns.items()})
    for name, share in columns.items():
        with np.errstate(invalid="ignore", divide="ignore"):
            table[f"retention_{name}"] = np.append(np.nan, share[1:] / share[:-1])
    return table.rename_axis("renewal")


def _period(model: PurchaseModel) -> str:
    _ = model.params_
    if model.period_ is None:
        raise ValueError(
            "The model does not know its period, so it cannot be set beside dates. Fit it to "
            "log.customers(period=...), or build it with from_params(..., period='W')."
        )
    return model.period_


def _repeats(log: TransactionLog, day: pd.Timestamp, group: pd.Index) -> float:
    """Repeat purchases of the group up to a day."""
    so_far = log.customers(end=day)["frequency"]
    return float(so_far[so_far.index.isin(group)].sum())


def _expected_totals(model: PurchaseModel, born: Array, ends: list[int]) -> Array:
    """Repeat purchases expected up to each day; one expectation for each age in days."""
    ages = np.arange(max(ends) + 1)
    one = np.asarray(model.expected_purchases_new(ages / days_in(_period(model))))
    starts, customers = np.unique(born, return_counts=True)
    return np.array([customers @ one[np.maximum(end - starts, 0)] for end in ends])
