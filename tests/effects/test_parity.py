"""Who is chosen: shares are counted exactly, small groups hidden, and fairness has its price."""

from __future__ import annotations

import numpy as np
import pandas as pd
import polars as pl
import pytest

from clvwidgets.data import load_dataset
from clvwidgets.effects import (
    best_share,
    cost_of_parity,
    error_rates,
    four_fifths,
    parity_difference,
    parity_ratio,
    same_chance,
    same_share,
    selection_rates,
)

# The example of fairlearn's user guide, common fairness metrics.
TRUE = [0, 1, 1, 1, 1, 0, 1, 0, 1, 0, 0, 0, 1, 1, 1, 1, 1, 1]
CHOSEN = [0, 0, 1, 0, 1, 1, 1, 0, 0, 1, 1, 1, 1, 0, 0, 1, 1, 0]
GROUP = list("bbabbcccaacabccbcc")


def two(x1, n1, x2, n2):
    chosen = [1] * x1 + [0] * (n1 - x1) + [1] * x2 + [0] * (n2 - x2)
    return chosen, ["a"] * n1 + ["b"] * n2


def test_shares_are_those_of_fairlearns_example():
    rates = selection_rates(CHOSEN, GROUP, min_group=1)["rate"].to_dict()
    assert rates == {"a": 0.75, "b": 0.5, "c": 0.5}
    assert parity_difference(CHOSEN, GROUP, min_group=1).value == pytest.approx(0.25)
    assert parity_ratio(CHOSEN, GROUP, min_group=1).value == pytest.approx(2 / 3)


def test_errors_are_those_of_fairlearns_example():
    """Equalized odds: difference 1, ratio 0."""
    found = error_rates(CHOSEN, GROUP, TRUE, min_group=1)
    assert found["found"].to_dict() == pytest.approx({"a": 0.5, "b": 0.6, "c": 0.4})
    assert found["wrongly"].to_dict() == pytest.approx({"a": 1, "b": 0, "c": 2 / 3})
    assert np.ptp(found["wrongly"]) == 1


@pytest.mark.parametrize(("few", "many", "size"), [(4, 5, 100), (8, 10, 100), (36, 45, 100)])
def test_four_fifths_in_whole_numbers_pass_where_a_computers_fraction_fails(few, many, size):
    assert (few / size) / (many / size) < 0.8
    assert four_fifths(*two(few, size, many, size))
    assert not four_fifths(*two(few - 1, size, many, size))


def shop():
    people = load_dataset("shop_customers").merge(load_dataset("truth_shop"), on="customer_id")
    return people.assign(best=best_share(people["residual_value"], 0.2))


def test_the_best_fifth_of_the_shop_by_age():
    """Counted with pandas when the world was drawn; age works through the channel."""
    people = shop()
    rates = selection_rates(people["best"], people["age_group"])
    expected = {"18-29": 0.1803, "30-44": 0.2022, "45-59": 0.2122, "60+": 0.2056}
    assert rates["rate"].to_dict() == pytest.approx(expected, abs=5e-5)
    ratio = parity_ratio(people["best"], people["age_group"])
    assert ratio.value == pytest.approx(0.8496, abs=5e-5)
    assert (ratio.lowest, ratio.highest) == ("18-29", "45-59")
    apart = parity_difference(people["best"], people["age_group"])
    assert apart.value == pytest.approx(0.0319, abs=5e-5)
    assert four_fifths(people["best"], people["age_group"])


def test_shares_by_plain_pandas_are_the_same_for_any_library():
    people = shop()
    plain = people.groupby("region", observed=True)["best"].mean().to_dict()
    frame = pl.DataFrame({"best": people["best"].to_numpy(), "r": people["region"].astype(str)})
    for chosen, group in (
        (people["best"], people["region"]),
        (frame["best"], frame["r"]),
        (people["best"].to_list(), people["region"].to_numpy()),
    ):
        assert selection_rates(chosen, group)["rate"].to_dict() == pytest.approx(plain)


def test_equal_shares_are_equal_and_cost_what_the_sums_say():
    people = shop()
    value, region = people["residual_value"], people["region"]
    equal = same_share(value, region, 0.2)
    rates = selection_rates(equal, region)["rate"]
    assert np.ptp(rates) < 0.001
    best = best_share(value, 0.2)
    cost = cost_of_parity(value, region, 0.2)
    assert cost.value == pytest.approx(1 - value[equal].sum() / value[best].sum())
    assert cost.value > 0


@pytest.mark.integration
def test_the_interval_of_the_cost_is_the_bootstraps():
    people, rng = shop(), np.random.default_rng(1)
    ranked = people["residual_value"] * rng.lognormal(0, 0.5, len(people))
    came = people["residual_value"].to_numpy()
    found = cost_of_parity(ranked, people["region"], 0.2, came)
    best, equal = best_share(ranked, 0.2), same_share(ranked, people["region"], 0.2)
    draws = (rng.integers(0, len(came), len(came)) for _ in range(2000))
    made = [1 - came[i][equal[i]].sum() / came[i][best[i]].sum() for i in draws]
    low, high = np.quantile(made, [0.025, 0.975])
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.1 * (high - low))


def test_small_groups_are_hidden_and_cannot_be_had_by_taking_off():
    chosen, group = two(4, 40, 9, 50)
    shown = selection_rates([*chosen, 1, 0], [*group, "c", "c"], min_group=10)
    assert list(shown.index) == ["b"]
    assert shown.attrs["hidden"] == 2
    with pytest.raises(ValueError, match="two groups that are shown, got 1"):
        parity_ratio([*chosen, 1, 0], [*group, "c", "c"])


def test_the_smallest_group_does_not_decide_a_ratio_it_is_not_shown_in():
    chosen, group = two(40, 200, 40, 200)
    found = parity_ratio([*chosen, *[0] * 9, *[0] * 9], [*group, *["c"] * 9, *["d"] * 9])
    assert found.value == 1


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: selection_rates([1, 0], ["a"]), "one length, got selected 2, group 1"),
        (lambda: selection_rates([1, 2], ["a", "b"]), "must say yes or no"),
        (lambda: selection_rates([1, 0], ["a", None], 1), "given as group, is missing for 1"),
        (lambda: selection_rates([1, 0], ["a", "b"]), "No two groups have 10 customers"),
        (lambda: parity_ratio([0, 0], ["a", "b"], 1), "Nobody in selected"),
        (lambda: best_share([1, np.nan], 0.5), "given as value, is missing for 1"),
        (lambda: best_share([1, 2], 20), "If you meant 20 percent, write 0.2"),
        (lambda: cost_of_parity([-1, -2], ["a", "b"], 0.5), "nothing is a share of it"),
    ],
)
def test_what_cannot_be_counted_is_refused_in_a_sentence(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()


def test_equals_are_chosen_in_the_order_of_the_rows():
    assert best_share([1, 1, 1, 1], 0.5).tolist() == [True, True, False, False]
    assert same_share(pd.Series([1, 1, 1, 1]), list("abab"), 0.5).tolist() == [1, 1, 0, 0]


def test_the_same_chance_for_the_truly_best_is_the_same_in_each_group():
    people, rng = shop(), np.random.default_rng(2)
    came, region = people["residual_value"], people["region"]
    ranked = came * rng.lognormal(0, 0.7, len(people))
    chosen = same_chance(ranked, region, came, 0.2)
    found = error_rates(chosen, region, best_share(came, 0.2))["found"]
    before = error_rates(best_share(ranked, 0.2), region, best_share(came, 0.2))["found"]
    assert np.ptp(found) < 0.005 < np.ptp(before)
    assert chosen.mean() == pytest.approx(0.2, abs=0.002)
