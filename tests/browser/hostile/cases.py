"""What hostile notebooks hold: charts, panels and outputs, each with one way to do harm.

A case is a function of the foreign host's address; its name is the case's name. Whatever a case
gets to ask for at that host, it asks for under its own name, so that the listener knows who did.
"""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Callable
from typing import Any

from PIL import Image

from clvwidgets.display.panel_json import PANEL_MIME, declaration, panel_json

from .charts import CHARTS, WINDOW, Chart, bars, harm, markup

Bundle = dict[str, Any]

READABLE = "What was seen when the cell ran"


def png() -> str:
    """Draw a small grey picture, as base64."""
    drawn = io.BytesIO()
    Image.new("RGB", (60, 40), "grey").save(drawn, "PNG")
    return base64.b64encode(drawn.getvalue()).decode()


def panel(chart: Chart, **parts: Any) -> dict[str, Any]:
    """Store a chart as the panel of a hostile notebook does."""
    view = {"kind": "chart", "id": "chart", "label": "Chart", "spec": chart}
    return panel_json(declaration(**{"name": "Chart", "views": [view], **parts}))


def seen(stored: Any) -> Bundle:
    """Put a stored panel into an output, with picture and text as ours have them."""
    return {PANEL_MIME: stored, "image/png": png(), "text/plain": READABLE}


def _deep(_there: str) -> Bundle:
    stored = panel(bars(title="DEEP"))
    depth = 20_000
    text = json.dumps(stored["declaration"])
    nested = '{"layer":[' * depth + "{}" + "]}" * depth
    return seen({**stored, "declaration": text.replace('"DEEP"', nested)})


def _output_that_climbs(there: str) -> Bundle:
    call = "modify('d', null, null, null, data('d')[0].constructor.constructor, {x: 1})"
    chart = bars(data={"name": "d", "values": [[harm(there)]]}, encoding={})
    output = {"name": "worth", "label": "Worth", "format": "number", "expr": call}
    return seen(panel(chart, outputs=[output], headline=["worth"]))


def _config_that_climbs(there: str) -> Bundle:
    call = f"modify('d', null, null, null, {WINDOW}.setTimeout, {{x: 1}})"
    chart = {"data": {"name": "d", "values": [[harm(there)]]}, "mark": "text"}
    config = {"text": {"text": {"expr": f"'' + {call}"}}, "background": f"url({there})"}
    return seen(panel(chart, config=config))


def _panel_of_markup(there: str) -> Bundle:
    words = markup(there)
    field = {"name": "n", "kind": "number", "label": words, "help": words, "unit": words}
    limits = {"low": 0, "high": 9, "step": 1, "value": 1, "format": "number"}
    told = {
        "title": words,
        "name": words,
        "locale": "en-US",
        "fields": [{**field, **limits}],
        "presets": [{"name": words, "label": words, "values": {"n": 1}}],
        "python": words,
    }
    return {**seen(panel(bars(), **told)), "text/plain": words}


def _status_of_markup(there: str) -> Bundle:
    status = {"state": "error", "message": markup(there)}
    return seen({**panel(bars()), "status": status, "pinned": [{"label": markup(there)}]})


def _picture_that_is_markup(there: str) -> Bundle:
    return {"image/png": f'">{markup(there)}', "text/plain": READABLE}


def _panel_whose_picture_is_markup(there: str) -> Bundle:
    return {**seen(panel(bars())), "image/png": f'">{markup(there)}'}


def _photograph_that_is_markup(there: str) -> Bundle:
    return {"image/jpeg": f'">{markup(there)}', "text/plain": READABLE}


def _text_that_is_markup(there: str) -> Bundle:
    return {"text/plain": f"{READABLE} {markup(there)}"}


def _card_of_markup(there: str) -> Bundle:
    words = markup(there)
    question = {"kind": "choice", "prompt": words, "options": [words, "b"], "answer": 0}
    told = {"title": words, "questions": [question], "views": []}
    return {**seen(panel(bars(), **told)), "text/plain": f"{READABLE} {words}"}


OUTPUTS: dict[str, Callable[[str], Bundle]] = {
    "is_nested_without_end": _deep,
    "climbs_in_an_output": _output_that_climbs,
    "climbs_in_the_configuration": _config_that_climbs,
    "is_a_panel_of_markup": _panel_of_markup,
    "has_markup_for_a_state": _status_of_markup,
    "is_a_card_of_markup": _card_of_markup,
    "has_markup_for_a_picture": _picture_that_is_markup,
    "has_markup_for_the_picture_of_a_panel": _panel_whose_picture_is_markup,
    "has_markup_for_a_photograph": _photograph_that_is_markup,
    "has_markup_for_text": _text_that_is_markup,
}


def bundle(case: str, host: str) -> Bundle:
    """Make the output of a case.

    Parameters
    ----------
    case : its name, out of `CHARTS` or `OUTPUTS`
    host : address of the foreign host
    """
    there = f"{host}/{case}"
    return OUTPUTS[case](there) if case in OUTPUTS else seen(panel(CHARTS[case](there)))


ALL = [*CHARTS, *OUTPUTS]
