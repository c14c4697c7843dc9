"""Who buys by the clock is told from who buys by chance."""

import numpy as np
import pandas as pd
import polars as pl
import pytest

from clvwidgets.data import TransactionLog, gap_regularity, load_dataset
from clvwidgets.data.rhythm import purchase_gaps

CHANCE = "models of latent attrition."


def bought(days):
    """A log of customers who bought on these days, one list each."""
    rows = [(who, day, 9.0) for who, own in enumerate(days) for day in own]
    table = pd.DataFrame(rows, columns=["customer_id", "day", "amount"])
    table["date"] = pd.Timestamp("1900-01-01") + pd.to_timedelta(table.pop("day"), unit="D")
    return table


def gamma_buyers(shape, customers=100, gaps=250, mean=100.0):
    gap = np.random.default_rng(7).gamma(shape, mean / shape, (customers, gaps))
    return bought(np.floor(gap.cumsum(axis=1)))


@pytest.mark.parametrize("shape", [1, 4, 16])
def test_gaps_of_a_gamma_distribution_spread_by_one_over_the_root_of_its_shape(shape):
    log = TransactionLog(gamma_buyers(shape))
    assert gap_regularity(log) == pytest.approx(shape**-0.5, rel=0.05)


def test_the_spread_is_what_pandas_finds_customer_by_customer():
    table = load_dataset("shop_orders").drop_duplicates(["customer_id", "date"])
    table = table.sort_values(["customer_id", "date"])
    gap = table.groupby("customer_id")["date"].diff().dt.days.groupby(table["customer_id"])
    each = gap.agg(["count", "mean", "std"])
    log = TransactionLog(load_dataset("shop_orders"))
    for least in (2, 8, 20):
        enough = each[each["count"] >= least]
        median = (enough["std"] / enough["mean"]).median()
        assert gap_regularity(log, least) == pytest.approx(median, rel=1e-12)


def test_the_shop_and_cdnow_buy_by_chance_and_refills_come_by_the_clock():
    found = {
        name: round(gap_regularity(TransactionLog(load_dataset(name))), 2)
        for name in ("shop_orders", "cdnow", "shop_refills")
    }
    assert found == {"shop_orders": 0.92, "cdnow": 0.98, "shop_refills": 0.24}


def test_equal_gaps_do_not_spread_and_few_gaps_tell_nothing():
    clock = TransactionLog(bought([range(0, 90, 9)]))
    assert gap_regularity(clock) == 0.0
    assert gap_regularity(clock, least=10) is None
    assert gap_regularity(clock, end="1900-02-15") is None
    assert gap_regularity(TransactionLog(bought([[1]]))) is None


def test_what_cannot_be_told_is_refused_in_a_sentence():
    log = TransactionLog(bought([[1, 2]]))
    with pytest.raises(ValueError, match="least must be 2 or more, got 1: one gap has no spread"):
        gap_regularity(log, 1)
    with pytest.raises(TypeError, match="log must be a TransactionLog"):
        gap_regularity(bought([[1, 2]]))


@pytest.mark.parametrize("name", ["wholesale_invoices", "shop_refills"])
def test_regular_buying_is_not_called_fit_for_models_of_chance(name):
    columns = ("account_id", "month", "amount") if name == "wholesale_invoices" else ()
    verdict = TransactionLog(load_dataset(name), *columns).audit.verdict
    assert "Not fit for models of latent attrition: customers buy regularly" in verdict
    assert "look at who is overdue instead" in verdict


@pytest.mark.parametrize("name", ["shop_orders", "cdnow", "luxury_purchases"])
def test_buying_by_chance_stays_fit(name):
    verdict = TransactionLog(load_dataset(name)).audit.verdict
    assert f"Fit for RFM, cohorts by month and {CHANCE}" in verdict


def test_a_few_regular_buyers_do_not_speak_for_all():
    chance = gamma_buyers(1, customers=300, gaps=5)
    clock = bought([range(0, 500, 50)] * 20).assign(
        customer_id=lambda rows: rows["customer_id"] + 999
    )
    mixed = TransactionLog(pd.concat([chance, clock]))
    assert gap_regularity(mixed) == 0.0
    assert mixed.audit.verdict.endswith(CHANCE)


def test_an_engine_judges_as_memory_does():
    invoices = load_dataset("wholesale_invoices")
    for table in (gamma_buyers(3, customers=1500, gaps=9), invoices):
        columns = ("account_id", "month", "amount") if table is invoices else ()
        here, there = (
            TransactionLog(one, *columns) for one in (table, pl.from_pandas(table).lazy())
        )
        assert here.audit.verdict == there.audit.verdict
        assert gap_regularity(here) == gap_regularity(there)
    assert purchase_gaps(here).equals(purchase_gaps(there))
