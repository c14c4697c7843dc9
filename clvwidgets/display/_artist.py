"""The process that draws, apart from the kernel: whatever a chart does to it, the kernel lives.

It reads orders, one line of JSON each, from its standard input and writes as many answers. It ends
with its input, and by itself when a chart takes too long.
"""

from __future__ import annotations

import base64
import faulthandler
import json
import os
import re
import signal
import sys
from typing import Any

MOST_SECONDS = 20
MOST_PIXELS = 40_000_000  # less than Pillow's limit for pictures it trusts

_SIZE = re.compile(r'<svg[^>]*? width="([\d.e+]+)" height="([\d.e+]+)"')
# Pictures inside a picture come from the chart itself; what lies elsewhere is not asked for.
_FOREIGN = re.compile(
    r'(<image\b[^>]*?)\s(?:xlink:)?href="(?!data:image/(?:png|jpeg|gif|webp)[;,])[^"]*"'
)


def main(seconds: float) -> None:
    """Answer orders until there are no more, or one takes too long."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    # Ctrl-C is the kernel's, which then ends this process.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What no handler can stop ends all the same, even when the kernel is gone.
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123
        for line in sys.stdin.buffer:
            faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
            answer = _answer(json.loads(line))
            faulthandler.cancel_dump_traceback_later()
            answers.write(json.dumps(answer).encode() + b"\n")
            answers.flush()


def _answer(order: dict[str, Any]) -> dict[str, str]:
    try:
        content = _draw(**order)
    except BaseException as error:  # vl-convert's panics are no Exceptions
        kind = "refused" if isinstance(error, _RefusedError) else "failed"
        return {kind: str(error)}
    return {"content": base64.b64encode(content).decode()}


class _RefusedError(Exception):
    """The chart asks for too much."""


def _draw(spec: dict[str, Any], file_format: str, scale: float, options: dict[str, Any]) -> bytes:
    import vl_convert

    drawn = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[], **options)
    svg = _FOREIGN.sub(r"\1", str(drawn))
    found = _SIZE.search(svg)
    width, height = (float(side) for side in found.groups()) if found else (0.0, 0.0)
    _check_size(width, height, scale)
    return svg.encode() if file_format == "svg" else bytes(vl_convert.svg_to_png(svg, scale=scale))


def _check_size(width: float, height: float, scale: float) -> None:
    pixels = width * height * scale**2
    if pixels > MOST_PIXELS:
        fits = (MOST_PIXELS / (width * height)) ** 0.5
        way_out = f"Take scale={fits:.2g} or less" if fits >= 0.1 else "Make the chart smaller"
        raise _RefusedError(
            f"A picture has at most {MOST_PIXELS:,} pixels; scale={scale:g} makes {pixels:,.0f} of "
            f"this chart of {width:,.0f} times {height:,.0f}. {way_out}, or save it as SVG."
        )
    if min(width, height) * scale < 1:
        raise _RefusedError(
            f"A picture of {width:,.0f} times {height:,.0f} with scale={scale:g} has no pixel. "
            "Take a larger scale."
        )


if __name__ == "__main__":
    main(float(sys.argv[1]))
