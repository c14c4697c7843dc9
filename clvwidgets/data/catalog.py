"""The data sets that come with the package: what there is, and reading one of them.

What is known of a file (columns, types, licence, checksum) is read from ``datapackage.json`` in
the folder of the data sets, so that it is written down once.
"""

from __future__ import annotations

import difflib
import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pandas as pd

from clvwidgets._resources import resource_path

_PANDAS_TYPE = {"integer": "int64", "number": "float64", "boolean": "bool", "string": "str"}


def list_datasets() -> pd.DataFrame:
    """Say which data sets come with the package.

    Returns
    -------
    pandas.DataFrame
        One row a data set: ``name`` (for :func:`load_dataset`), ``title``, ``rows``, ``purpose``
        (what it is good for) and ``licence``.

    Examples
    --------
    >>> list_datasets()[["name", "rows"]].head(1)
        name   rows
    0  cdnow  69659
    """
    return pd.DataFrame(
        [
            {
                "name": entry["name"],
                "title": entry["title"],
                "rows": entry["rows"],
                "purpose": entry["purpose"],
                "licence": "; ".join(licence["title"] for licence in entry["licenses"]),
            }
            for entry in _entries().values()
        ]
    )


def load_dataset(name: str) -> pd.DataFrame:
    """Read one of the data sets that come with the package; no network is used.

    Parameters
    ----------
    name : str
        A name from :func:`list_datasets`.

    Returns
    -------
    pandas.DataFrame
        A fresh table with typed columns: dates as ``datetime64``, numbers of customers as
        ``int64``, marks as ``bool``. The datasheet ``datasets/<name>.md`` tells the units.

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
    if name not in entries:
        raise ValueError(_no_such_dataset(name, list(entries)))
    entry = entries[name]
    fields = entry["schema"]["fields"]
    return pd.read_csv(
        io.BytesIO(_checked_content(_folder() / entry["path"], entry["hash"])),
        compression="gzip" if entry.get("compression") == "gz" else None,
        dtype={f["name"]: _PANDAS_TYPE[f["type"]] for f in fields if f["type"] != "date"},
        parse_dates=[f["name"] for f in fields if f["type"] == "date"],
    )


def _folder() -> Path:
    return resource_path("datasets")


def _entries() -> dict[str, dict[str, Any]]:
    package = json.loads((_folder() / "datapackage.json").read_text(encoding="utf-8"))
    return {entry["name"]: entry for entry in package["resources"]}


def _checked_content(path: Path, expected: str) -> bytes:
    """Bytes of the file, once they are known to be the ones that were published."""
    if not path.is_file():
        raise ValueError(f"The data file {path} is missing (expected {expected}). {_REINSTALL}")
    content = path.read_bytes()
    found = "sha256:" + hashlib.sha256(content).hexdigest()
    if found != expected:
        raise ValueError(
            f"The data file {path} is damaged: expected {expected}, found {found}. {_REINSTALL}"
        )
    return content


_REINSTALL = "Install the package again: pip install --force-reinstall clvwidgets"


def _no_such_dataset(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(str(name).lower(), known, cutoff=0.4)
    hint = f"Did you mean {' or '.join(map(repr, near))}? " if near else ""
    return f"There is no data set named {name!r}. {hint}There are: {', '.join(known)}."
