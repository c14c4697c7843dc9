"""What methods find in the simulated world is what went into it, and the files are that world."""

import gzip
from importlib.util import module_from_spec, spec_from_file_location

import numpy as np
import pandas as pd
import pytest

from clvwidgets._resources import resource_path
from clvwidgets.data import TransactionLog
from clvwidgets.data.simulate import World
from clvwidgets.models import BGNBD, GammaGamma, ParetoNBD, ShiftedBetaGeometric

pytestmark = pytest.mark.integration
EXPERIMENTS = ("points", "tiers", "offer", "winback")


@pytest.fixture(scope="module")
def world():
    return World()


@pytest.fixture(scope="module")
def shop(world):
    log = TransactionLog(
        world.table("shop_orders"), customer="customer_id", date="date", amount="amount"
    )
    return log.customers(period="W")


def parameters(world, line):
    return world.table("truth_parameters").set_index(["line", "name"])["value"][line]


def standard_errors_away(model, truth):
    return {
        name: (value - truth[name]) / model.standard_errors_[name]
        for name, value in model.params_.items()
    }


def test_the_files_are_what_the_seed_makes(world):
    folder = resource_path("datasets")
    spec = spec_from_file_location("build_world", folder / "build_world.py")
    build = module_from_spec(spec)
    spec.loader.exec_module(build)
    for name in world.names:
        stored = gzip.decompress((folder / f"{name}.csv.gz").read_bytes())
        assert stored == build.csv_of(world.table(name)), name


def test_bgnbd_finds_the_shops_rates(world, shop):
    model = BGNBD().fit(shop)
    assert model.diagnosis_.ok, str(model.diagnosis_)
    away = standard_errors_away(model, parameters(world, "shop"))
    assert max(map(abs, away.values())) < 2, away
    truth = world.table("truth_shop").set_index("customer_id")
    assert model.probability_alive(shop).mean() == pytest.approx(truth["alive"].mean(), abs=0.01)
    found = model.expected_purchases(shop, 365 / 7)
    assert found.sum() == pytest.approx(truth["orders_2025"].sum(), rel=0.03)


def test_bgnbd_finds_the_rates_of_other_shops_without_a_season():
    away = []
    for seed in range(6):
        other = World(seed=seed, scale=0.25, seasonality=0.0)
        log = TransactionLog(
            other.table("shop_orders"), customer="customer_id", date="date", amount="amount"
        )
        model = BGNBD().fit(log.customers(period="W"))
        away += standard_errors_away(model, parameters(other, "shop")).values()
    assert np.max(np.abs(away)) < 3
    assert np.sqrt(np.mean(np.square(away))) < 1.5


def test_gamma_gamma_finds_the_spend(world, shop):
    truth = parameters(world, "shop")
    away = standard_errors_away(GammaGamma().fit(shop), truth)
    assert max(map(abs, away.values())) < 3, away


def test_spend_and_frequency_are_independent_as_gamma_gamma_wants(world):
    truth = world.table("truth_shop")
    pair = truth[["orders_per_week", "leaving_chance", "mean_order"]].corr(method="spearman")
    assert np.abs(pair.to_numpy()[np.triu_indices(3, 1)]).max() < 0.03


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_a_plain_difference_of_means_finds_the_effect(world, name):
    orders, net = difference(world, name)
    for found, error, truth in (orders, net):
        assert abs(found - truth) < 1.96 * error
    assert abs(orders[0]) > 1.96 * orders[1], "an experiment that shows nothing teaches nothing"


def test_intervals_of_experiments_cover_the_truth_as_often_as_they_say():
    covered = [
        abs(found - truth) < 1.96 * error
        for seed in range(25)
        for world in [World(seed=seed, scale=0.05)]
        for name in EXPERIMENTS
        for found, error, truth in difference(world, name)
    ]
    # 200 intervals of 95 %, of which two at a time hang together.
    assert 0.90 < np.mean(covered) < 0.985


def difference(world, name):
    """Difference of means, its standard error and the true mean effect: orders, then net."""
    table = world.table(f"experiments_{name}")
    table["net"] = table["margin"] - table["cost"]
    truth = world.table("truth_responses").set_index("customer_id").loc[table["customer_id"]]
    for column in ("orders", "net"):
        treated, other = (table.loc[table["treated"] == arm, column] for arm in (True, False))
        error = np.sqrt(treated.var() / len(treated) + other.var() / len(other))
        yield treated.mean() - other.mean(), error, truth[f"{name}_{column}"].mean()


def test_sbg_foretells_three_years_of_contracts_from_the_first(world):
    contracts = world.table("subscription_contracts")
    old = contracts["start"] < "2023-12-01"
    ended = contracts["months_paid"].astype(float).where(contracts["end"].notna(), np.inf)[old]
    model = ShiftedBetaGeometric().fit([(ended > month).sum() for month in range(13)])
    chance = world.table("truth_subscription")["leaving_chance"][old]
    for months in (24, 36):
        assert model.survival(months) == pytest.approx(((1 - chance) ** months).mean(), abs=0.02)


def test_pareto_nbd_finds_the_rates_of_rare_purchases(world):
    table = world.table("luxury_purchases")
    log = TransactionLog(table, customer="customer_id", date="date", amount="amount")
    model = ParetoNBD().fit(log.customers(period="Y"))
    away = standard_errors_away(model, parameters(world, "luxury"))
    assert max(map(abs, away.values())) < 3, away


def test_transitions_of_members_are_those_of_the_truth(world):
    months = world.table("streaming_months").merge(world.table("streaming_members"), on="member_id")
    months["next"] = months.groupby("member_id")["state"].shift(-1)
    counted = months.dropna(subset="next").groupby(["plan", "state"])["next"]
    truth = world.table("truth_streaming").set_index(["plan", "state"])
    for key, following in counted:
        for state in ("active", "paused", "gone"):
            chance, n = truth.loc[key, f"to_{state}"], len(following)
            margin = 4 * np.sqrt(max(chance * (1 - chance), 1e-9) / n)
            assert (following == state).mean() == pytest.approx(chance, abs=margin)


def test_the_trial_of_prices_shows_the_elasticities(world):
    trial = world.table("shop_price_trial")
    truth = world.table("truth_prices").set_index("product_id")["elasticity"]
    for product, rows in trial.groupby("product_id"):
        slope = np.polyfit(np.log(rows["price"]), np.log(rows["units"] / rows["visitors"]), 1)[0]
        assert -slope == pytest.approx(truth[product], abs=0.5)


def test_causes_raise_churn_and_what_does_not_does_not(world):
    contracts = world.table("subscription_contracts")
    churn = (
        contracts["end"].notna().groupby([contracts["depot"]]).sum()
        / contracts.groupby("depot")["months_paid"].sum()
    )
    assert churn["east"] > 1.4 * churn["north"]
    assert churn["south"] == pytest.approx(churn["north"], rel=0.1)
    assert isinstance(contracts["start"].iloc[0], pd.Timestamp)


def test_the_page_on_the_world_tells_the_figures_of_its_claims(world):
    page = (resource_path("datasets") / "world.md").read_text(encoding="utf-8")
    for row in world.table("truth_claims").itertuples():
        line = next(line for line in page.splitlines() if line.startswith(f"| {row.claim} |"))
        assert line.endswith(f"| {row.verdict} |"), row.claim
        shown = f"{row.here_effect:.1f}" if row.claimed_effect > 1 else f"{row.here_effect:+.0%}"
        assert shown.replace("+0%", "0%").replace("%", " %") in line, (row.claim, shown)
