"""Ages gather the same triangles as `TransactionLog.cohorts`, for all customers and for some."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from clvwidgets.data import TransactionLog, load_dataset
from clvwidgets.data.ages import orders_between, purchases_by_age


@pytest.fixture(scope="module")
def sample():
    table = load_dataset("cdnow")
    return table[table["in_sample"]]


@pytest.mark.parametrize("by", ["M", "W"])
@pytest.mark.parametrize("measure", ["customers", "revenue", "orders"])
def test_ages_gather_the_triangles_of_the_log(sample, by, measure):
    log = TransactionLog(sample)
    ages, cohorts = purchases_by_age(log, by), log.cohorts(by, measure)
    shown = ages.sizes() > 0
    assert ages.cohorts[shown].tolist() == cohorts.table.index.tolist()
    totals = np.where(ages.seen, ages.totals(measure), np.nan)[shown]
    np.testing.assert_allclose(totals, cohorts.table.to_numpy())
    assert ages.sizes()[shown].tolist() == cohorts.sizes.tolist()
    assert (ages.partial[shown] == cohorts.partial.to_numpy()).all()


def test_some_customers_make_the_triangle_of_a_log_of_them(sample):
    log = TransactionLog(sample)
    among = log.rfm().index.to_numpy() % 3 == 0
    some = TransactionLog(sample[sample["customer_id"] % 3 == 0], end=log.end, start=log.start)
    table = some.cohorts("M", "revenue").table
    found = purchases_by_age(log).totals("revenue", among)
    np.testing.assert_allclose(found[~table.isna().to_numpy()], table.to_numpy()[~table.isna()])


def test_orders_between_two_days_are_days_with_a_purchase(sample):
    log = TransactionLog(sample)
    first, last = pd.Timestamp("1997-06-30"), pd.Timestamp("1997-12-31")
    inside = sample[sample["date"].between("1997-07-01", "1997-12-31")]
    plain = inside.groupby("customer_id")["date"].nunique().reindex(log.rfm().index, fill_value=0)
    assert orders_between(log, first, last).tolist() == plain.tolist()
