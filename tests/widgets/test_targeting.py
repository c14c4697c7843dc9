"""Targeting: the shop's trial read for any terms, bounds and no labels, and what it refuses."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from clvwidgets import TargetingSimulator, load_dataset


def effect(trial):
    """Net margin, treated less others, per customer, and half of its 95 % interval."""
    net = (trial["margin"] - trial["cost"]).groupby(trial["treated"])
    return net.mean()[True] - net.mean()[False], 1.96 * (net.sem() ** 2).sum() ** 0.5


@pytest.fixture(scope="module")
def trial():
    return load_dataset("experiments_offer_large")


def test_set_to_the_trial_of_the_offer_it_lies_within_the_trial_s_interval(trial):
    """Organic +2.94 (0.48 to 5.40) each; everybody loses; who orders most loses most."""
    organic, half = effect(trial[trial["organic"]])
    presets = TargetingSimulator.presets
    panel = TargetingSimulator(**presets["Shop: offer to buyers of organic goods"])
    share = trial["organic"].mean()
    panel.share = share
    per_head = [x / panel.customers / share for x in (panel.total, panel.low, panel.high)]
    assert per_head == pytest.approx([organic, organic - half, organic + half], abs=0.15)
    assert per_head == pytest.approx([2.94, 0.48, 5.40], abs=0.15)
    everybody, half = effect(trial)
    panel = TargetingSimulator(**presets["Shop: offer to everybody"])
    assert panel.total / panel.customers == pytest.approx(everybody, abs=0.1)
    assert (panel.high - panel.low) / 2 / panel.customers == pytest.approx(half, rel=0.1)
    assert TargetingSimulator(**presets["Shop: offer to who orders most"]).high < 0


def test_the_planted_effect_lies_within_what_the_panel_shows(trial):
    truth = load_dataset("truth_offer_large").set_index("customer_id")["offer_net"]
    planted = truth.reindex(trial["customer_id"])
    panel = TargetingSimulator(share=trial["organic"].mean(), customers=len(trial))
    assert panel.low < planted[trial["organic"].to_numpy()].sum() < panel.high
    panel.share = 1
    assert panel.low < planted.sum() < panel.high


def test_the_terms_are_those_of_the_trial(trial):
    alone, treated = trial[~trial["treated"]], trial[trial["treated"]]
    assert alone["margin"].sum() / alone["revenue"].sum() == pytest.approx(0.349, abs=5e-4)
    slope, cost = np.polyfit(treated["revenue"], treated["cost"], 1)
    assert (slope, cost) == pytest.approx((0.08, 0.40), abs=5e-4)
    assert TargetingSimulator().trial == len(trial)


def test_the_offer_pays_from_a_third_more_on_and_regulars_cost_most_of_it():
    panel = TargetingSimulator(share=1)
    assert panel.needed == pytest.approx(0.32, abs=0.005)
    assert panel.rise < panel.needed
    assert panel.anyway / panel.customers == pytest.approx(0.40 + 0.08 * 58.36, abs=0.01)
    assert TargetingSimulator(discount=0.349).needed == np.inf


def test_treating_stops_where_the_last_bring_nothing():
    panel = TargetingSimulator(share=0.16)
    assert panel.last > 0
    panel.share = 0.22
    assert panel.last < 0
    assert panel.best()["share"] == pytest.approx(0.18)
    assert TargetingSimulator(contact=10).best() == {"share": 0, "total": 0, "low": 0, "high": 0}


def test_a_smaller_trial_cannot_tell():
    """Of the first trial's size, 2,872, the interval of organic buyers holds zero."""
    panel = TargetingSimulator()
    assert panel.low > 0
    width = panel.high - panel.low
    panel.trial = 2872
    assert panel.low < 0 < panel.high
    assert (panel.high - panel.low) / width == pytest.approx((28_517 / 2872) ** 0.5)


def test_the_four_kinds_are_bounds():
    panel = TargetingSimulator(share=1)
    rates = (load_dataset("experiments_offer_large").query("treated")["orders"] > 0).mean()
    assert panel.some == pytest.approx(rates, abs=5e-4)
    assert panel.persuadable_low == pytest.approx(panel.some - panel.some_alone)
    assert panel.persuadable_high == pytest.approx(min(panel.some, 1 - panel.some_alone))
    assert (
        "no experiment says more" in panel.declaration["views"][1]["spec"]["title"]["text"]["expr"]
    )


def own(seed=1, rows=4000):
    random = np.random.default_rng(seed)
    table = pd.DataFrame({"mail": random.random(rows) < 0.5, "likes": random.random(rows)})
    return table.assign(
        visits=(random.random(rows) < 0.1 + 0.2 * table["mail"] * (table["likes"] > 0.7)).astype(
            int
        )
    )


def test_an_experiment_of_ones_own_is_read_alike():
    table = own()
    panel = TargetingSimulator(table, outcome="visits", treated="mail", score="likes", share=0.3)
    best = table[table["likes"].rank(pct=True) > 0.7].groupby("mail")["visits"].mean()
    assert panel.total / panel.customers == pytest.approx(
        0.3 * (best[True] - best[False]), rel=0.02
    )
    assert panel.trial == 4000
    with pytest.raises(ValueError, match="make the panel with response="):
        panel.rank_by = "response"
    mixed = TargetingSimulator(
        table.sample(frac=1), outcome="visits", treated="mail", score="likes", share=0.3
    )
    assert mixed.results == panel.results


def test_aggregates_go_to_the_browser_and_no_customers():
    assert all(len(one) == 102 for one in TargetingSimulator().data.values())
    assert len(str(TargetingSimulator()._stored())) < 40_000


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"mail": True}, "one arm only: everybody of 4,000 was treated"),
        ({"visits": None}, "outcome is missing"),
        ({"likes": "much"}, "score must be numbers"),
    ],
)
def test_an_experiment_that_cannot_tell_is_refused_with_the_reason(change, words):
    with pytest.raises(ValueError, match=words):
        TargetingSimulator(own().assign(**change), outcome="visits", treated="mail", score="likes")


def test_columns_must_be_told():
    with pytest.raises(ValueError, match="score= is missing"):
        TargetingSimulator(own(), outcome="visits", treated="mail")
    with pytest.raises(ValueError, match="'spam' is no column of the table"):
        TargetingSimulator(own(), outcome="visits", treated="spam", score="likes")
    with pytest.raises(ValueError, match="give a table"):
        TargetingSimulator(outcome="visits")


@pytest.mark.parametrize("library", ["polars", "pyarrow"])
def test_an_experiment_comes_in_any_library(library):
    polars, arrow = pytest.importorskip("polars"), pytest.importorskip("pyarrow")
    random = np.random.default_rng(1)
    table = pd.DataFrame(
        {"y": random.gamma(1, 10, 200), "w": random.integers(0, 2, 200), "s": random.random(200)}
    )
    same = polars.from_pandas(table) if library == "polars" else arrow.Table.from_pandas(table)
    columns = {"outcome": "y", "treated": "w", "score": "s"}
    assert (
        TargetingSimulator(same, **columns).results == TargetingSimulator(table, **columns).results
    )
