"""What all calculators share: a declaration of fields and formulas becomes a panel.

A subclass names its fields, writes its formulas once in `Calculator.outputs`, and draws them in
`Calculator.chart`. The formulas run in Python on numbers; traced on the fields' names they are
the expressions that the browser runs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from clvwidgets.charts import panel_json
from clvwidgets.charts.numbers import NumberFormat, format_number
from clvwidgets.charts.sensitivity import sensitivity_chart
from clvwidgets.charts.signals import signal
from clvwidgets.formulas import PERIODS_PER_YEAR, convert_rate
from clvwidgets.formulas._rates import Period
from clvwidgets.widgets._as_python import as_python
from clvwidgets.widgets.fields import NumberField
from clvwidgets.widgets.panel import Panel

if TYPE_CHECKING:
    import pandas as pd

_SHIFT = 0.1  # the tornado moves each input by a tenth
_IN_HEADLINE = 3


@dataclass(frozen=True)
class Readout:
    """A result that a calculator shows.

    Parameters
    ----------
    name : key in what `Calculator.outputs` returns
    label : the result's name for people; ``{period}`` is replaced by the calculator's period
    kind : what the number measures
    better : which direction is good news, if one is
    infinite : what to write for a value without limit
    """

    name: str
    label: str
    kind: Literal["money", "percent", "ratio", "count", "duration", "number"]
    better: Literal["higher", "lower"] | None = None
    infinite: str = "no limit"

    def title(self, period: str) -> str:
        """Name the result in a calculator of that period."""
        return self.label.format(period=period)

    def number_format(self, period: str) -> NumberFormat:
        """How the result is written, durations in the calculator's period."""
        unit = (period, f"{period}s") if self.kind == "duration" else None
        return NumberFormat(self.kind, unit, self.infinite)


@dataclass(frozen=True)
class Step:
    """One line of "how it is computed".

    Parameters
    ----------
    label : what the line computes
    formula : the formula in signs that people write, ``{name}`` for each field or result
    result : name of the result that the line gives
    """

    label: str
    formula: str
    result: str

    def to_json(self) -> dict[str, str]:
        """Describe this line to the browser, which puts the numbers in."""
        return {"label": self.label, "formula": self.formula, "result": f"{{{self.result}}}"}


class Calculator(Panel):
    """A panel made from fields and formulas.

    Parameters
    ----------
    period : {"week", "month", "quarter", "year"}, the period of all fields "per period"; the
        class' own if left out
    locale, currency : how numbers are written
    **values : values for the fields, in that period

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
    """

    readouts: ClassVar[tuple[Readout, ...]] = ()
    native_period: ClassVar[Period] = "month"
    """Period in which the class writes its defaults and presets; another converts them."""

    presets: ClassVar[Mapping[str, Mapping[str, float]]] = {}
    """Values by business model, in the native period."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
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
        period = period or self.native_period
        convert_rate(0.0, period, "year")  # refuses an unknown period
        self.period = period
        if period != self.native_period:
            for name, field in self.fields().items():
                if isinstance(field, NumberField):
                    values.setdefault(name, self._from_native(name, field.default_value))
        super().__init__(locale=locale, currency=currency, **values)

    # What subclasses say

    def outputs(self, *args: Any, **inputs: Any) -> dict[str, Any]:
        """Compute the named results from the fields' values: numbers or traced expressions."""
        raise NotImplementedError

    def chart(self, now: SimpleNamespace, pinned: SimpleNamespace) -> Any:
        """Draw the results of the live and the pinned scenario with Altair.

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

        labels = {field["name"]: field["label"] for field in self.declaration["fields"]}
        labels |= {readout.name: readout.title(self.period) for readout in self.readouts}
        rows = [
            {"scenario": name, "kind": kind, "name": key, "label": labels[key], "value": value}
            for name, values in [("now", self.values)]
            + [(pin["name"], pin["values"]) for pin in self.pinned]
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
        for described in self.declaration["fields"]:
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
        self.pinned = [*self.pinned, {"name": name, "values": self.values}]

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

    # The description for the browser

    def _from_native(self, name: str, value: float) -> float:
        """Convert a value in the class' own period to the calculator's, by what it measures."""
        field = self.fields()[name]
        if not isinstance(field, NumberField) or not field.per_period:
            return value
        native = self.native_period
        ratio = PERIODS_PER_YEAR[native] / PERIODS_PER_YEAR[self.period]
        match field.per_period:
            case "churn" | "retention":
                converted = convert_rate(value, native, self.period, kind=field.per_period)
            case "growth":
                converted = convert_rate(value, native, self.period)
            case "flow":
                converted = value * ratio
            case "time":
                converted = value / ratio
        return float(round(converted) if field.whole else f"{converted:.4g}")

    def _period(self) -> str:
        return self.period

    def _results(self) -> dict[str, float]:
        return self.results

    def _stored_pinned(self) -> list[dict[str, Any]]:
        return [
            {**pin, "results": panel_json.rounded(self.outputs(**pin["values"]))}
            for pin in self.pinned
        ]

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

    def _declare(self) -> dict[str, Any]:
        traced = self.outputs(**{name: signal(name) for name in self.fields()})
        expressions = _by_name({name: str(expression) for name, expression in traced.items()})
        names = [*self.fields(), *traced]
        now = SimpleNamespace(**{name: signal(name) for name in names})
        pinned = SimpleNamespace(**{name: signal(f"pinned_{name}") for name in names})
        presets = [
            {"name": name, "values": {key: self._from_native(key, v) for key, v in values.items()}}
            for name, values in self.presets.items()
        ]
        return panel_json.declaration(
            title=self.title,
            name=self.panel_name,
            locale=self.locale,
            currency=self.currency,
            fields=self._described_fields(),
            presets=presets,
            outputs=[self._described_output(readout, expressions) for readout in self.readouts],
            headline=[readout.name for readout in self.readouts[:_IN_HEADLINE]],
            views=self._views(self.chart(now, pinned)),
            python={
                "import": f"from clvwidgets import {type(self).__name__}",
                "call": type(self).__name__,
                "fixed": {"period": self.period},
            },
        )

    def _described_output(self, readout: Readout, expressions: Mapping[str, str]) -> dict[str, Any]:
        return {
            "name": readout.name,
            "label": readout.title(self.period),
            "expr": expressions[readout.name],
            "format": readout.number_format(self.period).to_json(),
            **({"better": readout.better} if readout.better else {}),
        }

    def _views(self, chart: Any) -> list[dict[str, Any]]:
        first = self.readouts[0]
        numbers = [n for n, field in self.fields().items() if isinstance(field, NumberField)]
        tornado = sensitivity_chart(first.name, first.title(self.period), _SHIFT)
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


def plain_spec(chart: Any) -> dict[str, Any]:
    """Write an Altair chart as a specification without what the panel gives anyway."""
    spec: dict[str, Any] = chart.to_dict(validate=False)  # the tests validate
    return {key: part for key, part in spec.items() if key not in ("$schema", "config")}


def _by_name(expressions: Mapping[str, str]) -> dict[str, str]:
    """Write earlier results by their names where later ones contain them.

    Each expression is a call or stands in parentheses, so its text means the same everywhere. A
    shorter one can stand in a longer one, never the other way round.

    Examples
    --------
    >>> _by_name({"double": "(x * 2)", "clv": "((x * 2) + 1)"})
    {'double': '(x * 2)', 'clv': '(double + 1)'}
    """
    shortest_first = sorted(expressions, key=lambda name: len(expressions[name]))
    short = dict(expressions)
    for i, inner in enumerate(shortest_first):
        if expressions[inner].endswith(")"):
            for outer in shortest_first[i + 1 :]:
                short[outer] = short[outer].replace(short[inner], inner)
    return short


def _result_property(readout: Readout) -> property:
    def read(self: Calculator) -> float:
        return self.results[readout.name]

    return property(read, doc=f"{readout.label}; see `results`.")
