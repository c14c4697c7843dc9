"""Pictures of charts made in Python: for GitHub, print, and wherever no script runs."""

from __future__ import annotations

import importlib.util
import io
import json
import math
import re
from typing import Any, Literal

from clvwidgets.arguments import checked
from clvwidgets.charts.theme import chart_config, resolve_colours
from clvwidgets.display._doors import SPEC
from clvwidgets.display._drawing import have_drawn
from clvwidgets.display.addresses import addresses
from clvwidgets.display.drawable import drawable, longest_side
from clvwidgets.doors import ANYTHING, NOTHING, REAL, Door, mapping_to, shown

# The Vega-Lite that Altair 6 writes for; vl-convert names it by its first two numbers.
_VEGA_LITE = "6.4"
_TWO_HALVES = re.compile("[\U00010000-\U0010ffff]")
_PNG = Door("the bytes of a PNG", lambda value: isinstance(value, bytes) and value[1:4] == b"PNG")
_LARGEST_SCALE = 1000
_LONGEST_SIDE = 20_000  # an axis that long has a thousand ticks


def can_draw() -> bool:
    """Tell whether pictures can be made here: not in the browser's own Python.

    Returns
    -------
    bool

    Examples
    --------
    >>> can_draw()
    True
    """
    return importlib.util.find_spec("vl_convert") is not None


@checked(spec=SPEC, number_format=mapping_to(ANYTHING) | NOTHING, scale=ANYTHING)
def draw(
    spec: dict[str, Any],
    file_format: Literal["png", "svg"] = "png",
    *,
    number_format: dict[str, Any] | None = None,
    width: int = 560,
    scale: float = 1,
) -> bytes:
    """Draw a Vega-Lite chart as a file's bytes.

    Parameters
    ----------
    spec : dict
        Vega-Lite specification. Its colours may be the house's CSS variables.
    file_format : {"png", "svg"}
    number_format : dict, optional
        d3-format locale for the numbers in the chart.
    width : int
        Pixels, for charts as wide as their container.
    scale : float
        Pixels of the picture for one of the chart's (PNG).

    Returns
    -------
    bytes

    Raises
    ------
    ValueError
        If the chart asks for data from elsewhere, or the picture would be too large.
    RuntimeError
        If vl-convert is not installed, or the chart cannot be drawn.

    Examples
    --------
    >>> spec = {"data": {"values": [{"x": 1}]}, "mark": "bar", "encoding": {"x": {"field": "x"}}}
    >>> draw(spec)[1:4]
    b'PNG'
    """
    if not can_draw():
        raise RuntimeError(
            "Pictures need the package vl-convert-python, which is not installed here. "
            "Install it with: pip install vl-convert-python"
        )
    outside = next(addresses(spec), None)
    if outside is not None:
        raise ValueError(
            f"A picture asks nobody for data, and this chart reads {outside!r}. Read the data "
            "first and give it to the chart, for example alt.Chart(pd.read_csv(...))."
        )
    side = longest_side(spec)
    if side > _LONGEST_SIDE:
        raise ValueError(
            f"A picture is at most {_LONGEST_SIDE:,} pixels wide or high, and this chart asks for "
            f"{side:,.0f}. Make the chart smaller."
        )
    sized = {**spec, "width": width} if spec.get("width") == "container" else spec
    options: dict[str, Any] = {
        "vl_version": _VEGA_LITE,
        "config": resolve_colours({**chart_config(), "background": "white"}),
        "format_locale": number_format,
    }
    order = {
        "spec": drawable(resolve_colours(sized)),
        "file_format": file_format,
        "scale": _known_scale(scale),
        "options": options,
    }
    try:
        return have_drawn(order)
    except RuntimeError:
        # Vega shortens long words, and may cut a character of two halves, such as an emoji, in two.
        whole = json.loads(_TWO_HALVES.sub("\u25a1", json.dumps(order, ensure_ascii=False)))
        if whole == order:
            raise
        return have_drawn(whole)


def _known_scale(scale: float) -> float:
    if isinstance(scale, bool) or not REAL.lets_in(scale) or not 0 < scale < math.inf:
        raise ValueError(
            f"scale must be a number above 0, got {shown(scale)}. scale=2 makes two pixels of one."
        )
    if scale > _LARGEST_SCALE:
        raise ValueError(f"scale must be at most {_LARGEST_SCALE:,}, got {shown(scale)}.")
    return float(scale)


@checked(png=_PNG)
def small(png: bytes) -> bytes:
    """Press a chart's PNG to a tenth: a chart has few colours, so a palette of 64 will do.

    Parameters
    ----------
    png : bytes
        The picture's bytes.

    Returns
    -------
    bytes

    Examples
    --------
    >>> spec = {"data": {"values": [{"x": 1}]}, "mark": "bar", "encoding": {"x": {"field": "x"}}}
    >>> len(small(draw(spec))) < len(draw(spec))
    True
    """
    from PIL import Image

    pressed = io.BytesIO()
    with Image.open(io.BytesIO(png)) as picture:
        picture.convert("RGB").quantize(64, Image.Quantize.FASTOCTREE).save(
            pressed, "PNG", optimize=True
        )
    return pressed.getvalue()
