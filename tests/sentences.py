"""Whether an error is a sentence of ours, or leaked out of a library."""

from __future__ import annotations

import ast
import functools
import traceback
from pathlib import Path

KINDS = (ValueError, TypeError, KeyError, AttributeError, OSError)
"""What the docstrings say is raised; a file that is not there is an OSError."""

HOUSE = str(Path(__import__("clvwidgets").__file__).parent)


@functools.cache
def _raises(file: str) -> set[int]:
    """Lines on which the file raises an error of its own."""
    tree = ast.parse(Path(file).read_text(encoding="utf-8"))
    raised = (node for node in ast.walk(tree) if isinstance(node, ast.Raise))
    return {line for node in raised for line in range(node.lineno, node.end_lineno + 1)}


def leak(error: BaseException) -> str:
    """Say which error it is and where it comes from; empty for a sentence of ours."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    is_ours = last.filename.startswith(HOUSE) and last.lineno in _raises(last.filename)
    if is_ours and isinstance(error, KINDS):
        return ""
    place = f"{Path(last.filename).name}:{last.lineno}"
    return f"raw {type(error).__name__} at {place}: {str(error)[:90]}"
