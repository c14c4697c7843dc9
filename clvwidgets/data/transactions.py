"""A table of transactions, read once and accounted for."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import narwhals as nw
import pandas as pd
from narwhals.exceptions import DuplicateError

from clvwidgets.data._columns import Columns, choose_columns
from clvwidgets.data._reading import CUSTOMER, DATE, read_rows
from clvwidgets.data._summary import (
    days_per_period,
    order_totals,
    purchase_days,
    repeat_summary,
)
from clvwidgets.data.audit import Audit, count_fates, make_audit, refuse_if_nothing_is_used
from clvwidgets.data.scores import score, score_cuts

if TYPE_CHECKING:
    from narwhals.typing import IntoDataFrame

_MEASURES = {"recency": "days_since_last", "frequency": "orders", "monetary": "revenue"}


class TransactionLog:
    """Who bought when and for how much, read from any table in memory.

    A row is one transaction. Rows of a customer on the same day count as one order, and their
    amounts are added up. Returns (negative amounts) and rows that cannot be read are set aside;
    ``audit`` accounts for each of them. Zero amounts and identical rows are kept: they may be
    real, and the published results on the CDNOW data count them.

    Parameters
    ----------
    table : pandas.DataFrame, or another eager table that Narwhals knows
        At least three columns: customer, date, amount. It is never changed.
    customer, date, amount : str, optional
        Names of the columns. What is not named is guessed from names and types; ``columns`` and
        the printed log say what was guessed. Amounts are in one currency. Dates are ``datetime``,
        or text such as 2024-01-31; the time of day is cut off, the time zone is the one in which
        they were written.

    Attributes
    ----------
    columns : Columns
        The three columns, and which were guessed.
    start, end : pandas.Timestamp
        First and last day with a purchase.

    Raises
    ------
    ValueError
        If a column is missing or cannot be guessed, or if not one row can be used.
    TypeError
        If ``table`` is not a table in memory.

    Examples
    --------
    >>> import pandas as pd
    >>> orders = pd.DataFrame({
    ...     "customer": ["Ada", "Ada", "Bo", "Bo"],
    ...     "date": ["2024-01-01", "2024-01-15", "2024-01-08", "2024-01-29"],
    ...     "amount": [20.0, 30.0, 15.0, -15.0],
    ... })
    >>> log = TransactionLog(orders)
    >>> log
    TransactionLog: 3 transactions of 2 customers, 2024-01-01 to 2024-01-15
      customer: customer (guessed)
      date: date (guessed)
      amount: amount (guessed)
      1 of 4 rows set aside, see log.audit
    >>> log.customers(period="W", end="2024-01-29").reset_index()
      customer  frequency  recency    T  monetary_value
    0      Ada          1      2.0  4.0            30.0
    1       Bo          0      0.0  3.0             0.0
    """

    def __init__(
        self,
        table: IntoDataFrame,
        customer: str | None = None,
        date: str | None = None,
        amount: str | None = None,
    ) -> None:
        frame = _as_frame(table)
        asked = {"customer": customer, "date": date, "amount": amount}
        index = getattr(getattr(table, "index", None), "names", ())
        self.columns: Columns = choose_columns(frame.schema, asked, index)
        rows = read_rows(frame, self.columns)
        self._table, self._fates, self._counts = frame, rows["fate"], count_fates(rows)
        refuse_if_nothing_is_used(frame, self._fates, self._counts, self.columns)
        self._days = purchase_days(rows)
        self.start = pd.Timestamp(self._days[DATE].min())
        self.end = pd.Timestamp(self._days[DATE].max())

    @cached_property
    def audit(self) -> Audit:
        """What became of each row that was read, with counts, money and examples."""
        return make_audit(self._table, self._fates, self._counts, self._days, self.columns)

    def customers(self, period: str = "W", end: str | pd.Timestamp | None = None) -> pd.DataFrame:
        """Summarise each customer as models of latent attrition need it.

        Parameters
        ----------
        period : {"W", "D", "M", "Y"}
            Unit of ``recency`` and ``T``: weeks of 7 days, days, months of 30.4375 days, years of
            365.25 days. Fractions are kept.
        end : date, optional
            Last day of the observation, included. By default the last day with a purchase. Later
            purchases are left out, and with them customers who first bought later.

        Returns
        -------
        pandas.DataFrame
            One row a customer, indexed by customer in rising order:

            * ``frequency``: days with a purchase after the first one (int)
            * ``recency``: time from the first purchase to the last; 0 for one-time buyers. This
              is not the time since the last purchase, for which see :meth:`rfm`
            * ``T``: time from the first purchase to ``end``
            * ``monetary_value``: mean amount of a day with a purchase, the first day left out; 0
              for one-time buyers

            ``attrs["period"]`` is the period, so that a model knows the unit of time.

        Raises
        ------
        ValueError
            If the period is unknown, or ``end`` is not a date or lies before the first purchase.

        References
        ----------
        Fader, Hardie & Lee (2005), "Counting your customers" the easy way, Marketing Science 24.

        Examples
        --------
        The calibration period of the CDNOW sample: 946 of 2,357 customers bought again.

        >>> from clvwidgets.data import load_dataset
        >>> cdnow = load_dataset("cdnow")
        >>> log = TransactionLog(cdnow[cdnow["in_sample"]], "customer_id", "date", "amount")
        >>> customers = log.customers(period="W", end="1997-09-30")
        >>> len(customers), int((customers["frequency"] > 0).sum())
        (2357, 946)
        """
        unit = days_per_period(period)
        last_day, days = self._days_until(end)
        found = repeat_summary(days)
        table = pd.DataFrame(
            {
                "frequency": found["days"].astype("int64") - 1,
                "recency": (found["last"] - found["first"]).dt.days / unit,
                "T": (last_day - found["first"]).dt.days / unit,
                "monetary_value": found["mean_repeat"].astype("float64").fillna(0.0),
            }
        ).rename_axis(self.columns.customer)
        table.attrs["period"] = period
        return table

    def triples(self, period: str = "W", end: str | pd.Timestamp | None = None) -> pd.DataFrame:
        """Gather customers with equal histories: all that a model of purchases needs.

        Parameters
        ----------
        period, end
            As in :meth:`customers`.

        Returns
        -------
        pandas.DataFrame
            One row a distinct history, in rising order: ``frequency``, ``recency``, ``T`` as in
            :meth:`customers`, and ``count``, how many customers have it (int). ``attrs["period"]``
            is the period. There is no ``monetary_value``: equal histories spend differently.

        Raises
        ------
        ValueError
            As :meth:`customers` does.

        Examples
        --------
        >>> from clvwidgets.data import load_dataset
        >>> cdnow = load_dataset("cdnow")
        >>> log = TransactionLog(cdnow[cdnow["in_sample"]], "customer_id", "date", "amount")
        >>> triples = log.triples(period="W", end="1997-09-30")
        >>> len(triples), int(triples["count"].sum())
        (1016, 2357)
        """
        customers = self.customers(period, end)
        triples = customers.groupby(["frequency", "recency", "T"]).size().reset_index(name="count")
        triples.attrs["period"] = period
        return triples

    def split(
        self,
        calibration_end: str | pd.Timestamp,
        end: str | pd.Timestamp | None = None,
        period: str = "W",
    ) -> pd.DataFrame:
        """Cut time in two: histories to fit a model to, and what the customers did afterwards.

        Parameters
        ----------
        calibration_end : date
            Last day of the calibration, included. Customers who first bought later are left out.
        end : date, optional
            Last day of the holdout, included. By default the end of the log.
        period : {"W", "D", "M", "Y"}
            Unit of all times, as in :meth:`customers`.

        Returns
        -------
        pandas.DataFrame
            The table of ``customers(period, calibration_end)``, and of the holdout:
            ``holdout_orders`` (days with a purchase, int), ``holdout_revenue`` (sum of their
            amounts) and ``holdout_T`` (its length). A model is fitted to the table as it is.

        Raises
        ------
        ValueError
            If a date cannot be read, or if the calibration does not end between the first
            purchase and ``end``.

        Examples
        --------
        >>> from clvwidgets.data import load_dataset
        >>> cdnow = load_dataset("cdnow")
        >>> log = TransactionLog(cdnow[cdnow["in_sample"]], "customer_id", "date", "amount")
        >>> parts = log.split("1997-09-30")
        >>> int(parts["frequency"].sum()), int(parts["holdout_orders"].sum())
        (2457, 1882)
        """
        (cut, _), (last_day, days) = self._days_until(calibration_end), self._days_until(end)
        if not cut < last_day:
            raise ValueError(
                f"calibration_end must lie before the end of the holdout on {last_day:%Y-%m-%d}, "
                f"got {cut:%Y-%m-%d}: no day is left to compare with."
            )
        table = self.customers(period, cut)
        later = order_totals(days.filter(nw.col(DATE) > cut.to_pydatetime()))
        table["holdout_orders"] = later["orders"].reindex(table.index, fill_value=0).astype("int64")
        table["holdout_revenue"] = later["revenue"].reindex(table.index, fill_value=0.0)
        table["holdout_T"] = (last_day - cut).days / days_per_period(period)
        return table

    def rfm(
        self,
        end: str | pd.Timestamp | None = None,
        *,
        monetary: Literal["revenue", "average_order"] = "revenue",
        cuts: Mapping[str, Sequence[float]] | None = None,
    ) -> pd.DataFrame:
        """Score each customer from 1 (low) to 5 (high) on recency, frequency and money.

        Parameters
        ----------
        end : date, optional
            The day from which one looks back, included. By default the last day with a purchase.
        monetary : {"revenue", "average_order"}
            What the monetary score measures: all that a customer spent, or the mean of an order.
        cuts : mapping, optional
            Own cut points: four rising numbers for "recency" (days since the last purchase),
            "frequency" (orders) or "monetary". Score 1 reaches up to and including the first; for
            recency the order is turned round, so that few days get 5. What is not given follows
            the rule of :func:`score_cuts`: equal customers score equal, and no score stays empty
            while there are five distinct values.

        Returns
        -------
        pandas.DataFrame
            One row a customer, indexed by customer in rising order: ``days_since_last`` (int),
            ``orders`` (days with a purchase, int), ``revenue``, ``average_order``, and the scores
            ``recency_score``, ``frequency_score``, ``monetary_score`` (int, 1 to 5).

        Raises
        ------
        ValueError
            If ``end`` is not a date or lies before the first purchase, or if ``monetary`` or the
            cuts are not as described.

        Examples
        --------
        >>> from clvwidgets.data import load_dataset
        >>> log = TransactionLog(load_dataset("cdnow"))
        >>> rfm = log.rfm(cuts={"frequency": [1, 2, 4, 9]})
        >>> rfm.loc[3, ["days_since_last", "orders", "recency_score", "frequency_score"]].tolist()
        [33, 6, 5, 4]
        """
        _check_rfm_arguments(monetary, cuts)
        last_day, days = self._days_until(end)
        found = order_totals(days)
        table = pd.DataFrame(
            {
                "days_since_last": (last_day - found["last"]).dt.days.astype("int64"),
                "orders": found["orders"].astype("int64"),
                "revenue": found["revenue"].astype("float64"),
                "average_order": found["revenue"] / found["orders"],
            }
        ).rename_axis(self.columns.customer)
        for name, measure in (_MEASURES | {"monetary": monetary}).items():
            own = (cuts or {}).get(name)
            limits = score_cuts(table[measure]) if own is None else own
            table[f"{name}_score"] = score(table[measure], limits, low_is_good=name == "recency")
        return table

    def _days_until(self, end: str | pd.Timestamp | None) -> tuple[pd.Timestamp, nw.DataFrame[Any]]:
        """Last day of the observation, and the purchase days up to it."""
        if end is None:
            return self.end, self._days
        last_day = pd.to_datetime(end, errors="coerce")
        if not isinstance(last_day, pd.Timestamp):
            raise ValueError(f"end must be a date such as '2024-01-31', got {end!r}.")
        last_day = last_day.tz_localize(None).normalize()
        if last_day < self.start:
            raise ValueError(
                f"end must not lie before the first purchase on {self.start:%Y-%m-%d}, "
                f"got {last_day:%Y-%m-%d}."
            )
        return last_day, self._days.filter(nw.col(DATE) <= last_day.to_pydatetime())

    def _summary_lines(self) -> list[str]:
        used = sum(count.rows for count in self._counts if count.fate.used)
        read = sum(count.rows for count in self._counts)
        lines = [
            f"TransactionLog: {used:,} transactions of {self._days[CUSTOMER].n_unique():,} "
            f"customers, {self.start:%Y-%m-%d} to {self.end:%Y-%m-%d}"
        ]
        lines += [
            f"{role}: {self.columns.describe(role)}" for role in ("customer", "date", "amount")
        ]
        if read > used:
            lines.append(f"{read - used:,} of {read:,} rows set aside, see log.audit")
        return lines

    def __repr__(self) -> str:
        return "\n  ".join(self._summary_lines())

    def _repr_html_(self) -> str:
        title, *lines = (html.escape(line) for line in self._summary_lines())
        items = "".join(f"<li>{line}</li>" for line in lines)
        return f"<p>{title}</p><ul>{items}</ul>"


def _as_frame(table: Any) -> nw.DataFrame[Any]:
    """Wrap the table, and detach it from later changes that the caller makes to it."""
    try:
        frame: nw.DataFrame[Any] = nw.from_native(table, eager_only=True)
        frame = frame.select(nw.all())
    except DuplicateError as error:
        raise ValueError(
            f"Two columns of the table have the same name. Rename one of them. ({error})"
        ) from None
    except TypeError:
        raise TypeError(
            "TransactionLog needs a table in memory, such as a pandas DataFrame, got "
            f"{type(table).__module__}.{type(table).__qualname__}. Read a file first with "
            "pd.read_csv, and call .collect() on a lazy table."
        ) from None
    if not len(frame):
        raise ValueError("The table has no rows. Check the file or the filter it comes from.")
    return frame


def _check_rfm_arguments(monetary: str, cuts: Mapping[str, Sequence[float]] | None) -> None:
    if monetary not in ("revenue", "average_order"):
        raise ValueError(f"monetary must be 'revenue' or 'average_order', got {monetary!r}.")
    unknown = set(cuts or ()) - set(_MEASURES)
    if unknown:
        raise ValueError(
            f"cuts may name 'recency', 'frequency' and 'monetary', got {sorted(unknown)[0]!r}."
        )
