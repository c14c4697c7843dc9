"""A log as it is, or a table read as one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clvwidgets.data.transactions import TransactionLog


def as_log(transactions: Any, named: Mapping[str, Any], **options: Any) -> TransactionLog:
    """Take a log as it is, or read a table.

    Parameters
    ----------
    transactions : TransactionLog, table or file
    named : mapping
        What a column of a table holds (customer, date, amount) to its name.
    **options : any
        As for `TransactionLog`.

    Returns
    -------
    TransactionLog

    Raises
    ------
    ValueError
        If a log is given and columns or attributes too: it was read already.

    Examples
    --------
    >>> import pandas as pd
    >>> orders = pd.DataFrame({"who": ["a"], "day": ["2024-05-01"], "euros": [9.5]})
    >>> as_log(orders, {"customer": "who", "date": "day", "amount": "euros"}).attributes
    ()
    """
    if not isinstance(transactions, TransactionLog):
        return TransactionLog(transactions, **{**named, **options})
    given = [name for name, column in named.items() if column is not None]
    if given:
        raise ValueError(
            f"{given[0]}= is for a table; a TransactionLog has read its columns already. "
            f"Write TransactionLog(table, {given[0]}={named[given[0]]!r})."
        )
    missing = [
        name for name in options.get("attributes", ()) if name not in transactions.attributes
    ]
    if missing:
        raise ValueError(
            f"The log does not keep {missing[0]!r}. "
            f"Write TransactionLog(table, attributes=[{missing[0]!r}])."
        )
    return transactions
