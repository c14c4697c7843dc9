"""The calculator of two kinds asks of whom the share is, and tells newcomers from today's base."""

import html
import re

import numpy as np
import pytest
import vl_convert

from clvwidgets import MixedChurn
from clvwidgets.display.panel_json import first_chart


def title_of(calc):
    """Read the title of the chart as it is drawn."""
    svg = vl_convert.vegalite_to_svg(first_chart(calc._stored()), vl_version="6.4")
    (told,) = re.findall(r">(Of 100 [^<]*)</text>", html.unescape(svg))
    return told


def month_by_month(loyal, shares_of, months=1500):
    """Follow a base of a thousand until it stands still; who comes replaces who leaves."""
    churn = np.array([0.01, 0.09])
    wanted = np.array([loyal, 1 - loyal])
    base = 1000 * wanted
    for _ in range(months if shares_of == "newcomers" else 0):
        leaving = base * churn
        base = base - leaving + leaving.sum() * wanted
    leaving = base * churn
    entering = leaving / leaving.sum()  # those who come keep the base as it is
    return base / base.sum(), entering


def months_of(kinds):
    """Count the months that a hundred of these stay, one after the other."""
    left = [100 * kinds * (1 - np.array([0.01, 0.09])) ** t for t in range(4000)]
    return np.sum(left) / 100


@pytest.mark.parametrize("shares_of", ["newcomers", "base"])
@pytest.mark.parametrize("loyal", [0.2, 0.5, 0.9])
def test_both_averages_are_those_of_a_base_followed_month_by_month(loyal, shares_of):
    base, entering = month_by_month(loyal, shares_of)
    calc = MixedChurn(loyal=loyal, loyal_churn=0.01, fickle_churn=0.09, shares_of=shares_of)
    assert calc.base_loyal == pytest.approx(base[0], abs=1e-6)
    assert calc.newcomers_loyal == pytest.approx(entering[0], abs=1e-6)
    assert calc.stay == pytest.approx(months_of(entering), rel=1e-5)
    assert calc.ahead == pytest.approx(months_of(base), rel=1e-5)
    assert calc.newcomer_churn == pytest.approx(entering @ [0.01, 0.09])
    assert calc.base_churn == pytest.approx(base @ [0.01, 0.09])


def test_one_over_churn_is_right_of_the_base_and_wrong_of_newcomers():
    kinds = {"loyal": 0.5, "loyal_churn": 0.01, "fickle_churn": 0.09}
    newcomers, base = MixedChurn(**kinds), MixedChurn(**kinds, shares_of="base")
    assert round(newcomers.stay, 1) == 55.6
    assert newcomers.by_average == pytest.approx(20)
    assert 1 / newcomers.base_churn == pytest.approx(newcomers.stay)
    assert base.stay == pytest.approx(20) == pytest.approx(base.by_average)
    assert round(base.ahead, 1) == 55.6


def test_changing_of_whom_moves_the_share_and_nothing_else_of_the_customers():
    """A base of nine in ten loyal is the one to which half of the newcomers are loyal."""
    newcomers = MixedChurn(loyal=0.5, loyal_churn=0.01, fickle_churn=0.09)
    base = MixedChurn(loyal=0.9, loyal_churn=0.01, fickle_churn=0.09, shares_of="base")
    same = set(newcomers.results) - {"by_average"}
    assert {name: base.results[name] for name in same} == pytest.approx(
        {name: newcomers.results[name] for name in same}
    )


def test_the_charts_title_says_of_whom_and_has_both_churns():
    of_newcomers, of_base = (
        title_of(MixedChurn(loyal=0.5, loyal_churn=0.01, fickle_churn=0.09, shares_of=whom))
        for whom in ("newcomers", "base")
    )
    seen = "28 are left after 60 months; 5 if all were average."
    leave = "of newcomers leave in their first month"
    assert (
        of_newcomers == f"Of 100 newcomers, {seen} 5% {leave}, 1.8% of today's base in any month."
    )
    assert of_base == (
        f"Of 100 customers of today, {seen} 8.2% {leave}, 5% of today's base in any month."
    )
