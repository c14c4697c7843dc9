"""A forecast made in the past knows nothing of what came later."""

import pandas as pd
import pytest

from clvwidgets import CohortExplorer, TransactionLog, load_dataset
from clvwidgets.segments import outlook_record


@pytest.fixture(scope="module")
def rows():
    return load_dataset("cdnow")


@pytest.mark.parametrize(
    ("until", "by"), [("1997-12-31", "M"), ("1998-03-31", "W"), ("1997-08-20", "M")]
)
def test_it_is_the_forecast_of_a_log_that_ends_on_that_day(rows, until, by):
    record = outlook_record(TransactionLog(rows), until, by)
    then = CohortExplorer(TransactionLog(rows, end=until), by=by).outlook()
    then = then.set_index(["key", "age"]).loc[
        list(zip(record["cohort"], record["age"], strict=True))
    ]
    for name in ("expected", "low", "high"):
        assert record[name].to_numpy() == pytest.approx(then[name].to_numpy(), rel=1e-9)


def test_what_came_is_the_triangle_of_today(rows):
    log = TransactionLog(rows)
    record = outlook_record(log, "1997-12-31")
    value = log.cohorts("M", "revenue").cumulative()
    came = [value.loc[cohort, age] for cohort, age in zip(record.cohort, record.age, strict=True)]
    assert record["came"].to_numpy() == pytest.approx(came)
    inside = record["came"].between(record["low"], record["high"])
    assert ((record["lies"] == "within") == inside).all()


@pytest.mark.parametrize(
    ("until", "says"),
    [
        ("1997-01-10", "No cohort was seen whole by 1997-01-10"),
        ("1998-06-30", "Nothing that was ahead on 1998-06-30"),
        ("next week", "until must be a date"),
    ],
)
def test_a_day_that_tells_nothing_is_refused(rows, until, says):
    with pytest.raises(ValueError, match=says):
        outlook_record(TransactionLog(rows), until)


def test_a_day_may_be_a_timestamp(rows):
    log = TransactionLog(rows)
    day = outlook_record(log, pd.Timestamp("1997-12-31 18:00"))
    assert day.equals(outlook_record(log, "1997-12-31"))
