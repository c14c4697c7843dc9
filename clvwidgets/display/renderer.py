"""Altair's charts as panels without fields: offline, saved, themed like the rest.

``alt.renderers.enable("clvwidgets")`` switches it on; importing the package does not.
"""

from __future__ import annotations

from typing import Any

from clvwidgets.arguments import checked
from clvwidgets.charts.settled import settled
from clvwidgets.display.addresses import addresses
from clvwidgets.display.column_names import with_plain_columns
from clvwidgets.display.drawable import drawable
from clvwidgets.display.panel_json import bundle, declaration, panel_json

_WAY_OUT = (
    "It is not drawn, because a part of it lies at {address}, and a chart asks no other place for "
    "anything when it is shown. Read the data first, for example with pandas.read_csv(address) or "
    "pandas.read_json(address), and give the table to alt.Chart; a picture needs a data: address."
)


@checked()
def chart_bundle(spec: dict[str, Any], **_options: Any) -> dict[str, Any]:
    """Turn a Vega-Lite specification into a MIME bundle; Altair calls this as its renderer.

    Whoever opens a notebook must not thereby ask another machine for something: a chart whose data
    or pictures lie elsewhere becomes a sentence that says so.

    Parameters
    ----------
    spec : dict
        Vega-Lite specification with its data inside.

    Returns
    -------
    dict
        MIME type to content: the stored panel, a picture, a line of text.

    Examples
    --------
    >>> spec = {"mark": "bar", "title": "Revenue", "data": {"values": [{"x": 1}, {"x": 2}]}}
    >>> chart_bundle(spec)["text/plain"]
    'Chart: Revenue'
    """
    elsewhere = next(addresses(spec), None)
    if elsewhere is not None:
        return {"text/plain": f"{chart_text(spec)}. {_WAY_OUT.format(address=elsewhere[:200])}"}
    left_out = ("$schema", "config", "usermeta")  # usermeta is for other renderers
    ours = {key: part for key, part in settled(spec).items() if key not in left_out}
    own_config = spec.get("config", {})
    alone = not any(key in ours for key in ("hconcat", "vconcat", "concat", "facet", "repeat"))
    if alone and "width" not in ours:
        ours["width"] = "container"
    if _is_altairs_default(own_config):
        own_config = {}
    view = {
        "kind": "chart",
        "id": "chart",
        "label": "Chart",
        # A column may be called "constructor" and a value hold what no expression of Vega can.
        "spec": drawable(with_plain_columns({**ours, "config": own_config})),
    }
    return bundle(panel_json(declaration(name="Chart", views=[view])), chart_text(spec))


@checked()
def chart_text(spec: dict[str, Any]) -> str:
    """Say in one line what a chart shows: its title, else its description, else its mark.

    Parameters
    ----------
    spec : dict
        Vega-Lite specification.

    Returns
    -------
    str

    Examples
    --------
    >>> chart_text({"mark": "bar"})
    'Chart: without a title, bar'
    """
    title = spec.get("title")
    if isinstance(title, dict):
        title = title.get("text")
    if isinstance(title, list):
        title = " ".join(str(line) for line in title)
    if not isinstance(title, str):
        title = spec.get("description")
    if not title:
        mark = spec.get("mark", "several layers")
        title = f"without a title, {mark['type'] if isinstance(mark, dict) else mark}"
    return f"Chart: {title}"


def _is_altairs_default(config: dict[str, Any]) -> bool:
    """Tell whether a chart's configuration is only the size that Altair gives every chart."""
    return set(config) <= {"view"} and set(config.get("view", {})) <= {
        "continuousWidth",
        "continuousHeight",
    }
