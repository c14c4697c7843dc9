"""An experiment tells what was added, how far off that may be, and refuses what is no trial."""

from __future__ import annotations

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from scipy import stats

from clvwidgets.data import load_dataset
from clvwidgets.effects import Experiment

NAMES = ("points", "tiers", "offer", "winback")


def trial(name="points", outcome="margin", **given):
    table = load_dataset(f"experiments_{name}")
    return Experiment(
        table, outcome, "treated", **{"before": "orders_before", "cost": "cost", **given}
    )


@pytest.mark.parametrize(
    ("name", "orders", "net", "treated", "rows"),
    [
        ("points", (0.4273, 0.1134), (1.3844, 1.4107), 1386, 2799),
        ("tiers", (0.3083, 0.1406), (2.7856, 1.9610), 1145, 2344),
        ("winback", (0.2626, 0.0245), (0.6827, 0.2196), 3671, 7374),
    ],
)
def test_the_shops_experiments_give_the_effects_that_plain_pandas_gives(
    name, orders, net, treated, rows
):
    """Computed independently with pandas when the trials were drawn."""
    first, second = trial(name, "orders"), trial(name).net()
    assert (first.effect, first.standard_error) == pytest.approx(orders, abs=5e-5)
    assert (second.effect, second.standard_error) == pytest.approx(net, abs=5e-5)
    assert (first.treated, first.treated + first.untreated) == (treated, rows)


@pytest.mark.parametrize("name", NAMES)
def test_the_interval_is_that_of_scipys_welch(name):
    table = load_dataset(f"experiments_{name}")
    found = trial(name)
    arms = (table.loc[table["treated"] == got, "margin"] for got in (True, False))
    welch = stats.ttest_ind(*arms, equal_var=False)
    for level in (0.8, 0.95, 0.99):
        assert found.interval(level) == pytest.approx(welch.confidence_interval(level), rel=1e-9)
    assert found.degrees_of_freedom == pytest.approx(welch.df)


def test_hillstroms_mail_test_gives_the_effect_that_others_found():
    """Hillstrom (2008): mail for men against none, buyers within two weeks."""
    counts = [(True, 1, 267), (True, 0, 21_307 - 267), (False, 1, 122), (False, 0, 21_306 - 122)]
    table = pd.DataFrame(
        [(got, bought) for got, bought, many in counts for _ in range(many)],
        columns=["mail", "bought"],
    )
    found = Experiment(table, "bought", "mail")
    assert found.effect == pytest.approx(0.006805, abs=1e-6)
    assert found.standard_error == pytest.approx(0.0009209, abs=1e-7)


@pytest.mark.parametrize(
    ("name", "left", "rho"),
    [
        ("points", 0.798, 0.449),
        ("tiers", 0.756, 0.493),
        ("offer", 0.727, 0.522),
        ("winback", 0.997, 0.055),
    ],
)
def test_what_was_known_before_takes_off_the_share_that_theory_says(name, left, rho):
    """Deng, Xu, Kohavi & Walker (2013): the variance left is 1 less the squared correlation."""
    found = trial(name, "orders").adjusted()
    assert found.variance_left == pytest.approx(left, abs=2e-3)
    assert found.correlation == pytest.approx(rho, abs=2e-3)
    assert found.variance_left == pytest.approx(1 - rho**2, abs=5e-3)


def test_adjusting_for_the_outcome_of_a_twin_leaves_the_papers_share():
    """Deng et al. (2013): at correlations of .5, .7, .9 are left .75, .51, .19 of the variance."""
    rng = np.random.default_rng(7)
    for rho, left in ((0.5, 0.75), (0.7, 0.51), (0.9, 0.19)):
        before = rng.standard_normal(200_000)
        got = np.arange(200_000) % 2 == 0
        later = rho * before + np.sqrt(1 - rho**2) * rng.standard_normal(200_000) + 0.1 * got
        table = pd.DataFrame({"y": later, "x": before, "t": got})
        found = Experiment(table, "y", "t", before="x").adjusted()
        assert found.variance_left == pytest.approx(left, abs=0.01)
        assert found.effect == pytest.approx(0.1, abs=4 * found.standard_error)


def test_welchs_interval_holds_the_truth_as_often_as_it_says():
    rng, held, runs = np.random.default_rng(11), 0, 2000
    for _ in range(runs):
        values = np.concatenate([rng.normal(1, 3, 12), rng.normal(0, 1, 30)])
        table = pd.DataFrame({"y": values, "t": np.arange(42) < 12})
        low, high = Experiment(table, "y", "t").interval(0.9)
        held += low <= 1 <= high
    assert held / runs == pytest.approx(0.9, abs=4 * np.sqrt(0.09 / runs))


@pytest.mark.integration
@pytest.mark.parametrize("name", NAMES)
def test_the_returns_interval_is_near_the_bootstraps_and_says_what_the_net_effect_says(name):
    table, found = load_dataset(f"experiments_{name}"), trial(name).return_on_investment()
    got, others = table[table["treated"]], table[~table["treated"]]["margin"].to_numpy()
    margin, cost, rng = got["margin"].to_numpy(), got["cost"].to_numpy(), np.random.default_rng(1)
    made = []
    for _ in range(4000):
        i, j = rng.integers(0, len(margin), len(margin)), rng.integers(0, len(others), len(others))
        made.append((margin[i].mean() - others[j].mean()) / cost[i].mean() - 1)
    low, high = np.quantile(made, [0.025, 0.975])
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.05 * (high - low))
    net = trial(name).net()
    assert found.value == pytest.approx(net.effect / cost.mean())
    assert (found.low > 0) == (net.interval()[0] > 0)


def test_the_lift_is_sure_just_where_the_effect_is():
    rng = np.random.default_rng(5)
    for effect in np.linspace(0, 0.6, 30):
        values = rng.normal(2, 1, 80) + effect * (np.arange(80) < 40)
        found = Experiment(pd.DataFrame({"y": values, "t": np.arange(80) < 40}), "y", "t")
        assert (found.relative_lift().low > 0) == (found.interval()[0] > 0)
        assert found.relative_lift().value == pytest.approx(
            values[:40].mean() / values[40:].mean() - 1
        )


def test_where_the_untreated_mean_may_be_zero_the_lift_has_no_limit():
    table = pd.DataFrame({"y": [5.0, 9.0, 7.0, -3.0, 4.0, 1.0], "t": [1, 1, 1, 0, 0, 0]})
    found = Experiment(table, "y", "t").relative_lift()
    assert (found.low, found.high) == (-np.inf, np.inf)
    assert "no limit" in str(found)


def test_any_table_that_narwhals_takes_gives_the_same():
    table = load_dataset("experiments_tiers")
    columns = {name: table[name].to_numpy() for name in table}
    made = [
        Experiment(one, "margin", "treated", before="orders_before", unit="customer_id")
        for one in (
            table,
            table.set_index("customer_id").reset_index(),
            pl.DataFrame(columns),
            pl.DataFrame(columns).lazy(),
            pa.table(columns),
        )
    ]
    effects = [(one.effect, one.adjusted().effect, *one.interval()) for one in made]
    assert all(one == pytest.approx(effects[0]) for one in effects[1:])


def test_groups_give_what_each_gives_alone_and_the_small_are_hidden():
    table = load_dataset("experiments_points")
    table["pace"] = np.where(table["orders_before"] > 5, "often", "rarely")
    found = Experiment(table, "orders", "treated").by("pace")
    for pace in ("often", "rarely"):
        alone = Experiment(table[table["pace"] == pace], "orders", "treated")
        assert found.loc[pace, "effect"] == pytest.approx(alone.effect)
        assert tuple(found.loc[pace, ["low", "high"]]) == pytest.approx(alone.interval())
    table.loc[:20, "pace"] = "new"
    few = Experiment(table, "orders", "treated").by("pace", min_group=30)
    assert "new" not in few.index
    assert few.attrs["hidden"] >= 1


def test_one_hidden_group_takes_another_along_so_that_it_cannot_be_had_by_taking_off():
    table = pd.DataFrame({"t": np.arange(400) % 2 == 0, "y": np.arange(400.0) ** 2 % 17})
    table["g"] = ["a"] * 200 + ["b"] * 190 + ["c"] * 10
    found = Experiment(table, "y", "t").by("g", min_group=30)
    assert list(found.index) == ["a"]
    assert found.attrs["hidden"] == 2


SMALL = pd.DataFrame(
    {
        "id": [1, 2, 3, 4],
        "t": [True, True, False, False],
        "y": [1.0, 3.0, 2.0, 5.0],
        "c": [1.0, 1.0, 0.0, 0.0],
    }
)


@pytest.mark.parametrize(
    ("table", "given", "sentence"),
    [
        (SMALL.assign(t=True), {}, "two arms .* yes for 4 and no for 0"),
        (SMALL.assign(t=[1, 0, 0, 0]), {}, "two arms"),
        (SMALL.assign(y=[1, None, 2, 5]), {}, r"'y'.*missing for 1 of 4 rows \(1 treated, 0 unt"),
        (SMALL.assign(y=[1, None, 2, 5]), {}, "dropna"),
        (SMALL.assign(id=[1, 2, 2, 4]), {"unit": "id"}, "'id'.* 1 of 4 rows again, such as 2"),
        (SMALL.assign(id=[1, 2, None, 4]), {"unit": "id"}, "given as unit, is missing for 1"),
        (SMALL.assign(t=["a", "b", "c", "a"]), {}, "must say yes or no.*3 values such as 'c'"),
        (SMALL.assign(t=[True, None, False, False]), {}, "given as treated, is missing for 1"),
        (SMALL.assign(y=7.0), {}, "does not vary"),
        (SMALL.assign(y=["x", "y", "z", "x"]), {}, "must hold numbers; .* 'x'"),
        (SMALL.assign(y=[1, 2, np.inf, 4]), {}, "infinite or beyond"),
        (SMALL.assign(c=[-1, 1, 0, 0]), {"cost": "c"}, "below 0 in 1 rows, such as -1"),
        (SMALL, {"before": "yy"}, "no column 'yy', given as before. Did you mean 'y'"),
        (SMALL.head(0), {}, "no rows"),
    ],
)
def test_what_is_no_experiment_is_refused_in_a_sentence(table, given, sentence):
    with pytest.raises(ValueError, match=sentence):
        Experiment(table, "y", "t", **given)


def test_questions_that_have_no_answer_are_refused_in_a_sentence():
    plain = Experiment(SMALL, "y", "t")
    for ask, sentence in (
        (plain.adjusted, "before="),
        (plain.net, "cost="),
        (plain.return_on_investment, "cost="),
        (Experiment(SMALL.assign(c=0.0), "y", "t", cost="c").return_on_investment, "above 0"),
        (Experiment(SMALL.assign(y=SMALL["y"] - 9), "y", "t").relative_lift, "above 0, got -5.5"),
        (Experiment(SMALL.assign(x=3), "y", "t", before="x").adjusted, "is 3 for all"),
        (lambda: plain.interval(95), "If you meant 95 percent, write 0.95"),
        (lambda: plain.by("t"), "No group"),
    ):
        with pytest.raises(ValueError, match=sentence):
            ask()


def test_the_words_say_so_where_nothing_is_shown():
    assert "neither gain nor loss is shown" in str(trial().net())
    assert "neither gain nor loss is shown" not in str(trial("winback").net())
    assert "80% of the variance is left" in str(trial("points", "orders").adjusted())
    frame = trial("winback").to_frame()
    assert frame.notna().all(axis=None)
    assert frame.loc["return on investment", "value"] == pytest.approx(0.336, abs=1e-3)


@pytest.mark.parametrize(
    ("name", "orders", "net"),
    [("points", 0.3551, 0.7899), ("tiers", 0.4186, 2.4394), ("winback", 0.2851, 0.9)],
)
def test_the_shops_trials_hold_the_effect_that_the_made_up_world_was_given(name, orders, net):
    """True effects, known where the world was made; no trial alone could tell them."""
    assert trial(name, "orders").interval()[0] < orders < trial(name, "orders").interval()[1]
    assert trial(name).net().interval()[0] < net < trial(name).net().interval()[1]


def test_days_are_no_outcome():
    days = pd.to_datetime(["2024-01-01", "2024-01-02"] * 4)
    table = pd.DataFrame({"day": days, "w": [1, 1, 0, 0] * 2})
    with pytest.raises(ValueError, match="it has days or times such as '2024-01-01"):
        Experiment(table, outcome="day", treated="w")
