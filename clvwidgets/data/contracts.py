"""Contracts that are renewed by the calendar: how many renewals each has met, and who is left."""

from __future__ import annotations

from typing import Any, TypeAlias

import narwhals as nw
import numpy as np
import numpy.typing as npt
import pandas as pd

from clvwidgets._places import places
from clvwidgets.arguments import checked
from clvwidgets.data._calendar import frequency
from clvwidgets.data._days import Numbers
from clvwidgets.data._fates import read_day
from clvwidgets.data._reading import is_missing, read_dates, tidy
from clvwidgets.data.periods import DAYS_PER_PERIOD
from clvwidgets.doors import written

Dates: TypeAlias = npt.NDArray[Any]

_MONTHS = {"M": 1, "Q": 3, "Y": 12}
_A_DAY = np.timedelta64(1, "D")


@checked()
def renewals_faced(
    contracts: Any, start: str, end: str, until: str | pd.Timestamp, by: str = "M"
) -> pd.Series[int]:
    """Count the renewals that each contract has met: taken ones, and the one at which it ended.

    This is the time that a survival curve counts. Payments made are another count: of two
    contracts with twelve payments in advance, the one that runs has met eleven renewals, the one
    that ended has met twelve.

    Parameters
    ----------
    contracts : table
        One row a contract: pandas, Polars, PyArrow or lazy.
    start, end : str
        Columns with the first day, and with the day on which the contract was not renewed or the
        last day that it covers. An end is missing as long as the contract runs.
    until : date
        Last day that the records know, included. What ends later runs, as far as they know.
    by : {"W", "M", "Q", "Y"}
        Time from one renewal to the next. A contract of the 31st is renewed on the last day of a
        shorter month.

    Returns
    -------
    pandas.Series of int
        On the index of the table. An end between two renewals is counted at the later of them,
        once that day has come. :func:`left_at_renewal` tells whose last one was an end.

    Raises
    ------
    ValueError
        If a column is missing, a start is missing or lies after ``until``, an end lies before its
        start, or a date cannot be read.

    Examples
    --------
    >>> days = {"start": ["2024-01-31"] * 3, "end": ["2024-02-29", None, "2025-01-31"]}
    >>> renewals_faced(pd.DataFrame(days), "start", "end", "2024-12-31").tolist()
    [1, 11, 11]
    """
    found = _followed(contracts, start, end, until, by)
    return pd.Series(found["faced"].to_numpy(), found.index, name="renewals_faced")


@checked()
def left_at_renewal(
    contracts: Any, start: str, end: str, until: str | pd.Timestamp, by: str = "M"
) -> pd.Series[bool]:
    """Tell whose last renewal was none: the contract ended there.

    Parameters
    ----------
    contracts : table
        As for :func:`renewals_faced`.
    start, end : str
        Its columns of days.
    until : date
        Last day of the records.
    by : {"W", "M", "Q", "Y"}
        Length of a period.

    Returns
    -------
    pandas.Series of bool
        On the index of the table.

    Raises
    ------
    ValueError
        As for :func:`renewals_faced`.

    Examples
    --------
    >>> days = {"start": ["2024-01-31"] * 3, "end": ["2024-02-29", None, "2025-01-31"]}
    >>> left_at_renewal(pd.DataFrame(days), "start", "end", "2024-12-31").tolist()
    [True, False, False]
    """
    found = _followed(contracts, start, end, until, by)
    return pd.Series(found["left"].to_numpy(), found.index, name="left_at_renewal")


@checked()
def survivors(
    contracts: Any, start: str, end: str, until: str | pd.Timestamp, by: str = "M"
) -> pd.DataFrame:
    """Count who is left of each cohort after each renewal, as `ShiftedBetaGeometric.fit` wants it.

    Parameters
    ----------
    contracts : table
        As for :func:`renewals_faced`.
    start, end : str
        Its columns of days.
    until : date
        Last day of the records.
    by : {"W", "M", "Q", "Y"}
        Length of a period; contracts that start in one are a cohort.

    Returns
    -------
    pandas.DataFrame
        One row a renewal (0 is the start), one column a cohort in the order of time. A column ends
        (is missing) where the youngest contract of the cohort has not come to the renewal, whether
        it ran so long or not; a cohort that has met no renewal has no column. ``attrs["period"]``
        is ``by``, except for quarters, of which models have no name.

    Raises
    ------
    ValueError
        As for :func:`renewals_faced`, and if no cohort has met a renewal.

    Examples
    --------
    >>> starts = ["2024-01-01", "2024-01-31", "2024-02-10"]
    >>> contracts = pd.DataFrame({"start": starts, "end": ["2024-03-01", None, None]})
    >>> survivors(contracts, "start", "end", "2024-03-31")["2024-01"].tolist()
    [2.0, 2.0, 1.0]
    """
    found = _followed(contracts, start, end, until, by)
    cohort = pd.PeriodIndex(found["start"], freq=frequency(by))
    code, names = pd.factorize(cohort, sort=True)
    met = found.groupby(code)["due"].min().to_numpy()
    if not met.any():
        raise ValueError(
            f"No cohort of contracts has met a renewal by {found.attrs['until']}. Wait, or choose "
            "shorter periods with by=."
        )
    renewals = np.arange(int(met.max()) + 1)
    lost = np.zeros((len(names), len(renewals) + 1))
    ended = found["left"].to_numpy()
    place = np.minimum(found["faced"].to_numpy(), len(renewals))
    np.add.at(lost, (places(code[ended]), places(place[ended])), 1.0)
    left = np.bincount(places(code))[:, None] - lost[:, :-1].cumsum(axis=1)
    table = pd.DataFrame(
        np.where(renewals <= met[:, None], left, np.nan).T,
        index=pd.RangeIndex(len(renewals), name="renewal"),
        columns=pd.Index(names.astype(str), name="cohort"),
    ).loc[:, met > 0]
    table.attrs = {"period": by} if by in DAYS_PER_PERIOD else {}
    return table


@checked()
def renewal_rates(
    contracts: Any, start: str, end: str, until: str | pd.Timestamp, by: str = "M"
) -> pd.DataFrame:
    """Count at each renewal who met it and who left, and the share of newcomers still there.

    Parameters
    ----------
    contracts : table
        As for :func:`renewals_faced`.
    start, end : str
        Its columns of days.
    until : date
        Last day of the records.
    by : {"W", "M", "Q", "Y"}
        Length of a period.

    Returns
    -------
    pandas.DataFrame
        One row a renewal from the first on: ``met`` and ``left`` (contracts), ``churn`` (share of
        those who met it) and ``still_there`` (share of newcomers after it, as Kaplan and Meier
        estimate it from all contracts, those that run included).

    Raises
    ------
    ValueError
        As for :func:`renewals_faced`, and if no contract has met a renewal.

    References
    ----------
    E. Kaplan, P. Meier (1958), Nonparametric Estimation from Incomplete Observations, Journal of
    the American Statistical Association 53(282).

    Examples
    --------
    >>> starts = ["2024-01-01", "2024-01-31", "2024-02-10"]
    >>> contracts = pd.DataFrame({"start": starts, "end": ["2024-03-01", None, None]})
    >>> renewal_rates(contracts, "start", "end", "2024-03-31")[["met", "left"]].to_dict("list")
    {'met': [3, 2], 'left': [0, 1]}
    """
    found = _followed(contracts, start, end, until, by)
    faced = found["faced"].to_numpy()
    if not len(faced) or faced.max() < 1:
        raise ValueError(
            f"No contract has met a renewal by {found.attrs['until']}. Wait, or choose shorter "
            "periods with by=."
        )
    ended = found["left"].to_numpy()
    last_one = np.bincount(places(faced), minlength=faced.max() + 1)
    gone = np.bincount(places(faced[ended]), minlength=faced.max() + 1)
    met = last_one[::-1].cumsum()[::-1]
    table = pd.DataFrame(
        {"met": met[1:], "left": gone[1:]},
        index=pd.RangeIndex(1, len(met), name="renewal"),
    )
    table["churn"] = table["left"] / table["met"]
    table["still_there"] = (1 - table["churn"]).cumprod()
    return table


@checked()
def renewals_by_year(
    contracts: Any, start: str, end: str, until: str | pd.Timestamp, by: str = "M"
) -> pd.DataFrame:
    """Count for each calendar year and age of contract who met a renewal and who left.

    Parameters
    ----------
    contracts : table
        As for :func:`renewals_faced`.
    start, end : str
        Its columns of days.
    until : date
        Last day of the records.
    by : {"W", "M", "Q", "Y"}
        Length of a period.

    Returns
    -------
    pandas.DataFrame
        One row a ``year`` of the calendar and an ``age``, the number of the renewal from 1 on:
        ``met`` and ``left`` (contracts) and ``churn`` (share of those who met it).

    Raises
    ------
    ValueError
        As for :func:`renewals_faced`.

    Examples
    --------
    >>> days = {"start": ["2024-01-31"] * 3, "end": ["2024-02-29", None, "2025-01-31"]}
    >>> renewals = renewals_by_year(pd.DataFrame(days), "start", "end", "2024-12-31")
    >>> renewals["met"][2024].head(3).tolist(), renewals["left"][2024].head(3).tolist()
    ([3, 2, 2], [1, 0, 0])
    """
    found = _followed(contracts, start, end, until, by)
    faced = found["faced"].to_numpy()
    row = np.repeat(np.arange(len(found)), faced)
    age = np.arange(len(row)) - (faced.cumsum() - faced)[row] + 1
    began = found["start"].to_numpy().astype("datetime64[D]")[row]
    months = by in _MONTHS
    due = began.astype("datetime64[M]") + age * _MONTHS[by] if months else began + 7 * age
    year = due.astype("datetime64[Y]").astype(np.int64) + 1970
    left = (found["left"].to_numpy()[row] & (age == faced[row])).astype(np.int64)
    met = pd.DataFrame({"year": year, "age": age, "met": 1, "left": left})
    table = met.groupby(["year", "age"]).sum()
    return table.assign(churn=table["left"] / table["met"])


def _followed(
    contracts: Any, start: str, end: str, until: str | pd.Timestamp, by: str
) -> pd.DataFrame:
    """Find of each contract its start, renewals ``faced``, whether it ``left`` and all ``due``."""
    frequency(by)  # refuses what is no period
    last = np.datetime64(read_day("until", until), "D")
    days, index = _read(contracts, start, end, last)
    due = _renewals_until(days[start], np.full(len(index), last), by)
    known = ~np.isnat(days[end])
    ends = np.where(known, days[end], last)
    # The first renewal on the day of the end or after it is the one that was not taken.
    at_end = np.maximum(_renewals_until(days[start], ends - _A_DAY, by), 0) + 1
    left = known & (at_end <= due)
    found = pd.DataFrame({"start": days[start], "due": due}, index=index)
    found["faced"], found["left"] = np.where(left, at_end, due), left
    found.attrs = {"until": last}
    return found


def _renewals_until(start: Dates, day: Dates, by: str) -> Numbers:
    """Count the renewals up to a day, the day included; below 0 before the start."""
    if by not in _MONTHS:
        weeks: Numbers = (day - start).astype(np.int64) // 7
        return weeks
    months = (day.astype("datetime64[M]") - start.astype("datetime64[M]")).astype(np.int64)
    # In a month that is too short the renewal falls on its last day.
    early = _day_of_month(day) < np.minimum(_day_of_month(start), _length_of_month(day))
    whole: Numbers = (months - early) // _MONTHS[by]
    return whole


def _day_of_month(day: Dates) -> Numbers:
    number: Numbers = (day - day.astype("datetime64[M]").astype("datetime64[D]")).astype(np.int64)
    return number + 1


def _length_of_month(day: Dates) -> Numbers:
    month = day.astype("datetime64[M]")
    following = (month + np.timedelta64(1, "M")).astype("datetime64[D]")
    return _day_of_month(following - _A_DAY)


def _read(
    contracts: Any, start: str, end: str, last: np.datetime64
) -> tuple[dict[str, Dates], pd.Index]:
    """Read the first and the last day of each contract, and refuse what cannot be."""
    try:
        frame = nw.from_native(contracts)
    except TypeError:
        raise TypeError(
            "contracts must be a table (pandas, Polars, PyArrow) with a row for each contract, got "
            f"{type(contracts).__name__}."
        ) from None
    table = frame.collect() if isinstance(frame, nw.LazyFrame) else frame
    for name in (start, end):
        if name not in table.columns:
            raise ValueError(
                f"contracts has no column {name!r}. Its columns are: "
                f"{', '.join(map(str, table.columns))}."
            )
    if not len(table):
        raise ValueError("contracts has no rows. Check the file or the filter it comes from.")
    days = {name: _days(table[name]) for name in (start, end)}
    began, ended = days[start], days[end]
    _refuse(np.isnat(began), f"no date in {start!r}: fill it in, or leave them out", began)
    _refuse(began > last, f"{start!r} after until ({last}): leave them out", began)
    _refuse(ended < began, f"{end!r} before {start!r}: mend it, or leave them out", ended)
    native = table.to_native()
    return days, native.index if isinstance(native, pd.DataFrame) else pd.RangeIndex(len(table))


def _days(column: nw.Series[Any]) -> Dates:
    """Read the days of a column, and refuse what is written there and is no day."""
    values = tidy(column)
    days: Dates = read_dates(values).to_numpy().astype("datetime64[D]")
    strange = np.isnat(days) & ~is_missing(values, values.dtype).to_numpy()
    if strange.any():
        example = column.to_list()[int(np.argmax(strange))]
        raise ValueError(
            f"Column {column.name!r} must hold dates such as 2024-01-31; {int(strange.sum()):,} of "
            f"{len(days):,} cannot be read, first {written(example)}."
        )
    return days


def _refuse(wrong: npt.NDArray[np.bool_], what: str, days: Dates) -> None:
    if wrong.any():
        first = days[wrong][0]
        seen = "" if np.isnat(first) else f" The first is {first}."
        raise ValueError(f"{int(wrong.sum()):,} of {len(wrong):,} contracts have {what}.{seen}")
