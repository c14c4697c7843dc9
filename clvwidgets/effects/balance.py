"""Whether the treated and the others were alike before, and how many people are alike at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from clvwidgets.arguments import checked
from clvwidgets.data.any_table import read_columns, read_whole, read_yes_no, refuse_gaps
from clvwidgets.doors import ANYTHING, TEXT, list_of, written

if TYPE_CHECKING:
    import pandas as pd

_MOST_LEVELS = 50  # a column with more different words, such as names, makes no groups


@checked(table=ANYTHING)
def standardised_difference(
    table: Any, treated: str, columns: Sequence[str] | None = None
) -> pd.DataFrame:
    r"""Compare the treated with the others in what was known of them before.

    .. math:: d = \frac{\bar x_1 - \bar x_0}{\sqrt{(s_1^2 + s_0^2) / 2}}

    Unlike a test it does not grow with the number of customers. With a fair lot it is near 0;
    beyond 0.1 the arms are commonly called unlike.

    Parameters
    ----------
    table : table
        One row a customer.
    treated : str
        Column that says yes for the treated.
    columns : sequence of str, optional
        What to compare; all others that hold numbers, yes and no, or few words, if left out. Of
        words each is compared by its share.

    Returns
    -------
    pandas.DataFrame
        By ``measure``, the most unlike first: ``treated``, ``untreated`` (means or shares) and
        ``difference``, which is infinite where neither arm varies and they differ.

    Raises
    ------
    ValueError
        If a column is missing or has gaps, or an arm has fewer than two rows.

    References
    ----------
    Austin (2009), Balance Diagnostics for Comparing the Distribution of Baseline Covariates,
    Statistics in Medicine 28.

    Examples
    --------
    >>> from clvwidgets import load_dataset
    >>> found = standardised_difference(load_dataset("experiments_offer"), "treated",
    ...     ["orders_before"])
    >>> found.loc["orders_before"].round(2).to_dict()
    {'treated': 4.53, 'untreated': 4.29, 'difference': 0.05}
    """
    import pandas as pd

    whole = read_whole(table)
    got = read_yes_no(read_columns(whole, treated=treated)[treated], "treated")
    if min(got.sum(), (~got).sum()) < 2:
        raise ValueError(
            f"Column {treated!r}, given as treated, must say yes for two rows and no for two, got "
            f"{int(got.sum()):,} and {int((~got).sum()):,}."
        )
    names = [name for name in whole.columns if name != treated] if columns is None else columns
    list_of(TEXT).check("columns", names)
    measures: dict[str, npt.NDArray[np.float64]] = {}
    for name in names:
        column = read_columns(whole, columns=name)[name]
        measures |= _measures(column, skip=columns is None)
    if not measures:
        raise ValueError("columns has nothing that can be compared: numbers, yes and no, or words.")
    rows = {name: _compared(values[got], values[~got]) for name, values in measures.items()}
    found = pd.DataFrame.from_dict(
        rows, orient="index", columns=["treated", "untreated", "difference"]
    ).rename_axis("measure")
    order = np.argsort(-found["difference"].abs().to_numpy(), kind="stable")
    return found.iloc[order]


@checked(table=ANYTHING)
def alike(table: Any, columns: Sequence[str]) -> pd.Series[Any]:
    """Count for each customer how many have the same combination of values, themselves included.

    Whoever is the only one with theirs can be singled out by somebody who knows it, without a
    name: such data are personal data.

    Parameters
    ----------
    table : table
        One row a customer.
    columns : sequence of str
        What somebody may know of a customer.

    Returns
    -------
    pandas.Series of int
        In the order of the rows; 1 is alone.

    Raises
    ------
    ValueError
        If a column is missing.

    References
    ----------
    Sweeney (2002), k-Anonymity: A Model for Protecting Privacy, International Journal of
    Uncertainty, Fuzziness and Knowledge-Based Systems 10(5).

    Examples
    --------
    >>> import pandas as pd
    >>> people = pd.DataFrame({"town": ["Ulm", "Ulm", "Bonn"], "age": [30, 30, 30]})
    >>> alike(people, ["town", "age"]).tolist()
    [2, 2, 1]
    """
    list_of(TEXT).check("columns", columns)
    if not len(columns):
        raise ValueError("columns is empty: name what somebody may know of a customer.")
    rows = read_columns(table, **{f"columns, place {i + 1}": one for i, one in enumerate(columns)})
    by = rows.groupby(list(dict.fromkeys(columns)), dropna=False, observed=True)
    return by[columns[0]].transform("size").rename("alike")


def _measures(column: pd.Series[Any], skip: bool) -> dict[str, npt.NDArray[np.float64]]:
    """Read a column as one measure, or as a share for each of its words."""
    import pandas as pd

    name, kinds = str(column.name), pd.api.types
    if skip and (column.isna().any() or kinds.is_datetime64_any_dtype(column)):
        return {}
    refuse_gaps(column, "columns")
    if kinds.is_numeric_dtype(column) or kinds.is_bool_dtype(column):
        return {name: column.to_numpy(dtype=float)}
    levels = column.astype(str)
    if levels.nunique() > _MOST_LEVELS:
        if skip:
            return {}
        raise ValueError(
            f"Column {name!r}, given in columns, has {levels.nunique():,} different values such as "
            f"{written(column.iloc[0])}, which make no groups. Leave it out."
        )
    return {
        f"{name}: {level}": (levels == level).to_numpy(dtype=float)
        for level in sorted(levels.unique())
    }


def _compared(one: Any, other: Any) -> tuple[float, float, float]:
    apart = float(one.mean() - other.mean())
    spread = float(np.sqrt((one.var(ddof=1) + other.var(ddof=1)) / 2))
    size = apart / spread if spread > 0 else (float(np.copysign(np.inf, apart)) if apart else 0.0)
    return float(one.mean()), float(other.mean()), size
