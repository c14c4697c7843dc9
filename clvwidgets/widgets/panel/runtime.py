"""One hidden widget per kernel carries the front-end code, so that panels stay small."""

from __future__ import annotations

import gzip
import hashlib
from typing import Any, ClassVar

import anywidget
import traitlets

from clvwidgets.display.static_files import static_text


def _packed(name: str) -> bytes:
    return gzip.compress(static_text(name).encode(), mtime=0)


class Runtime(anywidget.AnyWidget):
    """Holds the panel's code and Vega, compressed; every panel of the kernel reads them here."""

    _esm = "export default {}"
    panel = traitlets.Bytes().tag(sync=True)
    vega = traitlets.Bytes().tag(sync=True)
    digest = traitlets.Unicode().tag(sync=True)

    _current: ClassVar[Runtime | None] = None

    @classmethod
    def current(cls) -> Runtime:
        """Find the kernel's runtime, or make it for the first panel."""
        if cls._current is None or cls._current.comm is None:
            panel, vega = _packed("panel.js"), _packed("vega.js")
            digest = hashlib.sha256(panel + vega).hexdigest()[:16]
            cls._current = cls(panel=panel, vega=vega, digest=digest)
        return cls._current

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        # What cards were answered, by their names: a cell that runs again asks nobody twice.
        self.kept: dict[str, dict[str, Any]] = {}
        self._made_in: dict[str, tuple[int, list[anywidget.AnyWidget]]] = {}

    def adopt(self, panel: anywidget.AnyWidget) -> None:
        """Close the panels that an earlier run of the same cell made: they are on no page now."""
        cell, run = _running_cell()
        if not cell:
            return
        earlier_run, earlier = self._made_in.get(cell, (run, []))
        if earlier_run != run:
            for old in earlier:
                old.close()
            earlier = []
        self._made_in[cell] = (run, [*earlier, panel])


def _running_cell() -> tuple[str, int]:
    """Id of the notebook cell that runs now and the count of its run; "" where unknown."""
    from IPython.core.getipython import get_ipython

    shell = get_ipython()
    if shell is None or not hasattr(shell, "get_parent"):
        return "", 0
    metadata = shell.get_parent().get("metadata", {})
    return str(metadata.get("cellId", "")), int(shell.execution_count)
