"""A table of transactions, read once and accounted for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import pandas as pd

from clvwidgets.arguments import checked_methods
from clvwidgets.data._kpis import Spend, make_kpis
from clvwidgets.data._log import ReadLog
from clvwidgets.data._rfm import add_scores, check_rfm_arguments
from clvwidgets.data._summary import make_customers, make_triples
from clvwidgets.data._totals import totals_by_period
from clvwidgets.data.cohorts import Cohorts, Measure, make_cohorts, sales_by_cohort
from clvwidgets.data.customer_table import keep_free
from clvwidgets.data.periods import days_per_period
from clvwidgets.doors import ANYTHING, choice


@checked_methods(
    by=ANYTHING,
    measure=choice("customers", "revenue", "orders"),
    end=ANYTHING,
    cuts=ANYTHING,
    monetary=ANYTHING,
)
class TransactionLog(ReadLog):
    """Who bought when and for how much, read from any table or file.

    A row is one transaction. Rows of a customer on the same day count as one order, and their
    amounts are added up. Returns and rows that cannot be read are set aside; ``audit`` accounts
    for each row. Zero amounts and identical rows are kept: they may be real, and the published
    results on the CDNOW data count them.

    Parameters
    ----------
    table : table or path
        At least three columns: customer, date, amount. It is never changed. Tables in memory
        (pandas, Polars, PyArrow); lazy tables (Polars, DuckDB, Dask, PySpark), whose engine adds
        up so that only totals come back; or the path of a CSV or Parquet file, read by DuckDB. For
        text in place of dates or amounts, net returns, marks or attributes, the distinct rows of a
        lazy table are fetched with their counts. What takes over two seconds shows a bar.
    customer, date, amount : str, optional
        Names of the columns. What is not named is guessed from names and types; ``columns`` and
        the printed log say what was guessed. Amounts are in one currency. Dates are ``datetime``,
        or text such as 2024-01-31, from 1678 on; the time of day is cut off, the time zone is the
        one in which they were written (UTC in a Parquet file).
    returns : {"set aside", "net"}
        What becomes of negative amounts and marked rows. "net" takes each off the revenue of the
        last order of the same customer on its day or before, as soon as the day of the return has
        come: earlier summaries do not know of it. Orders are still counted. A return without an
        earlier purchase is set aside; an order may become negative.
    return_mark : str, optional
        Column of true and false, or 1 and 0, that is true for a return, whatever the sign.
    attributes : sequence of str
        Columns to keep for each customer, such as a country: the last known value, added to
        :meth:`customers` and :meth:`rfm`.
    start, end : date, optional
        First and last day of the window, both included; rows outside it are set aside. Without
        ``end``, dates after today are set aside as lying in the future.

    Attributes
    ----------
    columns : Columns
        The three columns, and which were guessed.
    start, end : pandas.Timestamp
        The window; where it is not given, the first and last day with a purchase.

    Raises
    ------
    ValueError
        If a column is missing or cannot be guessed, if not one row can be used, or if dates or
        amounts can be read in two ways.
    TypeError
        If ``table`` is neither a table nor a path.
    ImportError
        If a file is given and DuckDB is not installed.

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

    def customers(
        self,
        period: str = "W",
        end: str | pd.Timestamp | None = None,
        *,
        include_first: bool = False,
        merge_days: bool = True,
    ) -> pd.DataFrame:
        """Summarise each customer as models of latent attrition need it.

        Parameters
        ----------
        period : {"W", "D", "M", "Y"}
            Unit of ``recency`` and ``T``: weeks of 7 days, days, months of 30.4375 days, years of
            365.25 days. Fractions are kept.
        end : date, optional
            Last day of the observation, included. By default the end of the log. Later
            purchases are left out, and with them customers who first bought later.
        include_first : bool
            Whether the first purchase counts in ``frequency`` and ``monetary_value``. Models of
            latent attrition want it left out.
        merge_days : bool
            Whether the purchases of a day count as one. If not, each used row counts; which row
            of a first day came first is not known, so the mean of that day stands for it.

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

            and the last known ``attributes``, if any are kept. ``attrs["period"]`` is the period,
            so that a model knows the unit of time.

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
        last_day, days = self._days_until(end)
        # Nothing else holds the summary, so that its memory is free as soon as it is used.
        table = make_customers(days.repeat_summary(), last_day, period, include_first, merge_days)
        table.index.name = self.columns.customer
        return self._with_attributes(table, last_day)

    def triples(self, period: str = "W", end: str | pd.Timestamp | None = None) -> pd.DataFrame:
        """Gather customers with equal histories: all that a model of purchases needs.

        Parameters
        ----------
        period : {"D", "W", "M", "Y"}
            As in :meth:`customers`.
        end : date, optional
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
        last_day, days = self._days_until(end)
        return make_triples(days.histories(), last_day, period)

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
        (cut, before), (last_day, days) = self._days_until(calibration_end), self._days_until(end)
        if not cut < last_day:
            raise ValueError(
                f"calibration_end must lie before the end of the holdout on {last_day:%Y-%m-%d}, "
                f"got {cut:%Y-%m-%d}: no day is left to compare with."
            )
        keep_free(self, ("holdout_orders", "holdout_revenue", "holdout_T"))
        table = self.customers(period, cut)
        later = days.after(cut).order_totals()
        table["holdout_orders"] = later["orders"].reindex(table.index, fill_value=0).astype("int64")
        table["holdout_revenue"] = later["revenue"].reindex(table.index, fill_value=0.0)
        if self._rows.returns is not None:
            # What came back late of an early order belongs to the holdout.
            gain = days.order_totals()["revenue"] - before.order_totals()["revenue"]
            table["holdout_revenue"] = gain.reindex(table.index)
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
            The day from which one looks back, included. By default the end of the log.
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
        >>> rfm[["days_since_last", "orders", "recency_score", "frequency_score"]].loc[3].tolist()
        [33, 6, 5, 4]
        """
        check_rfm_arguments(monetary, cuts)
        last_day, table = self._orders_until(end)
        table["average_order"] = table["revenue"] / table["orders"]
        add_scores(table, monetary, cuts)
        return self._with_attributes(table, last_day)

    def cohorts(self, by: str = "M", measure: Measure = "customers") -> Cohorts:
        """Gather customers by the period of their first purchase and follow them.

        Parameters
        ----------
        by : {"M", "W", "Q", "Y"}
            Periods of the calendar: months of their true length, ISO weeks (Monday to Sunday),
            quarters, years.
        measure : {"customers", "revenue", "orders"}
            What is counted in each period: different customers who bought, money, or days with a
            purchase.

        Returns
        -------
        Cohorts
            ``per_customer()`` is the retention triangle, ``cumulative()`` the value so far of an
            acquired customer, ``projected()`` its completion by the chain ladder.

        Raises
        ------
        ValueError
            If ``by`` or ``measure`` is unknown.

        Examples
        --------
        >>> from clvwidgets.data import load_dataset
        >>> cohorts = TransactionLog(load_dataset("cdnow")).cohorts("Q", "revenue")
        >>> cohorts.cumulative().round(2).loc["1997Q1"].tolist()
        [45.47, 60.71, 73.12, 85.88, 97.03, 106.08]
        """
        _, days = self._days_until(None)
        return make_cohorts(days, self.start, self.end, by, measure)

    def sales_by_cohort(self, by: str = "Y") -> pd.DataFrame:
        """Split the sales of each period by the period in which the buyer was won.

        Older cohorts add up: sales may grow although nobody buys more.

        Parameters
        ----------
        by : {"M", "W", "Q", "Y"}
            Periods as in :meth:`cohorts`.

        Returns
        -------
        pandas.DataFrame
            One row a cohort (period of the first purchase), one column a period of the calendar
            from the start to the end of the log, in the currency of the log; 0 before the cohort
            was won. A column adds up to the revenue of its period in :meth:`kpis`, which also
            tells which periods the log saw in part. :meth:`cohorts` has the same by age.

        Raises
        ------
        ValueError
            If ``by`` is unknown.

        Examples
        --------
        >>> from clvwidgets.data import load_dataset
        >>> log = TransactionLog(load_dataset("shop_orders"), "customer_id", "date", "amount")
        >>> log.sales_by_cohort("Y").round().astype(int).to_numpy().tolist()
        [[596355, 456267, 264886], [0, 666453, 485444], [0, 0, 775652]]
        """
        _, days = self._days_until(None)
        return sales_by_cohort(days, self.start, self.end, by)

    def kpis(
        self, by: str = "M", *, spend: Spend | None = None, gross_margin: float | None = None
    ) -> pd.DataFrame:
        """Measure each period of the calendar.

        A customer is active in a period in which they bought. Nobody says goodbye to a shop, so
        who did not buy may still come back: churn here is the share that paused, an upper bound
        of the share that left.

        Parameters
        ----------
        by : {"M", "W", "Q", "Y"}
            Periods as in :meth:`cohorts`.
        spend : pandas.DataFrame, Series or mapping, optional
            Money spent on acquisition: columns ``date`` and ``spend``, or money by date. Entries
            of a period add up; a period without any is unknown, not free.
        gross_margin : number in [0, 1], optional
            Share of revenue left after the cost of goods.

        Returns
        -------
        pandas.DataFrame
            One row a period from the start to the end of the log, empty ones included. Rates are
            missing where there is nothing to divide by, such as retention in the first period.

            * ``customers``: different customers who bought; of these ``new_customers`` for the
              first time, ``retained_customers`` also in the period before,
              ``reactivated_customers`` the rest; ``repeat_customers`` on more than one day
            * ``orders``: days with a purchase; ``revenue``: sum of amounts
            * ``average_order_value``, ``purchase_frequency``, ``repeat_purchase_rate``,
              ``retention``, ``churn``: by the formulas of the same names, for the period
            * ``margin``: revenue times gross margin, if that is given
            * ``spend``, ``cac`` (spend by new customers, ``inf`` if there are none), if spend is
              given
            * ``ltv`` (order value x frequency x margin / churn, by `simple_clv`) and
              ``ltv_cac``, if both are given. Since churn is an upper bound, these are low
            * ``partial``: whether the log begins or ends within the period; then its figures
              cannot be compared with those of whole ones

        Raises
        ------
        ValueError
            If an argument is not as described, or if spend lies outside the log.

        Examples
        --------
        >>> from clvwidgets.data import load_dataset
        >>> log = TransactionLog(load_dataset("cdnow"))
        >>> kpis = log.kpis("M", spend={"1997-01": 50_000}, gross_margin=0.4)
        >>> kpis["customers"].head(3).tolist(), kpis["retention"].round(3)[1:3].tolist()
        ([7846, 9633, 9524], [0.147, 0.175])
        >>> round(float(kpis.loc["1997-01", "cac"]), 2)
        6.37
        """
        _, days = self._days_until(None)
        totals = totals_by_period(days, by)
        return make_kpis(totals, (self.start, self.end), by, spend, gross_margin)
