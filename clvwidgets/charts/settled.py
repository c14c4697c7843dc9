"""Charts without the digits that hang on the processor, in their data and in the data's names."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from clvwidgets.arguments import checked
from clvwidgets.significant import significant_json

# Altair names data by a hash of all their digits.
_HASHED = re.compile(r"data-[0-9a-f]{32,64}")


@checked()
def settled(spec: dict[str, Any]) -> dict[str, Any]:
    """Round the numbers of a Vega-Lite specification, then name its data by what they are now.

    Parameters
    ----------
    spec : dict
        Vega-Lite specification.

    Returns
    -------
    dict

    Examples
    --------
    >>> charts = [
    ...     {"data": {"name": name}, "datasets": {name: [{"x": x}]}}
    ...     for name, x in [("data-" + 32 * "a", 0.3), ("data-" + 32 * "b", 0.1 + 0.2)]
    ... ]
    >>> settled(charts[0]) == settled(charts[1])
    True
    """
    rounded: dict[str, Any] = significant_json(spec)
    names = {
        name: _name_of(rows)
        for name, rows in rounded.get("datasets", {}).items()
        if _HASHED.fullmatch(name)
    }
    renamed: dict[str, Any] = _renamed(rounded, names) if names else rounded
    return renamed


def _name_of(rows: Any) -> str:
    """Hash rows as Altair does, so that data which had nothing to round keep their name."""
    written = json.dumps(rows, sort_keys=True, default=str)
    return f"data-{hashlib.sha256(written.encode()).hexdigest()[:32]}"


def _renamed(part: Any, names: dict[str, str]) -> Any:
    if isinstance(part, dict):
        return {
            names.get(key, key): inside if key in names else _renamed(inside, names)
            for key, inside in part.items()
        }
    if isinstance(part, list):
        return [_renamed(inside, names) for inside in part]
    return names.get(part, part) if isinstance(part, str) else part
