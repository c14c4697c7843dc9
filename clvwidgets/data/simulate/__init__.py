"""A simulated group of firms whose truth is known, customer by customer."""

from clvwidgets.data.simulate._buying import (
    Habits,
    Purchases,
    discounted_purchases,
    expected_purchases,
    simulate_purchases,
)
from clvwidgets.data.simulate._spend_world import spend_world
from clvwidgets.data.simulate.newcomers import true_newcomer_values
from clvwidgets.data.simulate.world import World

__all__ = [
    "Habits",
    "Purchases",
    "World",
    "discounted_purchases",
    "expected_purchases",
    "simulate_purchases",
    "spend_world",
    "true_newcomer_values",
]
