"""The measures that a dashboard follows, and what changed in the last whole period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

_FEWEST_CHANGES = 4  # from fewer earlier changes nobody can tell what is usual

FALSE_ALARMS = 0.05
"""Share of comparisons that are called unusual though nothing but chance moved."""


@dataclass(frozen=True)
class Kpi:
    """A measure of each period.

    Attributes
    ----------
    name : str
        What targets call it.
    column : str
        In the table of ``TransactionLog.kpis``, or "programme_roi".
    label : str
        What people call it.
    kind : {"money", "percent", "ratio"}
        How it is written.
    better : {"higher", "lower"}
        Which direction is good news.
    meaning : str
        One sentence.

    Examples
    --------
    >>> [kpi.name for kpi in KPIS if kpi.better == "lower"]
    ['churn', 'cac']
    """

    name: str
    column: str
    label: str
    kind: Literal["money", "percent", "ratio"]
    better: Literal["higher", "lower"]
    meaning: str


KPIS = (
    Kpi("clv", "ltv", "CLV", "money", "higher", "Margin of a customer over the expected lifespan."),
    Kpi(
        "churn",
        "churn",
        "Churn",
        "percent",
        "lower",
        "Share of the customers of the period before who did not buy; some will come back.",
    ),
    Kpi(
        "retention",
        "retention",
        "Retention",
        "percent",
        "higher",
        "Share of the customers of the period before who bought again.",
    ),
    Kpi(
        "average_order",
        "average_order_value",
        "Average order",
        "money",
        "higher",
        "Revenue of an order.",
    ),
    Kpi(
        "repeat_rate",
        "repeat_purchase_rate",
        "Repeat rate",
        "percent",
        "higher",
        "Share of the period's customers who bought on more than one day of it.",
    ),
    Kpi("cac", "cac", "CAC", "money", "lower", "Cost to acquire a customer."),
    Kpi("ltv_cac", "ltv_cac", "LTV : CAC", "ratio", "higher", "CLV for each unit of CAC."),
    Kpi(
        "roi",
        "programme_roi",
        "Programme ROI",
        "percent",
        "higher",
        "Extra margin of the programme since its start, less its cost, on its cost.",
    ),
)
"""Eight measures, in the order of a dashboard."""


def what_changed(kpis: pd.DataFrame, targets: Mapping[str, float] | None = None) -> pd.DataFrame:
    """Compare the last whole period with the one before, with a year before, and with targets.

    A period that the log saw in part is left out: its figures would look like a fall.

    Parameters
    ----------
    kpis : pandas.DataFrame
        As ``TransactionLog.kpis`` gives it.
    targets : mapping of name to number, optional
        By the names of `KPIS`; rates as fractions.

    Returns
    -------
    pandas.DataFrame
        One row a measure that the table has, indexed by name: ``now``, ``before``, ``change``;
        ``usual``, the size that 19 of 20 changes from period to period stay below if they spread
        as the earlier ones did (missing if there are fewer than 4); ``year_ago``; ``target`` and
        ``met`` (missing without a target or a value). ``attrs``: ``period`` and ``period_before``
        (None where there is none) and ``in_part``, the periods that were left out, as text.

    Raises
    ------
    ValueError
        If a target has an unknown name, or no column in the table.

    Examples
    --------
    >>> from clvwidgets.data import TransactionLog, load_dataset
    >>> kpis = TransactionLog(load_dataset("cdnow")).kpis()
    >>> story = what_changed(kpis, {"churn": 0.65})
    >>> story.attrs["period"], story.loc["churn", ["before", "now"]].astype(float).round(3).tolist()
    ('1998-06', [0.681, 0.7])
    >>> bool(story.loc["churn", "met"])
    False
    """
    shown = {kpi.name: kpi for kpi in KPIS if kpi.column in kpis}
    check_targets(targets or {}, shown)
    whole = kpis[~kpis["partial"]]
    columns = {name: whole[kpi.column].to_numpy("float64") for name, kpi in shown.items()}
    year_ago = _place_a_year_ago(whole.index)
    rows = {
        name: _row(columns[name], year_ago, kpi, (targets or {}).get(name))
        for name, kpi in shown.items()
    }
    names = ["now", "before", "change", "usual", "year_ago", "target", "met"]
    story = pd.DataFrame.from_dict(rows, orient="index", columns=names)
    story.attrs = {
        "period": str(whole.index[-1]) if len(whole) else None,
        "period_before": str(whole.index[-2]) if len(whole) > 1 else None,
        "in_part": [str(period) for period in kpis.index[kpis["partial"]]],
    }
    return story


def check_targets(targets: Mapping[str, float], shown: Mapping[str, Kpi]) -> None:
    """Refuse targets for what is not shown, and rates that are not fractions.

    Parameters
    ----------
    targets : mapping of name to number
        By the names of `KPIS`; rates as fractions.
    shown : mapping of name to Kpi
        The measures that there are.

    Raises
    ------
    ValueError
        If a measure is not shown, or a target is no number or no fraction where it must be one.

    Examples
    --------
    >>> check_targets({"speed": 5}, {"churn": KPIS[1]})
    Traceback (most recent call last):
    ValueError: There is no measure 'speed' to set a target for. The measures here are: churn.
    """
    for name, target in targets.items():
        if name not in shown:
            raise ValueError(
                f"There is no measure {name!r} to set a target for. The measures here are: "
                f"{', '.join(shown)}."
            )
        if isinstance(target, bool) or not isinstance(target, int | float):
            raise ValueError(f"The target of {name} must be a number, got {target!r}.")
        is_share = shown[name].kind == "percent" and name != "roi"
        if not np.isfinite(target) or (is_share and not 0 <= target <= 1):
            hint = f" If you meant {target:g} percent, write {target / 100:g}." if is_share else ""
            raise ValueError(
                f"The target of {name} must be {'between 0 and 1' if is_share else 'a number'}, "
                f"got {target:g}.{hint}"
            )


def is_met(kpi: Kpi, value: float, target: float) -> bool:
    """Whether a value is as good as its target, or better.

    Parameters
    ----------
    kpi : Kpi
    value, target : float

    Returns
    -------
    bool

    Examples
    --------
    >>> is_met(KPIS[1], 0.6, target=0.65)
    True
    """
    return value >= target if kpi.better == "higher" else value <= target


def _place_a_year_ago(periods: pd.Index) -> int | None:
    """Find the period a year before the last one, if it was seen."""
    if not len(periods):
        return None
    index = pd.PeriodIndex(periods)
    same = (index[-1].start_time - pd.DateOffset(years=1)).to_period(index.freqstr)
    place = int(index.get_indexer(pd.PeriodIndex([same]))[0])
    return place if place >= 0 else None


def _row(
    values: npt.NDArray[np.float64], year_ago: int | None, kpi: Kpi, target: float | None
) -> list[object]:
    # Without a last period, and where an entry has no year before it, nothing is known.
    now = float(values[-1]) if len(values) else np.nan
    before = float(values[-2]) if len(values) > 1 else np.nan
    sizes = np.abs(np.diff(np.where(np.isfinite(values[:-1]), values[:-1], np.nan)))
    earlier = sizes[~np.isnan(sizes)]
    both = np.isfinite(now) and np.isfinite(before)
    judged = target is not None and not np.isnan(now)
    return [
        now,
        before,
        now - before if both else np.nan,
        _reach_of_chance(earlier) if len(earlier) >= _FEWEST_CHANGES else np.nan,
        np.nan if year_ago is None else float(values[year_ago]),
        np.nan if target is None else float(target),
        is_met(kpi, now, float(target)) if judged and target is not None else None,
    ]


def _reach_of_chance(sizes: npt.NDArray[np.float64]) -> float:
    """Size that a further change exceeds by chance in a share `FALSE_ALARMS` of cases.

    A change over the root of the mean square of n others follows Student's t with n degrees of
    freedom, if all are normal around 0.
    """
    from scipy.special import stdtrit

    spread = float(np.sqrt(np.mean(np.square(sizes))))
    return spread * float(stdtrit(len(sizes), 1.0 - FALSE_ALARMS / 2.0))
