"""Claims of practice: the starting value at which an effect follows from its cause.

A claim such as "retention +30 %, value +20 %" says nothing of where it starts, and elsewhere the
same cause does more or less. Two questions are put to each: is there a starting value at which
both figures are true, and is that value near to what was measured?
"""

from __future__ import annotations

import math
from collections.abc import Callable
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, get_args

from clvwidgets.arguments import checked
from clvwidgets.doors import a
from clvwidgets.doors import choice as one_of
from clvwidgets.formulas.arithmetic import (
    Value,
    choice,
    divide,
    is_traced,
    maximum,
    minimum,
    quotient,
    where,
)
from clvwidgets.formulas.checks import COST, RATE, SHARE, Range, formula
from clvwidgets.strategies._claims_through_retention import (
    effect_of_response,
    growth,
    response_needed,
    retention_for_a_rise,
    retention_for_fewer_losses,
)
from clvwidgets.strategies.claim_cases import CLAIMS

if TYPE_CHECKING:
    from clvwidgets.formulas.arithmetic import Number

FirstPayment: TypeAlias = Literal["now", "after_renewal", "end_of_period"]
Step: TypeAlias = Literal["small", "whole"]


_THROUGH_RETENTION: Final = ("satisfaction", "education", "stages", "losses")
_PARTS: Final = ("value", "low", "high", "outside")
_ENDLESS: Final = 1e300
_FIRST_PAYMENTS: Final = get_args(FirstPayment)
_STEPS: Final = get_args(Step)
_NAME: Final = one_of(*CLAIMS) | a("Expression") | a("Parameter")
_CASES: Final = MappingProxyType(
    {"retention": RATE, "discount": RATE, "acquisition": SHARE, "cause": COST}
)


@checked(name=_NAME)
def claim_starting_value(
    name: str,
    *,
    cause: Number | None = None,
    effect: Number | None = None,
    retention: Number = 0.8,
    discount: Number = 0.1,
    first_payment: FirstPayment = "now",
    acquisition: Number = 0.0,
    step: Step = "small",
) -> Value:
    r"""Find the starting value that makes a claim consistent.

    With cause :math:`c`, effect :math:`e`, discount :math:`d`, first payment now:

    .. math::

        \text{stages: } r = \frac{(1+d)(e-c') }{(1+c)(1+e)-(1+c')} \qquad
        \text{losses: } 1 - r = \frac{e \, d}{1 - (1+e)(1-c)} \qquad
        \text{email: } \frac{e}{c}

    .. math::

        \text{points: } 1 - \frac{1+e}{1+c} \qquad
        \text{analytics: } \frac{e}{e+c} \qquad
        \text{crm: at most } \frac{1}{1+e}

    where :math:`c'` is 0 if the first payment is certain, and :math:`c` if it comes after a
    renewal.

    Parameters
    ----------
    name : str
        The claim, one of `CLAIMS`; "losses" is "stages" with the same figure read as fewer losses.
    cause, effect : number, 0 or more, optional
        Relative changes, of a cost how much it falls; as claimed if left out.
    retention : number in [0, 1]
        Share kept per period, for "satisfaction" and "education" only.
    discount : number in [0, 1]
        Rate per period.
    first_payment : {"now", "after_renewal", "end_of_period"}
        Timing of the lifetime value, as in `clvwidgets.formulas.retention_clv`.
    acquisition : number in [0, 1]
        Cost of acquiring over value, if the effect is one on value after that cost; 0 for value
        before it. For "analytics" it is what is sought, and value is after it always.
    step : {"small", "whole"}
        For "satisfaction" and "education": elasticity of the next small step, or the mean over
        the whole one, from where value bends upwards.

    Returns
    -------
    number
        As `CLAIMS` says what it is; for "crm" the highest possible. ``inf`` where no starting
        value makes both figures true.

    References
    ----------
    P. Fader, B. Hardie (2012), Reconciling and Clarifying CLV Formulas, note 024, for the timing
    cases; S. Gupta, D. Lehmann (2003), Customers as Assets, Journal of Interactive Marketing
    17(1), for the elasticity of value to retention. The rest is algebra.

    Examples
    --------
    >>> round(claim_starting_value("stages"), 3), claim_starting_value("losses")
    (0.393, 0.875)
    >>> claim_starting_value("stages", first_payment="after_renewal")
    inf
    >>> claim_starting_value("email"), claim_starting_value("analytics")
    (0.625, 0.625)
    """

    def of(claim: str, timing: Any) -> Value:
        return _starting_value(
            name=claim,
            cause=CLAIMS[claim].cause if cause is None else cause,
            effect=CLAIMS[claim].effect if effect is None else effect,
            retention=retention,
            discount=discount,
            first_payment=timing,
            acquisition=acquisition,
            step=step,
        )

    return _by_claim(name, first_payment, of)


@checked(name=_NAME)
def claim_effect(
    name: str,
    start: Number,
    *,
    cause: Number | None = None,
    retention: Number = 0.8,
    discount: Number = 0.1,
    first_payment: FirstPayment = "now",
    acquisition: Number = 0.0,
    step: Step = "small",
) -> Value:
    """Compute the effect that follows from a claim's cause at a starting value.

    Parameters
    ----------
    name : str
        The claim, one of `CLAIMS`, as in `claim_starting_value`.
    start : number, 0 or more
        Starting value, as `CLAIMS` says what it is.
    cause : number, 0 or more, optional
        Relative change; as claimed if left out.
    retention, discount, acquisition : number in [0, 1]
        As in `claim_starting_value`.
    first_payment : {"now", "after_renewal", "end_of_period"}
    step : {"small", "whole"}
        As in `claim_starting_value`.

    Returns
    -------
    number
        Relative change of value; for "crm" the most by which repurchase can rise. Of a rate that
        would pass 1, the effect at 1; ``inf`` where nothing was there, or nobody leaves and
        nothing is discounted.

    References
    ----------
    As in `claim_starting_value`.

    Examples
    --------
    >>> round(claim_effect("stages", 0.70), 3)
    1.105
    >>> round(claim_effect("satisfaction", 0.75, cause=0.20, step="whole"), 2)
    0.67
    """

    def of(claim: str, timing: Any) -> Value:
        return _effect(
            name=claim,
            start=start,
            cause=CLAIMS[claim].cause if cause is None else cause,
            retention=retention,
            discount=discount,
            first_payment=timing,
            acquisition=acquisition,
            step=step,
        )

    return _by_claim(name, first_payment, of)


@checked(name=_NAME)
def claim_limit(
    name: str,
    *,
    cause: Number | None = None,
    effect: Number | None = None,
    retention: Number = 0.8,
) -> Value:
    """Find the highest starting value at which a claim's figures can be at all.

    Above it a share or a rate would have to pass 100 percent.

    Parameters
    ----------
    name : str
        The claim, one of `CLAIMS`, as in `claim_starting_value`.
    cause, effect : number, 0 or more, optional
    retention : number in [0, 1]
        As in `claim_starting_value`.

    Returns
    -------
    number
        ``inf`` where there is no limit.

    References
    ----------
    Arithmetic: a rate is at most 1.

    Examples
    --------
    >>> round(claim_limit("stages"), 3), round(claim_limit("crm"), 3)
    (0.769, 0.769)
    """

    def of(claim: str, _timing: Any) -> Value:
        return _limit(
            name=claim,
            cause=CLAIMS[claim].cause if cause is None else cause,
            effect=CLAIMS[claim].effect if effect is None else effect,
            retention=retention,
        )

    return _by_claim(name, "now", of)


@checked(name=_NAME)
def claim_evidence(name: str, needed: Number) -> dict[str, Value]:
    """Hold the starting value that a claim needs against what was measured.

    Parameters
    ----------
    name : str
        The claim, one of `CLAIMS`, as in `claim_starting_value`.
    needed : number, 0 or more
        The starting value that makes the claim true, ``inf`` where none does.

    Returns
    -------
    dict of str to number
        ``value``, ``low`` and ``high``, as measured, with an interval of 95 percent; ``outside``,
        how far the value needed is outside it, 0 inside (for "crm", where it is the highest
        possible, only how far it is below). ``inf`` where nobody measured or no value is needed.

    References
    ----------
    The data sets of this package; `CLAIMS` says which.

    Examples
    --------
    >>> {name: round(value, 3) for name, value in claim_evidence("email", 0.625).items()}
    {'value': 0.05, 'low': -0.13, 'high': 0.23, 'outside': 0.395}
    """
    return {part: _evidence(name=name, needed=needed, part=part) for part in _PARTS}


def _by_claim(name: Any, first_payment: Any, of: Callable[[str, Any], Value]) -> Value:
    """Compute what belongs to a claim and a timing, either of them perhaps the browser's choice."""

    def timed(claim: str) -> Value:
        if not is_traced(first_payment) or claim not in _THROUGH_RETENTION:
            return of(claim, "now" if is_traced(first_payment) else first_payment)
        is_later = first_payment == "after_renewal"
        return where(is_later, of(claim, "after_renewal"), of(claim, "now"))

    if not is_traced(name):
        return timed(name)
    answer = timed("own")
    for claim in (one for one in CLAIMS if one != "own"):
        answer = where(name == claim, timed(claim), answer)
    return answer


@formula(**_CASES, effect=COST)
def _starting_value(
    name: str,
    cause: Value,
    effect: Value,
    retention: Value,
    discount: Value,
    first_payment: FirstPayment,
    acquisition: Value,
    step: Step,
) -> Value:
    renewed = _is_renewed(first_payment, step)
    wanted = effect * (1 - acquisition)  # of value before the cost of acquiring
    match name:
        case "crm":
            return 1 / (1 + effect)
        case "satisfaction" | "education":
            return response_needed(cause, wanted, retention, discount, renewed, step)
        case "stages":
            return retention_for_a_rise(cause, wanted, discount, renewed)
        case "losses":
            return retention_for_fewer_losses(minimum(cause, 1.0), wanted, discount, renewed)
        case "points":
            return where(wanted > cause, math.inf, (cause - wanted) / (1 + cause))
        case "analytics":
            fall = minimum(cause, 1.0)
            return where((fall <= 0) & (effect > 0), math.inf, divide(effect, effect + fall))
        case "email" | "own":
            return where(wanted > cause, math.inf, divide(wanted, cause))
    return divide(wanted, cause)


@formula(**_CASES, start=COST)
def _effect(
    name: str,
    start: Value,
    cause: Value,
    retention: Value,
    discount: Value,
    first_payment: FirstPayment,
    acquisition: Value,
    step: Step,
) -> Value:
    renewed = _is_renewed(first_payment, step)
    match name:
        case "crm":
            return maximum(quotient(1.0, start) - 1, 0.0)
        case "analytics":
            return divide(start * minimum(cause, 1.0), maximum(1 - start, 0.0))
        case "satisfaction" | "education":
            gained = effect_of_response(start * cause, retention, discount, renewed, step)
        case "stages":
            before = minimum(start, 1.0)
            after = minimum(start * (1 + cause), 1.0)
            gained = growth(
                before, after, minimum(1 + cause, quotient(1.0, before)), discount, renewed
            )
        case "losses":
            before = minimum(start, 1.0)
            after = 1 - (1 - before) * (1 - minimum(cause, 1.0))
            grown = where(after <= before, 1.0, quotient(after, before))
            gained = growth(before, after, grown, discount, renewed)
        case "points":
            gained = (1 + cause) * (1 - start) - 1
        case _:
            gained = start * cause
    return divide(gained, 1 - acquisition)


def _is_renewed(first_payment: str, step: str) -> bool:
    """Look at the words, and tell whether the first payment waits for a renewal."""
    choice("step", step, _STEPS)
    choice("first_payment", first_payment, _FIRST_PAYMENTS)
    return first_payment == "after_renewal"


@formula(cause=COST, effect=COST, retention=RATE)
def _limit(name: str, cause: Value, effect: Value, retention: Value) -> Value:
    match name:
        case "crm":
            return 1 / (1 + effect)
        case "satisfaction" | "education":
            room = divide(1 - retention, retention)
            return where(room <= 0, 0.0, quotient(room, cause))
        case "stages":
            return 1 / (1 + cause)
        case "cross_selling":
            return math.inf
    return 1.0


@formula(needed=Range("be 0 or more", low=0, endless=True))
def _evidence(name: Any, needed: Value, part: str) -> Value:
    def of(claim: str, _timing: Any) -> Value:
        measured = CLAIMS[claim].measured
        if measured is None:
            return math.inf
        if part != "outside":
            return float(getattr(measured, part))
        above = 0.0 if claim == "crm" else maximum(needed - measured.high, 0.0)
        return where(needed < _ENDLESS, maximum(measured.low - needed, 0.0) + above, math.inf)

    return _by_claim(name, "now", of)
