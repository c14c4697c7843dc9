"""Predictive models of customer lifetime value.

Nothing heavy is imported before a model is used; the names stand in ``__init__.pyi``.

Examples
--------
>>> from clvwidgets.models import BGNBD
>>> BGNBD.from_params(r=0.243, alpha=4.414, a=0.793, b=2.426, period="W")
BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426)
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
