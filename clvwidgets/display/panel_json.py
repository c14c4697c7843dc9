"""The stored form of a panel: what a notebook, a page and a picture keep of it.

The browser's side of this contract is frontend/src/contract/declaration.ts.
"""

from __future__ import annotations

import base64
import copy
import json
import math
import re
from typing import Any

from clvwidgets.arguments import checked
from clvwidgets.charts.signals import with_signals
from clvwidgets.charts.theme import chart_config
from clvwidgets.display._doors import DECLARED, RESULTS, RESULTS_OR_NONE, STORED
from clvwidgets.display.periods import filled, periods_per_year
from clvwidgets.display.picture import can_draw, draw, small
from clvwidgets.doors import NOTHING
from clvwidgets.number_format import number_rules
from clvwidgets.significant import significant_json

# What a person may type into a field is longer than what a chart needs.
_DIGITS = 12

PANEL_MIME = "application/vnd.clvwidgets.panel+json"


@checked()
def declaration(
    *,
    title: str = "",
    name: str = "",
    locale: str = "en-US",
    currency: str = "EUR",
    **parts: Any,
) -> dict[str, Any]:
    """Complete the description of a panel with what it leaves out.

    Parameters
    ----------
    title, name : str
        What the panel answers and what it is called; both empty for a bare chart.
    locale, currency : str
        BCP 47 tag and ISO 4217 code.
    **parts : any
        ``fields``, ``presets``, ``outputs``, ``headline``, ``views``, ``selection`` and
        ``python``.

    Returns
    -------
    dict

    Examples
    --------
    >>> declaration(name="Chart")["fields"]
    []
    """
    empty: dict[str, Any] = {
        "fields": [],
        "presets": [],
        "outputs": [],
        "headline": [],
        "views": [],
        "selection": None,
    }
    return {
        "version": 1,
        "title": title,
        "name": name,
        "locale": locale,
        "currency": currency,
        "number_format": number_rules(locale, currency),
        "config": chart_config(),
        **empty,
        **parts,
    }


@checked(declared=DECLARED)
def with_cents(declared: dict[str, Any]) -> dict[str, Any]:
    """Give money in the charts the decimals of its currency: yen have none, dinars three.

    Charts are written for money with two.

    Parameters
    ----------
    declared : dict
        What `declaration` made.

    Returns
    -------
    dict

    Examples
    --------
    >>> views = [{"spec": {"mark": "text", "encoding": {"text": {"format": "$,.2f"}}}}]
    >>> yen = with_cents(declaration(currency="JPY", views=views))
    >>> yen["views"][0]["spec"]["encoding"]["text"]["format"]
    '$,.0f'
    """
    cents = declared["number_format"].get("cents", 2)
    if cents == 2:
        return declared
    views = re.sub(r"(\$,?\.)2f", rf"\g<1>{cents}f", json.dumps(declared["views"]))
    return {**declared, "views": json.loads(views)}


@checked(declared=DECLARED, results=RESULTS_OR_NONE)
def panel_json(
    declared: dict[str, Any],
    *,
    values: dict[str, Any] | None = None,
    results: dict[str, float] | None = None,
    **state: Any,
) -> dict[str, Any]:
    """Put a panel's description and its state together; nothing in it is random.

    Its numbers have at most 12 digits, so that nothing in it hangs on the processor either.

    Parameters
    ----------
    declared : dict
        What `declaration` made.
    values : dict, optional
        The fields' values.
    results : dict of str to float, optional
        The outputs, stored to six significant digits.
    **state : any
        ``pinned``, ``selection``, ``datasets`` and ``status``, where they differ from the
        start.

    Returns
    -------
    dict

    Examples
    --------
    >>> panel_json(declaration(), results={"clv": 695.4724})["results"]
    {'clv': 695.472}
    """
    start = {
        "pinned": [],
        "selection": {"keys": []},
        "datasets": {},
        "status": {"state": "ready", "message": ""},
    }
    stored: dict[str, Any] = significant_json(
        {
            "declaration": declared,
            "values": values or {},
            "results": rounded(results or {}),
            **start,
            **state,
        },
        _DIGITS,
    )
    return stored


@checked(stored=STORED)
def signals_of(stored: dict[str, Any]) -> list[dict[str, Any]]:
    """List the Vega-Lite parameters that the browser puts before a chart's own.

    Parameters
    ----------
    stored : dict
        What `panel_json` made.

    Returns
    -------
    list of dict

    Examples
    --------
    >>> signals_of(panel_json(declaration(), values={"churn": 0.05}))[0]
    {'name': 'churn', 'value': 0.05}
    """
    declared, values = stored["declaration"], stored["values"]
    pinned = stored["pinned"][-1] if stored["pinned"] else {"values": values, "results": {}}
    outputs = declared["outputs"]
    return [
        *_given(values),
        *_given(_per_year(declared, values)),
        *(
            {"name": computed["name"], "expr": computed["expr"]}
            for computed in (*declared.get("terms", ()), *outputs)
        ),
        {"name": "has_pinned", "value": bool(stored["pinned"])},
        *_given({f"pinned_{name}": value for name, value in pinned["values"].items()}),
        *(
            {"name": f"pinned_{output['name']}", "expr": output["name"]}
            if output["name"] not in pinned["results"]
            else _given({f"pinned_{output['name']}": pinned["results"][output["name"]]})[0]
            for output in outputs
        ),
        *_given({"selected_keys": stored["selection"].get("keys", []), "cursor_key": None}),
        *_given({"is_filtered": bool(stored.get("filter", {}).get("keys"))}),
    ]


def _per_year(declared: dict[str, Any], values: dict[str, Any]) -> dict[str, float]:
    if "period" not in declared:
        return {}
    return {"periods_per_year": periods_per_year(declared, values["period"])}


def _given(values: dict[str, Any]) -> list[dict[str, Any]]:
    endless = {"inf": "(1/0)", "-inf": "(-1/0)"}
    return [
        {"name": name, "expr": endless[value]}
        if isinstance(value, str) and value in endless
        else {"name": name, "value": value}
        for name, value in values.items()
    ]


@checked(stored=STORED)
def first_chart(stored: dict[str, Any]) -> dict[str, Any] | None:
    """Complete the panel's first chart, with its signals and data in place, for a picture.

    Parameters
    ----------
    stored : dict
        What `panel_json` made.

    Returns
    -------
    dict or None

    Examples
    --------
    >>> first_chart(panel_json(declaration())) is None
    True
    """
    views = filled(stored["declaration"], stored["values"])["views"]
    spec = next((view["spec"] for view in views if view["kind"] == "chart"), None)
    if spec is None:
        return None
    complete = with_signals(spec, signals_of(stored))
    if stored["datasets"]:
        complete = copy.deepcopy(complete)
        complete["datasets"] = {**complete.get("datasets", {}), **stored["datasets"]}
    return complete


@checked(stored=STORED)
def picture(stored: dict[str, Any], lines: list[str] | None = None) -> str | None:
    """Draw the panel's first chart as a small PNG, base64; None where none can be made.

    Whatever fails while drawing costs the picture and nothing else: the panel is shown without.

    Parameters
    ----------
    stored : dict
        What `panel_json` made.
    lines : list of str, optional
        Text under the chart's title, such as the fields and the headline.

    Returns
    -------
    str or None

    Examples
    --------
    >>> picture(panel_json(declaration())) is None  # no chart, no picture
    True
    """
    spec = first_chart(stored)
    if spec is None or not can_draw():
        return None
    if lines:
        title = spec.get("title", "")
        title = dict(title) if isinstance(title, dict) else {"text": title}
        spec = {**spec, "title": {**title, "subtitle": lines}}
    try:
        png = small(draw(spec, number_format=stored["declaration"]["number_format"]))
    except Exception:  # a spec may be anything, and so may what goes wrong with it
        return None
    return base64.b64encode(png).decode()


@checked(stored=STORED, drawn=STORED | NOTHING)
def bundle(
    stored: dict[str, Any],
    text: str,
    lines: list[str] | None = None,
    *,
    drawn: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Make the MIME bundle: stored panel, picture, text.

    Parameters
    ----------
    stored : dict
        What `panel_json` made.
    text : str
        The panel as plain text.
    lines : list of str, optional
        Text under the title of the picture.
    drawn : dict, optional
        What the picture shows, where it differs from ``stored``.

    Returns
    -------
    dict

    Examples
    --------
    >>> sorted(bundle(panel_json(declaration()), "an empty panel"))
    ['application/vnd.clvwidgets.panel+json', 'text/plain']
    """
    image = picture(drawn or stored, lines)
    # As text the description is a third smaller in a notebook, which indents every nested list.
    compact = json.dumps(stored["declaration"], ensure_ascii=False, separators=(",", ":"))
    return {
        PANEL_MIME: {**stored, "declaration": compact},
        **({"image/png": image} if image else {}),
        "text/plain": text,
    }


@checked(results=RESULTS)
def rounded(results: dict[str, float]) -> dict[str, float | str]:
    """Round results to six significant digits, so that machines agree on what is stored.

    Parameters
    ----------
    results : dict of str to float
        By name.

    Returns
    -------
    dict of str to float or str
        Text stands for a number without limit.

    Examples
    --------
    >>> rounded({"clv": 695.4724, "payback": math.inf})
    {'clv': 695.472, 'payback': 'inf'}
    """
    return {name: _six_digits(value) for name, value in results.items()}


def _six_digits(value: float | str) -> float | str:
    if isinstance(value, str):
        return value
    if math.isinf(value) or math.isnan(value):
        return str(value)  # JSON has no word for them
    return float(f"{value:.6g}")
