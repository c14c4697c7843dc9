"""What all models share: parameters, standard errors, diagnosis, saving and loading."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, Self

import numpy as np
import pandas as pd
from scipy.special import ndtri

from clvwidgets._files import at_place
from clvwidgets.arguments import checked_methods
from clvwidgets.models._checks import TINY, check_period, check_positive, check_share, in_words
from clvwidgets.models._diagnosis import (
    IF_TIME_IS_UNSURE,
    Diagnosis,
    diagnose,
    diagnose_limit,
)
from clvwidgets.models._fit import LogLikelihood, maximise
from clvwidgets.models._limits import Spread, simpler_model
from clvwidgets.models._quadrature import Array
from clvwidgets.significant import significant, significant_array

_FORMAT = 1

# Of the estimates: what the search finds again on any processor.
_DIGITS = 7
_DIGITS_OF_ERRORS = 5


@checked_methods()
class Model:
    """A probability model with a few positive parameters, fitted by maximum likelihood.

    Parameters
    ----------
    period : {"D", "W", "M", "Y"}, optional
        The unit of time of the tables, horizons and discount rates. Without it the model takes
        the period that the table of ``TransactionLog.customers()`` carries.

    Attributes
    ----------
    params_ : dict
        Estimates by name, to the seven digits that every processor finds. Without ``fit``, the
        parameters given to :meth:`from_params`.
    standard_errors_ : dict
        By name, from the curvature of the likelihood; NaN on a ridge, and for a parameter that
        is kept at a limit. Beside such a one the errors of the others are those of the simpler
        model.
    log_likelihood_, aic_, bic_ : float
    n_customers_ : float
    log_covariance_ : pandas.DataFrame or None
        Covariance of the logs of the parameters, 0 for one that is kept at a limit; None on a
        ridge.
    diagnosis_ : Diagnosis
        Whether to trust the fit, and what to do if not.

    Notes
    -----
    A fit whose log-likelihood is at most 0.01 above that of a simpler model (all customers alike,
    nobody leaves, all leave at once) is reported as that one: `diagnosis_` says which, and its
    parameters stand at a stated place instead of where the search happened to stop.
    """

    _names: ClassVar[tuple[str, ...]]
    _meanings: ClassVar[Mapping[str, str]]
    _tiny: ClassVar[float] = TINY
    _if_unsure: ClassVar[str] = IF_TIME_IS_UNSURE

    params_: dict[str, float]
    log_likelihood_: float
    n_customers_: float
    log_covariance_: pd.DataFrame | None
    diagnosis_: Diagnosis
    period_: str | None

    def __init__(self, period: str | None = None) -> None:
        self.period = check_period(period)
        self.period_ = self.period

    def __getattr__(self, name: str) -> Any:
        if name.endswith("_") and not name.startswith("_"):
            raise AttributeError(
                f"{type(self).__name__} has no {name} yet. Call fit(...) first."
                if name != "params_"
                else f"{type(self).__name__} has no parameters yet. Call fit(...) or from_params()."
            )
        raise AttributeError(f"{type(self).__name__} has no attribute {name!r}.")

    def __repr__(self) -> str:
        if "params_" not in self.__dict__:
            return f"{type(self).__name__}(not fitted)"
        params = ", ".join(f"{name}={value:.4g}" for name, value in self.params_.items())
        return f"{type(self).__name__}({params})"

    @classmethod
    def from_params(cls, *, period: str | None = None, **params: float) -> Self:
        """Build a model of known parameters, without data.

        Parameters
        ----------
        period : str, optional
            The unit of time that the parameters are in.
        **params : float
            Every parameter of the model by name, each greater than 0.

        Returns
        -------
        model
            Of this class, with `params_`.

        Raises
        ------
        TypeError
            If a parameter is missing or unknown.
        ValueError
            If a parameter is not greater than 0 and finite.
        """
        model = cls(period=period)
        model.params_ = check_positive(cls._names, params, cls._tiny)
        return model

    @property
    def aic_(self) -> float:
        """Akaike's criterion: smaller is better; only for models of the same data."""
        return 2.0 * len(self._names) - 2.0 * self.log_likelihood_

    @property
    def bic_(self) -> float:
        """Schwarz's criterion, with the number of customers as sample size."""
        return float(len(self._names) * np.log(self.n_customers_) - 2.0 * self.log_likelihood_)

    @property
    def standard_errors_(self) -> dict[str, float]:
        """Standard error of each parameter."""
        if self.log_covariance_ is None:
            return dict.fromkeys(self._names, float("nan"))
        errors = np.sqrt(np.diag(self.log_covariance_))
        # What is kept at a limit was not estimated, and has no error.
        errors[errors == 0.0] = np.nan
        return {
            name: float(self.params_[name] * error)
            for name, error in zip(self._names, errors, strict=True)
        }

    def summary(self, level: float = 0.95) -> pd.DataFrame:
        """Estimates with standard errors, intervals and what each parameter means.

        Parameters
        ----------
        level : float
            Confidence of the intervals, which are symmetric in the log of the parameter.

        Returns
        -------
        pandas.DataFrame
            One row a parameter: ``estimate, standard_error, lower, upper, meaning``. A parameter
            that is kept at a limit has neither error nor interval.
        """
        width = ndtri((1.0 + check_share("level", level)) / 2.0)
        table = pd.DataFrame(
            {"estimate": self.params_, "standard_error": self.standard_errors_},
            index=list(self._names),
        )
        factor = np.exp(width * table["standard_error"] / table["estimate"])
        table["lower"] = table["estimate"] / factor
        table["upper"] = table["estimate"] * factor
        table["meaning"] = [self._meanings[name] for name in self._names]
        return table.rename_axis("parameter")

    def save(self, path: str | Path) -> None:
        """Write the fitted model to a JSON file.

        Parameters
        ----------
        path : path
            File to write; one that is there is replaced.
        """
        content: dict[str, Any] = {
            "format": _FORMAT,
            "model": type(self).__name__,
            "period": self.period_,
            "params": self.params_,
        }
        if "diagnosis_" in self.__dict__:
            covariance = self.log_covariance_
            content |= {
                "log_likelihood": self.log_likelihood_,
                "customers": self.n_customers_,
                "log_covariance": None if covariance is None else covariance.to_numpy().tolist(),
                "converged": self.diagnosis_.converged,
                "findings": list(self.diagnosis_.findings),
                "held": list(self.diagnosis_.held),
            }
        text = json.dumps(content, indent=1, allow_nan=False) + "\n"
        with at_place(path):
            Path(path).write_text(text, encoding="utf-8")

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Read a model that :meth:`save` wrote.

        Parameters
        ----------
        path : path

        Returns
        -------
        model
            Of this class, as it was saved.

        Raises
        ------
        ValueError
            If the file holds another kind of model.
        """
        with at_place(path):
            text = Path(path).read_text(encoding="utf-8")
        content = json.loads(text)
        if content.get("model") != cls.__name__ or content.get("format") != _FORMAT:
            raise ValueError(
                f"{path} does not hold a {cls.__name__} of format {_FORMAT} but "
                f"{content.get('model')} of format {content.get('format')}. "
                "Load it with the class that saved it."
            )
        model = cls.from_params(period=content["period"], **content["params"])
        if "findings" in content:
            model.log_likelihood_ = content["log_likelihood"]
            model.n_customers_ = content["customers"]
            model._set_covariance(content["log_covariance"])
            model.diagnosis_ = Diagnosis(
                content["converged"], tuple(content["findings"]), tuple(content.get("held", ()))
            )
        return model

    def _values(self) -> Array:
        return np.array([self.params_[name] for name in self._names])

    def _set_covariance(self, covariance: Any) -> None:
        names = list(self._names)
        self.log_covariance_ = None
        if covariance is not None:
            # It comes from differences, which cost half of the digits.
            rounded = significant_array(np.asarray(covariance, dtype=float), _DIGITS_OF_ERRORS)
            self.log_covariance_ = pd.DataFrame(rounded, index=names, columns=names)

    def _estimate(
        self,
        log_likelihood: LogLikelihood,
        start: Sequence[float],
        count: Array,
        findings: Sequence[str],
        pilot: tuple[LogLikelihood, Array] | None = None,
        spreads: Sequence[Spread] = (),
    ) -> None:
        """Set every attribute that ends in ``_`` from the largest likelihood."""
        begin = np.asarray(start, dtype=float)
        found = maximise(log_likelihood, begin, count, pilot)
        simpler = simpler_model(self._names, spreads, log_likelihood, begin, count, found)
        best = simpler or found
        self.params_ = {
            name: significant(value, _DIGITS)
            for name, value in zip(self._names, np.exp(best.theta).tolist(), strict=True)
        }
        self.log_likelihood_ = significant(best.value)
        self.n_customers_ = float(count.sum())
        if simpler:
            self._set_covariance(simpler.covariance)
            self.diagnosis_ = diagnose_limit(self._names, simpler, findings, self._if_unsure)
        else:
            self._set_covariance(None if any(found.at_end) else found.covariance)
            self.diagnosis_ = diagnose(self._names, found, findings, self._if_unsure)

    def _check_period(self, table: Any, period: str | None) -> str | None:
        """Return ``period``, or the one that the table carries; the two must not differ."""
        carried = getattr(table, "attrs", {}).get("period")
        if carried is not None and period is not None and carried != period:
            raise ValueError(
                f"The table counts time in {in_words(carried)} but the model in "
                f"{in_words(period)}. Make the table with customers(period={period!r})."
            )
        return period or carried
