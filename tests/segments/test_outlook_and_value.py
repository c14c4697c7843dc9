"""Cohort outlook, concentration and life stages against published or plain numbers."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
import vl_convert

from clvwidgets.charts.lifecycle import alive_grid
from clvwidgets.charts.signals import with_signals
from clvwidgets.models.inequality import area_of_gains, lorenz_curve
from clvwidgets.segments import RFM_SEGMENTS, assign_cells, cells_of, segment_movement
from clvwidgets.segments.lifecycle import life_stages, round_edges
from clvwidgets.segments.outlook import chain_ladder_outlook
from clvwidgets.segments.value import concentration, part_ends, value_classes, value_ranks

# Payments by year of accident and of settlement: Taylor & Ashe (1983), as in Mack (1993), table 1.
PAID = (
    (357848, 766940, 610542, 482940, 527326, 574398, 146342, 139950, 227229, 67948),
    (352118, 884021, 933894, 1183289, 445745, 320996, 527804, 266172, 425046),
    (290507, 1001799, 926219, 1016654, 750816, 146923, 495992, 280405),
    (310608, 1108250, 776189, 1562400, 272482, 352053, 206286),
    (443160, 693190, 991983, 769488, 504851, 470639),
    (396132, 937085, 847498, 805037, 705960),
    (440832, 847631, 1131398, 1063269),
    (359480, 1061648, 1443370),
    (376686, 986608),
    (344014,),
)


def test_published_chain_ladder_and_its_standard_errors():
    triangle = np.full((10, 10), np.nan)
    for row, paid in enumerate(PAID):
        triangle[row, : len(paid)] = np.cumsum(paid)
    outlook = chain_ladder_outlook(triangle)
    reserve = outlook.expected[:, -1] - np.nanmax(triangle, axis=1)
    errors = [75535, 121699, 133549, 261406, 411010, 558317, 875328, 971258, 1363155]
    assert reserve.round()[[1, 9]].tolist() == [94634, 4625811]
    assert outlook.error[1:, -1].round().tolist() == errors
    assert (outlook.error[np.isfinite(triangle)] == 0).all()


def test_a_triangle_with_a_gap_is_refused():
    with pytest.raises(ValueError, match="no gaps"):
        chain_ladder_outlook([[1.0, np.nan, 3.0], [1.0, 2.0, np.nan]])


@pytest.mark.parametrize("sunk", [-5.0, 0.0, 1e-14, 4.0])
def test_what_returns_have_used_up_is_not_multiplied(sunk):
    with pytest.raises(ValueError, match=r"returns, and ratios .* mean nothing. Set returns aside"):
        chain_ladder_outlook([[100.0, sunk, 90.0], [80.0, 85.0, np.nan], [90.0, np.nan, np.nan]])


def test_nobody_knows_how_far_off_growth_from_nothing_is():
    outlook = chain_ladder_outlook([[5.0, 6.0, 7.0], [0.0, 0.0, np.nan], [3.0, np.nan, np.nan]])
    assert np.nanmax(outlook.error) < 100
    alone = chain_ladder_outlook([[5.0, 6.0, np.nan], [0.0, 0.0, 3.0], [3.0, 4.0, np.nan]])
    assert np.isnan(alone.error[[0, 2], 2]).all()


def test_gini_is_the_mean_difference_over_twice_the_mean():
    values = np.random.default_rng(2).gamma(0.5, 30, 300)
    apart = np.abs(values[:, None] - values).mean() / (2 * values.mean())
    assert area_of_gains(values, values) == pytest.approx(apart)


def test_the_curve_of_equal_customers_is_the_diagonal_and_of_losses_rises_above_one():
    assert concentration([2.0] * 4).tolist() == [0.25, 0.5, 0.75, 1.0]
    assert concentration([8.0, 4.0, -2.0]).tolist() == pytest.approx([0.8, 1.2, 1.0])
    assert np.isnan(concentration([1.0, -1.0])).all()
    assert value_ranks([3.0, 3.0, 3.0]).tolist() == [1, 2, 3]
    assert part_ends(23570)[19] == 4714
    assert [c.name for c in value_classes([0.0, 0.0])] == ["At a loss", "At a loss"]


def test_the_concentration_curve_is_the_lorenz_curve_from_the_other_end():
    values = np.array([8.0, 4.0, 1.0, 0.0, 7.0])
    best_first = np.append(0.0, concentration(np.sort(values)[::-1]))
    assert best_first == pytest.approx(1 - lorenz_curve(values)["value"].to_numpy()[::-1])


def test_a_stage_is_found_for_everybody():
    stages = life_stages(
        [0.4, 0.9, 0.9, 0.9, 1.0], [9, 2, 9, 9, 9], [5, 2, 5, 1, 3], [0, 0, 3, 3, 3]
    )
    assert list(stages) == ["decline", "introduction", "growth", "decline", "maturity"]


def test_edges_are_round_and_equal_values_need_none():
    assert round_edges(np.full(9, 3.0)) == ()
    assert round_edges([]) == ()
    assert set(round_edges(np.random.default_rng(0).gamma(1, 80, 999))) <= {
        5,
        10,
        20,
        50,
        100,
        200,
        500,
    }


def test_an_edge_without_a_round_number_is_short_and_still_divides():
    assert round_edges([139.0, 139.92284, 141.0]) == (140.0,)
    assert round_edges([139.921, 139.92284, 139.923]) == (139.92284,)


def test_an_axis_names_an_edge_in_three_digits():
    spec = alive_grid([139.92284], "'Who'").to_dict()
    signals = {"shade": "customers", "stage": "all", "selected_keys": [], "cursor_key": ""}
    given = [{"name": name, "value": value} for name, value in signals.items()]
    given.append({"name": "is_filtered", "value": False})
    svg = vl_convert.vegalite_to_svg(with_signals(spec, given), vl_version="6.4")
    assert re.findall(r">(\$[^<]*)</text>", svg) == ["$0", "$140"]


def test_cells_that_get_a_name_leave_their_segments():
    rules = assign_cells(RFM_SEGMENTS, "Regulars", {(5, 4), (5, 5), (4, 4)}, "Thank them")
    assert {cell for rule in rules for cell in cells_of(rule)} == {
        (r, f) for r in range(1, 6) for f in range(1, 6)
    }
    assert sum(len(cells_of(rule)) for rule in rules) == 25
    assert "Champions" not in [rule.name for rule in rules]
    with pytest.raises(ValueError, match="at least one cell"):
        assign_cells(RFM_SEGMENTS, "Nobody", set())


def test_movement_counts_each_customer_of_today_once():
    before = pd.Series(["a", "a", "b"], index=[1, 2, 3])
    now = pd.Series(["a", "b", "b", "b"], index=[1, 2, 3, 4])
    moved = segment_movement(before, now)
    assert moved.to_numpy().tolist() == [[1, 1], [0, 1], [0, 1]]
    assert moved.index[-1] == "Not yet a customer"
