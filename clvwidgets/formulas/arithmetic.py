"""What formulas of your own are built from: arithmetic for every kind of number.

A formula sees floats, NumPy arrays and Altair expressions. Signs such as ``+`` and ``<`` work on
all three; what does not is here, so that one definition serves Python and the browser.

Examples
--------
>>> from clvwidgets.formulas.arithmetic import ceil, quotient
>>> ceil(quotient(120, 50)), quotient(1, 0)
(3.0, inf)
"""

from clvwidgets.formulas._checks import choice
from clvwidgets.formulas._dispatch import ceil, maximum, minimum, quotient, where

__all__ = ["ceil", "choice", "maximum", "minimum", "quotient", "where"]
