"""Where a practitioner's claim can be true, and whether anybody has measured it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType, SimpleNamespace
from typing import Any, ClassVar, Final

import altair as alt

from clvwidgets.charts.claims import claim_effect_chart
from clvwidgets.formulas.arithmetic import maximum, minimum, pick, quotient, where
from clvwidgets.number_format import NumberFormat
from clvwidgets.strategies import CLAIMS, claim_effect, claim_starting_value
from clvwidgets.widgets.calculators import common_fields
from clvwidgets.widgets.calculators.calculator import Calculator
from clvwidgets.widgets.calculators.readouts import Readout, Step
from clvwidgets.widgets.panel.fields import NumberField, choice, rate

_OWN: Final = "own"
_NAMES: Final = (*CLAIMS, _OWN)
_OPTIONS: Final = MappingProxyType(
    {
        "crm": "CRM: more buy again",
        "satisfaction": "Satisfaction, then retention",
        "education": "Better help, then satisfaction",
        "email": "Email: opened mail causes value",
        "cross_selling": "Cross-selling: more per order",
        "points": "Points: more orders, less their cost",
        "stages": "Stages: retention rises",
        "losses": "Stages: fewer losses",
        "analytics": "Analytics: cheaper marketing",
        _OWN: "Own: a share of value moves",
    }
)
_TIMINGS: Final = MappingProxyType(
    {
        "now": "Now",
        "after_renewal": "After a renewal",
        "end_of_period": "At the end of the year",
    }
)
_BASES: Final = MappingProxyType(
    {"before": "Value before acquiring", "after": "Value after acquiring"}
)
_NONE: Final = 1e300  # a starting value above it is none
_AXIS: Final = 1.3  # times the largest starting value that is drawn
_RETENTION: Final = ("satisfaction", "education", "stages", "losses")


def _measured(part: str, nothing: float) -> list[float]:
    """What was measured of each claim's starting value, in the claims' order."""
    return [*(getattr(claim.measured, part) for claim in CLAIMS.values()), nothing]


def _preset(name: str) -> dict[str, Any]:
    """Write a claim as it is made, with what was measured here as the starting value."""
    claim = CLAIMS[name]
    return {
        "claim": name,
        "cause": claim.cause,
        "effect": claim.effect,
        "start": claim.measured.value,
        "retention": 0.8,
        "discount": 0.1,
        "first_payment": "now",
        "basis": "before",
        "acquisition": 0.27,
    }


def _by_claim(claim: Any, first_payment: Any, of: Callable[[str, Any], Any]) -> Any:
    """Choose what belongs to the claim; the timing matters where retention is the way."""
    answer = of("email", "now")  # one's own claim, too
    for name in CLAIMS:
        here = of(name, "now")
        if name in _RETENTION:
            later = of(name, "after_renewal")
            here = where(first_payment == "after_renewal", later, here)
        if name != "email":
            answer = where(claim == name, here, answer)
    return answer


class ClaimTester(Calculator):
    """At which starting value a claim is true, what follows at yours, and what was measured.

    "Retention +30 %, value +20 %" says nothing of where it starts, and elsewhere the same cause
    does more or less. The claims are presets, with a value measured in the data sets of this
    package as the start; move anything to test one of your own.

    Parameters
    ----------
    claim : {"crm", "satisfaction", "education", "email", "cross_selling", "points", "stages", \
"losses", "analytics", "own"}
        How the cause reaches value; "own": in proportion to a share of value.
    cause, effect : float
        Relative changes as claimed; of a cost, how much it falls.
    start : float
        Your starting value, which is for each claim another thing; see
        `clvwidgets.strategies.CLAIMS`.
    retention : float
        Share kept per year, 0 to 1, for the claims of satisfaction.
    discount : float
        Rate per year.
    first_payment : {"now", "after_renewal", "end_of_period"}
    basis : {"before", "after"}
        Whether the claimed value is before the cost of acquiring or after it.
    acquisition : float
        Cost of acquiring over value, 0 to 1, where the basis is after it.
    locale, currency : str, optional
        How numbers are written, such as "en-US" and "EUR".

    References
    ----------
    P. Fader, B. Hardie (2012), Reconciling and Clarifying CLV Formulas, note 024; S. Gupta,
    D. Lehmann (2003), Customers as Assets.

    Examples
    --------
    >>> tester = ClaimTester(claim="stages", cause=0.3, effect=0.2, start=0.7)
    >>> round(tester.needed, 3), round(tester.follows, 3)
    (0.393, 1.105)
    >>> tester.first_payment = "after_renewal"
    >>> tester.needed
    inf
    """

    title = "Can the claim be true, and has anybody measured it?"
    panel_name = "Claim tester"
    native_period = "year"
    converts = False  # a claim's rates belong to the year that it speaks of

    claim = choice(
        "Claim", "stages", options=_OPTIONS, help="How the cause is said to reach value."
    )
    cause = rate(
        "Cause changes by", 0.3, high=1, step=0.01, help="Relative: of 80, 10% are 8. Costs fall."
    )
    effect = rate(
        "Effect that is claimed", 0.2, high=1, step=0.01, help="Relative rise of value (CRM: of it)."
    )
    start = NumberField(
        "Your starting value",
        0.515,
        high=1,
        step=0.005,
        legal=(0, 10),
        number_format=NumberFormat("percent"),
        help=(
            "Stages: retention. Satisfaction: retention gained per 1%. Email, own: share that "
            "moves. Cross-selling: margin over the usual. Points, analytics: cost over value."
        ),
    )
    retention = rate(
        "Retention per year", 0.8, high=1, step=0.01, help="Only for claims of satisfaction."
    )
    discount = common_fields.discount(0.10)
    first_payment = choice(
        "First payment that counts", "now", options=_TIMINGS, help="Timing of lifetime value."
    )
    basis = choice(
        "Value is", "before", options=_BASES, help="After its cost, any effect looks larger."
    )
    acquisition = rate(
        "Cost of acquiring, of value",
        0.27,
        high=0.95,
        step=0.01,
        help="Only if value is after acquiring; 27%: customers of 2022 of the coffee shop.",
    )

    readouts = (
        Readout("needed", "True at a start of", "percent", infinite="none: it cannot be"),
        Readout("follows", "At yours follows", "percent"),
        Readout("outside", "Needed, off what was measured", "percent", "lower", "cannot be told"),
        Readout("measured", "Measured start", "percent", infinite="not measured"),
        Readout("measured_low", "Measured, from", "percent", infinite="not measured"),
        Readout("measured_high", "Measured, to", "percent", infinite="not measured"),
        Readout("limit", "Highest start that can be", "percent"),
        Readout("before_acquiring", "Claimed, before acquiring", "percent"),
        Readout("ratio", "Effect over cause, as claimed", "ratio"),
    )
    presets: ClassVar = {claim.words: _preset(name) for name, claim in CLAIMS.items()}

    def outputs(
        self,
        claim: Any,
        cause: Any,
        effect: Any,
        start: Any,
        retention: Any,
        discount: Any,
        first_payment: Any,
        basis: Any,
        acquisition: Any,
    ) -> dict[str, Any]:
        """Compute the starting value that makes the claim true, and the effect at yours."""
        counted = where(basis == "after", acquisition, 0.0)
        case = {
            "cause": cause,
            "retention": retention,
            "discount": discount,
            "acquisition": counted,
        }
        needed = _by_claim(
            claim,
            first_payment,
            lambda name, timing: claim_starting_value(
                name, effect=effect, first_payment=timing, **case
            ),
        )
        follows = _by_claim(
            claim,
            first_payment,
            lambda name, timing: claim_effect(name, start, first_payment=timing, **case),
        )
        place = _place(claim)
        low = pick(_measured("low", -math.inf), place)
        high = pick(_measured("high", math.inf), place)
        known = pick(_measured("value", math.inf), place)
        below = maximum(low - minimum(needed, _NONE), 0.0)
        above = where(claim == "crm", 0.0, maximum(minimum(needed, _NONE) - high, 0.0))
        untold = (needed > _NONE) | (known > _NONE)
        return {
            "needed": needed,
            "follows": follows,
            "outside": where(untold, math.inf, below + above),
            "measured": known,
            "measured_low": where(low < -_NONE, math.inf, low),
            "measured_high": high,
            "limit": self._limit(claim, cause, effect, retention),
            "before_acquiring": effect * (1 - counted),
            "ratio": divide(effect, cause),
        }

    def _limit(self, claim: Any, cause: Any, effect: Any, retention: Any) -> Any:
        """Find the starting value above which a share or a rate would pass 100 percent."""
        of_satisfaction = (claim == "satisfaction") | (claim == "education")
        limit = where(claim == "stages", 1 / (1 + cause), 1.0)
        limit = where(claim == "crm", 1 / (1 + effect), limit)
        limit = where(claim == "cross_selling", math.inf, limit)
        response = where(retention >= 1, 0.0, divide(divide(1 - retention, retention), cause))
        return where(of_satisfaction, response, limit)
