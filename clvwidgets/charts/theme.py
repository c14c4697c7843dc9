"""The house's colours and chart configuration, for light and dark pages alike.

In the browser a colour is a CSS variable such as ``var(--clv-value)``, so a page that turns dark
recolours its charts without redrawing them. Pictures made in Python have no page around them:
there `resolve_colours` puts the plain colours in.
"""

from __future__ import annotations

from typing import Any

VALUE = "var(--clv-value)"
MARGIN = "var(--clv-margin)"
COST = "var(--clv-cost)"
CHURN = "var(--clv-churn)"
NEUTRAL = "var(--clv-neutral)"
PINNED = "var(--clv-pinned)"
TEXT = "var(--clv-text)"
MUTED = "var(--clv-muted)"
LINE = "var(--clv-line)"
SURFACE = "var(--clv-surface)"

# Okabe and Ito's colour-blind safe palette (2008), as it stands on a white page.
_ON_PAPER = {
    VALUE: "#0072B2",
    MARGIN: "#007A5A",
    COST: "#C04F00",
    CHURN: "#A8568A",
    NEUTRAL: "#767676",
    PINNED: "#7D97AB",
    TEXT: "#1d1d1f",
    MUTED: "#5f5f5f",
    LINE: "#dcdcdc",
    SURFACE: "#ffffff",
}

_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif"


def chart_config() -> dict[str, Any]:
    """Vega-Lite configuration that every chart of the house shares.

    Returns
    -------
    dict

    Examples
    --------
    >>> chart_config()["range"]["category"][0]
    'var(--clv-value)'
    """
    return {
        "background": "transparent",
        "font": _FONT,
        "view": {"stroke": None},
        "padding": 4,
        "title": {
            "anchor": "start",
            "color": TEXT,
            "fontSize": 14,
            "fontWeight": 500,
            "offset": 12,
            "subtitleColor": MUTED,
            "subtitleFontSize": 13,
        },
        "axis": {
            "domainColor": MUTED,
            "gridColor": LINE,
            "labelColor": MUTED,
            "labelFontSize": 13,
            "labelSeparation": 6,
            "tickColor": MUTED,
            "titleColor": MUTED,
            "titleFontSize": 13,
            "titleFontWeight": "normal",
        },
        "axisX": {"grid": False},
        "legend": {
            "labelColor": TEXT,
            "labelFontSize": 13,
            "titleColor": MUTED,
            "titleFontSize": 13,
            "titleFontWeight": "normal",
        },
        "header": {"labelColor": TEXT, "titleColor": MUTED, "labelFontSize": 13},
        "range": {"category": [VALUE, COST, MARGIN, CHURN, NEUTRAL]},
        "arc": {"fill": VALUE},
        "area": {"fill": VALUE},
        "bar": {"fill": VALUE},
        "circle": {"fill": VALUE},
        "line": {"stroke": VALUE, "strokeWidth": 2.5},
        "point": {"fill": VALUE},
        "rect": {"fill": VALUE},
        "rule": {"stroke": MUTED},
        "text": {"fill": TEXT, "fontSize": 13},
        "tick": {"stroke": VALUE},
    }


def resolve_colours(spec: Any) -> Any:
    """Copy ``spec`` with the colours of a white page in place of CSS variables.

    Parameters
    ----------
    spec : any
        Specification, or any part of one.

    Returns
    -------
    any
        The copy.

    Examples
    --------
    >>> resolve_colours({"mark": {"type": "bar", "color": COST}})
    {'mark': {'type': 'bar', 'color': '#C04F00'}}
    """
    if isinstance(spec, dict):
        return {key: resolve_colours(value) for key, value in spec.items()}
    if isinstance(spec, list):
        return [resolve_colours(value) for value in spec]
    if isinstance(spec, str) and "var(--clv-" in spec:
        for variable, colour in _ON_PAPER.items():
            spec = spec.replace(variable, colour)
    return spec
