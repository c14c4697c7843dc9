"""Win-back: timing, the trial of the voucher, and who would have come anyway."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from clvwidgets import TransactionLog, WinBackSimulator, load_dataset
from clvwidgets.models import BGNBD

from .measured import difference, stands_beside

VOUCHER = WinBackSimulator.presets["Shop: trial of the voucher"]


@pytest.fixture(scope="module")
def trial():
    """The trial, with the chance that BG/NBD gives each to be still a customer."""
    orders = load_dataset("shop_orders")
    customers = TransactionLog(orders, "customer_id", "date", "amount").customers(period="W")
    alive = pd.Series(
        BGNBD(period="W").fit(customers).probability_alive(customers), customers.index
    )
    table = load_dataset("experiments_winback")
    return table.assign(
        alive=table["customer_id"].map(alive),
        net=table["margin"] - table["cost"],
        ordered=(table["orders"] > 0).astype(float),
    )


def effect(table, column):
    return difference(table.loc[table["treated"], column], table.loc[~table["treated"], column])


def test_set_to_the_trial_of_the_voucher_it_lies_within_the_trial_s_intervals(trial):
    panel = WinBackSimulator(**VOUCHER)
    net, reach = effect(trial, "net")
    assert (net, reach) == pytest.approx((0.683, 0.430), abs=1e-3)
    assert abs(panel.net / 1000 / panel.reached - net) < reach
    further, reach = effect(trial, "ordered")
    assert abs(panel.further - further) < reach
    held_out = trial.loc[~trial["treated"], "ordered"].mean()
    assert panel.anyway == pytest.approx(held_out, abs=0.001)
    assert panel.still_there == pytest.approx(trial["alive"].mean(), abs=0.002)
    spent = panel.contact_cost + panel.offer * (panel.anyway + panel.further)
    assert spent == pytest.approx(trial.loc[trial["treated"], "cost"].mean(), abs=0.02)


def test_what_was_measured_stands_beside_the_sliders(trial):
    for name, group in (
        ("won_if_gone", trial[trial["alive"] < 0.1]),
        ("added_if_there", trial[trial["alive"] >= 0.5]),
    ):
        further, reach = effect(group, "ordered")
        ends = further, further - reach, further + reach
        stands_beside(WinBackSimulator, name, *ends, tolerance=1e-3)


def test_the_gone_pay_and_the_living_do_not(trial):
    """The voucher brings +2.11 a head to those under 10 percent, and loses with who are there."""
    gone, reach = effect(trial[trial["alive"] < 0.1], "net")
    assert (gone, reach) == pytest.approx((2.11, 0.71), abs=0.01)
    all_gone = WinBackSimulator(**{**VOUCHER, "left": 1.0})
    none_gone = WinBackSimulator(**{**VOUCHER, "left": 0.0})
    assert all_gone.net > 0 > none_gone.net
    assert none_gone.best_day == math.inf
    assert "Best day to send: never" in str(none_gone)


def test_a_larger_offer_is_sent_later_and_nobody_won_is_never():
    small, large = (WinBackSimulator(offer=offer) for offer in (2, 5))
    assert large.best_day > small.best_day
    assert WinBackSimulator(won_if_gone=0, added_if_there=0).best_day == math.inf


def test_the_best_day_is_where_the_curve_is_highest():
    best = WinBackSimulator()
    on_days = [best.outputs(**{**best.values, "day": float(day)})["net"] for day in range(365)]
    assert on_days.index(max(on_days)) == round(best.best_day)
    assert max(on_days) == pytest.approx(best.best_net, rel=1e-3)


def test_a_share_that_breaks_even_brings_nothing():
    panel = WinBackSimulator(left=1, day=0, contact_cost=0.5)
    panel.won_if_gone = panel.break_even
    assert panel.net == pytest.approx(0, abs=1e-9)
    assert WinBackSimulator(second_value=2, offer=3).break_even == math.inf
