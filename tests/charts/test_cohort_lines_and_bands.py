"""Each cohort has its line, each forecast its band and mark."""

import pandas as pd
import pytest

from clvwidgets import TransactionLog, band_chart, cohort_lines, load_dataset
from clvwidgets.segments import outlook_record


@pytest.fixture(scope="module")
def log():
    return TransactionLog(load_dataset("shop_orders"), "customer_id", "date", "amount")


def test_a_point_is_a_cell_of_the_triangle(log):
    cohorts = log.cohorts("Q")
    rows = pd.DataFrame(cohort_lines(cohorts, title="Lines").data.values)
    seen = rows.pivot(index="cohort", columns="age", values="height")
    shares = (100 * cohorts.per_customer()).drop(columns=0).dropna(how="all")
    assert seen.to_numpy() == pytest.approx(shares.to_numpy(), abs=1e-6, nan_ok=True)
    assert set(rows["year"]) == {"2022", "2023", "2024"}


def test_money_keeps_the_age_at_which_it_first_came(log):
    chart = cohort_lines(log.cohorts("Q", "revenue"), title="Lines")
    assert {row["age"] for row in chart.data.values} == set(range(12))
    assert chart.to_dict()["encoding"]["y"]["title"] == "revenue per customer won"


def test_more_years_than_can_be_told_apart_are_refused():
    log = TransactionLog(load_dataset("luxury_purchases"), "customer_id", "date", "amount")
    with pytest.raises(ValueError, match="got 10 years"):
        cohort_lines(log.cohorts("Y"), title="Lines")


def test_each_value_has_a_band_and_a_mark(log):
    record = outlook_record(log, "2023-12-31", by="Q")
    chart = band_chart(record, title="Bands").to_dict()
    assert [layer["mark"]["type"] for layer in chart["layer"]] == ["rule", "point"]
    assert "Of 22 values 17 lay within their bands" in chart["description"]
