"""The data sets that come with the package: what there is, and reading one of them.

What is known of a file (columns, types, licence, checksum) is read from ``datapackage.json`` in
the folder of the data sets, so that it is written down once.
"""

from __future__ import annotations

import difflib
import hashlib
import io
import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from clvwidgets._resources import resource_path

# A column that may be empty needs a type that can say so: int64 and bool cannot.
_TYPE_WHEN_FULL = {"integer": "int64", "number": "float64", "boolean": "bool", "string": "str"}
_TYPE_WITH_GAPS = {"integer": "Int64", "number": "float64", "boolean": "boolean", "string": "str"}
_DATES = ("date", "datetime")

# As a notebook stores it, where the quotes of a code line are escaped.
_LOADING = re.compile(r"load_dataset\(\\?[\"']([\w-]+)\\?[\"']")

_REINSTALL = "Install the package again: pip install --force-reinstall clvwidgets"


def list_datasets() -> pd.DataFrame:
    """Say which data sets come with the package.

    Returns
    -------
    pandas.DataFrame
        One row a data set: ``name`` (for :func:`load_dataset`), ``title``, ``rows``, ``span``
        (the time it covers), ``customers``, ``value`` (the sum of its money column, with the
        currency), ``licence``, ``notebooks`` (numbers of those that load it) and ``purpose``
        (what it is good for). What a data set does not have is left empty.

    Raises
    ------
    ValueError
        If the list itself is damaged.

    Examples
    --------
    >>> list_datasets()[["name", "rows", "span"]].head(1)
        name   rows                      span
    0  cdnow  69659  1997-01-01 to 1998-06-30
    """
    used = _notebooks_that_load()
    rows = [
        {
            "name": name,
            "title": entry["title"],
            "rows": entry["rows"],
            "span": entry.get("span", ""),
            "customers": entry.get("customers"),
            "value": entry.get("value", ""),
            "licence": "; ".join(licence["title"] for licence in entry["licenses"]),
            "notebooks": ", ".join(used.get(name, [])),
            "purpose": entry["purpose"],
        }
        for name, entry in _entries().items()
    ]
    return pd.DataFrame(rows).astype({"customers": "Int64"})


def load_dataset(name: str) -> pd.DataFrame:
    """Read one of the data sets that come with the package; no network is used.

    A file is read and checked once; asking again costs a copy.

    Parameters
    ----------
    name : str
        A name from :func:`list_datasets`.

    Returns
    -------
    pandas.DataFrame
        A table of the caller's own with typed columns: dates as ``datetime64``, whole numbers as
        ``int64``, marks as ``bool``, texts with few values as categories (``Int64``, ``boolean``
        where values are missing). The data set's page in ``datasets/`` tells the units.

    Raises
    ------
    ValueError
        If there is no data set of that name, or if its file is damaged.

    Examples
    --------
    >>> cdnow = load_dataset("cdnow")
    >>> cdnow.shape
    (69659, 5)
    >>> cdnow.loc[cdnow["in_sample"], "customer_id"].nunique()
    2357
    """
    entries = _entries()
    if not isinstance(name, str) or name not in entries:
        raise ValueError(_no_such_dataset(name, list(entries)))
    entry = entries[name]
    path = _folder() / entry["path"]
    if not path.is_file():
        raise ValueError(
            f"The data file {path} is missing (expected {entry['hash']}). {_REINSTALL}"
        )
    state = path.stat()
    return _read(path, state.st_mtime_ns, state.st_size, json.dumps(entry)).copy()


@lru_cache(maxsize=16)
def _read(path: Path, _changed: int, _size: int, description: str) -> pd.DataFrame:
    """Typed table of a file; time of change and size make a file that changed be read anew."""
    entry = json.loads(description)
    fields = entry["schema"]["fields"]
    return pd.read_csv(
        io.BytesIO(_checked_content(path, entry["hash"])),
        compression="gzip" if entry.get("compression") == "gz" else None,
        dtype={f["name"]: _column_type(f) for f in fields if f["type"] not in _DATES},
        parse_dates=[f["name"] for f in fields if f["type"] in _DATES],
        date_format="ISO8601",
        # "NA" or "None" may be a value; what stands for nothing is the description's to say.
        keep_default_na=False,
        na_values=entry["schema"].get("missingValues", [""]),
    )


def _column_type(field: dict[str, Any]) -> str | pd.CategoricalDtype:
    constraints = field.get("constraints", {})
    if "enum" in constraints and field["type"] == "string":
        return pd.CategoricalDtype(constraints["enum"], ordered=field.get("ordered", False))
    types = _TYPE_WHEN_FULL if constraints.get("required") else _TYPE_WITH_GAPS
    return types[field["type"]]


def _folder() -> Path:
    return resource_path("datasets")


def _entries() -> dict[str, dict[str, Any]]:
    path = _folder() / "datapackage.json"
    try:
        resources = json.loads(path.read_text(encoding="utf-8"))["resources"]
        return {entry["name"]: entry for entry in resources}
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise ValueError(f"The list of data sets {path} is damaged. {_REINSTALL}") from problem


def _checked_content(path: Path, expected: str) -> bytes:
    """Bytes of the file, once they are known to be the ones that were published."""
    content = path.read_bytes()
    found = "sha256:" + hashlib.sha256(content).hexdigest()
    if found != expected:
        raise ValueError(
            f"The data file {path} is damaged: expected {expected}, found {found}. {_REINSTALL}"
        )
    return content


def _notebooks_that_load() -> dict[str, list[str]]:
    """Numbers of the course's notebooks, by the data set that they load."""
    used: dict[str, list[str]] = {}
    for path in sorted(resource_path("notebooks").rglob("*.ipynb"), key=lambda p: p.name):
        if ".ipynb_checkpoints" in path.parts:
            continue
        for name in set(_LOADING.findall(path.read_text(encoding="utf-8"))):
            used.setdefault(name, []).append(path.name.partition("_")[0])
    return used


def _no_such_dataset(name: object, known: list[str]) -> str:
    # "Shop/Orders" and "shop-orders" mean shop_orders.
    asked = re.sub(r"\W+", "_", str(name)).strip("_").lower()
    near = difflib.get_close_matches(asked, known, cutoff=0.5)
    hint = f"Did you mean {' or '.join(map(repr, near))}? " if near else ""
    return f"There is no data set named {name!r}. {hint}There are: {', '.join(known)}."
