"""A programme for each stage of life: value by difference, cost for every head in the stage."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from clvwidgets.formulas import markov_clv, stage_clv, stage_values
from clvwidgets.strategies import (
    STAGE_PRICE_ELASTICITIES,
    price_cut_margin_change,
    rate_with_kept,
    stage_periods,
    stage_programme,
)

PUBLISHED = json.loads((Path(__file__).parents[1] / "reference" / "levers.json").read_text())
LENGTHS, STAYS, MOVES = [2, 4, 8, 3], [0.9, 0.95, 0.97, 0.8], [0.5, 0.9, 1.0]
MARGINS = [10.0, 30.0, 40.0, 15.0]


def worth(margins, lengths, stays, moves, discount=0.02):
    periods = stage_periods(lengths, stays, moves, discount=discount)
    return sum(m * p for m, p in zip(margins, periods, strict=True))


def test_where_all_move_on_it_is_the_life_in_stages():
    periods = stage_periods(LENGTHS, STAYS, [1, 1, 1], discount=0.02)
    costs = [5.0, 4.0, 3.0, 2.0]
    adds = stage_values(MARGINS, costs, LENGTHS, STAYS, discount=0.02)
    found = [(m - c) * p for m, c, p in zip(MARGINS, costs, periods, strict=True)]
    assert found == pytest.approx(adds)
    assert sum(found) == pytest.approx(stage_clv(MARGINS, costs, LENGTHS, STAYS, discount=0.02))


@pytest.mark.parametrize("timing", ["now", "end_of_period"])
def test_a_life_with_moves_equals_its_markov_chain(timing):
    """Each period of each stage a state of its own, solved with matrices."""
    stages = [stage for stage, length in enumerate(LENGTHS) for _ in range(length)]
    ends = np.cumsum(LENGTHS)[:-1] - 1
    chain = np.zeros((len(stages) + 1, len(stages) + 1))
    for state, stage in enumerate(stages):
        goes_on = STAYS[stage] * (MOVES[stage] if state in ends else 1)
        chain[state, state + 1] = goes_on
        chain[state, -1] += 1 - goes_on
    chain[-1, -1] = 1
    rewards = [MARGINS[stage] for stage in stages] + [0]
    solved = markov_clv(chain, rewards, 0.02, first_payment=timing)[0]
    periods = stage_periods(LENGTHS, STAYS, MOVES, discount=0.02, first_payment=timing)
    found = sum(m * p for m, p in zip(MARGINS, periods, strict=True))
    assert found == pytest.approx(solved)


def test_the_value_of_a_programme_is_a_difference_found_by_simulation():
    """Two hundred thousand newcomers walk through the stages, with and without a welcome."""
    random = np.random.default_rng(5)
    n = 200_000
    kept = rate_with_kept(MOVES[0], 0.2)
    luck = random.random((n, sum(LENGTHS) + 3))

    def brings(first_move):
        alive, money, at = np.ones(n, bool), np.zeros(n), 0
        for stage, length in enumerate(LENGTHS):
            for _ in range(length):
                money += alive * MARGINS[stage]
                alive &= luck[:, at] < STAYS[stage]
                at += 1
            if stage < 3:
                alive &= luck[:, sum(LENGTHS) + stage] < [first_move, *MOVES[1:]][stage]
        return money

    gains = brings(kept) - brings(MOVES[0])
    without = worth(MARGINS, LENGTHS, STAYS, MOVES, 0)
    with_it = worth(MARGINS, LENGTHS, STAYS, [kept, *MOVES[1:]], 0)
    periods = stage_periods(LENGTHS, STAYS, [kept, *MOVES[1:]])
    found = stage_programme(without, with_it, periods[0], 3)
    assert abs(found["gain"] - gains.mean()) < 4 * gains.std() / n**0.5
    assert found["spent"] == pytest.approx(3 * (1 + 0.9))
    assert found["net"] == found["gain"] - found["spent"]


def test_at_its_cost_cap_a_programme_earns_nothing():
    cap = stage_programme(100, 130, 4, 5)["cost_cap"]
    assert stage_programme(100, 130, 4, cap)["net"] == 0


def test_a_stage_that_nobody_reaches_gives_nothing_to_lift():
    periods = stage_periods(LENGTHS, STAYS, [0, 1, 1])
    assert periods[1:] == (0, 0, 0)
    found = stage_programme(100, 100, periods[1], 5)
    assert found == {"gain": 0, "spent": 0, "net": 0, "cost_cap": 0}


def test_stages_and_moves_belong_together():
    with pytest.raises(ValueError, match="one share fewer than there are stages"):
        stage_periods(LENGTHS, STAYS, [1, 1])
    with pytest.raises(ValueError, match="moves must lie between 0 and 1"):
        stage_periods(LENGTHS, STAYS, [1, 2, 1])


def test_price_elasticities_of_the_literature():
    assert dict(STAGE_PRICE_ELASTICITIES) == PUBLISHED["stage_price_elasticities"]["expected"]


@pytest.mark.parametrize(("stage", "elasticity"), STAGE_PRICE_ELASTICITIES.items())
def test_at_the_best_price_a_small_cut_changes_nothing(stage, elasticity):
    """Lerner: margin over price is one over the elasticity; above it a cut pays, below it not."""
    best = -1 / elasticity
    step = 1e-5
    assert price_cut_margin_change(step, best, elasticity) == pytest.approx(0, abs=1e-8), stage
    assert price_cut_margin_change(step, best + 0.05, elasticity) > 0
    assert price_cut_margin_change(step, best - 0.05, elasticity) < 0


def test_a_price_cut_pays_least_in_growth():
    cuts = {
        stage: price_cut_margin_change(0.1, 0.5, e) for stage, e in STAGE_PRICE_ELASTICITIES.items()
    }
    assert min(cuts, key=cuts.__getitem__) == "growth"
    assert max(cuts, key=cuts.__getitem__) == "introduction"


def test_a_cut_keeps_the_margin_only_if_units_make_up_for_it():
    """Break-even of a cut: units must rise by x / (g - x)."""
    assert price_cut_margin_change(0.05, 0.45, 0) == pytest.approx(-0.05 / 0.45)
    needed = 1 + 0.05 / (0.45 - 0.05)
    elasticity = np.log(needed) / np.log(0.95)
    assert price_cut_margin_change(0.05, 0.45, elasticity) == pytest.approx(0)


def test_keeping_a_share_of_those_who_would_leave():
    """One in ten of the other half: fifty-five of a hundred, fifty of them anyway."""
    assert rate_with_kept(0.5, 0.1) == 0.55
    assert rate_with_kept(0.5, 1) == rate_with_kept(1, 0.3) == 1
    assert rate_with_kept(0.5, 0) == 0.5
