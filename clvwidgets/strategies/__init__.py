"""Strategies as plain arithmetic: what a lever does to a customer's value, and what it costs.

A strategy takes today's economics and its own parameters and gives tomorrow's, with the cost. Who
would have bought anyway is always an argument, a change of a rate says whether it is relative or
in points, and a lifetime value names its timing. Functions take floats, NumPy arrays, pandas
Series or Altair expressions, as those of `clvwidgets.formulas` do; those that take arrays only
say so. Nothing heavy is imported before one is used; the names stand in ``__init__.pyi``.

Examples
--------
>>> from clvwidgets.strategies import response_rate
>>> round(response_rate(5, 0.4, 0.1), 3)
0.157
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
