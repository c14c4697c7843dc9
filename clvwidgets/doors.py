"""The doors through which arguments come: kinds of values, and how to say them in words.

A door looks at the kind of a value only: what range it must lie in is the business of whoever
computes with it.
"""

from __future__ import annotations

import math
import numbers
import os
import re
import reprlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

MOST: Final = 10_000_000
"""More of anything than this is a slip of the hand, and would fill the memory."""

_HALF = re.compile("[\ud800-\udfff]")


class ArgumentError(TypeError, ValueError):
    """An argument of a wrong kind; whoever waits for the one error or the other gets it."""


@dataclass(frozen=True)
class Door:
    """What may come in, and how to say so: "name must be a number, got None (NoneType)"."""

    words: str
    lets_in: Callable[[Any], bool]

    def __or__(self, other: Door) -> Door:
        """Let in what either lets in."""
        return Door(f"{self.words} or {other.words}", lambda x: self.lets_in(x) or other.lets_in(x))

    def check(self, name: str, value: Any) -> None:
        """Refuse a value of a wrong kind."""
        if not self.lets_in(value):
            raise ArgumentError(f"{name} must be {self.words}, got {shown(value)}.")


def shown(value: Any) -> str:
    """Say what was given: short, and with its type where that is the point."""
    kind, value = type(value).__name__, _bare(value)
    if value is None or isinstance(value, bool | float | str):
        return reprlib.repr(value)
    if hasattr(value, "dtype") or hasattr(value, "columns"):  # a table prints on many lines
        return f"a value of type {kind}"
    return f"{_short(value)} ({kind})"


def written(value: Any) -> str:
    """Write a value that comes out of a table as a person would: 48, not np.int64(48).

    Parameters
    ----------
    value : any

    Returns
    -------
    str

    Examples
    --------
    >>> import numpy as np
    >>> written(np.int64(48)), written(np.datetime64("2024-01-31")), written("Ann")
    ('48', "'2024-01-31'", "'Ann'")
    """
    if hasattr(value, "isoformat") or type(value).__name__ in ("datetime64", "timedelta64"):
        return repr(str(value))
    return repr(_bare(value))


def _bare(value: Any) -> Any:
    """Take a value out of NumPy's clothes; a day stays what it is."""
    is_scalar = type(value).__module__ == "numpy" and getattr(value, "shape", None) == ()
    return value.item() if is_scalar and value.dtype.kind not in "mM" else value


def _short(value: Any) -> str:
    if isinstance(value, int) and abs(value) > 10**20:  # Python refuses to write the longest
        return "a very large number"
    try:
        return reprlib.repr(value)
    except Exception:  # whatever a stranger's __repr__ does, our sentence must come out
        return "something that cannot be shown"


def _is_number(value: Any) -> bool:
    if getattr(value, "shape", None) == () and hasattr(value, "item"):  # NumPy's clothes
        value = value.item()
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        return False
    try:
        return math.isfinite(float(value))
    except OverflowError:
        return False


def _is_real(value: Any) -> bool:
    """Whether it is a number, be it infinite: the ends of a range may be."""
    if not isinstance(value, numbers.Real) or isinstance(value, bool):
        return False
    return not isinstance(value, int) or abs(value) < 10**300


def _is_whole(value: Any) -> bool:
    return _is_number(value) and float(value).is_integer() and abs(value) <= MOST


def _is_seed(value: Any) -> bool:
    return isinstance(value, numbers.Integral) and not isinstance(value, bool) and int(value) >= 0


def _is_flag(value: Any) -> bool:
    return isinstance(value, bool) or type(value).__name__ in ("bool_", "bool")


def _is_text(value: Any) -> bool:
    """Whether it is a text that can be written: half of a pair of signs cannot."""
    return isinstance(value, str) and not _HALF.search(value)


def _is_day(value: Any) -> bool:
    import pandas as pd

    is_one = isinstance(value, str) or hasattr(value, "isoformat")
    if not is_one and type(value).__name__ != "datetime64":
        return False
    try:
        return not pd.isna(pd.Timestamp(value))
    except (ValueError, TypeError, OverflowError):
        return False


def _are_numbers(value: Any) -> bool:
    import numpy as np

    if isinstance(value, str | bytes | Mapping | set | frozenset) or value is None:
        return False
    if type(value).__name__ == "DataFrame":
        return False
    try:
        array = np.asarray(value)
        kind = array.dtype.kind
        return kind in "biuf" or (kind == "O" and bool(array.astype(float).ndim))
    except (ValueError, TypeError, OverflowError):
        return False


def _are_in_rows(value: Any) -> bool:
    return _are_numbers(value) and all(map(_is_list, value)) if _is_many(value) else False


def _is_many(value: Any) -> bool:
    return hasattr(value, "__len__") and len(value) > 0


def _is_list(value: Any) -> bool:
    return (
        hasattr(value, "__len__")
        and hasattr(value, "__iter__")
        and not isinstance(value, str | bytes | Mapping)
        and not hasattr(value, "columns")
        and getattr(value, "ndim", 1) == 1
    )


NUMBER: Final = Door("a finite number", _is_number)
REAL: Final = Door("a number", _is_real)
WHOLE: Final = Door(f"a whole number of at most {MOST:,}", _is_whole)
SEED: Final = Door("a whole number, 0 or more", _is_seed)
FLAG: Final = Door("True or False", _is_flag)
TEXT: Final = Door("a text", _is_text)
ANY_TEXT: Final = Door("a text", lambda value: isinstance(value, str))
DAY: Final = Door("a date such as 2024-12-31", _is_day)
PATH: Final = Door(
    "a path to a file or folder",
    lambda value: isinstance(value, str | os.PathLike) and str(value).strip("\0 ") != "",
)
NUMBERS: Final = Door("numbers (a list, an array or a column)", _are_numbers)
VECTOR: Final = Door(
    "numbers in one row (a list, an array or a column)",
    lambda value: _are_numbers(value) and _is_list(value),
)
MASK: Final = Door(
    "an array of True and False", lambda value: str(getattr(value, "dtype", "")) == "bool"
)
TABLE: Final = Door("a pandas table (DataFrame)", lambda value: "DataFrame" in _ancestors(value))
COLUMN: Final = Door("a pandas column (Series)", lambda value: "Series" in _ancestors(value))
MATRIX: Final = Door(
    "numbers in rows and columns (an array of two dimensions)", lambda value: _are_in_rows(value)
)
COUNTS: Final = Door(
    "counts of one cohort in a row, or a table with a column for each cohort",
    lambda value: (
        TABLE.lets_in(value)
        or VECTOR.lets_in(value)
        or (isinstance(value, Mapping) and bool(value) and all(map(VECTOR.lets_in, value.values())))
    ),
)
TABLE_OR_COUNTS: Final = Door(
    "a table, or counts in one row",
    lambda value: hasattr(value, "columns") or VECTOR.lets_in(value),
)
FUNCTION: Final = Door("a function", callable)
NOTHING: Final = Door("None", lambda value: value is None)
ANYTHING: Final = Door("anything", lambda _: True)


def choice(*allowed: Any) -> Door:
    """One of a few words."""
    words = ", ".join(repr(word) for word in allowed)
    return Door(f"one of {words}", lambda value: isinstance(value, str) and value in allowed)


def a(name: str) -> Door:
    """Something of the class of this name, which need not be imported for it."""
    article = "an" if name[0] in "AEIO" else "a"
    return Door(f"{article} {name}{OURS.get(name, '')}", lambda value: name in _ancestors(value))


def list_of(item: Door) -> Door:
    """Several things under one name."""
    return Door(
        "a list" if item is ANYTHING else f"a list in which each is {item.words}",
        lambda value: _is_list(value) and all(item.lets_in(one) for one in value),
    )


def table_with(*columns: str) -> Door:
    """Accept a pandas table that has these columns."""
    return Door(
        f"a pandas table with the columns {', '.join(columns)}",
        lambda value: TABLE.lets_in(value) and set(columns) <= set(value.columns),
    )


def same_length(**values: Any) -> None:
    """Refuse lists that do not belong together, one entry a customer."""
    lengths = {name: len(value) for name, value in values.items()}
    if len(set(lengths.values())) > 1:
        listed = ", ".join(f"{name} {length}" for name, length in lengths.items())
        raise ValueError(f"{' and '.join(lengths)} must have one length, got {listed}.")


def mapping_to(item: Door) -> Door:
    """Things by name."""
    return Door(
        f"a dict, each value {item.words}" if item is not ANYTHING else "a dict",
        lambda value: (
            isinstance(value, Mapping) and all(item.lets_in(one) for one in value.values())
        ),
    )


def _ancestors(value: Any) -> set[str]:
    return {base.__name__ for base in type(value).__mro__}


OURS: Final[Mapping[str, str]] = {
    "TransactionLog": ", made by TransactionLog(table)",
    "CustomerTable": ", made by read_customers(table, ...)",
    "PurchaseModel": " such as BGNBD, fitted or from_params(...)",
    "CustomerValue": ", made by CustomerValue(purchases, spend)",
    "GammaGamma": ", fitted or from_params(...)",
    "ShiftedBetaGeometric": ", fitted or from_params(...)",
    "Model": " such as BGNBD, fitted or from_params(...)",
    "PHRegResults": ", as cox_regression gives it",
    "Draws": ", as laplace_draws or case_bootstrap give them",
    "Segment": ", made by Segment.of(name, cells)",
    "Cohorts": ", as TransactionLog.cohorts gives them",
    "BusinessModel": " from BUSINESS_MODELS",
    "Generator": ", made by numpy.random.default_rng(seed)",
    "Query": ", as the groups' query gives it",
    "Explorer": " such as RFMExplorer(log)",
    "Experiment": ", made by Experiment(table, outcome=, treated=)",
    "Uncertain": ", made by Uncertain.triangular(...) and the like",
    "Groups": ", made by Groups(customers, axes)",
}
