"""From anybody's table of transactions to customers, and the data sets of the course."""

from clvwidgets.data._csv_guard import printable, rows_as_csv
from clvwidgets.data._kpis import Spend
from clvwidgets.data.audit import Audit, AuditLine
from clvwidgets.data.catalog import list_datasets, load_dataset
from clvwidgets.data.cohorts import Cohorts, chain_ladder
from clvwidgets.data.contracts import (
    left_at_renewal,
    renewal_rates,
    renewals_by_year,
    renewals_faced,
    survivors,
)
from clvwidgets.data.csv_out import write_csv
from clvwidgets.data.lines import customers_of_lines
from clvwidgets.data.margins import margin_after_returns, margins_by_customer, order_profit
from clvwidgets.data.naive_measures import naive_measures
from clvwidgets.data.new_and_returning import new_and_returning
from clvwidgets.data.newcomers import newcomer_worth
from clvwidgets.data.rhythm import days_to_second, gap_regularity
from clvwidgets.data.scores import score, score_cuts
from clvwidgets.data.transactions import TransactionLog

__all__ = [
    "Audit",
    "AuditLine",
    "Cohorts",
    "Spend",
    "TransactionLog",
    "chain_ladder",
    "customers_of_lines",
    "days_to_second",
    "gap_regularity",
    "left_at_renewal",
    "list_datasets",
    "load_dataset",
    "margin_after_returns",
    "margins_by_customer",
    "naive_measures",
    "new_and_returning",
    "newcomer_worth",
    "order_profit",
    "printable",
    "renewal_rates",
    "renewals_by_year",
    "renewals_faced",
    "rows_as_csv",
    "score",
    "score_cuts",
    "survivors",
    "write_csv",
]
