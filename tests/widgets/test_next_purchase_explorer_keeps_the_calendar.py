"""Who is due when: against plain dates, with and without a model."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from clvwidgets import NextPurchaseExplorer, TransactionLog
from clvwidgets.models import ParetoNBD
from clvwidgets.segments.next_purchase import next_purchases

from .shop import small_shop


@pytest.fixture(scope="module")
def log():
    return TransactionLog(small_shop(), attributes=["channel"])


@pytest.fixture(scope="module")
def explorer(log):
    return NextPurchaseExplorer(log)


@pytest.fixture(scope="module")
def model():
    return ParetoNBD.from_params(r=0.55, alpha=10.6, s=0.6, beta=11.7, period="W")


def plain_due() -> pd.DataFrame:
    """Last purchase plus the median gap between distinct days, customer by customer."""
    rows = {}
    for who, days in small_shop().groupby("customer")["date"]:
        distinct = days.drop_duplicates().sort_values()
        gaps = distinct.diff().dt.days.dropna()
        gap = gaps.median() if len(gaps) else np.nan
        wait = pd.NaT if np.isnan(gap) else pd.Timedelta(days=np.ceil(gap))
        rows[who] = {"usual_wait": gap, "due": distinct.iloc[-1] + wait}
    return pd.DataFrame.from_dict(rows, orient="index").sort_index()


def test_due_is_the_last_purchase_plus_the_median_gap(explorer):
    found, plain = explorer.customers, plain_due()
    assert found["usual_wait"].to_dict() == pytest.approx(
        plain["usual_wait"].to_dict(), nan_ok=True
    )
    never = pd.Timestamp("2200-01-01")
    assert (found["due"].fillna(never) == plain["due"].fillna(never)).all()
    assert found["due"].isna().any()


def test_the_weeks_in_the_chart_are_counts_of_days(explorer):
    plain, end = plain_due()["due"], small_shop()["date"].max()
    week = (plain - end).dt.days // 7
    cells = pd.DataFrame(explorer.datasets["cells"]).dropna(subset=["place"])
    counted = week.value_counts()
    for place, customers in zip(cells["place"], cells["customers"], strict=True):
        assert customers == counted.get(place, 0)
    assert len(cells) == 39


def test_the_named_groups_are_the_customers_and_their_rule(explorer):
    days = explorer.customers["due_in_days"]
    meant = {
        "Due this week": (days >= 0) & (days < 7),
        "Due within 4 weeks": (days >= 0) & (days < 28),
        "Overdue": (days < 0) & (days >= -91),
        "Long overdue": days < -91,
        "No date": days.isna(),
    }
    for name, mask in meant.items():
        explorer.select(name)
        assert set(explorer.selected.index) == set(days.index[mask])
        assert set(explorer.customers.query(explorer.query.pandas).index) == set(days.index[mask])


def test_offers_go_out_ahead_and_never_in_the_past(explorer):
    explorer.lead = 3
    explorer.select("Due within 4 weeks")
    chosen, today = explorer.selected, small_shop()["date"].max()
    wished = chosen["due"] - pd.Timedelta(weeks=3)
    assert (chosen["offer_on"] == wished.clip(lower=today)).all()
    assert chosen["due"].is_monotonic_increasing


def test_a_model_tells_the_wait_from_the_last_purchase_and_the_chance_today(log, model):
    found = next_purchases(log, model)
    histories = log.customers()
    then = model.next_purchase(histories.assign(T=histories["recency"]))["median"]
    assert np.allclose(found["usual_wait"], 7 * then)
    assert np.allclose(found["probability"], model.next_purchase(histories)["probability"])
    assert found["due"].notna().all()
    assert (found["expected"] >= log.end).all()


@pytest.mark.integration
def test_the_panel_says_what_its_dates_rest_on(explorer, log, model):
    assert "median gap between each customer's own purchases" in str(explorer)
    modelled = NextPurchaseExplorer(log, model=model, show="likely")
    assert "ParetoNBD" in str(modelled)
    assert "ParetoNBD" in str(modelled.declaration["views"][0]["spec"]["title"]["subtitle"])
    likely = pd.DataFrame(modelled.datasets["cells"])["likely"].sum()
    assert likely == pytest.approx(modelled.customers["probability"].sum())
    assert modelled.to_png().startswith(b"\x89PNG")


def test_buyers_to_expect_need_a_model(log):
    with pytest.raises(ValueError, match=r"needs a model.*BGNBD"):
        NextPurchaseExplorer(log, show="likely")


def test_one_customer_who_bought_once_has_no_date():
    orders = pd.DataFrame({"customer": ["Ada"], "date": ["2024-01-01"], "amount": [5.0]})
    explorer = NextPurchaseExplorer(orders)
    explorer.select("No date")
    assert explorer.selected.index.tolist() == ["Ada"]
    assert explorer.selected["offer_on"].isna().all()


def test_a_wait_beyond_a_hundred_years_is_no_date(log):
    far = ParetoNBD.from_params(r=0.01, alpha=1e6, s=0.6, beta=11.7, period="W")
    assert next_purchases(log, far)["due"].isna().any()
