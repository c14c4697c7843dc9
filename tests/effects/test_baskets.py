"""What is bought together is counted as elsewhere, whatever form the baskets have."""

from __future__ import annotations

import itertools
import math
import time

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from clvwidgets.data import load_dataset
from clvwidgets.effects import affinities, association_rules, lift_interval
from clvwidgets.effects._exact_test import adjusted, fisher

# mlxtend, tests of association_rules: 5 baskets, 11 products (3 eggs, 5 kidney beans, 8 onion).
FIVE_BASKETS = np.array(
    [
        [0, 0, 0, 1, 0, 1, 1, 1, 1, 0, 1],
        [0, 0, 1, 1, 0, 1, 0, 1, 1, 0, 1],
        [1, 0, 0, 1, 0, 1, 1, 0, 0, 0, 0],
        [0, 1, 0, 0, 0, 1, 1, 0, 0, 1, 1],
        [0, 1, 0, 1, 1, 1, 0, 0, 1, 0, 0],
    ]
)
# Groceries (Hahsler, Hornik & Reutterer 2006): together, left, right of 9,835 baskets.
GROCERIES = {
    "liquor, red/blush wine: bottled beer": (19, 21, 792, 11.2352693603),
    "yogurt: whole milk": (551, 1372, 2513, 1.5717351405),
    "root vegetables: other vegetables": (466, 1072, 1903, 2.2466049286),
    "curd, yogurt: whole milk": (99, 170, 2513, 2.2791250205),
}


def rule(table, left, right):
    (row,) = table[(table["antecedent"] == left) & (table["consequent"] == right)].to_dict(
        "records"
    )
    return row


@pytest.fixture(scope="module")
def pairs():
    """All pairs of products in the shop's baskets, both ways."""
    lines = load_dataset("shop_order_lines")
    names = load_dataset("shop_products").set_index("product_id")["name"].astype(str)
    lines = pd.DataFrame({"order": lines["order_id"], "product": lines["product_id"].map(names)})
    return association_rules(lines, min_support=1e-9, min_confidence=0, max_items=2)


def test_five_baskets_have_the_rules_that_mlxtend_finds():
    table = association_rules(FIVE_BASKETS, min_support=0.6, min_confidence=0.8, max_items=4)
    found = rule(table, (8,), 3)
    expected = {"support": 0.6, "confidence": 1, "lift": 1.25, "leverage": 0.12, "zhang": 0.5}
    assert {key: found[key] for key in expected} == pytest.approx(expected, abs=5e-4)
    assert found["conviction"] == math.inf
    found = rule(table, (5,), 3)
    expected = {"support": 0.8, "confidence": 0.8, "lift": 1, "leverage": 0, "conviction": 1}
    assert {key: found[key] for key in expected} == pytest.approx(expected, abs=5e-4)


@pytest.mark.parametrize("name", GROCERIES)
def test_rules_of_a_grocer_have_the_published_lift(name):
    """The first is printed by arules: support .001931876, confidence .9047619, lift 11.23527."""
    both, left, right, lift = GROCERIES[name]
    grid = np.zeros((9835, 2), dtype=bool)
    grid[:left, 0] = True
    grid[left - both : left - both + right, 1] = True
    table = association_rules(grid, min_support=1e-4, min_confidence=0, max_items=2)
    found = rule(table, (0,), 1)
    assert found["lift"] == pytest.approx(lift, abs=1e-9)
    assert found["confidence"] == pytest.approx(both / left, abs=1e-12)
    assert found["support"] == pytest.approx(both / 9835, abs=1e-12)
    assert lift_interval(both, left, right, 9835).lift == pytest.approx(lift, abs=1e-9)


def test_the_interval_of_milk_and_yogurt_is_the_derived_one():
    """A bootstrap of 2,000 gives 1.478 to 1.663."""
    found = lift_interval(551, 2513, 1372, 9835)
    assert found == pytest.approx((1.5717351, 1.4816903, 1.6672522), abs=2e-6)  # made with 1.96
    assert np.log(found.high / found.lift) / 1.959964 == pytest.approx(0.0301004, abs=1e-7)
    wine = lift_interval(21, 109, 189, 9835)
    assert wine == pytest.approx((10.03, 6.94, 14.47), abs=0.01)


def test_the_interval_holds_the_truth_as_often_as_it_says():
    random = np.random.default_rng(4)
    chances = [0.03, 0.07, 0.17, 0.73]  # both, first alone, second alone, neither
    counts = random.multinomial(2000, chances, 4000)
    both, one, two = counts[:, 0], counts[:, 0] + counts[:, 1], counts[:, 0] + counts[:, 2]
    found = lift_interval(both, one, two, 2000)
    truth = 0.03 / (0.1 * 0.2)
    assert np.mean((found.low <= truth) & (truth <= found.high)) == pytest.approx(0.95, abs=0.01)
    narrow = lift_interval(both, one, two, 2000, level=0.8)
    assert np.mean((narrow.low <= truth) & (truth <= narrow.high)) == pytest.approx(0.8, abs=0.02)


def test_what_was_never_seen_together_has_an_upper_end():
    """Were the lift there, none of 40 expected together would happen once in 40 times."""
    found = lift_interval(0, 100, 200, 10_000)
    assert found.lift == found.low == 0
    assert np.exp(-2 * found.high) == pytest.approx(0.025)


def test_the_six_planted_pairs_have_the_six_highest_lifts(pairs):
    planted = load_dataset("truth_affinities")
    each = pairs[
        [left[0] < right for left, right in pairs[["antecedent", "consequent"]].to_numpy()]
    ]
    assert each["baskets"].iloc[0] == 108_884
    assert len(each) == 276
    assert each["lift"].head(7).tolist() == pytest.approx(
        [4.2164, 1.9775, 1.8564, 1.7907, 1.6911, 1.5206, 0.8103], abs=5e-4
    )
    assert len(planted) == 6
    assert each["lift"].median() == pytest.approx(0.62, abs=0.005)


def test_what_is_often_bought_is_not_related_for_it(pairs):
    """House espresso and Morning filter: the fifth most frequent pair, half as often as chance."""
    found = rule(pairs, ("House espresso",), "Morning filter")
    assert (found["together"], found["first"], found["second"]) == (1589, 19_209, 16_399)
    assert found["lift"] == pytest.approx(0.5492, abs=5e-4)
    assert (found["lift_low"], found["lift_high"]) == pytest.approx((0.53, 0.57), abs=0.005)
    assert (pairs["together"] > 1589).sum() == 2 * 4


def test_lift_is_the_same_both_ways_and_confidence_is_not(pairs):
    one = rule(pairs, ("Paper filters",), "Morning filter")
    other = rule(pairs, ("Morning filter",), "Paper filters")
    assert one["lift"] == other["lift"] == pytest.approx(1.79, abs=0.005)
    assert (one["lift_low"], one["lift_high"]) == pytest.approx((1.74, 1.84), abs=0.005)
    assert one["confidence"] == pytest.approx(0.27, abs=0.005)
    assert other["confidence"] == pytest.approx(0.19, abs=0.005)


def random_baskets(seed, count=300, products="abcdefgh"):
    random = np.random.default_rng(seed)
    chances = random.uniform(0.05, 0.6, len(products))
    return [
        [p for p, x in zip(products, row, strict=True) if x]
        for row in random.random((count, len(products))) < chances
    ]


def by_hand(baskets, least, confidence, most):
    """Every rule with one product on the right, by plain counting."""
    sets = [set(basket) for basket in baskets]
    products = sorted(set().union(*sets))
    found = set()
    for size in range(2, most + 1):
        for items in itertools.combinations(products, size):
            together = sum(set(items) <= basket for basket in sets)
            for right in items:
                left = tuple(item for item in items if item != right)
                first = sum(set(left) <= basket for basket in sets)
                if together >= least * len(sets) and first and together >= confidence * first:
                    found.add((left, right, together, first))
    return found


@pytest.mark.parametrize("most", [2, 3, 5])
def test_no_rule_is_missed_and_none_made_up(most):
    baskets = random_baskets(most)
    table = association_rules(baskets, min_support=0.02, min_confidence=0.4, max_items=most)
    columns = ["antecedent", "consequent", "together", "first"]
    found = set(table[columns].itertuples(index=False, name=None))
    assert found == by_hand(baskets, 0.02, 0.4, most)
    assert len(table) == len(found) > 10
    assert table["lift"].is_monotonic_decreasing


def test_every_form_of_the_same_baskets_gives_the_same_rules():
    baskets = [basket for basket in random_baskets(9) if basket]
    lines = pd.DataFrame(
        [(f"order {i}", product) for i, basket in enumerate(baskets) for product in basket],
        columns=["order", "product"],
    )
    grid = pd.crosstab(lines["order"], lines["product"]) > 0
    asked = {"min_support": 0.05, "min_confidence": 0.3}
    expected = association_rules(baskets, **asked)
    named = {"basket": "order", "product": "product"}
    forms = [
        (lines, {}),
        (lines.assign(price=1.0)[["price", "product", "order"]], named),
        (lines.astype("category"), {}),
        (pd.concat([lines, lines.head(50)]).sample(frac=1, random_state=1), {}),
        (grid, {}),
        (grid.astype(int), {}),
        (pd.Series([set(basket) for basket in baskets]), {}),
        ([tuple(basket[::-1]) for basket in baskets], {}),
    ]
    for baskets_in_form, columns in forms:
        found = association_rules(baskets_in_form, **asked, **columns)
        pd.testing.assert_frame_equal(found, expected)


def test_no_rule_is_a_table_without_rows():
    table = association_rules([["a"], ["b"]], min_support=0.1, min_confidence=0)
    full = association_rules([["a", "b"]], min_support=0.1, min_confidence=0)
    assert len(table) == 0
    assert list(table.columns) == list(full.columns)


def test_an_empty_basket_is_a_basket():
    table = association_rules([["a", "b"], ["a", "b"], [], []], min_support=0.1, min_confidence=0)
    assert table["support"].tolist() == [0.5, 0.5]
    assert table["lift"].tolist() == [2, 2]


def test_the_p_value_is_that_of_fishers_exact_test():
    random = np.random.default_rng(6)
    counts = random.multinomial(400, [0.02, 0.1, 0.2, 0.68], 60)
    both, one, two = counts[:, 0], counts[:, 0] + counts[:, 1], counts[:, 0] + counts[:, 2]
    spread = stats.hypergeom(400, one, two)
    expected = np.minimum(
        1, 2 * np.where(both * 400 >= one * two, spread.sf(both - 1), spread.cdf(both))
    )
    assert fisher(both, one, two, 400) == pytest.approx(expected, rel=1e-9)


def test_one_in_twenty_rules_that_are_kept_is_false_at_most():
    """Where products have nothing to do with each other, hardly any rule is kept."""
    random = np.random.default_rng(7)
    grid = random.random((3000, 24)) < 0.1
    table = association_rules(grid, min_support=1e-9, min_confidence=0, max_items=2)
    assert len(table) == 552
    assert (table["p_value"] < 0.05).sum() > 10
    assert (table["p_adjusted"] < 0.05).sum() == 0
    chances = random.uniform(size=300)
    expected = stats.false_discovery_control(chances)
    assert adjusted(chances) == pytest.approx(expected)


def test_one_month_shows_pairs_that_three_years_do_not(pairs):
    """June 2022: dark chocolate and peppermint tea 2.78 (1.44-5.35) on 7 baskets of 1,518."""
    months = load_dataset("shop_orders").set_index("order_id")["date"].dt.strftime("%Y-%m")
    names = load_dataset("shop_products").set_index("product_id")["name"].astype(str)
    lines = load_dataset("shop_order_lines")
    june = lines[lines["order_id"].map(months) == "2022-06"]
    table = pd.DataFrame({"order": june["order_id"], "product": june["product_id"].map(names)})
    found = association_rules(table, min_support=1e-9, min_confidence=0, max_items=2)
    second = rule(found, ("Dark chocolate",), "Peppermint tea")
    assert (second["together"], second["baskets"]) == (7, 1518)
    three = [second["lift"], second["lift_low"], second["lift_high"]]
    assert three == pytest.approx([2.78, 1.44, 5.35], abs=0.005)
    assert second["p_adjusted"] > 0.05  # of so many pairs one is found by chance
    assert rule(pairs, ("Dark chocolate",), "Peppermint tea")["lift"] < 0.63


@pytest.mark.parametrize(
    ("baskets", "more", "words"),
    [
        (["ab", "c"], {}, "basket 1 is 'ab'"),
        ([["a", None]], {}, "1 of 2 lines without a product"),
        ([], {}, "baskets is empty"),
        (pd.DataFrame({"a": ["x"], "b": ["y"], "c": ["z"]}), {}, "3 columns: say basket="),
        (pd.DataFrame({"a": ["x"], "b": ["y"]}), {"basket": "a", "product": "q"}, "no column 'q'"),
        (pd.DataFrame({"a": ["x", None], "b": ["y", "z"]}), {}, "1 of 2 lines without a basket"),
        ("nonsense", {}, "baskets must be a table"),
        ([["a", "b"]], {"min_support": 5}, "If you meant 5 percent, write 0.05"),
        ([["a", "b"]], {"min_support": 0}, "min_support must lie above 0"),
        ([["a", "b"]], {"max_items": 1}, "max_items must be 2 or more"),
        ([list(range(40))], {"max_items": 40}, "Raise min_support or lower max_items"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(baskets, more, words):
    with pytest.raises(ValueError, match=words):
        association_rules(baskets, **{"min_support": 0.1, "min_confidence": 0.1, **more})


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ((5, 4, 10, 100), "together is larger than first"),
        ((0, 60, 60, 100), "first plus second less together is larger than baskets"),
        ((0, 0, 10, 100), "first must be a whole number above 0"),
        ((2.5, 4, 10, 100), "together must be a whole number"),
    ],
)
def test_counts_that_cannot_be_are_refused(counts, words):
    with pytest.raises(ValueError, match=words):
        lift_interval(*counts)


def test_a_grocers_month_takes_half_a_second():
    """9,835 baskets of 169 products, 4.4 a basket, as Groceries has them."""
    random = np.random.default_rng(0)
    weights = random.pareto(1.2, 169) + 0.2
    sizes = np.minimum(random.geometric(1 / 4.41, 9835), 60)
    chosen = [random.choice(169, n, replace=False, p=weights / weights.sum()) for n in sizes]
    lines = pd.DataFrame({"basket": np.repeat(np.arange(9835), sizes), "p": np.concatenate(chosen)})
    times = []
    for _ in range(3):
        start = time.process_time()
        association_rules(lines, min_support=0.001, min_confidence=0.8)
        times.append(time.process_time() - start)
    assert min(times) <= 0.5


def test_pairs_alike_in_their_counts_are_all_listed():
    """Two pairs with the same counts are two pairs, and each stands there once."""
    table = affinities([["a", "b"], ["c", "d"], ["a", "b"], ["c", "d"], ["e"]])
    assert sorted(map(sorted, zip(table["base"], table["add_on"], strict=True))) == [
        ["a", "b"],
        ["c", "d"],
    ]
    assert table["lift"].tolist() == [2.5, 2.5]
    asked = affinities([["a", "b"], ["a"]], pairs=[("b", "a")])
    assert asked["confidence"].tolist() == [1]
