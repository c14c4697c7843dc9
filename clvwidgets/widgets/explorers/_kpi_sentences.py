"""What changed, in words: computed from the numbers, for people who do not read tables."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from clvwidgets.number_format import NumberFormat
from clvwidgets.segments.kpis import FALSE_ALARMS, Kpi

if TYPE_CHECKING:
    import pandas as pd

Write = Callable[[float, NumberFormat], str]

_WAYS = {"clv": "gross_margin=", "cac": "spend=", "ltv_cac": "spend= and gross_margin="}


def kpi_format(kpi: Kpi) -> NumberFormat:
    """How a measure is written."""
    return NumberFormat(kpi.kind, infinite="without limit, as nobody was new")


def in_short(kpi: Kpi, row: Mapping[Any, Any], write: Write) -> tuple[str, str]:
    """Write a measure's line in the overview, and whether it met its target.

    Parameters
    ----------
    kpi : Kpi
    row : mapping
        Line of `clvwidgets.segments.kpis.what_changed`.
    write : callable
        Writes a number.

    Returns
    -------
    words : str
        Such as "Churn 70%, target 65% missed, before 68.1%".
    tone : {"met", "missed", "even"}
    """
    if math.isnan(row["now"]):
        return f"{kpi.label}: not known in the last whole period", "even"
    parts = [f"{kpi.label} {write(row['now'], kpi_format(kpi))}"]
    tone = "even"
    if row["met"] is not None:
        tone = "met" if row["met"] else "missed"
        parts.append(f"target {write(row['target'], kpi_format(kpi))} {tone}")
    if not math.isnan(row["before"]):
        parts.append(f"before {write(row['before'], kpi_format(kpi))}")
    if not math.isnan(row["year_ago"]):
        parts.append(f"a year ago {write(row['year_ago'], kpi_format(kpi))}")
    return ", ".join(parts), tone


def in_a_sentence(kpi: Kpi, row: Mapping[Any, Any], write: Write) -> str:
    """Say how a measure moved, whether that is unusual, and how it stands to its target."""
    now = write(row["now"], kpi_format(kpi))
    if math.isnan(row["change"]):
        said = f"{kpi.label} is {now}; there is nothing to compare it with"
    elif write(row["before"], kpi_format(kpi)) == now:
        said = f"{kpi.label} stayed at {now}"
    else:
        verb = "rose" if row["change"] > 0 else "fell"
        said = f"{kpi.label} {verb} from {write(row['before'], kpi_format(kpi))} to {now}"
        said += _how_unusual(row)
    if row["met"] is None:
        return f"{said}."
    verdict = "meets" if row["met"] else "misses"
    return f"{said}. It {verdict} the target of {write(row['target'], kpi_format(kpi))}."


def summary(story: pd.DataFrame, kpis: Mapping[str, Kpi], write: Write) -> list[str]:
    """Say what changed in the last whole period: a sentence a measure, the most unusual first.

    Parameters
    ----------
    story : pandas.DataFrame
        As `clvwidgets.segments.kpis.what_changed` gives it.
    kpis : mapping of str to Kpi
        Measures by name.
    write : callable
        Writes a number.

    Returns
    -------
    list of str
    """
    said = story.attrs
    if said["period"] is None:
        return ["No period was seen whole, so nothing can be compared. Choose shorter periods."]
    known = story[story["now"].notna()]
    unusual = (known["change"].abs() / known["usual"]).fillna(0.0)
    order = unusual.sort_values(ascending=False, kind="stable").index
    first = (
        f"{said['period']} is the first whole period."
        if said["period_before"] is None
        else f"{said['period']} against {said['period_before']}:"
    )
    lines = [in_a_sentence(kpis[name], known.loc[name].to_dict(), write) for name in order]
    left_out = [f"{', '.join(said['in_part'])}: seen in part, left out."] if said["in_part"] else []
    return [first, *lines, *_by_chance(known), *left_out]


def _by_chance(known: pd.DataFrame) -> list[str]:
    """Say how often a change is called unusual though only chance moved it."""
    judged = int((known["change"].notna() & (known["usual"] > 0)).sum())
    if not judged:
        return []
    one_in = round(1.0 / FALSE_ALARMS)
    of_these = f"{judged * FALSE_ALARMS:.2f}".rstrip("0")
    return [
        f"By chance alone 1 comparison in {one_in} is called more than usual, so {of_these} of "
        f"these {judged} on average."
    ]


def not_shown(shown: Mapping[str, Kpi]) -> str:
    """Say which measures are missing, and what they need."""
    ways = {**_WAYS, "roi": "programme="}
    return ", ".join(f"{name} (needs {way})" for name, way in ways.items() if name not in shown)


def _how_unusual(row: Mapping[Any, Any]) -> str:
    if math.isnan(row["usual"]) or row["usual"] == 0:
        return ""
    times = abs(row["change"]) / row["usual"]
    if times > 2.0:
        return ", more than twice what it usually moves"
    return ", more than it usually moves" if times > 1.0 else ", no more than it usually moves"
