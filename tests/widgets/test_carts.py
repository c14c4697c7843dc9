"""Carts: causes multiply, who comes back is not recovered, and the world's checkout."""

from __future__ import annotations

import numpy as np
import pytest

from clvwidgets import CartSimulator, load_dataset

from .measured import Z, share, stands_beside

STRANGERS = CartSimulator.presets["Shop: strangers at the checkout"]
CAUSES = ("shipping", "slow", "account", "payment", "looking")


@pytest.fixture(scope="module")
def sessions():
    table = load_dataset("shop_sessions")
    return table[table["customer_id"].isna()]


def stopped_by(ordered, met):
    """Share of carts that a cause stops, if it is drawn by lot, and its reach."""
    there, not_there = ordered[met], ordered[~met]
    p, q = there.mean(), not_there.mean()
    ratio = p / q
    error = ratio * ((1 - p) / (p * len(there)) + (1 - q) / (q * len(not_there))) ** 0.5
    return met.mean() * (1 - ratio), Z * met.mean() * error


def test_set_to_the_checkout_of_strangers_it_lies_within_the_measured_intervals(sessions):
    panel = CartSimulator(**STRANGERS)
    ordered, reach = share(sessions["ordered"])
    assert abs((1 - panel.given_up) - ordered) < reach
    for name, met in (
        ("shipping", sessions["shipping"] > 0),
        ("slow", sessions["load_seconds"] >= 4),
        ("account", sessions["account_asked"]),
    ):
        taken, reach = stopped_by(sessions["ordered"], met)
        assert abs(getattr(panel, name) - taken) < reach, name
    lost = load_dataset("truth_sessions").set_index("session_id")["lost"]
    gone = lost.reindex(sessions.loc[~sessions["ordered"], "session_id"])
    assert panel.lost == pytest.approx(gone.mean(), abs=0.001)
    buyers = sessions["ordered"].sum() + gone.sum()
    assert panel.buyers == pytest.approx(buyers / 6, rel=1e-3)
    never, reach = gone.sum() / buyers, Z * (0.34 * 0.66 / buyers) ** 0.5
    assert abs(panel.never - never) < 2 * reach


def test_what_was_measured_stands_beside_the_slider(sessions):
    taken, reach = stopped_by(sessions["ordered"], sessions["account_asked"])
    stands_beside(CartSimulator, "account", taken, taken - reach, taken + reach, tolerance=2e-4)


def test_the_first_cause_that_stops_a_cart_is_not_what_its_end_would_bring():
    """Labels of the shop's carts: shipping .41, looking .39, slow pages .11."""
    cause = load_dataset("truth_carts")["cause"].value_counts(normalize=True)
    published = {"shipping": 0.4088, "looking": 0.3859, "slow_page": 0.1078}
    assert cause[list(published)].to_dict() == pytest.approx(published, abs=5e-5)
    panel = CartSimulator(**{**STRANGERS, "lost": 1.0})
    carts, margin = panel.buyers, panel.margin
    by = {name: getattr(panel, f"by_{name}") / carts / margin for name in CAUSES}
    # Fewer than each stops, and all together less than what is given up.
    assert all(by[name] < getattr(panel, name) for name in CAUSES)
    assert sum(by.values()) < panel.given_up


def test_a_cause_taken_away_frees_carts_that_another_stops():
    panel = CartSimulator(lost=1.0, cause="shipping", fixed=1.0)
    random = np.random.default_rng(4).random((400_000, 5))
    stopped = random < [getattr(panel, name) for name in CAUSES]
    freed = (~stopped[:, 1:].any(axis=1)).mean() - (~stopped.any(axis=1)).mean()
    assert panel.orders / panel.buyers == pytest.approx(freed, abs=0.003)
    panel.fixed = 0.5
    half = panel.orders
    panel.fixed = 1.0
    assert half == pytest.approx(panel.orders / 2)


def test_who_comes_back_anyway_is_not_recovered():
    panel = CartSimulator(**CartSimulator.presets["Shop: customers, who come back"])
    assert (panel.may_cost, panel.never) == (0, 0)
    assert panel.given_up > 0.4


@pytest.mark.parametrize("cause", CAUSES)
def test_the_chosen_cause_brings_what_its_bar_shows(cause):
    panel = CartSimulator(cause=cause, fixed=1.0)
    assert panel.may_cost == pytest.approx(getattr(panel, f"by_{cause}"))
