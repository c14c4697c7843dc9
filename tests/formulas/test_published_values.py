"""Numbers that other people printed, each with its source."""

import pytest

from clvwidgets import formulas as f

FADER_HARDIE_NOTE_24 = {"now": 366.6667, "after_renewal": 266.6667, "end_of_period": 333.3333}

GUPTA_LEHMANN_2003 = {  # margin multiple: retention -> for discount .10, .12, .14, .16
    0.6: (1.20, 1.15, 1.11, 1.07),
    0.7: (1.75, 1.67, 1.59, 1.52),
    0.8: (2.67, 2.50, 2.35, 2.22),
    0.9: (4.50, 4.09, 3.75, 3.46),
}


@pytest.mark.parametrize(("first_payment", "value"), FADER_HARDIE_NOTE_24.items())
def test_three_timing_cases_of_fader_and_hardie(first_payment, value):
    """Note 024 (2012), cases 1 to 3, with margin 100, retention .8, discount .1."""
    assert f.retention_clv(100, 0.8, 0.1, first_payment=first_payment) == pytest.approx(
        value, abs=1e-3
    )


@pytest.mark.parametrize("retention", GUPTA_LEHMANN_2003)
def test_margin_multiples_of_gupta_and_lehmann(retention):
    """Customers as Assets, Journal of Interactive Marketing 17(1), printed to two places."""
    for discount, printed in zip(
        (0.10, 0.12, 0.14, 0.16), GUPTA_LEHMANN_2003[retention], strict=True
    ):
        assert f.margin_multiple(retention, discount) == pytest.approx(printed, abs=0.006)


def test_margin_multiple_with_growth():
    """The formula of the same paper with growth .05, retention .8, discount .12."""
    assert f.margin_multiple(0.8, 0.12, 0.05) == pytest.approx(2.857143, abs=1e-6)


def test_residual_values_and_base_of_two_segments():
    """Fader and Hardie's workshop: residual value just before the renewal pays r at once."""
    loyal = 0.9 * f.retention_clv(100, 0.9, 0.1)
    fickle = 0.5 * f.retention_clv(100, 0.5, 0.1)
    assert loyal == pytest.approx(495.0, abs=0.05)
    assert fickle == pytest.approx(91.7, abs=0.05)
    mixed = 0.618 * loyal + (1 - 0.618) * fickle
    assert mixed == pytest.approx(341.1, abs=0.25)


def test_naive_base_value_of_two_segments():
    """The same workshop: one retention rate for all gives 8.761 million for the base."""
    base = 3_385 + 4_895 + 7_642 + 12_033 + 20_500
    retention = 27_955 / 40_875
    residual = retention * f.retention_clv(100, retention, 0.1)
    assert f.customer_equity(base, residual) == pytest.approx(8_761_000, rel=1e-3)


def test_markov_chain_of_pfeifer_and_carraway():
    """Journal of Interactive Marketing 14(2): recency states, horizon 4 (so five rewards)."""
    chain = [
        [0.30, 0.70, 0, 0, 0],
        [0.20, 0, 0.80, 0, 0],
        [0.15, 0, 0, 0.85, 0],
        [0.05, 0, 0, 0, 0.95],
        [0, 0, 0, 0, 1],
    ]
    rewards = [36, -4, -4, -4, 0]
    assert f.markov_clv(chain, rewards, 0.2, 5) == pytest.approx(
        [50.115, 4.220, 0.592, -1.980, 0], abs=5e-4
    )


def test_markov_chain_of_another_library():
    """phpOMS, MetricsTest.testMigrationModel, given to two places."""
    chain = [[0.5, 0.5, 0, 0], [0.2, 0, 0.8, 0], [0.1, 0, 0, 0.9], [0, 0, 0, 1]]
    assert f.markov_clv(chain, [100, 0, 0, 0], 0.1) == pytest.approx(
        [231.08, 57.29, 21.01, 0], abs=0.005
    )


def test_annual_rate_on_monthly_cash():
    """Ten percent a year is .797414 percent a month (tables of effective interest)."""
    assert f.convert_rate(0.10, "year", "month") == pytest.approx(0.00797414, abs=5e-9)


def test_subscriber_of_the_worked_example():
    """Margin 40, churn 5 percent a month, 10 percent a year, CAC 120."""
    discount = f.convert_rate(0.10, "year", "month")
    assert f.retention_clv(40, 0.95, discount) == pytest.approx(695, abs=0.5)
    assert f.payback_periods(40, 0.95, discount, 120) == 3
