"""Dates and numbers that come as text, and days of dates that come as numbers."""

from __future__ import annotations

import pandas as pd

# A day written like this has one meaning only.
_CLEAR = (
    *("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%d.%m.%Y", "%d.%m.%y"),
    *("%d %b %Y", "%d %B %Y", "%d-%b-%Y", "%d-%b-%y", "%b %d, %Y", "%B %d, %Y", "%b %d %Y"),
)
_DAY_FIRST = ("%d/%m/%Y", "%d-%m-%Y", "%d/%m/%y", "%d-%m-%y")
_MONTH_FIRST = ("%m/%d/%Y", "%m-%d-%Y", "%m/%d/%y", "%m-%d-%y")

_CLOCK_TIME = r"[T ]+\d{1,2}:\d{2}.*$"


class AmbiguousDatesError(ValueError):
    """Dates such as 03/04/2024, where no other row tells whether the day or the month is first."""


def read_days(written: pd.Series) -> pd.Series:
    """Read the days in text, or in numbers such as 19970131; NaT where there is none.

    A time of day and a time zone are cut off: the day is the one on the wall where it was
    written. Whether 03/04/2024 is in March or in April is decided by the other rows.

    Raises
    ------
    AmbiguousDatesError
        If both readings fit equally many rows, and differ.

    Examples
    --------
    >>> read_days(pd.Series(["2024-01-31T23:30:00-05:00", "soon"])).dt.day.tolist()
    [31.0, nan]
    >>> read_days(pd.Series(["03/04/2024", "25/04/2024"])).dt.month.tolist()
    [4, 4]
    """
    text = written.map(_digits) if pd.api.types.is_numeric_dtype(written) else written
    text = text.astype("string").str.strip().str.replace(_CLOCK_TIME, "", regex=True)
    # The same day is written many times: each spelling is read once.
    spellings = pd.Series(text.dropna().unique(), dtype="string")
    days = _read(spellings, _CLEAR)
    unread = days.isna()
    days[unread] = _day_or_month_first(spellings[unread], text)
    return text.map(dict(zip(spellings, days, strict=True))).astype("datetime64[us]")


def _digits(number: float) -> str | None:
    return None if pd.isna(number) else f"{number:.12g}"


def _read(spellings: pd.Series, formats: tuple[str, ...]) -> pd.Series:
    days = pd.Series(pd.NaT, index=spellings.index, dtype="datetime64[us]")
    for form in formats:
        unread = days.isna()
        if not unread.any():
            break
        days[unread] = pd.to_datetime(spellings[unread], format=form, errors="coerce")
    return days


def _day_or_month_first(spellings: pd.Series, text: pd.Series) -> pd.Series:
    day_first, month_first = _read(spellings, _DAY_FIRST), _read(spellings, _MONTH_FIRST)
    rows = spellings.map(text.value_counts()).astype("int64")
    rows_day_first, rows_month_first = (
        int(rows[days.notna()].sum()) for days in (day_first, month_first)
    )
    both_ways = day_first.notna() & month_first.notna() & (day_first != month_first)
    if rows_day_first == rows_month_first and both_ways.any():
        raise AmbiguousDatesError(str(spellings[both_ways].iloc[0]))
    return day_first if rows_day_first > rows_month_first else month_first


def read_numbers(written: pd.Series) -> pd.Series:
    """Read the numbers in text as float64; NaN where there is none.

    Examples
    --------
    >>> read_numbers(pd.Series(["12.50", "twelve"])).tolist()
    [12.5, nan]
    """
    return pd.to_numeric(written, errors="coerce").astype("float64")
