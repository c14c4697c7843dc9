"""Elasticities from trials equal other software's and what was planted; what cannot be measured
is refused in a sentence."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats

from clvwidgets import load_dataset
from clvwidgets.data.simulate import World
from clvwidgets.data.simulate.studies import prices as planted
from clvwidgets.effects import gabor_granger, price_response

PUBLISHED = json.loads((Path(__file__).parent.parent / "reference" / "prices.json").read_text())


@pytest.fixture(scope="module")
def trial():
    return load_dataset("shop_price_trial")


@pytest.fixture(scope="module")
def truth():
    return load_dataset("truth_prices").set_index("product_id")["elasticity"]


@pytest.mark.parametrize("weighted", [False, True])
def test_every_product_equals_statsmodels(trial, weighted):
    found = price_response(trial, weighted=weighted).set_index("product_id")
    for product, rows in trial.groupby("product_id"):
        x, y = sm.add_constant(np.log(rows["price"])), np.log(rows["units"] / rows["visitors"])
        fit = sm.WLS(y, x, weights=rows["units"] if weighted else np.ones(len(rows))).fit()
        low, high = fit.conf_int().loc["price"]
        mine = found.loc[product, ["elasticity", "standard_error", "low", "high"]].to_list()
        assert mine == pytest.approx([-fit.params["price"], fit.bse["price"], -high, -low])


def test_the_worlds_trial_gives_the_estimates_that_were_checked_by_hand(trial):
    expected = PUBLISHED["world_prices"]["expected"]["estimate_loglog"]
    assert price_response(trial, weighted=True)["elasticity"].to_list() == pytest.approx(
        expected, abs=0.001
    )


def test_the_planted_elasticities_lie_within_the_intervals(trial, truth):
    """Nineteen of twenty should; of eight products one may miss."""
    found = price_response(trial).set_index("product_id")
    inside = (found["low"] <= truth) & (truth <= found["high"])
    assert inside.sum() >= 7
    assert ((found["elasticity"] - truth).abs() < 2.2 * found["standard_error"]).all()


@pytest.mark.integration
@pytest.mark.parametrize("weighted", [False, True])
def test_over_many_worlds_the_intervals_hold_what_was_planted(truth, weighted):
    inside = []
    for seed in range(12):
        found = price_response(
            World(seed=seed, scale=0.2).table("shop_price_trial"), weighted=weighted
        )
        true = found["product_id"].map(truth)
        inside += [*((found["low"] <= true) & (true <= found["high"]))]
    assert 0.88 <= np.mean(inside) <= 0.99


def test_one_pot_for_all_products_is_wrong(trial):
    """Products differ in more than in price, so that dear ones seem to lose nothing."""
    pooled = price_response(trial, by=None)["elasticity"].item()
    assert pooled == pytest.approx(0.277, abs=0.001)
    assert price_response(trial)["elasticity"].min() > 2 * pooled


def test_rows_in_any_order_and_any_unit_of_money_give_the_same(trial):
    cents = trial.assign(price=100 * trial["price"]).sample(frac=1, random_state=1)
    columns = ["product_id", "elasticity", "low", "high"]
    assert price_response(cents)[columns].to_numpy() == pytest.approx(
        price_response(trial)[columns].to_numpy()
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {"units": 0},
            "units='units' must hold numbers above 0; 52 of 52 rows.*add up rows of one price",
        ),
        ({"price": np.nan}, "price='price' must hold numbers above 0; 52 of 52"),
        ({"visitors": "many"}, "visitors='visitors' must hold numbers above 0.*first holds 'many'"),
        ({"price": 9.9}, "Product 1 has 52 rows with 1 different prices"),
    ],
)
def test_what_cannot_be_measured_is_refused(trial, change, said):
    with pytest.raises(ValueError, match=said):
        price_response(trial.query("product_id == 1").assign(**change))


def test_a_missing_column_and_a_table_too_small_are_named(trial):
    with pytest.raises(ValueError, match=r"lacks the column by='product_id'"):
        price_response(trial.drop(columns="product_id"))
    with pytest.raises(ValueError, match="has 2 rows with 2 different prices"):
        price_response(trial.query("product_id == 1").drop_duplicates("price").head(2))
    with pytest.raises(ValueError, match="no rows"):
        price_response(trial.head(0))


def test_no_row_without_a_product_gets_lost_silently(trial):
    with pytest.raises(ValueError, match="by='product_id' is empty in 1 of 416 rows"):
        price_response(
            trial.assign(product_id=trial["product_id"].astype(float).where(trial.index > 0))
        )


def test_fees_by_lot_show_the_planted_elasticity_of_sign_ups():
    """Elasticity -1.3 is planted; few fees, so the interval is wide."""
    rows = load_dataset("subscription_price_trial")
    shown = rows.groupby("fee").agg(visitors=("signed", "size"), units=("signed", "sum"))
    found = price_response(shown.reset_index(), price="fee", by=None, weighted=True).iloc[0]
    assert found["low"] < planted.ELASTICITY < found["high"]


def test_shares_at_each_price_equal_plain_counts_and_never_rise():
    survey = load_dataset("shop_price_survey")
    found = gabor_granger(survey, price="offered", buys="bought", cost=6.19)
    counted = survey.groupby("offered")["bought"].agg(["size", "mean"])
    assert found["asked"].to_list() == counted["size"].to_list()
    assert found["share"].to_list() == pytest.approx(counted["mean"].to_list())
    assert (found["levelled"].diff().dropna() <= 1e-12).all()
    assert (found["asked"] * found["levelled"]).sum() == pytest.approx(survey["bought"].sum())
    assert found["best"].sum() == 1


def test_the_offered_prices_find_who_holds_the_pack_worth_it():
    """Planted: worth is log-normal with median 12.90 and spread 0.25."""
    survey = load_dataset("shop_price_survey")
    found = gabor_granger(survey, price="offered", buys="bought", level=0.99)
    true = stats.norm.sf(np.log(found["price"] / planted.WORTH) / planted.SPREAD)
    assert ((found["low"] < true) & (true < found["high"])).all()


def test_answers_that_are_neither_yes_nor_no_are_refused():
    survey = pd.DataFrame({"price": [1.0, 2.0], "buys": ["yes", None]})
    with pytest.raises(ValueError, match="must say True or False"):
        gabor_granger(survey)
