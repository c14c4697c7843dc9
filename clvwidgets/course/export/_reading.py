"""Read a notebook that is to become a page, or say why it cannot."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nbformat import NotebookNode


def read(path: Path) -> NotebookNode:
    """Read a notebook that was run.

    Parameters
    ----------
    path : pathlib.Path

    Returns
    -------
    NotebookNode

    Raises
    ------
    ValueError
        If it is no notebook, was never run, or holds a panel that this version cannot show.
    """
    from clvwidgets.display.panel_json import PANEL_MIME

    notebook = _parsed(path)
    code = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
    if code and not any(cell.outputs or cell.execution_count for cell in code):
        raise ValueError(
            f"{path} holds no results: it was never run, or saved without them. Run it first."
        )
    for number, cell in enumerate(notebook.cells, 1):
        for output in cell.get("outputs", []):
            if PANEL_MIME in output.get("data", {}):
                _refuse_unknown(output.data[PANEL_MIME], f"{path}, cell {number}")
    return notebook


def _parsed(path: Path) -> NotebookNode:
    import nbformat

    try:
        text = path.read_text(encoding="utf-8")
        content = json.loads(text)
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict) or "nbformat" not in content:
        raise ValueError(f"{path} is not a notebook.")
    flaws: dict[str, Any] = {}
    try:
        notebook: NotebookNode = nbformat.reads(text, as_version=4, capture_validation_error=flaws)
    except (ValueError, KeyError, AttributeError, nbformat.ValidationError) as error:
        flaws["ValidationError"] = error
    if flaws:
        flaw = str(flaws["ValidationError"]).splitlines()[0]
        raise ValueError(f"{path} is a damaged notebook, or one of an unknown form: {flaw}")
    return notebook


def _refuse_unknown(stored: Any, where: str) -> None:
    """Refuse a panel that the page's script could not show."""
    from clvwidgets.display.panel_json import declaration

    known = declaration()["version"]
    try:
        described = stored["declaration"]
        version = (json.loads(described) if isinstance(described, str) else described)["version"]
    except (KeyError, TypeError, ValueError, RecursionError):
        raise ValueError(f"{where}: its panel is not complete. Run the cell again.") from None
    if version != known:
        raise ValueError(
            f"{where}: its panel was saved in form {version}, and this clvwidgets reads form "
            f"{known}. Update clvwidgets, or run the cell again."
        )
