"""The split that goes to the browser is the one of Python, at all its corners."""

from __future__ import annotations

import altair as alt
import numpy as np
import pytest

from clvwidgets.strategies import best_budget_split, few_channel_split


def cases(count, channels=4):
    """Budgets and channels, many of them with nothing to win, or full at once."""
    random = np.random.default_rng(3)
    for _ in range(count):
        ceiling = random.choice([0.0, 5.0, *random.uniform(1, 90, 6)], channels)
        scale = random.choice([50.0, *random.uniform(10, 900, 6)], channels)
        value = random.choice([0.0, 1.0, 1.0, *random.uniform(0, 200, 4)], channels)
        limit = random.choice([0.0, 100.0, *random.uniform(0, 900, 6), 1e9], channels)
        budget = random.choice([0.0, 1.0, 100.0, limit.sum(), *random.uniform(1, 2500, 4)])
        yield float(budget), ceiling, scale, value, limit


def spends(split, channels=4):
    return [split[f"spend_{place}"] for place in range(1, channels + 1)]


def test_it_is_the_best_split_at_every_corner():
    for budget, *channels in cases(3000):
        given = [list(map(float, one)) for one in channels]
        expected = best_budget_split(budget, *channels)
        assert spends(few_channel_split(budget, *given)) == pytest.approx(expected, 1e-9, 1e-7)


def test_vega_computes_the_same(vega):
    rows = [
        {
            "budget": budget,
            **{
                f"{n}{i}": float(c[i])
                for n, c in zip("mtvl", channels, strict=True)
                for i in range(4)
            },
        }
        for budget, *channels in cases(150)
    ]
    traced = few_channel_split(
        alt.datum.budget, *[[alt.datum[f"{n}{i}"] for i in range(4)] for n in "mtvl"]
    )
    found = [vega(one, rows) for one in spends(traced)]
    for place, (budget, *channels) in enumerate(cases(150)):
        expected = best_budget_split(budget, *channels)
        assert [one[place] for one in found] == pytest.approx(expected, 1e-9, 1e-7)


def test_arrays_give_what_single_numbers_give():
    rows = list(cases(50))
    columns = [np.array([row[part] for row in rows]) for part in range(5)]
    split = few_channel_split(columns[0], *[list(one.T) for one in columns[1:]])
    for place, row in enumerate(rows):
        assert [one[place] for one in spends(split)] == pytest.approx(
            best_budget_split(*row), 1e-9, 1e-7
        )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((1, [], [], [], []), "one channel at least, got ceiling 0"),
        ((1, [1], [1, 2], [1], [1]), "ceiling 1, scale 2, value 1, at_most 1"),
        ((-1, [1], [1], [1], [1]), "budget must be 0 or more"),
        ((1, [1], [0], [1], [1]), "scale must be greater than 0"),
        ((1, 5, [1], [1], [1]), "ceiling must be a list of numbers"),
    ],
)
def test_a_wrong_channel_is_refused_in_a_sentence(arguments, words):
    with pytest.raises(ValueError, match=words):
        few_channel_split(*arguments)
