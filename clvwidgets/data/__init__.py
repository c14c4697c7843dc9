"""From anybody's table of transactions to customers, and the data sets of the course."""

from clvwidgets.data.audit import Audit, AuditLine
from clvwidgets.data.catalog import list_datasets, load_dataset
from clvwidgets.data.scores import score, score_cuts
from clvwidgets.data.transactions import TransactionLog

__all__ = [
    "Audit",
    "AuditLine",
    "TransactionLog",
    "list_datasets",
    "load_dataset",
    "score",
    "score_cuts",
]
