"""The channel simulator says what the world's records say, and where it stops."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import minimize

from clvwidgets import ChannelSimulator, TransactionLog, load_dataset
from clvwidgets.formulas import convert_rate
from clvwidgets.models import BGNBD
from clvwidgets.strategies import best_budget_split, saturating_customers

CHANNELS = ["content", "social", "paid", "partners"]
USUAL = {"content": 250, "social": 450, "partners": 350}


@pytest.fixture(scope="module")
def weekly():
    """Whole weeks of the shop: the last one ends with the records, after four days."""
    table = load_dataset("marketing_weekly").query("line == 'shop' and week < '2024-12-25'")
    return {channel: table[table["channel"] == channel] for channel in CHANNELS}


def fitted(weeks):
    """Ceiling and scale of most likely counts, if each week's is a Poisson count."""
    weeks = weeks[weeks["spend"] > 0]
    spend, counts = weeks["spend"].to_numpy(float), weeks["new_customers"].to_numpy(float)

    def loss(logs):
        expected = np.exp(logs[0]) * -np.expm1(-spend / np.exp(logs[1]))
        return (expected - counts * np.log(expected)).sum()

    start = [np.log(counts.max()), np.log(spend.max() / 2)]
    options = {"xatol": 1e-5, "fatol": 1e-7, "maxiter": 2000}
    return np.exp(minimize(loss, start, method="Nelder-Mead", options=options).x)


def test_the_curves_are_those_of_the_records(weekly):
    for place, channel in enumerate(CHANNELS):
        ceiling, scale = fitted(weekly[channel])
        assert ChannelSimulator.data["ceiling"][place] == pytest.approx(ceiling, abs=0.05)
        assert ChannelSimulator.data["scale"][place] == pytest.approx(scale, abs=0.5)
        assert ChannelSimulator.data["tried"][place] == weekly[channel]["spend"].max()
        usual = load_dataset("truth_channels").query("line == 'shop' and channel == @channel")
        assert ChannelSimulator.data["usual"][place] == usual["usual_spend"].item()


def test_the_truth_lies_within_a_tenth_of_the_curves_where_spend_was_tried():
    truth = load_dataset("truth_channels").query("line == 'shop'").set_index("channel")
    for place, channel in enumerate(CHANNELS):
        most, reach = truth.loc[channel, ["most_per_week", "reach"]]
        spend = np.linspace(1, ChannelSimulator.data["tried"][place], 50)
        ours = saturating_customers(
            spend, ChannelSimulator.data["ceiling"][place], ChannelSimulator.data["scale"][place]
        )
        assert ours == pytest.approx(saturating_customers(spend, most, reach), rel=0.1)


def test_a_usual_week_wins_what_the_records_count(weekly):
    """Mean of the weeks at the usual spend of each channel, with its 95 % interval."""
    panel = ChannelSimulator()
    expected = error = 0.0
    for place, channel in enumerate(CHANNELS):
        weeks = weekly[channel].query(f"spend == {ChannelSimulator.data['usual'][place]}")
        expected += weeks["new_customers"].mean()
        error += weeks["new_customers"].var() / len(weeks)
    assert panel.newcomers == pytest.approx(expected, abs=1.96 * error**0.5)


def test_the_lessons_answer_comes_out():
    panel = ChannelSimulator()
    best = [panel.results[f"best_{channel}"] for channel in CHANNELS]
    assert best == pytest.approx([500, 667, 938, 545], abs=3)
    assert 1348 <= panel.gain <= 2070  # of 200 resamples of weeks and customers
    assert panel.gain == pytest.approx(1681, abs=10)
    assert panel.next_paid == pytest.approx(83.2, abs=0.2)
    assert panel.average_paid == pytest.approx(29.4, abs=0.1)
    assert panel.newcomers == pytest.approx(113, abs=0.5)
    assert panel.best_newcomers == pytest.approx(121, abs=0.6)


def test_the_next_euro_in_ads_brings_less_than_it_costs():
    panel = ChannelSimulator()
    assert panel.value_paid / panel.next_paid == pytest.approx(0.98, abs=0.01)
    assert panel.value_paid / panel.average_paid > 2.6


def test_ads_keep_their_money_only_if_their_customers_are_worth_379():
    """Where the next euro is best spent on the other three, 1,050 a week, it brings 4.57."""
    data, values = ChannelSimulator.data, [169, 91, 0, 136]
    others = best_budget_split(1050, data["ceiling"], data["scale"], values, data["tried"])
    social = data["scale"][1] / data["ceiling"][1] * np.exp(others[1] / data["scale"][1])
    worth = 91 / social * ChannelSimulator().next_paid
    assert worth == pytest.approx(379, abs=1)
    assert ChannelSimulator(value_paid=worth).best_paid == pytest.approx(1600, abs=1)


def test_all_in_the_channel_with_the_best_ratio_is_worth_half():
    panel = ChannelSimulator(content=2650, social=0, partners=0)
    assert panel.worth == pytest.approx(6272, rel=0.005)
    assert panel.paid == 0


def test_dear_customers_are_few():
    for name, expected in (("Luxury", 6.6), ("Software", 1.8)):
        panel = ChannelSimulator(**ChannelSimulator.presets[name])
        assert panel.newcomers == pytest.approx(expected, abs=0.05)
    assert ChannelSimulator.presets["Luxury"]["value_paid"] == pytest.approx(1996, abs=1)
    assert ChannelSimulator.presets["Software"]["value_paid"] == pytest.approx(5790, abs=5)


def test_the_panels_split_is_the_rooms():
    panel = ChannelSimulator(budget=4000, value_social=200, best_by="value")
    data = ChannelSimulator.data
    values = [panel.values[f"value_{channel}"] for channel in CHANNELS]
    expected = best_budget_split(4000, data["ceiling"], data["scale"], values)
    found = [panel.results[f"best_{channel}"] for channel in CHANNELS]
    assert found == pytest.approx(expected, rel=1e-9)


def test_by_heads_more_come_and_they_are_worth_less():
    by_worth, by_heads = ChannelSimulator(best_by="value"), ChannelSimulator(best_by="customers")
    assert by_heads.best_newcomers > by_worth.best_newcomers
    assert by_heads.best_worth < by_worth.best_worth
    assert by_heads.best_paid == pytest.approx(1025, abs=3)


def test_no_move_of_the_sliders_beats_the_best_split():
    random = np.random.default_rng(0)
    panel = ChannelSimulator(best_by="value")
    best = panel.best_worth
    for content, social, partners, _ in 2650 * random.dirichlet(np.ones(4), 1000):
        split = {"content": float(content), "social": float(social), "partners": float(partners)}
        results = panel.outputs(**{**panel.values, **split})
        assert results["best_worth"] == pytest.approx(best)
        assert results["worth"] <= best + 1e-9


def test_more_than_the_budget_is_counted_as_spent():
    panel = ChannelSimulator(budget=1000, **USUAL)
    assert panel.paid == 0
    assert sum(panel.results[f"best_{channel}"] for channel in CHANNELS) == pytest.approx(1050)


def test_what_no_channel_may_take_stays_unspent():
    panel = ChannelSimulator(budget=8000)
    best = [panel.results[f"best_{channel}"] for channel in CHANNELS]
    assert best == pytest.approx(ChannelSimulator.data["tried"])


def test_rewards_are_paid_for_those_who_would_have_come_too():
    assert ChannelSimulator(reward=5, came_anyway=0.75).next_referred == 20
    assert ChannelSimulator(came_anyway=1).next_referred == float("inf")


def test_who_would_have_come_anyway_is_what_the_trial_of_rewards_measured():
    trial = load_dataset("experiments_referral")
    came = trial.groupby("reward")["came"].agg(["sum", "mean"])
    known = ChannelSimulator.fields()["came_anyway"].known
    for reward, name in ((5, "Shop: usual week"), (20, "Shop: reward of 20")):
        share = came.loc[0, "mean"] / came.loc[reward, "mean"]
        # A ratio of two rates; its logarithm is nearly normal (Katz et al. 1978).
        error = np.sqrt(sum((1 - came.loc[r, "mean"]) / came.loc[r, "sum"] for r in (0, reward)))
        ends = share * np.exp(np.array([-1.96, 1.96]) * error)
        preset = ChannelSimulator.presets[name]
        assert preset["reward"] == reward
        assert ends[0] <= preset["came_anyway"] <= ends[1]
        assert preset["came_anyway"] == pytest.approx(share, abs=0.005)
        if reward == 5:
            assert [known.value, known.low, known.high] == pytest.approx([share, *ends], abs=0.005)


@pytest.mark.integration
def test_a_customers_known_value_is_what_the_shops_orders_say():
    """BG/NBD's purchases at 10 % a year times margin per order, returns off, by channel."""
    orders = load_dataset("shop_orders")
    customers = load_dataset("shop_customers").set_index("customer_id")
    margin, count = margins(orders), orders.groupby("customer_id").size()
    log = TransactionLog(orders, "customer_id", "date", "amount").customers(period="W")
    newcomer = pd.DataFrame({"frequency": [0], "recency": [0.0], "T": [0.0]})
    weekly = float(convert_rate(0.10, "year", "week"))

    def value(ids):
        model = BGNBD(period="W").fit(log.loc[ids].reset_index(drop=True))
        purchases = 1 + model.residual_purchases(newcomer, discount=weekly).iloc[0]
        return margin.loc[ids].sum() / count.loc[ids].sum() * purchases

    random = np.random.default_rng(0)
    for channel in CHANNELS:
        ids = customers.index[customers["channel"] == channel]
        drawn = [value(pd.Index(random.choice(ids, len(ids)))) for _ in range(200)]
        known = ChannelSimulator.fields()[f"value_{channel}"].known
        assert known.value == pytest.approx(value(ids), abs=0.5)
        assert [known.low, known.high] == pytest.approx(np.quantile(drawn, [0.025, 0.975]), abs=1)
        assert ChannelSimulator.presets["Shop: usual week"][f"value_{channel}"] == known.value


def margins(orders):
    """Margin of each customer, less what returns cost: refund, and four euros of handling."""
    returns = load_dataset("shop_returns").merge(
        orders[["order_id", "customer_id", "amount", "discount"]], on="order_id"
    )
    products = load_dataset("shop_products").set_index("product_id")
    goods = 1 - returns["product_id"].map(products["margin_rate"])
    share = returns["refund"] / returns["amount"]
    back = share * (returns["amount"] + returns["discount"]) * goods
    lost = (returns["refund"] - back + 4).groupby(returns["customer_id"]).sum()
    return (
        (orders["amount"] - orders["cost"])
        .groupby(orders["customer_id"])
        .sum()
        .sub(lost, fill_value=0)
    )
