"""Baskets in the forms in which people have them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from itertools import chain
from typing import Any, Final

import numpy as np
import pandas as pd

from clvwidgets._places import places
from clvwidgets.data.any_table import read_whole
from clvwidgets.doors import Door, shown
from clvwidgets.effects._bitsets import Incidence, incidence, numbered

FORMS: Final = (
    "a table with a row for each product in a basket, a table of True and False with a column for "
    "each product, or a list of baskets, each a list of products"
)


def _is_one(value: Any) -> bool:
    if isinstance(value, pd.DataFrame | pd.Series) or _is_foreign(value):
        return True
    if isinstance(value, np.ndarray):
        return value.ndim == 2 or value.dtype == object
    return isinstance(value, list | tuple)


def _is_foreign(value: Any) -> bool:
    """Whether it is a table of another library than pandas: Polars, PyArrow, DuckDB ..."""
    return hasattr(type(value), "columns") and not isinstance(value, pd.DataFrame | type)


BASKETS: Final = Door(FORMS, _is_one)
COLUMN_NAME: Final = Door("the name of a column", lambda x: isinstance(x, Hashable))


def read(baskets: Any, basket: Any, product: Any) -> Incidence:
    """Give which product is in which basket, whatever form that came in."""
    if _is_foreign(baskets):
        baskets = read_whole(baskets).to_pandas()
    if isinstance(baskets, np.ndarray) and baskets.ndim == 2:
        baskets = pd.DataFrame(baskets)
    if not isinstance(baskets, pd.DataFrame):
        found = _of_lists(baskets)
    elif basket is None and product is None and _is_grid(baskets):
        found = _of_grid(baskets)
    else:
        found = _of_lines(baskets, *_columns(baskets, basket, product))
    if not found.baskets:
        raise ValueError(f"baskets is empty. Give {FORMS}.")
    return found


def _is_grid(table: pd.DataFrame) -> bool:
    """Whether every column is a product: True and False, or 1 and 0 in three columns or more."""
    if not len(table.columns) or not len(table):
        return False
    kinds = {dtype.kind for dtype in table.dtypes}
    if kinds == {"b"}:
        return not table.isna().to_numpy().any()
    is_wide = len(table.columns) > 2 and kinds <= set("biuf")
    return is_wide and bool(table.isin([0, 1]).to_numpy().all())


def _of_grid(table: pd.DataFrame) -> Incidence:
    rows, columns = np.nonzero(table.to_numpy(dtype=bool))
    names = list(table.columns)
    if len(set(names)) < len(names):
        raise ValueError("baskets has two columns of the same name. Name each product once.")
    return numbered(rows, pd.Series([names[i] for i in columns], dtype=object), len(table))


def _of_lists(baskets: Iterable[Any]) -> Incidence:
    lists = list(baskets)
    for place, one in enumerate(lists):
        if isinstance(one, str | bytes) or not isinstance(one, Iterable):
            raise ValueError(
                f"baskets must be {FORMS}; basket {place + 1} is {shown(one)}. "
                "Write a basket of one product as a list, too."
            )
    lists = [list(one) for one in lists]
    products = pd.Series(list(chain.from_iterable(lists)), dtype=object)
    _no_gaps("a product", products)
    rows = np.repeat(np.arange(len(lists)), places([len(one) for one in lists]))
    return numbered(rows, products, len(lists))


def _columns(table: pd.DataFrame, basket: Any, product: Any) -> tuple[Any, Any]:
    if basket is None and product is None and len(table.columns) == 2:
        return table.columns[0], table.columns[1]
    for word, name in (("basket", basket), ("product", product)):
        if name is None or name not in table.columns:
            listed = ", ".join(map(str, table.columns[:8])) or "none"
            what = f"no column {name!r}" if name is not None else f"{len(table.columns)} columns"
            raise ValueError(
                f"baskets has {what}: say {word}=, the name of the column that tells the {word}. "
                f"There are: {listed}."
            )
    return basket, product


def _of_lines(table: pd.DataFrame, basket: Any, product: Any) -> Incidence:
    for what, name in (("a basket", basket), ("a product", product)):
        if isinstance(table[name], pd.DataFrame):
            raise ValueError(f"baskets has two columns {name!r}. Rename one of them.")
        _no_gaps(what, table[name])
    return incidence(table[basket], table[product])


def _no_gaps(what: str, column: pd.Series[Any]) -> None:
    missing = int(column.isna().sum())
    if missing:
        raise ValueError(
            f"baskets has {missing:,} of {len(column):,} lines without {what}. Fill them in or "
            "leave those lines out."
        )
