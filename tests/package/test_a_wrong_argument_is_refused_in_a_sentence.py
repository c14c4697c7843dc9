"""Every public call with every argument of a wrong kind: a result, or a sentence of ours."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import math
import signal
import warnings
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from clvwidgets import models
from clvwidgets.course import (
    START,
    copy_course,
    export_notebook,
    export_notebooks,
    progress,
    reset_notebook,
)
from clvwidgets.data import TransactionLog, load_dataset
from clvwidgets.segments import BUSINESS_MODELS, LIFE_STAGES, Groups
from clvwidgets.segments.axes import Ranges

from ..sentences import leak
from .panel_calls import HOOKS, move_every_panel
from .valid_calls import Call, overheard

ROOMS = (
    *("formulas", "strategies", "models", "data", "effects", "segments", "charts"),
    *("course", "display", "widgets"),
)

WRITTEN_WITH = "the operators that outputs are written with; like + they take what formulas gave"
NOT_TRIED = {
    **dict.fromkeys(
        (
            *("ceil", "divide", "exp", "expm1", "log", "log1p", "maximum", "minimum"),
            *("is_array", "is_traced", "pick", "power", "quotient", "times", "where"),
        ),
        WRITTEN_WITH,
    ),
    "choice": "itself a door: it refuses the values of others",
    "hazard_ratios": "takes what the extra [survival] fits",
    "write_csv": "its example writes into a folder that is gone",
}

# A sentence about what is inside an argument names the inside.
INSIDE = {
    "table": ("TransactionLog reads files", "is a folder"),
    **dict.fromkeys(
        ("transactions", "source"),
        ("table", "TransactionLog reads files", "is a folder"),
    ),
    "consent": ("attributes=",),
    **dict.fromkeys(("since", "segments_on"), ("end must not lie before",)),
    "parts": ("customers lacks the column",),
    "data": ("survivors", "customers"),
    "name": ("no lesson", "built front-end file"),
    "key": ("no exercise", "no prediction"),
    "number": ("no notebook",),
    "path": ("no notebook", "is a folder"),
}


class Strange:
    """What nobody expects."""

    def __repr__(self) -> str:
        return "<strange>"


WRONG: dict[str, Any] = {
    "nothing": None,
    "words": "nonsense",
    "empty text": "",
    "not a number": math.nan,
    "infinity": math.inf,
    "negative": -1.5,
    "three": 3,
    "true": True,
    "huge": 1e300,
    "huge whole": 10**400,
    "complex": 1 + 2j,
    "decimal": Decimal("sNaN"),
    "list": ["a", None],
    "empty list": [],
    "dict": {"a": 1},
    "set": {1},
    "bytes": b"bytes",
    "object": Strange(),
    "lambda": lambda: None,
    "date": dt.date(1997, 9, 30),
    "missing day": pd.NaT,
    "table": pd.DataFrame({"x": ["a", "b"]}),
    "empty table": pd.DataFrame(),
    "column": pd.Series([1.0, math.nan], index=["a", "a"]),
    "array": np.array([[1.0, 2.0]]),
}


class TooSlow(BaseException):
    """The call did not come back."""


@contextlib.contextmanager
def at_most(seconds: float) -> Iterator[None]:
    def stop(*_: Any) -> None:
        raise TooSlow

    # Of the processor's time: a machine that is busy with something else is not a failure.
    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def complaint(call: Call, name: str, value: Any) -> str | None:
    """What is wrong with the answer to this wrong argument, if anything."""
    try:
        with at_most(5), warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            call(**{name: value})
    except TooSlow:
        return "too slow"
    except (Exception, RecursionError) as error:
        if found := leak(error):
            return found
        words = (name.rstrip("s"), *INSIDE.get(name, ()))
        if not any(word in str(error) for word in words):
            return f"unnamed: {str(error)[:110]}"
    return None


def in_a_folder(folder: Path) -> None:
    """Call what docstrings call in a folder that is gone when the call is tried again."""
    course = copy_course(folder / "course").folder
    reset_notebook(course, "01")
    progress(keep=True, folder=course)
    notebook = course / START
    export_notebook(notebook, folder / "pages")
    export_notebooks([notebook], folder / "pages")


def more_examples(folder: Path) -> None:
    """Call what no docstring calls."""
    log = TransactionLog(load_dataset("cdnow"))
    customers = log.customers("W").query("frequency > 0 and monetary_value > 0").head(200)
    model = models.BGNBD.from_params(r=0.243, alpha=4.414, a=0.793, b=2.426, period="W")
    spend = models.GammaGamma.from_params(p=6.25, q=3.74, v=15.44)
    model.log_likelihood(customers)
    model.simulate(10, 20.0, seed=1)
    spend.log_likelihood(customers)
    model.save(folder / "model.json")
    models.BGNBD.load(folder / "model.json")
    value = models.CustomerValue(model, spend)
    value.predict(customers, 10.0, discount=0.1, margin=0.3)
    value.fit(log.customers("W").query("frequency == 0 or monetary_value > 0"))
    value.spend.summary()
    value.predict(customers, 10.0, discount=0.1, margin=0.3)
    learner = models.TwoStage(seed=1).learn(log, "1998-03-31", 8.0)
    learner.predict(log, "1998-03-31")
    shop = pd.DataFrame({"orders": [1, 1, 5]})
    Groups(shop, [Ranges("orders", (1, 3))]).mask(["1"])
    LIFE_STAGES[0].quarters(BUSINESS_MODELS[0])
    value.explain(customers.index[0])
    models.ShiftedBetaGeometric.from_params(alpha=0.7, beta=1.2).simulate(10, 3, seed=1)


@pytest.fixture(scope="module")
def heard(tmp_path_factory) -> tuple[list[Call], set[str]]:
    folder = tmp_path_factory.mktemp("kept")
    calls, silent = overheard(
        ROOMS,
        lambda: in_a_folder(folder),
        lambda: (more_examples(folder), move_every_panel(folder)),
        quiet=("widgets",),
    )
    return calls, {name for name in silent if name.rpartition(".")[2] not in HOOKS}


def places(call: Call) -> Iterator[str]:
    for name in call.arguments:
        if name not in (call.many, call.words):
            yield name


@pytest.mark.integration
@pytest.mark.parametrize("room", ROOMS)
def test_every_wrong_argument_is_refused_in_a_sentence_that_names_it(
    room, heard, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    complaints, tried = [], set[tuple[str, str]]()
    for call in heard[0]:
        if call.room != room or call.name in NOT_TRIED or call.name.rpartition(".")[2] in HOOKS:
            continue
        try:
            call()  # as the example has it: valid
        except ImportError:  # an extra that is not installed here
            continue
        for name in places(call):
            if (call.name, name) in tried:  # what a class takes, its parts take too
                continue
            tried.add((call.name, name))
            for kind, value in WRONG.items():
                if call.name.endswith(".interval") and kind == "lambda":
                    continue  # a function of the caller's, which fails by itself
                if found := complaint(call, name, value):
                    complaints.append(f"{call.name}({name}={kind}): {found}")
    assert "\n".join(complaints) == ""


@pytest.mark.integration
def test_every_public_thing_was_tried(heard):
    assert heard[1] - set(NOT_TRIED) == set()
