"""Who is due when: against plain dates, with and without a model."""

from __future__ import annotations

import html
import re

import numpy as np
import pandas as pd
import pytest
import vl_convert

from clvwidgets import (
    NextPurchaseExplorer,
    RFMExplorer,
    TransactionLog,
    link_explorers,
    load_dataset,
)
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
    cells = pd.DataFrame(modelled.datasets["cells"]).groupby("as_of")
    for likely in cells["likely"].sum():
        assert likely == pytest.approx(modelled.customers["probability"].sum())
    assert list(cells.groups) == ["last_purchase", "today"]
    assert modelled.to_png().startswith(b"\x89PNG")


def titled(explorer, as_of):
    """The chart's sentence, as Vega writes it."""
    title = explorer.declaration["views"][0]["spec"]["title"]["text"]["expr"]
    values = {"as_of": as_of, "lead": 2, "is_filtered": False}
    params = [{"name": name, "value": value} for name, value in values.items()]
    spec = {
        "params": params,
        "data": {"values": [{}]},
        "mark": "point",
        "title": {"text": {"expr": title}},
    }
    svg = vl_convert.vegalite_to_svg(spec, vl_version="6.4")
    return re.search("Title text '(.*?)'", html.unescape(svg))[1]


def test_dates_as_of_today_can_be_chosen_here_and_in_the_browser(log, model):
    explorer = NextPurchaseExplorer(log, model=model)
    cells = pd.DataFrame(explorer.datasets["cells"]).dropna(subset=["place"])
    end, found = small_shop()["date"].max(), explorer.customers
    for as_of, column in {"last_purchase": "due", "today": "expected"}.items():
        week = ((found[column] - end).dt.days // 7).value_counts()
        shown = cells[cells["as_of"] == as_of].set_index("place")["customers"]
        assert shown.to_dict() == week.reindex(shown.index, fill_value=0).to_dict()
        explorer.as_of = as_of
        explorer.select("Due within 4 weeks")
        chosen = explorer.selected
        days = (found[column] - end).dt.days
        assert set(chosen.index) == set(found.index[(days >= 0) & (days < 28)])
        assert set(found.query(explorer.query.pandas).index) == set(chosen.index)
        assert chosen[column].is_monotonic_increasing
        offer = (chosen[column] - pd.Timedelta(weeks=2)).clip(lower=end)
        assert (chosen["offer_on"] == offer).all()
        said = titled(explorer, as_of)
        assert said.startswith(f"{week.get(0, 0)} customers are")
        assert f"{int((days < 14 + 7).where(days >= 0, False).sum())} offers go out now" in said
    explorer.select("Overdue")
    assert explorer.selected.empty
    assert NextPurchaseExplorer(log, model=model, as_of="today").groups.axes == explorer.groups.axes


def test_a_linked_choice_follows_the_day_as_of_which_dates_are_told(log, model):
    explorer, segments = NextPurchaseExplorer(log, model=model), RFMExplorer(log)
    link = link_explorers(explorer, segments)
    explorer.select("Due within 4 weeks")
    for as_of in ("today", "last_purchase"):
        explorer.as_of = as_of
        cells = pd.DataFrame(segments.datasets["cells"])
        assert cells["customers"].sum() == len(explorer.selected)
    link.unlink()


def test_the_panel_says_whether_customers_buy_regularly(explorer):
    refills = NextPurchaseExplorer(load_dataset("shop_refills"))
    said = "Gaps spread by 24% of their mean: customers buy regularly, and a date tells when"
    assert said in str(refills)
    assert said in refills.declaration["views"][0]["spec"]["title"]["subtitle"]
    cdnow = NextPurchaseExplorer(load_dataset("cdnow"))
    assert "98% of their mean: customers buy by chance, and a date is no appointment" in str(cdnow)
    assert explorer.regularity is None
    assert "Too few gaps to tell whether customers buy regularly" in str(explorer)


@pytest.mark.parametrize(("field", "value"), [("show", "likely"), ("as_of", "today")])
def test_what_a_model_tells_needs_one(log, explorer, field, value):
    with pytest.raises(ValueError, match=f"{field}='{value}' needs a model.*BGNBD"):
        NextPurchaseExplorer(log, **{field: value})
    with pytest.raises(ValueError, match=f"{field}='{value}' needs a model.*BGNBD"):
        setattr(explorer, field, value)
    offered = {
        one["name"]: one["options"] for one in explorer.declaration["fields"] if "options" in one
    }
    assert value not in [option["value"] for option in offered[field]]


def test_one_customer_who_bought_once_has_no_date():
    orders = pd.DataFrame({"customer": ["Ada"], "date": ["2024-01-01"], "amount": [5.0]})
    explorer = NextPurchaseExplorer(orders)
    explorer.select("No date")
    assert explorer.selected.index.tolist() == ["Ada"]
    assert explorer.selected["offer_on"].isna().all()


def test_a_wait_beyond_a_hundred_years_is_no_date(log):
    far = ParetoNBD.from_params(r=0.01, alpha=1e6, s=0.6, beta=11.7, period="W")
    assert next_purchases(log, far)["due"].isna().any()
