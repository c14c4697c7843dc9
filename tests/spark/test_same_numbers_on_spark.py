"""The same analysis on a real local Spark: the numbers of pandas, and only totals come back."""

import narwhals as nw
import numpy as np
import pandas as pd
import pytest

from clvwidgets.data import TransactionLog, load_dataset

pa = pytest.importorskip("pyarrow")
pytestmark = pytest.mark.spark

NAMES = ("customer_id", "date", "amount")
END = "1997-09-30"


@pytest.fixture(scope="module")
def table():
    cdnow = load_dataset("cdnow")
    odd = pd.DataFrame(
        {
            "customer_id": [4, 4, 9, 4, 4, 4],
            "date": pd.to_datetime(
                ["1997-03-01", "1997-03-01", None, "2200-01-01", "1997-05-05", "1997-10-06T00:30"],
                format="ISO8601",
            ),
            "amount": [-5.0, None, 3.0, 1.0, float("inf"), 7.0],
            "country": ["DE", None, "DE", "DE", "DE", "AT"],
        }
    )
    sample = cdnow.loc[cdnow["in_sample"], list(NAMES)].assign(country="AT")
    return pd.concat([sample, odd], ignore_index=True)


@pytest.fixture(scope="module")
def here(table):
    return TransactionLog(table, *NAMES)


@pytest.fixture(scope="module")
def frame(spark, table):
    days = table["date"].dt.strftime("%Y-%m-%d %H:%M:%S")
    arrow = pa.Table.from_pandas(table.assign(date=days), preserve_index=False)
    from pyspark.sql.functions import col

    return spark.createDataFrame(arrow).withColumn("date", col("date").cast("timestamp_ntz"))


@pytest.fixture(scope="module")
def there(frame):
    return TransactionLog(frame, *NAMES)


def same(ours, theirs):
    pd.testing.assert_frame_equal(
        ours, theirs, check_dtype=False, check_index_type=False, check_column_type=False, rtol=1e-12
    )


def test_customers_triples_split_and_scores_are_those_of_pandas(there, here):
    same(there.customers(), here.customers())
    same(there.customers("D", END, merge_days=False), here.customers("D", END, merge_days=False))
    same(there.triples("W", END), here.triples("W", END))
    same(there.split(END), here.split(END))
    same(there.rfm(end=END), here.rfm(end=END))


@pytest.mark.parametrize("by", ["W", "M"])
def test_cohorts_and_kpis_are_those_of_pandas(there, here, by):
    same(there.cohorts(by, "revenue").cumulative(), here.cohorts(by, "revenue").cumulative())
    same(there.kpis(by), here.kpis(by))


def test_the_audit_is_that_of_pandas(there, here):
    assert repr(there) == repr(here)
    columns = ["reason", "rows", "share", "money"]
    same(there.audit.to_frame()[columns], here.audit.to_frame()[columns])
    assert there.audit.notes == here.audit.notes
    assert there.audit.verdict == here.audit.verdict


def test_returns_attributes_and_text_are_those_of_pandas(spark, table):
    written = table.assign(
        date=table["date"].dt.strftime("%Y-%m-%d"), amount=table["amount"].map(str)
    )
    text = spark.createDataFrame(pa.Table.from_pandas(written, preserve_index=False))
    options = {"returns": "net", "attributes": ["country"]}
    ours, theirs = (TransactionLog(rows, *NAMES, **options) for rows in (text, table))
    same(ours.rfm(end=END), theirs.rfm(end=END))
    same(ours.customers(), theirs.customers())


def test_days_are_those_on_the_wall_of_the_session(spark, table):
    """The other type of time in Spark is a moment; its day depends on the zone."""
    few = table.dropna().head(200)
    moments = spark.createDataFrame(
        [(int(c), d.to_pydatetime(), float(a)) for c, d, a in few[list(NAMES)].to_numpy(object)],
        "customer_id long, date timestamp, amount double",
    )
    same(TransactionLog(moments).rfm(), TransactionLog(few[list(NAMES)]).rfm())


def test_only_totals_leave_spark(spark, monkeypatch):
    """Each plan that is collected adds up or takes a few rows, and its result is small."""
    plans = []
    collect = nw.LazyFrame.collect

    def watched(self, *args, **kwargs):
        found = collect(self, *args, **kwargs)
        plans.append((len(found), self.to_native()._jdf.queryExecution().toString()))
        return found

    monkeypatch.setattr(nw.LazyFrame, "collect", watched)
    rows = spark.range(100_000).selectExpr(
        "id % 4 as customer",
        "date_add(date'2024-01-01', cast(id % 31 as int)) as date",
        "cast(id % 7 as double) as amount",
    )
    log = TransactionLog(rows)
    results = (log.customers(), log.triples(), log.split("2024-01-15"), log.rfm(), log.audit)
    assert len(results) + len((log.kpis("W"), log.cohorts("W"), repr(log))) == 8
    assert len(plans) >= 8
    assert max(size for size, _ in plans) <= 4 * 5  # customers, weeks
    for _, plan in plans:
        assert "Aggregate" in plan or "GlobalLimit 3" in plan
    assert np.isclose(log.rfm()["revenue"].sum(), sum(i % 7 for i in range(100_000)))
