"""Of those won in a year, how many came back: against plain pandas, with Wilson's interval."""

import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

from clvwidgets.data import TransactionLog, load_dataset
from clvwidgets.effects import returned_by_year


@pytest.fixture(scope="module")
def orders():
    return load_dataset("shop_orders")


@pytest.fixture(scope="module")
def cohorts(orders):
    return TransactionLog(orders, "customer_id", "date", "amount").cohorts("Q")


@pytest.mark.parametrize("age", [1, 4])
def test_it_is_what_plain_pandas_counts(orders, cohorts, age):
    quarter = orders["date"].dt.year * 4 + orders["date"].dt.quarter
    first = quarter.groupby(orders["customer_id"]).transform("min")
    followed = first + age <= quarter.max()
    year = (first - 1) // 4
    won = orders[followed].groupby(year)["customer_id"].nunique()
    came = orders[followed & (quarter - first == age)].groupby(year)["customer_id"].nunique()
    table = returned_by_year(cohorts, age)
    assert table["won"].to_dict() == won.to_dict()
    assert table["returned"].to_dict() == came.to_dict()


def test_the_interval_is_wilsons(cohorts):
    table = returned_by_year(cohorts)
    low, high = proportion_confint(table["returned"], table["won"], method="wilson")
    pd.testing.assert_series_equal(table["low"], low, check_names=False)
    pd.testing.assert_series_equal(table["high"], high, check_names=False)


@pytest.mark.parametrize("age", [0, 12, 99])
def test_an_age_that_nobody_was_followed_to_is_refused(cohorts, age):
    with pytest.raises(ValueError, match=f"got {age}"):
        returned_by_year(cohorts, age)


def test_money_does_not_return():
    log = TransactionLog(load_dataset("cdnow"))
    with pytest.raises(ValueError, match="must count customers"):
        returned_by_year(log.cohorts("M", "orders"))
