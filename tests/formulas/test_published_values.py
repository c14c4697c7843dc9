"""Numbers that other people printed; ``tests/reference`` names each source."""

import json
import math
from pathlib import Path

import numpy as np
import pytest

from clvwidgets import formulas as f

PUBLISHED = json.loads((Path(__file__).parents[1] / "reference" / "formulas.json").read_text())


@pytest.mark.parametrize("first_payment", ["now", "after_renewal", "end_of_period"])
def test_three_timing_cases_of_fader_and_hardie(first_payment):
    case = PUBLISHED["timing_cases"]
    value = f.retention_clv(
        case["margin"], case["retention"], case["discount"], first_payment=first_payment
    )
    assert value == pytest.approx(case[first_payment], abs=case["tolerance"])


def test_margin_multiples_of_gupta_and_lehmann():
    case = PUBLISHED["margin_multiples"]
    rows, columns = np.array(case["retention"])[:, None], np.array(case["discount"])
    found = f.margin_multiple(rows, columns)
    assert found == pytest.approx(np.array(case["expected"]), abs=case["tolerance"])
    case = case["with_growth"]
    found = f.margin_multiple(case["retention"], case["discount"], case["growth"])
    assert found == pytest.approx(case["expected"], abs=case["tolerance"])


def residual_values(case):
    """Just before the renewal: r of a payment made at once, and what follows it."""
    rates = np.array(case["retention"])
    return rates * f.retention_clv(case["margin"], rates, case["discount"])


def loyal_share(case, renewals):
    left = np.array(case["customers"]) * np.array(case["retention"]) ** renewals
    return left[0] / left.sum()


def test_residual_values_of_two_segments():
    case = PUBLISHED["two_segments"]
    loyal, fickle = residual_values(case)
    assert [loyal, fickle] == pytest.approx(case["residual"], abs=case["residual_tolerance"])
    share = loyal_share(case, 2)
    assert share == pytest.approx(case["loyal_share_after_two_renewals"], abs=1e-5)
    assert share * loyal + (1 - share) * fickle == pytest.approx(
        case["mixed_residual_after_two_renewals"], abs=case["mixed_tolerance"]
    )


def test_base_value_of_two_segments_and_what_one_rate_for_all_makes_of_it():
    case = PUBLISHED["two_segments"]
    active = np.array(case["active_by_renewals"])
    shares = np.array([loyal_share(case, renewals) for renewals in range(len(active))])
    loyal, fickle = residual_values(case)
    base = f.customer_equity(active, shares * loyal + (1 - shares) * fickle).sum()
    assert base == pytest.approx(case["base_by_segment"], abs=case["base_tolerance"])
    stayed, all_customers = case["one_retention_for_all"]
    retention = stayed / all_customers
    residual = retention * f.retention_clv(case["margin"], retention, case["discount"])
    assert f.customer_equity(active.sum(), residual) == pytest.approx(
        case["base_with_one_retention"], abs=case["one_retention_tolerance"]
    )


@pytest.mark.parametrize("case", PUBLISHED["markov_chains"], ids=lambda case: case["source"][:8])
def test_published_markov_chains(case):
    periods = math.inf if case["periods"] is None else case["periods"]
    found = f.markov_clv(case["transition"], case["rewards"], case["discount"], periods)
    assert found == pytest.approx(case["expected"], abs=case["tolerance"])


def test_published_probability_to_be_alive():
    case = PUBLISHED["alive"]
    found = f.bgnbd_alive(*case["history"], *case["params"])
    assert found == pytest.approx(case["expected"], abs=case["tolerance"])


def test_annual_rate_on_monthly_cash():
    case = PUBLISHED["monthly_rate"]
    found = f.convert_rate(case["yearly"], "year", "month")
    assert found == pytest.approx(case["monthly"], abs=case["tolerance"])


def test_subscriber_of_the_worked_example():
    """Margin 40, churn 5 percent a month, 10 percent a year, CAC 120."""
    discount = f.convert_rate(0.10, "year", "month")
    assert f.retention_clv(40, 0.95, discount) == pytest.approx(695, abs=0.5)
    assert f.payback_periods(40, 0.95, discount, 120) == 3


def test_spend_to_expect_of_the_customers_of_the_note_on_gamma_gamma():
    case = json.loads((Path(__file__).parents[1] / "reference" / "models.json").read_text())[
        "expected_spend"
    ]
    customers = np.array([case["frequency"], case["monetary_value"]], dtype=float)
    found = f.shrunk_spend(*case["params"], *customers)
    assert found == pytest.approx(case["expected"], abs=case["tolerance"])
