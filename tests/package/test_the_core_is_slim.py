"""The core needs no desk around it: no JupyterLab, no threads; what is missing is said."""

from __future__ import annotations

import subprocess
import sys
import threading
import tomllib
from pathlib import Path

import pandas as pd
import pytest

from clvwidgets import RFMExplorer, TransactionLog
from clvwidgets._extras import require
from clvwidgets.cli import main
from clvwidgets.course import export_notebook
from clvwidgets.models import TwoStage, kaplan_meier

DESK = ("jupyterlab", "nbconvert", "nbformat", "notebook", "latex2mathml", "jupyter_server")
CONTRACTS = pd.DataFrame({"tenure": [1, 2, 3], "churned": [True, False, True]})
ORDERS = pd.DataFrame(
    {
        "customer": ["Ann", "Bo", "Ann", "Cy"],
        "date": ["2024-01-05", "2024-02-09", "2024-03-01", "2024-03-05"],
        "amount": [9.0, 5.0, 7.0, 3.0],
    }
)


def without(monkeypatch, *names):
    for name in names:
        monkeypatch.setitem(sys.modules, name, None)


@pytest.mark.integration
def test_widgets_and_lessons_come_without_jupyterlab():
    hidden = f"import sys; sys.modules.update(dict.fromkeys({DESK}))\n"
    code = (
        "import clvwidgets as c, clvwidgets.course, clvwidgets.cli\n"
        "[getattr(c, name) for name in c.__all__]\n"
        "print('vnd.clvwidgets.panel' in str(c.SubscriptionCLV()._repr_mimebundle_()))\n"
        "print(c.course.Lesson('01_clv_in_ten_minutes').header() is not None)"
    )
    done = subprocess.run([sys.executable, "-c", hidden + code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["True", "True"]


def test_the_core_asks_for_no_desk():
    text = (Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)["project"]
    names = " ".join(project["dependencies"])
    assert not [name for name in DESK if name in names]
    desk = " ".join(project["optional-dependencies"]["lab"])
    assert all(name in desk for name in ("jupyterlab", "nbconvert"))


def test_a_missing_extra_is_a_sentence_with_the_command(monkeypatch, tmp_path, capsys):
    without(
        monkeypatch,
        "statsmodels.duration.survfunc",
        "nbconvert",
        "jupyterlab",
        "jupyterlab.labapp",
        "sklearn",
    )
    with pytest.raises(ImportError, match=r'pip install "clvwidgets\[survival\]"'):
        kaplan_meier(CONTRACTS)
    with pytest.raises(ImportError, match=r'pip install "clvwidgets\[lab\]"'):
        export_notebook(tmp_path / "any.ipynb")
    assert main(["lab", str(tmp_path / "course")]) == 1
    assert 'pip install "clvwidgets[lab]"' in capsys.readouterr().err
    many = [ORDERS.assign(customer=ORDERS["customer"] + str(number)) for number in range(100)]
    again = ORDERS.tail(1).assign(customer=[[f"Ann{number}" for number in range(50)]])
    log = TransactionLog(pd.concat([*many, again.explode("customer")]))
    with pytest.raises(ImportError, match=r'pip install "clvwidgets\[ml\]"'):
        TwoStage().learn(log, "2024-03-02", 1)


def test_a_package_that_is_there_and_broken_keeps_its_own_error(tmp_path, monkeypatch):
    (tmp_path / "broken_for_a_test.py").write_text("import something_that_is_not_there")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ModuleNotFoundError, match="something_that_is_not_there"):
        require("broken_for_a_test", "lab", "A test")


@pytest.mark.parametrize("source", ["table", "file"])
def test_where_there_are_no_threads_a_table_is_explored_all_the_same(monkeypatch, source, tmp_path):
    def refuse(_thread):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    file = tmp_path / "orders.csv"
    ORDERS.to_csv(file, index=False)
    explorer = RFMExplorer(ORDERS if source == "table" else file)
    explorer.select(explorer.named_groups()[0]["label"])
    assert len(explorer.customers) == 3
