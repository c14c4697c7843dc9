"""A newcomer's true value is the mean of what simulated newcomers bring."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from clvwidgets.data import load_dataset
from clvwidgets.data.simulate import true_newcomer_values


def customer(**other):
    one = {"orders_per_week": 0.2, "leaving_chance": 0.15, "margin_per_order": 9.0, **other}
    return pd.DataFrame({name: [value] for name, value in one.items()})


def test_it_is_the_mean_of_simulated_lives():
    rng, lives = np.random.default_rng(1), 20_000
    brought = np.full(lives, 9.0)
    day, there = np.zeros(lives), np.ones(lives, dtype=bool)
    while there.any():
        day += rng.exponential(1 / 0.2, lives)
        brought[there] += 9.0 * 1.1 ** (-day[there] * 7 / 365.25)
        there &= rng.random(lives) > 0.15
    error = brought.std() / np.sqrt(lives)
    assert true_newcomer_values(customer()).iloc[0] == pytest.approx(brought.mean(), abs=4 * error)


def test_one_who_never_orders_again_brings_the_first_order():
    assert true_newcomer_values(customer(orders_per_week=0.0)).iloc[0] == 9.0


def test_the_packaged_channels():
    """Computed independently, by hand from the truth, when the notebook was written."""
    people = load_dataset("shop_customers").set_index("customer_id")
    truth = load_dataset("truth_shop").set_index("customer_id")
    means = true_newcomer_values(truth).groupby(people["channel"], observed=True).mean()
    found = means[["paid", "social", "partners", "content"]].tolist()
    assert found == pytest.approx([81, 91, 123, 165], abs=0.5)


def test_what_has_no_value_is_refused():
    with pytest.raises(ValueError, match="no limit without a discount"):
        true_newcomer_values(customer(leaving_chance=0.0), discount=0)
    with pytest.raises(ValueError, match="some are not"):
        true_newcomer_values(customer(orders_per_week=np.nan))
    with pytest.raises(ValueError, match="discount"):
        true_newcomer_values(customer(), discount=10)
