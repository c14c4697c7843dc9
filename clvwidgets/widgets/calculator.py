"""What all calculators share: a declaration of fields and formulas becomes a panel.

A subclass names its fields, writes its formulas once in `Calculator.outputs`, and draws them in
`Calculator.chart`. The formulas run in Python on numbers; traced on the fields' names they are
the expressions that the browser runs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, ClassVar

from clvwidgets.charts import panel_json
from clvwidgets.charts.numbers import NumberFormat, format_number
from clvwidgets.charts.sensitivity import sensitivity_chart
from clvwidgets.charts.signals import signal
from clvwidgets.formulas import PERIODS_PER_YEAR
from clvwidgets.formulas._rates import Period
from clvwidgets.widgets._as_python import as_python
from clvwidgets.widgets._period import (
    PERIODS,
    PeriodTrait,
    conversions,
    converted,
    described_in_periods,
)
from clvwidgets.widgets._vega import by_name, plain_spec
from clvwidgets.widgets.fields import NumberField
from clvwidgets.widgets.panel import Panel
from clvwidgets.widgets.readouts import Readout, Step

if TYPE_CHECKING:
    import pandas as pd

_SHIFT = 0.1  # the tornado moves each input by a tenth
_IN_HEADLINE = 3
_PERIOD = "{period}"  # stands for the period's name in a description for all periods


class Calculator(Panel):
    """A panel made from fields and formulas.

    Parameters
    ----------
    period : {"week", "month", "quarter", "year"}, the period of all fields "per period"; the
        class' own if left out
    locale, currency : how numbers are written
    **values : values for the fields, in that period

    Attributes
    ----------
    period : the period; another one converts the fields, rates compounded, as one step of `undo`

    Examples
    --------
    >>> from clvwidgets import SubscriptionCLV
    >>> calc = SubscriptionCLV(margin=40, churn=0.05, discount=0.10, cac=120)
    >>> round(calc.clv), calc.payback
    (695, 3.0)
    >>> calc.churn = 0.04
    >>> calc.undo()
    >>> calc.churn
    0.05
    >>> calc.period = "year"
    >>> calc.margin, round(calc.churn, 4)
    (480.0, 0.4596)
    """

    readouts: ClassVar[tuple[Readout, ...]] = ()
    native_period: ClassVar[Period] = "month"
    """Period in which the class writes its defaults and presets; another converts them."""

    presets: ClassVar[Mapping[str, Mapping[str, float]]] = {}
    """Values by business model, in the native period."""

    converts: ClassVar[bool] = True
    """Whether the fields can be converted to another period."""

    period = PeriodTrait("month").tag(sync=True)
    _written: ClassVar[dict[str, tuple[dict[str, str], list[dict[str, Any]]]]] = {}
    """By currency: the traced formulas and the views, which are the same for all instances."""

    period_written: Any = None
    """What stands for the period while a description is written; None otherwise."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        # Each instance gets a class of its own with its traits; it shares its parent's texts.
        if "_esm" not in cls.__dict__:
            cls._written = {}
        for readout in cls.__dict__.get("readouts", ()):
            setattr(cls, readout.name, _result_property(readout))

    def __init__(
        self,
        *,
        period: Period | None = None,
        locale: str = "en-US",
        currency: str = "EUR",
        **values: Any,
    ) -> None:
        self.period = period or self.native_period
        defaults = {name: field.default_value for name, field in self.fields().items()}
        here = converted(defaults, self.fields(), self.native_period, self.period)
        super().__init__(locale=locale, currency=currency, **{**here, **values})

    # What subclasses say

    def outputs(self, *args: Any, **inputs: Any) -> dict[str, Any]:
        """Compute the named results from the fields' values: numbers or traced expressions.

        Of the instance it may use ``period`` only: it is traced once for all instances.
        """
        raise NotImplementedError

    def chart(self, now: SimpleNamespace, pinned: SimpleNamespace) -> Any:
        """Draw the results of the live and the pinned scenario with Altair.

        Of the instance it may use ``period`` and ``currency`` only, as in `outputs`.

        Parameters
        ----------
        now, pinned : fields and results by name, as expressions
        """
        raise NotImplementedError

    def steps(self) -> list[Step]:
        """List the lines of "how it is computed"."""
        return []

    def table_columns(self) -> dict[str, tuple[str, NumberFormat | None]]:
        """Name the columns of the rows behind the chart: field to label and format, if a number."""
        return {"label": ("Amount", None), "value": ("Money", NumberFormat("money"))}

    # Results

    @property
    def results(self) -> dict[str, float]:
        """The results by name, computed in Python from the fields' values.

        Examples
        --------
        >>> from clvwidgets import SubscriptionCLV
        >>> sorted(SubscriptionCLV().results)
        ['clv', 'discount_per_period', 'lifespan', 'ltv_cac', 'payback']
        """
        return self.outputs(**self.values)

    def to_frame(self) -> pd.DataFrame:
        """Table of the fields and results, one row each.

        Returns
        -------
        DataFrame : columns scenario, kind ("input" or "result"), name, label, value; the live
            scenario is called "now"
        """
        import pandas as pd

        labels = {field["name"]: field["label"] for field in self._shown()["fields"]}
        labels |= {readout.name: readout.title(self.period) for readout in self.readouts}
        rows = [
            {"scenario": name, "kind": kind, "name": key, "label": labels[key], "value": value}
            for name, values in [("now", self.values)]
            + [(pin["name"], self._here(pin["values"])) for pin in self.pinned]
            for kind, numbers in (("input", values), ("result", self.outputs(**values)))
            for key, value in numbers.items()
        ]
        return pd.DataFrame(rows)

    def sensitivity(self, of: str = "", shift: float = _SHIFT) -> pd.DataFrame:
        """Table of what one result becomes when each input in turn is lower or higher.

        An input moves within the range of its slider, as in the browser.

        Parameters
        ----------
        of : name of a result; the first readout if left out
        shift : relative shift of each input, 0.1 for a tenth

        Returns
        -------
        DataFrame : columns field, label, low, high, span; the largest span first
        """
        import pandas as pd

        of = of or self.readouts[0].name
        rows = []
        for described in self._shown()["fields"]:
            if described["kind"] != "number":
                continue
            name, value = described["name"], self.values[described["name"]]
            down = max(described["low"], value * (1 - shift))
            up = min(described["high"], value * (1 + shift))
            low, high = (
                self.outputs(**{**self.values, name: shifted})[of] for shifted in (down, up)
            )
            span = abs(high - low)
            rows.append([name, described["label"], low, high, span])
        table = pd.DataFrame(rows, columns=["field", "label", "low", "high", "span"])
        return table.sort_values("span", ascending=False, ignore_index=True)

    def pin(self, name: str = "") -> None:
        """Keep the present scenario for comparison.

        Parameters
        ----------
        name : what to call it; "Scenario 1" and so on if left out
        """
        name = name or f"Scenario {len(self.pinned) + 1}"
        self.pinned = [*self.pinned, {"name": name, "values": self._state()}]

    def unpin(self) -> None:
        """Forget all pinned scenarios."""
        self.pinned = []

    def to_python(self) -> str:
        """Write code that computes the same results from the formulas, without the widget.

        Examples
        --------
        >>> from clvwidgets import SubscriptionCLV
        >>> calc = SubscriptionCLV()
        >>> space = {}
        >>> exec(calc.to_python().replace("print", "list"), space)
        >>> space["results"]["clv"] == calc.clv
        True
        """
        return as_python(self.outputs, self.values, {"self.period": self.period})

    # The period

    @contextmanager
    def switching(self, period: str) -> Iterator[None]:
        """Convert the fields with the period, in one message and as one step of `undo`."""
        if not self._recording or period == self.period:
            yield
            return
        if not self.converts:
            raise ValueError(
                f"{self.panel_name} cannot be converted to another period, as its chances belong "
                f"to one. Make a new one: {type(self).__name__}(period={period!r}, ...)."
            )
        values = converted(self.values, self.fields(), self.period, period)
        with self._without_recording():
            yield
            for name, value in values.items():
                setattr(self, name, value)
        self._record(None)

    @contextmanager
    def _writing(self, period: Any) -> Iterator[None]:
        """Let something stand for the period while a description for all periods is written."""
        self.period_written = period
        try:
            yield
        finally:
            self.period_written = None

    def _state(self) -> dict[str, Any]:
        return {"period": self.period, **self.values}

    def _here(self, state: Mapping[str, Any]) -> dict[str, Any]:
        """Convert a pinned scenario's values to the present period."""
        values = {name: value for name, value in state.items() if name != "period"}
        return converted(values, self.fields(), state.get("period", self.period), self.period)

    # The description for the browser

    def _results(self) -> dict[str, float]:
        return self.results

    def _stored_pinned(self) -> list[dict[str, Any]]:
        return [
            {**pin, "results": panel_json.rounded(self.outputs(**self._here(pin["values"])))}
            for pin in self.pinned
        ]

    def _drawn(self, stored: dict[str, Any]) -> dict[str, Any]:
        pinned = [{**pin, "values": self._here(pin["values"])} for pin in stored["pinned"]]
        return {**stored, "pinned": pinned}

    def _results_in_words(self) -> dict[str, str]:
        results = self.results
        return {
            readout.title(self.period): format_number(
                results[readout.name],
                readout.number_format(self.period),
                locale=self.locale,
                currency=self.currency,
            )
            for readout in self.readouts[:_IN_HEADLINE]
        }

    def _write(self) -> tuple[dict[str, str], list[dict[str, Any]]]:
        """Trace the formulas and draw the views, for all periods."""
        with self._writing(signal("periods_per_year")):
            traced = self.outputs(**{name: signal(name) for name in self.fields()})
        expressions = by_name({name: str(expression) for name, expression in traced.items()})
        names = [*self.fields(), *traced]
        now = SimpleNamespace(**{name: signal(name) for name in names})
        pinned = SimpleNamespace(**{name: signal(f"pinned_{name}") for name in names})
        with self._writing(_PERIOD):
            return expressions, self._views(self.chart(now, pinned))

    def _declare(self) -> dict[str, Any]:
        if self.currency not in self._written:
            self._written[self.currency] = self._write()
        expressions, views = self._written[self.currency]
        return panel_json.declaration(
            title=self.title,
            name=self.panel_name,
            locale=self.locale,
            currency=self.currency,
            period=self._described_period(),
            fields=self._described_fields(),
            presets=self._described_presets(),
            outputs=[r.describe(_PERIOD, expressions[r.name]) for r in self.readouts],
            headline=[readout.name for readout in self.readouts[:_IN_HEADLINE]],
            views=views,
            python={
                "import": f"from clvwidgets import {type(self).__name__}",
                "call": type(self).__name__,
                "fixed": {},
            },
        )

    def _described_period(self) -> dict[str, Any]:
        offered = PERIODS if self.converts else (self.period,)
        return {
            "options": [
                {"value": name, "label": f"per {name}", "per_year": PERIODS_PER_YEAR[name]}
                for name in offered
            ],
            "conversions": conversions(self.fields().values()),
        }

    def _described_fields(self) -> list[dict[str, Any]]:
        return [
            described_in_periods(field, getattr(self, name), self.native_period, self.period)
            if isinstance(field, NumberField) and field.per_period
            else field.describe(getattr(self, name))
            for name, field in self.fields().items()
        ]

    def _described_presets(self) -> list[dict[str, Any]]:
        if not self.converts and self.period != self.native_period:
            return []  # they belong to another period
        return [
            {"name": name, "values": {"period": self.native_period, **values}}
            for name, values in self.presets.items()
        ]

    def _views(self, chart: Any) -> list[dict[str, Any]]:
        first = self.readouts[0]
        numbers = [n for n, field in self.fields().items() if isinstance(field, NumberField)]
        tornado = sensitivity_chart(first.name, first.title(_PERIOD), _SHIFT)
        columns = [
            {"field": field, "label": label}
            | ({"format": number_format.to_json()} if number_format else {})
            for field, (label, number_format) in self.table_columns().items()
        ]
        return [
            {"kind": "chart", "id": "chart", "label": "Chart", "spec": plain_spec(chart)},
            {
                "kind": "sensitivity",
                "id": "sensitivity",
                "label": "What matters most",
                "spec": plain_spec(tornado),
                "of": first.name,
                "fields": numbers,
                "shift": _SHIFT,
            },
            {
                "kind": "explanation",
                "id": "explanation",
                "label": "How it is computed",
                "steps": [step.to_json() for step in self.steps()],
            },
            {"kind": "scenarios", "id": "scenarios", "label": "Scenarios"},
            {"kind": "table", "id": "table", "label": "Table", "of": "chart", "columns": columns},
        ]


def _result_property(readout: Readout) -> property:
    def read(self: Calculator) -> float:
        return self.results[readout.name]

    return property(read, doc=f"{readout.label}; see `results`.")
