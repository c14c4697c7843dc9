"""The few functions beyond ``+ - * /`` that the formulas need, for every kind of number.

A formula sees three kinds of number: Python floats, NumPy arrays, and Altair expressions, which
stand for a slider or a column that only the browser knows ("traced" numbers). Comparisons and
``& | abs()`` work on all three as they are; what does not is here.

NumPy and Altair are never imported for somebody who does not use them: if an argument is an
array or an expression, its library is in ``sys.modules`` already.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from altair.expr.core import OperatorMixin

    Number: TypeAlias = float | np.ndarray[Any, np.dtype[Any]] | pd.Series[Any] | OperatorMixin
    """What a formula takes: a float, an array, a Series, an Altair parameter or expression."""

Value: TypeAlias = Any
"""What a formula gives: the kind of its arguments. A union would make every caller cast."""


def is_traced(x: object) -> bool:
    """Whether ``x`` is an Altair parameter or expression."""
    core = sys.modules.get("altair.expr.core")
    return core is not None and isinstance(x, core.OperatorMixin)


def is_array(x: object) -> bool:
    """Whether ``x`` is a NumPy array."""
    numpy = sys.modules.get("numpy")
    return numpy is not None and isinstance(x, numpy.ndarray)


def expression(x: Any) -> Value:
    """``x`` as an Altair expression whose ``str()`` is the text that Vega runs."""
    core = sys.modules["altair.expr.core"]
    if isinstance(x, core.Expression):
        return x
    if is_traced(x):
        return core.ConstExpression(x._to_expr())
    if x in (math.inf, -math.inf):  # Vega has no name for infinity
        return core.ConstExpression("(1/0)" if x > 0 else "(-1/0)")
    return core.ConstExpression(repr(x))


def _call(name: str, *args: Any) -> Value:
    """Write the Vega expression ``name(*args)``."""
    function = sys.modules["altair.expr.core"].FunctionExpression
    return function(name, tuple(expression(arg) for arg in args))


def where(condition: Any, yes: Any, no: Any) -> Value:
    """Choose ``yes`` or ``no``. Both are computed before, so both must be safe to compute."""
    if is_traced(condition):
        return _call("if", condition, yes, no)
    if is_array(condition):
        return sys.modules["numpy"].where(condition, yes, no)
    return yes if condition else no


def minimum(a: Any, b: Any) -> Value:
    """Take the smaller of two numbers."""
    return _call("min", a, b) if is_traced(a) or is_traced(b) else where(a < b, a, b)


def maximum(a: Any, b: Any) -> Value:
    """Take the larger of two numbers."""
    return _call("max", a, b) if is_traced(a) or is_traced(b) else where(a > b, a, b)


def quotient(a: Any, b: Any) -> Value:
    """Divide; infinite where only ``b`` is 0. Where both are, the caller must not look."""
    if is_traced(a) or is_traced(b):
        return expression(a) / expression(b)
    if is_array(a) or is_array(b):
        return sys.modules["numpy"].divide(a, b)
    return math.copysign(math.inf, a) if b == 0 else a / b


def divide(a: Any, b: Any) -> Value:
    """Divide; ``0 / 0`` is 0: nothing, spread over however little, is nothing."""
    return where(a == 0, 0.0, quotient(a, b))


def times(a: Any, b: Any) -> Value:
    """Multiply a finite ``a``; 0 times infinity is 0: nothing earned for ever is nothing."""
    return where(a == 0, 0.0, a * (expression(b) if is_traced(a) else b))


def power(base: Any, exponent: Any) -> Value:
    """Raise a base of 0 or more; infinite where the result is too large for a float."""
    if is_traced(base) or is_traced(exponent):
        return _call("pow", base, exponent)
    try:
        return base**exponent
    except OverflowError:  # only Python's own floats raise; NumPy and Vega give infinity
        return math.inf


def log1p(x: Any) -> Value:
    """Compute ``log(1 + x)``, exact for tiny ``x``, minus infinity at -1."""
    if is_traced(x):
        # Vega lacks log1p. The second term gives back the digits that 1 + x rounds away; the
        # tiny number under it keeps -1 from becoming 0 / 0.
        return _call("log", 1 + x) + (x - ((1 + x) - 1)) / maximum(1 + x, 1e-300)
    if is_array(x):
        return sys.modules["numpy"].log1p(x)
    return math.log1p(x) if x > -1 else -math.inf


def log(x: Any) -> Value:
    """Compute the natural logarithm of 0 or more; minus infinity at 0."""
    if is_traced(x):
        return _call("log", x)
    if is_array(x):
        return sys.modules["numpy"].log(x)
    return math.log(x) if x > 0 else -math.inf


def exp(x: Any) -> Value:
    """Compute ``e`` to the power of ``x``; infinite where that is too large for a float."""
    if is_traced(x):
        return _call("exp", x)
    if is_array(x):
        return sys.modules["numpy"].exp(x)
    try:
        return math.exp(x)
    except OverflowError:
        return math.inf


def expm1(x: Any) -> Value:
    """Compute ``exp(x) - 1``, exact for tiny ``x``."""
    if is_traced(x):
        return where(abs(x) < 1e-5, x * (1 + x / 2), _call("exp", x) - 1)
    if is_array(x):
        return sys.modules["numpy"].expm1(x)
    try:
        return math.expm1(x)
    except OverflowError:
        return math.inf


def pick(values: Sequence[float], place: Any) -> Value:
    """Take one of a list of plain numbers by its place, from 0; the list goes to Vega as it is."""
    if is_traced(place):
        listed = ",".join(str(expression(float(f"{value:.12g}"))) for value in values)
        return sys.modules["altair.expr.core"].ConstExpression(f"[{listed}][{place}]")
    if is_array(place):
        return sys.modules["numpy"].asarray(values, dtype=float)[
            place.astype(sys.modules["numpy"].intp)
        ]
    return float(values[int(place)])


def ceil(x: Any) -> Value:
    """Round up to a whole number; infinity stays."""
    if is_traced(x):
        return _call("ceil", x)
    if is_array(x):
        return sys.modules["numpy"].ceil(x)
    return float(math.ceil(x)) if math.isfinite(x) else x


def is_infinite(x: Any) -> Value:
    """Whether ``x`` is infinite. A traced number never is: sliders and data columns end."""
    return False if is_traced(x) else x == math.inf
