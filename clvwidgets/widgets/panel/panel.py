"""The one component: fields, a chart, headline numbers, a selection; in three hosts.

A panel is a live widget while its kernel runs, a picture of itself that still moves in a saved
notebook, and a page of its own after `Panel.to_html`. The browser computes; Python follows.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from clvwidgets.display import panel_json
from clvwidgets.display.static_files import static_text
from clvwidgets.number_format import known_currency, known_locale
from clvwidgets.significant import significant_table
from clvwidgets.widgets.panel._history import Steps
from clvwidgets.widgets.panel._output import GoingOut
from clvwidgets.widgets.panel.bases import refuse_base
from clvwidgets.widgets.panel.runtime import Runtime

if TYPE_CHECKING:
    import pandas as pd

MOST_ROWS: Final = 5000
"""Rows of a data set that a chart still moves at the speed of the hand."""


class Panel(Steps, GoingOut):
    """Fields beside a chart, answered in the browser and known to Python.

    Subclasses name their fields as class attributes (see `clvwidgets.widgets.panel.fields`) and
    describe the rest in `_declare`.

    Parameters
    ----------
    locale : str
        BCP 47 tag such as "en-US" or "de-DE": how numbers are written.
    currency : str
        ISO 4217 code such as "EUR".
    **values : any
        Values for the fields, by name.

    Attributes
    ----------
    selection : dict
        What is chosen in the chart: ``{"keys": [...]}`` or ``{"interval": {...}}``.
    pinned : sequence of scenarios
        Scenarios kept for comparison, each with name and values (and their period).

    Examples
    --------
    >>> from clvwidgets.widgets.panel.fields import rate
    >>> class Loyalty(Panel):
    ...     title = "How many stay?"
    ...     panel_name = "Loyalty"
    ...     retention = rate("Retention", 0.8, high=1, help="Of 100 customers, how many stay.")
    >>> panel = Loyalty(retention=0.9)
    >>> panel.retention = 0.95
    >>> panel.undo()
    >>> print(panel)
    Loyalty: How many stay?
      Retention: 90%
    """

    def __init__(self, *, locale: str = "en-US", currency: str = "EUR", **values: Any) -> None:
        refuse_base(type(self), is_empty=type(self) is Panel)
        self.locale = known_locale(locale)
        self.currency = known_currency(currency)
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
            declaration=self._declared(self._state()),
            history={"entries": [self._state()], "at": 0},
        )
        self._recording = True
        self.observe(self._record, names=list(self.fields()))
        carrier.adopt(self)
        self._moving = False

    def _declared(self, start: dict[str, Any]) -> dict[str, Any]:
        return {**panel_json.with_cents(self._declare()), "start": start}

    # What subclasses say

    def _declare(self) -> dict[str, Any]:
        """Describe the panel to the browser; see frontend/src/contract/declaration.ts.

        Subclasses add their parts to what every panel says of itself.
        """
        return panel_json.declaration(
            title=self.title,
            name=self.panel_name,
            locale=self.locale,
            currency=self.currency,
            fields=self._described_fields(),
        )

    def _described_fields(self) -> list[dict[str, Any]]:
        return [field.describe(getattr(self, name)) for name, field in self.fields().items()]

    # Data and states

    def update_data(self, name: str, rows: pd.DataFrame | Sequence[Mapping[str, Any]]) -> None:
        """Replace a named data set of the chart in place; zoom and selection stay.

        Parameters
        ----------
        name : str
            The data set's name in the chart.
        rows : table
            Table of at most 5,000 rows; send aggregates, not customers.

        Raises
        ------
        ValueError
            If there are more rows.
        """
        if len(rows) > MOST_ROWS:
            raise ValueError(
                f"{name!r} has {len(rows):,} rows, more than the {MOST_ROWS:,} that a chart shows "
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
        message : str
            What is being done, such as "Counting customers".

        Returns
        -------
        contextlib.AbstractContextManager
            Within it the panel says that it is busy.
        """
        before = self.status
        self.status = {"state": "busy", "message": message}
        try:
            yield
        except Exception as error:
            self.status = {"state": "error", "message": str(error)}
            raise
        self.status = before


def plain_rows(rows: pd.DataFrame | Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Turn a table into rows that JSON can hold: dates as ISO text, missing values as null.

    Numbers are rounded to nine digits, as in charts.

    Parameters
    ----------
    rows : table, or a sequence of rows

    Returns
    -------
    list of dict

    Examples
    --------
    >>> import pandas as pd
    >>> plain_rows(pd.DataFrame({"x": [1.5, None]}))
    [{'x': 1.5}, {'x': None}]
    """
    import pandas as pd

    table = rows if isinstance(rows, pd.DataFrame) else pd.DataFrame(list(rows))
    parsed: list[dict[str, Any]] = json.loads(
        significant_table(table).to_json(orient="records", date_format="iso", double_precision=15)
    )
    return parsed
