"""The stored forecasts are what the methods say, and what their page tells of them."""

import re
from importlib.util import module_from_spec, spec_from_file_location

import numpy as np
import pandas as pd
import pytest

from clvwidgets._resources import resource_path
from clvwidgets.data import load_dataset
from clvwidgets.models import earned

TREES = "two_stage"


@pytest.fixture(scope="module")
def script():
    path = resource_path("datasets") / "build_forecasts.py"
    spec = spec_from_file_location(path.stem, path)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def forecasts():
    return load_dataset("shop_forecasts").set_index("customer_id")


@pytest.fixture(scope="module")
def worth(forecasts):
    truth = load_dataset("truth_shop").set_index("customer_id").loc[forecasts.index]
    return truth["expected_orders_2025"] * truth["margin_per_order"]


@pytest.mark.integration
def test_the_forecasts_are_what_the_methods_say(script, forecasts):
    made = script.build().set_index("customer_id")
    assert list(made) == list(forecasts)
    exact = forecasts.columns.drop(TREES)
    assert (made[exact] - forecasts[exact]).abs().max(axis=None) < 0.015
    # A split of a tree may lie elsewhere on another version: most say the same, and the sum does.
    close = np.isclose(made[TREES], forecasts[TREES], rtol=0.05, atol=0.05)
    assert close.mean() > 0.8
    assert made[TREES].sum() == pytest.approx(forecasts[TREES].sum(), rel=0.01)


def test_simple_forecasts_are_those_of_plain_arithmetic(script, forecasts):
    orders, returns = load_dataset("shop_orders"), load_dataset("shop_returns")
    lines = returns.merge(orders, on="order_id", suffixes=("_back", ""))
    goods = (lines["cost"] - 2) / lines["amount"] * lines["refund"]
    net = orders["amount"] - orders["cost"]
    margin = net.sum() - (lines["refund"] - goods + 4).sum()
    share = margin / orders["amount"].sum()
    assert script.margin_rate(orders, returns) == pytest.approx(share)
    some = orders[orders["customer_id"] % 500 == 0]
    assert some["customer_id"].nunique() == 40
    end = pd.Timestamp("2024-12-31")
    for customer, rows in some.groupby("customer_id"):
        last = rows.loc[rows["date"].dt.year == 2024, "amount"].sum() * share
        days = (end - rows["date"].min()).days
        rate = 365 * (len(rows) - 1) / days * rows["amount"].mean() * share if days else 0.0
        said = forecasts.loc[customer]
        assert [said["last_year"], said["past_rate"]] == pytest.approx([last, rate], abs=0.006)
    assert not forecasts["nobody"].any()


def test_the_page_has_the_figures_of_the_file(script, forecasts):
    page = (resource_path("datasets") / "shop_forecasts.md").read_text(encoding="utf-8")
    told = re.search(r"to ([\d,]+) euros \(past rate\); BG/NBD ([\d,]+)\]", page)
    sums = forecasts[["past_rate", "bg_nbd"]].sum()
    assert [float(number.replace(",", "")) for number in told.groups()] == sums.round(-3).tolist()
    rate = script.margin_rate(load_dataset("shop_orders"), load_dataset("shop_returns"))
    assert f"({100 * rate:.1f} percent)" in page
    for name in forecasts:
        assert f"| `{name}` | number | EUR |" in page


def test_a_right_total_earns_less_than_a_wrong_one_and_nobody_more_than_the_truth(forecasts, worth):
    """As decisions see it: the cohort's total is right and past rate's far too high."""
    off = forecasts.sum() / worth.sum() - 1
    assert abs(off["cohort"]) < 0.05 < 1 < off["past_rate"]
    euros = {name: earned(forecasts[name], worth, fee=12) for name in forecasts}
    assert euros["past_rate"] > euros["cohort"] + 30_000
    assert euros["nobody"] == 0
    assert max(euros.values()) < earned(worth, worth, fee=12)
    assert earned(forecasts["nobody"], worth, places=4000) == pytest.approx(worth.sum() / 5)


def test_a_file_that_says_the_same_is_left_alone(script, forecasts):
    stored = forecasts.head(50).reset_index()
    assert script.says_the_same(stored, stored + 0.0)
    assert script.says_the_same(stored, stored.assign(two_stage=stored["two_stage"] * 1.001))
    assert not script.says_the_same(stored, stored.assign(bg_nbd=stored["bg_nbd"] + 0.02))
    assert not script.says_the_same(stored, stored.assign(two_stage=stored["two_stage"] * 1.02))
    assert not script.says_the_same(stored, stored.head(49))
