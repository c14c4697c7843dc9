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

    Parameters
    ----------
    written : pandas.Series

    Returns
    -------
    pandas.Series

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


_SIGN = "[-+]?"


def _clear(thousands: str, decimal: str) -> str:
    """Form of the numbers that show which of two marks is the decimal one."""
    return (
        rf"{_SIGN}(\d+{decimal}(\d{{1,2}}|\d{{4,}})|\d{{4,}}{decimal}\d+"
        rf"|\d{{1,3}}({thousands}\d{{3}})+{decimal}\d*|\d{{1,3}}({thousands}\d{{3}}){{2,}})"
    )


# 1,234 and 1.234 can be meant in both ways.
_UNCLEAR = rf"{_SIGN}\d{{1,3}}[.,]\d{{3}}"


class AmbiguousNumbersError(ValueError):
    """Numbers such as 1,234, where no other row tells what the comma means."""


def read_numbers(written: pd.Series) -> pd.Series:
    """Read the numbers in text as float64; NaN where there is none.

    Whether the comma in 1,234 is a decimal mark or separates thousands is decided by the other
    rows, and holds for the whole column.

    Parameters
    ----------
    written : pandas.Series

    Returns
    -------
    pandas.Series

    Raises
    ------
    AmbiguousNumbersError
        If nothing decides it.

    Examples
    --------
    >>> read_numbers(pd.Series(["12.50", "twelve"])).tolist()
    [12.5, nan]
    >>> read_numbers(pd.Series(["1.234", "0,99"])).tolist()
    [1234.0, 0.99]
    """
    text = written.astype("string").str.strip()
    if not text.str.fullmatch(rf"{_SIGN}[\d.]+,[\d.,]*").any():
        return pd.to_numeric(text, errors="coerce").astype("float64")
    point = text.str.fullmatch(_clear(",", r"\.")).fillna(False).astype(bool)
    comma = text.str.fullmatch(_clear(r"\.", ",")).fillna(False).astype(bool)
    unclear = text.str.fullmatch(_UNCLEAR).fillna(False).astype(bool)
    if point.sum() == comma.sum() and unclear.any():
        raise AmbiguousNumbersError(str(text[unclear].iloc[0]))
    if point.sum() > comma.sum():
        point |= unclear
    else:
        comma |= unclear
    text = text.mask(point, text.str.replace(",", "", regex=False))
    turned = text.str.replace(".", "", regex=False).str.replace(",", ".", regex=False)
    return pd.to_numeric(text.mask(comma, turned), errors="coerce").astype("float64")
