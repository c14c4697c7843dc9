"""How sure a prediction is: draws of the parameters and intervals."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from clvwidgets.arguments import checked, checked_methods
from clvwidgets.doors import TABLE_OR_COUNTS, a
from clvwidgets.models._base import Model
from clvwidgets.models._checks import check_share, check_whole
from clvwidgets.models._histories import as_pandas, counts
from clvwidgets.models._purchases import PurchaseModel
from clvwidgets.models._quadrature import Array
from clvwidgets.models.clv import CustomerValue
from clvwidgets.models.gammagamma import GammaGamma
from clvwidgets.models.sbg import ShiftedBetaGeometric, read_survivors

AnyModel = Model | CustomerValue
M = TypeVar("M", bound=Model)


@checked_methods()
@dataclass(frozen=True)
class Draws:
    """Models with parameters as they might as well have come out.

    An interval of them is the model's word: it knows how few the data are, and not where the
    model itself is wrong. Put :func:`backtest` beside it.

    Attributes
    ----------
    models : tuple
        One model a draw.
    failed : int
        Draws of a bootstrap whose fit gave an error and that are left out. More than a few say
        that the data are too thin for the model.
    held : tuple of str
        What Laplace draws keep at a limit, as ``diagnosis_.held`` of the fit: they take the
        simpler model for true, and their intervals know nothing of what lies beyond it.

    Examples
    --------
    >>> from clvwidgets.models import ShiftedBetaGeometric
    >>> model = ShiftedBetaGeometric().fit([1000, 869, 743, 653, 593, 551])
    >>> laplace_draws(model, size=100, seed=1)
    Draws(100 models, 0 failed)
    """

    models: tuple[Any, ...]
    failed: int = 0
    held: tuple[str, ...] = ()

    def __repr__(self) -> str:
        kept = f", {' and '.join(self.held)} kept at a limit" if self.held else ""
        return f"Draws({len(self.models)} models, {self.failed} failed{kept})"

    def params(self) -> pd.DataFrame:
        """Parameters, one row a draw; those of a CustomerValue side by side."""
        return pd.DataFrame([_params(model) for model in self.models])

    def interval(
        self, quantity: Callable[[Any], Any], level: float = 0.90
    ) -> pd.DataFrame | pd.Series[Any]:
        """Interval of anything that can be computed from a model, as far as the model is right.

        Parameters
        ----------
        quantity : callable
            From a model to a number, an array or a Series, for example
            ``lambda model: model.expected_purchases(customers, 52)``.
        level : float
            Share of the draws inside the interval.

        Returns
        -------
        pandas.DataFrame or pandas.Series
            ``lower, median, upper``; for a Series one row for each of its entries.
        """
        tail = (1.0 - check_share("level", level)) / 2.0
        values = [quantity(model) for model in self.models]
        quantiles = np.quantile(np.array(values), [tail, 0.5, 1.0 - tail], axis=0)
        names = ["lower", "median", "upper"]
        if quantiles.ndim == 1:
            return pd.Series(quantiles, index=names)
        index = values[0].index if isinstance(values[0], pd.Series) else None
        return pd.DataFrame(quantiles.T, columns=names, index=index)


@checked(model=a("Model") | a("CustomerValue"))
def laplace_draws(model: AnyModel, size: int = 1000, seed: int | None = None) -> Draws:
    """Draw parameters from the normal approximation to the logs of the estimates.

    Fast, and good where the diagnosis is clean; a bootstrap is slower and needs no such trust.
    What a fit keeps at a limit is the same in all draws, and `Draws` says so.
    Neither knows the model's own error: see :func:`backtest`.

    Parameters
    ----------
    model : fitted model or CustomerValue
    size : int
    seed : int, optional

    Returns
    -------
    Draws

    Raises
    ------
    ValueError
        If the fit has no standard errors.

    Examples
    --------
    >>> from clvwidgets.models import ShiftedBetaGeometric
    >>> model = ShiftedBetaGeometric().fit([1000, 869, 743, 653, 593, 551, 517, 491])
    >>> draws = laplace_draws(model, size=2000, seed=1)
    >>> draws.interval(lambda model: model.survival(12), level=0.9).round(2).to_dict()
    {'lower': 0.35, 'median': 0.38, 'upper': 0.41}
    """
    size = check_whole("size", size)
    rng = np.random.default_rng(seed)
    if isinstance(model, CustomerValue):
        pairs = zip(
            _normal(model.purchases, size, rng), _normal(model.spend, size, rng), strict=True
        )
        held = _held(model.purchases) + _held(model.spend)
        return Draws(tuple(CustomerValue(purchases, spend) for purchases, spend in pairs), 0, held)
    return Draws(tuple(_normal(model, size, rng)), 0, _held(model))


@checked(model=a("Model") | a("CustomerValue"), data=TABLE_OR_COUNTS)
def case_bootstrap(
    model: AnyModel, data: Any, size: int = 200, seed: int | None = None, *, progress: bool = True
) -> Draws:
    """Fit again to customers drawn with replacement: right for the fit, be the model right or not.

    What a wrong model predicts stays as wrong in every draw: see :func:`backtest`.

    Parameters
    ----------
    model : model or CustomerValue
        Fitted or not; it stays as it is.
    data : table or survivors
        What the model's ``fit`` takes.
    size : int
        Number of fits.
    seed : int, optional
    progress : bool
        Show a bar.

    Returns
    -------
    Draws

    Examples
    --------
    >>> from clvwidgets.models import ShiftedBetaGeometric
    >>> survivors = [1000, 869, 743, 653]
    >>> draws = case_bootstrap(ShiftedBetaGeometric(), survivors, size=9, seed=1, progress=False)
    >>> bool(draws.interval(lambda model: model.survival(8))["median"] < 0.5)
    True
    """
    if isinstance(model, ShiftedBetaGeometric):
        shares = [-np.diff(cohort, append=0.0) / cohort[0] for cohort in read_survivors(data)]
        return _bootstrap(model, _cohorts(data, shares, seed), size, progress)
    table = as_pandas(data, "data")
    return _bootstrap(model, _resampled(table, counts(table), seed), size, progress)


@checked(data=TABLE_OR_COUNTS)
def parametric_bootstrap(
    model: Model, data: Any, size: int = 200, seed: int | None = None, *, progress: bool = True
) -> Draws:
    """Fit again to customers that the fitted model makes up: right if the model is.

    Parameters
    ----------
    model : fitted model
    data : table or survivors
        How many customers, and for how long each was observed, is taken from it.
    size : int
        Number of fits.
    seed : int, optional
    progress : bool
        Show a bar.

    Returns
    -------
    Draws

    Raises
    ------
    TypeError
        For a CustomerValue: bootstrap its two models, or use :func:`case_bootstrap`.

    Examples
    --------
    >>> from clvwidgets.models import ShiftedBetaGeometric
    >>> survivors = [1000, 869, 743, 653]
    >>> model = ShiftedBetaGeometric().fit(survivors)
    >>> parametric_bootstrap(model, survivors, size=9, seed=1, progress=False).params().shape
    (9, 2)
    """
    rng = np.random.default_rng(seed)
    if isinstance(model, ShiftedBetaGeometric):
        shares = []
        for cohort in read_survivors(data):
            left = np.append(model.survival(np.arange(len(cohort))), 0.0)
            shares.append(-np.diff(left))
        return _bootstrap(model, _cohorts(data, shares, seed), size, progress)
    table = as_pandas(data, "data")
    many = table.loc[table.index.repeat(counts(table).astype(int))]
    seeds = iter(lambda: int(rng.integers(2**31)), None)
    if isinstance(model, PurchaseModel):
        ends = many["T"].to_numpy(dtype=float)
        made: Iterator[Any] = (model.simulate(len(ends), ends, seed) for seed in seeds)
    elif isinstance(model, GammaGamma):
        frequency = many["frequency"].to_numpy()
        made = (model.simulate(frequency, seed) for seed in seeds)
    else:
        raise TypeError(
            f"A {type(model).__name__} cannot be simulated as a whole. Use case_bootstrap, or "
            "bootstrap its models one by one."
        )
    return _bootstrap(model, made, size, progress)


def _params(model: AnyModel) -> dict[str, float]:
    if isinstance(model, CustomerValue):
        return model.purchases.params_ | model.spend.params_
    return model.params_


def _normal(model: M, size: int, rng: np.random.Generator) -> list[M]:
    if model.log_covariance_ is None:
        raise ValueError(
            f"The fit of {type(model).__name__} has no standard errors, so Laplace draws cannot "
            "be made. Read diagnosis_, or use case_bootstrap."
        )
    covariance = model.log_covariance_.to_numpy()
    free = [name for name, error in model.standard_errors_.items() if np.isfinite(error)]
    at = [list(model.params_).index(name) for name in free]
    # Of two parameters whose sum is kept, only one direction is free.
    lost = len(_held(model)) - (len(model.params_) - len(free))
    center = np.log([model.params_[name] for name in free])
    logs = rng.multivariate_normal(center, _without(covariance[np.ix_(at, at)], lost), size)
    return [
        type(model).from_params(
            period=model.period_,
            **{**model.params_, **dict(zip(free, np.exp(row).tolist(), strict=True))},
        )
        for row in logs
    ]


def _held(model: Model) -> tuple[str, ...]:
    return model.diagnosis_.held


def _without(covariance: Array, lost: int) -> Array:
    """Take out so many directions in which nothing varies but the rounding of the numbers."""
    if not lost:
        return covariance
    sizes, directions = np.linalg.eigh(covariance)
    sizes[:lost] = 0.0
    return np.asarray((directions * sizes) @ directions.T)


def _bootstrap(model: AnyModel, data: Iterable[Any], size: int, progress: bool) -> Draws:
    from tqdm.auto import tqdm

    size = check_whole("size", size)
    fitted, failed = [], 0
    for _, table in zip(tqdm(range(size), disable=not progress, leave=False), data, strict=False):
        fresh = copy.deepcopy(model)
        try:
            fitted.append(fresh.fit(table))
        except ValueError:
            failed += 1
    if not fitted:
        raise ValueError(
            f"Not one of {size} fits to resampled customers succeeded; the data are too thin for "
            f"{type(model).__name__}. Pool cohorts or use a simpler model."
        )
    return Draws(tuple(fitted), failed)


def _resampled(table: pd.DataFrame, count: Array, seed: int | None) -> Iterator[pd.DataFrame]:
    rng = np.random.default_rng(seed)
    size, share = int(count.sum()), count / count.sum()
    while True:
        drawn = rng.multinomial(size, share)
        yield table.assign(count=drawn)[drawn > 0]


def _cohorts(data: Any, shares: list[Array], seed: int | None) -> Iterator[pd.DataFrame]:
    """Draw cohorts of the same sizes; ``shares`` leave at each renewal or stay to the end."""
    rng = np.random.default_rng(seed)
    sizes = [int(cohort[0]) for cohort in read_survivors(data)]
    while True:
        yield pd.DataFrame(
            {
                number: pd.Series(
                    size - np.concatenate([[0], np.cumsum(rng.multinomial(size, share))[:-1]])
                )
                for number, (size, share) in enumerate(zip(sizes, shares, strict=True))
            }
        )
