"""Lengths of periods."""

from __future__ import annotations

# A period as a length of time. Months and years are means (a year has 365.25 days), because a
# duration has no place in the calendar.
DAYS_PER_PERIOD = {"D": 1.0, "W": 7.0, "M": 365.25 / 12, "Y": 365.25}


def days_per_period(period: str) -> float:
    """Days in a period named by its letter.

    Parameters
    ----------
    period : {"D", "W", "M", "Y"}

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If it is none of these.

    Examples
    --------
    >>> days_per_period("W")
    7.0
    """
    if not isinstance(period, str) or period not in DAYS_PER_PERIOD:
        raise ValueError(
            f"period must be one of 'D' (day), 'W' (week), 'M' (month of 30.4375 days) or 'Y' "
            f"(year of 365.25 days), got {period!r}."
        )
    return DAYS_PER_PERIOD[period]
