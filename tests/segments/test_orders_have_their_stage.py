"""Each order has one stage; the shop's orders fall as the story says."""

from __future__ import annotations

import pandas as pd
import pytest

from clvwidgets.data import load_dataset
from clvwidgets.segments import order_stages


def orders_on(*days):
    dates = pd.to_datetime("2024-01-01") + pd.to_timedelta(days, "D")
    return pd.DataFrame({"customer_id": 1, "date": dates})


def test_a_life_in_seven_orders():
    stages = order_stages(orders_on(0, 10, 20, 30, 40, 220, 230))["stage"]
    growth, maturity = ["growth"] * 3, ["maturity"]
    assert stages.tolist() == ["introduction", *growth, *maturity, "decline", *maturity]


def test_a_silence_begins_on_the_day_that_is_given():
    assert order_stages(orders_on(0, 179))["stage"].tolist()[1] == "growth"
    assert order_stages(orders_on(0, 180))["stage"].tolist()[1] == "decline"


def test_the_order_of_rows_does_not_matter():
    orders = load_dataset("shop_orders").head(4000)
    mixed = order_stages(orders.sample(frac=1, random_state=3)).set_index("order_id")["stage"]
    straight = order_stages(orders).set_index("order_id")["stage"]
    assert mixed.sort_index().equals(straight.sort_index())


def test_every_customer_of_the_shop_is_introduced_once():
    staged = order_stages(load_dataset("shop_orders"))
    first = staged[staged["stage"] == "introduction"]
    assert first["customer_id"].is_unique
    assert len(first) == staged["customer_id"].nunique()
    growth = staged[staged["stage"] == "growth"].groupby("customer_id").size()
    assert growth.max() == 3


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"growth_orders": -1}, "0 or more"),
        ({"silent_days": 0}, "1 or more"),
        ({"orders": orders_on(0).assign(date=pd.NaT)}, "Leave it out"),
        ({"orders": orders_on(0).assign(date="2024-01-01")}, "must hold dates"),
    ],
)
def test_what_has_no_stage_is_refused(given, says):
    with pytest.raises(ValueError, match=says):
        order_stages(**{"orders": orders_on(0, 5), **given})
