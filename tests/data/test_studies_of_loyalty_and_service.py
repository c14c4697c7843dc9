"""What the studies of the club, the scores and the apologies planted is found again."""

import numpy as np
import pandas as pd
import pytest

from clvwidgets.data import load_dataset
from clvwidgets.data.simulate import World
from clvwidgets.data.simulate.studies import apology, membership

SEEDS = range(4)
END = pd.Timestamp("2024-12-31")


@pytest.fixture(scope="module")
def worlds():
    return [World(seed=seed, scale=0.1) for seed in SEEDS]


def never_redeemed(ledger, rate):
    """Share of points earned in 2023 that expired: for light, middle and heavy customers."""
    kind = pd.cut(ledger["customer_id"].map(52 * rate), [0, 3, 12, np.inf], right=False)
    earned = ledger["earned"].where(ledger["date"] < "2024-01-01", 0).groupby(kind).sum()
    gone = ledger["expired"].groupby(kind).sum()
    return (gone / earned).to_numpy()


def test_points_that_were_not_used_within_a_year_are_the_planted_share(worlds):
    found = [
        never_redeemed(
            w.table("points_ledger"),
            w.table("truth_shop").set_index("customer_id")["orders_per_week"],
        )
        for w in worlds
    ]
    assert np.mean(found, axis=0) == pytest.approx(membership.BREAKAGE, abs=0.05)
    truth = load_dataset("truth_shop").set_index("customer_id")["orders_per_week"]
    packaged = never_redeemed(load_dataset("points_ledger"), truth)
    assert packaged == pytest.approx(membership.BREAKAGE, abs=0.02)


def test_each_point_is_earned_once_and_ends_once(worlds):
    for world in worlds:
        ledger, orders = world.table("points_ledger"), world.table("shop_orders")
        joined = world.table("shop_members").set_index("customer_id")["joined"]
        own = orders[orders["date"] >= orders["customer_id"].map(joined)]
        whole_euros = np.floor(own["amount"]).groupby(own["customer_id"]).sum()
        earned = ledger.groupby("customer_id")["earned"].sum()
        assert (earned == whole_euros.reindex(earned.index)).all()
        ended = ledger["redeemed"] + ledger["expired"]
        balance = (ledger["earned"] - ended).groupby(ledger["customer_id"]).cumsum()
        assert (balance >= 0).all()
        due = ledger.loc[ledger["date"] <= END - pd.Timedelta(days=365), "earned"].sum()
        assert ended.sum() >= due


def test_members_buy_more_though_the_club_does_nothing(worlds):
    for world in worlds:
        members, truth = world.table("shop_members"), world.table("truth_shop")
        joined = truth["customer_id"].isin(members["customer_id"])
        assert truth["orders_per_week"][joined].mean() > 1.3 * truth["orders_per_week"].mean()
        # Orders of the year after are those that the truth expects, for members and others.
        for part in (truth[joined], truth[~joined]):
            gap = part["orders_2025"] - part["expected_orders_2025"]
            assert abs(gap.mean()) < 4 * gap.std() / len(gap) ** 0.5


def test_who_answered_is_the_table_of_scores(worlds):
    for asked, told in [
        (load_dataset("truth_nps"), load_dataset("subscription_nps")),
        *((w.table("truth_nps"), w.table("subscription_nps")) for w in worlds),
    ]:
        answered = asked[asked["answered"]].drop(columns="answered").reset_index(drop=True)
        pd.testing.assert_frame_equal(answered, told)
        # The moderate keep silent, so who answers lies further from the middle.
        far = (asked["score"] - asked["score"].mean()).abs()
        assert far[asked["answered"]].mean() > far[~asked["answered"]].mean()


def effects(trial):
    """Score and share that left of each arm against nothing, with the standard errors."""
    arms = dict(iter(trial.groupby("arm", observed=True)))
    none = arms["nothing"]
    return {
        (arm, column): (
            part[column].mean() - none[column].mean(),
            (part[column].var() / len(part) + none[column].var() / len(none)) ** 0.5,
        )
        for arm, part in arms.items()
        for column in ("score", "left")
    }


def test_words_lift_the_score_and_only_money_keeps_a_few():
    trials = [effects(World(seed=s, scale=0.5).table("experiments_apology")) for s in range(6)]
    packaged = effects(load_dataset("experiments_apology"))
    months = np.arange(1, apology.MONTHS + 1)
    for arm, on_score, on_churn in zip(
        apology.ARMS[1:], apology.ON_SCORE[1:], apology.ON_CHURN[1:], strict=True
    ):
        # Scores end at 10, so a little of what is added cannot show.
        mean = np.mean([trial[arm, "score"][0] for trial in trials])
        assert 0.85 * on_score < mean < 1.05 * on_score
        # Who would have left at 3 to 5 of 100 a month, on the way.
        expected = on_churn * (0.96 ** (months - 1)).sum()
        mean = np.mean([trial[arm, "left"][0] for trial in trials])
        error = np.mean([trial[arm, "left"][1] for trial in trials]) / len(trials) ** 0.5
        assert abs(mean - expected) < 3 * error
        # The packaged trial is no lucky draw: within two standard errors of what was planted.
        found, error = packaged[arm, "score"]
        assert abs(found - on_score) < 2 * error + 0.15 * on_score
        found, error = packaged[arm, "left"]
        assert abs(found - expected) < 2 * error
