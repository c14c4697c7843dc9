"""Saving, loading, summaries; importing costs little."""

import json
import subprocess
import sys

import numpy as np
import pytest

import clvwidgets.models as models
from clvwidgets.models import BGNBD, GammaGamma, ParetoNBD, ShiftedBetaGeometric

FITTED = {
    "BGNBD": lambda cdnow: BGNBD(period="W").fit(cdnow),
    "GammaGamma": lambda cdnow: GammaGamma().fit(cdnow),
    "ShiftedBetaGeometric": lambda _: ShiftedBetaGeometric("Y").fit([1000, 869, 743, 653, 593]),
}


@pytest.mark.parametrize("name", FITTED)
def test_a_saved_model_comes_back_whole(name, cdnow, tmp_path):
    model = FITTED[name](cdnow)
    path = tmp_path / "model.json"
    model.save(path)
    again = type(model).load(path)
    assert again.params_ == model.params_
    assert again.period_ == model.period_
    assert again.diagnosis_ == model.diagnosis_
    assert (again.aic_, again.bic_) == (model.aic_, model.bic_)
    assert again.summary().equals(model.summary())
    assert json.loads(path.read_text())["model"] == name


def test_a_model_without_data_is_saved_too(tmp_path):
    path = tmp_path / "model.json"
    BGNBD.from_params(r=0.25, alpha=4.0, a=1.0, b=2.0).save(path)
    assert BGNBD.load(path).params_ == {"r": 0.25, "alpha": 4.0, "a": 1.0, "b": 2.0}
    with pytest.raises(ValueError, match="does not hold a ParetoNBD"):
        ParetoNBD.load(path)


def test_summary_tells_errors_intervals_and_meanings(cdnow):
    model = BGNBD(period="W").fit(cdnow)
    table = model.summary()
    assert list(table.columns) == ["estimate", "standard_error", "lower", "upper", "meaning"]
    assert list(table.index) == ["r", "alpha", "a", "b"]
    assert (table["lower"] < table["estimate"]).all()
    assert (table["estimate"] < table["upper"]).all()
    # Standard errors from the outer product of scores, another estimate of the same matrix.
    from clvwidgets.models._histories import read_histories

    histories = read_histories(cdnow)
    scores = model._evaluate(model._values(), histories)[1]
    outer = np.linalg.inv((scores * histories.count[:, None]).T @ scores)
    assert table["standard_error"].to_numpy() == pytest.approx(np.sqrt(np.diag(outer)), rel=0.25)
    assert model.aic_ == pytest.approx(2 * 4 + 2 * 9582.429, abs=0.01)
    assert model.bic_ == pytest.approx(4 * np.log(2357) + 2 * 9582.429, abs=0.01)


def test_every_public_name_can_be_imported():
    for name in models.__all__:
        assert getattr(models, name).__name__ == name
    with pytest.raises(AttributeError, match="Nothing"):
        _ = models.Nothing


@pytest.mark.integration
def test_importing_the_room_loads_nothing_heavy():
    code = "import sys, clvwidgets.models; print('scipy' in sys.modules, 'pandas' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
