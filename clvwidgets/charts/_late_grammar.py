"""Bring Altair in without a grammar that charts do not need.

Altair imports jsonschema. That imports rfc3987_syntax, which comes with JupyterLab and builds a
grammar of international web addresses: about half of the time until somebody's first widget. Here
the grammar is built when such an address is first checked; what is checked, and how, is the same.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec
from types import ModuleType

_GRAMMAR = "rfc3987_syntax"


def import_jsonschema() -> None:
    """Import jsonschema so that it builds its grammar late; do nothing if it is there already.

    Examples
    --------
    >>> import_jsonschema()
    >>> import jsonschema
    >>> jsonschema.FormatChecker().conforms("one two", "date")
    False
    """
    if "jsonschema" in sys.modules or _GRAMMAR in sys.modules or find_spec(_GRAMMAR) is None:
        return
    stand_in = ModuleType(_GRAMMAR)
    stand_in.is_valid_syntax = _is_valid_syntax  # type: ignore[attr-defined]
    sys.modules[_GRAMMAR] = stand_in
    try:
        import jsonschema  # noqa: F401 - what counts is when it is imported
    finally:
        del sys.modules[_GRAMMAR]


def _is_valid_syntax(rule: str, text: str) -> bool:
    from rfc3987_syntax import is_valid_syntax

    return bool(is_valid_syntax(rule, text))
