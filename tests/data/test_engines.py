"""The same numbers, whichever library holds the table; and lazy tables stay lazy."""

import sys

import pandas as pd
import pytest

from clvwidgets.data import TransactionLog

duckdb = pytest.importorskip("duckdb")
pl = pytest.importorskip("polars")
pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

# Each of these starts engines.
pytestmark = pytest.mark.integration

NAMES = ("customer_id", "date", "amount")
END = "1997-09-30"


@pytest.fixture(scope="module")
def table(cdnow_sample):
    rows = cdnow_sample[list(NAMES)].assign(country="AT")
    odd = pd.DataFrame(
        {
            "customer_id": [4, 4, 9, 4, 4],
            "date": pd.to_datetime(["1997-03-01", "1997-03-01", None, "2200-01-01", "1997-05-05"]),
            "amount": [-5.0, None, 3.0, 1.0, float("inf")],
            "country": ["DE", None, "DE", "DE", "DE"],
        }
    )
    return pd.concat([rows, odd], ignore_index=True)


@pytest.fixture(scope="module")
def here(table):
    return TransactionLog(table, *NAMES)


KINDS = ["polars", "polars lazy", "arrow", "duckdb", "parquet", "csv", "dask"]
# PySpark has a room of its own: tests/spark.


@pytest.fixture(scope="module", params=KINDS)
def other(request, table, tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    arrow = pa.Table.from_pandas(table)
    if request.param == "parquet":
        pq.write_table(arrow, folder / "orders.parquet")
        return folder / "orders.parquet"
    if request.param == "csv":
        table.to_csv(folder / "orders.csv", index=False)
        return str(folder / "orders.csv")
    connection = duckdb.connect()
    return {
        "polars": lambda: pl.from_arrow(arrow),
        "polars lazy": lambda: pl.from_arrow(arrow).lazy(),
        "arrow": lambda: arrow,
        "duckdb": lambda: connection.from_arrow(arrow),
        "dask": lambda: pytest.importorskip("dask.dataframe").from_pandas(table, npartitions=3),
    }[request.param]()


def same(ours, theirs):
    pd.testing.assert_frame_equal(
        ours, theirs, check_dtype=False, check_index_type=False, check_column_type=False, rtol=1e-12
    )


def test_every_kind_of_table_gives_the_same_numbers(other, here):
    there = TransactionLog(other, *NAMES)
    assert (there.start, there.end) == (here.start, here.end)
    same(there.customers(), here.customers())
    same(there.customers("D", END), here.customers("D", END))
    same(there.triples("W", END), here.triples("W", END))
    same(there.split(END), here.split(END))
    same(there.rfm(end=END), here.rfm(end=END))
    same(there.customers(merge_days=False), here.customers(merge_days=False))
    same(there.cohorts("M", "revenue").cumulative(), here.cohorts("M", "revenue").cumulative())
    same(there.sales_by_cohort("Q"), here.sales_by_cohort("Q"))
    for by in ("W", "M", "Q", "Y"):
        same(there.kpis(by), here.kpis(by))
    assert repr(there) == repr(here)


def test_every_kind_of_table_gives_the_same_audit(other, here):
    there = TransactionLog(other, *NAMES).audit
    columns = ["reason", "rows", "share", "money"]
    same(there.to_frame()[columns], here.audit.to_frame()[columns])
    assert there.notes == here.audit.notes
    assert there.verdict == here.audit.verdict
    assert all(line.examples for line in there.lines if line.rows and line.reason != "purchase")


def test_returns_and_attributes_are_the_same_on_every_kind(other, table):
    options = {"returns": "net", "attributes": ["country"]}
    ours, theirs = (
        TransactionLog(table, *NAMES, **options),
        TransactionLog(other, *NAMES, **options),
    )
    same(theirs.rfm(end=END), ours.rfm(end=END))
    same(theirs.customers(), ours.customers())
    pd.testing.assert_series_equal(
        theirs.audit.to_frame()["rows"], ours.audit.to_frame()["rows"], check_exact=True
    )


@pytest.mark.parametrize("kind", ["polars", "duckdb"])
def test_text_in_a_lazy_table_is_read_as_carefully_as_in_memory(kind, messy):
    messy = pd.concat([messy, messy.iloc[[0, 5]]], ignore_index=True)
    connection = duckdb.connect()
    arrow = pa.Table.from_pandas(messy)
    lazy = {"polars": pl.from_arrow(arrow).lazy(), "duckdb": connection.from_arrow(arrow)}[kind]
    here, there = TransactionLog(messy), TransactionLog(lazy)
    same(there.rfm(), here.rfm())
    columns = ["reason", "rows", "money"]
    same(there.audit.to_frame()[columns], here.audit.to_frame()[columns])
    assert there.audit.notes == here.audit.notes


def test_only_aggregates_of_a_lazy_table_come_back(monkeypatch):
    """Many rows of four customers: no result may have more rows than customer-days."""
    import narwhals as nw

    fetched = []
    collect = nw.LazyFrame.collect

    def counted(self, *args, **kwargs):
        found = collect(self, *args, **kwargs)
        fetched.append(len(found))
        return found

    monkeypatch.setattr(nw.LazyFrame, "collect", counted)
    relation = duckdb.connect().sql(
        "select i % 4 as customer, date '2024-01-01' + cast(i % 10 as integer) as date, "
        "(i % 7)::double as amount from range(100000) as r(i)"
    )
    log = TransactionLog(relation)
    for _ in (log.customers(), log.rfm(), log.audit, log.kpis(), log.cohorts(), repr(log)):
        pass
    assert fetched
    # Customers, or periods with their kinds of customers; not their days, of which there are 40.
    assert max(fetched) <= 4


def test_a_file_is_added_up_once_and_not_before_it_is_asked(table, here, tmp_path):
    """What the first question adds up serves the others: the file is not read again."""
    path = tmp_path / "orders.parquet"
    pq.write_table(pa.Table.from_pandas(table), path)
    there = TransactionLog(path, *NAMES)
    assert not there._source.fetch.connection.sql("show tables").fetchall()
    same(there.customers(), here.customers())
    path.unlink()
    same(there.triples("W", END), here.triples("W", END))
    same(there.kpis(), here.kpis())
    assert repr(there) == repr(here)


def test_without_duckdb_a_file_is_refused_with_the_way_out(monkeypatch, tmp_path):
    (tmp_path / "orders.csv").write_text("customer,date,amount\nAda,2024-01-01,5\n")
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(ImportError, match=r'pip install "clvwidgets\[engines\]"'):
        TransactionLog(tmp_path / "orders.csv")


def test_a_missing_file_and_an_unknown_kind_of_file_are_refused(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"There is no file .*orders\.csv"):
        TransactionLog(tmp_path / "orders.csv")
    with pytest.raises(
        ValueError, match=r"reads files that end in .*got 'orders\.xlsx'.*read_excel"
    ):
        TransactionLog("orders.xlsx")


@pytest.mark.parametrize("kind", ["HUGEINT", "UHUGEINT", "DECIMAL(38,0)", "UBIGINT"])
def test_long_ids_of_a_relation_stay_apart(kind):
    """As floats, the last digits of such ids are gone, and five customers are one."""
    start = 2**62 if kind == "UBIGINT" else 10**19
    relation = duckdb.sql(
        f"select ({start}::HUGEINT + i)::{kind} as customer, date '2024-01-05' as date, "
        "5.0 as amount from range(5) t(i)"
    )
    log = TransactionLog(relation)
    assert sorted(map(str, log.customers().index)) == [str(start + i) for i in range(5)]
    assert log.customers()["frequency"].tolist() == [0] * 5
