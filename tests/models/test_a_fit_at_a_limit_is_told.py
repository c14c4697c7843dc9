"""Customers who are all alike, who never leave or who all leave are told so, on any processor.

On such data the likelihood rises for ever, and where a search stopped hung on the last digits of a
sum: r was 193,222 with one processor ("converged, ridge") and 330,801 with another ("did not
converge, boundary").
"""

import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from scipy.special import digamma, polygamma

from clvwidgets.models import BetaDiscreteWeibull

from ..processors import other_processors
from .limit_worlds import WORLDS

WORLD = Path(__file__).parent / "limit_worlds.py"
NAMED = [name for name, (_, _, words) in WORLDS.items() if words]


@pytest.fixture(scope="module")
def fits():
    """Fit each world once."""

    @cache
    def fit(name):
        model, data, _ = WORLDS[name]
        return model().fit(data)

    return fit


@pytest.mark.parametrize("name", NAMED)
def test_the_verdict_names_the_simpler_model(name, fits):
    words, fitted = WORLDS[name][2], fits(name)
    assert re.search(words, str(fitted.diagnosis_), re.DOTALL), str(fitted.diagnosis_)
    assert "Boundary" in str(fitted.diagnosis_)
    assert not fitted.diagnosis_.converged
    assert fitted.diagnosis_.held


@pytest.mark.parametrize("name", list(WORLDS))
def test_only_what_is_kept_at_a_limit_has_no_standard_error(name, fits):
    fitted = fits(name)
    errors = fitted.standard_errors_
    assert {name for name, error in errors.items() if np.isnan(error)} == {
        name for name in fitted.diagnosis_.held if name in errors
    }


def relative_error(fitted, name):
    return fitted.standard_errors_[name] / fitted.params_[name]


@pytest.mark.parametrize("name", ["buy alike, nobody leaves", "buy alike, nobody leaves, Pareto"])
def test_the_rate_of_alike_customers_has_the_error_of_a_poisson_rate(name, fits):
    data, fitted = WORLDS[name][1], fits(name)
    purchases = data["frequency"].sum()
    rate = purchases / data["T"].sum()
    assert fitted.params_["r"] / fitted.params_["alpha"] == pytest.approx(rate, rel=1e-5)
    assert relative_error(fitted, "alpha") == pytest.approx(1.0 / np.sqrt(purchases), rel=1e-4)
    assert f"{rate:.4g} per period (standard error {rate / np.sqrt(purchases):.2g})" in str(
        fitted.diagnosis_
    )


def test_rates_where_nobody_leaves_have_the_errors_of_the_negative_binomial_distribution(fits):
    data, fitted = WORLDS["nobody leaves"][1], fits("nobody leaves")
    r, alpha = fitted.params_["r"], fitted.params_["alpha"]
    x, time = data["frequency"].to_numpy(float), data["T"].to_numpy()
    by_r = digamma(r + x) - digamma(r) + np.log(alpha / (alpha + time))
    bend_r = polygamma(1, r + x) - polygamma(1, r)
    by_alpha = r / alpha - (r + x) / (alpha + time)
    bend_alpha = (r + x) / (alpha + time) ** 2 - r / alpha**2
    both = (1.0 / alpha - 1.0 / (alpha + time)).sum() * r * alpha
    information = -np.array(
        [
            [(bend_r * r**2 + by_r * r).sum(), both],
            [both, (bend_alpha * alpha**2 + by_alpha * alpha).sum()],
        ]
    )
    errors = np.sqrt(np.diag(np.linalg.inv(information)))
    assert relative_error(fitted, "r") == pytest.approx(errors[0], rel=1e-4)
    assert relative_error(fitted, "alpha") == pytest.approx(errors[1], rel=1e-4)


@pytest.mark.parametrize(
    ("name", "hits", "chances"),
    [
        ("renew alike", 1000 - 328, 1000 + 800 + 640 + 512 + 410),
        ("renew alike at any tenure", 1000 - 328, 1000 + 800 + 640 + 512 + 410),
        ("who renews once leaves next", 400, 1000),
        ("give alike, nobody leaves", WORLDS["give alike, nobody leaves"][1].frequency.sum(), 3200),
    ],
)
def test_a_chance_that_all_share_has_the_error_of_a_binomial_share(name, hits, chances, fits):
    fitted = fits(name)
    share = hits / chances
    total = fitted.params_["alpha"] + fitted.params_["beta"]
    assert fitted.params_["alpha"] / total == pytest.approx(share, rel=1e-4)
    # The sum of the two is kept, so that one of them goes with the share.
    error = np.sqrt(share * (1.0 - share) / chances)
    assert fitted.standard_errors_["alpha"] / total == pytest.approx(error, rel=1e-4)


def test_a_fit_at_a_limit_is_kept_with_what_it_holds(tmp_path, fits):
    fitted = fits("buy alike")
    fitted.save(tmp_path / "model.json")
    again = type(fitted).load(tmp_path / "model.json")
    assert again.diagnosis_ == fitted.diagnosis_
    assert again.summary().equals(fitted.summary())
    assert list(fitted.summary()["lower"].isna()) == [True, False, False, False]


def test_losses_that_come_all_at_once_are_not_called_nobody_leaves():
    fitted = BetaDiscreteWeibull().fit([30, 30, 0, 0])
    assert "nobody leaves" not in str(fitted.diagnosis_)
    assert np.isfinite(fitted.log_likelihood_)
    assert fitted.survival([1, 2]) == pytest.approx([1.0, 0.0], abs=1e-3)


def test_parameters_of_alike_customers_stand_at_a_stated_place(fits):
    fitted = fits("buy alike")
    assert fitted.params_["r"] == 100_000
    assert "r kept at 100,000" in str(fitted.diagnosis_)
    # Simulated with a rate of 0.1 that all customers have.
    assert fitted.params_["r"] / fitted.params_["alpha"] == pytest.approx(0.1, rel=0.03)


def test_customers_who_differ_are_not_called_alike(cdnow):
    fitted = WORLDS["buy alike"][0]().fit(cdnow)
    assert fitted.diagnosis_.ok
    assert fitted.params_["r"] == pytest.approx(0.2426, abs=1e-4)


def verdicts(setting):
    free = {"OPENBLAS_CORETYPE", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"}
    usual = {name: value for name, value in os.environ.items() if name not in free}
    done = subprocess.run(
        [sys.executable, str(WORLD)], env={**usual, **setting}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def usual():
    return verdicts({})


@pytest.mark.integration
@pytest.mark.parametrize("name", other_processors())
def test_every_processor_gives_the_same_verdict_and_parameters(name, usual):
    assert verdicts(other_processors()[name]) == usual
