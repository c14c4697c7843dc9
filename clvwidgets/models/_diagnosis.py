"""What a fit is worth, in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from clvwidgets.models._fit import Optimum
from clvwidgets.models._histories import Histories
from clvwidgets.models._limits import Simpler
from clvwidgets.models._quadrature import Array

IF_TIME_IS_UNSURE: Final = (
    "Predictions of the near future may still be sound, but the far years hang on what is not "
    "known: a value without horizon may be far off, in total too, and another model that fits as "
    "well may give another. Give a horizon no longer than the customers were watched, an interval "
    "of the total (laplace_draws, or case_bootstrap where there are no standard errors), and "
    "compare earlier forecasts with what came: backtest()."
)
"""What a ridge does to predictions of what happens in time, and the way out."""

IF_SPEND_IS_UNSURE: Final = (
    "The mean over all may still be sound, but how far each customer is pulled to it hangs on what "
    "is not known. Intervals of the value (laplace_draws, or case_bootstrap where there are no "
    "standard errors) show whether it matters."
)
"""What a ridge does to predictions of money, and the way out."""


_MOST = 0.5
"""A larger share of a value than this is most of it."""


@dataclass(frozen=True)
class Diagnosis:
    """Whether to trust a fit, and what to do if not.

    Attributes
    ----------
    converged : bool
        The search ended on a peak of the likelihood.
    findings : tuple of str
        What speaks against the fit, each with a way out. Empty if nothing does.
    held : tuple of str
        What the fit keeps at a limit, where a simpler model fits as well: a parameter, or the sum
        of two such as "a + b". Standard errors and intervals take the simpler model for true.
    """

    converged: bool
    findings: tuple[str, ...] = ()
    held: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """True if the fit converged and nothing speaks against it."""
        return self.converged and not self.findings

    def __str__(self) -> str:
        if self.ok:
            return "The fit converged; nothing speaks against it."
        head = "The fit converged." if self.converged else "The fit did not converge."
        return "\n".join([head, *(f"- {finding}" for finding in self.findings)])


def diagnose(
    names: Sequence[str], optimum: Optimum, data: Sequence[str], if_unsure: str
) -> Diagnosis:
    """Judge the optimum.

    Parameters
    ----------
    names : sequence of str
        Of the parameters.
    optimum : Optimum
    data : sequence of str
        What was found wrong with the data before.
    if_unsure : str
        What a ridge does to the model's predictions.

    Returns
    -------
    Diagnosis
    """
    findings = list(data)
    ended = [name for name, end in zip(names, optimum.at_end, strict=True) if end]
    if ended:
        findings.append(
            f"Boundary: {' and '.join(ended)} ran to the end of the search range, so the data "
            "show no difference between customers in what these parameters describe. Use the "
            "predictions with care and do not read the parameters; more customers or a longer "
            "time may help, or a simpler model."
        )
    if not optimum.converged:
        findings.append(
            f"Convergence: the search stopped on a slope ({optimum.message}). Check the columns "
            "for outliers and the period for a very small unit."
        )
    if not ended:
        findings += _ridges(names, optimum.covariance, if_unsure)
    return Diagnosis(optimum.converged and not ended, tuple(findings))


def diagnose_limit(
    names: Sequence[str], simpler: Simpler, data: Sequence[str], if_unsure: str
) -> Diagnosis:
    """Judge a fit that is reported as a simpler model."""
    is_free = not set(names) <= set(simpler.held)
    ridges = _ridges(names, simpler.covariance, if_unsure) if is_free else []
    return Diagnosis(False, (*data, *simpler.texts, *ridges), simpler.held)


def _ridges(names: Sequence[str], covariance: Array | None, if_unsure: str) -> list[str]:
    """Say of which parameters little is known, and what that does to predictions."""
    if covariance is None:
        return [
            "Ridge: the likelihood is flat in some direction, so only a combination of the "
            f"parameters is known and standard errors cannot be given. {if_unsure}"
        ]
    errors = np.sqrt(np.diag(covariance))
    vague = [name for name, error in zip(names, errors, strict=True) if error > 1.0]
    if not vague:
        return []
    return [
        f"Ridge: the data hardly tell {' and '.join(vague)} (the standard error exceeds the "
        f"estimate). Do not read the parameter{'s' if len(vague) > 1 else ''}. {if_unsure}"
    ]


def far_years(share: float, watched: float, periods: str) -> list[str]:
    """Say that most of a value is to come later than the customers were watched."""
    if share <= _MOST:
        return []
    return [
        f"Far years: {share:.0%} of the value is to come later than {watched:,.0f} {periods} from "
        "now, the time for which these customers were watched on average. The data tell little of "
        "it, even where no parameter is vague: the value may be off by more than its interval "
        "says, and another model may give another. Give a horizon as well, and compare earlier "
        "forecasts with what came: backtest()."
    ]


def judge_histories(histories: Histories) -> list[str]:
    """Say what is wrong with the histories; an error if nothing can be learned from them."""
    weighted = histories.count > 0
    repeaters = float(histories.count[histories.frequency > 0].sum())
    if repeaters == 0:
        raise ValueError(
            f"None of the {histories.customers:g} customers bought again, so the table tells "
            "nothing about how often they buy or when they leave. Observe them for longer, "
            "and check that frequency counts the purchases after the first."
        )
    if weighted.sum() == 1:
        raise ValueError(
            f"All {histories.customers:g} rows are the same history, so there is no "
            "difference between customers to learn from. Check how the table was made."
        )
    return judge_size(histories.customers, repeaters)


def judge_size(customers: float, repeaters: float) -> list[str]:
    """Say what is wrong with the number of customers, of whom ``repeaters`` came back."""
    findings = []
    if customers < 50:
        findings.append(
            f"Too few customers: {customers:g}. In trials with 20 to 50 customers about half of "
            "the fits failed or ran to a boundary. Pool cohorts until there are 200 or more."
        )
    elif customers < 200:
        findings.append(
            f"Few customers: {customers:g}. In trials with 100 customers a quarter of the fits "
            "failed or ran to a boundary. Look at the standard errors before you use it."
        )
    if repeaters == customers:
        findings.append(
            "Every customer bought again. Was the table filtered? The model needs those who "
            "bought once as well, or it overrates everybody."
        )
    return findings
