"""Customers who are all alike, who never leave or who all leave are told so, on any processor.

On such data the likelihood rises for ever, and where a search stopped hung on the last digits of a
sum: r was 193,222 with one processor ("converged, ridge") and 330,801 with another ("did not
converge, boundary").
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from ..processors import other_processors
from .limit_worlds import WORLDS

WORLD = Path(__file__).parent / "limit_worlds.py"
NAMED = [name for name, (_, _, words) in WORLDS.items() if words]


@pytest.mark.parametrize("name", NAMED)
def test_the_verdict_names_the_simpler_model(name):
    model, data, words = WORLDS[name]
    fitted = model().fit(data)
    assert re.search(words, str(fitted.diagnosis_)), str(fitted.diagnosis_)
    assert "Boundary" in str(fitted.diagnosis_)
    assert not fitted.diagnosis_.converged
    assert fitted.log_covariance_ is None


def test_parameters_of_alike_customers_stand_at_a_stated_place():
    model, data, _ = WORLDS["buy alike"]
    fitted = model().fit(data)
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
