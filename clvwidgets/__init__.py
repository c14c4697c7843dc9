"""Customer lifetime value in JupyterLab: calculators, segment explorers, and a checked course.

The names stand in ``__init__.pyi`` and load when they are first used, so that importing the package
costs next to nothing.
"""

from __future__ import annotations

from typing import Any

import lazy_loader

_load, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("clvwidgets")
    return _load(name)


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    """Say where the built JupyterLab extension lies (jupyter-builder asks)."""
    return [{"src": "labextension", "dest": "clvwidgets"}]
