"""What retention does to value in a claim, and which retention or response a claim needs."""

from __future__ import annotations

import math
from typing import Final, Literal

from clvwidgets.formulas.arithmetic import (
    Value,
    divide,
    maximum,
    minimum,
    power,
    quotient,
    times,
    where,
)

_SLACK: Final = 1e-12  # of rounding, where a rate just reaches 1


def growth(before: Value, after: Value, ratio: Value, discount: Value, renewed: bool) -> Value:
    """Relative change of value as retention goes up; ``ratio`` is the new over the old."""
    rest = divide(after - before, discount + (1 - after))
    return (1 + rest) * ratio - 1 if renewed else rest


def elasticity(retention: Value, discount: Value, renewed: bool) -> Value:
    """Relative change of value for a small relative change of retention."""
    return quotient(1 + discount if renewed else retention, discount + (1 - retention))


def effect_of_response(
    rise: Value, retention: Value, discount: Value, renewed: bool, step: Literal["small", "whole"]
) -> Value:
    """Effect of a relative rise of retention."""
    if step == "small":
        return times(rise, elasticity(retention, discount, renewed))
    after = minimum(retention * (1 + rise), 1.0)
    ratio = minimum(1 + rise, quotient(1.0, retention))
    return growth(retention, after, ratio, discount, renewed)


def response_needed(
    cause: Value,
    wanted: Value,
    retention: Value,
    discount: Value,
    renewed: bool,
    step: Literal["small", "whole"],
) -> Value:
    """Find how much of the cause must arrive in retention."""
    left = discount + (1 - retention)
    if step == "small":
        rise = divide(wanted, elasticity(retention, discount, renewed))
    else:
        now = (1 + discount) - left / (1 + wanted)
        later = (1 + wanted) * retention * (1 + discount) / (left + (1 + wanted) * retention)
        rise = divide((later if renewed else now) - retention, retention)
    cannot = (wanted > 0) & ((rise <= 0) | (retention * (1 + rise) > 1 + _SLACK))
    return where(cannot, math.inf, divide(maximum(rise, 0.0), cause))


def retention_for_a_rise(cause: Value, wanted: Value, discount: Value, renewed: bool) -> Value:
    """Find the retention from which a relative rise gives the effect wanted."""
    first = cause if renewed else 0.0
    start = divide((1 + discount) * (wanted - first), (1 + cause) * (1 + wanted) - (1 + first))
    beyond = (start * (1 + cause) > 1 + _SLACK) | ((cause <= 0) & (wanted > 0))
    return where(beyond | (wanted < first), math.inf, start)


def retention_for_fewer_losses(
    cause: Value, wanted: Value, discount: Value, renewed: bool
) -> Value:
    """Find the retention from which fewer losses give the effect wanted."""
    kept = 1 - cause  # of the losses
    if renewed:  # the one positive root of a quadratic, without cancellation
        middle = 1 - kept * discount - (1 + wanted) * (kept - discount)
        root = power(middle * middle + 4 * wanted * wanted * kept * discount, 0.5)
        lost = where(
            middle > 0,
            divide(2 * wanted * discount, middle + root),
            divide(root - middle, 2 * wanted * kept),
        )
    else:
        left = 1 - (1 + wanted) * kept
        lost = where(left > 0, divide(wanted * discount, left), 2.0)
    cannot = (wanted > 0) & ((lost <= 0) | (lost > 1))
    return where(cannot, math.inf, where(wanted <= 0, 1.0, 1 - lost))
