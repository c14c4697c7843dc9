"""Where a practitioner's claim can be true, and whether anybody has measured it."""

from __future__ import annotations

from types import MappingProxyType, SimpleNamespace
from typing import Any, ClassVar, Final

import altair as alt

from clvwidgets.charts.claims import claim_effect_chart
from clvwidgets.charts.signals import lookup, signal
from clvwidgets.formulas.arithmetic import divide, where
from clvwidgets.number_format import NumberFormat
from clvwidgets.strategies import (
    CLAIMS,
    claim_effect,
    claim_evidence,
    claim_limit,
    claim_starting_value,
)
from clvwidgets.widgets.calculators import common_fields
from clvwidgets.widgets.calculators.calculator import Calculator
from clvwidgets.widgets.calculators.readouts import Readout, Step
from clvwidgets.widgets.panel.fields import NumberField, choice, rate
from clvwidgets.widgets.panel.views import PERCENT, Columns

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
        "own": "Own: a share of value moves",
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


def _preset(name: str) -> dict[str, Any]:
    """Write a claim as it is made, with what was measured here as the starting value."""
    claim = CLAIMS[name]
    return {
        "claim": name,
        "cause": claim.cause,
        "effect": claim.effect,
        "start": claim.measured.value if claim.measured else 0.5,
        "retention": 0.8,
        "discount": 0.1,
        "first_payment": "now",
        "basis": "before",
        "acquisition": 0.27,
    }


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
    period : {"year"}
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
        "Effect that is claimed",
        0.2,
        high=1,
        step=0.01,
        help="Relative, of value; CRM: of repurchase.",
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
        Readout("outside", "Points off what was measured", "percent", "lower", "cannot be told"),
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
        needed = claim_starting_value(
            claim,
            cause=cause,
            effect=effect,
            retention=retention,
            discount=discount,
            first_payment=first_payment,
            acquisition=counted,
        )
        follows = claim_effect(
            claim,
            start,
            cause=cause,
            retention=retention,
            discount=discount,
            first_payment=first_payment,
            acquisition=counted,
        )
        evidence = claim_evidence(claim, needed)
        return {
            "needed": needed,
            "follows": follows,
            "outside": evidence["outside"],
            "measured": evidence["value"],
            "measured_low": evidence["low"],
            "measured_high": evidence["high"],
            "limit": claim_limit(claim, cause=cause, effect=effect, retention=retention),
            "before_acquiring": effect * (1 - counted),
            "ratio": divide(effect, cause),
        }

    def chart(self, now: SimpleNamespace, pinned: SimpleNamespace) -> Any:  # noqa: ARG002
        """Draw the effect over starting values, with the two verdicts as the title."""
        farthest = alt.expr.max(
            now.start, where(now.needed < 5, now.needed, 0), where(now.limit < 1, now.limit, 0)
        )
        return claim_effect_chart(
            lambda start: self.at(start=start).follows,
            claimed=now.effect,
            start=now.start,
            here=now.follows,
            limit=now.limit,
            high=alt.expr.max(1, 1.1 * farthest),
            measured=(now.measured_low, now.measured_high),
            title=_can_be(now) + " " + _was_measured(now),
        )

    def table_columns(self) -> Columns:
        """Name the columns behind the chart."""
        return {"start": ("Starting value", PERCENT), "effect": ("Effect that follows", PERCENT)}

    def steps(self) -> list[Step]:
        """List the formulas."""
        return [Step("Effect over cause", "{effect} ÷ {cause}", "ratio")]


def _percent(share: Any) -> Any:
    return alt.expr.format(share, ".1~%")


def _can_be(now: SimpleNamespace) -> Any:
    """Say the first verdict: from which starting value both figures are true."""
    names = [claim.start for claim in CLAIMS.values()]
    start = signal(lookup(names, str(now.claim), list(CLAIMS)))
    at_most = alt.expr.if_(now.claim == "crm", " is at most ", " is ")
    possible = "True only if " + start + at_most + _percent(now.needed)
    verdict = alt.expr.if_(
        alt.expr.isFinite(now.needed), possible, "Cannot be: at no " + start + " are both true"
    )
    follows = alt.expr.if_(alt.expr.isFinite(now.follows), _percent(now.follows), "no limit")
    return verdict + "; at yours follows " + follows + "."


def _was_measured(now: SimpleNamespace) -> Any:
    """Say the second verdict: whether what was measured lies near to it."""
    interval = (
        _percent(now.measured)
        + " ("
        + _percent(now.measured_low)
        + " to "
        + _percent(now.measured_high)
        + ")."
    )
    held = alt.expr.if_(now.outside == 0, "Believable: measured ", "Not believable: measured ")
    believable = alt.expr.if_(alt.expr.isFinite(now.needed), held, "Measured: ")
    return alt.expr.if_(
        alt.expr.isFinite(now.measured), believable + interval, "Nobody measured it here."
    )
