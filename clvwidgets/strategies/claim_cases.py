"""The claims of practice: their figures, and what was measured of their starting values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from clvwidgets.arguments import checked_methods


@checked_methods()
@dataclass(frozen=True)
class MeasuredCase:
    """What was measured of a claim's starting value, with its interval of 95 percent.

    Parameters
    ----------
    value, low, high : float
        Estimate and interval, in the unit of the starting value.
    about : str
        Where and of whom.

    Examples
    --------
    >>> MeasuredCase(0.05, -0.13, 0.23, "a week's orders").low
    -0.13
    """

    value: float
    low: float
    high: float
    about: str


@checked_methods()
@dataclass(frozen=True)
class Claim:
    """A practitioner's claim: a cause, an effect, and what it keeps silent about.

    Parameters
    ----------
    words : str
        The claim in short.
    cause, effect : float
        The figures as claimed, relative changes; of a cost, how much it falls.
    start : str
        What the starting value is.
    measured : MeasuredCase, optional
        The starting value in the data sets of this package; None where nobody measured it.

    Examples
    --------
    >>> claim = CLAIMS["email"]
    >>> claim.cause, claim.effect, claim.measured.value
    (0.4, 0.25, 0.05)
    """

    words: str
    cause: float
    effect: float
    start: str
    measured: MeasuredCase | None


_APOLOGIES: Final = MeasuredCase(
    0.05, -0.16, 0.26, "coffee subscription: apologies by lot lifted the score; half a year"
)
_FILM_MEMBERS: Final = MeasuredCase(
    0.515, 0.499, 0.530, "film members who are there a year after they came"
)

CLAIMS: Final[Mapping[str, Claim]] = MappingProxyType(
    {
        "crm": Claim(
            "A CRM upgrade lifts repurchase by 30 %",
            1.0,
            0.30,
            "share that buys again",
            MeasuredCase(0.609, 0.602, 0.617, "coffee shop: second order within 90 days"),
        ),
        "satisfaction": Claim(
            "Satisfaction +1 % gives value +2 %",
            0.01,
            0.02,
            "retention gained per 1% of satisfaction",
            _APOLOGIES,
        ),
        "education": Claim(
            "Better help: satisfaction +20 %, value +15 %",
            0.20,
            0.15,
            "retention gained per 1% of satisfaction",
            _APOLOGIES,
        ),
        "email": Claim(
            "Personal email: opens +40 %, value +25 %",
            0.40,
            0.25,
            "share of value that opened mail causes",
            MeasuredCase(0.05, -0.13, 0.23, "coffee shop: orders in the week after an email"),
        ),
        "cross_selling": Claim(
            "Cross-selling: spend +20 %, value +18 %",
            0.20,
            0.18,
            "margin of what is added over the usual",
            MeasuredCase(1.13, 0.88, 1.38, "coffee shop: what points added, half a year"),
        ),
        "points": Claim(
            "Points: repurchase +25 %, value +22 %",
            0.25,
            0.22,
            "programme's cost over margin",
            MeasuredCase(0.125, 0.121, 0.128, "coffee shop: trial of points, half a year"),
        ),
        "stages": Claim(
            "Strategy by stages: retention +30 %, value +20 %",
            0.30,
            0.20,
            "retention",
            _FILM_MEMBERS,
        ),
        "losses": Claim(
            "Strategy by stages, read as losses -30 %, value +20 %",
            0.30,
            0.20,
            "retention",
            _FILM_MEMBERS,
        ),
        "analytics": Claim(
            "Analytics: marketing cost -15 %, value +25 %",
            0.15,
            0.25,
            "marketing's cost over value",
            MeasuredCase(0.551, 0.513, 0.594, "coffee shop: customers of 2022 from paid ads"),
        ),
        "own": Claim(
            "One's own: a share of value moves by 10 %, value by 5 %",
            0.10,
            0.05,
            "share of value that moves",
            None,
        ),
    }
)
"""The eight claims by name, one of them in two readings, and one to be filled in."""
