"""A question as a widget: alive with a kernel, in a saved notebook and, as HTML, anywhere else.

It uses the panel's carrier and stored form; frontend/src/course shows it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import altair as alt
import anywidget
import traitlets

from clvwidgets.course._message import Message
from clvwidgets.display import panel_json
from clvwidgets.display.renderer import chart_bundle, chart_text
from clvwidgets.display.static_files import static_text
from clvwidgets.widgets.panel.panel import Panel
from clvwidgets.widgets.panel.runtime import Runtime

Shown = Panel | alt.TopLevelMixin


class LessonCard(anywidget.AnyWidget):
    """Questions or a prediction, with native controls.

    Parameters
    ----------
    card : dict
        What to ask, see frontend/src/course/card.ts.
    message : Message
        The same for readers without the widget.
    heard : callable, optional
        Is called with ``answers`` at each change of them.
    reveals : Panel or altair.TopLevelMixin, optional
        Appears when the learner has committed to a prediction.
    keeps : str
        Under what name the kernel keeps the answers, so that the cell can run again; "" for not.

    Attributes
    ----------
    answers : Dict
        For each question's key the numbers of the options chosen, in order; for a prediction's key
        the guess.
    """

    declaration = traitlets.Dict().tag(sync=True)
    answers: traitlets.Dict[str, Any] = traitlets.Dict().tag(sync=True)
    panel = traitlets.Dict(allow_none=True, default_value=None).tag(sync=True)
    panel_id = traitlets.Unicode().tag(sync=True)
    runtime = traitlets.Unicode().tag(sync=True)
    ident = traitlets.Unicode().tag(sync=True)

    def __init__(
        self,
        card: dict[str, Any],
        message: Message,
        *,
        heard: Callable[[dict[str, Any]], None] | None = None,
        reveals: Shown | None = None,
        keeps: str = "",
    ) -> None:
        carrier = Runtime.current()
        self._esm = static_text("bootstrap.js")
        self._message = message
        self._reveals = reveals
        model_id = uuid4().hex
        # A panel that lives in the kernel is shown itself; anything else from what is stored.
        lives = isinstance(reveals, Panel)
        super().__init__(
            model_id=model_id,
            ident=model_id,
            runtime=carrier.model_id,
            declaration=panel_json.declaration(name=card["heading"], card=card),
            panel_id=reveals.model_id if isinstance(reveals, Panel) else "",
            panel=None if lives else _stored(reveals),
            answers=dict(kept_answers(keeps)),
        )
        if keeps:
            self.observe(lambda change: carrier.kept.update({keeps: change["new"]}), "answers")
        if heard is not None:
            self.observe(lambda change: heard(change["new"]), names="answers")
        carrier.adopt(self)

    def __str__(self) -> str:
        return str(self._message)

    def __repr__(self) -> str:
        return str(self)

    def _repr_mimebundle_(self, **_options: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        values = {"answers": dict(self.answers), "panel": _stored(self._reveals), "panel_id": ""}
        stored = panel_json.panel_json(self.declaration, values=values)
        view = {"version_major": 2, "version_minor": 0, "model_id": self.model_id}
        return {
            "application/vnd.jupyter.widget-view+json": view,
            **panel_json.bundle(stored, str(self)),
            "text/html": self._message._repr_html_(),
        }, {}


def kept_answers(name: str) -> dict[str, Any]:
    """Answers that the kernel keeps under a name; none before the first.

    Parameters
    ----------
    name : str

    Returns
    -------
    dict
    """
    kept: dict[str, Any] = Runtime.current().kept.get(name, {})
    return kept


def _stored(shown: Shown | None) -> dict[str, Any] | None:
    """Take what a saved notebook needs to show a panel or a chart."""
    if shown is None:
        return None
    if isinstance(shown, Panel):
        panel: dict[str, Any] = shown._repr_mimebundle_()[0][panel_json.PANEL_MIME]
        return panel
    chart: dict[str, Any] = chart_bundle(shown.to_dict())[panel_json.PANEL_MIME]
    # Inside the card it needs no frame of its own, which a panel without a name has not.
    declared = {**json.loads(chart["declaration"]), "name": ""}
    return {**chart, "declaration": json.dumps(declared, ensure_ascii=False)}


def text_of(shown: Shown) -> str:
    """Write a panel or a chart as text."""
    return str(shown) if isinstance(shown, Panel) else chart_text(shown.to_dict())
