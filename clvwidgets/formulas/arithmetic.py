"""What formulas of your own are built from: arithmetic for every kind of number.

A formula sees floats, NumPy arrays and Altair expressions. Signs such as ``+`` and ``<`` work on
all three; what does not is here, so that one definition serves Python and the browser.

Examples
--------
>>> from clvwidgets.formulas.arithmetic import ceil, quotient
>>> ceil(quotient(120, 50)), quotient(1, 0)
(3.0, inf)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clvwidgets.formulas._dispatch import (
    Value,
    ceil,
    divide,
    exp,
    expm1,
    is_array,
    is_traced,
    log,
    log1p,
    maximum,
    minimum,
    pick,
    power,
    quotient,
    times,
    where,
)
from clvwidgets.formulas.checks import choice

if TYPE_CHECKING:
    from clvwidgets.formulas._dispatch import Number as Number

__all__ = [
    "Value",
    "ceil",
    "choice",
    "divide",
    "exp",
    "expm1",
    "is_array",
    "is_traced",
    "log",
    "log1p",
    "maximum",
    "minimum",
    "pick",
    "power",
    "quotient",
    "times",
    "where",
]
