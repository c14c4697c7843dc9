"""The same calculator made in four ways, as the cell of a notebook that a person would write."""

from __future__ import annotations

from dataclasses import dataclass

# Money so far of a subscriber, month by month, drawn as a line: what SubscriptionCLV draws too.
_CHART = """
import altair as alt

def curve(churn, params=()):
    left = "pow((1 - churn) / pow(1.1, 1 / 12), datum.month)"
    rate = "(1 - (1 - churn) / pow(1.1, 1 / 12))"
    return (
        alt.Chart(alt.sequence(0, 61, as_="month"))
        .transform_calculate(money=f"40 * (1 - {left}) / {rate} - 120".replace("churn", churn))
        .mark_line()
        .encode(x="month:Q", y="money:Q")
        .add_params(*params)
        .properties(width=400, height=280)
    )
"""

_OURS = """
from clvwidgets import SubscriptionCLV
SubscriptionCLV()
"""

_BOUND = """
alt.JupyterChart.enable_offline()
reach = alt.binding_range(min=0.05, max=0.35, step=0.005)
churn = alt.param(name="churn", value=0.05, bind=reach)
alt.JupyterChart(curve("churn", [churn]), embed_options={"renderer": "svg"})
"""

_SLIDER = "widgets.FloatSlider(value=0.05, min=0.05, max=0.35, step=0.005, readout_format='.3f')"

_PARAMS = f"""
import ipywidgets as widgets
alt.JupyterChart.enable_offline()
churn = alt.param(name="churn", value=0.05)
chart = alt.JupyterChart(curve("churn", [churn]), embed_options={{"renderer": "svg"}})
slider = {_SLIDER}
slider.observe(lambda change: setattr(chart.params, "churn", change.new), "value")
widgets.VBox([slider, chart])
"""

_INTERACT = f"""
import ipywidgets as widgets
_ = alt.renderers.enable("clvwidgets")
_ = widgets.interact(lambda churn: curve(str(churn)), churn={_SLIDER})
"""


@dataclass(frozen=True)
class Contestant:
    """A way to make a calculator.

    Parameters
    ----------
    name : how the report calls it
    source : code of the cell that makes it
    hand : what the hand holds: a native "range" input, or the "handle" of an ipywidgets slider
    slider : CSS selector of that
    """

    name: str
    source: str
    hand: str
    slider: str


OURS = Contestant("clvwidgets", _OURS, "range", ".clv-field:nth-child(3) input[type=range]")
PARAMS = Contestant(
    "JupyterChart, `params` set from an ipywidgets slider",
    _CHART + _PARAMS,
    "handle",
    ".noUi-handle",
)
BOUND = Contestant(
    "JupyterChart, parameter bound inside the chart",
    _CHART + _BOUND,
    "range",
    ".vega-bind input[type=range]",
)
INTERACT = Contestant(
    "`interact`, the chart made anew",
    _CHART + _INTERACT,
    "handle",
    ".noUi-handle",
)
ALL = (OURS, BOUND, PARAMS, INTERACT)
