"""Columns that say yes or no, however a table writes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

_YES = frozenset({"1", "true", "yes", "y", "t", "on"})
_NO = frozenset({"0", "false", "no", "n", "f", "off", ""})


def agrees(answers: pd.Series[Any]) -> pd.Series[bool]:
    """Whether each customer said yes; no answer is no.

    Parameters
    ----------
    answers : pandas.Series

    Returns
    -------
    pandas.Series of bool

    Raises
    ------
    ValueError
        If an answer is neither yes nor no.

    Examples
    --------
    >>> import pandas as pd
    >>> agrees(pd.Series([True, "no", None, 1])).tolist()
    [True, False, False, True]
    """
    texts = answers.astype(object).where(answers.notna(), "").map(_plain)
    unknown = texts[~texts.isin(_YES | _NO)]
    if len(unknown):
        raise ValueError(
            f"The consent column {answers.name!r} must say yes or no (true or false, 1 or 0), "
            f"got {unknown.iloc[0]!r} for {len(unknown)} of {len(answers)} customers."
        )
    return texts.isin(_YES)


def _plain(answer: Any) -> str:
    text = str(answer).strip().lower()
    return text.removesuffix(".0")
