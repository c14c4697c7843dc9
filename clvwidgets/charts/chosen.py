"""How bars look that are chosen, or under the keyboard's cursor."""

from __future__ import annotations

from typing import Any

import altair as alt

from clvwidgets.charts.cells import is_chosen
from clvwidgets.charts.signals import signal
from clvwidgets.charts.theme import COST, TEXT


def chosen_bars() -> dict[str, Any]:
    """Make a chosen bar strong and framed; the encodings read "key" of each row.

    Returns
    -------
    dict
        For ``encode(**chosen_bars())``; reads the signals selected_keys and cursor_key.

    Examples
    --------
    >>> sorted(chosen_bars())
    ['fillOpacity', 'stroke', 'strokeWidth']
    """
    frame = (
        alt.when(is_chosen())
        .then(alt.value(COST))
        .when(signal("cursor_key") == alt.datum.key)
        .then(alt.value(TEXT))
        .otherwise(alt.value("transparent"))
    )
    return {
        "fillOpacity": alt.when(is_chosen()).then(alt.value(0.95)).otherwise(alt.value(0.5)),
        "stroke": frame,
        "strokeWidth": alt.value(2),
    }
