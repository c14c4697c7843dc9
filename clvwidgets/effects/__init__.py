"""What a treatment did, measured on tables: experiments, targeting, baskets, prices, parity.

Each answer comes with its uncertainty, and each function says which question it answers. Nothing
heavy is imported before a function is used; the names stand in ``__init__.pyi``.

Examples
--------
>>> import clvwidgets.effects
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
