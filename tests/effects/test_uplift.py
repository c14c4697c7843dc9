"""Curves over ranked customers are those that are published, with intervals that hold."""

from __future__ import annotations

import math
import pickle
import time

import numpy as np
import pandas as pd
import pytest

from clvwidgets.data import load_dataset
from clvwidgets.effects import profit_curve, qini_coefficient, qini_curve, uplift_curve

# Email on women's goods against none (Hillstrom 2008), visits within two weeks. Score: has bought
# women's goods. One row: score, treated, customers, visitors.
FOUR_CELLS = [(0, 0, 9638, 962), (0, 1, 9622, 1067), (1, 0, 11668, 1300), (1, 1, 11765, 2171)]


def rows_of(cells):
    """One row a customer from counts of cells."""
    score, treated = (np.concatenate([np.full(c[2], c[i]) for c in cells]) for i in (0, 1))
    outcome = np.concatenate([np.arange(count) < ones for *_, count, ones in cells]).astype(int)
    return outcome, score, treated


def points(curve):
    table = curve.to_frame()
    return [table["customers"].tolist(), table["value"].tolist()]


@pytest.mark.parametrize(("curve", "published"), [("qini", 0.0640155085), ("uplift", 0.0294311611)])
def test_the_coefficient_of_a_real_experiment_is_that_of_scikit_uplift(curve, published):
    """scikit-uplift 0.5.1 on the four cells: qini_auc_score, uplift_auc_score."""
    assert qini_coefficient(*rows_of(FOUR_CELLS), curve=curve) == pytest.approx(published, abs=1e-9)


def test_the_four_cells_are_those_of_the_data_set():
    counts = load_dataset("hillstrom_counts").query("split == 'goods' and mail != 'men'")
    score = (counts["part"] != "men").astype(int)
    sums = counts.groupby([score, counts["mail"].astype(str) == "women"])
    found = sums[["customers", "visitors"]].sum().to_numpy().tolist()
    assert found == [[customers, visitors] for *_, customers, visitors in FOUR_CELLS]


@pytest.mark.parametrize(
    ("outcome", "treated", "qini", "uplift"), [([0, 1], [1, 0], 1, 0), ([1, 0], [0, 1], 1, 1)]
)
def test_two_customers_give_what_the_tests_of_scikit_uplift_say(outcome, treated, qini, uplift):
    """sklift/tests/test_metrics.py, scores .1 and .3."""
    assert qini_coefficient(outcome, [0.1, 0.3], treated) == pytest.approx(qini, abs=1e-12)
    found = qini_coefficient(outcome, [0.1, 0.3], treated, curve="uplift")
    assert found == pytest.approx(uplift, abs=1e-12)


def test_one_score_for_all_is_one_straight_line():
    """sklift/tests/test_metrics.py, constant score."""
    assert points(uplift_curve([0, 1, 0], [7, 7, 7], [0, 1, 1])) == [[0, 3], [0, 1.5]]
    assert points(qini_curve([0, 1, 0], [7, 7, 7], [0, 1, 1])) == [[0, 3], [0, 1]]


def test_a_ranking_by_the_answers_themselves_is_perfect():
    """sklift: perfect curves of outcome 0 1 0, treated 0 1 1, are the curves of these scores."""
    outcome, treated = [0, 1, 0], [0, 1, 1]
    assert points(uplift_curve(outcome, [2, 3, 1], treated)) == [[0, 1, 2, 3], [0, 1, 2, 1.5]]
    assert points(qini_curve(outcome, [0, 1, 0], treated)) == [[0, 1, 3], [0, 1, 1]]
    assert qini_coefficient(outcome, [0, 1, 0], treated) == pytest.approx(1)


def test_everybody_treated_is_the_effect_of_the_experiment():
    """Visits, women's mail against none: .0452331 with standard error .0032345."""
    outcome, score, treated = rows_of(FOUR_CELLS)
    end = uplift_curve(outcome, score, treated).at(1)
    assert end.value / end.customers == pytest.approx(0.0452331, abs=1e-6)
    assert (end.high - end.low) / 2 / 1.959964 / end.customers == pytest.approx(0.0032345, abs=1e-6)
    qini = qini_curve(outcome, score, treated).at(1)
    assert qini.value / treated.sum() == pytest.approx(0.0452331, abs=1e-6)
    assert qini.high / treated.sum() == pytest.approx(0.0452331 + 1.959964 * 0.0032345, abs=1e-6)


def test_the_buyers_of_what_the_mail_shows_are_those_whom_it_changes():
    """Of buyers of women's goods .073115 (.004613)."""
    outcome, score, treated = rows_of(FOUR_CELLS)
    first = uplift_curve(outcome, score, treated).cuts[1]
    assert first.value / first.customers == pytest.approx(0.073115, abs=1e-6)
    assert (first.value - first.low) / 1.959964 / first.customers == pytest.approx(
        0.004613, abs=1e-6
    )


@pytest.mark.parametrize("make", [uplift_curve, qini_curve])
def test_the_order_of_rows_never_matters(make):
    random = np.random.default_rng(3)
    score, treated = random.integers(0, 12, 900), random.random(900) < 0.4
    outcome = np.round(random.exponential(20, 900), 2) * (random.random(900) < 0.3)
    table = make(outcome, score, treated).to_frame()
    for _ in range(5):
        order = random.permutation(900)
        other = make(outcome[order], score[order], treated[order]).to_frame()
        pd.testing.assert_frame_equal(table, other, check_exact=True)
    bought = outcome > 0
    found = {
        float(qini_coefficient(bought[i], score[i], treated[i]))
        for i in (np.arange(900), random.permutation(900), random.permutation(900))
    }
    assert len(found) == 1


@pytest.mark.parametrize("make", [uplift_curve, qini_curve])
def test_within_tied_scores_the_curve_is_what_a_random_part_of_them_gives(make):
    """In the mean over the orders in which tied customers may stand; one order is only luck."""
    random = np.random.default_rng(8)
    treated = random.random(600) < 0.5
    outcome = (random.random(600) < 0.2 + 0.3 * treated).astype(int)
    heights = []
    for _ in range(200):
        order = random.permutation(600)
        heights.append(make(outcome[order], range(600), treated[order]).at(0.3).value)
    merged = make(outcome, np.ones(600), treated).at(0.3).value
    assert merged == pytest.approx(np.mean(heights), abs=3 * np.std(heights) / 200**0.5)
    assert np.std(heights) > 0.05 * merged


@pytest.mark.integration
@pytest.mark.parametrize("curve", ["qini", "uplift"])
def test_the_standard_error_of_the_coefficient_is_that_of_a_bootstrap(curve):
    random = np.random.default_rng(1)
    score, treated = np.round(random.normal(size=2000), 1), random.random(2000) < 0.4
    outcome = (random.random(2000) < 0.2 + 0.1 * treated * (score > 0)).astype(int)
    found = qini_coefficient(outcome, score, treated, curve=curve)
    drawn = [
        qini_coefficient(outcome[i], score[i], treated[i], curve=curve)
        for i in random.integers(0, 2000, (500, 2000))
    ]
    assert found.standard_error == pytest.approx(np.std(drawn), rel=0.12)
    assert found.low < found < found.high


@pytest.mark.integration
def test_intervals_hold_the_truth_as_often_as_they_say():
    random, truth, inside = np.random.default_rng(5), 0.1, 0
    for _ in range(400):
        score, treated = random.integers(0, 2, 400), random.random(400) < 0.5
        chance = 0.2 + truth * treated * score
        cut = uplift_curve(random.random(400) < chance, score, treated).cuts[1]
        inside += cut.low <= truth * cut.customers <= cut.high
    assert 0.925 <= inside / 400 <= 0.975


def test_the_definition_stands_beside_the_number():
    """causalml 0.18 says .161 to .172 of the same ranking: a number alone says nothing."""
    found = qini_coefficient(*rows_of(FOUR_CELLS))
    assert "perfect" in found.definition
    assert "ties merged" in found.definition
    assert str(found).startswith("0.0640 (0.05")
    assert pickle.loads(pickle.dumps(found)).definition == found.definition
    curves = [make(*rows_of(FOUR_CELLS)) for make in (uplift_curve, qini_curve)]
    assert len({curve.definition for curve in curves}) == 2
    assert str(curves[0]).endswith("ties merged.")


def offer():
    """The trial of the offer in the large shop, and what was known before."""
    table = load_dataset("experiments_offer_large")
    return table.assign(net=table["margin"] - table["cost"])


def test_profit_counts_what_regulars_cost():
    """Brief figures of the trial: organic +2.94 (0.48 to 5.40) each, others -3.64."""
    trial = offer()
    curve = profit_curve(trial["margin"], trial["organic"], trial["treated"], 1, trial["cost"])
    best, everybody = curve.best(), curve.cuts[-1]
    assert best.customers == trial["organic"].sum() == 5096
    per_head = [x / best.customers for x in (best.value, best.low, best.high)]
    assert per_head == pytest.approx([2.94, 0.48, 5.40], abs=0.005)
    others = (everybody.value - best.value) / (everybody.customers - best.customers)
    effect = trial[~trial["organic"]].groupby("treated")["net"].mean().diff().iloc[-1]
    assert effect == pytest.approx(-3.64, abs=0.005)
    assert others == pytest.approx(effect, abs=0.1)  # arms are not quite equal in both parts


def test_best_customers_are_not_best_targets_of_a_discount():
    """Six or more orders in the year before: -5.08 (-7.81 to -2.34) each."""
    trial = offer()
    is_best = trial["orders_before"] > 5
    cut = profit_curve(trial["margin"], is_best, trial["treated"], 1, trial["cost"]).cuts[1]
    per_head = [x / cut.customers for x in (cut.value, cut.low, cut.high)]
    assert per_head == pytest.approx([-5.08, -7.81, -2.34], abs=0.005)


def test_a_cost_for_each_is_the_cost_of_all():
    outcome, score, treated = rows_of(
        [(0, 0, 40, 9), (0, 1, 40, 12), (1, 0, 30, 2), (1, 1, 50, 30)]
    )
    one = profit_curve(outcome, score, treated, value=7, cost=2)
    each = profit_curve(outcome, score, treated, value=7, cost=2 * treated)
    pd.testing.assert_frame_equal(one.to_frame(), each.to_frame())
    uplift = uplift_curve(outcome, score, treated).to_frame()
    expected = 7 * uplift["value"] - 2 * uplift["customers"]
    assert one.to_frame()["value"].tolist() == pytest.approx(expected.tolist())


def test_nobody_is_the_best_where_treating_never_pays():
    best = profit_curve(*rows_of(FOUR_CELLS), value=1, cost=5).best()
    assert (best.customers, best.value, best.lowest_score) == (0, 0, math.inf)


def test_few_customers_have_an_endless_interval_and_never_a_missing_one():
    table = uplift_curve([1, 0] * 20, range(40), [1, 0, 0, 1] * 10).to_frame()
    assert not table.isna().to_numpy().any()
    assert np.isinf(table["low"]).sum() > 15
    cut = uplift_curve([1, 0] * 20, range(40), [1, 0, 0, 1] * 10).at(0.013)
    assert cut.low == -math.inf
    assert cut.high == math.inf


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"treated": [1, 1, 1, 1]}, "one arm only: everybody of 4 was treated"),
        ({"treated": [0, 0, 0, 0]}, "one arm only: nobody of 4 was treated"),
        ({"treated": [0, 1, 2, 1]}, "treated must say True"),
        ({"outcome": [0, 1, None, 1]}, "outcome is missing .* position 2"),
        ({"outcome": [0, 1, 1]}, "must have one length, got outcome 3"),
        ({"score": [0.1, 0.2, math.nan, 0.4]}, "score is missing"),
        ({"score": ["a", "b", "c", "d"]}, "score must be numbers"),
        ({"score": pd.Series(["1", "2", "3", "4"], dtype=object)}, "score must hold numbers only"),
        ({"score": [0.1, math.inf, 0.2, 0.4]}, "score must be a finite number"),
    ],
)
def test_what_cannot_be_judged_is_refused_in_a_sentence(change, words):
    given = {"outcome": [0, 1, 1, 0], "score": [1, 2, 3, 4], "treated": [0, 1, 0, 1], **change}
    for judge in (uplift_curve, qini_curve, qini_coefficient):
        with pytest.raises(ValueError, match=words):
            judge(**given)
    with pytest.raises(ValueError, match=words):
        profit_curve(**given, value=1, cost=1)


def test_columns_of_other_rows_are_refused():
    table = pd.DataFrame({"y": [0, 1, 1, 0], "w": [0, 1, 0, 1]})
    score = pd.Series([4, 3, 2, 1], index=[3, 2, 1, 0])
    with pytest.raises(ValueError, match=r"different indexes.*score\.reindex"):
        uplift_curve(table["y"], score, table["w"])
    with pytest.raises(ValueError, match="different indexes"):
        profit_curve(table["y"], table["y"], table["w"], 1, score)


def test_a_perfect_ranking_of_amounts_is_not_made_up():
    with pytest.raises(ValueError, match="outcome must be 1 or 0"):
        qini_coefficient([0, 30, 20, 0], [1, 2, 3, 4], [0, 1, 0, 1])
    with pytest.raises(ValueError, match="equally good"):
        qini_coefficient([0, 0, 0, 0], [1, 2, 3, 4], [0, 1, 0, 1])
    with pytest.raises(ValueError, match="cost must be 0 for who was not treated"):
        profit_curve([0, 3, 2, 0], [1, 2, 3, 4], [0, 1, 0, 1], 1, [1, 1, 1, 1])


def test_64000_customers_take_a_tenth_of_a_second():
    random = np.random.default_rng(2)
    score, treated = random.normal(size=64_000), random.random(64_000) < 0.5
    outcome = random.random(64_000) < 0.2
    for judge in (uplift_curve, qini_curve, qini_coefficient):
        times = []
        for _ in range(5):
            start = time.process_time()
            judge(outcome, score, treated)
            times.append(time.process_time() - start)
        assert min(times) <= 0.1
