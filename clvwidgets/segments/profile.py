"""How the groups of an attribute differ, and which attributes tell leavers from stayers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from clvwidgets.segments.axes import Categories, Ranges
from clvwidgets.segments.groups import Groups, Mask

_Z = 1.959964  # 95 percent
_FEW = 8  # numbers with at most so many distinct values are taken as they are

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Measure:
    """What is compared between groups: one number a customer.

    Attributes
    ----------
    name : str
        What its columns are called in :func:`compare_groups`.
    column : str
        In the table of customers; numbers without gaps.
    label : str
        What people call its mean, such as "Share that left".
    kind : {"money", "percent", "number"}
        How it is written; "percent" is for columns of 0 and 1.

    Examples
    --------
    >>> Measure("value", "revenue", "Revenue so far", "money").column
    'revenue'
    """

    name: str
    column: str
    label: str
    kind: Literal["money", "percent", "number"]


def attribute_scale(
    customers: pd.DataFrame, column: str, *, most: int = 12, ranges: int = 5, prefix: str = ""
) -> Categories | Ranges:
    """Sort the values of an attribute into groups that a picture can show.

    Numbers fall into ranges with about as many customers each; with few distinct values each is a
    group. Of texts the most frequent have a group of their own and the rest is "other". Customers
    without a value are a group too.

    Parameters
    ----------
    customers : pandas.DataFrame
    column : str
    most : int
        Categories that have a group of their own.
    ranges : int
        How many ranges of numbers, at most; equal numbers are never divided.
    prefix : str
        Begins the keys of the groups.

    Returns
    -------
    Categories or Ranges

    Raises
    ------
    ValueError
        If the attribute holds dates, or values that cannot be compared, such as lists.

    Examples
    --------
    >>> table = pd.DataFrame({"age": [20, 30, 40, 50, 60, 70, 80, 90, 95, None]})
    >>> attribute_scale(table, "age", ranges=3).labels
    ('up to 40', '40 to 70', 'more than 70', 'not known')
    """
    values = customers[column]
    if pd.api.types.is_datetime64_any_dtype(values) or isinstance(values.dtype, pd.PeriodDtype):
        raise ValueError(
            f"The attribute {column!r} holds dates. Give a number or a category instead, such as "
            f"the year: table[{column!r}].dt.year."
        )
    try:
        if pd.api.types.is_bool_dtype(values) or not pd.api.types.is_numeric_dtype(values):
            scale = Categories.of(customers, column, most=most, prefix=prefix)
            return _in_order(scale, values)
    except TypeError:
        raise ValueError(
            f"The attribute {column!r} holds values that cannot be compared, such as lists. "
            "Give a text or a number for each customer."
        ) from None
    has_missing, distinct = bool(values.isna().any()), values.dropna().unique()
    if len(distinct) <= _FEW:
        rising = tuple(sorted(distinct.tolist()))
        return Categories(column, rising, False, has_missing, prefix)
    known = values.dropna().to_numpy(dtype=float)
    levels = np.arange(1, ranges) / ranges
    edges = np.unique(np.quantile(known, levels, method="inverted_cdf"))
    return Ranges(column, tuple(edges[edges < known.max()].tolist()), prefix, has_missing)


def _in_order(scale: Categories, values: pd.Series[Any]) -> Categories:
    """Give categories that have an order of their own in that order."""
    dtype = values.dtype
    if not (isinstance(dtype, pd.CategoricalDtype) and dtype.ordered):
        return scale
    ordered = tuple(value for value in dtype.categories if value in set(scale.values))
    return Categories(scale.column, ordered, scale.has_other, scale.has_missing, scale.prefix)


def compare_groups(
    customers: pd.DataFrame,
    groups: Groups,
    measures: Sequence[Measure],
    among: Mask | None = None,
) -> pd.DataFrame:
    """Mean of each measure in each group, with an interval that holds it in 19 of 20 samples.

    Parameters
    ----------
    customers : pandas.DataFrame
    groups : Groups
        Of these customers, along one attribute.
    measures : sequence of Measure
    among : array of bool, optional
        Which customers count.

    Returns
    -------
    pandas.DataFrame
        One row a group: ``key``, ``label``, ``customers`` (int), and for each measure its mean
        under its name, the ends of the interval, ``<name>_low`` and ``<name>_high`` (Wilson's for
        shares, else mean plus and minus 1.96 standard errors), and ``<name>_all``, the mean of all.
        Missing where a group has nobody, and the interval where it has one customer.

    Examples
    --------
    >>> table = pd.DataFrame({"place": ["Rome"] * 4 + ["Oslo"] * 2, "left": [1, 0, 0, 0, 1, 1]})
    >>> groups = Groups(table, [attribute_scale(table, "place")])
    >>> left = Measure("left", "left", "Share that left", "percent")
    >>> compare_groups(table, groups, [left]).round(2)
      key label  customers  left  left_low  left_high  left_all
    0   1  Rome          4  0.25      0.05        0.7       0.5
    1   2  Oslo          2  1.00      0.34        1.0       0.5
    """
    columns = {one.name: customers[one.column].to_numpy(dtype=float) for one in measures}
    # Squares of what is far from 0 lose their digits: they are taken around the mean.
    middles = {name: float(values.mean()) for name, values in columns.items()}
    squares = {f"{name} squared": (values - middles[name]) ** 2 for name, values in columns.items()}
    sums = groups.sums(columns | squares, among)
    count = sums["customers"].to_numpy(dtype=float)
    labels = groups.axes[0].labels
    table = pd.DataFrame({"key": sums["key"], "label": labels, "customers": sums["customers"]})
    with np.errstate(invalid="ignore", divide="ignore"):
        for one in measures:
            name = one.name
            mean = sums[name].to_numpy() / count
            if one.kind == "percent":
                low, high = _wilson(mean, count, _Z)
            else:
                apart = count * (mean - middles[name]) ** 2
                spread = np.maximum(sums[f"{name} squared"].to_numpy() - apart, 0.0) / (count - 1)
                margin = _Z * np.sqrt(spread / count)
                low, high = mean - margin, mean + margin
            table[name], table[f"{name}_low"], table[f"{name}_high"] = mean, low, high
            table[f"{name}_all"] = sums[name].sum() / count.sum()
    return table


def rank_attributes(tables: dict[str, pd.DataFrame], outcome: str) -> pd.DataFrame:
    r"""Rank attributes by how well their groups tell leavers from stayers.

    The measure is the share of the variance of leaving that lies between the groups,

    .. math:: \varphi^2 = \chi^2 / n,

    less what chance gives to k groups, :math:`(k-1)/(n-1)`, and never below 0. It is 0 where all
    groups leave alike and 1 where each group leaves or stays as a whole. Unlike a p-value it does
    not grow with the number of customers. It says what goes together, not what causes what.

    Parameters
    ----------
    tables : mapping of attribute to pandas.DataFrame
        As :func:`compare_groups` gives them, groups without customers or hidden left out.
    outcome : str
        Name of the share that left.

    Returns
    -------
    pandas.DataFrame
        One row an attribute, the largest share first: ``attribute``, ``groups``, ``customers``,
        ``share`` with its 95 percent interval ``low`` and ``high``; ``most`` and ``least``, the
        groups that leave most and least, ``difference`` of their shares and its interval
        ``difference_low``, ``difference_high``, wide enough for all pairs of groups at once,
        because the two were picked after looking. Missing where there is one group only.

    References
    ----------
    W. Bergsma (2013), A bias-correction for Cramér's V and Tschuprow's T, Journal of the Korean
    Statistical Society 42. The interval inverts the noncentral chi-squared distribution
    (M. Smithson, 2003, Confidence Intervals, Sage); that of the difference is R. Newcombe's (1998)
    method 10 with Bonferroni's correction.

    Examples
    --------
    >>> table = pd.DataFrame({"label": ["a", "b"], "customers": [500, 500], "left": [0.2, 0.4]})
    >>> ranked = rank_attributes({"plan": table}, "left")
    >>> ranked[["attribute", "most", "share", "low", "high"]].round(3).values.tolist()
    [['plan', 'b', 0.047, 0.024, 0.079]]
    """
    rows = [{"attribute": name, **_separation(table, outcome)} for name, table in tables.items()]
    columns = ["attribute", "groups", "customers", "share", "low", "high", "most", "least"]
    columns += ["difference", "difference_low", "difference_high"]
    ranked = pd.DataFrame(rows, columns=columns)
    return ranked.sort_values("share", ascending=False, kind="stable", ignore_index=True)


def _separation(table: pd.DataFrame, outcome: str) -> dict[str, Any]:
    """One row of `rank_attributes`."""
    table = table[table["customers"] > 0]
    count, share = (table[name].to_numpy(dtype=float) for name in ("customers", outcome))
    groups, n = len(table), count.sum()
    found: dict[str, Any] = {"groups": groups, "customers": int(n)}
    if groups < 2:
        return {**found, "share": np.nan, "low": np.nan, "high": np.nan}
    return {
        **found,
        **_variance_between(count, share),
        **_widest_difference(count, share, table["label"].tolist()),
    }


def _variance_between(count: Floats, share: Floats) -> dict[str, float]:
    from scipy.special import chndtrinc

    n, freedom = count.sum(), len(count) - 1
    whole = count @ share / n
    within = whole * (1 - whole)
    if within == 0:  # everybody left, or nobody: there is nothing to tell apart
        return {"share": 0.0, "low": 0.0, "high": 0.0}
    raw = float(count @ (share - whole) ** 2 / n / within)
    if raw == 0:
        low = high = 0.0
    else:
        low, high = (float(chndtrinc(n * raw, freedom, p)) / n for p in (0.975, 0.025))
    corrected = max(0.0, raw - freedom / (n - 1))
    # At the edge the corrected share may leave its interval by a hair.
    return {"share": corrected, "low": min(low, corrected), "high": min(max(high, corrected), 1.0)}


def _widest_difference(count: Floats, share: Floats, labels: list[str]) -> dict[str, Any]:
    from scipy.special import ndtri

    high, low = int(np.argmax(share)), int(np.argmin(share))
    pairs = len(count) * (len(count) - 1) / 2
    bounds = _wilson(share, count, float(ndtri(1 - 0.025 / pairs)))
    apart = share[high] - share[low]
    up = np.hypot(bounds[1][high] - share[high], share[low] - bounds[0][low])
    down = np.hypot(share[high] - bounds[0][high], bounds[1][low] - share[low])
    return {
        "most": labels[high],
        "least": labels[low],
        "difference": float(apart),
        "difference_low": float(apart - down),
        "difference_high": float(apart + up),
    }


def _wilson(share: Floats, count: Floats, z: float) -> tuple[Floats, Floats]:
    """Wilson's interval of a share."""
    center = share + z**2 / (2 * count)
    margin = z * np.sqrt(share * (1 - share) / count + z**2 / (4 * count**2))
    scale = 1 + z**2 / count
    return np.maximum((center - margin) / scale, 0.0), np.minimum((center + margin) / scale, 1.0)
