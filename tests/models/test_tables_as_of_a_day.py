"""Examples, quarters and columns of one's own: of a day, and of nothing that came after it."""

import numpy as np
import pandas as pd
import pytest

from clvwidgets.data import TransactionLog, load_dataset
from clvwidgets.models import TwoStage, examples, features, learner, quarterly

CUT = "2024-10-01"


@pytest.fixture(scope="module")
def orders():
    """Every 20th customer of the shop."""
    return load_dataset("shop_orders").query("customer_id % 20 == 0")


@pytest.fixture(scope="module")
def log(orders):
    return TransactionLog(orders, "customer_id", "date", "amount", end="2024-12-31")


@pytest.fixture(scope="module")
def visits():
    return load_dataset("shop_visits")


def seen_as_of(day):
    """The column as it stood on a day, for the days on which it was noted."""
    table = load_dataset("shop_snapshots")
    return table[table["as_of"] == day].set_index("customer_id")[["last_seen"]]


def test_examples_are_what_was_known_and_what_came(log, orders):
    known, bought = examples(log, CUT, "13 weeks")
    pd.testing.assert_frame_equal(known, features(log, CUT))
    after = orders[(orders["date"] > CUT) & (orders["date"] <= "2024-12-31")]
    came = after.groupby("customer_id").size().reindex(known.index, fill_value=0)
    assert bought.tolist() == came.tolist()
    with pytest.raises(ValueError, match="ends on 2025-01-01, but the log ends on 2024-12-31"):
        examples(log, "2024-10-02", 13)
    with pytest.raises(ValueError, match="horizon must be a day at least"):
        examples(log, CUT, 0.01)


def test_quarters_are_the_last_that_had_ended(visits):
    wide = visits.pivot_table(
        index="customer_id", columns="quarter", values="visits", fill_value=0, observed=False
    )
    for cut, last in [("2024-09-30", "2024Q3"), ("2024-10-01", "2024Q3"), ("2024-09-29", "2024Q2")]:
        table = quarterly(visits, cut, 2)
        expected = wide.loc[table.index]
        assert (table["visits"] == expected[last]).all()
        before = str(pd.Period(last, freq="Q") - 1)
        assert (table["visits_2"] == expected[before]).all()
    everybody = np.arange(1, 20_001)
    assert quarterly(visits, CUT, customers=everybody)["visits"].sum() == wide["2024Q3"].sum()
    named = quarterly(visits, CUT, ["2024Q1"], customers=everybody)["visits"]
    assert (named == wide["2024Q1"].reindex(everybody, fill_value=0)).all()


def test_a_quarter_that_ends_after_the_cut_is_refused(visits, log):
    with pytest.raises(ValueError, match="2024Q3, a quarter that ends on 2024-09-30, after"):
        quarterly(visits, "2024-09-29", ["2024Q3"])
    early = visits[visits["quarter"] < "2024Q3"]
    with pytest.raises(ValueError, match="visits has no row of the quarter 2024Q3"):
        quarterly(early, CUT)
    with pytest.raises(ValueError, match="such as '2024Q3', got 'autumn'"):
        quarterly(visits, CUT, ["autumn"])
    wide = visits.pivot_table(
        index="customer_id", columns="quarter", values="visits", fill_value=0, observed=False
    ).reindex(np.arange(1, 20_001), fill_value=0)
    with pytest.raises(ValueError, match="extra holds 2024Q4, a quarter that ends on 2024-12-31"):
        features(log, CUT, extra=lambda _: wide)
    assert "2024Q3" in features(log, CUT, extra=lambda _: wide.loc[:, :"2024Q3"])


def test_columns_of_ones_own_stand_beside_the_others_as_of_the_day(log, visits):
    def extra(day):
        counts = quarterly(visits, day, customers=np.arange(1, 20_001))
        return counts.join(seen_as_of(day).reindex(counts.index, fill_value=day))

    for day in ("2024-07-02", CUT):
        table = features(log, day, extra=extra)
        pd.testing.assert_frame_equal(table[features(log, day).columns], features(log, day))
        counted = quarterly(visits, day)["visits"].reindex(table.index, fill_value=0)
        assert table["visits"].tolist() == counted.tolist()
        silent = (pd.Timestamp(day) - seen_as_of(day)["last_seen"].reindex(table.index)).dt.days
        assert table["last_seen"].to_numpy() == pytest.approx(silent.to_numpy() / 7)
        assert table["last_seen"].min() >= 0


def test_a_column_that_knows_what_came_is_refused(log):
    people = load_dataset("shop_customers").set_index("customer_id")
    with pytest.raises(ValueError, match="'last_seen' of extra knows what came after the cutoff"):
        features(log, CUT, extra=lambda _: people[["last_seen"]])
    with pytest.raises(ValueError, match="knows what came after the cutoff 2024-07-02"):
        TwoStage(extra=lambda _: people[["last_seen"]]).learn(log, CUT, 13)


@pytest.mark.parametrize(
    ("extra", "sentence"),
    [
        (lambda _: pd.DataFrame({"x": [1]}, index=[20]), "no row for .* the first is 40"),
        (lambda _: pd.DataFrame({"T": range(20_001)}), "column 'T', which features has"),
        (lambda _: pd.DataFrame({"x": ["a"] * 20_001}), "Column 'x' of extra holds"),
        (lambda _: pd.DataFrame({"x": [np.nan] * 20_001}), "missing or infinite for 898 of"),
        (lambda _: pd.DataFrame({"x": [1, 2]}, index=[20, 20]), "customer 20 more than one row"),
        (lambda _: 3, "extra must give a pandas table"),
        (lambda: None, "extra must be a function of one day"),
    ],
)
def test_columns_of_ones_own_that_cannot_be_used_are_refused_in_a_sentence(log, extra, sentence):
    with pytest.raises((ValueError, TypeError), match=sentence):
        features(log, CUT, extra=extra)


@pytest.fixture(scope="module")
def known():
    """Two features of which one decides, for three in ten."""
    rng = np.random.default_rng(1)
    return pd.DataFrame({"decides": rng.random(1000), "noise": rng.random(1000)})


@pytest.mark.integration
def test_a_learner_finds_the_chances_that_were_planted(known):
    chance = np.where(known["decides"] > 0.5, 0.55, 0.05)
    happened = np.random.default_rng(2).random(1000) < chance
    fresh = known.sample(frac=1, random_state=3)
    said = learner(known, happened).chance(fresh[["noise", "decides"]])
    assert said.index.equals(fresh.index)
    assert said.sum() == pytest.approx(happened.sum(), rel=0.03)
    assert said[fresh["decides"] > 0.5].mean() == pytest.approx(0.55, abs=0.06)
    # Both kinds count alike: the odds of .3 become even, and the chances say more than came.
    balanced = learner(known, happened, balanced=True).chance(fresh)
    assert balanced.sum() > 1.2 * said.sum()
    assert learner(known, happened).chance(fresh).equals(said)
    assert learner(known, happened, seed=10**20).chance(fresh).between(0, 1).all()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"happened": [True]}, "known has 1000 rows, but happened 1"),
        ({"happened": [2] * 1000}, "happened must be True or False"),
        ({"happened": [True] * 1000}, "happened is the same for every row"),
        ({"happened": pd.Series([True, False] * 500, index=range(1, 1001))}, "different customers"),
        ({"known": pd.DataFrame({"x": [None] * 1000})}, "Column 'x' of known"),
    ],
)
def test_what_cannot_be_learned_is_refused_in_a_sentence(known, change, sentence):
    with pytest.raises(ValueError, match=sentence):
        learner(**({"known": known, "happened": [True, False] * 500} | change))
    learned = learner(known, [True, False] * 500)
    with pytest.raises(ValueError, match="table lacks 'noise' and has 'T', which was not learned"):
        learned.chance(known[["decides"]].assign(T=1))
