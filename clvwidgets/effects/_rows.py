"""Columns of an experiment as arrays that belong together: who, what was done, what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from clvwidgets.doors import same_length
from clvwidgets.formulas.checks import Range, unwrap

Floats = npt.NDArray[np.float64]

_FINITE: Final = Range("be a finite number")


@dataclass(frozen=True)
class Ranked:
    """Rows from the highest score to the lowest; equal ones always in the same order."""

    outcome: Floats
    score: Floats
    treated: npt.NDArray[np.bool_]
    group: npt.NDArray[np.intp]
    """Number of the group of tied scores, 0 for the highest."""


def column(name: str, values: npt.ArrayLike) -> Floats:
    """Give one column as finite numbers; what is missing or no number is refused."""
    given = values if isinstance(values, pd.Series | np.ndarray) else np.asarray(values)
    if given.dtype == object:  # None and NA are gaps, too
        given = np.where(np.asarray(pd.isna(given)), np.nan, given)
    found: Floats = np.asarray(unwrap(name, given, _FINITE), dtype=float)
    return found


def arms(name: str, values: npt.ArrayLike) -> npt.NDArray[np.bool_]:
    """Give who was treated, as True and False; both arms must have somebody."""
    found = column(name, values)
    wrong = found[(found != 0) & (found != 1)]
    if len(wrong):
        raise ValueError(
            f"{name} must say True (or 1) for who was treated and False (or 0) for the others; "
            f"{len(wrong):,} of {len(found):,} values are something else, the first is "
            f"{wrong[0]:g}. Compare first: table[column] == the arm."
        )
    count = int(found.sum())
    if count in (0, len(found)):
        who, missing = ("everybody", "untreated") if count else ("nobody", "treated")
        raise ValueError(
            f"{name} has one arm only: {who} of {len(found):,} was treated, so nothing tells "
            f"what the treatment changed. Add those who were left {missing} by lot."
        )
    yes: npt.NDArray[np.bool_] = found == 1
    return yes


def ranked(outcome: npt.ArrayLike, score: npt.ArrayLike, treated: npt.ArrayLike) -> Ranked:
    """Sort the rows of an experiment by score, so that the order they came in never matters."""
    given = {"outcome": outcome, "score": score, "treated": treated}
    same_rows(**given)
    y, s, w = column("outcome", outcome), column("score", score), arms("treated", treated)
    order = np.lexsort((y, w, -s))
    y, s, w = y[order], s[order], w[order]
    group = np.concatenate([[0], np.cumsum(s[1:] != s[:-1])])
    return Ranked(y, s, w, group)


def same_rows(**given: Any) -> None:
    """Refuse columns that do not stand beside each other: other lengths, or other indexes."""
    same_length(**given)
    series = [(name, one) for name, one in given.items() if isinstance(one, pd.Series)]
    for name, one in series[1:]:
        if not one.index.equals(series[0][1].index):
            raise ValueError(
                f"{series[0][0]} and {name} have different indexes, so their rows may not belong "
                f"together. Take both from one table, or bring {name} into order first: "
                f"{name}.reindex({series[0][0]}.index)."
            )
