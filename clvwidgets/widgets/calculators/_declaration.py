"""How a calculator is described to the browser: its formulas traced, its charts drawn."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType, SimpleNamespace
from typing import Any, ClassVar

from clvwidgets.charts.sensitivity import sensitivity_chart
from clvwidgets.charts.shared_terms import longest, shared_terms, tracing
from clvwidgets.charts.signals import signal
from clvwidgets.formulas import PERIODS_PER_YEAR, Period
from clvwidgets.widgets.calculators._period import (
    PERIODS,
    PeriodTrait,
    conversions,
    described_in_periods,
)
from clvwidgets.widgets.calculators.readouts import Readout, Step
from clvwidgets.widgets.calculators.sensitivity import SHIFT
from clvwidgets.widgets.panel.fields import NumberField
from clvwidgets.widgets.panel.panel import Panel
from clvwidgets.widgets.panel.spec import by_name, plain_spec
from clvwidgets.widgets.panel.views import MONEY, Columns, chart_view, table_view

_IN_HEADLINE = 3
_MOST_LETTERS = 1500  # of an expression; longer ones share their terms
_PERIOD = "{period}"  # stands for the period's name in a description for all periods


class Traced(Panel):
    """The part of a calculator that subclasses fill in and the browser gets."""

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

    data: Mapping[str, Any] = MappingProxyType({})
    """Lists of numbers made from a table, which `outputs` may read by ``self.data["name"]``.

    They go to the browser inside the expressions: aggregates, a hundred numbers, never customers.
    """

    period_written: Any = None
    """What stands for the period while a description is written; None otherwise."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        # Each instance gets a class of its own with its traits; it shares its parent's texts.
        if "_esm" not in cls.__dict__:
            cls._written = {}
        for readout in cls.__dict__.get("readouts", ()):
            setattr(cls, readout.name, _result_property(readout))

    # What subclasses say

    @abstractmethod
    def outputs(self, *args: Any, **inputs: Any) -> dict[str, Any]:
        """Compute the named results from the fields' values: numbers or traced expressions.

        Of the instance it may use ``period`` and ``data`` only: without data it is traced once for
        all instances. Names that are no readouts are inner results: others are computed from
        them, and nobody reads them.
        """
        raise NotImplementedError

    def chart(self, now: SimpleNamespace, pinned: SimpleNamespace) -> Any:
        """Draw the results of the live and the pinned scenario with Altair.

        Of the instance it may use ``period`` and ``currency`` only, as in `outputs`.

        Parameters
        ----------
        now, pinned : mapping of str to expression
            Fields and results by name, as expressions.

        Returns
        -------
        altair.Chart
        """
        raise NotImplementedError

    def more_charts(self, now: SimpleNamespace, pinned: SimpleNamespace) -> dict[str, Any]:  # noqa: ARG002
        """Draw further tabs, each by its label, as `chart` draws the first.

        Parameters
        ----------
        now, pinned : mapping of str to expression
            As in `chart`.

        Returns
        -------
        dict of str to altair.Chart
        """
        return {}

    def at(self, **others: Any) -> SimpleNamespace:
        """Trace the results with other inputs, such as ``retention=alt.datum.x`` for a curve.

        Parameters
        ----------
        **others : any
            Expressions in the place of fields.

        Returns
        -------
        mapping of str to expression
            The results as attributes.
        """
        fields = {name: signal(name) for name in self.fields()}
        return SimpleNamespace(**self.outputs(**{**fields, **others}))

    def steps(self) -> list[Step]:
        """List the lines of "how it is computed"."""
        return []

    def table_columns(self) -> Columns:
        """Name the columns of the rows behind the chart: field to label and format, if a number."""
        return {"label": ("Amount", None), "value": ("Money", MONEY)}

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
        everything = self.outputs(**self.values)
        return {readout.name: everything[readout.name] for readout in self.readouts}

    # The description for the browser

    @contextmanager
    def _writing(self, period: Any) -> Iterator[None]:
        """Let something stand for the period while a description for all periods is written."""
        self.period_written = period
        try:
            yield
        finally:
            self.period_written = None

    def _write(self) -> tuple[dict[str, str], list[dict[str, Any]]]:
        """Trace the formulas and draw the views, for all periods."""
        with self._writing(signal("periods_per_year")), tracing():
            traced = self.outputs(**{name: signal(name) for name in self.fields()})
            if longest(traced) > _MOST_LETTERS:
                terms, written = shared_terms(traced)
                expressions = {**terms, **written}
            else:
                expressions = by_name({name: str(one) for name, one in traced.items()})
        names = [*self.fields(), *traced]
        now = SimpleNamespace(**{name: signal(name) for name in names})
        pinned = SimpleNamespace(**{name: signal(f"pinned_{name}") for name in names})
        with self._writing(_PERIOD), tracing():
            return expressions, self._views(self.chart(now, pinned), self.more_charts(now, pinned))

    def _declare(self) -> dict[str, Any]:
        if self.data is not type(self).data:
            expressions, views = self._write()
        else:
            if self.currency not in self._written:
                self._written[self.currency] = self._write()
            expressions, views = self._written[self.currency]
        shown = {readout.name for readout in self.readouts}
        terms = [
            {"name": name, "expr": text} for name, text in expressions.items() if name not in shown
        ]
        return {
            **super()._declare(),
            "period": self._described_period(),
            "presets": self._described_presets(),
            "outputs": [r.describe(_PERIOD, expressions[r.name]) for r in self.readouts],
            **({"terms": terms} if terms else {}),
            "headline": [readout.name for readout in self._headline()],
            "views": views,
            "python": {
                "import": f"from clvwidgets import {type(self).__name__}",
                "call": type(self).__name__,
                "fixed": {},
            },
        }

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

    def _headline(self) -> tuple[Readout, ...]:
        return self.readouts[:_IN_HEADLINE]

    def _elastic(self) -> Readout:
        """Name the result that answers smoothly: one that counts periods moves in steps."""
        return next((r for r in self.readouts if not r.whole), self.readouts[0])

    def _views(self, chart: Any, more: Mapping[str, Any]) -> list[dict[str, Any]]:
        return [
            chart_view("chart", "Chart", chart),
            *(
                chart_view(f"chart_{at}", label, one)
                for at, (label, one) in enumerate(more.items())
            ),
            self._what_matters(),
            {
                "kind": "explanation",
                "id": "explanation",
                "label": "How it is computed",
                "steps": [step.to_json() for step in self.steps()],
            },
            {"kind": "scenarios", "id": "scenarios", "label": "Scenarios"},
            table_view("chart", self.table_columns()),
        ]

    def _what_matters(self) -> dict[str, Any]:
        first = self.readouts[0]
        numbers = {n: field for n, field in self.fields().items() if isinstance(field, NumberField)}
        tornado = sensitivity_chart(
            first.name,
            first.title(_PERIOD),
            SHIFT,
            first.kind,
            unit=f"{_PERIOD}s" if first.kind == "duration" else "",
            steps=any(field.whole for field in numbers.values()),
            locale=self.locale,
        )
        return {
            "kind": "sensitivity",
            "id": "sensitivity",
            "label": "What matters most",
            "spec": plain_spec(tornado),
            "of": first.name,
            "elastic": self._elastic().name,
            "fields": list(numbers),
            "shift": SHIFT,
        }


def _result_property(readout: Readout) -> property:
    def read(self: Traced) -> float:
        return self.results[readout.name]

    return property(read, doc=f"{readout.label}; see `results`.")
