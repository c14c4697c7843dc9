"""What better service may cost: the world's quick and slow team, and its trial of kind words."""

from __future__ import annotations

import math

import pytest

from clvwidgets import SatisfactionSimulator, load_dataset

from .measured import difference, stands_beside

SLOW = SatisfactionSimulator.presets["Subscription: slow team made quick"]


@pytest.fixture(scope="module")
def churn():
    """Monthly churn of 2024 by team, its error, and the contracts that run."""
    contracts = load_dataset("subscription_contracts").set_index("contract_id")
    months = load_dataset("subscription_usage").join(contracts, on="contract_id")
    months["left"] = months["end"].notna() & (months["month"] == months["months_paid"])
    months = months[(months["month"] < months["months_paid"]) | months["left"]]
    start = months["start"].dt
    months = months[(12 * start.year + start.month + months["month"] - 1) // 12 == 2024]
    teams = {
        team: part["left"].astype(float)
        for team, part in months.groupby("support_team", observed=True)
    }
    running = contracts[contracts["end"].isna()]["support_team"].value_counts()
    return teams, running


def test_the_preset_is_the_slow_team(churn):
    teams, running = churn
    assert SLOW["customers"] == running["blue"]
    assert SLOW["churn"] == pytest.approx(teams["blue"].mean(), abs=5e-5)
    scores = load_dataset("subscription_nps").merge(
        load_dataset("subscription_contracts"), on="contract_id"
    )
    scores = scores[scores["date"] >= "2024"].groupby("support_team", observed=True)["score"].mean()
    assert SLOW["score_change"] == pytest.approx(scores["green"] - scores["blue"], abs=0.01)


def test_made_quick_the_slow_team_loses_no_more_than_the_quick_one_within_its_interval(churn):
    teams, _ = churn
    gap, reach = difference(teams["blue"], teams["green"])
    panel = SatisfactionSimulator(**SLOW)
    assert abs((panel.churn - panel.churn_then) - gap) < reach
    # 383 thousand (283 to 506) in value, 14,900 a month (12,100 to 17,700) may it cost.
    assert 283_000 < panel.gain < 506_000
    assert panel.may_cost == pytest.approx(14_900, rel=0.01)
    assert panel.cap == pytest.approx(10.0, abs=0.06)


def test_what_was_measured_stands_beside_the_slider(churn):
    teams, _ = churn
    slow, (gap, reach) = teams["blue"].mean(), difference(teams["blue"], teams["green"])

    def kept(quick):
        odds = math.log(slow / (1 - slow)) - math.log(quick / (1 - quick))
        return odds / SLOW["score_change"] * (1 - slow)

    ends = [kept(slow - gap), kept(slow - gap + reach), kept(slow - gap - reach)]
    stands_beside(SatisfactionSimulator, "keeps", *ends, tolerance=2e-3)


def test_kind_words_lift_the_score_and_keep_nobody():
    trial = load_dataset("experiments_apology")
    arms = {arm: trial[trial["arm"] == arm] for arm in ("words", "nothing")}
    lift, _ = difference(arms["words"]["score"], arms["nothing"]["score"])
    preset = SatisfactionSimulator.presets["Subscription: kind words alone"]
    assert preset["score_change"] == pytest.approx(lift, abs=0.005)
    left, reach = difference(*(arms[arm]["left"].astype(float) for arm in ("words", "nothing")))
    panel = SatisfactionSimulator(**preset)
    assert abs((panel.churn_then - panel.churn) - left) < reach
    assert (panel.may_cost, panel.gain) == (0, 0)


def test_a_fall_costs_about_twice_what_a_rise_brings():
    panel = SatisfactionSimulator(score_change=0.1)
    rise = panel.churn - panel.churn_then
    panel.score_change = -0.1
    assert (panel.churn_then - panel.churn) / rise == pytest.approx(2, abs=0.15)
    assert panel.may_cost < 0


def test_what_it_may_cost_is_the_payment_at_which_both_values_agree():
    panel = SatisfactionSimulator()
    paid = SatisfactionSimulator(margin=panel.margin - panel.cap, churn=panel.churn_then, cause=0)
    assert paid.each == pytest.approx(panel.before)


@pytest.mark.parametrize("points", [1.15, -1.15])
def test_the_formula_that_is_shown_holds_for_a_rise_and_for_a_fall(points):
    panel = SatisfactionSimulator(score_change=points)
    (shown,) = (step.formula for step in panel.steps() if step.result == "cap")
    assert shown == "{margin} × ({each} − {before}) ÷ {larger}"
    by_hand = panel.margin * (panel.each - panel.before) / panel.larger
    assert by_hand == pytest.approx(panel.cap)
    assert (panel.cap > 0) == (points > 0)
