"""Selling beside and selling dearer add what they change, less what they replace."""

from __future__ import annotations

import math

import numpy as np
import pytest

from clvwidgets.data import load_dataset
from clvwidgets.formulas import retention_clv
from clvwidgets.strategies import (
    break_even_nagging,
    cross_sell_value,
    up_sell_gain,
    upgrade_value,
)

MONTHLY = 1.1 ** (1 / 12) - 1


@pytest.mark.parametrize(
    ("suggestion", "margin", "replaces", "earned"),
    [
        ("Descaler", 8.9 * 0.62, 0, 27.6),
        ("Espresso cup", 9.9 * 0.55, 0, 9.8),
        ("Paper filters", 4.9 * 0.58, 0, 3.8),
        ("Kenya filter", 16.9 * 0.41, 9.9 * 0.45, 14.8),
    ],
)
def test_a_suggestion_earns_what_it_adds_less_what_it_replaces(
    suggestion, margin, replaces, earned
):
    """Planted in the trial, per hundred showings; of cups and filters a tenth replace as good."""
    truth = load_dataset("truth_recommend").set_index("suggestion").loc[suggestion]
    share, base = (1, replaces) if replaces else (1 - truth["kept"], margin)
    chance, shown = truth["chance"], truth["chance"] + truth["added"]
    found = cross_sell_value(100, shown, margin, share, base, 0, attach_anyway=chance)
    assert found == pytest.approx(earned, abs=0.05)
    credited = cross_sell_value(100, shown, margin, 0, 0, 0)
    assert credited > 1.5 * found  # what a report of takes claims


def test_one_lost_order_in_44_eats_the_best_suggestion():
    """26.5 a hundred against an order's 11.69 of margin."""
    share = break_even_nagging(0.265 / 5.518, 5.518, 0, 0, 11.69)
    assert 1 / share == pytest.approx(44, abs=0.2)
    fatigue = share * 11.69
    assert cross_sell_value(1, 0.265 / 5.518, 5.518, 0, 0, fatigue) == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize(("gain", "order", "share"), [(-1, 10, 0), (0, 0, 0), (1, 0, math.inf)])
def test_nagging_has_a_limit_or_none_in_sight(gain, order, share):
    assert break_even_nagging(0.5, gain, 0, 0, order) == share


def test_spend_a_fifth_higher_is_worth_what_add_ons_earn():
    """Margin 45.9 % of an order before 2 EUR of picking, 11.69 left: +23.4 %, at 35.3 % +18 %."""
    order = (11.69 + 2) / 0.459
    for rate, gain in ((0.459, 0.234), (0.353, 0.18)):
        value = cross_sell_value(1, 1, rate * 0.2 * order, 0, 0, 0)
        assert value / 11.69 == pytest.approx(gain, abs=0.001)


@pytest.mark.parametrize(
    ("up", "down", "value"), [(0.015, 0.0055, 161), (0, 0, 235), (0.015, 0, 176), (0, 0.0055, 209)]
)
def test_an_upgrade_is_worth_less_than_the_difference_of_fees_promises(up, down, value):
    """Taster to home, 10 a month, 3.49 % leave, 10 % a year."""
    found = upgrade_value(10, 1 - 0.0349, MONTHLY, up, down)
    assert found == pytest.approx(value, abs=0.5)


def test_without_moves_it_is_the_value_of_the_difference_for_as_long_as_they_stay():
    found = upgrade_value(10, 0.9, 0.01, 0, 0)
    assert found == pytest.approx(retention_clv(10, 0.9, 0.01, first_payment="now"))


def test_with_moves_it_is_the_difference_of_two_chains():
    """Fees 20 and 30; leaving is a third state that earns nothing."""
    moves = np.array([[1 - 0.015, 0.015], [0.0055, 1 - 0.0055]])
    values = np.linalg.inv(np.eye(2) - 0.9651 / (1 + MONTHLY) * moves) @ [20, 30]
    found = upgrade_value(10, 0.9651, MONTHLY, 0.015, 0.0055)
    assert found == pytest.approx(values[1] - values[0])


def test_up_selling_counts_those_who_would_have_gone_up_anyway():
    assert up_sell_gain(0.2, 30, 20) == pytest.approx(2)
    assert up_sell_gain(0.2, 30, 20, share_anyway=0.2) == 0
    assert up_sell_gain(0.2, 20, 30) < 0
