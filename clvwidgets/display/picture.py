"""Pictures of charts made in Python: for GitHub, print, and wherever no script runs."""

from __future__ import annotations

import importlib.util
import io
from typing import Any, Literal

from clvwidgets.charts.theme import chart_config, resolve_colours

# The Vega-Lite that Altair 6 writes for; vl-convert names it by its first two numbers.
_VEGA_LITE = "6.4"


def can_draw() -> bool:
    """Tell whether pictures can be made here: not in the browser's own Python.

    Examples
    --------
    >>> can_draw()
    True
    """
    return importlib.util.find_spec("vl_convert") is not None


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
    spec : Vega-Lite specification; its colours may be the house's CSS variables
    file_format : {"png", "svg"}
    number_format : d3-format locale for the numbers in the chart
    width : pixels, for charts as wide as their container
    scale : pixels of the picture for one of the chart's (PNG)

    Raises
    ------
    RuntimeError
        If vl-convert is not installed.

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
    import vl_convert

    sized = dict(spec)
    if sized.get("width") == "container":
        sized["width"] = width
    options: dict[str, Any] = {
        "vl_version": _VEGA_LITE,
        "config": resolve_colours({**chart_config(), "background": "white"}),
        "format_locale": number_format,
    }
    if file_format == "svg":
        return str(vl_convert.vegalite_to_svg(resolve_colours(sized), **options)).encode()
    return bytes(vl_convert.vegalite_to_png(resolve_colours(sized), scale=scale, **options))


def small(png: bytes) -> bytes:
    """Press a chart's PNG to a tenth: a chart has few colours, so a palette of 64 will do.

    Parameters
    ----------
    png : the picture's bytes

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
