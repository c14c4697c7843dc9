"""What all calculators share: a declaration of fields and formulas becomes a panel.

A subclass names its fields, writes its formulas once in `Calculator.outputs`, and draws them in
`Calculator.chart`. The formulas run in Python on numbers; traced on the fields' names they are
the expressions that the browser runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from clvwidgets.display import panel_json
from clvwidgets.formulas import Period
from clvwidgets.formulas.arithmetic import choice
from clvwidgets.number_format import NumberFormat, format_number
from clvwidgets.widgets.calculators._declaration import Traced
from clvwidgets.widgets.calculators._period import conversion, converted
from clvwidgets.widgets.calculators._to_python import as_python
from clvwidgets.widgets.calculators.sensitivity import SHIFT, Elasticity, elasticities, spans
from clvwidgets.widgets.panel.bases import refuse_base
from clvwidgets.widgets.panel.pinning import Pinning

if TYPE_CHECKING:
    import pandas as pd

    from clvwidgets.widgets.panel.checks import Check


class Calculator(Pinning, Traced):
    """A panel made from fields and formulas.

    Parameters
    ----------
    period : {"week", "month", "quarter", "year"}, optional
        The period of all fields "per period"; the class' own if left out.
    locale, currency : str, optional
        How numbers are written, such as "en-US" and "EUR".
    **values : float
        Values for the fields, in that period.

    Attributes
    ----------
    period : {"week", "month", "quarter", "year"}
        Another one converts the fields, rates compounded, as one step of `undo`.

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

    def __init__(
        self,
        *,
        period: Period | None = None,
        locale: str = "en-US",
        currency: str = "EUR",
        **values: Any,
    ) -> None:
        refuse_base(type(self))
        self.period = self.native_period if period is None else period
        defaults = {name: field.default_value for name, field in self.fields().items()}
        here = converted(defaults, self.fields(), self.native_period, self.period)
        super().__init__(locale=locale, currency=currency, **{**here, **values})

    # Results

    def to_frame(self) -> pd.DataFrame:
        """Table of the fields and results, one row each.

        Returns
        -------
        pandas.DataFrame
            Columns scenario, kind ("input" or "result"), name, label, value; the live scenario is
            called "now".
        """
        import pandas as pd

        labels = {field["name"]: field["label"] for field in self._shown_fields()}
        labels |= {readout.name: readout.title(self.period) for readout in self.readouts}
        rows = [
            {"scenario": name, "kind": kind, "name": key, "label": labels[key], "value": value}
            for name, values in [("now", self.values)]
            + [(pin["name"], self._here(pin["values"])) for pin in self.pinned]
            for kind, numbers in (("input", values), ("result", self.outputs(**values)))
            for key, value in numbers.items()
            if key in labels
        ]
        return pd.DataFrame(rows)

    def compare_presets(self) -> pd.DataFrame:
        """Table of the fields and results of each preset, one row each, in the panel's period.

        Returns
        -------
        pandas.DataFrame
            By the preset's name, a column for each field and each result.

        Examples
        --------
        >>> from clvwidgets import SubscriptionCLV
        >>> SubscriptionCLV().compare_presets().loc["Streaming", ["cac", "clv"]].round().tolist()
        [40.0, 92.0]
        """
        import pandas as pd

        offered = {one["name"]: one["values"] for one in self.declaration.get("presets", [])}
        rows = {
            name: {**values, **self.outputs(**values)}
            for name, values in ((name, self._here(kept)) for name, kept in offered.items())
        }
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("preset")

    def sensitivity(self, of: str = "", shift: float = SHIFT) -> pd.DataFrame:
        """Table of what one result becomes when each input in turn is lower or higher.

        An input moves within the range of its slider, as in the browser; a whole number by one
        at least.

        Parameters
        ----------
        of : str, optional
            Name of a result; the first readout if left out.
        shift : float
            Relative shift of each input, 0.1 for a tenth.

        Returns
        -------
        pandas.DataFrame
            Columns field, label, low, high, span; the largest span first.

        Raises
        ------
        ValueError
            If there is no such result, or the shift is not a fraction above 0.
        """
        import pandas as pd

        if not 0 < shift <= 1:
            raise ValueError(
                f"shift must lie above 0 and be at most 1, got {shift!r}. A tenth is 0.1."
            )
        compute = self._one_result(of or self.readouts[0].name)
        return pd.DataFrame(spans(self._numbers(), self.values, compute, shift))

    def elasticity(self, of: str = "") -> pd.DataFrame:
        """Table of how many percent one result changes by when an input grows by one percent.

        Measured from one percent less to one percent more of the input; at an end of its slider's
        range to one side only, and for a whole number from one less to one more. In percent of
        the result's size, so that a plus is more also where the result is below zero.

        Parameters
        ----------
        of : str, optional
            Name of a result; the first that does not count whole periods if left out.

        Returns
        -------
        pandas.DataFrame
            Columns field, label, elasticity, reason; the largest first, and where one percent says
            nothing, no elasticity and the reason.

        Raises
        ------
        ValueError
            If there is no such result.

        Examples
        --------
        >>> from clvwidgets import SubscriptionCLV
        >>> calc = SubscriptionCLV(margin=40, churn=0.05, discount=0.10, cac=0)
        >>> table = calc.elasticity().set_index("field")
        >>> table["elasticity"].dropna().round(2).to_dict()
        {'margin': 1.0, 'churn': -0.86, 'discount': -0.12}
        >>> table.loc["cac", "reason"]
        'the input is 0'
        """
        import pandas as pd

        table = pd.DataFrame(
            [
                [one.field, one.label, one.value, one.reason]
                for one in self._elasticities(of or self._elastic().name)
            ],
            columns=["field", "label", "elasticity", "reason"],
        )
        # A float column would turn what is missing into NaN.
        return table.astype({"elasticity": "Float64"})

    def _elasticities(self, of: str) -> list[Elasticity]:
        compute = self._one_result(of)
        counted = [readout for readout in self.readouts if readout.name == of and readout.whole]
        if counted:
            reason = f"{counted[0].title(self.period)} moves in whole {self.period}s"
            return [
                Elasticity(field["name"], field["label"], None, reason) for field in self._numbers()
            ]
        return elasticities(self._numbers(), self.values, compute)

    def _one_result(self, of: str) -> Callable[[Mapping[str, Any]], float]:
        choice("of", of, self.results)
        return lambda values: float(self.outputs(**values)[of])

    def _numbers(self) -> list[dict[str, Any]]:
        return [field for field in self._shown_fields() if field["kind"] == "number"]

    def to_python(self) -> str:
        """Write code that computes the same results from the formulas, without the widget.

        Returns
        -------
        str
            Python, to be run as it is.

        Examples
        --------
        >>> from clvwidgets import SubscriptionCLV
        >>> calc = SubscriptionCLV()
        >>> space = {}
        >>> exec(calc.to_python().replace("print", "list"), space)
        >>> space["results"]["clv"] == calc.clv
        True
        """
        constants: dict[str, Any] = {
            f"self.data[{name!r}]": list(one) for name, one in self.data.items()
        }
        shown = [readout.name for readout in self.readouts]
        has_inner = set(self.outputs(**self.values)) - set(shown)
        constants["self.period"] = self.period
        return as_python(self.outputs, self.values, constants, shown if has_inner else ())

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

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Take what the browser says; a period that comes alone, as by `jslink`, converts here."""
        with_it = {"history", *(name for name, field in self.fields().items() if conversion(field))}
        period = sync_data.get("period", self.period)
        is_another = isinstance(period, str) and period != self.period
        if not is_another or with_it & set(sync_data):
            super().set_state(sync_data)
            return
        try:
            with self._whole():
                others = {name: value for name, value in sync_data.items() if name != "period"}
                super().set_state(others)
                self.period = period
        except Exception:
            self.send_state([name for name in sync_data if name in self.keys])
            raise

    def _state(self) -> dict[str, Any]:
        return {"period": self.period, **self.values}

    def _checks(self) -> dict[str, Check]:
        return {**super()._checks(), "period": partial(type(self).period.validate, self)}

    def _must_answer(self) -> None:
        super()._must_answer()
        for pin in self.pinned:
            try:
                self.outputs(**self._here(pin["values"]))
            except Exception as reason:
                raise ValueError(
                    f"The pinned scenario {pin['name']!r} cannot be shown per {self.period}: "
                    f"{reason} Or forget what is pinned: unpin()."
                ) from None
        try:
            self._results_in_words()
            self._more_in_words()
        except ArithmeticError:
            given = ", ".join(f"{name}={value!r}" for name, value in self.values.items())
            raise ValueError(
                f"{self.panel_name} has no result that a number can hold for {given}. "
                "Make them smaller."
            ) from None

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
            for readout in self._headline()
        }

    def _more_in_words(self) -> dict[str, str]:
        """Name the input that one percent of moves the result most."""
        readout = self._elastic()
        first = self._elasticities(readout.name)[0]
        if first.value is None:
            return {}
        size = format_number(abs(first.value) / 100, NumberFormat("percent"), locale=self.locale)
        one = format_number(0.01, NumberFormat("percent"), locale=self.locale)
        way = "more" if first.value > 0 else "less"
        label = f"Matters most to {readout.title(self.period)}"
        return {label: f"{first.label} ({one} more gives {size} {way})"}
