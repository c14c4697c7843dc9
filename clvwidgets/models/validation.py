"""Which model predicts best: all of them on one table, scored on purchases they have not seen."""

from __future__ import annotations

import copy
import time
from collections.abc import Iterable, Mapping
from typing import Any, Self

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from clvwidgets.arguments import checked, checked_methods
from clvwidgets.data import TransactionLog
from clvwidgets.doors import shown
from clvwidgets.models._checks import check_share
from clvwidgets.models._histories import as_pandas, numeric, read_histories
from clvwidgets.models._quadrature import Array
from clvwidgets.models.clv import CustomerValue
from clvwidgets.models.inequality import area_of_gains
from clvwidgets.models.learning import BuyTillYouDie, TwoStage
from clvwidgets.significant import significant_array

# Futures drawn for each customer to find the interval.
_FUTURES = 200


@checked_methods()
class PastRate:
    """The rule of thumb to beat: every customer goes on as before.

    Expects ``frequency / T * horizon`` purchases; nobody ever leaves, and who did not come back
    never will.

    Examples
    --------
    >>> import pandas as pd
    >>> customers = pd.DataFrame({"frequency": [2, 0], "recency": [10, 0], "T": [20, 20]})
    >>> PastRate().fit(customers).expected_purchases(customers, horizon=10).tolist()
    [1.0, 0.0]
    """

    def __repr__(self) -> str:
        return "PastRate()"

    def fit(self, customers: Any) -> Self:
        """Check the table; there is nothing to learn."""
        read_histories(customers)
        return self

    def expected_purchases(self, customers: Any, horizon: float) -> pd.Series[Any]:
        """Purchases within the horizon at the rate of the past."""
        table = as_pandas(customers)
        numeric(table, "frequency")
        rate = (table["frequency"] / table["T"]).where(table["T"] > 0, 0.0)
        return (rate * horizon).rename("expected_purchases")


@checked_methods()
class Nobody:
    """The forecast that nobody ever buys again: what a mean error has to beat, and a total may not.

    Where most customers do not come back, its mean absolute error is small.

    Examples
    --------
    >>> import pandas as pd
    >>> customers = pd.DataFrame({"frequency": [2, 0], "recency": [10, 0], "T": [20, 20]})
    >>> Nobody().fit(customers).expected_purchases(customers, horizon=10).tolist()
    [0.0, 0.0]
    """

    def __repr__(self) -> str:
        return "Nobody()"

    def fit(self, customers: Any) -> Self:
        """Check the table; there is nothing to learn."""
        read_histories(customers)
        return self

    def expected_purchases(self, customers: Any, horizon: float) -> pd.Series[Any]:  # noqa: ARG002
        """No purchase of anybody, however long the horizon."""
        table = as_pandas(customers)
        return pd.Series(0.0, index=table.index, name="expected_purchases")


@checked()
def score_predictions(actual: ArrayLike, predicted: ArrayLike) -> dict[str, float]:
    """Score predictions of something that is 0 or more, such as purchases or spend.

    Customers of whom the same is predicted share what they did evenly, so that no score hangs on
    the order of the rows.

    Parameters
    ----------
    actual, predicted : array
        One entry a customer.

    Returns
    -------
    dict
        * ``mae``, ``rmse``: mean absolute and root mean square error per customer
        * ``bias``: predicted total over actual total, minus 1
        * ``rank_correlation``: Spearman's
        * ``gini``: how well the order of predictions sorts the actual amounts: 1 as well as can
          be, 0 as chance
        * ``top_decile_lift``: what the tenth with the highest predictions did, over the mean
        * ``calibration_error``: over ten groups of equal size by prediction, the mean distance
          of predicted and actual mean

    Raises
    ------
    ValueError
        If the lengths differ, values are missing, or nothing happened at all.

    Examples
    --------
    >>> scores = score_predictions([0, 1, 2, 5], [0, 1, 2, 5])
    >>> scores["mae"], scores["gini"], scores["rank_correlation"]
    (0.0, 1.0, 1.0)
    """
    real, guess = np.asarray(actual, dtype=float), np.asarray(predicted, dtype=float)
    _check_pair(real, guess)
    # Two of whom the same is predicted may differ in the last digit, as the processor likes.
    said = significant_array(guess)
    order = np.argsort(-said, kind="stable")
    groups = np.array_split(order, min(10, len(order)))
    shared = pd.Series(real).groupby(said).transform("mean").to_numpy()
    distance = [len(part) * abs(shared[part].mean() - guess[part].mean()) for part in groups]
    ranks = np.corrcoef(pd.Series(real).rank(), pd.Series(said).rank()) if _varies(said) else None
    return {
        "mae": float(np.abs(guess - real).mean()),
        "rmse": float(np.sqrt(np.square(guess - real).mean())),
        "bias": float(guess.sum() / real.sum() - 1.0),
        "rank_correlation": 0.0 if ranks is None else float(ranks[0, 1]),
        "gini": area_of_gains(real, said) / area_of_gains(real, real),
        "top_decile_lift": float(shared[groups[0]].mean() / real.mean()),
        "calibration_error": float(np.sum(distance) / len(real)),
    }


@checked()
def validate(
    models: Mapping[str, Any] | Iterable[Any],
    log: TransactionLog,
    calibration_end: str | pd.Timestamp,
    end: str | pd.Timestamp | None = None,
    *,
    period: str = "W",
    level: float = 0.90,
    seed: int | None = 0,
) -> pd.DataFrame:
    """Fit models to the time up to ``calibration_end`` and score them on the time after it.

    Parameters
    ----------
    models : mapping or sequence
        :class:`TwoStage`, :class:`BuyTillYouDie`, :class:`CustomerValue`, and anything with
        ``fit(customers)`` and ``expected_purchases(customers, horizon)``, by name or not. They
        stay as they are; copies are fitted.
    log : TransactionLog
    calibration_end : date
        Last day that the models see.
    end : date, optional
        Last day of the test; by default the last of the log.
    period : {"D", "W", "M", "Y"}
    level : float
        Probability of the intervals that ``interval_coverage`` is about. Purchases are whole
        numbers, so honest intervals hold somewhat more.
    seed : int, optional
        For the futures that the intervals are drawn from.

    Returns
    -------
    pandas.DataFrame
        One row a model: the columns of :func:`score_predictions` for purchases,
        ``interval_coverage`` (missing for models that draw no futures) and ``seconds`` to fit. If
        there is a CustomerValue, the same scores once more with ``spend_`` before the name, for
        what each customer spent, not discounted; missing for models that tell no spend.

    Raises
    ------
    ValueError
        If no time is left for the test, or two models have the same name.

    Examples
    --------
    >>> from clvwidgets.data import load_dataset
    >>> from clvwidgets.models import BGNBD
    >>> cdnow = load_dataset("cdnow")
    >>> log = TransactionLog(cdnow[cdnow["in_sample"]], "customer_id", "date", "amount")
    >>> table = validate([BGNBD(), PastRate()], log, "1997-09-30")
    >>> table["mae"].round(2).to_dict()
    {'BGNBD': 0.79, 'PastRate': 1.02}
    """
    check_share("level", level)
    parts = log.split(calibration_end, end, period)
    actual = parts["holdout_orders"]
    rows: dict[str, dict[str, float]] = {}
    for name, model in _named(models).items():
        fresh = copy.deepcopy(model)
        seconds, expected, spend = _predict(fresh, log, calibration_end, parts, period)
        rows[name] = {
            **score_predictions(actual, expected),
            "interval_coverage": _coverage(fresh, parts, level, seed),
            "seconds": seconds,
        }
        if spend is not None:
            scores = score_predictions(parts["holdout_revenue"], spend)
            rows[name] |= {f"spend_{score}": value for score, value in scores.items()}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("model")


def _predict(
    model: Any, log: TransactionLog, calibration_end: Any, parts: pd.DataFrame, period: str
) -> tuple[float, Any, Any]:
    """Fit the model; seconds that it took, purchases to expect, spend to expect if it tells."""
    horizon = float(parts["holdout_T"].iloc[0])
    start = time.perf_counter()
    if isinstance(model, (TwoStage, BuyTillYouDie)):
        model.learn(log, calibration_end, horizon, period)
    else:
        model.fit(parts)
    seconds = time.perf_counter() - start
    if isinstance(model, (TwoStage, BuyTillYouDie)):
        return seconds, model.predict(log, calibration_end)["expected_purchases"], None
    if isinstance(model, CustomerValue):
        expected = model.purchases.expected_purchases(parts, horizon)
        return seconds, expected, expected * model.spend.expected_spend(parts)
    return seconds, model.expected_purchases(parts, horizon), None


def _require_models(models: Iterable[Any]) -> None:
    for model in models:
        if not (hasattr(model, "fit") or hasattr(model, "learn")):
            raise TypeError(
                f"models must hold models that can fit or learn, got {shown(model)}. "
                "Write for example models=[BGNBD(), PastRate()]."
            )


def _named(models: Mapping[str, Any] | Iterable[Any]) -> dict[str, Any]:
    if isinstance(models, Mapping):
        _require_models(models.values())
        return dict(models)
    if not hasattr(models, "__iter__"):
        raise TypeError(f"models must be a list of models, got {shown(models)}.")
    models = list(models)
    _require_models(models)
    named: dict[str, Any] = {}
    for model in models:
        name = type(model).__name__
        if name in named:
            raise ValueError(f"Two models are called {name}. Give names: {{'first': ..., ...}}.")
        named[name] = model
    return named


def _coverage(model: Any, parts: pd.DataFrame, level: float, seed: int | None) -> float:
    drawn_from = model.purchases if isinstance(model, CustomerValue) else model
    if not hasattr(drawn_from, "simulate_future"):
        return float("nan")
    horizon = float(parts["holdout_T"].iloc[0])
    futures = drawn_from.simulate_future(parts, horizon, seed, futures=_FUTURES)
    tail = (1.0 - level) / 2.0
    low, high = np.quantile(futures, [tail, 1.0 - tail], axis=1, method="inverted_cdf")
    actual = parts["holdout_orders"].to_numpy()
    return float(((low <= actual) & (actual <= high)).mean())


def _check_pair(real: Array, guess: Array) -> None:
    if real.shape != guess.shape or real.ndim != 1:
        raise ValueError(
            f"actual and predicted must be two lists of equal length, got {real.shape} and "
            f"{guess.shape}."
        )
    if not (np.isfinite(real).all() and np.isfinite(guess).all()):
        raise ValueError("actual and predicted must not have missing or infinite values.")
    if real.min() < 0 or not _varies(real):
        raise ValueError(
            "actual must be 0 or more and differ between customers, or there is nothing to rank. "
            "Choose a longer time for the test."
        )


def _varies(values: Array) -> bool:
    return bool(np.ptp(values) > 0)
