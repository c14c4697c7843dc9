"""validate() sees no future, scores by known formulas, and finds the right model."""

import numpy as np
import pandas as pd
import pytest

from clvwidgets.data import TransactionLog
from clvwidgets.models import BGNBD, MBGNBD, CustomerValue, GammaGamma, ParetoNBD
from clvwidgets.models.validation import Nobody, PastRate, score_predictions, validate


@pytest.fixture(scope="module")
def table(cdnow_log):
    return validate([BGNBD(), MBGNBD(), ParetoNBD(), PastRate()], cdnow_log, "1997-09-30")


def test_holdout_of_cdnow_is_that_of_the_papers(cdnow_log):
    parts = cdnow_log.split("1997-09-30")
    assert (len(parts), parts["holdout_orders"].sum()) == (2357, 1882)
    assert parts["holdout_T"].unique() == pytest.approx([39.0])


@pytest.mark.integration
def test_models_beat_the_rule_of_thumb(table):
    latent = table.drop(index="PastRate")
    assert (latent["mae"] < table.loc["PastRate", "mae"]).all()
    assert (latent["rmse"] < table.loc["PastRate", "rmse"]).all()
    assert latent["bias"].abs().max() < 0.2
    assert latent["interval_coverage"].between(0.9, 0.99).all()
    assert np.isnan(table.loc["PastRate", "interval_coverage"])
    assert latent["gini"].between(0.5, 1).all()


def test_scores_are_those_of_the_textbook():
    actual = np.array([0, 0, 1, 0, 2, 4, 0, 3, 0, 10])
    guess = np.array([0.1, 0.2, 1.0, 0.3, 1.5, 5.0, 0.0, 2.0, 0.5, 7.0])
    scores = score_predictions(actual, guess)
    assert scores["mae"] == pytest.approx(np.abs(actual - guess).mean())
    assert scores["rmse"] == pytest.approx(np.sqrt(((actual - guess) ** 2).mean()))
    assert scores["bias"] == pytest.approx(17.6 / 20 - 1)
    assert scores["top_decile_lift"] == pytest.approx(10 / 2)
    # One customer a group: the distance of the means is the error itself.
    assert scores["calibration_error"] == pytest.approx(scores["mae"])
    spearman = pd.Series(actual).corr(pd.Series(guess), method="pearson")
    ranks = pd.Series(actual).rank().corr(pd.Series(guess).rank())
    assert scores["rank_correlation"] == pytest.approx(ranks) != pytest.approx(spearman)


def test_gini_is_one_for_the_right_order_and_minus_one_for_the_wrong():
    actual = np.arange(50.0)
    assert score_predictions(actual, actual**2)["gini"] == pytest.approx(1.0)
    assert score_predictions(actual, -actual)["gini"] == pytest.approx(-1.0)
    flat = score_predictions(actual, np.full(50, actual.mean()))
    assert (flat["gini"], flat["rank_correlation"]) == (0.0, 0.0)


def test_who_says_the_same_of_all_is_scored_alike_whatever_the_order_of_the_rows():
    actual = np.array([9.0, *np.zeros(19), 1.0, 2.0])
    guess = np.array([*np.full(20, 0.5), 3.0, 3.0])
    scores = score_predictions(actual, guess)
    assert score_predictions(actual[::-1], guess[::-1]) == pytest.approx(scores)
    flat = score_predictions(actual, np.zeros(22))
    assert flat["top_decile_lift"] == pytest.approx(1)
    # Of the top three two are known, and the third is any one of twenty.
    assert scores["top_decile_lift"] == pytest.approx((3 + 9 / 20) / 3 / actual.mean())


def test_nobody_is_right_about_who_did_not_come(cdnow_log):
    parts = cdnow_log.split("1997-09-30")
    scores = validate([Nobody()], cdnow_log, "1997-09-30").loc["Nobody"]
    assert scores["mae"] == pytest.approx(parts["holdout_orders"].mean())
    assert (scores["bias"], scores["gini"], scores["rank_correlation"]) == (-1, 0, 0)


@pytest.mark.integration
def test_spend_is_scored_where_a_model_tells_it(cdnow_log):
    value = CustomerValue(BGNBD(), GammaGamma())
    table = validate({"value": value, "rate": PastRate()}, cdnow_log, "1997-09-30")
    assert table.loc["rate"].filter(like="spend_").isna().all()
    parts = cdnow_log.split("1997-09-30")
    value.fit(parts)
    spend = value.purchases.expected_purchases(parts, 39) * value.spend.expected_spend(parts)
    scores = score_predictions(parts["holdout_revenue"], spend)
    got = table.loc["value", [f"spend_{name}" for name in scores]]
    assert got.tolist() == pytest.approx(list(scores.values()))
    assert table.loc["value", "mae"] < table.loc["rate", "mae"]


def test_the_caller_keeps_unfitted_models(cdnow_log):
    model = BGNBD()
    validate({"mine": model}, cdnow_log, "1997-09-30", "1997-12-31")
    assert "params_" not in vars(model)


def test_nothing_to_test_on_is_an_error(cdnow_log):
    with pytest.raises(ValueError, match="calibration_end must lie before the end"):
        validate([BGNBD()], cdnow_log, "1998-12-31")
    with pytest.raises(ValueError, match="Two models are called BGNBD"):
        validate([BGNBD(), BGNBD()], cdnow_log, "1997-09-30")
    with pytest.raises(ValueError, match="differ between customers"):
        score_predictions([0, 0], [1, 2])
    with pytest.raises(ValueError, match="equal length"):
        score_predictions([0, 1], [1])
    assert isinstance(cdnow_log, TransactionLog)
