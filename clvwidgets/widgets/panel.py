"""The one component: fields, a chart, headline numbers, a selection; in three hosts.

A panel is a live widget while its kernel runs, a picture of itself that still moves in a saved
notebook, and a page of its own after `Panel.to_html`. The browser computes; Python follows.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import uuid4

import anywidget
import traitlets

from clvwidgets.charts import panel_json
from clvwidgets.charts.periods import filled
from clvwidgets.charts.picture import draw
from clvwidgets.widgets._page import page_with
from clvwidgets.widgets._runtime import Runtime, static_text
from clvwidgets.widgets.fields import ChoiceField, Field, NumberField, SwitchField, in_words

if TYPE_CHECKING:
    import pandas as pd

_MOST_ROWS = 5000
_MOST_STEPS_BACK = 100


class Panel(anywidget.AnyWidget):
    """Fields beside a chart, answered in the browser and known to Python.

    Subclasses name their fields as class attributes (see `clvwidgets.widgets.fields`) and
    describe the rest in `_declare`.

    Parameters
    ----------
    locale : BCP 47 tag such as "en-US" or "de-DE": how numbers are written
    currency : ISO 4217 code such as "EUR"
    **values : values for the fields

    Attributes
    ----------
    selection : what is chosen in the chart: ``{"keys": [...]}`` or ``{"interval": {...}}``
    pinned : scenarios kept for comparison, each with name and values (and their period)
    """

    title: ClassVar[str] = ""
    panel_name: ClassVar[str] = "Panel"

    declaration = traitlets.Dict().tag(sync=True)
    pinned: traitlets.List[dict[str, Any]] = traitlets.List().tag(sync=True)
    history = traitlets.Dict().tag(sync=True)
    selection: traitlets.Dict[str, Any] = traitlets.Dict(default_value={"keys": []}).tag(sync=True)
    datasets = traitlets.Dict().tag(sync=True)
    status: traitlets.Dict[str, Any] = traitlets.Dict(
        default_value={"state": "ready", "message": ""}
    ).tag(sync=True)
    runtime = traitlets.Unicode().tag(sync=True)
    ident = traitlets.Unicode().tag(sync=True)

    _recording = False

    def __init__(self, *, locale: str = "en-US", currency: str = "EUR", **values: Any) -> None:
        self.locale = _known_locale(locale)
        self.currency = _known_currency(currency)
        self._refuse_unknown(values)
        model_id = uuid4().hex
        carrier = Runtime.current()
        self._esm = static_text("bootstrap.js")
        # All is set before the model opens, so that the browser gets it in one message.
        for name, value in values.items():
            setattr(self, name, value)
        super().__init__(
            model_id=model_id,
            ident=model_id,
            runtime=carrier.model_id,
            declaration={**self._declare(), "start": self._state()},
            history={"entries": [self._state()], "at": 0},
        )
        self._recording = True
        self.observe(self._record, names=list(self.fields()))
        carrier.adopt(self)

    # What subclasses say

    def _declare(self) -> dict[str, Any]:
        """Describe the panel to the browser; see frontend/src/panel/declaration.ts."""
        return panel_json.declaration(
            title=self.title,
            name=self.panel_name,
            locale=self.locale,
            currency=self.currency,
            fields=self._described_fields(),
        )

    def _results(self) -> dict[str, float]:
        """Compute the named results for the fields' values."""
        return {}

    def _results_in_words(self) -> dict[str, str]:
        """Write the headline for people: label to text."""
        return {}

    # Fields

    @classmethod
    def fields(cls) -> dict[str, Field]:
        """List the fields by name, in the order in which the class names them.

        Examples
        --------
        >>> from clvwidgets import SubscriptionCLV
        >>> list(SubscriptionCLV.fields())
        ['margin', 'churn', 'discount', 'cac']
        """
        kinds = (NumberField, ChoiceField, SwitchField)
        return {
            name: trait
            for owner in reversed(cls.__mro__)
            for name, trait in vars(owner).items()
            if isinstance(trait, kinds)
        }

    @property
    def values(self) -> dict[str, Any]:
        """The fields' values by name."""
        return {name: getattr(self, name) for name in self.fields()}

    def _described_fields(self) -> list[dict[str, Any]]:
        return [field.describe(getattr(self, name)) for name, field in self.fields().items()]

    def _state(self) -> dict[str, Any]:
        """Take down what a step of `undo` brings back."""
        return self.values

    def _refuse_unknown(self, values: Mapping[str, Any]) -> None:
        known = list(self.fields())
        for name in values:
            if name not in known:
                near = difflib.get_close_matches(name, known, 1)
                hint = f" Did you mean {near[0]}?" if near else ""
                raise TypeError(
                    f"{type(self).__name__} has no field {name!r}.{hint} "
                    f"Its fields are: {', '.join(known) or 'none'}."
                )

    # Steps back and forth

    @contextmanager
    def _without_recording(self) -> Iterator[None]:
        before, self._recording = self._recording, False
        try:
            with self.hold_sync():
                yield
        finally:
            self._recording = before

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Take what the browser says; it has written its own history already."""
        before, self._recording = self._recording, False
        try:
            super().set_state(sync_data)
        finally:
            self._recording = before

    def _record(self, _change: Any) -> None:
        if self._recording:
            entries = [*self.history["entries"][: self.history["at"] + 1], self._state()]
            entries = entries[-_MOST_STEPS_BACK:]
            self.history = {"entries": entries, "at": len(entries) - 1}

    def _step_to(self, at: int) -> None:
        entries = self.history["entries"]
        if 0 <= at < len(entries):
            with self._without_recording():
                self.history = {"entries": entries, "at": at}
                self._put(entries[at])

    def _put(self, state: Mapping[str, Any]) -> None:
        """Set what `_state` took down: one message, one step."""
        with self._without_recording():
            for name, value in state.items():
                setattr(self, name, value)
        self._record(None)

    def set(self, **values: Any) -> None:
        """Set several fields at once: one message, one step of `undo`.

        Examples
        --------
        >>> from clvwidgets import SubscriptionCLV
        >>> calc = SubscriptionCLV()
        >>> calc.set(margin=50, churn=0.04)
        >>> calc.values["margin"]
        50.0
        """
        self._refuse_unknown(values)
        for name, value in values.items():
            self.fields()[name].validate(self, value)  # all or nothing
        self._put(values)

    def undo(self) -> None:
        """Take back the last change of a field, whether made here or in the browser."""
        self._step_to(self.history["at"] - 1)

    def redo(self) -> None:
        """Make the change again that `undo` took back."""
        self._step_to(self.history["at"] + 1)

    def reset(self) -> None:
        """Set the fields to the values that the panel started with."""
        self._put(self.history["entries"][0])

    # Data and states

    def update_data(self, name: str, rows: pd.DataFrame | Sequence[Mapping[str, Any]]) -> None:
        """Replace a named data set of the chart in place; zoom and selection stay.

        Parameters
        ----------
        name : the data set's name in the chart
        rows : table of at most 5,000 rows; send aggregates, not customers

        Raises
        ------
        ValueError
            If there are more rows.
        """
        if len(rows) > _MOST_ROWS:
            raise ValueError(
                f"{name!r} has {len(rows):,} rows, more than the {_MOST_ROWS:,} that a chart shows "
                "at the speed of the hand. Aggregate them first."
            )
        self.datasets = {**self.datasets, name: plain_rows(rows)}

    def lock(self, message: str) -> None:
        """Hide the results behind a message, until `unlock`: predict first, then see."""
        self.status = {"state": "locked", "message": message}

    def unlock(self) -> None:
        """Show the results again."""
        self.status = {"state": "ready", "message": ""}

    @contextmanager
    def busy(self, message: str) -> Iterator[None]:
        """Say that Python is at work; a failure shows as a sentence in the panel.

        Parameters
        ----------
        message : what is being done, such as "Counting customers"
        """
        before = self.status
        self.status = {"state": "busy", "message": message}
        try:
            yield
        except Exception as error:
            self.status = {"state": "error", "message": str(error)}
            raise
        self.status = before

    # Going out

    def _stored(self) -> dict[str, Any]:
        locked = self.status["state"] == "locked"
        return panel_json.panel_json(
            self.declaration,
            values=self._state(),
            results={} if locked else self._results(),
            pinned=self._stored_pinned(),
            selection=dict(self.selection),
            datasets=dict(self.datasets),
            status=dict(self.status),
        )

    def _stored_pinned(self) -> list[dict[str, Any]]:
        return list(self.pinned)

    def _drawn(self, stored: dict[str, Any]) -> dict[str, Any]:
        """Take from the stored panel what a picture of it is drawn from."""
        return stored

    def _shown(self) -> dict[str, Any]:
        """Describe the panel as it reads now, in its period."""
        return filled(self.declaration, self._state())

    def __str__(self) -> str:
        fields = {
            described["label"]: in_words(
                self.fields()[described["name"]],
                getattr(self, described["name"]),
                locale=self.locale,
                currency=self.currency,
            )
            for described in self._shown()["fields"]
        }
        shown = {} if self.status["state"] == "locked" else self._results_in_words()
        lines = [f"{label}: {text}" for label, text in {**fields, **shown}.items()]
        heading = f"{self.panel_name}: {self.title}" if self.title else self.panel_name
        message = [self.status["message"]] if self.status["message"] else []
        return "\n  ".join([heading, *lines, *message])

    def __repr__(self) -> str:
        return str(self)

    def _repr_mimebundle_(self, **_options: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        stored = self._stored()
        locked = self.status["state"] == "locked"
        content = panel_json.bundle(
            stored, str(self), self._picture_lines(), drawn=self._drawn(stored)
        )
        if locked:
            content.pop("image/png", None)
        view = {"version_major": 2, "version_minor": 0, "model_id": self.model_id}
        return {"application/vnd.jupyter.widget-view+json": view, **content}, {}

    def _picture_lines(self) -> list[str]:
        return [" · ".join(f"{label} {text}" for label, text in self._results_in_words().items())]

    def to_html(self, path: str | Path | None = None) -> str:
        """Write the panel as one page that works offline, without a kernel, sliders alive.

        Parameters
        ----------
        path : file to write; None only returns the page

        Returns
        -------
        str : the page
        """
        page = page_with(self._stored(), title=self.title or self.panel_name, lang=self.locale)
        if path is not None:
            Path(path).write_text(page, encoding="utf-8")
        return page

    def to_png(self, path: str | Path | None = None, *, scale: float = 2) -> bytes:
        """Draw the panel's chart as a picture.

        Parameters
        ----------
        path : file to write; None only returns the bytes
        scale : pixels of the picture for one of the chart's

        Raises
        ------
        RuntimeError
            If the panel has no chart, or vl-convert is not installed.
        """
        spec = panel_json.first_chart(self._drawn(self._stored()))
        if spec is None:
            raise RuntimeError(f"{self.panel_name} has no chart to draw.")
        png = draw(spec, number_format=self.declaration["number_format"], scale=scale)
        if path is not None:
            Path(path).write_bytes(png)
        return png


def plain_rows(rows: pd.DataFrame | Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Turn a table into rows that JSON can hold: dates as ISO text, missing values as null.

    Examples
    --------
    >>> import pandas as pd
    >>> plain_rows(pd.DataFrame({"x": [1.5, None]}))
    [{'x': 1.5}, {'x': None}]
    """
    import pandas as pd

    table = rows if isinstance(rows, pd.DataFrame) else pd.DataFrame(list(rows))
    parsed: list[dict[str, Any]] = json.loads(
        table.to_json(orient="records", date_format="iso", double_precision=10)
    )
    return parsed


def _known_locale(locale: str) -> str:
    from babel import Locale, UnknownLocaleError

    try:
        Locale.parse(locale, sep="-")
    except (UnknownLocaleError, ValueError):
        raise ValueError(
            f"locale must be a language tag such as 'en-US' or 'de-DE', got {locale!r}."
        ) from None
    return locale


def _known_currency(currency: str) -> str:
    from babel.numbers import is_currency

    if not is_currency(currency):
        raise ValueError(
            f"currency must be a three-letter code such as 'EUR' or 'USD', got {currency!r}."
        )
    return currency
